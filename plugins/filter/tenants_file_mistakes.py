# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the content of a file of tenants, before Ansible reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import yaml

DOCUMENTATION = r"""
name: tenants_file_mistakes
short_description: Find what is wrong with the content of a file of tenants
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Checks that the content of a file is YAML with a list of tenants under the key C(tenants).
    P(community.mailstore.tenant_list_mistakes#filter) checks the entries of the list.
  - The sentences do not show values, because these may be passwords.
positional: path
options:
  _input:
    description: The content of the file.
    type: str
    required: true
  path:
    description: The path of the file, for the sentences.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Stop if the file has no list of tenants
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  vars:
    mistakes: "{{ 'tenants: [{tenant_id: contoso}]' | community.mailstore.tenants_file_mistakes('tenants.yml') }}"
"""

RETURN = r"""
_value:
  description: One sentence for what is wrong; an empty list if nothing is.
  type: list
  elements: str
  sample:
    - "There is no key `tenants` in /srv/tenants.yml, but tenant; did you mean tenants? It must hold the list of tenants."
"""

KEY = "tenants"


class _AnyTag(yaml.SafeLoader):
    """Takes the tags of Ansible, such as those of vaulted texts, for plain values."""


_AnyTag.add_multi_constructor("", lambda loader, suffix, node: None)


def tenants_file_mistakes(content: str, path: str) -> list[str]:
    """The sentence for what is wrong, if anything is."""
    return list(_mistakes(content, path))


def _mistakes(content: str, path: str) -> Iterator[str]:
    try:
        document = yaml.load(content, Loader=_AnyTag)  # noqa: S506  a safe loader that passes over tags
    except yaml.YAMLError as error:
        yield (
            f"{path} is not YAML{_place(error)}; check the indentation, and put quotes around values that contain a"
            " colon or begin with a special character."
        )
        return
    if document is None:
        yield f"{path} is empty; write the tenants into it, as a list under the key `{KEY}`."
    elif not isinstance(document, Mapping):
        yield f"{path} has no keys at its top; write the tenants as a list under the key `{KEY}`."
    elif KEY not in document:
        names = [str(name) for name in document]
        close = get_close_matches(KEY, names, n=1)
        advice = f" Did you mean {KEY} instead of {close[0]}?" if close else ""
        yield (
            f"There is no key `{KEY}` in {path}, only {', '.join(names)}; it must contain the list of tenants.{advice}"
        )
    elif isinstance(document[KEY], str) and "{{" in document[KEY]:
        # A template, which Ansible has still to fill in.
        return
    elif not isinstance(document[KEY], list):
        yield f"`{KEY}` in {path} is not a list; begin each tenant with a dash."
    elif not document[KEY]:
        yield f"The list `{KEY}` in {path} is empty; name at least one tenant."


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 1}, column {mark.column + 1})" if mark is not None else ""


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenants_file_mistakes": tenants_file_mistakes}
