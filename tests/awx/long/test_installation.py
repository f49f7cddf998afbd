# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of extensions/awx with the real modules of awx.awx, against a stand-in for the API of AWX.

The tests build on each other, in this order.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.awx.controller import Controller, running_controller
from tests.awx.data import AWX, PROJECT, definitions
from tests.awx.jobs import BINARIES, BUILD
from tests.simulator.process import RunningSimulator, running_simulator

SECRETS = {"vault_spe_password": "S3cret-full", "vault_spe_reports_password": "S3cret-reports"}
COLLECTIONS = BUILD / "awx"


@dataclass(frozen=True)
class Run:
    """How a playbook ended."""

    exit_code: int
    output: str

    @property
    def recap(self) -> str:
        return self.output.partition("PLAY RECAP")[2]


@dataclass(frozen=True)
class Operator:
    """Somebody who sets AWX up."""

    controller: Controller
    address: str
    directory: Path

    def rotate(self, server: RunningSimulator) -> Run:
        """Rotate the password of the account of the server, as a job with both credentials would do."""
        store = PROJECT / "tasks" / "store_in_awx.yml"
        environment = {**self.own_environment, **server.environment()}
        return self._execute(
            "community.mailstore.rotate_passwords", "-e", f"rotate_store={store}", environment=environment
        )

    @property
    def own_environment(self) -> dict[str, str]:
        """Where AWX is, and the token."""
        return {"CONTROLLER_HOST": self.address, "CONTROLLER_OAUTH_TOKEN": self.controller.token}

    def play(
        self, playbook: str, *options: str, settings: bool = True, environment: Mapping[str, str] | None = None
    ) -> Run:
        given = ["-e", f"@{AWX / 'settings.example.yml'}"] if settings else []
        for name, value in SECRETS.items():
            given += ["-e", f"{name}={value}"]
        return self._execute(
            str(AWX / playbook),
            *given,
            *options,
            environment=self.own_environment if environment is None else environment,
        )

    def _execute(self, *arguments: str, environment: Mapping[str, str]) -> Run:
        finished = subprocess.run(
            [BINARIES / "ansible-playbook", *arguments],
            cwd=self.directory,
            env={
                "PATH": f"{BINARIES}:{os.environ['PATH']}",
                "HOME": str(self.directory),
                "LC_ALL": "C.UTF-8",
                "ANSIBLE_COLLECTIONS_PATH": f"{COLLECTIONS}:{BUILD / 'collections'}",
                "ANSIBLE_PIPELINING": "true",
                "ANSIBLE_LOCALHOST_WARNING": "false",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return Run(finished.returncode, finished.stdout + finished.stderr)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    assert (COLLECTIONS / "ansible_collections" / "awx" / "awx").is_dir(), "make awx fetches the collection awx.awx"
    playbooks = {path.name for path in PROJECT.glob("*.yml")}
    with running_controller(playbooks) as (controller, address):
        yield Operator(controller, address, tmp_path_factory.mktemp("operator"))


def test_settings_that_are_missing_are_named(operator: Operator) -> None:
    refused = operator.play("install.yml", settings=False)
    assert refused.exit_code == 2
    assert "spe_awx_organization, spe_awx_project_url" in refused.output
    assert "not set; settings.example.yml shows all settings" in " ".join(refused.output.split())
    nowhere = operator.play("install.yml", environment={})
    assert "CONTROLLER_HOST is not set; give the address of AWX" in " ".join(nowhere.output.split())
    assert operator.controller.writes == []


def test_an_empty_awx_lacks_everything(operator: Operator) -> None:
    shown = operator.play("differences.yml")
    assert shown.exit_code == 0, shown.output[-4000:]
    for kind in ("job_templates", "credential_types", "workflows", "schedules", "projects", "inventory_sources"):
        for entry in definitions()[f"spe_awx_{kind}"]:
            assert f"{entry['name']}: is not there" in shown.output
    assert operator.controller.writes == []


def test_everything_is_made_once(operator: Operator) -> None:
    controller = operator.controller
    made = operator.play("install.yml", "--diff", "-vv")
    assert made.exit_code == 0, made.output[-4000:]
    data = definitions()
    for kind in ("credential_types", "projects", "inventories", "job_templates", "schedules", "notification_templates"):
        assert controller.names(kind) == {entry["name"] for entry in data[f"spe_awx_{kind}"]}
    assert controller.find("credentials", "MailStore SPE")["inputs"]["password"] == "S3cret-full"
    assert controller.edges("check", "success_nodes") == ["approval-needed"]
    assert controller.edges("approval-needed", "failure_nodes") == ["approve"]
    assert controller.edges("approve", "success_nodes") == ["apply"]
    assert controller.find("workflow_approval_templates", "Approve the plans")["timeout"] == 86400

    # Somebody has rotated the password since.
    controller.find("credentials", "MailStore SPE")["inputs"]["password"] = "rotated"
    controller.writes.clear()
    again = operator.play("install.yml", "--diff", "-vv")
    assert again.exit_code == 0, again.output[-4000:]
    assert "changed=0" in again.recap
    assert controller.writes == []
    assert controller.find("credentials", "MailStore SPE")["inputs"]["password"] == "rotated"
    assert not any(secret in run.output for run in (made, again) for secret in SECRETS.values())


def test_what_somebody_has_changed_is_shown_and_repaired(operator: Operator) -> None:
    controller = operator.controller
    survey = controller.survey("SPE onboard")
    survey["spec"][0]["required"] = False
    controller.find("job_templates", "SPE provision")["diff_mode"] = False
    controller.find("job_templates", "SPE export")["extra_vars"] = '{"export_overwrite": false}'
    controller.find("credential_types", "MailStore SPE reports")["injectors"] = {"env": {}}
    controller.find("workflow_job_template_nodes", "apply")["unified_job_template"] = controller.find(
        "job_templates", "SPE provision"
    )["id"]
    controller.remove("schedules", "SPE export in the night")
    controller.writes.clear()
    shown = operator.play("differences.yml", "-e", "spe_awx_fail_on_difference=true")
    assert shown.exit_code == 2
    for line in (
        "job template SPE provision: diff_mode: false -> true",
        'job template SPE export: extra_vars: {\\"export_overwrite\\": false} -> ',
        "job template SPE onboard: survey_spec: ",
        'node apply: unified_job_template: \\"SPE provision\\" -> \\"SPE apply approved plans\\"',
        'credential type MailStore SPE reports: injectors: {\\"env\\": {}} -> ',
        "schedule SPE export in the night: is not there",
        "6 differences; install.yml brings AWX to what is described.",
    ):
        assert line in shown.output, line
    assert controller.writes == []

    repaired = operator.play("install.yml")
    assert repaired.exit_code == 0, repaired.output[-4000:]
    clean = operator.play("differences.yml", "-e", "spe_awx_fail_on_difference=true")
    assert clean.exit_code == 0, clean.output[-4000:]
    assert "AWX has everything as it is described." in clean.output


def test_a_rotated_password_is_stored_in_the_credential(operator: Operator) -> None:
    with running_simulator(work_ms=0) as server:
        rotated = operator.rotate(server)
        assert rotated.exit_code == 0, rotated.output[-4000:]
        inputs = operator.controller.find("credentials", "MailStore SPE")["inputs"]
        answer = requests.post(
            f"{server.url}/api/invoke/GetSystemAdministrators",
            auth=(server.username, inputs["password"]),
            verify=server.ca_path,
            timeout=10,
        )
        assert answer.status_code == 200
        assert inputs["ca"].strip() == Path(server.ca_path).read_text("utf-8").strip()
        assert inputs["password"] not in rotated.output
