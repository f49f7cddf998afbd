# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the cases by a real ansible-playbook, the Python of the host being this one or a foreign one."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.integration.playbook import BUILD, TREE, told_to_callback
from tests.integration.playbook import HERE as INTEGRATION

HERE = Path(__file__).parent
CASES = HERE / "cases.yml"
TASKS: dict[str, list[str]] = {
    task["name"]: task.get("tags", [])
    for play in yaml.load(CASES.read_text(encoding="utf-8").replace("!unsafe ", ""), Loader=yaml.SafeLoader)
    for task in play["tasks"]
}


@dataclass(frozen=True)
class Outcome:
    """What the user gets: each case's result by its name, and the text on the terminal."""

    results: Mapping[str, dict[str, Any]]
    terminal: str


class Bench:
    """A directory with the probe's collection and hosts of both kinds."""

    def __init__(self, executable: Path, directory: Path) -> None:
        """:param executable: the ansible-playbook to test; :param directory: an empty one."""
        self._executable = executable
        self._directory = directory
        shutil.copytree(HERE / "collection", directory / "collections" / "ansible_collections" / "testing" / "probe")
        (directory / "vault-password").write_text("vault-password\n", encoding="utf-8")
        self._foreign_python = self._script("python", f'exec "{executable.with_name("python")}" "$@"')
        self._become = self._script("become", 'while [ "$1" != /bin/sh ]; do shift; done; exec "$@"')

    def run(self, playbook: Path, *options: str, ordinary_modules: bool = False, **environment: str) -> Outcome:
        """Run a playbook on the hosts here, also_here and elsewhere."""
        results = self._directory / f"{len(list(self._directory.iterdir()))}.jsonl"
        results.touch()
        finished = subprocess.run(
            [
                *(self._executable, playbook, "-i", self._inventory(ordinary_modules=ordinary_modules)),
                *("--vault-password-file", self._directory / "vault-password", "-e", f"@{HERE / 'vaulted.yml'}"),
                *options,
            ],
            cwd=self._directory,
            env={**self._environment(results), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = results.read_text(encoding="utf-8").splitlines()
        return Outcome({entry["name"]: entry for entry in map(json.loads, lines)}, finished.stdout)

    def errors_on_terminal(self, playbook: Path, **environment: str) -> str:
        """What a playbook shows on a standard error that is a terminal."""
        (self._directory / "terminal.jsonl").touch()
        ours, theirs = os.openpty()
        subprocess.run(
            [self._executable, playbook, "-i", self._inventory(ordinary_modules=False)],
            cwd=self._directory,
            env={**self._environment(self._directory / "terminal.jsonl"), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            check=True,
        )
        os.close(theirs)
        shown = b""
        # A terminal that nobody writes to any more ends in an error on Linux, and in nothing elsewhere.
        with contextlib.suppress(OSError), os.fdopen(ours, "rb", buffering=0) as terminal:
            while part := terminal.read(1024):
                shown += part
        return shown.decode()

    def _script(self, name: str, command: str) -> Path:
        script = self._directory / name
        script.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        script.chmod(0o755)
        return script

    def _inventory(self, *, ordinary_modules: bool) -> Path:
        this_python = str(self._executable.with_name("python"))
        python = str(self._foreign_python) if ordinary_modules else this_python
        hosts = {"here": python, "also_here": python, "elsewhere": str(self._foreign_python)}
        inventory = self._directory / ("foreign.yml" if ordinary_modules else "own.yml")
        content = {
            "all": {
                "hosts": {host: {"ansible_python_interpreter": python} for host, python in hosts.items()},
                "vars": {
                    "ansible_connection": "local",
                    "ansible_become_exe": str(self._become),
                    "foreign_python": str(self._foreign_python),
                },
            }
        }
        inventory.write_text(yaml.safe_dump(content), encoding="utf-8")
        return inventory

    def _environment(self, results: Path) -> dict[str, str]:
        return {
            "PATH": f"{self._executable.parent}:{os.environ['PATH']}",
            "HOME": str(BUILD / "home"),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_CONFIG": str(INTEGRATION / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": f"{self._directory / 'collections'}:{TREE}",
            "ANSIBLE_HOME": str(BUILD / "ansible"),
            "ANSIBLE_ASYNC_DIR": str(self._directory / "async"),
            "SPE_PROGRESS": "always",
            "ANSIBLE_REMOTE_TMP": str(BUILD / "ansible" / "remote_tmp"),
            **told_to_callback(results, journals={}),
        }
