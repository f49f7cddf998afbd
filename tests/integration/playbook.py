# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a task list by a real ansible-playbook against a simulated server, and read what came of it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.integration.journal import ACCESS, Call, read_journal, writes
from tests.simulator.process import RunningSimulator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = ROOT / ".build"
TREE = BUILD / "collections"


@dataclass(frozen=True)
class TaskResult:
    """One task; for a loop, the results of its items are in `result["results"]`."""

    name: str
    action: str
    status: str
    tags: list[str]
    opens_access: bool
    variables: dict[str, Any]
    result: dict[str, Any]
    server_calls: list[Call]

    @property
    def items(self) -> list[dict[str, Any]]:
        """The results of a loop's items, or the one result of a task without a loop."""
        results: list[dict[str, Any]] = self.result.get("results", [self.result])
        return results

    @property
    def planned(self) -> list[Any]:
        """The calls that the result tells of, over all items."""
        return [call for item in self.items for call in item.get("calls") or []]

    @property
    def hidden(self) -> bool:
        """Whether Ansible hides the result (`no_log: true`), from the tests as from everybody."""
        return "censored" in self.result

    @property
    def changed(self) -> bool:
        return bool(self.result.get("changed"))

    @property
    def own_writes(self) -> list[str]:
        """The writing functions that the server was asked for, in order."""
        return self.beside_access(writes(self.server_calls))

    def beside_access(self, functions: list[str]) -> list[str]:
        """Without the opening and closing of service provider access, if the task asked for it."""
        return [function for function in functions if not (self.opens_access and function == ACCESS)]


@dataclass(frozen=True)
class Run:
    """A finished ansible-playbook."""

    exit_code: int
    output: str
    tasks: list[TaskResult] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        """Also false when there was nothing to do: a test of no task proves nothing."""
        return self.exit_code == 0 and bool(self.tasks)

    @property
    def end_of_output(self) -> str:
        return self.output[-4000:]


class Playbooks:
    """Runs task lists against one server, with what a user would give as module defaults."""

    def __init__(
        self, executable: Path, server: RunningSimulator, directory: Path, variables: Mapping[str, Any]
    ) -> None:
        """:param directory: an empty directory for playbooks and results."""
        self._executable = executable
        self._server = server
        self._directory = directory
        self._variables = variables
        self._runs = 0

    def run(self, tasks: Path, *options: str, ordinary_modules: bool = False, ignore_errors: bool = False) -> Run:
        """Run the tasks once; `-vvv` shows whether modules were started in a process of their own."""
        self._runs += 1
        playbook = self._directory / f"{self._runs}.yml"
        results = self._directory / f"{self._runs}.jsonl"
        results.touch()
        play = self._play(tasks, ordinary_modules=ordinary_modules, ignore_errors=ignore_errors)
        playbook.write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
        finished = subprocess.run(
            [self._executable, "-i", "localhost,", "-vvv", *options, playbook],
            cwd=self._directory,
            env=self._environment(results),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Run(finished.returncode, finished.stdout, self._read(results))

    def _play(self, tasks: Path, *, ordinary_modules: bool, ignore_errors: bool) -> dict[str, Any]:
        server = self._server
        interpreter = str(self._foreign_python()) if ordinary_modules else "{{ ansible_playbook_python }}"
        return {
            "name": f"{tasks.parent.name}/{tasks.name}",
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "ignore_errors": ignore_errors,
            "vars": {
                **self._variables,
                "ansible_python_interpreter": interpreter,
                "simulator": {
                    "url": server.url,
                    "username": server.username,
                    "password": server.password,
                    "ca_path": server.ca_path,
                    "certificate_fingerprint": server.certificate_fingerprint,
                },
            },
            "module_defaults": {
                "group/community.mailstore.spe": {
                    "spe_url": server.url,
                    "spe_username": server.username,
                    "spe_password": server.password,
                    "spe_ca_path": server.ca_path,
                }
            },
            "tasks": [{"ansible.builtin.import_tasks": str(tasks)}],
        }

    def _foreign_python(self) -> Path:
        """The same Python under another name: reason enough for our actions to hand over to the ordinary module."""
        wrapper = self._directory / "python"
        wrapper.write_text(f'#!/bin/sh\nexec "{self._executable.with_name("python")}" "$@"\n', encoding="utf-8")
        wrapper.chmod(0o755)
        return wrapper

    def _environment(self, results: Path) -> dict[str, str]:
        return {
            "PATH": f"{self._executable.parent}:{os.environ['PATH']}",
            "HOME": str(BUILD / "home"),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_CONFIG": str(HERE / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(TREE),
            "ANSIBLE_HOME": str(BUILD / "ansible"),
            "ANSIBLE_REMOTE_TMP": str(BUILD / "ansible" / "remote_tmp"),
            "TEST_RESULTS": str(results),
            "TEST_JOURNAL": str(self._server.journal_path),
            **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE")},
        }

    def _read(self, results: Path) -> list[TaskResult]:
        return [self._task(json.loads(line)) for line in results.read_text(encoding="utf-8").splitlines()]

    def _task(self, entry: dict[str, Any]) -> TaskResult:
        start, end = entry.pop("journal")
        return TaskResult(**entry, server_calls=read_journal(self._server.journal_path, start, end))
