# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.onboard: a tenant from answers, and answers that are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.journal import ACCESS, access_left_as_it_was, writes
from tests.integration.playbook import Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator
from tests.tools.example import INVENTORY

SECRET = "S3cret-new-tenant"
#: What a shell, Python or a path would take for something else stays the text that it is.
DISPLAY_NAME = """$(id) `id`; 'New' & "Co" ../../etc %s \\n <b> }} 🏔"""
ANSWERS = {
    "onboard_tenant": "newco",
    "onboard_display_name": DISPLAY_NAME,
    "onboard_instance_host": "",
    "onboard_email": "admin@newco.example",
    "onboard_password": SECRET,
}


class _Unsafe(str):
    """An answer, as AWX hands it on: never a template."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(_Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text), style='"'))


class Onboarding(Playbooks):
    """Runs of the playbook against one server."""

    def onboard(self, answers: dict[str, Any], *options: str, inventory: Path = INVENTORY) -> Run:
        file = self.ansible_playbook.directory / "answers.yml"
        unsafe = {name: _Unsafe(value) if isinstance(value, str) else value for name, value in answers.items()}
        file.write_text(yaml.dump(unsafe, Dumper=_Dumper, allow_unicode=True), encoding="utf-8")
        return self.ansible_playbook.execute(
            dict.fromkeys(("localhost", "newco"), self.server.journal_path),
            *("-vvv", "community.mailstore.onboard", "-i", str(inventory), "-e", f"@{file}", *options),
            environment=self.server.environment(),
        )


@pytest.fixture(scope="module")
def server(server_version: str) -> Iterator[RunningSimulator]:
    with running_simulator("demo", work_ms=0, server_version=server_version) as running:
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Onboarding:
    return Onboarding(ansible_playbook, server, tmp_path, {})


def _messages(run: Run) -> str:
    return " ".join(str(task.result.get("msg")) for task in run.tasks)


def _own_writes(server: RunningSimulator, mark: int) -> list[str]:
    return [function for function in writes([*server.since(mark)]) if function != ACCESS]


def test_a_tenant_is_made_once(playbook: Onboarding, server: RunningSimulator) -> None:
    mark = server.mark()
    check = playbook.onboard(ANSWERS, "--check")
    assert check.succeeded, check.end_of_output
    assert _own_writes(server, mark) == []

    made = playbook.onboard(ANSWERS)
    assert made.succeeded, made.end_of_output
    assert {"CreateInstance", "CreateUser"} <= set(_own_writes(server, mark))
    (created,) = (call for call in server.since(mark) if call["function"] == "CreateInstance")
    assert json.loads(created["arguments"]["config"])["displayName"] == DISPLAY_NAME
    (shown,) = (task for task in made.tasks if task.name == "Show the variables for its file in host_vars")
    variables = yaml.safe_load("\n".join(shown.result["msg"]))
    assert variables["tenant_display_name"] == DISPLAY_NAME
    assert variables["tenant_users"] == [
        {
            "name": "admin",
            "email_addresses": ["admin@newco.example"],
            "password": "{{ vault_newco_admin_password }}",
            "privileges": ["admin"],
        }
    ]
    assert access_left_as_it_was([*server.since(mark)])

    mark = server.mark()
    again = playbook.onboard(ANSWERS)
    assert again.succeeded, again.end_of_output
    assert not any(task.changed for task in again.tasks)
    assert _own_writes(server, mark) == []
    assert all(SECRET not in run.output for run in (check, made, again))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"onboard_display_name": "{{ lookup('pipe', 'id') }}", "onboard_password": "S3cret\n-two-lines"},
            "onboard_display_name, onboard_password must be one line of plain text, without the beginning of a template.",
        ),
        (
            {"onboard_display_name": "Ansible {# ends here", "onboard_store": "{{ 1"},
            "onboard_display_name, onboard_store must be one line of plain text, without the beginning of a template.",
        ),
        ({"onboard_tenant": "../baumann"}, "onboard_tenant must have 3 to 32 characters of a to z"),
        (
            {
                "onboard_tenant": "b*",
                "onboard_display_name": " ",
                "onboard_store": "..\\..\\Windows",
                "onboard_administrator": "admin; reboot",
                "onboard_email": "$(id)@x",
                "onboard_password": "short",
            },
            (
                "onboard_tenant must have 3 to 32 characters of a to z, 0 to 9 and the dash, and start with a letter.\n"
                "onboard_display_name is empty; give the name that people see.\n"
                'onboard_store must be a name without any of / \\ : * ? " < > | $ ` and without two dots in a row.\n'
                "onboard_administrator must have only a to z, 0 to 9, dots, dashes, underscores and the at sign.\n"
                "onboard_email must be one e-mail address, such as jane.doe@example.com, or be left empty.\n"
                "onboard_password must have at least 8 characters."
            ),
        ),
        (
            {"onboard_instance_host": "host9"},
            "onboard_instance_host must be one of host1.example.com, host2.example.com.",
        ),
        ({"onboard_tenant": "baumann"}, "There is a tenant baumann already, and its display name is another one"),
    ],
)
def test_a_bad_answer_is_refused_in_one_sentence(
    playbook: Onboarding, server: RunningSimulator, changed: dict[str, str], sentence: str
) -> None:
    mark = server.mark()
    refused = playbook.onboard({**ANSWERS, **changed})
    assert refused.exit_code != 0
    assert sentence in _messages(refused)
    assert "uid=" not in refused.output
    assert SECRET not in refused.output
    assert writes([*server.since(mark)]) == []


def test_a_group_without_a_directory_is_refused(playbook: Onboarding, server: RunningSimulator, tmp_path: Path) -> None:
    (tmp_path / "hosts.yml").write_text("spe_tenants: {hosts: {}}\n", encoding="utf-8")
    mark = server.mark()
    refused = playbook.onboard({**ANSWERS, "onboard_tenant": "other"}, inventory=tmp_path / "hosts.yml")
    assert refused.exit_code != 0
    assert "The group spe_tenants of the inventory has no tenant_base_directory" in _messages(refused)
    assert writes([*server.since(mark)]) == []
