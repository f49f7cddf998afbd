# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What --diff shows."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.diff import difference


@pytest.mark.parametrize("side", [None, {}, {"name": "a"}])
def test_no_change_shows_nothing(side: dict[str, Any] | None) -> None:
    assert difference("user", "a", side, side) == {"before": {}, "after": {}}


def test_a_change_shows_both_sides_under_the_name() -> None:
    assert difference("user", "a", {"name": "a", "x": 1}, {"name": "a", "x": 2}) == {
        "before_header": "user a",
        "after_header": "user a",
        "before": {"name": "a", "x": 1},
        "after": {"name": "a", "x": 2},
    }


def test_the_header_names_the_tenant() -> None:
    diff = difference("user", "a", {"x": 1}, {"x": 2}, tenant="weber")
    assert diff["before_header"] == diff["after_header"] == "weber: user a"
    assert difference("compliance", None, {"x": 1}, {"x": 2}, tenant="weber")["after_header"] == "weber: compliance"


def test_coming_and_going_show_the_state() -> None:
    made = difference("user", "a", None, {"name": "a"})
    assert (made["before"], made["after"]) == ({"state": "absent"}, {"state": "present", "name": "a"})
    removed = difference("user", "a", {"name": "a"}, None)
    assert (removed["before"], removed["after"]) == ({"state": "present", "name": "a"}, {"state": "absent"})
