# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The worlds in which one thing is otherwise, and those that somebody names."""

from __future__ import annotations

from tests.simulator.alternatives import all_alternatives

from .verdicts import World


def each_alone() -> list[World]:
    """The worlds with one alternative."""
    return [(str(alternative),) for alternative in all_alternatives()]


def is_chosen(world: World, only: str) -> bool:
    """Whether the name of the world contains one of the texts, which have commas between them."""
    return any(text in " ".join(world) for text in only.split(","))
