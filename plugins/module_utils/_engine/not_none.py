# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a caller has made sure of, for the type checker."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def not_none(value: T | None) -> T:
    """The value, which cannot be missing here.

    Raises AssertionError when it is, which is a defect of ours. (ansible-test forbids the statement assert.)
    """
    if value is None:
        raise AssertionError("A value is missing that must be there.")
    return value
