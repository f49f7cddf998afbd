# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run task lists by a real ansible-playbook against simulated servers, and read what came of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from tests.integration.journal import ACCESS, Call, read_journal, writes
from tests.simulator.process import RunningSimulator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = ROOT / ".build"
TREE = BUILD / "collections"

# ansible-playbook ends where all hosts of a play have failed. So each play has this host, too, which is sent away at once.
_BYSTANDER = "bystander"
_SEND_BYSTANDER_AWAY = {
    "ansible.builtin.meta": "end_host",
    "when": f"inventory_hostname == '{_BYSTANDER}'",
    "tags": ["always"],
}


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
    host: str = "localhost"

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
    """What one play came to. Of several plays in one ansible-playbook, each has its own part of the output."""

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


@dataclass(frozen=True)
class Play:
    """A task list for one server. The play and its host bear the same name."""

    name: str
    tasks: Path
    server: RunningSimulator
    variables: Mapping[str, Any] = field(default_factory=dict)
    ordinary_modules: bool = False
    ignore_errors: bool = False


class AnsiblePlaybook:
    """Runs plays by a real ansible-playbook, with what a user would give as module defaults."""

    def __init__(self, executable: Path, directory: Path) -> None:
        """:param directory: an empty directory for playbooks and results."""
        self.executable = executable
        self.directory = directory
        self._runs = 0

    def run(self, plays: Sequence[Play], *options: str) -> list[Run]:
        """Run the plays in one ansible-playbook; a play that fails does not keep the next ones from running.

        `-vvv` shows whether modules were started in a process of their own.
        """
        playbook = self.directory / f"{self._runs}.yml"
        document = [self._document(play) for play in plays]
        playbook.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
        hosts = ",".join([*(play.name for play in plays), _BYSTANDER])
        journals = {play.name: play.server.journal_path for play in plays}
        finished = self.execute(journals, "-i", hosts, "-vvv", *options, str(playbook))
        output = OutputOfPlays(finished.output)
        return [
            Run(
                finished.exit_code if output.failed(play.name) else 0,
                output.of(play.name),
                [task for task in finished.tasks if task.host == play.name],
            )
            for play in plays
        ]

    def execute(
        self, journals: Mapping[str, Path], *arguments: str, environment: Mapping[str, str] = MappingProxyType({})
    ) -> Run:
        """Start ansible-playbook as a user does.

        :param journals: for each host, the journal of the server that its tasks speak to.
        """
        self._runs += 1
        results = self.directory / f"{self._runs}.jsonl"
        results.touch()
        finished = subprocess.run(
            [self.executable, *arguments],
            cwd=self.directory,
            env={**self._environment(), **environment, **told_to_callback(results, journals)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = results.read_text(encoding="utf-8").splitlines()
        return Run(finished.returncode, finished.stdout, [_task(json.loads(line), journals) for line in lines])

    def start(self, *arguments: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        """Start ansible-playbook in a process group of its own, as a shell does, and do not wait for its end."""
        return subprocess.Popen(
            [self.executable, *arguments],
            cwd=self.directory,
            env={**self._environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def _document(self, play: Play) -> dict[str, Any]:
        server = play.server
        interpreter = str(self._foreign_python()) if play.ordinary_modules else "{{ ansible_playbook_python }}"
        return {
            "name": play.name,
            "hosts": [play.name, _BYSTANDER],
            "connection": "local",
            "gather_facts": False,
            "ignore_errors": play.ignore_errors,
            "vars": {
                **play.variables,
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
                    # What they are by default. Not every module has them, but every module accepts them.
                    "service_provider_access": "require",
                    "wait_interval": 5,
                }
            },
            "pre_tasks": [_SEND_BYSTANDER_AWAY],
            "tasks": [{"ansible.builtin.import_tasks": str(play.tasks)}],
        }

    def _foreign_python(self) -> Path:
        """The same Python under another name: reason enough for our actions to hand over to the ordinary module."""
        wrapper = self.directory / "python"
        wrapper.write_text(f'#!/bin/sh\nexec "{self.executable.with_name("python")}" "$@"\n', encoding="utf-8")
        wrapper.chmod(0o755)
        return wrapper

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.executable.parent}:{os.environ['PATH']}",
            "HOME": str(BUILD / "home"),
            "LC_ALL": "C.UTF-8",
            # Warnings, which go to stderr, are shown among the lines of their play.
            "PYTHONUNBUFFERED": "1",
            "ANSIBLE_CONFIG": str(HERE / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(TREE),
            "ANSIBLE_HOME": str(BUILD / "ansible"),
            "ANSIBLE_REMOTE_TMP": str(BUILD / "ansible" / "remote_tmp"),
        }


class Playbooks:
    """Runs task lists one by one against one server."""

    def __init__(
        self, executable: Path, server: RunningSimulator, directory: Path, variables: Mapping[str, Any]
    ) -> None:
        """:param directory: an empty directory for playbooks and results."""
        self.server = server
        self.ansible_playbook = AnsiblePlaybook(executable, directory)
        self._variables = variables

    def run(self, tasks: Path, *options: str, ordinary_modules: bool = False, ignore_errors: bool = False) -> Run:
        """Run the tasks once."""
        play = Play("localhost", tasks, self.server, self._variables, ordinary_modules, ignore_errors)
        (run,) = self.ansible_playbook.run([play], *options)
        return run


class OutputOfPlays:
    """The output of ansible-playbook, taken apart by plays."""

    def __init__(self, output: str) -> None:
        before, *parts = re.split(r"^PLAY \[(.+)\] \*+$", output, flags=re.MULTILINE)
        last_part, recap, stats = (parts.pop() if parts else "").partition("PLAY RECAP")
        self._before = before
        self._parts = dict(zip(parts[::2], [*parts[1::2], last_part]))
        self._after = recap + stats

    def of(self, play: str) -> str:
        """What was shown of a play, between what was shown before all and after all."""
        return f"{self._before}{self._parts.get(play, '')}{self._after}"

    def failed(self, play: str) -> bool:
        """Whether the recap tells of a failure, or of no such play."""
        pattern = rf"^{re.escape(play)} +: ok=.* unreachable=0 +failed=0 "
        return re.search(pattern, self._after, flags=re.MULTILINE) is None


def told_to_callback(results: Path, journals: Mapping[str, Path]) -> dict[str, str]:
    """Variables of the environment for callback_plugins/results.py."""
    return {
        "TEST_RESULTS": str(results),
        "TEST_JOURNALS": json.dumps({host: str(journal) for host, journal in journals.items()}),
    }


def _task(entry: dict[str, Any], journals: Mapping[str, Path]) -> TaskResult:
    start, end = entry.pop("journal")
    calls = read_journal(journals[entry["host"]], start, end) if entry["host"] in journals else []
    return TaskResult(**entry, server_calls=calls)
