# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scenarios that lie in `targets/<module>/`: see README.md beside this file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.integration.batches import FOUR_WAYS, ORDINARY_WAYS, Case, Way

TARGETS = Path(__file__).with_name("targets")


@dataclass(frozen=True)
class Target:
    """What is tried of one module."""

    directory: Path

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.directory.name

    @property
    def ordinary_ways(self) -> tuple[Way, ...]:
        """Modules that only read do the same in check mode: there the ordinary one is run once."""
        return (Way.ORDINARY_APPLY,) if self.name.endswith("_info") else ORDINARY_WAYS

    @cached_property
    def settings(self) -> dict[str, Any]:
        """`meta.yml`: `seed` (a word, or a file beside it) and `server_version` of the simulated server."""
        settings = _load(self.directory / "meta.yml") or {}
        unknown = set(settings) - {"seed", "server_version"}
        if unknown:
            raise ValueError(f"{self.directory / 'meta.yml'} has unknown keys: {', '.join(sorted(unknown))}.")
        seed = settings.get("seed", "empty")
        beside = self.directory / seed
        return {**settings, "seed": str(beside)} if beside.is_file() else {**settings, "seed": seed, "work_ms": 20}

    @cached_property
    def variables(self) -> dict[str, Any]:
        """`vars.yml`: variables for all its tasks, the place for secrets."""
        return _load(self.directory / "vars.yml") or {}

    @property
    def scenarios(self) -> list[Case]:
        """Task lists that describe a state; it holds when it has been applied once."""
        return [self._case(tasks, FOUR_WAYS) for tasks in sorted(self.directory.glob("scenarios/*.yml"))]

    @property
    def refusals(self) -> Case | None:
        """Tasks that must fail."""
        tasks = self.directory / "refusals.yml"
        return self._case(tasks, (Way.CHECK, Way.APPLY), ignore_errors=True) if tasks.is_file() else None

    def _case(self, tasks: Path, ways: tuple[Way, ...], *, ignore_errors: bool = False) -> Case:
        return Case(self.name, tasks.stem, tasks, ways, self.settings, self.variables, ignore_errors)


def targets() -> list[Target]:
    return [Target(path) for path in sorted(TARGETS.iterdir()) if path.is_dir()] if TARGETS.is_dir() else []


def scenarios() -> list[Case]:
    return [scenario for target in targets() for scenario in target.scenarios]


def first_scenarios() -> list[Case]:
    """The first scenario of each target, by the names of the files, also with ordinary modules."""
    return [
        replace(scenario, ways=FOUR_WAYS + target.ordinary_ways)
        for target in targets()
        for scenario in target.scenarios[:1]
    ]


def refusals() -> list[Case]:
    return [target.refusals for target in targets() if target.refusals is not None]


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
