# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mistakes in the variables of a tenant, and what cannot be asked any more because of them.

So all mistakes come in one round, and a mistake does not lead to a second sentence about its consequences.
"""

from __future__ import annotations

from collections.abc import Iterable


class FoundMistakes:
    """Variables are without their prefix; an entry is the variable with its list, and its number there."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self._variables: set[str] = set()
        self._entries: set[tuple[str, int]] = set()
        self._lacking: dict[tuple[str, int], set[str]] = {}

    def add(self, sentences: Iterable[str], *variables: str) -> None:
        """Add sentences, after which nobody can rely on these variables."""
        added = list(sentences)
        self.sentences += added
        if added:
            self._variables.update(variables)

    def add_in_entry(self, sentences: Iterable[str], variable: str, number: int) -> None:
        """Add sentences about one entry of a list, which then is not complete."""
        added = list(sentences)
        self.add(added, variable)
        if added:
            self.expect_mistakes_in(variable, number)

    def expect_mistakes_in(self, variable: str, number: int) -> None:
        """Leave an entry alone about which sentences will be added."""
        self._variables.add(variable)
        self._entries.add((variable, number))

    def concern(self, *variables: str) -> bool:
        """Whether there is a mistake in one of the variables, or in an entry of them."""
        return not self._variables.isdisjoint(variables)

    def concern_entry(self, variable: str, number: int) -> bool:
        """Whether there is a mistake in the entry."""
        return (variable, number) in self._entries

    def add_lacking(self, sentence: str, variable: str, number: int, option: str) -> None:
        """Add a sentence about an option of an entry whose value nobody knows."""
        self.add_in_entry([sentence], variable, number)
        self._lacking.setdefault((variable, number), set()).add(option)

    def lacking(self, variable: str, number: int) -> frozenset[str]:
        """The options of the entry whose values nobody knows."""
        return frozenset(self._lacking.get((variable, number), ()))
