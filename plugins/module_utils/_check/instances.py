# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instances: what experiments find out about them.

The experiments stand in an order in which one leaves the instance as the next one needs it, so that it starts and stops
seldom; each brings it there by itself all the same.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from typing import Any

from .answers import FALSE, REFUSED, TRUE, flag, number_or_shape, of_nothing
from .bench import BEGINNING, Bench
from .conversation import Refused
from .experiment import READING, Experiment, Found, Unknown
from .shapes import in_words
from .words import words_of

_SMALL_LETTERS = "small letters alone"
_SET_BACK = "set back"

UNKNOWNS: Sequence[Unknown] = (
    Unknown("MANAGEMENT_SIDE_NEEDS_ACCESS", "Does GetInstanceConfiguration need service provider access?", FALSE),
    Unknown("key_to_reset", "What becomes of a setting of an instance that a new configuration lacks?", _SET_BACK),
    Unknown("ALIAS_PATTERN", "Which letters may the alias of an instance have?", _SMALL_LETTERS),
    Unknown("alias_as_stored", "How does an empty alias read?", "null"),
    Unknown("BASE_DIRECTORY_MUST_EXIST", "Does CreateInstance refuse a directory that does not exist?", TRUE),
    Unknown("NEW_INSTANCE_IS_STARTED", "Does CreateInstance start an instance with startMode automatic?", FALSE),
    Unknown("RUNNING_INSTANCE_CAN_BE_DELETED", "Does DeleteInstances delete an instance that runs?", FALSE),
    Unknown(
        "DELETED_INSTANCE_LEAVES_ITS_STORES", "Can the stores of a deleted instance be attached to another one?", FALSE
    ),
    Unknown(
        "RUNNING_INSTANCE_CAN_BE_RECONFIGURED", "Does SetInstanceConfiguration work while the instance runs?", TRUE
    ),
    Unknown("STATUS_IN_SAFE_MODE", "Which status has an instance in safe mode?", "running"),
    Unknown("PROCESS_ID_OF_STOPPED_INSTANCE", "Which processID has an instance that is stopped?", "null"),
    Unknown("START_THAWS", "Does StartInstances end a freeze?", FALSE),
    Unknown("FROZEN_INSTANCE_CAN_BE_STOPPED", "Does StopInstances stop a frozen instance?", TRUE),
    Unknown("FREEZE_CAN_BE_REPEATED", "Can an instance be frozen that is frozen already?", TRUE),
    Unknown("REPEATED_LIFECYCLE_CALL_IS_REFUSED", "Does StartInstances refuse an instance that runs?", FALSE),
    Unknown("RESTART_STARTS_STOPPED_INSTANCES", "Does RestartInstances start an instance that is stopped?", TRUE),
    Unknown(
        "OTHERS_ARE_STARTED_WHEN_ONE_CANNOT", "Does StartInstances start the others when one of them is disabled?", TRUE
    ),
    Unknown("FREEZE_OF_STOPPED_INSTANCE_IS_REFUSED", "Does FreezeInstances refuse an instance that is stopped?", TRUE),
    Unknown("RUNNING_FILTER_FINDS_FROZEN", "Does the filter .running find a frozen instance?", FALSE),
    Unknown("UNKNOWN_HOST_IN_FILTER_IS_REFUSED", "Does a filter refuse a host that does not exist?", FALSE),
    Unknown("SAFE_MODE_REFUSES_RUNS", "Does RunJobAsync fail in safe mode?", TRUE),
    Unknown("STATUS_STOPPED", "Which status has a stopped instance?", "stopped"),
    Unknown("STATUS_FROZEN", "Which status has a frozen instance?", "frozen"),
    Unknown("STATUS_STARTING", "Which status has an instance while it starts?", "starting"),
    Unknown("STATUS_STOPPING", "Which status has an instance while it stops?", "stopping"),
    Unknown("FILTER_READS_UNKNOWN_ID_AS_NOTHING", "Is the list empty when a filter names no instance?", TRUE),
    Unknown("LIFECYCLE_REFUSES_UNKNOWN_ID", "Does StopInstances fail for an instance that does not exist?", TRUE),
    Unknown("ARCHIVE_ADMIN_NEEDS_PROCESS", "Does GetArchiveAdminEnabled need a running instance?", TRUE),
    Unknown("archive_admin_as_read", "What does GetArchiveAdminEnabled give when access is on?", "true"),
    Unknown("STATISTICS_OF_STOPPED_INSTANCE", "What does GetInstanceStatistics give for a stopped instance?", "null"),
    Unknown("FROZEN_INSTANCE_ANSWERS_READS", "Does a frozen instance answer GetUsers?", TRUE),
)

#: A word for a status, or several.
_WORD = re.compile(r"[A-Za-z]+([ _-][A-Za-z]+)*")
_LONGEST_WORD = 32

#: Seconds between two looks at an instance that begins to start or to stop.
_LOOK = 0.5


def _lifecycle(bench: Bench, verb: str, instance_filter: str = "", **arguments: Any) -> bool:
    """Whether the server did it."""
    wanted = instance_filter or bench.instance_id
    return bench.write(f"{verb}Instances", instanceFilter=wanted, **arguments).is_success


def _stopped(bench: Bench) -> str:
    """The status of the instance, which is stopped."""
    word = bench.stop()
    if word == "running":
        raise Refused("The throw-away instance does not stop.")
    return word


def status_of(name: str, word: str) -> Iterable[Found]:
    """The word of the server, if it is one: it may be written into a file for spe_facts."""
    if len(word) <= _LONGEST_WORD and _WORD.fullmatch(word):
        yield name, word


def filters(bench: Bench) -> Iterable[Found]:
    """Filters that find nothing."""
    reply = bench.read("GetInstances", instanceFilter=f"{bench.instance_id}-none")
    yield "FILTER_READS_UNKNOWN_ID_AS_NOTHING", flag(reply.is_success)
    reply = bench.read("GetInstances", instanceFilter=f"*{bench.instance_id}-none")
    yield "UNKNOWN_HOST_IN_FILTER_IS_REFUSED", flag(not reply.is_success)


def access(bench: Bench) -> Iterable[Found]:
    """Service provider access on, then off."""
    bench.start()
    yield "archive_admin_as_read", in_words(bench.inside("GetArchiveAdminEnabled"))
    bench.inside("SetArchiveAdminEnabled", enabled=False)
    try:
        yield from words_of("access_denied", bench.try_inside("GetUsers"), bench.instance_id)
        yield "MANAGEMENT_SIDE_NEEDS_ACCESS", flag(not bench.try_inside("GetInstanceConfiguration").is_success)
    finally:
        bench.inside("SetArchiveAdminEnabled", enabled=True)


def running(bench: Bench) -> Iterable[Found]:
    """What can be done to an instance that runs."""
    bench.start()
    former = bench.inside("GetInstanceConfiguration")
    changed = {**former, "debugLogEnabled": not former["debugLogEnabled"]}
    bench.write("SetInstanceConfiguration", config=changed)
    is_changed = bench.inside("GetInstanceConfiguration")["debugLogEnabled"] == changed["debugLogEnabled"]
    yield "RUNNING_INSTANCE_CAN_BE_RECONFIGURED", flag(is_changed)
    bench.write("SetInstanceConfiguration", config=former)
    yield "REPEATED_LIFECYCLE_CALL_IS_REFUSED", flag(not _lifecycle(bench, "Start"))
    yield "LIFECYCLE_REFUSES_UNKNOWN_ID", flag(not _lifecycle(bench, "Stop", f"{bench.instance_id}-none"))


def frozen(bench: Bench) -> Iterable[Found]:
    """What can be done to a frozen instance; it is stopped in the end."""
    bench.start()
    bench.do("FreezeInstances", instanceFilter=bench.instance_id)
    word = bench.changed_status("running")
    yield from status_of("STATUS_FROZEN", word)
    found = bench.look("GetInstances", instanceFilter=f"{bench.instance_id} .running")
    yield "RUNNING_FILTER_FINDS_FROZEN", flag(bool(found))
    yield "FREEZE_CAN_BE_REPEATED", flag(_lifecycle(bench, "Freeze"))
    yield "FROZEN_INSTANCE_ANSWERS_READS", flag(bench.try_inside("GetUsers").is_success)
    _lifecycle(bench, "Start")
    is_thawed = bench.changed_status(word) != word
    if word != "running":
        yield "START_THAWS", flag(is_thawed)
    if is_thawed:
        bench.do("FreezeInstances", instanceFilter=bench.instance_id)
    yield "FROZEN_INSTANCE_CAN_BE_STOPPED", flag(_lifecycle(bench, "Stop"))


def stopped(bench: Bench) -> Iterable[Found]:
    """What a stopped instance shows, and what it refuses."""
    yield from status_of("STATUS_STOPPED", _stopped(bench))
    row = bench.row() or {}
    process_id = number_or_shape(row.get("processID"), (0, -1))
    yield "PROCESS_ID_OF_STOPPED_INSTANCE", process_id if "processID" in row else "left out"
    statistics = bench.try_inside("GetInstanceStatistics")
    if statistics.is_success:
        yield "STATISTICS_OF_STOPPED_INSTANCE", of_nothing(statistics.result)
    yield "ARCHIVE_ADMIN_NEEDS_PROCESS", flag(not bench.try_inside("GetArchiveAdminEnabled").is_success)
    yield "FREEZE_OF_STOPPED_INSTANCE_IS_REFUSED", flag(not _lifecycle(bench, "Freeze"))
    yield from words_of("instance_not_running", bench.try_inside("GetStores"), bench.instance_id)


def settings(bench: Bench) -> Iterable[Found]:
    """New configurations of a stopped instance."""
    _stopped(bench)
    usual = bench.configuration(bench.instance_id)
    bench.do("SetInstanceConfiguration", config={**usual, "alias": f"{bench.instance_id}-a"})
    yield "ALIAS_PATTERN", _capital_letters(bench, {**usual, "alias": f"{bench.instance_id}-A"})
    yield "alias_as_stored", _empty_alias(bench, usual)
    bench.do("SetInstanceConfiguration", config={**usual, "debugLogEnabled": True})
    lacking = {key: value for key, value in usual.items() if key != "debugLogEnabled"}
    if not bench.write("SetInstanceConfiguration", config=lacking).is_success:
        yield "key_to_reset", REFUSED
    else:
        is_kept = bench.inside("GetInstanceConfiguration")["debugLogEnabled"]
        yield "key_to_reset", "left as it is" if is_kept else _SET_BACK
    bench.do("SetInstanceConfiguration", config=usual)


def _capital_letters(bench: Bench, config: dict[str, Any]) -> str:
    if not bench.write("SetInstanceConfiguration", config=config).is_success:
        return _SMALL_LETTERS
    is_kept = (bench.row() or {}).get("alias") == config["alias"]
    return "capital letters, too" if is_kept else "capital letters, which become small"


def _empty_alias(bench: Bench, usual: dict[str, Any]) -> str:
    if not bench.write("SetInstanceConfiguration", config={**usual, "alias": ""}).is_success:
        return REFUSED
    empty = in_words((bench.row() or {}).get("alias"))
    bench.do("SetInstanceConfiguration", config=usual)
    none = in_words((bench.row() or {}).get("alias"))
    return empty if empty == none else f"{empty}, unlike one that is null"


def transitions(bench: Bench) -> Iterable[Found]:
    """The words while an instance starts and stops, if the server shows them."""
    _stopped(bench)
    for name, verb in (("STATUS_STARTING", "Start"), ("STATUS_STOPPING", "Stop")):
        first, last = _on_the_way(bench, verb)
        if first != last:
            yield from status_of(name, first)


def _on_the_way(bench: Bench, verb: str) -> tuple[str, str]:
    """The first new status, and the last one."""
    former = bench.word()
    function = f"{verb}Instances"
    reply = bench.conversation.begin(function, instanceFilter=bench.instance_id)
    word = bench.word()
    deadline = time.monotonic() + BEGINNING
    while word == former and time.monotonic() < deadline:
        time.sleep(_LOOK)
        word = bench.word()
    bench.conversation.finish(reply)
    return word, bench.status()


def restart(bench: Bench) -> Iterable[Found]:
    """A restart of an instance that is stopped."""
    former = _stopped(bench)
    _lifecycle(bench, "Restart")
    yield "RESTART_STARTS_STOPPED_INSTANCES", flag(bench.changed_status(former) == "running")


def safe_mode(bench: Bench) -> Iterable[Found]:
    """A job that runs, and then shall run in safe mode; the instance is stopped in the end."""
    bench.start()
    job = bench.made("CreateJob", "GetJobs", **_job_of(bench))
    bench.inside("RunJobAsync", id=job)
    former = _stopped(bench)
    try:
        bench.do("StartInstances", instanceFilter=bench.instance_id, safeMode=True)
        yield from status_of("STATUS_IN_SAFE_MODE", bench.changed_status(former))
        reply = bench.try_inside("RunJobAsync", id=job)
        yield "SAFE_MODE_REFUSES_RUNS", flag(not reply.is_success)
        yield from words_of("instance_in_safe_mode", reply, bench.instance_id)
    finally:
        bench.stop()


def _job_of(bench: Bench) -> dict[str, Any]:
    """A job that only counts messages."""
    schedule = {"timeZoneId": "$Local", "time": "03:00:00"}
    owner = bench.make_user("admin")
    return {"name": bench.new_name("job"), "action": "RefreshAllStoreStatistics", "owner": owner, **schedule}


def disabled(bench: Bench) -> Iterable[Found]:
    """An instance that must not start, alone and with another one."""
    other = bench.make_instance("disabled", startMode="disabled")
    try:
        yield from words_of("instance_disabled", bench.write("StartInstances", instanceFilter=other), other)
        former = _stopped(bench)
        _lifecycle(bench, "Start", f"{bench.instance_id} {other}")
        yield "OTHERS_ARE_STARTED_WHEN_ONE_CANNOT", flag(bench.changed_status(former) == "running")
    finally:
        bench.remove_instance(other)


def without_directory(bench: Bench) -> Iterable[Found]:
    """An instance whose directory nobody made."""
    other = f"{bench.instance_id}-bare"
    is_made = bench.write("CreateInstance", config=bench.configuration(other)).is_success
    yield "BASE_DIRECTORY_MUST_EXIST", flag(not is_made)
    bench.remove_instance(other)


def short_life(bench: Bench) -> Iterable[Found]:
    """A second instance with a store, which is deleted while it runs, or then after it was stopped."""
    bench.start()
    other = bench.make_instance("other", startMode="automatic")
    name = bench.new_name("store")
    store = {"name": name, "databasePath": f"{bench.directory_of(other)}\\{name}", "requestedState": "normal"}
    try:
        time.sleep(BEGINNING)
        yield "NEW_INSTANCE_IS_STARTED", flag(bench.status(other) == "running")
        bench.start(other)
        bench.do("CreateStore", instanceID=other, **store)
        reply = bench.write("DeleteInstances", instanceFilter=other)
        yield "RUNNING_INSTANCE_CAN_BE_DELETED", flag(reply.is_success)
        yield from words_of("instance_running", reply, other)
    finally:
        bench.remove_instance(other)
    yield "DELETED_INSTANCE_LEAVES_ITS_STORES", flag(bench.try_inside("AttachStore", **store).is_success)


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("FILTER_READS_UNKNOWN_ID_AS_NOTHING", "UNKNOWN_HOST_IN_FILTER_IS_REFUSED"), filters, READING),
    Experiment(("archive_admin_as_read", "access_denied", "MANAGEMENT_SIDE_NEEDS_ACCESS"), access),
    Experiment(
        (
            "RUNNING_INSTANCE_CAN_BE_RECONFIGURED",
            "REPEATED_LIFECYCLE_CALL_IS_REFUSED",
            "LIFECYCLE_REFUSES_UNKNOWN_ID",
        ),
        running,
    ),
    Experiment(
        (
            *("NEW_INSTANCE_IS_STARTED", "RUNNING_INSTANCE_CAN_BE_DELETED", "instance_running"),
            "DELETED_INSTANCE_LEAVES_ITS_STORES",
        ),
        short_life,
    ),
    Experiment(("BASE_DIRECTORY_MUST_EXIST",), without_directory),
    Experiment(
        (
            *("STATUS_FROZEN", "RUNNING_FILTER_FINDS_FROZEN", "FREEZE_CAN_BE_REPEATED"),
            *("FROZEN_INSTANCE_ANSWERS_READS", "START_THAWS", "FROZEN_INSTANCE_CAN_BE_STOPPED"),
        ),
        frozen,
    ),
    Experiment(
        (
            *("STATUS_STOPPED", "PROCESS_ID_OF_STOPPED_INSTANCE", "STATISTICS_OF_STOPPED_INSTANCE"),
            *("ARCHIVE_ADMIN_NEEDS_PROCESS", "FREEZE_OF_STOPPED_INSTANCE_IS_REFUSED", "instance_not_running"),
        ),
        stopped,
    ),
    Experiment(("ALIAS_PATTERN", "alias_as_stored", "key_to_reset"), settings),
    Experiment(("STATUS_STARTING", "STATUS_STOPPING"), transitions),
    Experiment(("instance_disabled", "OTHERS_ARE_STARTED_WHEN_ONE_CANNOT"), disabled),
    Experiment(("STATUS_IN_SAFE_MODE", "SAFE_MODE_REFUSES_RUNS", "instance_in_safe_mode"), safe_mode),
    Experiment(("RESTART_STARTS_STOPPED_INSTANCES",), restart),
)
