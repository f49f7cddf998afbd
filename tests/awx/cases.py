# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One launch of each job template, and what it must come to on the seed `demo`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.awx.jobs import Awx, Job, Launch
from tests.integration.journal import ACCESS, is_writing

#: As AWX hands it on, this is a text and no template.
NEW_PASSWORD = "S3cret-{{ 7 * 7 }}-$(id)"
TENANT_PASSWORD = "S3cret-of-the-new-tenant"
SECRETS = (NEW_PASSWORD, TENANT_PASSWORD, "simulator-password")


@dataclass(frozen=True)
class Case:
    """:param writes: functions that must be among those that changed something; none may be, where this is empty.
    :param access: how access was switched, if that is what the template is for.
    """

    launch: Launch = field(default_factory=Launch)
    succeeds: bool = True
    writes: frozenset[str] = frozenset()
    sentence: str = ""
    access: Sequence[tuple[str, bool]] | None = None
    check: Callable[[Awx, Job], None] = lambda _awx, _job: None


def _exported(awx: Awx, _job: Job) -> None:
    files = {path.name for path in (awx.exports / "export" / "host_vars").iterdir()}
    assert files == {"baumann.yml", "weber.yml", "nordlicht.yml"}


def _records(awx: Awx, kind: str) -> list[dict[str, Any]]:
    """Those of one kind in the history."""
    records = [json.loads(line) for line in (awx.exports / "history.jsonl").read_text("utf-8").splitlines()]
    return [record for record in records if record["kind"] == kind]


def _health_is_written(awx: Awx, job: Job) -> None:
    """Weber's runs have failed for weeks."""
    directory = awx.exports / "health"
    assert {"health.html", "health.csv", "health.json"} <= {path.name for path in directory.iterdir()}
    assert _records(awx, "health")
    assert "weber" in job.output


def _month_is_written(awx: Awx, _job: Job) -> None:
    assert (awx.exports / "health" / "billing.csv").is_file()
    assert (awx.exports / "health" / "customers" / "baumann.html").is_file()


def _opening_is_recorded(awx: Awx, _job: Job) -> None:
    """With the answers as they were given."""
    (record,) = _records(awx, "support_access")
    assert record["person"] == "Erika $(id) Muster"
    assert record["reason"] == "Ticket 4711; `id` ../../etc"


CASES: Mapping[str, Case] = {
    "SPE drift": Case(succeeds=False, sentence="3 differ: bakery, lakeside-clinic, old-mill."),
    "SPE export": Case(sentence="3 of 4 tenants were read", check=_exported),
    "SPE health": Case(succeeds=False, check=_health_is_written),
    "SPE monthly report": Case(check=_month_is_written),
    "SPE open support access": Case(
        Launch(
            {
                "support_access_tenant": "weber",
                "support_access_person": "Erika $(id) Muster",
                "support_access_reason": "Ticket 4711; `id` ../../etc",
            }
        ),
        access=[("weber", True)],
        check=_opening_is_recorded,
    ),
    "SPE sweep support access": Case(sentence="Erika $(id) Muster"),
    "SPE close support access": Case(Launch({"support_access_tenant": "weber"}), access=[("weber", False)]),
    "SPE provision": Case(
        Launch(command_line=["--limit", "bakery"]), writes=frozenset({"CreateInstance", "CreateStore", "CreateUser"})
    ),
    "SPE apply approved plans": Case(succeeds=False, sentence="tenant_plans must be a dictionary with the plan_id"),
    "SPE approval needed": Case(Launch(artifacts={"tenant_plans": {}}), sentence="there is nothing to approve"),
    "SPE onboard": Case(
        Launch(
            {"onboard_tenant": "newco", "onboard_display_name": "New & 'Co' $(id)", "onboard_password": TENANT_PASSWORD}
        ),
        writes=frozenset({"CreateInstance", "CreateUser"}),
        sentence="tenant_display_name: New & 'Co' $(id)",
    ),
    # The last one: afterwards the credential has the old password.
    "SPE rotate password": Case(
        Launch({"rotate_password": NEW_PASSWORD}),
        writes=frozenset({"SetSystemAdministratorPassword"}),
        sentence="admin has a new password. Change it wherever this account is used.",
    ),
}


def try_case(awx: Awx, name: str, inventory: Mapping[str, Any], run: Callable[..., Job]) -> None:
    """Start the job template, and look at what came of it."""
    case = CASES[name]
    mark = awx.server.mark()
    job = run(name, inventory, case.launch)
    assert job.succeeded == case.succeeds, job.output[-4000:]
    assert case.sentence in " ".join(job.output.replace("\\", "").split()), job.output[-4000:]
    written = {str(call["function"]) for call in awx.server.since(mark) if is_writing(call)} - {ACCESS}
    assert written >= case.writes, written
    assert bool(written) == bool(case.writes), written
    if case.access is not None:
        assert [_switched(call) for call in awx.server.since(mark) if call["function"] == ACCESS] == list(case.access)
    assert job.checkout_is_unchanged
    assert not any(secret in job.output for secret in SECRETS)
    case.check(awx, job)


def _switched(call: Mapping[str, Any]) -> tuple[str, bool]:
    arguments = call["arguments"]
    return str(arguments["instanceID"]), str(arguments["enabled"]).lower() == "true"


def tenants_made(awx: Awx, mark: int) -> list[str]:
    """The instances that were made since, each as often as that."""
    return [_id_of(call) for call in awx.server.since(mark) if call["function"] == "CreateInstance"]


def _id_of(call: Mapping[str, Any]) -> str:
    text = str(call["arguments"]["config"])
    return text.partition('"instanceID"')[2].split('"')[1]


def private_files(awx: Awx) -> list[Path]:
    """What jobs have left beside their own directories."""
    known = ("job-", "worker-", "project", "exports", "runner.log", "env", "ansible")
    return [path for path in awx.directory.iterdir() if not path.name.startswith(known)]
