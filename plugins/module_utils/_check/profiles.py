# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles and their runs: what experiments find out about them.

The mail server of these profiles does not exist, so that each run fails, and nothing is archived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .answers import flag
from .bench import Bench
from .conversation import Refused, Reply
from .creation import result_of_creation
from .experiment import Experiment, Found, Unknown
from .results import window
from .shapes import in_words

_HOST = "imap.example.invalid"
_PASSWORD = "not-a-secret"  # noqa: S105  it is that of nobody

#: Seconds between two runs, so that a profile that runs automatically runs once.
_ONE_DAY = 86_400
#: The longest time that a check asks for at once.
_MOST_DAYS = 400

UNKNOWNS: Sequence[Unknown] = (
    Unknown("created_profile_result", "What does CreateProfile return?", "null"),
    Unknown("PROFILE_NAMES_ARE_UNIQUE", "Is the name of another profile refused?", "false"),
    Unknown("NEW_PROFILE_VERSION", "What is the version of a new profile?", "1"),
    Unknown("TEMPORARY_RUNS_NAME_NO_PROFILE", "Does the result of RunTemporaryProfile lack a profile?", "true"),
    Unknown("USER_OF_RUNS", "What is the userName of a run that the API started?", "$archiveadmin"),
    Unknown("RUN_PROFILE_FAILS_WITH_ITS_RUN", "Does RunProfile fail when the run fails?", "false"),
    Unknown(
        "SWITCHING_OFF_TAKES_NEW_VALUES",
        "Does SetProfileServerSideExecution take a pause together with automatic=false?",
        "true",
    ),
    Unknown("execution_value_as_stored", "How does automatic read after it was set?", "true in small letters"),
    Unknown("RUN_PROFILE_RESULT", "What does RunProfile return?", "null"),
    Unknown(
        "WORKER_RESULT_DAYS",
        "For how many days are the results of profiles kept?",
        "30",
        out_of_reach="It takes weeks until the server removes a result, and how old the oldest one of a tenant is may have other causes.",
    ),
    Unknown("WIDE_WINDOW_DAYS", "For how many days does GetWorkerResults answer at once?", "7"),
    Unknown("PROFILE_OWNER_MUST_EXIST", "Must the owner of a profile exist?", "true"),
    Unknown("profile_secret_as_read", "How does a password in the details of a profile read?", "null"),
    Unknown("worker_result_report", "What does GetWorkerResultReport return?", "a text"),
)


# Helpers


def _properties(bench: Bench, owner: str) -> dict[str, Any]:
    """What CreateProfile and RunTemporaryProfile take, with a new name."""
    return {
        "owner": owner,
        "type": "I",
        "connector": "IMAP",
        "name": bench.new_name("profile"),
        "details": {
            "emailAddress": "nobody@example.invalid",
            "host": _HOST,
            "protocol": "IMAP-SSL",
            "userName": "nobody@example.invalid",
            "password": _PASSWORD,
            "targetUserFolder": owner,
            "timeout": "0",
        },
        "serverSideExecution": {"automatic": "false"},
    }


def _make(bench: Bench) -> tuple[Any, Any]:
    """Create a profile of a new user in the running instance; its id, and what CreateProfile has returned. Raises Refused."""
    bench.start()
    properties = _properties(bench, bench.make_user())
    return bench.made_with_result("CreateProfile", "GetProfiles", looked={"raw": True}, properties=properties, raw=True)


def _row(bench: Bench, profile: Any) -> Mapping[str, Any]:
    return bench.found("GetProfiles", profile, raw=True)


def _results(bench: Bench) -> dict[str, Mapping[str, Any]]:
    """The rows of all runs, by their ids."""
    rows = bench.inside("GetWorkerResults", **window("timeZoneID"))
    return {str(row["id"]): row for row in rows or ()}


def _run(bench: Bench, function: str, **arguments: Any) -> tuple[Reply, Mapping[str, Any]]:
    """Run a profile; the answer, and the row of this run. Raises Refused."""
    before = _results(bench)
    reply = bench.try_inside(function, **arguments)
    new = [row for key, row in _results(bench).items() if key not in before]
    if len(new) != 1:
        raise Refused(f"GetWorkerResults shows {len(new)} new rows after {function}.")
    return reply, new[0]


# Experiments


def new_profiles(bench: Bench) -> Iterable[Found]:
    """A profile as it reads, one with the same name, and one of nobody."""
    profile, result = _make(bench)
    row = _row(bench, profile)
    yield "created_profile_result", result_of_creation(result, profile)
    version = row["version"]
    yield "NEW_PROFILE_VERSION", str(version) if isinstance(version, int) else in_words(version)
    yield "profile_secret_as_read", _kind_of_secret(row["details"])
    properties = {**_properties(bench, row["owner"]), "name": row["name"]}
    yield "PROFILE_NAMES_ARE_UNIQUE", flag(not bench.is_done("CreateProfile", properties=properties, raw=True))
    properties = _properties(bench, bench.new_name("nobody"))
    yield "PROFILE_OWNER_MUST_EXIST", flag(not bench.is_done("CreateProfile", properties=properties, raw=True))


def _kind_of_secret(details: Mapping[str, Any]) -> str:
    if "password" not in details:
        return "left out"
    value = details["password"]
    if isinstance(value, str) and value and set(value) <= set("*•●"):
        return "masked"
    return "as stored" if value == _PASSWORD else in_words(value)


def automatic_execution(bench: Bench) -> Iterable[Found]:
    """Automatic execution on, then off with another pause."""
    profile, _result = _make(bench)
    execution = _set_execution(bench, profile, automatic=True, pause=_ONE_DAY)
    yield "execution_value_as_stored", _kind_of_flag(execution["automatic"])
    execution = _set_execution(bench, profile, automatic=False, pause=2 * _ONE_DAY)
    answers = {str(_ONE_DAY): "false", str(2 * _ONE_DAY): "true"}
    shown = str(execution["automaticPauseBetweenExecutions"])
    yield "SWITCHING_OFF_TAKES_NEW_VALUES", answers.get(shown, "something else")


def _set_execution(bench: Bench, profile: Any, *, automatic: bool, pause: int) -> Mapping[str, Any]:
    """Set the automatic execution, and return how it reads."""
    bench.inside(
        "SetProfileServerSideExecution", id=profile, automatic=automatic, automaticPauseBetweenExecutions=pause
    )
    read: Mapping[str, Any] = _row(bench, profile)["serverSideExecution"]
    return read


def _kind_of_flag(value: Any) -> str:
    kinds = {"true": "true in small letters", "True": "true with a capital letter"}
    return kinds.get(value, "a text") if isinstance(value, str) else in_words(value)


def runs(bench: Bench) -> Iterable[Found]:
    """A run of a profile, which fails."""
    profile, _result = _make(bench)
    reply, row = _run(bench, "RunProfile", id=profile)
    yield "USER_OF_RUNS", _kind_of_user(row)
    if row["result"] == "failed":
        yield "RUN_PROFILE_FAILS_WITH_ITS_RUN", flag(not reply.is_success)
    if reply.is_success:
        yield "RUN_PROFILE_RESULT", in_words(reply.result)
    report = bench.inside("GetWorkerResultReport", id=row["id"])
    yield "worker_result_report", _kind_of_report(report)


def _kind_of_user(row: Mapping[str, Any]) -> str:
    name = row.get("userName")
    if name is None:
        return "null or left out"
    return "$archiveadmin" if name == "$archiveadmin" else "another user"


def _kind_of_report(report: Any) -> str:
    is_page = isinstance(report, str) and report.lstrip().startswith("<")
    return "a page" if is_page else in_words(report)


def temporary_runs(bench: Bench) -> Iterable[Found]:
    """A run of a profile that is not stored."""
    bench.start()
    properties = _properties(bench, bench.make_user())
    _reply, row = _run(bench, "RunTemporaryProfile", properties=properties, raw=True)
    names = [row.get(key) for key in ("profileId", "profileName")]
    yield "TEMPORARY_RUNS_NAME_NO_PROFILE", flag(names == [None, None])


def wide_windows(bench: Bench) -> Iterable[Found]:
    """The longest time for which the results come at once: it is found by halves.

    Nothing is found where the server puts off every answer, or none: then the window does not matter.
    """
    bench.start()
    properties = _properties(bench, bench.make_user())
    puts_off = [
        bench.try_inside("GetUserInfo", userName=properties["owner"]).was_running,
        bench.try_inside("RunTemporaryProfile", properties=properties, raw=True).was_running,
    ]
    if puts_off != [False, True]:
        return
    narrow, wide = 0, _MOST_DAYS + 1
    while wide - narrow > 1:
        middle = (narrow + wide) // 2
        if bench.try_inside("GetWorkerResults", **window("timeZoneID", middle)).was_running:
            wide = middle
        else:
            narrow = middle
    yield "WIDE_WINDOW_DAYS", str(narrow) if wide <= _MOST_DAYS else f"{_MOST_DAYS} or more"


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(
        (
            "created_profile_result",
            "PROFILE_NAMES_ARE_UNIQUE",
            "NEW_PROFILE_VERSION",
            "profile_secret_as_read",
            "PROFILE_OWNER_MUST_EXIST",
        ),
        new_profiles,
    ),
    Experiment(("execution_value_as_stored", "SWITCHING_OFF_TAKES_NEW_VALUES"), automatic_execution),
    Experiment(
        ("USER_OF_RUNS", "RUN_PROFILE_FAILS_WITH_ITS_RUN", "RUN_PROFILE_RESULT", "worker_result_report"),
        runs,
    ),
    Experiment(("TEMPORARY_RUNS_NAME_NO_PROFILE",), temporary_runs),
    Experiment(("WIDE_WINDOW_DAYS",), wide_windows),
)
