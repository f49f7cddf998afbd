# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.provision as a user starts it: by its name, the connection from the environment."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.journal import ACCESS, Call, access_left_as_it_was, writes
from tests.integration.playbook import ROOT, Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator
from tests.tools.example import GROUP, INVENTORY, TENANTS, example_file

SECRET = "S3cret-bakery"
#: Of each of three tenants: the row of the instance, its configuration, whether access is on, and three lists; and of each of
#: nine users the details.
READS_OF_SECOND_RUN = 3 * 6 + 9


class Provisioning(Playbooks):
    """Runs of the playbook against one server."""

    def provision(self, *options: str) -> Run:
        """A path in the options is relative to the directory of this test."""
        return self.ansible_playbook.execute(
            dict.fromkeys(("localhost", *TENANTS), self.server.journal_path),
            *("-vvv", "community.mailstore.provision", *options),
            environment=self.server.environment(),
        )


def _slice(number: int, count: int, directory: Path) -> Path:
    """An inventory as AWX hands it to one of several slices of a job: each has every third of the hosts, and a script that
    shows them."""
    in_common = yaml.safe_load((INVENTORY / "group_vars" / f"{GROUP}.yml").read_text("utf-8"))
    hosts = {
        tenant: yaml.safe_load((INVENTORY / "host_vars" / f"{tenant}.yml").read_text("utf-8"))
        for tenant in sorted(TENANTS)[number::count]
    }
    listing = {GROUP: {"hosts": [*hosts], "vars": in_common}, "_meta": {"hostvars": hosts}}
    script = directory / f"slice-{number}.sh"
    script.write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(listing)}\nEND\n", encoding="utf-8")
    script.chmod(0o755)
    return script


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


def _changes(run: Run) -> list[tuple[str, str]]:
    return sorted((task.host, task.name) for task in run.tasks if task.changed)


def _tenants_reached(calls: list[Call]) -> set[str]:
    names = {str(call["arguments"].get("instanceID") or call["arguments"].get("instanceFilter")) for call in calls}
    return names & set(TENANTS)


def _messages(run: Run) -> str:
    return " ".join(str(task.result.get("msg")) for task in run.tasks)


def test_the_example_is_provisioned_once(playbook: Provisioning, server: RunningSimulator) -> None:
    options = ("-i", str(INVENTORY), "-e", f"vault_bakery_admin_password={SECRET}")
    check = playbook.provision("--check", *options)
    assert check.succeeded, check.end_of_output
    assert writes(_calls(server)) == []

    apply = playbook.provision(*options)
    assert apply.succeeded, apply.end_of_output
    created = [call["arguments"]["config"] for call in server.journal() if call["function"] == "CreateInstance"]
    assert len(created) == len(TENANTS)
    assert _changes(apply) == _changes(check) == [(tenant, "Provide the tenant") for tenant in TENANTS]

    mark = server.mark()
    again = playbook.provision(*options)
    assert again.succeeded, again.end_of_output
    assert _changed(again) == []
    assert _own_writes(server, mark) == []
    functions = [call["function"] for call in _calls(server, mark)]
    assert functions.count(ACCESS) == 2 * len(TENANTS)
    assert len(functions) - functions.count(ACCESS) == READS_OF_SECOND_RUN
    assert access_left_as_it_was(_calls(server))
    for run in (check, apply, again):
        assert SECRET not in run.output


def test_the_inventory_of_the_guide_is_complete(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path
) -> None:
    guide = (ROOT / "docs" / "docsite" / "rst" / "guide_tenants.rst").read_text("utf-8")
    for path, content in re.findall(
        r"^    # (inventory/[\w/.-]+)[^\n]*\n((?:(?:    [^\n]*)?\n)+)", guide, re.MULTILINE
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(textwrap.dedent(content), encoding="utf-8")
    names = sorted(set(re.findall(r"{{ (vault_\w+) }}", guide)))
    assert all(f"``{name}``" in guide for name in names)
    (tmp_path / "passwords.yml").write_text(yaml.safe_dump(dict.fromkeys(names, SECRET)), encoding="utf-8")
    run = playbook.provision("-i", "inventory", "-e", "@passwords.yml")
    assert run.succeeded, run.end_of_output
    created = [
        json.loads(call["arguments"]["config"]) for call in _calls(server) if call["function"] == "CreateInstance"
    ]
    assert sorted(each["instanceID"] for each in created) == ["bakery", "lakeside-clinic"]


def test_a_file_of_tenants_does_the_same(playbook: Provisioning, server: RunningSimulator, tmp_path: Path) -> None:
    apply = playbook.provision("-i", str(INVENTORY))
    assert apply.succeeded, apply.end_of_output
    mark = server.mark()
    (tmp_path / "tenants.yml").write_text(yaml.safe_dump(example_file()), encoding="utf-8")
    again = playbook.provision("-e", "tenants_file=tenants.yml")
    assert again.succeeded, again.end_of_output
    assert _changed(again) == []
    assert _tenants_reached(_calls(server, mark)) == set(TENANTS)

    mark = server.mark()
    only = next(tenant for tenant in example_file()["tenants"] if tenant["tenant_id"] == "bakery")
    (tmp_path / "bakery.yml").write_text(yaml.safe_dump({**example_file(), "tenants": [only]}), encoding="utf-8")
    beside = playbook.provision("-i", str(INVENTORY), "-e", "tenants_file=bakery.yml")
    assert beside.succeeded, beside.end_of_output
    assert _tenants_reached(_calls(server, mark)) == {"bakery"}

    mark = server.mark()
    limited = playbook.provision("-e", "tenants_file=tenants.yml", "--limit", "localhost,bakery")
    assert limited.succeeded, limited.end_of_output
    assert _tenants_reached(_calls(server, mark)) == {"bakery"}
    for limit, sentence in (
        ("bakery", "--limit bakery leaves out localhost, which reads tenants_file"),
        ("localhost,nobody", "No tenant is selected: --limit localhost,nobody matches no host of spe_tenants_of_file"),
    ):
        mark = server.mark()
        refused = playbook.provision("-e", "tenants_file=tenants.yml", "--limit", limit)
        assert not refused.succeeded
        assert refused.exit_code != 0
        assert sentence in _in_one_line(refused.output)
        assert _calls(server, mark) == []


def test_approved_plans_are_applied_and_no_others(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path
) -> None:
    inventory = ("-i", str(INVENTORY))
    check = playbook.provision("--check", *inventory)
    assert check.succeeded, check.end_of_output
    plans = {task.host: task.result["plan_id"] for task in check.tasks if task.name == "Provide the tenant"}
    assert set(plans) == set(TENANTS)

    for given, sentence in (
        ({}, "tenant_plans must be a dictionary with the plan_id of each tenant"),
        ({"tenant_plans": {}}, "tenant_plans must be a dictionary with the plan_id of each tenant"),
        (
            {"tenant_plans": {"bakery": "x", "other": "y"}},
            "tenant_plans names other, which is not selected: take it out",
        ),
        ({"tenant_plans": {"bakery": ""}}, "tenant_expect_plan: 'not approved' is not a plan_id"),
        ({"tenant_plans_required": "ture"}, "tenant_plans_required: 'ture' is not understood; write true or false."),
    ):
        refused = playbook.provision(*inventory, "-e", json.dumps({"tenant_plans_required": True, **given}))
        assert refused.exit_code != 0
        assert sentence in _messages(refused)
    assert _own_writes(server, 0) == []

    approved = json.dumps({"tenant_plans": {name: plans[name] for name in ("bakery", "old-mill")}})
    other = playbook.provision(*inventory, "-e", approved, "-e", '{"tenant_display_name": "Another"}')
    assert other.exit_code != 0
    assert "The plan is no longer the one that tenant_expect_plan approves" in _messages(other)
    assert _own_writes(server, 0) == []

    limited = playbook.provision(*inventory, "-e", approved, "--limit", "lakeside-clinic")
    assert limited.succeeded, limited.end_of_output
    assert _own_writes(server, 0) == []

    # In slices each job applies the plans of its own tenants.
    for number, tenant in ((0, "bakery"), (2, "old-mill")):
        of_slice = ("-i", str(_slice(number, len(TENANTS), tmp_path)), "-e", approved)
        applied = playbook.provision(*of_slice, "-e", "tenant_plans_elsewhere=true")
        assert applied.succeeded, applied.end_of_output
        assert _changes(applied) == [(tenant, "Provide the tenant")]
    assert _tenants_reached(_calls(server)) >= {"bakery", "old-mill"}
    assert "lakeside-clinic" not in {call["arguments"].get("instanceID") for call in _calls(server) if writes([call])}


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_a_limit_and_tags_choose_tenants_and_parts(playbook: Provisioning, server: RunningSimulator) -> None:
    inventory = ("-i", str(INVENTORY))
    first = playbook.provision(*inventory, "--limit", "bakery", "--skip-tags", "jobs")
    assert first.succeeded, first.end_of_output
    assert _tenants_reached(_calls(server)) == {"bakery"}
    written = set(_own_writes(server, 0))
    assert {"CreateInstance", "CreateStore", "CreateUser"} <= written
    assert "CreateJob" not in written

    mark = server.mark()
    jobs = playbook.provision(*inventory, "--limit", "bakery", "--tags", "jobs")
    assert jobs.succeeded, jobs.end_of_output
    assert set(_own_writes(server, mark)) == {"CreateJob", "SetJobEnabled"}
    assert "GetStores" not in [call["function"] for call in _calls(server, mark)]

    mark = server.mark()
    started = playbook.provision(*inventory, "--limit", "bakery", "--start-at-task", "Provide the tenant")
    assert started.succeeded, started.end_of_output
    assert _tenants_reached(_calls(server, mark)) == {"bakery"}

    mark = server.mark()
    other = playbook.provision(*inventory, "--limit", "bakery", "--tags", "job")
    assert other.exit_code != 0
    assert "--tags job chooses nothing of a tenant; did you mean jobs?" in _messages(other)
    assert _calls(server, mark) == []
    assert access_left_as_it_was(_calls(server))


def test_tags_that_another_playbook_gives_choose_everything(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path
) -> None:
    site = [{"import_playbook": "community.mailstore.provision", "tags": ["our_tenants"]}]
    (tmp_path / "site.yml").write_text(yaml.safe_dump(site), encoding="utf-8")
    run = playbook.ansible_playbook.execute(
        dict.fromkeys(TENANTS, server.journal_path),
        *("site.yml", "-i", str(INVENTORY), "--limit", "bakery", "--tags", "our_tenants"),
        environment=server.environment(),
    )
    assert run.succeeded, run.end_of_output
    assert {"CreateInstance", "CreateStore", "CreateUser", "CreateJob"} <= set(_own_writes(server, 0))


def test_slices_of_a_job_do_each_tenant_once(playbook: Provisioning, server: RunningSimulator, tmp_path: Path) -> None:
    slices = len(TENANTS)
    reached: list[set[str]] = []
    for number in range(slices):
        mark = server.mark()
        done = playbook.provision("-i", str(_slice(number, slices, tmp_path)))
        assert done.succeeded, done.end_of_output
        reached.append(_tenants_reached(_calls(server, mark)))
    assert [len(tenants) for tenants in reached] == [1] * slices
    assert set.union(*reached) == set(TENANTS)
    created = [call["arguments"]["config"] for call in server.journal() if call["function"] == "CreateInstance"]
    assert len(created) == len(TENANTS)


def test_tenants_one_by_one_or_each_at_its_own_pace(playbook: Provisioning, server: RunningSimulator) -> None:
    inventory = ("-i", str(INVENTORY))
    one_by_one = playbook.provision(*inventory, "-e", "tenants_at_once=1", "--forks", "1")
    assert one_by_one.succeeded, one_by_one.end_of_output
    reached = [call["arguments"].get("instanceID") for call in _calls(server) if call["function"] == ACCESS]
    assert reached == [tenant for tenant in TENANTS for _switch in ("on", "off")]
    mark = server.mark()
    free = playbook.ansible_playbook.execute(
        dict.fromkeys(("localhost", *TENANTS), server.journal_path),
        *("community.mailstore.provision", *inventory),
        environment={**server.environment(), "ANSIBLE_STRATEGY": "free"},
    )
    assert free.succeeded, free.end_of_output
    assert _own_writes(server, mark) == []
    assert _tenants_reached(_calls(server, mark)) == set(TENANTS)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "No tenant is selected: the inventory has no host in the group spe_tenants. Give an inventory with -i"),
        (("--limit", "bakery"), "No tenant is selected: --limit bakery matches no host of spe_tenants"),
        (("-i", str(INVENTORY), "--limit", "nobody"), "--limit"),
        (("-i", f"{INVENTORY},other", "--limit", "other"), "--limit other matches no host of spe_tenants"),
        (("-i", "other,"), "tenant is a host of this group, or a file of tenants with -e tenants_file=..."),
    ],
)
def test_a_run_that_selects_no_tenant_fails(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    if f"{INVENTORY},other" in options:
        (tmp_path / "other.yml").write_text(yaml.safe_dump({"others": {"hosts": {"other": None}}}), encoding="utf-8")
        options = ("-i", str(INVENTORY), "-i", "other.yml", "--limit", "other")
    refused = playbook.provision(*options)
    assert refused.exit_code != 0
    assert sentence in _in_one_line(refused.output)
    assert server.journal() == []


def test_what_only_lists_something_needs_no_tenant(playbook: Provisioning) -> None:
    for option in ("--syntax-check", "--list-tasks"):
        listed = playbook.provision(option)
        assert listed.exit_code == 0, listed.end_of_output


def test_two_hosts_for_one_tenant_are_refused(playbook: Provisioning, server: RunningSimulator) -> None:
    refused = playbook.provision("-i", str(INVENTORY), "-e", "tenant_id=bakery")
    assert not refused.succeeded
    hosts = "bakery, lakeside-clinic and old-mill"
    assert f"Hosts {hosts} all have tenant_id bakery; an ID or alias" in _messages(refused)
    assert server.journal() == []


def test_a_password_that_nobody_has_given_is_named_with_tenant_and_place(
    playbook: Provisioning, server: RunningSimulator, tmp_path: Path
) -> None:
    """And all other mistakes of all tenants with it."""
    users = [
        {"name": "admin", "privileges": ["admin"], "password": "{{ vault_nobody }}"},
        {"name": "a", "password": SECRET},
    ]
    # Up to ansible-core 2.18 nothing shows where in a variable something is not defined.
    place = r"(The list of tenants|old-mill: tenant_users\[0\] \(admin\): password)"
    sentence = f"{place} takes vault_nobody, which is not defined; define it, too."
    (tmp_path / "tenants.yml").write_text(yaml.safe_dump(_example(tenant_users=users)), encoding="utf-8")
    refused = playbook.provision("-e", "tenants_file=tenants.yml")
    assert not refused.succeeded
    (message,) = [task.result["msg"] for task in refused.tasks if task.status == "failed"]
    assert re.fullmatch(sentence, message)
    assert SECRET not in refused.output

    # The same of an inventory, in one round with what the options of the run have.
    smtp = {"server": "mail.example.com", "password": "{{ vault_nobody }}"}
    mistakes = {"bakery": {"tenant_smtp": smtp}, "old-mill": {"tenant_state": "runing", "tenant_base_directory": "x"}}
    more = {GROUP: {"hosts": mistakes}}
    (tmp_path / "more.yml").write_text(yaml.safe_dump(more), encoding="utf-8")
    options = (
        "-e",
        json.dumps({"tenant_plans": {"x": "y"}, "tenant_plans_required": "ja"}),
        "--tags",
        "job",
        "--skip-tags",
        "user",
    )
    refused = playbook.provision("-i", str(INVENTORY), "-i", "more.yml", *options)
    (message,) = [task.result["msg"] for task in refused.tasks if task.status == "failed"]
    beginnings = (
        "--tags job chooses nothing of a tenant; did you mean jobs?",
        "--skip-tags user leaves out nothing of a tenant; did you mean users?",
        "tenant_plans_required: 'ja' is not understood",
        "tenant_plans names x, which is not selected",
        r"bakery: tenant_smtp(: password)? takes vault_nobody, which is not defined; define it, too.",
        "old-mill: value of tenant_state must be one of",
        "old-mill: tenant_base_directory: 'x' is not absolute",
    )
    lines = message.splitlines()
    assert len(lines) == len(beginnings)
    assert all(re.match(beginning, line) for line, beginning in zip(lines, beginnings, strict=True)), lines
    assert server.journal() == []
    assert SECRET not in refused.output


def _example(**changes: Any) -> dict[str, Any]:
    """The example with changes to its last tenant, which all others come before."""
    document = example_file()
    document["tenants"][-1].update(changes)
    return document


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"tenant": []}, "only tenant; it must contain the list of tenants. Did you mean tenants instead of tenant?"),
        ({"tenants": {"tenant_id": "bakery"}}, "tenants.yml is not a list; begin each tenant with a dash."),
        (
            {"tenants": "{{ [] }}"},
            "The list of tenants is not a list with at least one tenant; begin each with a dash.",
        ),
        (
            _example(tenant_sotres=[]),
            "old-mill: tenant_sotres is not a variable of the role; did you mean tenant_stores?",
        ),
        (
            _example(tenant_id=2026),
            "2026: tenant_id: 2026 is a number, not a text, because YAML reads it that way without quotes",
        ),
        (
            _example(tenant_users=[[{"name": "admin", "password": SECRET}]]),
            "tenant_users[0]: each entry must be a dictionary",
        ),
        (
            _example(tenant_id="bakery"),
            "has bakery; an ID or alias and a base directory must belong to one tenant alone.",
        ),
        (_example(tenant_base_directory="e:\\archives\\BAKERY"), "has e:\\archives\\bakery; an ID or alias"),
        (
            _example(tenant_jobs=[{"name": "a", "command": "VerifyStores", "date": date(2027, 1, 1)}]),
            "old-mill: tenant_jobs[0].date is a date, which not every version of Ansible can hand on: put it in quotes.",
        ),
        (_example(tenant_stores=[{"name": "2026"}]), "exactly one store must have requested_state: current"),
        (
            _example(tenant_jobs=[{"name": "a", "command": "VerifyStores", "time": 1320}]),
            "tenant_jobs[0].time: 1320 is a number, not a text",
        ),
        (_example(tenant_users=[{"name": 7}]), "old-mill: tenant_users[0].name: 7 is a number, not a text"),
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
