# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that take their time: what experiments find out about them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .answers import flag, number_or_shape
from .bench import Bench
from .conversation import Refused, Reply
from .experiment import Experiment, Found, Unknown
from .shapes import in_words, word_or_shape

#: Work that harms nothing, and that servers do in the background when it takes a moment.
_LONG: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("VerifyStores", {"includeIndexes": True}),
    ("RefreshAllStoreStatistics", {}),
    ("MaintainFileSystemDatabases", {}),
)
_NUMBERS = {"lastKnownStatusVersion": 0, "millisecondsTimeout": 500}
_MOST_POLLS = 4
#: No server gives such a token.
_NO_TOKEN = "00000000-0000-0000-0000-000000000000"  # noqa: S105  no secret

#: Seconds after which a token is tried again. The longest is what is assumed, and a little more.
_SOON, _LATE = 5, 75

UNKNOWNS: Sequence[Unknown] = (
    Unknown("IN_THE_BACKGROUND", "Which calls answer running first?", "long work"),
    Unknown("token_as_shown", "What is the token of a running call?", "a text"),
    Unknown("PROGRESS_IS_SHOWN", "Does a running call show its progress?", "true"),
    Unknown("RESULT_WHILE_RUNNING", "What is the result of a running call?", "null"),
    Unknown("FIRST_STATUS_VERSION", "What is the first statusVersion of a running call?", "1"),
    Unknown("STATUS_AFTER_CANCEL", "What is the statusCode of a call that was cancelled?", "cancelled"),
    Unknown("CANCEL_RESULT", "What does cancel-async return?", "null"),
    Unknown("LOG_OUTPUT_WHILE_RUNNING", "What is the logOutput of a running call?", "null"),
    Unknown(
        "NEEDED_POLL_NUMBERS",
        "Which numbers must get-status have?",
        "lastKnownStatusVersion and millisecondsTimeout",
    ),
    Unknown("NEGATIVE_POLL_TIME_IS_REFUSED", "Does get-status refuse a negative millisecondsTimeout?", "true"),
    Unknown("CANCEL_OF_UNKNOWN_TOKEN_STATUS", "How is cancel-async answered for a token that does not exist?", "404"),
    Unknown("TOKEN_LIFETIME_MS", "How long does the token of a finished call answer?", f"{_SOON} to {_LATE} seconds"),
)


def _begun(bench: Bench) -> Reply:
    """A running call in the instance. Raises Refused when the server does all work at once."""
    bench.start()
    for function, arguments in _LONG:
        reply = bench.conversation.begin(function, instanceID=bench.instance_id, **arguments)
        if reply.status_code == "running":
            return reply
    raise Refused("No call answered running.")


def background(bench: Bench) -> Iterable[Found]:
    """A call that only reads, a change, and long work: which of them answers running first?"""
    bench.start()
    user = bench.make_user()
    calls: Mapping[str, tuple[str, Mapping[str, Any]]] = {
        "all calls": ("GetUsers", {}),
        "changes and long work": ("SetUserFullName", {"userName": user, "fullName": "Check"}),
    }
    for answer, (function, arguments) in calls.items():
        if bench.try_inside(function, **arguments).was_running:
            yield "IN_THE_BACKGROUND", answer
            return
    try:
        reply = _begun(bench)
    except Refused:
        yield "IN_THE_BACKGROUND", "none"
        return
    bench.conversation.finish(reply)
    yield "IN_THE_BACKGROUND", "long work"


def polls(bench: Bench) -> Iterable[Found]:
    """A running call is polled in several ways, and cancelled."""
    talk = bench.conversation
    reply = _begun(bench)
    token = reply.value.get("token")
    yield "token_as_shown", "a number" if isinstance(token, int) else in_words(str(token))
    yield "FIRST_STATUS_VERSION", number_or_shape(reply.value.get("statusVersion"), range(100))
    yield "RESULT_WHILE_RUNNING", in_words(reply.value.get("result"))
    yield "LOG_OUTPUT_WHILE_RUNNING", in_words(reply.value.get("logOutput"))
    yield from _progress(bench, token, reply)
    yield from _needed_numbers(bench, token)
    cancelled = talk.cancel(token=token)
    if cancelled.status_code == "succeeded":
        yield "CANCEL_RESULT", in_words(cancelled.result)
    last = talk.finish(talk.poll(token=token, **_NUMBERS))
    # It may have been done by then.
    if last.status_code != "succeeded":
        yield "STATUS_AFTER_CANCEL", word_or_shape(last.status_code)


def _progress(bench: Bench, token: Any, reply: Reply) -> Iterable[Found]:
    version = reply.value.get("statusVersion") or 0
    for _poll in range(_MOST_POLLS):
        if reply.status_code != "running":
            return
        if reply.value.get("percentProgress") is not None or reply.value.get("statusText") is not None:
            yield "PROGRESS_IS_SHOWN", "true"
            return
        reply = bench.conversation.poll(token=token, lastKnownStatusVersion=version, millisecondsTimeout=500)
    yield "PROGRESS_IS_SHOWN", "false"


def _needed_numbers(bench: Bench, token: Any) -> Iterable[Found]:
    """Refused is only what is neither running nor done."""
    talk = bench.conversation
    if not _is_running(talk.poll(token=token, **_NUMBERS)):
        return
    needed = [
        name
        for name in _NUMBERS
        if not _is_answered(talk.poll(token=token, **{key: value for key, value in _NUMBERS.items() if key != name}))
    ]
    negative = talk.poll(token=token, **{**_NUMBERS, "millisecondsTimeout": -1})
    if _is_running(talk.poll(token=token, **_NUMBERS)):
        yield "NEEDED_POLL_NUMBERS", " and ".join(needed) or "none"
        yield "NEGATIVE_POLL_TIME_IS_REFUSED", flag(not _is_answered(negative))


def _is_running(reply: Reply) -> bool:
    return reply.status_code == "running"


def _is_answered(reply: Reply) -> bool:
    return reply.status_code in ("running", "succeeded")


def unknown_token(bench: Bench) -> Iterable[Found]:
    """A token that no server gives is cancelled."""
    reply = bench.conversation.cancel(token=_NO_TOKEN)
    yield (
        "CANCEL_OF_UNKNOWN_TOKEN_STATUS",
        str(reply.http_status) if reply.status_code is None else word_or_shape(reply.status_code),
    )


def lifetime(bench: Bench) -> Iterable[Found]:
    """The token of a finished call is tried again and again."""
    talk = bench.conversation
    reply = _begun(bench)
    token = reply.value.get("token")
    talk.finish(reply)
    time.sleep(_SOON)
    if talk.poll(token=token, **_NUMBERS).http_status != 200:
        yield "TOKEN_LIFETIME_MS", f"less than {_SOON} seconds"
        return
    time.sleep(_LATE - _SOON)
    is_there = talk.poll(token=token, **_NUMBERS).http_status == 200
    yield "TOKEN_LIFETIME_MS", f"more than {_LATE} seconds" if is_there else f"{_SOON} to {_LATE} seconds"


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("IN_THE_BACKGROUND",), background),
    Experiment(
        (
            *("token_as_shown", "FIRST_STATUS_VERSION", "RESULT_WHILE_RUNNING", "LOG_OUTPUT_WHILE_RUNNING"),
            *("PROGRESS_IS_SHOWN", "NEEDED_POLL_NUMBERS", "NEGATIVE_POLL_TIME_IS_REFUSED"),
            *("CANCEL_RESULT", "STATUS_AFTER_CANCEL"),
        ),
        polls,
    ),
    Experiment(("CANCEL_OF_UNKNOWN_TOKEN_STATUS",), unknown_token),
    Experiment(("TOKEN_LIFETIME_MS",), lifetime),
)
