# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where experiments are made: the throw-away instance and what is in it.

Nothing here relies on what is unknown: an object is found in its list, and an instance counts as settled when its status no
longer changes.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from functools import cached_property
from itertools import count
from typing import Any

from .conversation import Conversation, Refused, Reply

#: What the display name of a throw-away instance shows. One that lacks it is never removed.
MARK = "Throw-away instance of community.mailstore.spe_server_check"

#: The certificate of servers that a check registers: that of no real one.
MARKED_THUMBPRINT = "5BE0CEC05BE0CEC05BE0CEC05BE0CEC05BE0CEC0"

#: Seconds for an instance to start or to stop.
PATIENCE = 300.0
#: An unknown status counts as one that lasts when it has not changed for so many seconds.
UNCHANGED = 60.0
#: Seconds in which a status begins to change after a call that has returned.
BEGINNING = 10.0
_PAUSE = 1.0
#: Statuses that no other follows by itself (observed, inferred, unknown), and those that another one follows soon.
_LASTING = ("running", "stopped", "frozen")
_PASSING = ("starting", "stopping", "startpending", "stoppending", "restarting", "freezing", "thawing")


class Bench:
    """The throw-away instance of one check, with its helpers. Experiments share it and use names of their own."""

    def __init__(self, conversation: Conversation, host: str, base_directory: str) -> None:
        self.conversation = conversation
        self.host = host
        self.base_directory = base_directory.rstrip("\\")
        self._numbers = count(1)
        self._lasting = set(_LASTING)

    @property
    def instance_id(self) -> str:
        """The ID of the throw-away instance."""
        return self.conversation.boundary.name

    @property
    def directory(self) -> str:
        """The directory of the throw-away instance."""
        return self.directory_of(self.instance_id)

    def directory_of(self, instance_id: str) -> str:
        """The directory of an instance of this check."""
        return f"{self.base_directory}\\{instance_id}"

    # Calls

    def read(self, function: str, **arguments: Any) -> Reply:
        """The answer of a function that only reads."""
        return self.conversation.read(function, **arguments)

    def write(self, function: str, **arguments: Any) -> Reply:
        """The answer of a function that writes, also when it is a refusal."""
        return self.conversation.send(function, **arguments)

    def look(self, function: str, **arguments: Any) -> Any:
        """The result of a function that only reads. Raises Refused when it does not succeed."""
        return _result_of(function, self.read(function, **arguments))

    def do(self, function: str, **arguments: Any) -> Any:
        """The result of a function that writes. Raises Refused when it does not succeed."""
        return _result_of(function, self.write(function, **arguments))

    def inside(self, function: str, **arguments: Any) -> Any:
        """As `do` or `look`, in the throw-away instance."""
        return _result_of(function, self.try_inside(function, **arguments))

    def try_inside(self, function: str, **arguments: Any) -> Reply:
        """The answer of a function in the throw-away instance, also when it is a refusal."""
        return self.conversation.send(function, instanceID=self.instance_id, **arguments)

    def new_name(self, kind: str) -> str:
        """A name that nothing in the instance has."""
        return f"{kind}{next(self._numbers)}"

    # Instances

    def configuration(self, instance_id: str, **changes: Any) -> dict[str, Any]:
        """A whole configuration of an instance, for CreateInstance and SetInstanceConfiguration."""
        return {
            "instanceID": instance_id,
            "alias": None,
            "displayName": MARK,
            "instanceHost": self.host,
            "startMode": "manual",
            "baseDirectory": self.directory_of(instance_id),
            "debugLogEnabled": False,
            "imapServerConnectionLogEnabled": False,
            "vssWriterEnabled": False,
            "vssWriterExcludeIndexes": False,
            **changes,
        }

    def make_instance(self, suffix: str = "", **changes: Any) -> str:
        """Create an instance of this check, and return its ID. Raises Refused."""
        instance_id = f"{self.instance_id}-{suffix}" if suffix else self.instance_id
        # It may have to be there; a refusal may mean that it is.
        self.write("CreateDirectoryOnInstanceHost", serverName=self.host, path=self.directory_of(instance_id))
        self.do("CreateInstance", config=self.configuration(instance_id, **changes))
        return instance_id

    def remove_instance(self, instance_id: str) -> None:
        """Delete an instance of this check, whatever its status is. Raises Refused."""
        if not self.is_there(instance_id):
            return
        self.stop(instance_id)
        self.do("DeleteInstances", instanceFilter=instance_id)

    def is_there(self, instance_id: str) -> bool:
        """Whether the list of all instances has this one. Raises Refused when it cannot be read."""
        rows = self.look("GetInstances", instanceFilter="*")
        return any(isinstance(row, Mapping) and row.get("instanceID") == instance_id for row in rows or ())

    def row(self, instance_id: str = "") -> dict[str, Any] | None:
        """The row of GetInstances; None when there is none."""
        wanted = instance_id or self.instance_id
        rows = self.read("GetInstances", instanceFilter=wanted).result
        return next((row for row in rows or () if isinstance(row, dict) and row.get("instanceID") == wanted), None)

    def status(self, instance_id: str = "") -> str:
        """The word for the status of the instance, when it no longer changes."""
        deadline = time.monotonic() + PATIENCE
        word, since = self.word(instance_id), time.monotonic()
        while not self._lasts(word, time.monotonic() - since) and time.monotonic() < deadline:
            time.sleep(_PAUSE)
            now = self.word(instance_id)
            if now != word:
                word, since = now, time.monotonic()
        return word

    def _lasts(self, word: str, seconds: float) -> bool:
        """Whether no other status follows. A word that has lasted once is known from then on."""
        if seconds >= UNCHANGED and word.lower() not in _PASSING:
            self._lasting.add(word.lower())
        return word.lower() in self._lasting

    def changed_status(self, former: str, instance_id: str = "") -> str:
        """The status after a call that may change it, also when it does so a little later than it returns."""
        deadline = time.monotonic() + BEGINNING
        while self.word(instance_id) == former and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        return self.status(instance_id)

    def word(self, instance_id: str = "") -> str:
        """The word for the status of the instance at this moment."""
        return str((self.row(instance_id) or {}).get("status"))

    def start(self, instance_id: str = "") -> None:
        """Have the instance run as usual, with service provider access. Raises Refused."""
        wanted = instance_id or self.instance_id
        if self.status(wanted) != "running":
            # It may be frozen, under whatever word; a refusal shows that it is not.
            self.write("ThawInstances", instanceFilter=wanted)
        if self.status(wanted) != "running":
            self.write("StartInstances", instanceFilter=wanted)
            self._wait_until_running(wanted)
        self.do("SetArchiveAdminEnabled", instanceID=wanted, enabled=True)

    def _wait_until_running(self, instance_id: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.word(instance_id) != "running":
            if time.monotonic() > deadline:
                raise Refused("The throw-away instance does not run after its start.")
            time.sleep(_PAUSE)

    def stop(self, instance_id: str = "") -> str:
        """Have the instance stopped, and return the word for it."""
        wanted = instance_id or self.instance_id
        self.write("ThawInstances", instanceFilter=wanted)
        former = self.word(wanted)
        is_stopped = self.write("StopInstances", instanceFilter=wanted).is_success
        return self.changed_status(former, wanted) if is_stopped and former == "running" else self.status(wanted)

    # What is in the instance

    def ids_of(self, listing: str, *, key: str = "id", **arguments: Any) -> set[str]:
        """The ids in a list of the instance, as texts."""
        return {str(row[key]) for row in self.rows_of(listing, **arguments) if key in row}

    def rows_of(self, listing: str, **arguments: Any) -> list[Mapping[str, Any]]:
        """The objects in a list of the instance."""
        return [row for row in self.inside(listing, **arguments) or () if isinstance(row, Mapping)]

    def made(self, creator: str, listing: str, *, looked: Mapping[str, Any] | None = None, **arguments: Any) -> Any:
        """Create something in the instance, and return its id as the list shows it. Raises Refused."""
        return self.made_with_result(creator, listing, looked=looked, **arguments)[0]

    def made_with_result(
        self, creator: str, listing: str, *, looked: Mapping[str, Any] | None = None, key: str = "id", **arguments: Any
    ) -> tuple[Any, Any]:
        """As `made`; the id, which stands under a key of the list, and what the function that creates has returned."""
        before = self.ids_of(listing, key=key, **(looked or {}))
        result = self.inside(creator, **arguments)
        rows = self.rows_of(listing, **(looked or {}))
        new = [row[key] for row in rows if key in row and str(row[key]) not in before]
        if len(new) != 1:
            raise Refused(f"{listing} shows {len(new)} new objects after {creator}.")
        return new[0], result

    def found(self, listing: str, object_id: Any, **arguments: Any) -> Mapping[str, Any]:
        """The row of an object in a list of the instance. Raises Refused when there is none."""
        for row in self.rows_of(listing, **arguments):
            if str(row.get("id")) == str(object_id):
                return row
        raise Refused(f"{listing} no longer shows what was created.")

    def is_done(self, function: str, **arguments: Any) -> bool:
        """Whether the server does it in the throw-away instance."""
        return self.try_inside(function, **arguments).is_success

    def make_user(self, privileges: str = "login") -> str:
        """Create a user of the instance, and return the name. Raises Refused."""
        name = self.new_name("user")
        # Long and of several kinds of characters, for servers that demand it.
        self.inside("CreateUser", userName=name, privileges=privileges, password=f"{secrets.token_urlsafe(24)}aA1-")
        return name

    def make_store(self, requested_state: str = "normal", **arguments: Any) -> Any:
        """Create an archive store, and return its id. Raises Refused."""
        name = self.new_name("store")
        given = {"name": name, "databasePath": self.path(name), "requestedState": requested_state, **arguments}
        return self.made("CreateStore", "GetStores", **given)

    def arguments_of(self, function: str) -> list[tuple[str, str]]:
        """Name and type of each argument of a function but instanceID, as get-metadata shows them. Raises Refused."""
        if function not in self._functions:
            raise Refused(f"The server does not have {function}.")
        return [(each["name"], each["type"]) for each in self._functions[function] if each["name"] != "instanceID"]

    @cached_property
    def _functions(self) -> Mapping[str, Any]:
        """The arguments of each function, asked once for the whole check."""
        functions = self.conversation.request("POST", "get-metadata").value
        return {each["name"]: each["args"] for each in functions or () if isinstance(each, Mapping)}

    def path(self, name: str) -> str:
        """A directory below that of the instance."""
        return f"{self.directory}\\{name}"


def _result_of(function: str, reply: Reply) -> Any:
    if not reply.is_success:
        raise Refused(f"{function} is answered with {reply.outcome}.")
    return reply.result
