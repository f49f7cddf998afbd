# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.drift as a user starts it: by its name, the connection from the environment."""

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

SECRET = "S3cret-drift"
EVERYTHING = {part: ["*"] for part in ("users", "jobs", "profiles", "stores", "credentials")}
COMMON = {
    "tenant_id": "{{ inventory_hostname }}",
    "tenant_instance_host": "host1.example.com",
    "tenant_base_directory": "E:\\Archives\\{{ tenant_id }}",
    "tenant_stores": [{"name": "{{ current_store }}", "requested_state": "current"}],
    "current_store": "archive",
    "tenant_jobs": [],
    "tenant_protect": EVERYTHING,
}
HOSTS: dict[str, dict[str, Any]] = {
    # As it is described.
    "baumann": {
        "current_store": "2026",
        "tenant_access_afterwards": "enabled",
        "tenant_users": [{"name": "admin", "password": SECRET, "privileges": ["admin"], "own_archive_privileges": []}],
    },
    "weber": {"tenant_display_name": "Kanzlei <Weber>", "tenant_protect": {**EVERYTHING, "users": []}},
    # The fault is in what only this tenant describes.
    "nordlicht": {
        "tenant_instance_host": "host2.example.com",
        "current_store": "2025",
        "tenant_index": {"include_attachments_of_pdfs": True},
    },
    "seeblick": {"tenant_instance_host": "host2.example.com"},
}
CHANGED = "weber      display_name 'Kanzlei Weber' (code: 'Kanzlei <Weber>'); unknown administrator 'admin'; unknown user 'weber'"


class Drift(Playbooks):
    """Runs of the playbook against one server."""

    def check(self, *options: str, **environment: str) -> Run:
        """A path in the options is relative to the directory of this test."""
        return self.ansible_playbook.execute(
            dict.fromkeys(HOSTS, self.server.journal_path),
            *("community.mailstore.drift", "-i", "hosts.yml", *options),
            environment={
                **self.server.environment(),
                "ANSIBLE_SHOW_CUSTOM_STATS": "1",
                "SPE_RETRIES": "0",
                **environment,
            },
        )


@pytest.fixture
def server() -> Iterator[RunningSimulator]:
    with running_simulator("demo", work_ms=0) as running:
        running.set_faults([{"function": "GetIndexConfiguration", "failed": "The index is away."}])
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Drift:
    inventory = {"spe_tenants": {"hosts": HOSTS, "vars": COMMON}, "others": {"hosts": {"other": {}}}}
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump(inventory), "utf-8")
    return Drift(ansible_playbook, server, tmp_path, {})


def _lines(run: Run) -> list[str]:
    return next(task.result["msg"] for task in run.tasks if task.name == "Show what differs")


def _without_spaces(text: str) -> str:
    """Up to ansible-core 2.18 a warning is broken into lines, also at the hyphens of a path."""
    return "".join(text.split())


def _stats(run: Run) -> dict[str, Any]:
    _before, _heading, after = run.output.partition("RUN: ")
    stats: dict[str, Any] = json.loads(after.partition("\n")[0])
    return stats


def test_all_tenants_are_compared_and_drift_is_a_failure(
    playbook: Drift, server: RunningSimulator, tmp_path: Path
) -> None:
    options = ("-e", "drift_report_html=drift.html", "-e", "drift_report_json=drift.json", "-vvv")
    run = playbook.check(*options)
    assert run.exit_code != 0
    *lines, summary = _lines(run)
    assert lines[:2] == [CHANGED, "seeblick   is stopped (code: started), so its content could not be compared"]
    assert lines[2].startswith("nordlicht  could not be compared: ")
    assert summary.startswith("1 of 4 differ, 1 stopped, 1 unreadable (")
    assert "1 differ: weber; 1 could not be compared: nordlicht." in run.output
    assert "baumann" not in "".join(_lines(run))
    assert set(writes([*server.journal()])) == {ACCESS}
    assert access_left_as_it_was([*server.journal()])
    assert summary.endswith(f" {len(server.journal())} calls, 0 writes besides access)")
    assert SECRET not in run.output

    stats = _stats(run)
    row = next(row for row in json.loads((tmp_path / "drift.json").read_text("utf-8"))["tenants"] if row["differs"])
    assert stats == {
        "drift_checked": 4,
        "drift_differ": 1,
        "drift_stopped": 1,
        "drift_unreadable": 1,
        "drift_tenants": ["weber"],
        "tenant_plans": {"weber": row["plan_id"]},
    }
    assert "Kanzlei &lt;Weber&gt;" in (tmp_path / "drift.html").read_text("utf-8")

    mark = server.mark()
    report = ("-e", "drift_report_json=other.json")
    again = playbook.check("--check", "-e", "fail_on_drift=false", *report, ANSIBLE_STRATEGY="free", ANSIBLE_FORKS="1")
    assert again.succeeded, again.end_of_output
    assert _lines(again)[:-1] == lines
    assert not (tmp_path / "other.json").exists()
    warning = f"drift_report_json: {tmp_path / 'other.json'} is not written in check mode."
    assert _without_spaces(warning) in _without_spaces(again.output)
    assert _stats(again) == stats
    assert len(server.since(mark)) == mark


def test_a_limit_chooses_tenants_and_tags_choose_parts(playbook: Drift, server: RunningSimulator) -> None:
    one = playbook.check("--limit", "baumann", "-e", "drift_unknown_tenants=report")
    assert one.succeeded, one.end_of_output
    assert len(_lines(one)) == 1
    assert _stats(one)["drift_checked"] == 1
    assert _stats(one)["tenant_plans"] == {}

    mark = server.mark()
    options = ("--limit", "baumann,seeblick", "-e", "fail_on_stopped=true", "--tags", "instance,users")
    stopped = playbook.check(*options, ANSIBLE_DISPLAY_OK_HOSTS="false")
    assert stopped.exit_code != 0
    lines = "seeblick  is stopped (code: started), so its content could not be compared\n1 stopped: seeblick."
    assert lines in [task.result.get("msg") for task in stopped.tasks]
    assert "GetStores" not in {call["function"] for call in server.since(mark)}


def test_the_slices_of_a_job_do_each_tenant_once(playbook: Drift, server: RunningSimulator, tmp_path: Path) -> None:
    for slice_of_hosts in (["baumann", "seeblick"], ["weber"]):
        inventory = {"spe_tenants": {"hosts": {host: HOSTS[host] for host in slice_of_hosts}, "vars": COMMON}}
        (tmp_path / "hosts.yml").write_text(yaml.safe_dump(inventory), "utf-8")
        run = playbook.check("-e", "fail_on_drift=false")
        assert run.succeeded, run.end_of_output
        assert _stats(run)["drift_checked"] == len(slice_of_hosts)
    users = [call["arguments"]["instanceID"] for call in server.journal() if call["function"] == "GetUsers"]
    assert sorted(users) == ["baumann", "weber"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--limit", "other"), "No tenant is selected: --limit other matches no host of spe_tenants."),
        (("-e", "drift_report_html=missing/drift.html"), "drift_report_html: there is no directory "),
        (("--tags", "user"), "--tags user chooses nothing of a tenant; did you mean users?"),
        (
            ("-e", "tenant_id=weber"),
            "Hosts baumann, nordlicht, seeblick and weber all have tenant_id weber; an ID or alias and a base directory",
        ),
        (
            ("-e", '{"tenant_base_directory": "{{ nobody }}"}'),
            "4 could not be compared: baumann, nordlicht, seeblick, weber.",
        ),
        (("-e", "fail_on_drift=ture"), "fail_on_drift: 'ture' is not understood; write true or false."),
        (("-e", "fail_on_stopped=ja"), "fail_on_stopped: 'ja' is not understood; write true or false."),
        (("-e", "spe_password=wrong"), "does not accept the credentials"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    playbook: Drift, server: RunningSimulator, options: tuple[str, str], sentence: str
) -> None:
    run = playbook.check(*options)
    assert run.exit_code != 0
    assert sentence in " ".join(run.output.split())
    assert {call["function"] for call in server.journal()} <= {"GetInstances"}
