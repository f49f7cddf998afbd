# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which texts Ansible takes for templates: those of the collection, and never those of a server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

try:
    from ansible.template import trust_as_template

    EVERY_TEXT_IS_A_TEMPLATE = False
except ImportError:  # ansible-core before 2.19
    from ansible.utils.unsafe_proxy import wrap_var

    EVERY_TEXT_IS_A_TEMPLATE = True

#: Without one of these nothing in a text is a template, and no line of it changes what begins one (`#jinja2:`).
_MAY_BE_A_TEMPLATE = re.compile("[{#]")


def as_template(text: str) -> str:
    """The text such that Ansible templates it when it is used."""
    if EVERY_TEXT_IS_A_TEMPLATE:
        return text
    trusted: str = trust_as_template(text)
    return trusted


def as_data(value: Any) -> Any:
    """What a server has answered, such that Ansible never templates a text in it.

    Only texts that may be templates differ from those of a file: `ansible-inventory --list` shows each of them as an object
    with the key `__ansible_unsafe`.
    """
    if isinstance(value, Mapping):
        return {key: as_data(member) for key, member in value.items()}
    if isinstance(value, list):
        return [as_data(member) for member in value]
    return _text_as_data(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _text_as_data(text: str) -> str:
    """The same words stand in many objects, and to mark a text takes a while."""
    if not _MAY_BE_A_TEMPLATE.search(text):
        return as_template(text)
    data: str = wrap_var(text) if EVERY_TEXT_IS_A_TEMPLATE else text
    return data
