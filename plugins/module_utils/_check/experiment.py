# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a check of a server asks, and how it is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .bench import Bench

#: An experiment that only reads, and needs nothing of its own.
READING = "reading"
#: One that needs the throw-away instance.
INSTANCE = "instance"
#: One that makes things of the system under a name of its own, such as an administrator, and removes them.
SYSTEM = "system"

#: The name of an unknown and the answer that was found.
Found = tuple[str, str]


@dataclass(frozen=True)
class Unknown:
    """One thing that no evidence settles.

    name: as in docs/unknowns.md. question: one short sentence. assumed: the answer with which the collection and the
    simulator work, as an experiment would find it. out_of_reach: the reason why no call can tell, at least on the servers
    that are usual today.
    """

    name: str
    question: str
    assumed: str
    out_of_reach: str = ""


@dataclass(frozen=True)
class Experiment:
    """Settles some unknowns. It makes what it needs, and does not rely on what another experiment left.

    settles: the names. run: returns or yields what it has found; what it does not mention, or has not come to before an
    error, stays unsettled. needs: READING, INSTANCE or SYSTEM.
    """

    settles: tuple[str, ...]
    run: Callable[[Bench], Iterable[Found]]
    needs: str = INSTANCE
