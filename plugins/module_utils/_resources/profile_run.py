# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a profile once, and looking at what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._api.errors import FunctionFailed, SpeError
from .._engine.calls import Call
from .._engine.read import list_rows, pick_existing
from .._engine.resource import Raw
from .._engine.server import Server
from .profile import PROFILE, profile_properties
from .results import PROFILE_RESULTS, UTC_ZONE, recent_window, shown_results

#: Words of a result (observed, and some seen elsewhere). Errors with single messages are normal on a working tenant.
RESULT_WORDS = {
    "succeeded": "succeeded",
    "completed_with_warnings": "completedWithWarnings",
    "completed_with_errors": "completedWithErrors",
    "failed": "failed",
    "cancelled": "cancelled",
    "disconnected": "disconnected",
    "thread_abort": "threadAbort",
}
BAD_RESULTS = ("failed", "cancelled", "disconnected", "thread_abort")


def stored_profile_call(server: Server, instance_id: str, name: str) -> Call:
    """The call that runs a stored profile. Raises InputError when there is none of that name, or several."""
    row = pick_existing(PROFILE, name, list_rows(PROFILE, server, {"instanceID": instance_id}))
    return Call("RunProfile", {"instanceID": instance_id, "id": row["id"]}, ("name",))


def temporary_profile_call(instance_id: str, profile: Mapping[str, Any], secrets: Mapping[str, Any]) -> Call:
    """The call that runs a profile that is not stored."""
    properties = profile_properties(profile["name"], profile, secrets)
    arguments = {"instanceID": instance_id, "properties": properties, "raw": True}
    return Call("RunTemporaryProfile", arguments, ("temporary",), frozenset(secrets))


def results_of(server: Server, instance_id: str, profile_id: int | None) -> list[Raw]:
    """The recent results of the profile; of a profile that is not stored, those without one (inferred)."""
    rows = PROFILE_RESULTS.read(server.client, instance_id, recent_window(), UTC_ZONE, profile_id)
    return rows if profile_id is not None else [row for row in rows if row.get("profileId") is None]


def run_and_look(server: Server, instance_id: str, call: Call, send: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run, and find the result that was not there before.

    Raises FunctionFailed when the server tells of no new result.
    """
    profile_id = call.arguments.get("id")
    before = {row["id"] for row in results_of(server, instance_id, profile_id)}
    answer = send()
    if not answer["finished"]:
        return {"result": None, "log_output": None}
    new = [row for row in results_of(server, instance_id, profile_id) if row["id"] not in before]
    if not new:
        raise FunctionFailed(
            f"The server says that {call.function} has finished, but tells of no result; look at the server's own log.",
            function=call.function,
        )
    return {"result": shown_results(new[-1:])[0], "log_output": answer["log_output"]}


def judge(result: Mapping[str, Any], fail_on: Sequence[str], minimum: int | None, maximum: int | None) -> None:
    """Raises SpeError, which tells the result, when the playbook calls it a failure."""
    word, items = result["result"], result["items_archived"]
    reasons = []
    if word in {RESULT_WORDS[option] for option in fail_on}:
        reasons.append(f"it ended with {word!r}")
    if minimum is not None and items < minimum:
        reasons.append(f"it archived {items} items, fewer than min_items ({minimum})")
    if maximum is not None and items > maximum:
        reasons.append(f"it archived {items} items, more than max_items ({maximum})")
    if not reasons:
        return
    error = SpeError(
        f"The profile ran, but {' and '.join(reasons)}; see its report with"
        f" community.mailstore.spe_profile_result_info (id {result['id']}, report: true)."
    )
    error.partial = {"changed": True, "result": dict(result)}
    raise error
