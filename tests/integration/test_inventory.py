# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin as a user starts it: ansible-inventory, and a play with its hosts."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.playbook import ROOT, TREE
from tests.simulator.process import RunningSimulator, running_simulator
from tests.simulator.seeding import SEEDS

EXAMPLE = ROOT / "playbooks" / "inventory.example"
#: A tenant of the demo, under the name of one that the example describes.
SEED_TENANT, DESCRIBED = "baumann", "bakery"
PLUGIN = "plugin: community.mailstore.spe\n"


class Commands:
    """Runs Ansible's commands in a directory, with nothing but the connection in the environment."""

    def __init__(self, ansible_playbook: Path, server: RunningSimulator, directory: Path) -> None:
        self._bin = ansible_playbook.parent
        self._server = server
        self.directory = directory
        self.harm = directory / "harm"

    def write(self, name: str, text: str) -> str:
        (self.directory / name).write_text(text, "utf-8")
        return name

    def run(self, command: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "SPE_"))}
        own = {
            "ANSIBLE_COLLECTIONS_PATH": str(TREE),
            "ANSIBLE_HOME": str(self.directory / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "COLUMNS": "1000",
            # Nothing can be written there.
            "HOME": "/dev/null",
        }
        return subprocess.run(
            [self._bin / command, *arguments],
            cwd=self.directory,
            env={**inherited, **own, **self._server.environment(), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def listed(self, *arguments: str, **environment: str) -> dict[str, Any]:
        """What `--list` prints; there must be no warning."""
        finished = self.run("ansible-inventory", "--list", *arguments, **environment)
        assert (finished.returncode, finished.stderr) == (0, ""), finished.stderr
        document: dict[str, Any] = json.loads(finished.stdout)
        return document


@pytest.fixture(scope="module")
def server(server_version: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    """The demo with a tenant that the example describes, and one whose name is an attack."""
    directory = tmp_path_factory.mktemp("server")
    seed = yaml.safe_load((SEEDS / "demo.yml").read_text("utf-8"))
    for instance in seed["instances"]:
        if instance["instanceID"] == SEED_TENANT:
            instance["instanceID"] = DESCRIBED
        if instance["instanceID"] == "weber":
            instance["displayName"] = "{{ lookup('pipe', 'touch harm') }}"
    path = directory / "seed.yml"
    path.write_text(yaml.safe_dump(seed), "utf-8")
    with running_simulator(str(path), server_version=server_version) as running:
        yield running


@pytest.fixture
def commands(ansible_playbook: Path, server: RunningSimulator, tmp_path: Path) -> Commands:
    return Commands(ansible_playbook, server, tmp_path)


def _functions(server: RunningSimulator, mark: int) -> list[str]:
    return [call["function"] for call in server.since(mark)]


def test_the_environment_is_enough(commands: Commands, server: RunningSimulator) -> None:
    """As AWX starts it, with a home that cannot be written."""
    source = commands.write("tenants.spe.yml", PLUGIN)
    mark = server.mark()
    finished = commands.run("ansible-inventory", "--graph", "-i", source)
    assert (finished.returncode, finished.stderr) == (0, "")
    for group, host in (
        ("spe_tenants", DESCRIBED),
        ("spe_instance_host_host2_example_com", "nordlicht"),
        ("spe_status_stopped", "seeblick"),
        ("spe_start_mode_automatic", DESCRIBED),
    ):
        assert re.search(rf"@{group}:\n(  \|  \|--[\w-]+\n)*  \|  \|--{host}\n", finished.stdout), finished.stdout
    assert _functions(server, mark) == ["GetInstances"]


def test_it_completes_an_inventory_that_describes_tenants(commands: Commands, server: RunningSimulator) -> None:
    shutil.copytree(EXAMPLE, commands.directory / "inventory")
    commands.write("inventory/tenants.spe.yml", PLUGIN + "read: [access]\n")
    mark = server.mark()
    listed = commands.listed("-i", "inventory")
    assert set(listed["spe_tenants"]["hosts"]) == {
        DESCRIBED,
        "lakeside-clinic",
        "old-mill",
        "nordlicht",
        "seeblick",
        "weber",
    }
    variables = listed["_meta"]["hostvars"]
    # Described, and there
    assert variables[DESCRIBED]["tenant_display_name"] == "Bakery Sweet & Sour"
    assert variables[DESCRIBED]["tenant_instance_host"] == "host1.example.com"
    assert (variables[DESCRIBED]["spe_status"], variables[DESCRIBED]["tenant_id"]) == ("running", DESCRIBED)
    # Only described
    assert "spe_status" not in variables["old-mill"]
    # Only there, with what all tenants have in common
    assert variables["weber"]["spe_access"] == {"enabled": False}
    assert variables["weber"]["tenant_base_directory"].startswith("E:\\Archives")
    assert variables["weber"]["ansible_connection"] == "local"
    assert sorted(_functions(server, mark)) == [*["GetArchiveAdminEnabled"] * 3, "GetInstances"]


def test_secrets_come_from_anywhere_and_go_nowhere(commands: Commands, server: RunningSimulator) -> None:
    vault = commands.run(
        *("ansible-vault", "encrypt_string", "--vault-password-file", commands.write("vault", "open\n")),
        *("--name", "spe_username", server.username),
    )
    assert vault.returncode == 0, vault.stderr
    text = (
        f"{PLUGIN}spe_url: '{{{{ server }}}}'\n{vault.stdout}"
        "spe_password: \"{{ lookup('ansible.builtin.env', 'INVENTORY_PASSWORD') }}\"\n"
        "cache: true\ncache_plugin: ansible.builtin.jsonfile\ncache_connection: cache\n"
    )
    source = commands.write("tenants.spe.yml", text)
    options = ("-i", source, "--vault-password-file", "vault", "-e", f"server={server.url}")
    environment = {"SPE_URL": "", "SPE_USERNAME": "", "SPE_PASSWORD": "", "INVENTORY_PASSWORD": server.password}
    mark = server.mark()
    listed = commands.listed(*options, **environment)
    assert commands.listed(*options, **environment) == listed
    assert _functions(server, mark) == ["GetInstances"]
    play = commands.write("play.yml", yaml.safe_dump([{"hosts": "spe_tenants", "gather_facts": False}]))
    flushed = commands.run("ansible-playbook", *options, "--flush-cache", "--list-hosts", play, **environment)
    assert flushed.returncode == 0, flushed.stderr
    assert _functions(server, mark) == ["GetInstances"] * 2
    cached = [path.read_text("utf-8") for path in (commands.directory / "cache").iterdir()]
    assert cached
    for shown in (json.dumps(listed), *cached):
        assert server.password not in shown


def test_a_mistake_is_one_sentence(commands: Commands) -> None:
    sources = {
        commands.write(
            "wrong-name.yml", PLUGIN
        ): "The name of the file must end in .spe.yml or .spe.yaml: rename wrong-name.yml.",
        commands.write(
            "option.spe.yml", PLUGIN + "stauts: [running]\n"
        ): "There is no option 'stauts' (did you mean status?)",
        commands.write(
            "nobody.spe.yml", PLUGIN + "spe_password: wrong\n"
        ): "does not accept the credentials (HTTP 401)",
        commands.write(
            "gone.spe.yml", PLUGIN + "spe_url: https://127.0.0.1:1\nspe_retries: 0\n"
        ): "refuses connections",
        commands.write("same.spe.yml", PLUGIN + "hostname: x\n"): "hostname gives 'x' for the instances",
    }
    options = [option for source in sources for option in ("-i", source)]
    finished = commands.run("ansible-inventory", "--graph", *options)
    # Warnings are wrapped, also at hyphens.
    printed = "".join(finished.stderr.split())
    for sentence in sources.values():
        assert "".join(sentence.split()) in printed
    failed = commands.run(
        "ansible-inventory", "--graph", "-i", "gone.spe.yml", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="true"
    )
    assert failed.returncode != 0


def test_a_name_that_is_a_template_does_no_harm(commands: Commands) -> None:
    source = commands.write("tenants.spe.yml", PLUGIN + "compose: {copy: spe_display_name}\n")
    tasks = [
        {"ansible.builtin.debug": {"msg": "{{ spe_display_name }}{{ copy }}"}},
        {"ansible.builtin.assert": {"that": ["hostvars['weber'].spe_display_name == copy"]}},
    ]
    play = [{"hosts": "weber", "gather_facts": False, "tasks": tasks}]
    finished = commands.run("ansible-playbook", "-i", source, commands.write("play.yml", yaml.safe_dump(play)))
    assert finished.returncode == 0, finished.stdout
    assert finished.stdout.count("touch harm") == 2
    assert not commands.harm.exists()


def test_exported_tenants_are_hosts_that_need_no_change(commands: Commands) -> None:
    """Without a file that lists them."""
    export = commands.run("ansible-playbook", "community.mailstore.export", "-e", "export_directory=inventory")
    assert export.returncode == 0, export.stdout
    commands.write("inventory/tenants.spe.yml", PLUGIN + "status: [running]\n")
    options = ("-i", "inventory", "--check", "-e", "tenant_access_afterwards=as_before")
    checked = commands.run("ansible-playbook", "community.mailstore.provision", *options)
    assert checked.returncode == 0, checked.stdout
    recap = re.findall(r"^([\w-]+) +: ok=\d+ +changed=(\d+)", checked.stdout, re.MULTILINE)
    assert recap == [(DESCRIBED, "0"), ("nordlicht", "0"), ("weber", "0")]
    assert not commands.harm.exists()
