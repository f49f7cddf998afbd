# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs as AWX starts them: ansible-runner on a temporary checkout, with the environment and variables of the template."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.awx.data import PROJECT, ROOT, definitions
from tests.awx.injection import Injected, extra_variables_file, inject, inventory_script, survey_answers
from tests.simulator.process import RunningSimulator
from tests.tools.example import INVENTORY

BUILD = ROOT / ".build"
BINARIES = Path(sys.executable).parent
#: A directory in which nobody can make anything, not even root.
READ_ONLY_HOME = "/proc"
_EDGES = ("success_nodes", "failure_nodes", "always_nodes")
#: What AWX sets for each job (RunJob.build_env).
OF_AWX = {
    "JOB_ID": "42",
    "INVENTORY_ID": "2",
    "PROJECT_REVISION": "0123456789abcdef",
    "AWX_HOST": "https://awx.example.com",
    "ANSIBLE_FORCE_COLOR": "False",
    "ANSIBLE_RETRY_FILES_ENABLED": "False",
    "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
    "ANSIBLE_PARAMIKO_RECORD_HOST_KEYS": "False",
    "MAX_EVENT_RES": "700000",
}
#: And for each update of an inventory (STANDARD_INVENTORY_UPDATE_ENV).
OF_INVENTORY_UPDATES = {
    "INVENTORY_SOURCE_ID": "3",
    "INVENTORY_UPDATE_ID": "7",
    "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
    "ANSIBLE_INVENTORY_EXPORT": "True",
    "ANSIBLE_VERBOSE_TO_STDERR": "True",
}


@dataclass(frozen=True)
class Launch:
    """What somebody, or a workflow, gives beside the job template."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    artifacts: Mapping[str, Any] = field(default_factory=dict)
    command_line: Sequence[str] = ()
    slice_number: int = 1
    slice_count: int = 1


@dataclass(frozen=True)
class Job:
    """How a job ended."""

    succeeded: bool
    output: str
    artifacts: dict[str, Any]
    checkout_is_unchanged: bool


class Awx:
    """An AWX with the objects of extensions/awx, whose credentials lead to one server."""

    def __init__(self, server: RunningSimulator, directory: Path, *, by_fingerprint: bool = False) -> None:
        """:param directory: an empty directory for the project, and the directories of jobs."""
        self.server = server
        self.directory = directory
        self.data = definitions()
        self.exports = directory / "exports"
        self._jobs = 0
        # All that may be left empty is left empty.
        self.inputs = {
            "url": server.url,
            "username": server.username,
            "password": server.password,
            "ca": "" if by_fingerprint else Path(server.ca_path).read_text("utf-8"),
            "fingerprint": server.certificate_fingerprint if by_fingerprint else "",
            "proxy": "",
            "timeout": "",
        }
        self.project = directory / "project"
        shutil.copytree(PROJECT, self.project, ignore=shutil.ignore_patterns("inventory"))
        shutil.copytree(INVENTORY, self.project / "inventory")
        self.exports.mkdir()

    def synchronise(self, source: str, *, credential: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What an inventory source of the project yields, as AWX asks for it (RunInventoryUpdate)."""
        (found,) = (entry for entry in self.data["spe_awx_inventory_sources"] if entry["name"] == source)
        injected = self._injected([found["credential"]] if "credential" in found else [], self.directory, credential)
        listed = subprocess.run(
            [BINARIES / "ansible-inventory", "--list", "--export", "-i", self.project / found["source_path"]],
            env={**self._environment(self.directory), **OF_INVENTORY_UPDATES, **injected.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if listed.returncode:
            raise RuntimeError(listed.stdout + listed.stderr)
        inventory: dict[str, Any] = json.loads(listed.stdout)
        return inventory

    def run(self, name: str, inventory: Mapping[str, Any], launch: Launch | None = None) -> Job:
        """A job where AWX itself is: `ansible-runner run`."""
        private, playbook = self._prepare(name, inventory, launch or Launch(), None)
        checkout = _checksum(private / "project")
        command: list[str | Path] = ["run", private, "--playbook", playbook, "--ident", "job", "--quiet"]
        self._runner(command, private, stdin=b"")
        return _job(private / "artifacts" / "job", unchanged=checkout == _checksum(private / "project"))

    def run_elsewhere(self, name: str, inventory: Mapping[str, Any], launch: Launch | None = None) -> Job:
        """A job on an execution node: `transmit` packs it, `worker` runs it, `process` takes what came of it."""
        worker = self.directory / f"worker-{self._jobs}"
        worker.mkdir()
        private, playbook = self._prepare(name, inventory, launch or Launch(), worker)
        checkout = _checksum(private / "project")
        sent = self._runner(["transmit", private, "--playbook", playbook, "--ident", "job"], private, stdin=b"")
        # Nothing of the job is left but what was sent.
        shutil.rmtree(private / "project")
        done = self._runner(["worker", "--private-data-dir", worker], worker, stdin=sent)
        self._runner(["process", private, "--ident", "job"], private, stdin=done)
        unchanged = not (worker / "project").exists() or checkout == _checksum(worker / "project")
        return _job(private / "artifacts" / "job", unchanged=unchanged)

    def run_workflow(self, inventory: Mapping[str, Any], *, approve: bool) -> list[tuple[str, bool]]:
        """The nodes of the workflow that were reached, each with its end; somebody approves, or denies, what is asked.

        A node with edges for its end hands on to those nodes, and all artifacts so far go with it.
        """
        nodes = {node["identifier"]: node for node in self.data["spe_awx_workflow_nodes"]}
        followers = {name for node in nodes.values() for edge in _EDGES for name in node.get(edge, [])}
        waiting = [name for name in nodes if name not in followers]
        artifacts: dict[str, Any] = {}
        reached = []
        while waiting:
            identifier = waiting.pop(0)
            node = nodes[identifier]
            succeeded = approve
            if "unified_job_template" in node:
                variables = {**node.get("extra_data", {}), **artifacts}
                job = self.run(node["unified_job_template"], inventory, Launch(artifacts=variables))
                succeeded = job.succeeded
                artifacts.update(job.artifacts)
            reached.append((identifier, succeeded))
            waiting += [*node.get("success_nodes" if succeeded else "failure_nodes", []), *node.get("always_nodes", [])]
        return reached

    def _prepare(
        self, name: str, inventory: Mapping[str, Any], launch: Launch, elsewhere: Path | None
    ) -> tuple[Path, str]:
        """The private data directory of a job, and its playbook (BaseTask.run)."""
        (template,) = (entry for entry in self.data["spe_awx_job_templates"] if entry["name"] == name)
        self._jobs += 1
        private = self.directory / f"job-{self._jobs}"
        for part in ("env", "inventory"):
            (private / part).mkdir(parents=True)
        shutil.copytree(self.project, private / "project")
        _make_read_only(private / "project")
        injected = self._injected(template.get("credentials", []), private)
        environment = injected.environment
        if elsewhere:
            environment = {key: value.replace(str(private), str(elsewhere)) for key, value in environment.items()}
        survey = survey_answers(template["survey_spec"], launch.answers) if "survey_spec" in template else {}
        own = json.loads(
            json.dumps(template.get("extra_vars", {})).replace("{{ spe_awx_directory }}", str(self.exports))
        )
        variables = extra_variables_file(own, {**survey, **launch.artifacts})
        hosts = private / "inventory" / "hosts"
        hosts.write_text(inventory_script(inventory, launch.slice_number, launch.slice_count), encoding="utf-8")
        hosts.chmod(0o700)
        place = elsewhere or private
        options = [*(["--diff"] if template.get("diff_mode") else []), *launch.command_line, "-u", "root"]
        (private / "env" / "extravars").write_text(variables, encoding="utf-8")
        (private / "env" / "cmdline").write_text(" ".join(options), encoding="utf-8")
        (private / "env" / "envvars").write_text(
            json.dumps({**self._environment(place), **OF_AWX, **environment}), encoding="utf-8"
        )
        return private, template["playbook"]

    def _injected(self, credentials: Sequence[str], private: Path, inputs: Mapping[str, Any] | None = None) -> Injected:
        environment: dict[str, str] = {}
        for name in credentials:
            (credential,) = (entry for entry in self.data["spe_awx_credentials"] if entry["name"] == name)
            (kind,) = (
                entry
                for entry in self.data["spe_awx_credential_types"]
                if entry["name"] == credential["credential_type"]
            )
            environment.update(inject(kind, self.inputs if inputs is None else inputs, private).environment)
        return Injected(environment)

    def _environment(self, place: Path) -> dict[str, str]:
        """What the execution environment sets: it has the collection, and a home that may be read-only."""
        return {
            "PATH": f"{BINARIES}:{os.environ['PATH']}",
            "HOME": READ_ONLY_HOME,
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_HOME": str(place / "ansible"),
            "ANSIBLE_REMOTE_TMP": str(place / "ansible" / "tmp"),
            "ANSIBLE_COLLECTIONS_PATH": str(BUILD / "collections"),
        }

    def _runner(self, arguments: Sequence[str | Path], place: Path, *, stdin: bytes) -> bytes:
        finished = subprocess.run(
            [BINARIES / "ansible-runner", *arguments],
            env=self._environment(place),
            cwd=self.directory,
            input=stdin,
            capture_output=True,
            check=False,
        )
        (self.directory / "runner.log").write_bytes(finished.stderr)
        return finished.stdout


def _make_read_only(directory: Path) -> None:
    for path in directory.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)


def _checksum(directory: Path) -> str:
    """Of all files and their content. Root may write to what is read-only."""
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        digest.update(str(path.relative_to(directory)).encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _job(artifacts: Path, *, unchanged: bool) -> Job:
    events = sorted((artifacts / "job_events").glob("*.json"), key=lambda path: int(path.name.partition("-")[0]))
    stats: dict[str, Any] = {}
    for path in events:
        event = json.loads(path.read_text("utf-8"))
        if event["event"] == "playbook_on_stats":
            stats = event["event_data"].get("artifact_data", {})
    return Job(
        succeeded=(artifacts / "status").read_text("utf-8") == "successful",
        output=(artifacts / "stdout").read_text("utf-8"),
        artifacts=stats,
        checkout_is_unchanged=unchanged,
    )
