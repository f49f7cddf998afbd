# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a function returns that has created something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .shapes import in_words


def result_of_creation(result: Any, object_id: Any) -> str:
    """The result in words, for a new object whose id its list shows."""
    if isinstance(result, Mapping) and result:
        return "the object"
    if isinstance(result, bool) or str(result) != str(object_id):
        return in_words(result)
    return "the id as a text" if isinstance(result, str) else "the id"
