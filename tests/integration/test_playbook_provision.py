# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.provision as a user starts it: by its name, the connection from the environment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.journal import ACCESS, Call, access_left_as_it_was, writes
from tests.integration.playbook import Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator

EXAMPLE = Path(__file__).resolve().parents[2] / "playbooks" / "vars" / "tenants.example.yml"
TENANTS = {"bakery", "lakeside-clinic", "old-mill"}
SECRET = "S3cret-bakery"


class Provisioning(Playbooks):
    """Runs of the playbook against one server."""

    def provision(self, *options: str) -> Run:
        """A path in the options is relative to the directory of this test."""
        return self.ansible_playbook.execute(
            {"localhost": self.server.journal_path},
            *("-vvv", "community.mailstore.provision", *options),
            environment=self.server.environment(),
        )


@pytest.fixture
def server(server_version: str) -> Iterator[RunningSimulator]:
    with running_simulator(work_ms=0, server_version=server_version) as running:
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Provisioning:
    return Provisioning(ansible_playbook, server, tmp_path, {})


def _changed(run: Run) -> list[str]:
    return [task.name for task in run.tasks if task.changed]


def _calls(server: RunningSimulator, mark: int = 0) -> list[Call]:
    return [*server.since(mark)]


def _own_writes(server: RunningSimulator, mark: int) -> list[str]:
    return [function for function in writes(_calls(server, mark)) if function != ACCESS]


def test_the_example_is_provisioned_once(playbook: Provisioning, server: RunningSimulator) -> None:
    secret = ("-e", f"vault_bakery_admin_password={SECRET}")
    check = playbook.provision("--check", *secret)
    assert check.succeeded, check.end_of_output
    assert writes(_calls(server)) == []

    apply = playbook.provision(*secret)
    assert apply.succeeded, apply.end_of_output
    created = [call["arguments"]["config"] for call in server.journal() if call["function"] == "CreateInstance"]
    assert len(created) == len(TENANTS)
    assert sorted(_changed(apply)) == sorted(_changed(check))

    mark = server.mark()
    again = playbook.provision(*secret)
    assert again.succeeded, again.end_of_output
    assert _changed(again) == []
    assert _own_writes(server, mark) == []
    assert access_left_as_it_was(_calls(server))
    for run in (check, apply, again):
        assert SECRET not in run.output


def test_a_password_that_nobody_has_given_is_told(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path
) -> None:
    users = [
        {"name": "admin", "privileges": ["admin"], "password": "{{ vault_nobody }}"},
        {"name": "a", "password": SECRET},
    ]
    (tmp_path / "tenants.yml").write_text(yaml.safe_dump(_example(tenant_users=users)), encoding="utf-8")
    refused = playbook.provision("-e", "tenants_file=tenants.yml")
    assert not refused.succeeded
    messages = [str(task.result.get("msg")) for task in refused.tasks]
    wanted = ("'vault_nobody' is undefined", "takes a variable that is not defined, such as a password; give the file")
    assert any(sentence in message for sentence in wanted for message in messages), refused.end_of_output
    assert server.journal() == []
    assert SECRET not in refused.output


def _example(**changes: Any) -> dict[str, Any]:
    """The example with changes to its last tenant, which all others come before."""
    document: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    document["tenants"][-1].update(changes)
    return document


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"tenant": []}, "only tenant; it must contain the list of tenants. Did you mean tenants instead of tenant?"),
        ({"tenants": {"tenant_id": "bakery"}}, "tenants.yml is not a list; begin each tenant with a dash."),
        ({"tenants": "{{ [] }}"}, "tenants.yml is not a list with at least one tenant; begin each with a dash."),
        (_example(tenant_sotres=[]), "old-mill: there is no tenant_sotres; did you mean tenant_stores?"),
        (
            _example(tenant_id=2026),
            "2026: tenant_id: 2026 is a number, not a text, because YAML reads it that way without quotes",
        ),
        (_example(tenant_users=[[{"name": "admin", "password": SECRET}]]), "tenant_users, entry 1: an entry has keys"),
        (
            _example(tenant_id="bakery"),
            "has bakery; an ID or alias and a base directory must belong to one tenant alone.",
        ),
        (_example(tenant_base_directory="e:\\archives\\BAKERY"), "has e:\\archives\\bakery; an ID or alias"),
        (
            _example(tenant_jobs=[{"name": "a", "command": "VerifyStores", "date": date(2027, 1, 1)}]),
            "old-mill, tenant_jobs, a: date: YAML makes a date of its own of this; put quotation marks around it.",
        ),
        (_example(tenant_stores=[{"name": "2026"}]), "exactly one store must have requested_state: current"),
        (
            _example(tenant_jobs=[{"name": "a", "command": "VerifyStores", "time": 1320}]),
            "a: time: 1320 is a number, not a text",
        ),
        (_example(tenant_users=[{"name": 7}]), "old-mill, tenant_users, 7: name: 7 is a number, not a text"),
    ],
)
def test_a_mistake_in_the_last_tenant_keeps_the_first_from_being_written(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path, document: dict[str, Any], sentence: str
) -> None:
    (tmp_path / "tenants.yml").write_text(yaml.safe_dump(document), encoding="utf-8")
    refused = playbook.provision("-e", "tenants_file=tenants.yml")
    assert not refused.succeeded
    assert any(sentence in str(task.result.get("msg")) for task in refused.tasks), refused.end_of_output
    assert server.journal() == []
    assert SECRET not in refused.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file {path}; check tenants_file"),
        ("directory", "{path} is a directory; give the file with the tenants in tenants_file."),
        ("", "{path} is empty; write the tenants into it"),
        ("---\n# Tenants come later.\n", "{path} is empty; write the tenants into it"),
        (f"tenants:\n  - tenant_id: [{SECRET}\n", "{path} is not YAML (line 2, column 30); check the indentation"),
        (
            f"- tenant_id: {SECRET}\n",
            "{path} has no keys at its top; write the tenants as a list under the key `tenants`",
        ),
        (
            f"customers: [{SECRET}]\n",
            "There is no key `tenants` in {path}, only customers; it must contain the list of tenants.",
        ),
        ("tenants:\n", "`tenants` in {path} is not a list; begin each tenant with a dash."),
        ("tenants: []\n", "The list `tenants` in {path} is empty; name at least one tenant."),
    ],
)
def test_each_mistake_of_the_file_has_a_sentence(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path, content: str | None, sentence: str
) -> None:
    path = tmp_path / "tenants.yml"
    if content == "directory":
        path.mkdir()
    elif content is not None:
        path.write_text(content, encoding="utf-8")
    refused = playbook.provision("-e", "tenants_file=tenants.yml")
    assert not refused.succeeded
    (message,) = [task.result["msg"] for task in refused.tasks if task.status == "failed"]
    assert message.startswith(sentence.format(path=path.resolve()))
    assert "\n" not in message
    assert server.journal() == []
    assert SECRET not in refused.output


def test_an_empty_path_does_not_provision_the_example(playbook: Provisioning, server: RunningSimulator) -> None:
    refused = playbook.provision("-e", "tenants_file=")
    assert not refused.succeeded
    assert "tenants_file is empty" in refused.output
    assert server.journal() == []
