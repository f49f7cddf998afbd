# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of `community.mailstore.spe_profile_run`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import FunctionCancelled, FunctionFailed, SpeError
from .._engine.calls import Call
from .._engine.sender import Sender
from .._resources.assumptions import CREDENTIAL_KEY
from .._resources.credential_reference import CredentialReference, check_credential
from .._resources.instance_answers import may_be_too_long, require_answering
from .._resources.profile import PROFILE, check_profile_options
from .._resources.profile_run import (
    RunResults,
    check_thresholds,
    judge,
    stored_profile_call,
    temporary_profile_call,
)
from .action_module import send
from .context import Context
from .instance import InstanceWork
from .lookup import reference_to, row_of
from .secrets import misplaced_secrets
from .specified import entries_of

Params = Mapping[str, Any]

#: What is shown of a run that has not ended, or not begun.
_NO_OUTCOME: Mapping[str, Any] = {"result": None, "log_output": None}


def run_profile(params: Params, context: Context) -> dict[str, Any]:
    """Run the profile, look at its result, and fail when the playbook calls that a failure."""
    temporary = params["temporary"] or {}
    check_profile_options(temporary)
    check_credential(temporary, temporary.get("credential") is not None, "details")
    check_thresholds(params["min_items"], params["max_items"], wait=params["wait"])
    with InstanceWork(params, context, needs_access=True, missing_ok=True):
        return _run(params, context)
    return _result_of(_call(_with_credential(params, context), reference_to(PROFILE, None, params)))


def secrets_of_temporary(temporary: Any) -> list[str]:
    """Secrets that stand in the details of a profile that is not stored."""
    entries = entries_of({"type": "dict"}, temporary)
    return [secret for entry in entries for secret in misplaced_secrets(entry.get("details"))]


def _run(params: Params, context: Context) -> dict[str, Any]:
    sender = context.sender
    stored = params["temporary"] is None
    row = row_of(PROFILE, params, context) if stored else None
    call = _call(_with_credential(params, context), reference_to(PROFILE, row, params) if stored else {})
    if context.check_mode:
        if not stored:
            require_answering(sender.snapshot, params["instance_id"], needs_access=True)
        return _result_of(call)
    instance_id, profile_id = params["instance_id"], row["id"] if row is not None else None
    results = RunResults(
        sender.snapshot,
        instance_id,
        profile_id,
        lambda: may_be_too_long(sender.snapshot, instance_id),
        name=params["temporary"]["name"] if params["temporary"] else "",
    )
    record, outcome = sender.client.record, dict(_NO_OUTCOME)
    try:
        outcome = _send_and_look(sender, call, results, wait=params["wait"])
        if outcome["result"] is not None:
            judge(outcome["result"], params["fail_on"], params["min_items"], params["max_items"])
    except SpeError:
        if record.calls:
            record.facts.update(outcome)
        raise
    return {**_result_of(call), **outcome}


def _send_and_look(sender: Sender, call: Call, results: RunResults, *, wait: bool) -> dict[str, Any]:
    """Run, and find the result that was not there before; without waiting there may be none yet.

    Raises FunctionFailed when the server has no new result.
    """
    before = results.ids()
    try:
        answer = send(call, sender, wait=wait)
    except (FunctionFailed, FunctionCancelled) as error:
        # The call of a bad run may fail: BAD_RUN_FAILS_THE_CALL.
        result = results.new(before)
        if result is None:
            raise
        sender.note(call)
        return {"result": result, "log_output": error.log_output}
    if not answer["finished"]:
        return dict(_NO_OUTCOME)
    result = results.new(before)
    if result is None:
        raise FunctionFailed(
            f"The server reports that {call.function} has finished, but returns no result; look at the server's"
            " own log.",
            function=call.function,
        )
    return {"result": result, "log_output": answer["log_output"]}


def _with_credential(params: Params, context: Context) -> Params:
    """The options with the ID of the credential that the temporary profile names."""
    temporary = params["temporary"] or {}
    if not temporary.get("credential"):
        return params
    reference = CredentialReference(context.snapshot, params["instance_id"], context.check_mode, context.warn)
    details = {**(temporary["details"] or {}), CREDENTIAL_KEY: reference.id_of(temporary["credential"])}
    return {**params, "temporary": {**temporary, "details": details}}


def _call(params: Params, reference: Mapping[str, Any]) -> Call:
    if params["temporary"] is None:
        return stored_profile_call(reference)
    return temporary_profile_call(params["instance_id"], params["temporary"])


def _result_of(call: Call) -> dict[str, Any]:
    return {"changed": True, "calls": [call.shown()], **_NO_OUTCOME}
