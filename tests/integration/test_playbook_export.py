# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.export as a user starts it, and what its files do when they are applied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

from tests.integration.journal import ACCESS, Call, access_left_as_it_was, writes
from tests.integration.playbook import Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator
from tests.simulator.seeding import SEEDS
from tests.simulator.versions import NEWEST_VERSION

RUNNING = ("baumann", "weber", "nordlicht")
TEMPLATE = "{{ lookup('env', 'SPE_PASSWORD') }} GmbH"
SECRET = "S3cret-"
#: Otherwise the role switches access off that was found open.
ACCESS_AS_BEFORE = ("-e", "tenant_access_afterwards=as_before")
PLAY = {"hosts": "spe_tenants", "connection": "local", "gather_facts": False}


class Exporting(Playbooks):
    """Runs of playbooks against one server."""

    def execute(self, *options: str) -> Run:
        # Not those of tenants, which are written side by side.
        journals = {"localhost": self.server.journal_path}
        return self.ansible_playbook.execute(journals, "-vvv", *options, environment=self.server.environment())

    def export(self, *options: str) -> Run:
        """A path in the options is relative to the directory of this test."""
        return self.execute("community.mailstore.export", "-e", "export_directory=inventory", *options)


@pytest.fixture
def server(server_version: str) -> Iterator[RunningSimulator]:
    with running_simulator("demo", work_ms=0, server_version=server_version) as running:
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Exporting:
    return Exporting(ansible_playbook, server, tmp_path, {})


def _messages(run: Run) -> str:
    return " ".join(str(item.get("msg")) for task in run.tasks for item in task.items)


def _changed(run: Run) -> list[str]:
    return [task.name for task in run.tasks if task.changed]


def _calls(server: RunningSimulator) -> list[Call]:
    return [*server.journal()]


def _own_writes(server: RunningSimulator) -> list[str]:
    return [function for function in writes(_calls(server)) if function != ACCESS]


def _write(path: Path, document: Any) -> None:
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


def test_all_running_tenants_are_exported_once(playbook: Exporting, server: RunningSimulator, tmp_path: Path) -> None:
    check = playbook.export("--check")
    assert check.succeeded, check.end_of_output
    assert not (tmp_path / "inventory").exists()
    names = "host_vars/baumann.yml, host_vars/weber.yml, host_vars/nordlicht.yml, secrets.example.txt"
    assert f"Files that would be written into {tmp_path / 'inventory'}: {names}." in _messages(check)

    export = playbook.export()
    assert export.succeeded, export.end_of_output
    assert f"Files that were written into {tmp_path / 'inventory'}: {names}." in _messages(export)
    assert "left as they were" not in _messages(export)
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "inventory" / "host_vars").iterdir()}
    assert set(files) == {f"{name}.yml" for name in RUNNING}
    assert "seeblick is stopped and is left out; start it to export it." in _messages(export)
    example = (tmp_path / "inventory" / "secrets.example.txt").read_text("utf-8")
    assert "vault_baumann_user_admin_password: ''  # users (admin): password\n" in example
    assert writes(_calls(server)) == [ACCESS] * 4
    assert access_left_as_it_was(_calls(server))
    _write(tmp_path / "inventory" / "hosts.yml", {"spe_tenants": {"hosts": dict.fromkeys(RUNNING)}})
    # The whole directory is the inventory, as in the README.
    groups = InventoryManager(loader=DataLoader(), sources=[str(tmp_path / "inventory")]).groups
    assert set(groups) == {"all", "spe_tenants", "ungrouped"}

    again = playbook.export("-e", "export_overwrite=true")
    assert again.succeeded, again.end_of_output
    assert _changed(again) == []


def test_files_that_are_there_are_left_alone(playbook: Exporting, tmp_path: Path) -> None:
    file = tmp_path / "inventory" / "host_vars" / "weber.yml"
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    export = playbook.export("-e", "export_tenants=weber")
    assert export.succeeded, export.end_of_output
    assert file.read_text("utf-8") == "mine"
    directory = tmp_path / "inventory"
    assert f"Files that were written into {directory}: secrets.example.txt. " in _messages(export)
    left = "These were there, and were left as they were: host_vars/weber.yml; export_overwrite=true overwrites them."
    assert left in _messages(export)
    overwritten = playbook.export("-e", '{"export_tenants": ["weber"], "export_overwrite": true}')
    assert overwritten.succeeded, overwritten.end_of_output
    assert f"Files that were written into {directory}: host_vars/weber.yml. " in _messages(overwritten)
    assert "These had the same content: secrets.example.txt." in _messages(overwritten)
    assert file.read_text("utf-8").startswith("---\n# The tenant weber as it is on the server")
    assert [path.name for path in file.parent.iterdir()] == ["weber.yml"]


def test_a_flag_that_is_neither_true_nor_false_is_refused(playbook: Exporting, server: RunningSimulator) -> None:
    refused = playbook.export("-e", "export_overwrite=ture")
    assert refused.exit_code != 0
    assert "export_overwrite: 'ture' is not understood; write true or false." in _messages(refused)
    assert server.journal() == []


def test_a_tenant_that_is_not_there_is_refused(playbook: Exporting, tmp_path: Path) -> None:
    refused = playbook.export("-e", "export_tenants=weber,webre")
    assert not refused.succeeded
    assert "There is no instance webre on this server; check export_tenants." in _messages(refused)
    assert not (tmp_path / "inventory").exists()


def test_a_tenant_that_cannot_be_read_keeps_no_other_from_being_exported(
    playbook: Exporting, server: RunningSimulator, tmp_path: Path
) -> None:
    server.set_faults([{"function": "GetStores", "times": 1, "failed": "The disk is gone."}])
    export = playbook.export()
    assert not export.succeeded
    assert "baumann: " in _messages(export)
    assert "The disk is gone." in _messages(export)
    files = {path.name for path in (tmp_path / "inventory" / "host_vars").iterdir()}
    assert files == {"weber.yml", "nordlicht.yml"}


def test_applying_what_was_exported_changes_nothing(
    playbook: Exporting, server: RunningSimulator, tmp_path: Path
) -> None:
    _write(
        tmp_path / "rename.yml",
        [
            {
                "hosts": "localhost",
                "gather_facts": False,
                "tasks": [
                    {
                        "community.mailstore.spe_instance": {"instance_id": "weber", "display_name": "{{ name }}"},
                        "vars": {"name": Unsafe(TEMPLATE)},
                    }
                ],
            }
        ],
    )
    renamed = playbook.execute("rename.yml")
    assert renamed.succeeded, renamed.end_of_output
    export = playbook.export()
    assert export.succeeded, export.end_of_output
    _write(tmp_path / "inventory" / "hosts.yml", {"spe_tenants": {"hosts": dict.fromkeys(RUNNING)}})
    _write(tmp_path / "site.yml", [{**PLAY, "roles": ["community.mailstore.tenant"]}])
    before = _own_writes(server)
    for secrets in ([], ["-e", f"vault_baumann_user_admin_password={SECRET}"]):
        applied = playbook.execute("-i", "inventory/hosts.yml", "site.yml", *secrets, *ACCESS_AS_BEFORE)
        assert applied.succeeded, applied.end_of_output
        assert _changed(applied) == []
        assert SECRET not in applied.output
    assert _own_writes(server) == before
    assert access_left_as_it_was(_calls(server))


def test_a_server_without_tenants_gets_the_exported_ones(
    playbook: Exporting, server_version: str, tmp_path: Path
) -> None:
    if server_version != NEWEST_VERSION:
        pytest.skip("an older server cannot make the credentials that it has")
    export = playbook.export()
    assert export.succeeded, export.end_of_output
    inventory = tmp_path / "inventory"
    exported = {path.name: path.read_text("utf-8") for path in (inventory / "host_vars").iterdir()}
    example = yaml.safe_load((inventory / "secrets.example.txt").read_text("utf-8"))
    _write(
        tmp_path / "secrets.yml", {name: value if value == {} else f"{SECRET}{name}" for name, value in example.items()}
    )
    _write(inventory / "hosts.yml", {"spe_tenants": {"hosts": dict.fromkeys(RUNNING)}})
    _write(tmp_path / "site.yml", [{**PLAY, "roles": ["community.mailstore.tenant"]}])
    demo = yaml.safe_load((SEEDS / "demo.yml").read_text("utf-8"))
    _write(tmp_path / "lost.yml", {**demo, "instances": []})
    with running_simulator(str(tmp_path / "lost.yml"), work_ms=0) as other:
        playbook.server = other
        applied = playbook.execute("-i", "inventory/hosts.yml", "site.yml", "-e", "@secrets.yml")
        assert applied.succeeded, applied.end_of_output
        assert SECRET not in applied.output
        again = playbook.export("-e", "export_overwrite=true")
        assert again.succeeded, again.end_of_output
        written = writes(_calls(other))
    assert {path.name: path.read_text("utf-8") for path in (inventory / "host_vars").iterdir()} == exported
    assert {
        "CreateInstance",
        "CreateCredential",
        "CreateProfile",
        "SetSmtpSettings",
        "SetDirectoryServicesConfiguration",
    } <= {*written}


class Unsafe(str):
    """A text that looks like a template."""

    __slots__ = ()


yaml.SafeDumper.add_representer(Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text)))
