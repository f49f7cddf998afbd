# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls every function that only reads and can be called, and keeps the shape of its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.contract import FUNCTIONS, Function
from .._api.errors import AnswerLost, NotReached, SpeError
from .._api.metadata import Signature
from .conversation import Conversation, Reply
from .results import window
from .shapes import shape_of

#: How the names of functions begin that are called here. A verification reads, too, but may take hours.
_READING = ("Get", "Ping")

#: How far back results are read.
_DAYS_OF_RESULTS = 7

#: Values of arguments that no answer gives.
_PLAIN_ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "GetInstances": {"instanceFilter": "*"},
    "GetClientAccessServers": {"withServiceStatus": True},
    "GetChildFolders": {"maxLevels": 1},
    "GetProfiles": {"raw": True},
    "GetStores": {"includeSize": True},
}

#: Functions that ask about one object: the function that lists such objects, the key of its ID there, and the argument. The
#: arguments of a function without a public signature are read from get-metadata.
_ABOUT_ONE: Mapping[str, tuple[str, str, str]] = {
    "GetUserInfo": ("GetUsers", "userName", "userName"),
    "GetWorkerResultReport": ("GetWorkerResults", "id", "id"),
    "GetCredentialSettings": ("GetCredentials", "ID", ""),
    "GetDirectoriesOnInstanceHost": ("GetInstanceHosts", "serverName", "serverName"),
}

#: Headers whose values belong to the server and not to a customer.
_HEADERS = (
    "Cache-Control",
    "Content-Type",
    "Date",
    "Expires",
    "Pragma",
    "Server",
    "Transfer-Encoding",
    "WWW-Authenticate",
)
_KNOWN_VALUES = (
    "application/json",
    "Microsoft-HTTPAPI/2.0",
    "no-cache",
    "no-cache,private,no-store,must-revalidate,max-stale=0,post-check=0,pre-check=0",
)


@dataclass
class Answers:
    """The replies to each function, by its name, with what could not be asked, and why."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    not_asked: dict[str, str] = field(default_factory=dict)

    def last_result(self, function: str) -> Any:
        """What the function has returned; None when it was not asked."""
        replies = self.replies.get(function)
        return replies[-1].result if replies else None

    def shown(self) -> dict[str, Any]:
        """For the report: a row for each function, without any value of an answer."""
        rows = {name: _row(replies) for name, replies in self.replies.items()}
        rows |= {name: {"asked": 0, "reason": reason} for name, reason in self.not_asked.items() if name not in rows}
        return dict(sorted(rows.items()))

    def headers(self) -> dict[str, str]:
        """The headers of all answers, with their values where these are known."""
        seen: dict[str, set[str]] = {}
        for reply in (reply for replies in self.replies.values() for reply in replies):
            for name, value in reply.headers.items():
                known = next((header for header in _HEADERS if header.lower() == name.lower()), "others")
                seen.setdefault(known, set()).add(value if value in _KNOWN_VALUES else "another value")
        return {name: " or ".join(sorted(values)) for name, values in sorted(seen.items())}


class Reader:
    """Reads one server. Nothing is changed."""

    def __init__(self, conversation: Conversation, metadata: Mapping[str, Signature]) -> None:
        self._conversation = conversation
        self._metadata = metadata
        self.answers = Answers()

    def read_system(self) -> None:
        """What the whole server answers."""
        self._read_all(_functions("system"), {})

    def read_instance(self, instance_id: str) -> None:
        """What one instance answers. The service provider has access to it."""
        self._read_all(_functions("instance"), {"instanceID": instance_id})

    def _read_all(self, functions: Iterable[Function], scope: Mapping[str, Any]) -> None:
        rows: dict[str, Any] = {}
        for function in sorted(functions, key=lambda each: each.name in _ABOUT_ONE):
            self._read(function, scope, rows)

    def _read(self, function: Function, scope: Mapping[str, Any], rows: dict[str, Any]) -> None:
        if function.name not in self._metadata:
            self.answers.not_asked[function.name] = "This server does not have it."
            return
        arguments = self._arguments(function.name, rows)
        if arguments is None:
            self.answers.not_asked[function.name] = "There is nothing that it could be asked about."
            return
        try:
            reply = self._conversation.read(function.name, **scope, **arguments)
        except NotReached:
            raise
        except SpeError as error:
            lost = isinstance(error, AnswerLost)
            self.answers.not_asked[function.name] = "No answer came." if lost else "The answer was not understood."
            return
        rows[function.name] = reply.result
        self.answers.replies.setdefault(function.name, []).append(reply)

    def _arguments(self, function: str, rows: Mapping[str, Any]) -> dict[str, Any] | None:
        """What the function is asked with, besides the instance; None when there is nothing to ask about."""
        here = self._metadata[function].arguments
        if function in _ABOUT_ONE:
            listing, key, argument = _ABOUT_ONE[function]
            argument = argument or next((name for name in here if name != "instanceID"), "")
            ids = [row[key] for row in _objects(rows.get(listing)) if _is_plain(row.get(key))]
            return {argument: ids[-1]} if ids and argument else None
        if "fromIncluding" in here:
            return _window(here)
        return dict(_PLAIN_ARGUMENTS.get(function, {}))


def _functions(scope: str) -> Iterator[Function]:
    return (
        each for each in FUNCTIONS.values() if each.reads and each.scope == scope and each.name.startswith(_READING)
    )


def _window(arguments: Iterable[str]) -> dict[str, str]:
    # It is spelled in two ways.
    zone = next((name for name in arguments if name.lower() == "timezoneid"), "timeZoneId")
    return window(zone, _DAYS_OF_RESULTS, days_to_come=0)


def _objects(rows: Any) -> Sequence[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _is_plain(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _row(replies: Sequence[Reply]) -> dict[str, Any]:
    answered = [reply for reply in replies if reply.is_success]
    row: dict[str, Any] = {"asked": len(replies)}
    for name, of in _OF_A_REPLY.items():
        row[name] = " or ".join(sorted({of(reply) for reply in replies}))
    row["seconds"] = round(max(reply.seconds for reply in replies), 2)
    if answered:
        # Of several answers the shapes become one.
        shapes = shape_of([reply.result for reply in answered])
        row["shape"] = shapes[0]
    return row


#: What a row shows of each of its replies.
_OF_A_REPLY: Mapping[str, Callable[[Reply], str]] = {
    "answer": lambda reply: reply.outcome,
    "byte_order_mark": lambda reply: "yes" if reply.content.startswith(b"\xef\xbb\xbf") else "no",
    "running_first": lambda reply: "yes" if reply.was_running else "no",
}
