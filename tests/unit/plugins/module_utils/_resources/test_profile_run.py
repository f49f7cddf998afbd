# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running profiles, stored or not: which result is ours, and what the playbook calls a failure."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.profile_run import secrets_of_temporary
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.modules.spe_profile_run import MODULE

from tests.simulator.contract import Call
from tests.simulator.errors import ApiError
from tests.simulator.state.profiles import Profile
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant

TEMPORARY = {"name": "Try", "owner": "admin", "connector": "IMAP", "secret_details": {"password": "S3cret-word"}}


@pytest.fixture
def archive(tenant: Tenant) -> Tenant:
    tenant.add_user("admin", privileges=("admin",))
    tenant.end_runs("succeeded")
    return tenant


@pytest.fixture
def runs(archive: Tenant) -> Tasks:
    return Tasks(MODULE, archive.server, {"instance_id": "acme"})


@pytest.fixture
def journal(archive: Tenant) -> Profile:
    return archive.add_profile("Journal")


def test_a_run_gives_its_own_result(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    archive.end_profile(journal, items=99)
    predicted = runs.check(name="Journal")
    assert archive.server.wire.writes == []
    result = runs.run(name="Journal")
    assert predicted["calls"] == result["calls"]
    assert result["result"]["items_archived"] == 5
    assert result["result"]["profile_id"] == journal.profile_id
    assert predicted["result"] is None


def test_what_the_server_runs_by_itself_meanwhile_is_not_ours(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    def run_twice(_call: Call) -> None:
        archive.end_profile(journal, items=1)
        archive.end_profile(journal, items=2, user_name="admin")

    archive.server.world.answer_with("RunProfile", run_twice)
    assert runs.run(name="Journal")["result"]["items_archived"] == 1


def test_results_of_somebody_else_count_when_there_are_no_others(
    archive: Tenant, runs: Tasks, journal: Profile
) -> None:
    archive.end_runs("succeeded", user_name="admin")
    assert runs.run(name="Journal")["result"]["user_name"] == "admin"


@pytest.mark.parametrize(
    ("outcome", "options", "sentence"),
    [
        (("failed", 0), {}, "The profile ran, but it ended with failed; see its report"),
        (("threadAbort", 0), {}, "it ended with thread_abort"),
        (("completedWithErrors", 5), {"fail_on": ["completed_with_errors"]}, "it ended with completed_with_errors"),
        (("succeeded", 5), {"min_items": 6}, "it archived 5 items, fewer than min_items (6)"),
        (("succeeded", 5), {"max_items": 4}, "it archived 5 items, more than max_items (4)"),
        (("failed", 0), {"min_items": 1}, "it ended with failed and it archived 0 items, fewer"),
    ],
)
def test_a_bad_result_is_a_failure(
    archive: Tenant, runs: Tasks, journal: Profile, outcome: tuple[str, int], options: Any, sentence: str
) -> None:
    archive.end_runs(*outcome)
    with pytest.raises(SpeError) as error:
        runs.run(name="Journal", **options)
    assert sentence in error.value.message
    assert archive.server.wire.record.shown()["changed"]
    assert functions(archive.server.wire.record.shown()) == ["RunProfile"]
    assert archive.server.wire.record.shown()["result"]["items_archived"] == outcome[1]


@pytest.mark.parametrize(
    ("outcome", "options"),
    [
        (("completedWithErrors", 5), {}),
        (("failed", 0), {"fail_on": []}),
        (("unheardOf", 5), {"min_items": 5, "max_items": 5}),
    ],
)
def test_what_the_playbook_does_not_mind(
    archive: Tenant, runs: Tasks, journal: Profile, outcome: tuple[str, int], options: Any
) -> None:
    archive.end_runs(*outcome)
    assert runs.run(name="Journal", **options)["result"]["items_archived"] == outcome[1]


@pytest.mark.parametrize("fail_on", [["failed"], []])
def test_a_function_that_fails_with_its_run(archive: Tenant, runs: Tasks, journal: Profile, fail_on: list[str]) -> None:

    def fail(_call: Call) -> None:
        archive.end_profile(journal, "failed", 0)
        raise ApiError("So nicht.")

    archive.server.world.answer_with("RunProfile", fail)
    if not fail_on:
        assert runs.run(name="Journal", fail_on=fail_on)["result"]["result"] == "failed"
        return
    with pytest.raises(SpeError, match="it ended with failed"):
        runs.run(name="Journal", fail_on=fail_on)
    assert archive.server.wire.record.shown()["result"]["result"] == "failed"


def test_a_refused_run_has_no_result(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    archive.server.wire.refuse("RunProfile")
    with pytest.raises(FunctionFailed):
        runs.run(name="Journal")
    assert archive.server.wire.record.shown() == {}


def test_a_run_without_a_result_is_a_failure(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    archive.end_runs("")
    with pytest.raises(FunctionFailed, match="RunProfile has finished, but returns no result"):
        runs.run(name="Journal")
    assert functions(archive.server.wire.record.shown()) == ["RunProfile"]


def test_a_lost_answer_is_not_answered_by_a_second_run(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    archive.server.wire.lose("RunProfile", work_is_done=True)
    with pytest.raises(AnswerLost):
        runs.run(name="Journal")
    assert archive.server.wire.writes == ["RunProfile"]


def _times_out(archive: Tenant) -> None:
    archive.server.wire.go_on("RunProfile")


def test_without_waiting_there_is_no_result(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    _times_out(archive)
    result = runs.run(name="Journal", wait=False)
    assert result["changed"]
    assert (result["result"], result["log_output"]) == (None, None)


def test_waiting_too_long_tells_what_was_done(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    _times_out(archive)
    with pytest.raises(WaitTimedOut):
        runs.run(name="Journal", wait_timeout=600)
    assert functions(archive.server.wire.record.shown()) == ["RunProfile"]


def test_a_profile_that_is_not_stored(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    archive.end_profile(journal)
    predicted = runs.check(temporary=TEMPORARY)
    result = runs.run(temporary=TEMPORARY)
    assert predicted["calls"] == result["calls"]
    assert "S3cret" not in str(result["calls"])
    assert "profile_id" not in result["result"]
    assert archive.server.wire.arguments_of("RunTemporaryProfile")["properties"]["details"]["password"] == "S3cret-word"


def test_check_mode_takes_a_profile_that_is_not_there_yet(runs: Tasks) -> None:
    result = runs.check(name="Journal")
    assert result["calls"] == [
        {"function": "RunProfile", "arguments": {"instanceID": "acme", "id": "(id of the new profile)"}}
    ]
    assert runs.warnings[0].startswith("There is no profile 'Journal' in the instance 'acme' yet")
    with pytest.raises(InputError, match="There is no profile 'Journal' in this instance; it has: none"):
        runs.run(name="Journal")


def test_check_mode_takes_an_instance_that_is_not_there_yet(archive: Tenant, runs: Tasks) -> None:
    archive.server.environment.remove_instance(archive.instance)
    assert functions(runs.check(name="Journal")) == ["RunProfile"]
    assert functions(runs.check(temporary=TEMPORARY)) == ["RunTemporaryProfile"]


@pytest.mark.parametrize("options", [{"name": "Journal"}, {"temporary": TEMPORARY}])
@pytest.mark.parametrize("check_mode", [True, False])
def test_a_closed_instance_is_refused(
    archive: Tenant, runs: Tasks, journal: Profile, check_mode: bool, options: Any
) -> None:
    archive.access = False
    with pytest.raises(InputError, match="Service provider access of the instance 'acme' is off"):
        runs.run(check_mode, **options)
    assert runs.spe.wire.writes == []
    assert runs.run(check_mode, service_provider_access="open", **options)["service_provider_access_opened"]
    assert not archive.access


def test_ambiguous_names_are_refused(archive: Tenant, runs: Tasks, journal: Profile) -> None:
    archive.add_profile("Journal")
    for check_mode in (True, False):
        with pytest.raises(InputError, match="is ambiguous: 2 profiles have it"):
            runs.run(check_mode, name="Journal")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"min_items": 9, "max_items": 1}, r"min_items \(9\) is more than max_items \(1\)"),
        ({"max_items": -1}, "max_items cannot be negative"),
        ({"min_items": 1, "wait": False}, "min_items cannot be checked with wait: false"),
        ({"wait_timeout": -1}, "wait_timeout is -1 seconds"),
    ],
)
def test_numbers_that_cannot_be_are_refused(runs: Tasks, journal: Profile, options: Any, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        runs.run(name="Journal", **options)
    assert runs.spe.wire.functions == []


def test_a_misplaced_secret_is_refused_and_known(runs: Tasks) -> None:
    with pytest.raises(InputError, match="details would show password in the output"):
        runs.run(temporary={**TEMPORARY, "details": {"password": "x"}})
    assert secrets_of_temporary({"details": {"password": "x"}}) == ["x"]
    assert secrets_of_temporary(None) == []
