# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of names: what is protected by them stays protected in whatever way it is written."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.patterns import Patterns, unfit


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("jane", "jane"),
        ("JANE", "jane"),
        ("jane*", "jane.doe"),
        ("M\u00fcl*", "Mu\u0308ller"),
        ("Mu\u0308ller", "M\u00fcller"),
        ("j?ne", "jane"),
        ("[jk]ane", "kane"),
        ("[a]", "[a]"),
        ("2024 [old]", "2024 [old]"),
        ("*", "*"),
        ("a", " a"),
        (" a", "a"),
        ("a", "a\u200b"),
        ("2024, closed", "2024, closed"),
    ],
)
def test_what_a_pattern_stands_for(pattern: str, name: str) -> None:
    assert Patterns([pattern]).fit(name)
    assert Patterns(["other", pattern]).fit(name)
    assert unfit([pattern], ["nobody", name]) == []


@pytest.mark.parametrize(("pattern", "name"), [("jane", "jane.doe"), ("[ab]", "ab"), ("a?", "a"), ("", "a")])
def test_what_it_does_not_stand_for(pattern: str, name: str) -> None:
    assert not Patterns([pattern]).fit(name)
    assert unfit([pattern], [name]) == [pattern]
    assert not Patterns([]).fit(name)
