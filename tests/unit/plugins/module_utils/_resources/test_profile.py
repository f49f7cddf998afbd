# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles: what counts as drift, and the safe replacement of what the server cannot change."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
    NotSupportedByServer,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.profile import Automatic, Details
from ansible_collections.community.mailstore.plugins.modules import spe_profile_info
from ansible_collections.community.mailstore.plugins.modules.spe_profile import MODULE

from tests.simulator.contract import Call
from tests.simulator.functions import functions_of
from tests.simulator.secret_names import is_secret_name
from tests.simulator.state.profiles import Profile
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant

SECRETS = {"password": "new"}
STEPS = [("CreateProfile", True), ("CreateProfile", False), ("DeleteProfile", True), ("DeleteProfile", False)]


@pytest.fixture
def archive(tenant: Tenant) -> Tenant:
    tenant.add_user("admin", privileges=("admin",))
    tenant.add_user("boss")
    tenant.end_runs("succeeded")
    return tenant


def named(archive: Tenant, name: str) -> Profile:
    """The only profile of that name."""
    (profile,) = [profile for profile in archive.profiles if profile.name == name]
    return profile


LEFT_OUT = object()
"""Stands for a secret that is left out of what is read."""


def read_secrets_as(archive: Tenant, value: Any) -> None:
    """How the server shows the secrets of profiles from now on."""

    def answer(_call: Call) -> list[dict[str, Any]]:
        rows = [profile.row() for profile in archive.profiles]
        return [{**row, "details": dict(_read(row["details"], value))} for row in rows]

    archive.server.world.answer_with("GetProfiles", answer)


def _read(details: dict[str, Any], value: Any) -> Iterator[tuple[str, Any]]:
    for key, text in details.items():
        if not is_secret_name(key):
            yield key, text
        elif value is not LEFT_OUT:
            yield key, value


def spoil(archive: Tenant, **details: str) -> None:
    """The server does not keep what a new profile is given."""
    create = functions_of(archive.server.environment.version)["CreateProfile"].handler

    def answer(call: Call) -> Any:
        call.arguments["properties"]["details"].update(details)
        return create(call)

    archive.server.world.answer_with("CreateProfile", answer)


@pytest.fixture
def profiles(archive: Tenant) -> Tasks:
    return Tasks(MODULE, archive.server, {"instance_id": "acme"})


def refused(profiles: Tasks, **options: Any) -> str:
    """The sentence of a refusal, before which nothing was written."""
    profiles.spe.wire.forget()
    with pytest.raises(InputError) as error:
        profiles.run(**options)
    assert profiles.spe.wire.writes == []
    return error.value.message


def test_a_profile_as_it_should_be_costs_one_call(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal", details={"host": "imap.example.com", "flag": "1", "timeout": "30", "password": "x"})
    result = profiles.run(
        name="Journal",
        owner="admin",
        type="I",
        connector="IMAP",
        details={"flag": True, "timeout": 30},
        secret_details=SECRETS,
        automatic=False,
    )
    assert not result["changed"]
    assert archive.server.wire.functions == ["GetProfiles"]


@pytest.mark.parametrize("value", ["true", "True", "1", True])
def test_automatic_is_understood_as_text_and_bool(archive: Tenant, profiles: Tasks, value: Any) -> None:
    archive.add_profile("Journal", serverSideExecution={"automatic": value, "automaticPauseBetweenExecutions": 300})
    result = profiles.run(name="Journal", automatic=True, automatic_pause_between_executions=300)
    assert not result["changed"]
    assert result["profile"]["automatic"] is True


@pytest.mark.parametrize("execution", [{}, {"automatic": None}, {"automatic": "0"}, {"automatic": False}])
def test_what_is_not_automatic_is_no_drift(archive: Tenant, profiles: Tasks, execution: Any) -> None:
    archive.add_profile("Journal", serverSideExecution=execution)
    assert not profiles.run(name="Journal", automatic=False)["changed"]


def test_automatic_without_a_value_is_off() -> None:
    assert Automatic().from_api(None) is False


def test_details_are_texts_at_every_depth() -> None:
    field_type = Details()
    assert field_type.equal({"a": {"b": "1", "c": "x"}, "d": "5"}, {"a": {"b": True}, "d": 5})
    assert not field_type.equal({"a": {"b": "1"}}, {"a": {"b": False}})
    assert field_type.merged({"a": {"b": "1"}, "c": "0"}, {"a": {"d": 2}, "c": None}) == {"a": {"b": "1", "d": "2"}}
    assert field_type.to_api({"a": True, "b": None, "c": 1.5}) == {"a": "1", "c": "1.5"}


@pytest.mark.parametrize("mask", [None, "********", "***"])
def test_masked_secrets_are_not_read(mask: str | None) -> None:
    assert Details().from_api({"host": "h", "password": mask}) == {"host": "h"}


def test_only_the_execution_has_a_setter(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    result = profiles.four_ways(
        name="Journal",
        automatic=True,
        automatic_pause_between_executions=300,
        automatic_maintenance_windows="02:00-04:00",
    )
    assert functions(result) == ["SetProfileServerSideExecution"]
    off = profiles.four_ways(name="Journal", automatic=False)
    assert off["profile"]["automatic_maintenance_windows"] == "02:00-04:00"
    assert off["profile"]["automatic_pause_between_executions"] == 300


def test_a_new_profile(archive: Tenant, profiles: Tasks) -> None:
    result = profiles.four_ways(
        name="Sales", owner="admin", connector="IMAP", details={"host": "h", "flag": False}, secret_details=SECRETS
    )
    assert functions(result) == ["CreateProfile"]
    assert result["calls"][0]["arguments"]["properties"] == {
        "owner": "admin",
        "type": "I",
        "connector": "IMAP",
        "name": "Sales",
        "details": {"host": "h", "flag": "0", "password": "********"},
    }
    assert named(archive, "Sales").details["password"] == "new"
    assert result["password_updated"]


def paint(archive: Tenant) -> list[str]:
    """Profiles have a member that nobody knows; those that are created from now on are noted."""
    handlers = functions_of(archive.server.environment.version)
    show, create = handlers["GetProfiles"].handler, handlers["CreateProfile"].handler
    created: list[str] = []

    def take(call: Call) -> Any:
        created.append(call.arguments["properties"].pop("colour"))
        return create(call)

    archive.server.world.answer_with(
        "GetProfiles", lambda call: [{**row, "colour": "blue"} for row in as_rows(show(call))]
    )
    archive.server.world.answer_with("CreateProfile", take)
    return created


def as_rows(answer: Any) -> list[dict[str, Any]]:
    return list(answer)


def test_a_replacement_keeps_all_that_was_not_named(archive: Tenant, profiles: Tasks) -> None:
    execution = {"automatic": "true", "automaticPauseBetweenExecutions": "300", "automaticTomorrow": "yes"}
    old = archive.add_profile("Journal", serverSideExecution=dict(execution))
    colours = paint(archive)
    result = profiles.four_ways(name="Journal", details={"timeout": 60}, secret_details=SECRETS)
    assert functions(result) == [
        "CreateProfile",
        "SetProfileServerSideExecution",
        "SetProfileServerSideExecution",
        "DeleteProfile",
    ]
    assert result["diff"]["before"] == {"name": "Journal", "details": {"timeout": "0"}}
    assert result["diff"]["after"] == {"name": "Journal", "details": {"timeout": "60"}}
    new = named(archive, "Journal")
    assert new.profile_id != old.profile_id
    assert new.details == {"host": "imap.example.com", "timeout": "60", "password": "new"}
    assert new.server_side_execution == {**execution, "automatic": "true"}
    assert colours == ["blue"]


def test_settings_can_be_taken_away(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    result = profiles.four_ways(name="Journal", details={"timeout": None}, secret_details=SECRETS)
    assert "timeout" not in named(archive, "Journal").details
    assert result["diff"]["after"] == {"name": "Journal", "details": {}}


def test_secrets_are_written_every_time_on_demand(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    options = {"name": "Journal", "secret_details": SECRETS, "update_password": "always"}
    predicted = profiles.check(**options)
    for _run in range(2):
        result = profiles.run(**options)
        assert functions(result) == functions(predicted) == ["CreateProfile", "DeleteProfile"]
        assert result["diff"]["after"] == {"name": "Journal", "password_updated": True}
        assert result["password_updated"]
    assert named(archive, "Journal").details["password"] == "new"


def test_without_secrets_nothing_is_written_every_time(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    assert not profiles.run(name="Journal", secret_details={}, update_password="always")["changed"]


@pytest.mark.parametrize("read_as", [None, "********", LEFT_OUT, "in clear"])
def test_secrets_that_would_be_lost_are_asked_for(archive: Tenant, profiles: Tasks, read_as: Any) -> None:
    read_secrets_as(archive, read_as)
    archive.add_profile("Journal")
    sentence = refused(profiles, name="Journal", details={"timeout": 60})
    assert sentence.startswith(
        "To change details, a new profile must replace 'Journal', but the server does not return its secret"
    )
    assert "in secret_details" in sentence


def test_a_secret_that_the_server_tells_is_shown_to_nobody(archive: Tenant, profiles: Tasks) -> None:
    read_secrets_as(archive, "in clear")
    archive.add_profile("Journal")
    info = Tasks(spe_profile_info.MODULE, archive.server, {"instance_id": "acme"})
    changed = profiles.four_ways(name="Journal", details={"timeout": 60}, secret_details=SECRETS)
    assert "in clear" not in str([info.run(), changed])
    assert "does not return its secret password" in refused(profiles, name="Journal", owner="boss", secret_details={})


def test_an_empty_secret_may_be_one_that_is_not_shown(archive: Tenant, profiles: Tasks) -> None:
    read_secrets_as(archive, "")
    archive.add_profile("Journal")
    lost = refused(profiles, name="Journal", details={"timeout": 60}, secret_details={})
    assert "does not return its secret password" in lost
    profiles.four_ways(name="Journal", details={"timeout": 60}, secret_details={"password": None})


ON = {"automatic": True, "automatic_pause_between_executions": 300}
RUNS_OF = {"try": "RunTemporaryProfile", "run": "RunProfile"}


@pytest.mark.parametrize("verify", ["try", "run"])
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("execution", [{}, ON])
@pytest.mark.parametrize("word", ["succeeded", "completedWithErrors"])
def test_new_settings_prove_themselves(
    archive: Tenant, profiles: Tasks, verify: str, there: bool, execution: dict[str, Any], word: str
) -> None:
    if there:
        archive.add_profile("Journal", details={"host": "old", "password": "a"})
    archive.end_runs(word, 5)
    options = {"owner": "admin", "connector": "IMAP", "details": {"host": "new"}, "secret_details": SECRETS}
    result = profiles.four_ways(name="Journal", verify=verify, **options, **execution)
    steps = functions(result)
    assert steps.count(RUNS_OF[verify]) == 1
    if verify == "try":
        assert steps[0] == "RunTemporaryProfile"
    else:
        assert steps[:2] == ["CreateProfile", "RunProfile"]
        created = result["calls"][0]["arguments"]["properties"]
        assert created.get("serverSideExecution", {}).get("automatic", "false") == "false"
    assert bool(result["profile"]["automatic"]) == bool(execution)
    with_settings = [call for call in result["calls"] if "properties" in call["arguments"]]
    assert {call["arguments"]["properties"]["details"]["password"] for call in with_settings} == {"********"}


@pytest.mark.parametrize("verify", ["try", "run"])
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("word", ["failed", "cancelled", "disconnected", "threadAbort"])
def test_settings_that_do_not_work_change_nothing(
    archive: Tenant, profiles: Tasks, verify: str, there: bool, word: str
) -> None:
    if there:
        archive.add_profile("Journal", details={"host": "old", "password": "a"})
    before = copy.deepcopy(archive.profiles)
    archive.end_runs(word, 0)
    options = {"owner": "admin", "connector": "IMAP", "details": {"host": "new"}, "secret_details": SECRETS, **ON}
    with pytest.raises(
        FunctionFailed, match=r"^The profile 'Journal' did not pass its (first|trial) run, which ended with "
    ):
        profiles.run(name="Journal", verify=verify, **options)
    assert archive.profiles == before
    archive.end_runs("succeeded", 1)
    assert profiles.run(name="Journal", verify=verify, **options)["profile"]["details"] == {"host": "new"}


def _refuse_the_run(archive: Tenant) -> None:
    archive.server.wire.refuse("RunProfile")


def _run_badly(archive: Tenant) -> None:
    archive.end_runs("failed", 0)


def _run_badly_and_lose_the_answer(archive: Tenant) -> None:
    archive.end_runs("failed", 0)
    archive.server.wire.lose("RunProfile", work_is_done=True)


BAD_RUNS = [_refuse_the_run, _run_badly, _run_badly_and_lose_the_answer]


@pytest.mark.parametrize("go_wrong", BAD_RUNS)
@pytest.mark.parametrize("execution", [{}, ON])
@pytest.mark.parametrize("there", [True, False])
def test_a_new_profile_with_a_bad_first_run_goes_again(
    archive: Tenant,
    profiles: Tasks,
    go_wrong: Callable[[Tenant], None],
    execution: dict[str, Any],
    there: bool,
) -> None:
    if there:
        archive.add_profile("Journal", details={"host": "old", "password": "a"})
    before = copy.deepcopy(archive.profiles)
    options = {
        "owner": "admin",
        "connector": "IMAP",
        "details": {"host": "new"},
        "secret_details": SECRETS,
        **execution,
    }
    go_wrong(archive)
    with pytest.raises(FunctionFailed) as error:
        profiles.run(name="Journal", verify="run", **options)
    assert archive.profiles == before
    assert archive.server.wire.writes == ["CreateProfile", "RunProfile", "DeleteProfile"]
    answered = ["CreateProfile", *(["RunProfile"] if go_wrong is _run_badly else []), "DeleteProfile"]
    assert [call["function"] for call in archive.server.wire.record.shown()["calls"]] == answered
    assert error.value.message.endswith(
        "; the old profile is unchanged." if there else "; the new profile was removed again."
    )
    archive.end_runs("succeeded", 1)
    again = profiles.run(name="Journal", verify="run", **options)
    assert functions(again)[:2] == ["CreateProfile", "RunProfile"]


@pytest.mark.parametrize("go_wrong", [_refuse_the_run, _run_badly])
def test_a_new_profile_that_cannot_be_removed_is_spoken_of(
    archive: Tenant, profiles: Tasks, go_wrong: Callable[[Tenant], None]
) -> None:
    go_wrong(archive)
    archive.server.wire.refuse("DeleteProfile")
    with pytest.raises(
        FunctionFailed, match=r"; the new profile could not be removed again, but does not run automatically\.$"
    ):
        profiles.run(name="Journal", verify="run", owner="admin", connector="IMAP", **ON)
    assert not profiles.run(name="Journal")["profile"]["automatic"]


def test_a_new_profile_whose_first_run_goes_on_stays(archive: Tenant, profiles: Tasks) -> None:
    archive.server.wire.go_on("RunProfile")
    with pytest.raises(WaitTimedOut):
        profiles.run(name="Journal", verify="run", owner="admin", connector="IMAP", **ON)
    assert archive.server.wire.writes == ["CreateProfile", "RunProfile"]


def test_a_good_first_run_whose_answer_is_lost_is_not_repeated(archive: Tenant, profiles: Tasks) -> None:
    archive.server.wire.lose("RunProfile", work_is_done=True)
    profiles.run(name="Journal", verify="run", owner="admin", connector="IMAP")
    assert archive.server.wire.writes == ["CreateProfile", "RunProfile"]


def test_what_was_created_but_not_verified_is_verified_before_it_is_on(archive: Tenant, profiles: Tasks) -> None:
    options = {"owner": "admin", "connector": "IMAP", "secret_details": SECRETS, **ON}
    archive.server.wire.interrupt("RunProfile", KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        profiles.run(name="Journal", verify="run", **options)
    assert not profiles.run(name="Journal")["profile"]["automatic"]
    result = profiles.four_ways(name="Journal", verify="run", **options)
    assert functions(result) == ["RunProfile", "SetProfileServerSideExecution"]


@pytest.mark.parametrize("verify", ["try", "run"])
def test_nothing_is_run_where_nothing_changes(archive: Tenant, profiles: Tasks, verify: str) -> None:
    archive.add_profile("Journal", details={"host": "old"})
    for check_mode in (True, False):
        assert profiles.run(check_mode, name="Journal", details={"host": "old"}, verify=verify)["calls"] == []
    assert archive.server.wire.functions == ["GetProfiles", "GetProfiles"]


@pytest.mark.parametrize("verify", ["try", "run"])
def test_a_lost_answer_runs_nothing_twice(archive: Tenant, profiles: Tasks, verify: str) -> None:
    archive.add_profile("Journal", details={"host": "old", "password": "a"})
    archive.server.wire.lose(RUNS_OF[verify], work_is_done=True)
    profiles.run(name="Journal", details={"host": "new"}, secret_details=SECRETS, verify=verify)
    assert archive.server.wire.functions.count(RUNS_OF[verify]) == 1
    assert [profile.details["host"] for profile in archive.profiles] == ["new"]


def test_null_drops_a_secret(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal", details={"host": "h", "password": "a", "clientSecret": "b"})
    result = profiles.four_ways(
        name="Journal", details={"host": "i"}, secret_details={"password": None, "clientSecret": "c"}
    )
    assert named(archive, "Journal").details == {"host": "i", "clientSecret": "c"}
    assert result["password_updated"]
    again = profiles.run(name="Journal", secret_details={"password": None}, update_password="always")
    assert not again["changed"], "there is nothing to write"


@pytest.mark.parametrize("secrets", [None, {}, {"password": None}, {"token": "t"}])
@pytest.mark.parametrize("details", [None, {"mailbox": "all"}, {"host": "imap.example.com"}])
@pytest.mark.parametrize("read_as", [None, "********", LEFT_OUT])
def test_another_connector_starts_with_what_the_playbook_gives(
    archive: Tenant, profiles: Tasks, secrets: Any, details: Any, read_as: Any
) -> None:
    read_secrets_as(archive, read_as)
    archive.add_profile("Journal", details={"host": "imap.example.com", "port": "993", "password": "a"})
    given = {"secret_details": secrets, "details": details}
    options = {key: value for key, value in given.items() if value is not None}
    result = profiles.four_ways(name="Journal", connector="MicrosoftOffice365", **options)
    new = named(archive, "Journal")
    assert new.details == {**(details or {}), **({"token": "t"} if secrets == {"token": "t"} else {})}
    assert new.connector == "MicrosoftOffice365"
    assert result["diff"]["before"]["details"].get("port") == "993", "what goes is shown"
    assert "password" not in result["diff"]["before"]["details"]


def test_the_refusal_names_the_ways_out(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal", details={"password": "a", "clientSecret": "b"})
    sentence = refused(profiles, name="Journal", details={"timeout": 60}, secret_details={"password": "a"})
    assert sentence.endswith("its secret clientSecret: set it in secret_details, or null there to remove it.")


def test_a_secret_that_is_there_cannot_be_denied(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal", details={"password": "a", "clientSecret": "b"})
    for given, missing in (({}, "clientSecret and password"), ({"password": "new"}, "its secret clientSecret")):
        sentence = refused(profiles, name="Journal", owner="boss", secret_details=given)
        assert f"{missing}: set " in sentence


def test_a_profile_without_secrets_is_replaced_when_that_is_said(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Mailboxes", details={"credentialId": "1"})
    result = profiles.four_ways(name="Mailboxes", details={"credentialId": 2}, secret_details={})
    assert functions(result) == ["CreateProfile", "DeleteProfile"]
    assert "password_updated" not in result


def test_a_creation_that_fails_leaves_the_old_one(archive: Tenant, profiles: Tasks) -> None:
    old = archive.add_profile("Journal")
    archive.server.wire.refuse("CreateProfile")
    with pytest.raises(FunctionFailed, match=r"; the old profile is unchanged\.$"):
        profiles.run(name="Journal", owner="boss", secret_details=SECRETS)
    assert archive.profiles == [old]


def test_a_new_one_that_is_not_right_is_deleted(archive: Tenant, profiles: Tasks) -> None:
    old = archive.add_profile("Journal")
    spoil(archive, timeout="1")
    with pytest.raises(FunctionFailed, match=r"details of the profile 'Journal' did not change; .*is unchanged\.$"):
        profiles.run(name="Journal", details={"timeout": 60}, secret_details=SECRETS)
    assert archive.profiles == [old]
    assert [call["function"] for call in archive.server.wire.record.shown()["calls"]] == [
        "CreateProfile",
        "DeleteProfile",
    ]


def test_an_old_one_that_cannot_be_deleted_stays_alone(archive: Tenant, profiles: Tasks) -> None:
    old = archive.add_profile("Journal")
    archive.server.wire.refuse("DeleteProfile")
    with pytest.raises(FunctionFailed, match=r"; the old profile is unchanged\.$"):
        profiles.run(name="Journal", owner="boss", secret_details=SECRETS)
    assert archive.profiles == [old]


def test_a_new_one_that_cannot_be_taken_back_is_told(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    archive.server.wire.refuse("DeleteProfile", times=2)
    with pytest.raises(FunctionFailed, match="may both exist: run the task again to finish the change"):
        profiles.run(name="Journal", owner="boss", secret_details=SECRETS)
    assert "is ambiguous: 2 profiles have it" in refused(profiles, name="Journal", state="absent")
    assert functions(profiles.four_ways(name="Journal", owner="boss", secret_details=SECRETS)) == ["DeleteProfile"]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_taking_back_survives_a_lost_answer(archive: Tenant, profiles: Tasks, work_is_done: bool) -> None:
    old = archive.add_profile("Journal")
    spoil(archive, timeout="1")
    archive.server.wire.lose("DeleteProfile", work_is_done=work_is_done)
    with pytest.raises(FunctionFailed, match=r"the old profile is unchanged\.$"):
        profiles.run(name="Journal", details={"timeout": 60}, secret_details=SECRETS)
    assert archive.profiles == [old]


@pytest.mark.parametrize("options", [{"owner": "boss"}, {"new_name": "Renamed"}, {"update_password": "always"}])
@pytest.mark.parametrize(("function", "work_is_done"), STEPS)
def test_a_lost_answer_leaves_exactly_the_new_one(
    archive: Tenant, profiles: Tasks, function: str, work_is_done: bool, options: dict[str, Any]
) -> None:
    old = archive.add_profile("Journal")
    archive.server.wire.lose(function, work_is_done=work_is_done)
    result = profiles.run(name="Journal", secret_details=SECRETS, **options)
    new = named(archive, options.get("new_name", "Journal"))
    assert archive.profiles == [new]
    assert new.profile_id != old.profile_id
    assert new.details["password"] == "new"
    assert result["profile"]["id"] == new.profile_id
    assert archive.server.wire.writes.count("CreateProfile") == (
        1 if work_is_done or function != "CreateProfile" else 2
    )


def test_answers_that_are_always_lost_end_the_task(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    archive.server.wire.lose("CreateProfile", work_is_done=False, times=9)
    with pytest.raises(AnswerLost):
        profiles.run(name="Journal", owner="boss", secret_details=SECRETS)
    assert len(archive.profiles) == 1


@pytest.mark.parametrize("work_is_done", [True, False])
def test_an_interruption_leaves_one_profile(archive: Tenant, profiles: Tasks, work_is_done: bool) -> None:
    archive.add_profile("Journal")
    archive.server.wire.interrupt("DeleteProfile", KeyboardInterrupt, work_is_done=work_is_done)
    with pytest.raises(KeyboardInterrupt):
        profiles.run(name="Journal", owner="boss", secret_details=SECRETS)
    assert named(archive, "Journal").owner == ("boss" if work_is_done else "admin")


def test_another_name_is_a_replacement(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    result = profiles.four_ways(name="Journal", new_name="Mail", secret_details=SECRETS)
    assert functions(result) == ["CreateProfile", "DeleteProfile"]
    assert result["profile"]["name"] == "Mail"
    assert [profile.name for profile in archive.profiles] == ["Mail"]


def test_a_new_name_in_check_mode_for_what_is_not_there_yet(profiles: Tasks) -> None:
    result = profiles.check(name="Journal", new_name="Mail", owner="admin", connector="IMAP")
    assert functions(result) == ["CreateProfile", "DeleteProfile"]
    assert profiles.warnings == ["There is no profile 'Journal' yet: check mode predicts only its renaming."]


def test_check_mode_takes_a_profile_that_is_not_there_yet(archive: Tenant, profiles: Tasks) -> None:
    assert not profiles.check(name="Journal", automatic=True)["changed"]
    assert profiles.warnings == ["There is no profile 'Journal' yet: check mode cannot predict its changes."]
    assert "set owner and connector to create it" in refused(profiles, name="Journal", automatic=True)


def test_ambiguous_names_are_refused(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Twin")
    archive.add_profile("Twin", owner="boss")
    for options in ({"automatic": False}, {"state": "absent"}):
        assert "The name 'Twin' is ambiguous: 2 profiles have it" in refused(profiles, name="Twin", **options)


def test_an_owner_must_be_there(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    options = {"name": "Journal", "owner": "ghost", "secret_details": SECRETS}
    assert "There is no user 'ghost' in the instance 'acme' to own the profile" in refused(profiles, **options)
    assert functions(profiles.check(**options)) == ["CreateProfile", "DeleteProfile"]
    assert "create the user first, or check owner" in profiles.warnings[0]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"details": {"Password": "x"}}, "details would show Password in the output"),
        ({"details": {"clientSecret": "x", "passwd": "y"}}, "move them to secret_details"),
        ({"details": {"a": "1"}, "secret_details": {"a": "2"}}, "both name a; keep one"),
        ({"secret_details": {"a": "", "b": ""}}, "secret_details: a and b are empty"),
        ({"automatic_pause_between_executions": 2**31}, "must be 0 to 2147483647 seconds"),
        ({"automatic_maintenance_windows": "2:00-4:00"}, "write it as '02:00-04:00'"),
        ({"automatic": True}, "set automatic_pause_between_executions, in seconds"),
        ({"details": None}, "details cannot be null"),
        ({"owner": None}, "owner cannot be null"),
    ],
)
def test_bad_options_are_refused(archive: Tenant, profiles: Tasks, options: Any, sentence: str) -> None:
    archive.add_profile("Journal")
    assert sentence in refused(profiles, name="Journal", **options)


def test_windows_that_the_server_keeps(archive: Tenant, profiles: Tasks) -> None:
    execution = {"automatic": "false", "automaticMaintenanceWindows": "02:00-04:00"}
    archive.add_profile("Journal", serverSideExecution=execution)
    sentence = refused(profiles, name="Journal", automatic_maintenance_windows=None)
    assert sentence.startswith("The server keeps the maintenance windows of the profile 'Journal' as long as")
    result = profiles.four_ways(
        name="Journal",
        automatic=True,
        automatic_pause_between_executions=60,
        automatic_maintenance_windows=None,
    )
    assert result["profile"]["automatic_maintenance_windows"] is None


EXECUTION = {
    "automatic": False,
    "automatic_pause_between_executions": 300,
    "automatic_maintenance_windows": "02:00-04:00",
}


@pytest.mark.parametrize("options", [names for count in (1, 2, 3) for names in combinations(EXECUTION, count)])
def test_a_new_profile_gets_its_execution_in_one_run(profiles: Tasks, options: tuple[str, ...]) -> None:
    named = {option: EXECUTION[option] for option in options}
    predicted = profiles.check(name="New", owner="admin", connector="IMAP", **named)
    result = profiles.four_ways(name="New", owner="admin", connector="IMAP", **named)
    assert functions(result) == ["CreateProfile"]
    assert result["profile"] == {**dict.fromkeys(EXECUTION), "automatic": False, **named, **_rest(result["profile"])}
    assert {option: predicted["profile"][option] for option in EXECUTION} == {
        option: result["profile"][option] for option in EXECUTION
    }


def _rest(profile: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in profile.items() if key not in EXECUTION}


@pytest.mark.parametrize("automatic", [True, False])
def test_a_pause_cannot_be_taken_away(archive: Tenant, profiles: Tasks, automatic: bool) -> None:
    archive.add_profile("Journal", serverSideExecution={"automatic": automatic, "automaticPauseBetweenExecutions": "9"})
    sentence = refused(profiles, name="Journal", automatic_pause_between_executions=None)
    assert sentence.startswith("automatic_pause_between_executions of the profile 'Journal' cannot be removed")


def test_a_profile_is_taken_back_as_it_was_told(archive: Tenant, profiles: Tasks) -> None:
    for name, execution in (("Journal", {}), ("Mail", {"automatic": "true", "automaticPauseBetweenExecutions": "9"})):
        archive.add_profile(name, serverSideExecution=execution)
    info = Tasks(spe_profile_info.MODULE, archive.server, {"instance_id": "acme"})
    for told in info.run()["profiles"]:
        options = {key: value for key, value in told.items() if key not in ("id", "version")}
        assert not profiles.run(**options)["changed"]
        assert profiles.run(**{**options, "name": f"New {told['name']}"})["profile"]["details"] == told["details"]


def test_an_older_server_has_no_setter(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    profiles.spe.world.remove("SetProfileServerSideExecution")
    with pytest.raises(NotSupportedByServer, match="does not know SetProfileServerSideExecution, which automatic, "):
        profiles.run(name="Journal", automatic=True, automatic_pause_between_executions=300)
    assert archive.server.wire.writes == []


def test_an_older_server_gets_the_new_profile_as_it_is_to_be(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal", serverSideExecution={"automatic": "true", "automaticPauseBetweenExecutions": "300"})
    profiles.spe.world.remove("SetProfileServerSideExecution")
    result = profiles.four_ways(name="Journal", owner="boss", secret_details=SECRETS)
    assert functions(result) == ["CreateProfile", "DeleteProfile"]
    assert named(archive, "Journal").server_side_execution["automatic"] == "true"


def test_removing(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    archive.server.wire.lose("DeleteProfile", work_is_done=True)
    assert profiles.run(name="Journal", state="absent")["profile"] is None
    assert not profiles.run(name="Journal", state="absent")["changed"]
    assert archive.profiles == []


def test_errors_never_tell_secrets(archive: Tenant, profiles: Tasks) -> None:
    archive.add_profile("Journal")
    spoil(archive, timeout="1")
    with pytest.raises(SpeError) as error:
        profiles.run(name="Journal", details={"timeout": 60}, secret_details={"password": "S3cret-word"})
    assert "S3cret-word" not in f"{error.value.message} {archive.server.wire.record.shown()}"
