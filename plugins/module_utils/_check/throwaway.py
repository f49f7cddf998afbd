# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The throw-away instance of a check: made, and removed in every case, also by a later check after a kill.

What belongs to a check has a name that only a check gives. What an earlier one left needs a mark beside its name: the
display name of an instance, the full name of an administrator, the thumbprint of a server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .._api.errors import InputError, SpeError
from .bench import MARK, MARKED_THUMBPRINT, Bench
from .boundary import Boundary, is_name_of_a_check
from .conversation import Conversation, Refused, Reply

#: How often removing is tried, and the pauses between: a server that is lost may come back.
TRIES = 6
PAUSE = 10.0

#: Without these no instance is made, or it would remain.
NEEDED = (
    "GetInstances",
    "CreateInstance",
    "StartInstances",
    "SetArchiveAdminEnabled",
    "StopInstances",
    "DeleteInstances",
)


@dataclass(frozen=True)
class _Kind:
    """What a check makes of the system. is_marked: whether a row of the list has the mark. is_optional: an account that
    cannot list it has not made it."""

    noun: str
    listing: str
    arguments: Mapping[str, Any]
    key: str
    is_marked: Callable[[Mapping[str, Any]], bool]
    remove: Callable[[Bench, str], None]
    is_optional: bool = True


def _has_marked_thumbprint(row: Mapping[str, Any]) -> bool:
    certificate = row.get("serverCertificate")
    return isinstance(certificate, Mapping) and str(certificate.get("thumbprint")).upper() == MARKED_THUMBPRINT


_KINDS = (
    _Kind(
        "instance",
        "GetInstances",
        {"instanceFilter": "*"},
        "instanceID",
        lambda row: row.get("displayName") == MARK,
        Bench.remove_instance,
        is_optional=False,
    ),
    _Kind(
        "system administrator",
        "GetSystemAdministrators",
        {},
        "userName",
        lambda row: row.get("fullName") == MARK,
        lambda bench, name: bench.do("DeleteSystemAdministrator", userName=name),
    ),
    _Kind(
        "client access server",
        "GetClientAccessServers",
        {"withServiceStatus": False},
        "serverName",
        _has_marked_thumbprint,
        lambda bench, name: bench.do("DeleteClientAccessServer", serverName=name),
    ),
    _Kind(
        "instance host",
        "GetInstanceHosts",
        {},
        "serverName",
        _has_marked_thumbprint,
        lambda bench, name: bench.do("DeleteInstanceHost", serverName=name),
    ),
)


class Throwaway:
    """The instance of one check on one host."""

    def __init__(self, conversation: Conversation, host: str, directory: str) -> None:
        self.bench = Bench(conversation, host, directory)

    def make(self) -> None:
        """Create and start the instance. Raises InputError when the server does not do it."""
        try:
            self._make()
        except Refused as error:
            raise InputError(
                f"The check cannot have an instance of its own on {self.bench.host} ({_in_brackets(error)}): look whether the"
                " instance host runs and what the account may do, and run the check again."
            ) from None

    def _make(self) -> None:
        bench = self.bench
        name = bench.instance_id
        if bench.is_there(name):
            raise InputError(f"There is an instance {name} already; run the check again, it then chooses another name.")
        reply = self._create()
        if _may_lack_directory(reply):
            bench.write("CreateDirectoryOnInstanceHost", serverName=bench.host, path=bench.directory)
            reply = self._create()
        if not reply.is_success:
            raise InputError(
                f"This server does not let the check create an instance on {bench.host} below {bench.base_directory} (CreateInstance"
                f" is answered with {reply.outcome}): use an account that may create instances, and"
                " check throwaway_host and throwaway_directory.",
                function="CreateInstance",
                http_status=reply.http_status,
                status_code=reply.status_code,
            )
        bench.start()

    def _create(self) -> Reply:
        bench = self.bench
        return bench.write("CreateInstance", config=bench.configuration(bench.instance_id))

    def remove(self) -> list[str]:
        """Remove all that this check has made. A sentence for each thing that remains."""
        boundary = self.bench.conversation.boundary
        return [*_remove_all(self.bench, lambda name, _is_marked: boundary.is_own(name), []), *directories(self.bench)]


def remove_leftovers(bench: Bench) -> tuple[list[str], list[str]]:
    """Remove what an earlier check left, by its name and its mark: what was removed, and a sentence for what remains."""
    removed: list[str] = []
    remaining = _remove_all(bench, lambda name, is_marked: is_marked and is_name_of_a_check(name), removed)
    return removed, remaining


def directories(bench: Bench) -> list[str]:
    """One sentence about the directories of checks that are on the host; none when there are none, or nobody can say.

    What has the name of an instance that is there belongs to it, and is not named.
    """
    try:
        reply = bench.read("GetDirectoriesOnInstanceHost", serverName=bench.host, path=bench.base_directory)
        instances = _rows(bench.conversation, _KINDS[0])
    except (Refused, SpeError):
        return []
    rows = reply.result if isinstance(reply.result, list) else []
    texts = [text for row in rows for text in (row.values() if isinstance(row, Mapping) else [row])]
    names = {name for text in texts if is_name_of_a_check(name := str(text).rpartition("\\")[2])}
    names -= {str(row.get("instanceID")).lower() for row in instances or ()}
    if instances is None or not names:
        return []
    shown = ", ".join(sorted(names))
    sentence = f"Directories remain on the instance host below {bench.base_directory}: {shown}."
    return [f"{sentence} No function of the API removes them; remove them there."]


def leftovers(conversation: Conversation) -> list[str]:
    """What an earlier check left; nothing is changed."""
    found = []
    for kind in _KINDS:
        for row in _rows(conversation, kind) or ():
            name = str(row.get(kind.key))
            if kind.is_marked(row) and is_name_of_a_check(name):
                found.append(f"{kind.noun} {name}")
    return found


def _remove_all(bench: Bench, is_ours: Callable[[str, bool], bool], removed: list[str]) -> list[str]:
    return [sentence for kind in _KINDS for sentence in _remove_kind(bench, kind, is_ours, removed)]


def _remove_kind(bench: Bench, kind: _Kind, is_ours: Callable[[str, bool], bool], removed: list[str]) -> list[str]:
    """Try it until nothing is left. A sentence for each that remains, or one when nobody can say."""
    reason, left = "", [f"{bench.instance_id}, if it is there,"]
    tried: dict[str, None] = {}
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE)
        try:
            rows = _rows(bench.conversation, kind)
        except (Refused, SpeError) as error:
            reason = f" ({_in_brackets(error)})"
            continue
        if rows is None and kind.is_optional:
            return []
        left = [name for row in rows or () if is_ours(name := str(row.get(kind.key)), kind.is_marked(row))]
        removed += [f"{kind.noun} {name}" for name in tried if rows is not None and name not in left]
        if rows is not None and not left:
            return []
        tried = dict.fromkeys(left)
        troubles = [_trouble_of_removing(bench, kind, name) for name in left]
        reason = next((f" ({trouble})" for trouble in troubles if trouble), reason)
    return [
        f"The {kind.noun} {name} remains{reason}: remove it yourself, or run the check again, which removes it first."
        for name in left
    ]


def _trouble_of_removing(bench: Bench, kind: _Kind, name: str) -> str:
    """Remove it. What came in between; empty when nothing did."""
    try:
        kind.remove(_bench_of(bench, name), name)
    except (Refused, SpeError) as error:
        return _in_brackets(error)
    return ""


def _in_brackets(error: Exception) -> str:
    return str(error).rstrip(".")


def _bench_of(bench: Bench, name: str) -> Bench:
    """A bench that may change what is called so, which another check may have made."""
    if bench.conversation.boundary.is_own(name):
        return bench
    return Bench(bench.conversation.within(Boundary(name)), bench.host, bench.base_directory)


def _rows(conversation: Conversation, kind: _Kind) -> list[Mapping[str, Any]] | None:
    """Those of the list. None when it is refused: an error is not an empty list. Raises Refused for one of the moment."""
    reply = conversation.read(kind.listing, **kind.arguments)
    if reply.http_status >= 500 and reply.status_code is None:
        raise Refused(f"{kind.listing} is answered with {reply.outcome}.")
    if not reply.is_success or not isinstance(reply.result, list):
        return None
    return [row for row in reply.result if isinstance(row, Mapping)]


def _may_lack_directory(reply: Reply) -> bool:
    """Whether the refusal may come from a base directory that is not there. Another HTTP status refuses the account."""
    return not reply.is_success and reply.http_status not in (401, 403)
