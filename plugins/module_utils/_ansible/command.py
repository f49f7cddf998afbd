# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any function by its name: checked against what the server itself returns before anything is sent."""

from __future__ import annotations

import time
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from .._api.client import Argument, Result, Signature, Waiting
from .._api.contract import FUNCTIONS, destroys, reads
from .._api.errors import InputError, WaitTimedOut
from .._api.masking import without_secrets
from .._api.one_line import joined_by_and
from .._engine.calls import Call
from .._engine.free_values import elements_of, flag, number
from .._resources.instance import is_exact_id, require_instance_id
from .._resources.job_command import refuse_wildcard
from .confirmation import require_no_log
from .context import Context
from .instance import InstanceWork
from .options import full_waiting, waiting
from .query import apply_query, check_query

Params = Mapping[str, Any]

#: What a call hits, the first that it has; this is what confirm must repeat.
TARGETS = ("instanceFilter", "instanceID", "serverName", "userName")

#: What is taken as it is; true and false are not numbers, and not texts: YAML makes them of a name such as no.
_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {"number": (int, float), "bool": (), "string": (str, int)}
_WORDS = {"number": "a number", "bool": "true or false", "string": "a text"}


def run_command(params: Params, context: Context) -> dict[str, Any]:
    """Check and send one function, or in check mode return that it would be sent."""
    function, arguments = params["function"], _without_null(params["arguments"] or {})
    only_reads = reads(function, arguments)
    check_query(params["until"], option="until")
    _refuse_repeated_writing(params, only_reads=only_reads)
    if not only_reads and not context.check_mode:
        # Before access is opened for nothing.
        context.client.require_writing(function)
    if function in _RETURNED_SECRETS:
        require_no_log(context, returned=_RETURNED_SECRETS[function])
    arguments = check_call(context.client.metadata(), function, arguments)
    arguments = _with_plain_filter(arguments)
    if not only_reads and "action" in arguments:
        refuse_wildcard(arguments["action"])
    _require_confirmation(function, arguments, params["confirm"], only_reads=only_reads)
    if not only_reads:
        arguments = with_exact_instances(context, function, arguments)
    call = Call(function, arguments)
    planned: dict[str, Any] = {"changed": not only_reads, "calls": [] if only_reads else [call.shown()]}
    if context.check_mode and not only_reads:
        return {**planned, "result": None, "log_output": None}
    return _send(call, planned, params, context, only_reads=only_reads)


#: Functions whose result is a secret, and what it is.
_RETURNED_SECRETS = {
    "CreateClientOneTimeUrlForArchiveAdmin": "a URL that logs in to the archive",
    "CreateSystemAdministratorAPIPassword": "a new API password",
}


def check_call(metadata: Mapping[str, Signature], function: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with the types that the server wants.

    Raises InputError for a function or an argument that this server does not have, one that is missing, and one of
    another type, with the nearest name that it does have."""
    signature = metadata.get(function)
    if signature is None:
        raise InputError(
            f"This server has no function {function!r}{_did_you_mean(function, metadata)}; check its spelling, or update"
            " the server.",
            function=function,
        )
    typed: dict[str, Any] = {}
    for name, value in arguments.items():
        argument = signature.arguments.get(name)
        if argument is None:
            known = ", ".join(signature.arguments) or "none"
            raise InputError(
                f"{function} has no argument {name!r} on this server{_did_you_mean(name, signature.arguments)}; it takes:"
                f" {known}.",
                function=function,
            )
        typed[name] = _typed(function, argument, value)
    missing = [
        name for name, argument in signature.arguments.items() if not argument.nullable and name not in arguments
    ]
    if missing:
        what, them = ("arguments", "them") if len(missing) > 1 else ("argument", "it")
        raise InputError(
            f"{function} needs the {what} {joined_by_and(missing)}; add {them} to arguments.", function=function
        )
    return typed


def with_exact_instances(context: Context, function: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with the exact IDs that GetInstances confirms in place of an instanceFilter.

    In check mode an ID that does not exist yet stays, with a warning: an earlier task would have made it. Raises
    InputError when the filter stands for no instance, when an ID does not exist or none, and for a wildcard that
    deletes.
    """
    argument = next((name for name in ("instanceFilter", "instanceID") if name in arguments), None)
    if argument is None:
        return dict(arguments)
    text = str(arguments[argument])
    words = text.split()
    if not words:
        # It may reach everything: EMPTY_INSTANCE_FILTER.
        raise InputError(f"{argument} is empty; name the instance IDs.", function=function)
    if argument == "instanceID":
        require_instance_id(text)
    if all(is_exact_id(word) for word in words):
        _refuse_unknown(context, function, words, argument)
        return dict(arguments)
    if destroys(function):
        raise InputError(
            f"{function} does not accept a wildcard from a playbook, but instanceFilter is {text!r}; name the"
            " instance IDs.",
            function=function,
        )
    found = [row["instanceID"] for row in context.client.call("GetInstances", {"instanceFilter": text}) or []]
    if not found:
        raise InputError(
            f"No instance matches {text!r} on this server; nothing was sent, check instanceFilter.", function=function
        )
    return {**arguments, "instanceFilter": " ".join(found)}


def _refuse_unknown(context: Context, function: str, instance_ids: list[str], argument: str) -> None:
    known = [row["instanceID"] for row in context.client.call("GetInstances", {"instanceFilter": "*"}) or []]
    unknown = joined_by_and(repr(instance_id) for instance_id in instance_ids if instance_id not in known)
    if not unknown:
        return
    if not context.check_mode:
        raise InputError(
            f"There is no instance {unknown} on this server; nothing was sent, check {argument}.", function=function
        )
    context.warn(f"There is no instance {unknown} yet: check mode returns the calls as if it existed.")


def _send(
    call: Call, planned: Mapping[str, Any], params: Params, context: Context, *, only_reads: bool
) -> dict[str, Any]:
    """The result of the task: what is `planned`, and its answer."""
    instance_id = call.arguments.get("instanceID")
    answer = Result(None, None)
    if instance_id is None:
        answer = _answer(call, params, context, only_reads=only_reads)
    else:
        known = FUNCTIONS.get(call.function)
        needs_access = known is not None and known.access == "required"
        named = {**params, "instance_id": str(instance_id)}
        with InstanceWork(named, context, needs_access=needs_access, missing_ok=True, stopped_ok=True):
            answer = _answer(call, params, context, only_reads=only_reads)
    return {**planned, "result": without_secrets(answer.value), "log_output": answer.log_output}


def _answer(call: Call, params: Params, context: Context, *, only_reads: bool) -> Result:
    """What the server answers; nothing to a call that is not waited for."""
    if only_reads:
        # What is read must be waited for.
        return _until(call, params, context, full_waiting(params))
    try:
        answer = _until(call, params, context, waiting(params))
    except WaitTimedOut:
        context.client.record.done(call.shown())
        if params["wait"]:
            raise
        return Result(None, None)
    context.client.record.done(call.shown())
    return answer


def _until(call: Call, params: Params, context: Context, waiting: Waiting) -> Result:
    """Call until the expression holds, or once when there is none; in check mode an earlier task would make it hold."""
    deadline = time.monotonic() + full_waiting(params).timeout
    while True:
        answer = context.client.invoke(call.function, call.arguments, waiting=waiting)
        if params["until"] is None or apply_query(params["until"], answer.value, option="until"):
            return answer
        if context.check_mode:
            context.warn(f"until ({params['until']}) is not true yet; check mode does not wait for it.")
            return answer
        if time.monotonic() + params["wait_interval"] > deadline:
            raise WaitTimedOut(
                f"{call.function} was called for {params['wait_timeout']} seconds, but the condition in until"
                f" ({params['until']}) was never true; raise wait_timeout, or look at the server.",
                function=call.function,
            )
        time.sleep(params["wait_interval"])


def _without_null(arguments: Mapping[str, Any]) -> dict[str, Any]:
    # Leaving the argument out means null (observed).
    return {name: value for name, value in arguments.items() if value is not None}


def _with_plain_filter(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with an instanceFilter in one form, whatever parts its words in the playbook: a list, tabs, lines."""
    if "instanceFilter" not in arguments:
        return dict(arguments)
    given = arguments["instanceFilter"]
    words = " ".join(map(str, given)) if isinstance(given, list) else str(given)
    return {**arguments, "instanceFilter": _in_single_blanks(words)}


def _in_single_blanks(text: str | None) -> str:
    return " ".join((text or "").split())


def _refuse_repeated_writing(params: Params, *, only_reads: bool) -> None:
    if params["until"] is not None and not only_reads:
        raise InputError(
            f"until repeats the call, but {params['function']} may do more than read; use until in a separate task"
            " with a function that only reads.",
            function=params["function"],
        )


def _require_confirmation(
    function: str, arguments: Mapping[str, Any], confirm: str | None, *, only_reads: bool
) -> None:
    if only_reads or not (destroys(function) or _has_wildcard(arguments)):
        return
    target = next((str(arguments[name]) for name in TARGETS if name in arguments), function)
    if confirm is None or _in_single_blanks(confirm) != _in_single_blanks(target):
        takes_away = "deletes what nobody can restore"
        consequence = takes_away if destroys(function) else "affects every instance that matches the wildcard"
        raise InputError(f"{function} {consequence}: write confirm: {target!r} if you want that.", function=function)


def _has_wildcard(arguments: Mapping[str, Any]) -> bool:
    return any(not is_exact_id(word) for word in str(arguments.get("instanceFilter", "")).split())


def _typed(function: str, argument: Argument, value: Any) -> Any:
    """The value as the server wants it: templates often turn numbers and flags into texts."""
    place = f"{function}: the argument {argument.name}"
    try:
        if argument.type == "bool" and isinstance(value, (str, int)):
            return flag(value, place)
        if argument.type == "number" and isinstance(value, str):
            return number(value, place)
        if argument.type == "string" and isinstance(value, list):
            return elements_of(value, place)
    except InputError as error:
        raise InputError(error.message, function=function) from None
    types = _PYTHON_TYPES.get(argument.type)
    if types is not None and (not isinstance(value, types) or isinstance(value, bool)):
        raise InputError(
            f"{place} must be {_WORDS[argument.type]}, but is of type {type(value).__name__}.", function=function
        )
    return value


def _did_you_mean(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name.lower(), [entry.lower() for entry in known], n=1)
    matches = [entry for entry in known if close and entry.lower() == close[0]]
    return f" (did you mean {matches[0]}?)" if matches else ""
