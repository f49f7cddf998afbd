# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for jobs: their one schedule, and their replacement where the server cannot change them."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.module_utils._resources.assumptions import SHELL_COMMANDS
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import (
    check_job_options,
    command_line,
    job_fields,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.job_command import refuse_mistyped_command
from ansible_collections.community.mailstore.plugins.modules.spe_job import MODULE

from tests.simulator.contract import Call
from tests.simulator.errors import ApiError
from tests.simulator.state.jobs import Job
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import CREATED, Tenant


@pytest.fixture
def jobs(server: Server, tenant: Tenant) -> Tasks:
    tenant.add_user("admin", privileges=("admin",))
    tenant.add_user("boss", privileges=("admin",))
    return Tasks(MODULE, server, {"instance_id": "acme"})


@pytest.fixture
def nightly(tenant: Tenant) -> Job:
    return tenant.add_job("nightly", enabled=False, time_zone_id="UTC", time="03:30:00", day_of_week="Sunday")


def scheduled(job: Job) -> dict[str, Any]:
    """The parts of the schedule that are set."""
    return {name: value for name, value in job.schedule.as_read().items() if value is not None}


def refused(jobs: Tasks, **options: Any) -> str:
    jobs.spe.wire.forget()
    with pytest.raises(InputError) as error:
        jobs.run(**options)
    assert jobs.spe.wire.writes == []
    return error.value.message


def test_no_change_costs_one_call(jobs: Tasks, nightly: Job) -> None:
    result = jobs.run(
        name="nightly",
        command="VerifyStores",
        owner="admin",
        time_zone="$Local",
        time="03:30",
        day_of_week="Sunday",
        enabled=False,
    )
    assert not result["changed"]
    assert jobs.spe.wire.functions == ["GetJobs"]


def test_a_new_job(jobs: Tasks, tenant: Tenant) -> None:
    result = jobs.four_ways(
        name="verify",
        command="VerifyStore",
        arguments={"includeIndexes": True, "id": 5},
        owner="admin",
        time="22:00",
        day_of_month="Last",
        day_of_week="Friday",
        enabled=True,
    )
    assert result["calls"] == [
        {
            "function": "CreateJob",
            "arguments": {
                "instanceID": "acme",
                "name": "verify",
                "action": 'VerifyStore --includeIndexes="true" --id="5"',
                "owner": "admin",
                "timeZoneId": "$Local",
                "time": "22:00",
                "dayOfWeek": "Friday",
                "dayOfMonth": "Last",
            },
        },
        {"function": "SetJobEnabled", "arguments": {"instanceID": "acme", "id": "(id of the new job)", "enabled": True}},
    ]  # fmt: skip
    assert result["job"]["id"] == 1
    assert result["job"]["time"] == "22:00:00"
    assert result["diff"]["after"]["time"] == "22:00:00"


@pytest.mark.parametrize("options", [{"command": " Ping\t"}, {"action": "Ping "}])
def test_blanks_around_a_command_are_not_a_change(jobs: Tasks, tenant: Tenant, options: dict[str, Any]) -> None:
    tenant.add_job("there", "Ping", time_zone_id="UTC", interval=60)
    assert not jobs.run(name="there", **options)["changed"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"command": "VerifyStorez"},
            "The server has no command 'VerifyStorez': did you mean VerifyStores? Set allow_unknown",
        ),
        ({"action": 'verifystores --includeIndexes="true"'}, "did you mean VerifyStores?"),
        ({"command": "ProcessRetentionPolicy"}, "did you mean ProcessRetentionPolicies?"),
        ({"command": "Xyzzy"}, "The server has no command 'Xyzzy'. Set allow_unknown_command: true"),
        (
            {"command": "VerifyStores", "arguments": {"includeIndex": True}},
            "has no argument 'includeIndex': it takes includeIndexes.",
        ),
        (
            {"command": "VerifyStores", "arguments": {"includeIndexes": "yes"}},
            'includeIndexes of the command VerifyStores must be true or false, but is "yes" (in a template: | bool).',
        ),
        ({"action": "VerifyStores --includeIndexes=tru"}, "must be true or false, but is tru"),
        ({"action": "VerifyStores --includeIndexes=''"}, "must be true or false, but is ''"),
        (
            {"command": "VerifyStores", "arguments": {"includeIndexes": "tru"}},
            'includeIndexes of the command VerifyStores must be true or false, but is "tru"',
        ),
        (
            {"command": "VerifyStore", "arguments": {"id": "first"}},
            "The argument id of the command VerifyStore: 'first' is not a number.",
        ),
        ({"command": "VerifyStore", "arguments": {"id": True}}, "command VerifyStore: 'true' is not a number."),
        ({"command": "VerifyStore", "arguments": {"id": ""}}, "VerifyStore is empty, but must be a number"),
        ({"action": "VerifyStore --id=one"}, "The argument id of the command VerifyStore: 'one' is not a number."),
    ],
)
def test_a_command_that_is_mistyped_is_refused(
    jobs: Tasks, tenant: Tenant, options: dict[str, Any], sentence: str
) -> None:
    tenant.add_job("there", "Ping", time_zone_id="UTC", interval=60)
    for name in ("new", "there"):
        for check_mode in (True, False):
            with pytest.raises(InputError) as error:
                jobs.run(check_mode, name=name, owner="admin", interval=60, **options)
            assert sentence in error.value.message
    assert jobs.spe.wire.writes == []
    assert jobs.run(name="new", owner="admin", interval=60, allow_unknown_command=True, **options)["changed"]


@pytest.mark.parametrize("command", sorted({*FUNCTIONS, *SHELL_COMMANDS}))
def test_every_command_is_told_from_a_mistyped_one_without_a_server(command: str) -> None:
    refuse_mistyped_command(command)
    refuse_mistyped_command(f"{command} --instanceID=acme --anythingElse=1")
    for mistyped in (command.swapcase(), f"{command[:-1]}{command[-1] * 2}" if len(command) > 4 else command.upper()):
        with pytest.raises(InputError, match=f"The server has no command '{mistyped}': did you mean "):
            refuse_mistyped_command(mistyped)


def test_every_argument_is_told_from_a_mistyped_one_without_a_server() -> None:
    for function in FUNCTIONS.values():
        for argument in set(function.arguments) - {"instanceID"}:
            refuse_mistyped_command(f"{function.name} --{argument}=1")
            with pytest.raises(InputError, match=f"The command {function.name} has no argument '{argument.upper()}'"):
                refuse_mistyped_command(f"{function.name} --{argument.upper()}=1")


@pytest.mark.parametrize(
    ("action", "missing"),
    [
        ("VerifyStores", None),
        ('VerifyStore --id="5"', None),
        ("RefreshAllStoreStatistics", None),
        ("ProcessRetentionPolicies", None),
        ("VerifyStore", "id"),
        ("VerifyStore --id 5", None),
        ("SendStatusReport", "timespan and no timeZoneId and no recipients"),
        ('SendStatusReport --timespan="--recipients=" --timeZoneId="$Local"', "recipients"),
    ],
)
def test_a_missing_argument_of_a_command_is_warned_of(jobs: Tasks, action: str, missing: str | None) -> None:
    options = {"name": "new", "owner": "admin", "interval": 60, "action": action}
    command = action.split(maxsplit=1)[0]
    expected = [f"The command {command} of the job 'new' has no {missing}, which"] if missing else []
    for check_mode in (True, False):
        jobs.warnings.clear()
        jobs.run(check_mode, **options)
        assert [warning.partition(" the function")[0] for warning in jobs.warnings] == expected
    jobs.warnings.clear()
    jobs.run(**options)
    assert jobs.warnings == [], "nothing changes any more"


def test_a_command_of_the_shell_alone_needs_no_word(jobs: Tasks) -> None:
    assert jobs.run(name="new", owner="admin", interval=60, command="ProcessRetentionPolicies")["changed"]


def test_check_mode_predicts_values_as_the_server_reads_them(jobs: Tasks) -> None:
    job = jobs.check(name="once", action="Ping", owner="admin", date="2030-01-01 05:00")["job"]
    assert job == {
        "name": "once",
        "id": None,
        "action": "Ping",
        "owner": "admin",
        "time_zone": "$Local",
        "date": "2030-01-01T05:00:00",
        "interval": None,
        "time": None,
        "day_of_week": None,
        "day_of_month": None,
        "enabled": None,
    }


@pytest.mark.parametrize(
    ("missing", "words"),
    [("action", "action"), ("owner", "owner"), ("interval", "a schedule (date, interval or time)")],
)
def test_what_a_new_job_needs(jobs: Tasks, missing: str, words: str) -> None:
    options = {"action": "Ping", "owner": "admin", "interval": 60}
    del options[missing]
    assert refused(jobs, name="new", **options) == (f"The job 'new' does not exist: set {words} to create it.")
    predicted = jobs.check(name="new", **options)
    assert not predicted["changed"]
    assert predicted["job"]["name"] == "new"
    assert jobs.warnings == ["There is no job 'new' yet: check mode cannot predict its changes."]


def test_an_owner_must_be_there(jobs: Tasks) -> None:
    options = {"name": "new", "action": "Ping", "owner": "nobody", "interval": 60}
    assert refused(jobs, **options).startswith("There is no user 'nobody' in the instance 'acme' to own the job")
    assert jobs.check(**options)["changed"]
    assert jobs.warnings[0].startswith("There is no user 'nobody'")


def test_an_owner_in_other_letters_replaces_no_job(jobs: Tasks, nightly: Job) -> None:
    assert refused(jobs, name="nightly", owner="Admin") == (
        "There is no user 'Admin', but there is 'admin', which differs only in upper and lower case: write 'admin'"
        " in the playbook."
    )


def test_another_time_sends_the_whole_schedule_with_what_was_not_named(jobs: Tasks, nightly: Job) -> None:
    result = jobs.four_ways(name="nightly", time="04:00", day_of_week="Sunday")
    assert result["calls"] == [
        {
            "function": "SetJobSchedule",
            "arguments": {
                "instanceID": "acme",
                "id": 1,
                "timeZoneId": "UTC",
                "time": "04:00",
                "dayOfWeek": "Sunday",
            },
        }
    ]
    assert result["diff"]["before"] == {"name": "nightly", "time": "03:30:00"}
    assert result["diff"]["after"] == {"name": "nightly", "time": "04:00:00"}


def test_another_time_zone_keeps_the_times(jobs: Tasks, nightly: Job) -> None:
    arguments = jobs.four_ways(name="nightly", time_zone="GMT Standard Time")["calls"][0]["arguments"]
    assert arguments["timeZoneId"] == "GMT Standard Time"
    assert (arguments["time"], arguments["dayOfWeek"]) == ("03:30:00", "Sunday")


def test_a_time_zone_that_the_server_does_not_know_is_refused(jobs: Tasks, nightly: Job) -> None:
    jobs.spe.wire.forget()
    with pytest.raises(InputError) as error:
        jobs.run(name="nightly", time_zone="W. Europ Standard Time")
    assert error.value.message.startswith(
        "time_zone: the server does not know the time zone 'W. Europ Standard Time'; write the Windows ID"
    )
    assert jobs.spe.wire.writes == []


def test_a_time_zone_must_be_known(jobs: Tasks, nightly: Job) -> None:
    jobs.spe.world.answer_with("GetTimeZones", lambda _call: [{"id": "UTC"}, {"id": "GMT Standard Time"}])
    assert refused(jobs, name="nightly", time_zone="W. Europ Standard Time").startswith(
        "time_zone: the server does not know the time zone 'W. Europ Standard Time'; write the Windows ID of a"
        " time zone"
    )
    assert jobs.run(name="nightly", time_zone="GMT Standard Time")["changed"]


def test_time_zones_that_cannot_be_read_are_left_to_the_server(jobs: Tasks, nightly: Job) -> None:
    jobs.spe.wire.refuse("GetTimeZones")
    with pytest.raises(FunctionFailed) as refused_by_the_server:
        jobs.run(name="nightly", time_zone="W. Europ Standard Time")
    assert refused_by_the_server.value.function == "SetJobSchedule"


def test_naming_a_form_takes_off_all_other_parts(jobs: Tasks, nightly: Job) -> None:
    result = jobs.four_ways(name="nightly", interval=60)
    assert result["calls"][0]["arguments"] == {"instanceID": "acme", "id": 1, "timeZoneId": "UTC", "interval": 60}
    assert result["job"]["day_of_week"] is None
    assert scheduled(nightly) == {"timeZoneId": "UTC", "interval": 60}


def test_naming_the_time_alone_means_every_day(jobs: Tasks, nightly: Job) -> None:
    jobs.four_ways(name="nightly", time="03:30")
    assert scheduled(nightly) == {"timeZoneId": "UTC", "time": "03:30:00"}


def test_null_takes_off_one_part(jobs: Tasks, nightly: Job) -> None:
    jobs.four_ways(name="nightly", day_of_week=None)
    assert scheduled(nightly) == {"timeZoneId": "UTC", "time": "03:30:00"}


def test_a_job_keeps_a_schedule(jobs: Tasks, nightly: Job) -> None:
    message = refused(jobs, name="nightly", time=None)
    assert message.startswith("The job 'nightly' would have no schedule")


@pytest.mark.parametrize("option", ["action", "owner", "time_zone", "enabled"])
def test_what_a_job_always_has_cannot_be_null(jobs: Tasks, nightly: Job, option: str) -> None:
    assert refused(jobs, name="nightly", **{option: None}).startswith(f"{option} cannot be null")


def test_the_servers_own_zone_is_never_a_difference_but_goes_along(jobs: Tasks, nightly: Job) -> None:
    assert not jobs.run(name="nightly", time_zone="$Local")["changed"]
    arguments = jobs.run(name="nightly", time_zone="$Local", interval=5)["calls"][0]["arguments"]
    assert arguments["timeZoneId"] == "$Local"


def test_a_job_is_switched_on(jobs: Tasks, nightly: Job) -> None:
    assert functions(jobs.four_ways(name="nightly", enabled=True)) == ["SetJobEnabled"]


def test_a_job_is_renamed_once(jobs: Tasks, nightly: Job) -> None:
    result = jobs.four_ways(name="nightly", new_name="weekly")
    assert result["calls"] == [
        {"function": "RenameJob", "arguments": {"instanceID": "acme", "id": 1, "name": "weekly"}}
    ]


def test_a_job_is_removed(jobs: Tasks, nightly: Job) -> None:
    result = jobs.four_ways(name="nightly", state="absent")
    assert result["calls"] == [{"function": "DeleteJob", "arguments": {"instanceID": "acme", "id": 1}}]
    assert result["job"] is None


def test_another_action_makes_a_new_job_with_all_that_the_old_one_had(
    jobs: Tasks, tenant: Tenant, nightly: Job
) -> None:
    result = jobs.four_ways(name="nightly", action="Ping")
    assert result["calls"] == [
        {
            "function": "CreateJob",
            "arguments": {
                "instanceID": "acme",
                "name": "nightly (replaces job 1, off)",
                "action": "Ping",
                "owner": "admin",
                "timeZoneId": "UTC",
                "time": "03:30:00",
                "dayOfWeek": "Sunday",
            },
        },
        {"function": "SetJobEnabled", "arguments": {"instanceID": "acme", "id": "(id of the new job)", "enabled": False}},
        {"function": "DeleteJob", "arguments": {"instanceID": "acme", "id": 1}},
        {"function": "RenameJob", "arguments": {"instanceID": "acme", "id": "(id of the new job)", "name": "nightly"}},
    ]  # fmt: skip
    assert result["diff"]["before"] == {"name": "nightly", "action": "VerifyStores"}
    assert result["diff"]["after"] == {"name": "nightly", "action": "Ping"}
    assert result["job"]["id"] == 2
    assert [job.job_id for job in tenant.jobs] == [2]


def test_check_mode_does_not_tell_the_old_id_of_a_replaced_job(jobs: Tasks, nightly: Job) -> None:
    job = jobs.check(name="nightly", owner="boss", interval=60)["job"]
    assert job["id"] is None
    assert (job["owner"], job["interval"], job["time"], job["enabled"]) == ("boss", 60, None, False)


def test_a_job_is_replaced_and_renamed_in_one(jobs: Tasks, tenant: Tenant, nightly: Job) -> None:
    result = jobs.four_ways(name="nightly", new_name="weekly", owner="boss")
    assert functions(result) == ["CreateJob", "SetJobEnabled", "DeleteJob", "RenameJob"]
    assert [(job.name, job.owner) for job in tenant.jobs] == [("weekly", "boss")]


def test_a_replacement_that_is_not_right_goes_and_the_old_job_stays(jobs: Tasks, tenant: Tenant, nightly: Job) -> None:
    jobs.spe.world.answer_with("SetJobEnabled", lambda _call: None)
    with pytest.raises(FunctionFailed) as failed:
        jobs.run(name="nightly", action="Ping")
    assert tenant.jobs == [nightly]
    assert failed.value.message == (
        "The server accepted the calls, but enabled of the job 'nightly' did not change; look at the server's own"
        " log; the old job is unchanged."
    )
    assert [call["function"] for call in jobs.spe.wire.record.shown()["calls"]] == [
        "CreateJob",
        "SetJobEnabled",
        "DeleteJob",
    ]
    assert jobs.spe.wire.record.shown()["calls"][2]["arguments"]["id"] == 2


@pytest.mark.parametrize("function", ["CreateJob", "SetJobEnabled"])
def test_a_replacement_that_fails_half_way_is_taken_back(
    jobs: Tasks, tenant: Tenant, nightly: Job, function: str
) -> None:
    jobs.spe.wire.refuse(function)
    with pytest.raises(FunctionFailed) as failed:
        jobs.run(name="nightly", action="Ping")
    assert tenant.jobs == [nightly]
    assert failed.value.message.endswith("; the old job is unchanged.")


def test_an_old_job_that_cannot_be_removed_leaves_no_twin(jobs: Tasks, tenant: Tenant, nightly: Job) -> None:
    jobs.spe.wire.refuse("DeleteJob")
    with pytest.raises(FunctionFailed):
        jobs.run(name="nightly", action="Ping")
    assert tenant.jobs == [nightly]


def test_a_twin_that_cannot_be_removed_is_told(jobs: Tasks, tenant: Tenant, nightly: Job) -> None:
    jobs.spe.wire.refuse("DeleteJob", times=2)
    with pytest.raises(FunctionFailed) as failed:
        jobs.run(name="nightly", action="Ping")
    assert len(tenant.jobs) == 2
    assert failed.value.message.endswith(
        "; the old job and the new one may both exist: run the task again to finish the change."
    )
    assert [(job.name, job.enabled) for job in tenant.jobs][1] == ("nightly (replaces job 1, off)", False)


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("function", ["CreateJob", "SetJobEnabled"])
def test_a_replacement_that_is_interrupted_is_taken_back(
    jobs: Tasks, tenant: Tenant, nightly: Job, function: str, work_is_done: bool
) -> None:
    jobs.spe.wire.interrupt(function, KeyboardInterrupt, work_is_done=work_is_done)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(name="nightly", action="Ping")
    assert tenant.jobs == [nightly]


def test_a_change_that_is_interrupted_takes_nothing_back(jobs: Tasks, nightly: Job) -> None:
    jobs.spe.wire.interrupt("SetJobEnabled", KeyboardInterrupt, work_is_done=True)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(name="nightly", enabled=True)
    assert jobs.spe.wire.writes == ["SetJobEnabled"]


def test_a_new_job_that_has_taken_the_place_is_told(jobs: Tasks, tenant: Tenant, nightly: Job) -> None:
    def remove_and_fail(_call: Call) -> None:
        del tenant.content.jobs.jobs[nightly.job_id]
        raise ApiError("So nicht.")

    jobs.spe.world.answer_with("DeleteJob", remove_and_fail)
    with pytest.raises(FunctionFailed) as failed:
        jobs.run(name="nightly", action="Ping")
    assert failed.value.message.endswith(
        "; the old job no longer exists, and the new one replaces it when you run the task again."
    )
    assert [job.name for job in tenant.jobs] == ["nightly (replaces job 1, off)"]
    jobs.four_ways(name="nightly", action="Ping")
    assert [(job.name, job.action, job.enabled) for job in tenant.jobs] == [("nightly", "Ping", False)]


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("function", ["CreateJob", "SetJobEnabled", "DeleteJob"])
def test_a_lost_answer_while_replacing_leaves_exactly_the_new_job(
    jobs: Tasks, tenant: Tenant, nightly: Job, function: str, work_is_done: bool
) -> None:
    jobs.spe.wire.lose(function, work_is_done=work_is_done)
    result = jobs.run(name="nightly", action="Ping")
    assert [(job.name, job.action, job.enabled) for job in tenant.jobs] == [("nightly", "Ping", False)]
    assert result["job"]["id"] == tenant.jobs[0].job_id == 2


def test_jobs_of_the_same_name_are_refused(jobs: Tasks, tenant: Tenant, nightly: Job) -> None:
    tenant.add_job("nightly", time_zone_id="UTC", interval=60)
    assert refused(jobs, name="nightly").startswith("The name 'nightly' is ambiguous: 2 jobs have it (ids 1, 2)")


@pytest.mark.parametrize(
    ("said", "option", "read"),
    [
        ({"interval": "60"}, {"interval": 60}, 60),
        ({"time": "03:30", "dayOfMonth": 15}, {"time": "03:30", "day_of_month": "15"}, None),
        ({"time": "03:30", "dayOfMonth": "last"}, {"time": "03:30", "day_of_month": "Last"}, None),
        ({"date": "2030-01-01 05:00:00"}, {"date": "2030-01-01T05:00"}, None),
    ],
)
def test_what_the_server_says_in_another_type_is_no_drift(
    jobs: Tasks, tenant: Tenant, said: dict[str, Any], option: dict[str, Any], read: Any
) -> None:
    row = tenant.add_job("odd", time_zone_id="UTC", interval=60).row(CREATED)
    odd = {**row, "schedule": {"timeZoneId": "UTC", **said}}
    jobs.spe.world.answer_with("GetJobs", lambda _call: [odd])
    assert not jobs.run(name="odd", **option)["changed"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"interval": 5, "time": "03:30"}, "A job has one schedule, but interval and time are set; keep one of them."),
        ({"day_of_week": "Sunday"}, "day_of_week can only be used with time: set the time of day, too."),
        ({"interval": 5, "day_of_month": "1"}, "day_of_month can only be used with time: set the time of day, too."),
        ({"time": "1320"}, "time: '1320' is not understood"),
        ({"time": "25:00"}, "time: '25:00' is not understood"),
        ({"date": "tomorrow"}, "date: 'tomorrow' is not understood"),
        ({"time": "03:30+01:00"}, "time: '03:30+01:00' contains a time zone; leave it out and use time_zone."),
        ({"date": "2030-01-01T00:00:00Z"}, "date: '2030-01-01T00:00:00Z' contains a time zone"),
        ({"command": "VerifyStores", "arguments": {"x": 'a "quoted" word'}}, "arguments: the value of x contains a quotation"),
        ({"command": "VerifyStores", "arguments": {"x": ["a", '"']}}, "arguments: the value of x contains a quotation"),
        ({"command": "VerifyStores", "arguments": {"x": {"a": 1}}}, "arguments: x is a dictionary, which a job cannot have as an argument"),
        ({"command": "VerifyStores", "arguments": {"instanceID": "acme"}}, "arguments: leave instanceID out, because a job"),
        ({"command": ""}, "command is empty: set the command, or leave it out to keep the current action."),
        ({"command": None}, "command is empty: set the command, or leave it out to keep the current action."),
    ],
)  # fmt: skip
def test_schedules_that_cannot_be_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        check_job_options(fields)
    assert error.value.message.startswith(message)


def test_an_empty_text_is_no_form_of_schedule() -> None:
    assert job_fields({"date": "", "time": "03:30"}) == job_fields({"date": None, "time": "03:30"})
    assert job_fields({"time": ""}) == {"time": None}


def test_a_command_line() -> None:
    assert command_line("VerifyStores", {}) == "VerifyStores"
    assert command_line("Sync", {"dryRun": False, "name": "a b"}) == 'Sync --dryRun="false" --name="a b"'
    assert command_line("Send", {"to": ["a@x", "b@x"], "days": None, "n": 7}) == 'Send --to="a@x,b@x" --n="7"'


def test_jobs_of_an_instance_that_is_not_there_yet_are_predicted(jobs: Tasks) -> None:
    options = {"instance_id": "gone", "name": "new", "action": "Ping", "owner": "admin", "interval": 60}
    result = jobs.check(**options, enabled=False)
    assert functions(result) == ["CreateJob", "SetJobEnabled"]
    assert result["job"]["enabled"] is False
    with pytest.raises(InputError, match="There is no instance 'gone' on this server"):
        jobs.run(**options)
