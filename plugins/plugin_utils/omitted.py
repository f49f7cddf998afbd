# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that a template leaves out with `omit`: a filter sees them, and has to leave them out itself."""

from __future__ import annotations

from typing import Any

#: The beginning of the text that stands for such a value up to ansible-core 2.18.
_PLACEHOLDER = "__omit_place_holder__"

#: The type of the object that does so from 2.19 on, which cannot be imported by a public name.
_TYPE = "_OmitType"


def is_omitted(value: Any) -> bool:
    """Whether the value is to be left out."""
    return type(value).__name__ == _TYPE or (isinstance(value, str) and value.startswith(_PLACEHOLDER))
