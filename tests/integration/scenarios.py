# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scenarios that lie in `targets/<module>/`: see README.md beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

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

    @cached_property
    def settings(self) -> dict[str, Any]:
        """`meta.yml`: `seed` (a word, or a file beside it) and `server_version` of the simulated server."""
        settings = _load(self.directory / "meta.yml") or {}
        unknown = set(settings) - {"seed", "server_version"}
        if unknown:
            raise ValueError(f"{self.directory / 'meta.yml'} has unknown keys: {', '.join(sorted(unknown))}.")
        seed = settings.get("seed", "empty")
        beside = self.directory / seed
        return {**settings, "seed": str(beside) if beside.is_file() else seed}

    @cached_property
    def variables(self) -> dict[str, Any]:
        """`vars.yml`: variables for all its tasks, the place for secrets."""
        return _load(self.directory / "vars.yml") or {}

    @property
    def setup(self) -> Path | None:
        return self._file("setup.yml")

    @property
    def refusals(self) -> Path | None:
        return self._file("refusals.yml")

    def _file(self, name: str) -> Path | None:
        path = self.directory / name
        return path if path.is_file() else None


@dataclass(frozen=True)
class Scenario:
    """A task list that describes a state; it holds when it has been applied once."""

    target: Target
    tasks: Path

    def __str__(self) -> str:
        return f"{self.target.name}/{self.tasks.stem}"


def targets() -> list[Target]:
    return [Target(path) for path in sorted(TARGETS.iterdir()) if path.is_dir()] if TARGETS.is_dir() else []


def scenarios() -> list[Scenario]:
    return [
        Scenario(target, tasks) for target in targets() for tasks in sorted(target.directory.glob("scenarios/*.yml"))
    ]


def first_scenarios() -> list[Scenario]:
    """The first scenario of each target, by the names of the files."""
    firsts = {scenario.target: scenario for scenario in reversed(scenarios())}
    return list(firsts.values())


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
