# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of profiles and jobs: the window, its halves, and whose results they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    FunctionFailed,
    InputError,
    NotSupportedByServer,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.results import (
    JOB_RESULTS,
    PROFILE_RESULTS,
    Window,
    recent_window,
    shown_results,
    window_of,
)

from tests.simulator import clock
from tests.simulator.contract import Call
from tests.simulator.errors import ApiError
from tests.simulator.functions import functions_of
from tests.simulator.state.profiles import Profile
from tests.unit.plugins.module_utils._resources.test_chosen_results import _jobs
from tests.unit.plugins.module_utils.task import Tasks
from tests.unit.plugins.module_utils.tenant import Tenant

NOON = datetime(2026, 5, 2, 12)  # noqa: DTZ001  times without a zone, as the API has them


def _windows(tenant: Tenant, function: str) -> list[tuple[str, str]]:
    return [
        (call.arguments["fromIncluding"], call.arguments["toExcluding"])
        for call in tenant.server.wire.journal
        if call.name == function
    ]


def test_a_window_that_is_not_refused_is_asked_for_once(tenant: Tenant, journal: Profile) -> None:
    snapshot = Snapshot(tenant.server.client())
    rows = PROFILE_RESULTS.read(snapshot, "acme", recent_window(), "UTC")
    assert len(rows) == 4
    assert [row["startTime"] for row in rows] == sorted(row["startTime"] for row in rows)
    assert len(_windows(tenant, "GetWorkerResults")) == 1


@pytest.mark.parametrize("widest", [timedelta(days=8), timedelta(days=1), timedelta(hours=2)])
def test_a_refused_window_is_halved_without_gap_or_overlap(tenant: Tenant, journal: Profile, widest: timedelta) -> None:
    refuse_wider(tenant, widest)
    window = Window(now() - timedelta(days=30), now() + timedelta(days=1))
    rows = PROFILE_RESULTS.read(Snapshot(tenant.server.client()), "acme", window, "UTC")
    assert [row["id"] for row in rows] == sorted(
        (result.result_id for result in tenant.content.profiles.results), reverse=True
    )
    assert len({row["id"] for row in rows}) == len(tenant.content.profiles.results)
    taken = sorted(span for span in _windows(tenant, "GetWorkerResults") if _length(span) <= widest)
    assert all(end == start for (_start, end), (start, _end) in zip(taken, taken[1:]))


def now() -> datetime:
    """Without a zone, as the API has times."""
    return clock.now().replace(tzinfo=None, microsecond=0)


def refuse_wider(tenant: Tenant, widest: timedelta) -> None:
    """The server refuses windows that are wider."""
    for function in ("GetWorkerResults", "GetJobResults"):
        read = functions_of(tenant.server.environment.version)[function].handler

        def answer(call: Call, read: Any = read) -> Any:
            if _length((call.text("fromIncluding"), call.text("toExcluding"))) > widest:
                raise ApiError("So nicht.")
            return read(call)

        tenant.server.world.answer_with(function, answer)


def _length(span: tuple[str, str]) -> timedelta:
    return datetime.fromisoformat(span[1]) - datetime.fromisoformat(span[0])


def test_a_refusal_of_even_an_hour_has_another_reason(tenant: Tenant) -> None:
    refuse_wider(tenant, timedelta(0))
    with pytest.raises(FunctionFailed):
        JOB_RESULTS.read(Snapshot(tenant.server.client()), "acme", recent_window(), "UTC")
    assert len(_windows(tenant, "GetJobResults")) == 7


def test_arguments_are_spelled_as_each_function_wants_them(tenant: Tenant) -> None:
    snapshot = Snapshot(tenant.server.client())
    PROFILE_RESULTS.read(snapshot, "acme", Window(NOON, NOON + timedelta(hours=1)), "UTC", 7)
    JOB_RESULTS.read(snapshot, "acme", Window(NOON, NOON + timedelta(hours=1)), "UTC")
    times = {"instanceID": "acme", "fromIncluding": "2026-05-02T12:00:00", "toExcluding": "2026-05-02T13:00:00"}
    profiles, jobs = tenant.server.wire.journal
    assert profiles.arguments == {**times, "timeZoneID": "UTC", "profileID": "7"}
    assert jobs.arguments == {**times, "timeZoneId": "UTC"}


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, ("2026-04-02T00:00:00", "2026-05-03T12:00:00")),
        ("2026-05-01", None, ("2026-05-01T00:00:00", "2026-05-03T12:00:00")),
        (None, "2026-02-01T00:00:00", ("2026-01-02T00:00:00", "2026-02-01T00:00:00")),
        ("2026-01-01 10:00:00", "2026-01-02", ("2026-01-01T10:00:00", "2026-01-02T00:00:00")),
    ],
)
def test_windows_as_playbooks_name_them(since: str | None, until: str | None, expected: tuple[str, str]) -> None:
    start, end = map(datetime.fromisoformat, expected)
    window = window_of(since, until, days=30, now=NOON, time_zone="$Local")
    assert (window.start, window.end) == (start, end)


def test_a_window_in_utc_begins_exactly_so_many_days_ago() -> None:
    assert window_of(None, None, days=1, now=NOON, time_zone="UTC").start == NOON - timedelta(days=1)


@pytest.mark.parametrize("offset", [-12, -8, 0, 1, 14])
def test_the_last_day_is_told_in_every_time_zone(tenant: Tenant, profile_results: Tasks, offset: int) -> None:
    for hours in (1, 23):
        tenant.end_profile(None, started=clock.now() + timedelta(hours=offset - hours))
    assert len(profile_results.run(days=1)["profile_results"]) == 2


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("2026-05-02", "2026-05-02", "is not before until"),
        ("noon", None, "since: 'noon' is not understood"),
        (None, "2026-01-01T00:00:00+02:00", "until: .* contains a time zone; leave it out and use time_zone"),
    ],
)
def test_windows_that_are_none_are_refused(since: str | None, until: str | None, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        window_of(since, until, days=30, now=NOON, time_zone="$Local")


def test_words_are_those_of_the_options() -> None:
    row = {"id": 1, "profileId": 2, "result": "completedWithErrors", "itemsArchived": 3}
    assert shown_results([row]) == [{"id": 1, "profile_id": 2, "result": "completed_with_errors", "items_archived": 3}]


def test_results_stay_with_the_name_of_a_replaced_profile(
    tenant: Tenant, profile_results: Tasks, journal: Profile
) -> None:
    new = tenant.add_profile("Journal")
    del tenant.content.profiles.profiles[journal.profile_id]
    tenant.end_profile(new)
    tenant.end_profile(None)
    found = profile_results.run(name="Journal", days=3)["profile_results"]
    assert {row["profile_id"] for row in found} == {journal.profile_id, new.profile_id}
    assert profile_results.run(name="Nobody", days=3)["profile_results"] == []


def test_one_result_with_its_report(tenant: Tenant, profile_results: Tasks, journal: Profile) -> None:
    wanted = tenant.content.profiles.results[0].result_id
    (row,) = profile_results.run(id=wanted, report=True)["profile_results"]
    assert row["report"] == tenant.server.ask("GetWorkerResultReport", instanceID="acme", id=wanted)
    assert tenant.server.wire.functions.count("GetWorkerResultReport") == 1


def test_reports_need_a_newer_server(profile_results: Tasks, journal: Profile) -> None:
    profile_results.spe.world.remove("GetWorkerResultReport")
    with pytest.raises(NotSupportedByServer, match="does not know GetWorkerResultReport, which report needs"):
        profile_results.run(report=True)


def test_results_of_jobs_have_their_names(tenant: Tenant, job_results: Tasks) -> None:
    _jobs(tenant)
    names = [row["job_name"] for row in job_results.run()["job_results"]]
    assert names == ["nightly", "hourly", None]


def test_results_of_one_job_are_asked_for_by_its_id(tenant: Tenant, job_results: Tasks) -> None:
    jobs = _jobs(tenant)
    (row,) = job_results.run(name="hourly")["job_results"]
    assert row["job_id"] == jobs["hourly"].job_id
    (asked,) = [call for call in tenant.server.wire.journal if call.name == "GetJobResults"]
    assert asked.arguments["jobId"] == str(jobs["hourly"].job_id)


def test_a_name_in_other_letters_is_refused(
    tenant: Tenant, journal: Profile, job_results: Tasks, profile_results: Tasks
) -> None:
    """No results would look as if nothing had run."""
    _jobs(tenant)
    with pytest.raises(InputError, match="There is no job 'Nightly', but there is 'nightly'"):
        job_results.run(name="Nightly")
    with pytest.raises(InputError, match="There is no profile 'journal', but there is 'Journal'"):
        profile_results.run(name="journal")


def test_results_of_jobs_that_share_a_name(tenant: Tenant, job_results: Tasks) -> None:
    _jobs(tenant)["hourly"].name = "nightly"
    assert len(job_results.run(name="nightly")["job_results"]) == 2


def test_there_are_no_results_of_a_job_that_is_not_there(tenant: Tenant, job_results: Tasks) -> None:
    assert job_results.run(name="never")["job_results"] == []
    assert tenant.server.wire.functions == ["GetJobs"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "w. europe standard time"])
def test_a_time_zone_that_the_server_does_not_have(tenant: Tenant, profile_results: Tasks, zone: str) -> None:
    tenant.server.wire.refuse("GetWorkerResults", times=99)
    known = zone.startswith("w.")
    with pytest.raises(FunctionFailed if known else InputError) as error:
        profile_results.run(time_zone=zone)
    assert known or error.value.message.startswith("time_zone: the server has no time zone 'Europe/Berlin'; write")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (0, "a time range has at least one day"),
        (-1, "a time range has at least one day"),
        (10**6, "goes back before all dates: use fewer"),
        (10**12, "goes back before all dates: use fewer"),
    ],
)
def test_a_window_has_days(profile_results: Tasks, days: int, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        profile_results.run(days=days)
    assert profile_results.spe.wire.functions == []
