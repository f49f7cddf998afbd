# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One check, in the process and world of this test. Imported only after the world was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._check.catalogue import UNKNOWNS

from tests.simulation import World, simulation

HOST, DIRECTORY, PREFIX = "host1.example.com", "E:\\Archives", "spe-check-"
SETTINGS = {"work_ms": 4000, "transition_ms": 20_000}
ARGUMENTS: Mapping[str, Any] = {
    "throwaway_host": HOST,
    "confirm": HOST,
    "throwaway_directory": DIRECTORY,
    "system": True,
    "instances": 1,
}

OUT_OF_REACH = frozenset(unknown.name for unknown in UNKNOWNS if unknown.out_of_reach)

#: Work that names nothing, and changes nothing of others.
_NAMELESS = ("CreateLicenseRequest", "CreateSystemAdministratorAPIPassword")


@dataclass(frozen=True)
class Outcome:
    """What a check came to: its result, what it left on the server, and the calls in which it wrote to others."""

    result: Mapping[str, Any]
    left: tuple[str, ...]
    strayed: tuple[str, ...]


def check_here() -> Outcome:
    """A whole check, with an instance of its own, of the server of this world."""
    with simulation("demo", settings=SETTINGS) as world:
        result = world.run(world.task("spe_server_check", **ARGUMENTS))
        world.settle()
        return Outcome(result, tuple(left_of_checks(world)), tuple(strayed(world)))


def left_of_checks(world: World) -> Iterator[str]:
    """What the server still has of checks; directories remain."""
    environment = world.environment
    kinds = (environment.instances, environment.administrators, environment.hosts, environment.client_access_servers)
    return (name for kind in kinds for name in kind if name.startswith(PREFIX))


def strayed(world: World) -> Iterator[str]:
    """Writing calls about something that no check has made."""
    for work in world.work:
        if PREFIX not in str(work.arguments) and work.function not in _NAMELESS:
            yield f"{work.function} {work.arguments}"
