# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instance hosts, client access servers and directories: what experiments find out about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from .answers import first, flag
from .bench import MARKED_THUMBPRINT, Bench
from .conversation import Refused
from .experiment import READING, SYSTEM, Experiment, Found, Unknown
from .shapes import in_words

_PORT, _OTHER_PORT = 8473, 8479
_CLIENT_ACCESS_SERVER = "clientAccessServer"
#: The list of each kind of server, and what is asked besides.
_LISTS: Mapping[str, Mapping[str, Any]] = {
    "GetClientAccessServers": {"withServiceStatus": False},
    "GetInstanceHosts": {},
}

UNKNOWNS: Sequence[Unknown] = (
    Unknown("directory_listing", "What does GetDirectoriesOnInstanceHost list?", "full paths"),
    Unknown(
        "HOST_WITH_INSTANCES_CAN_BE_DELETED",
        "Can an instance host be deleted that has instances?",
        "false",
        out_of_reach="The hosts of this server have the instances of tenants, and must not be deleted.",
    ),
    Unknown("NEW_HOST_TAKES_BASE_DIRECTORY", "Does CreateInstanceHost take a base directory?", "true"),
    Unknown("NEW_SERVER_IS_ACTIVE", "Is a server active that was never paired?", "true"),
    Unknown("DIRECTORY_IS_MADE_WITH_ITS_PARENTS", "Are the directories above a new directory created, too?", "true"),
    Unknown("EXISTING_DIRECTORY_IS_REFUSED", "Is it refused to create a directory that exists?", "true"),
    Unknown("PAIRING_OF_UNKNOWN_SERVER_IS_REFUSED", "Is it refused to pair a server that is not registered?", "false"),
    Unknown("PAIRING_WRITES_CONFIGURATION", "Does pairing write the port into the configuration?", "true"),
    Unknown(
        "service_status_of_client_access_server",
        "What does withServiceStatus add to a client access server?",
        "active",
    ),
)


def directories(bench: Bench) -> Iterable[Found]:
    """Directories below that of the instance."""
    parent = bench.path(bench.new_name("parent"))
    made = bench.write("CreateDirectoryOnInstanceHost", serverName=bench.host, path=f"{parent}\\child")
    yield "DIRECTORY_IS_MADE_WITH_ITS_PARENTS", flag(made.is_success)
    if not made.is_success:
        bench.do("CreateDirectoryOnInstanceHost", serverName=bench.host, path=parent)
    again = bench.write("CreateDirectoryOnInstanceHost", serverName=bench.host, path=parent)
    yield "EXISTING_DIRECTORY_IS_REFUSED", flag(not again.is_success)
    rows = bench.look("GetDirectoriesOnInstanceHost", serverName=bench.host, path=bench.directory)
    if rows:
        yield "directory_listing", _of_directories(rows[0])


def _of_directories(row: Any) -> str:
    if isinstance(row, str):
        return "full paths" if "\\" in row else "names"
    return in_words(row)


def service_status(bench: Bench) -> Iterable[Found]:
    """The rows of client access servers, with and without their status."""
    plain, full = (bench.look("GetClientAccessServers", withServiceStatus=status) for status in (False, True))
    if plain and full:
        added = sorted(set(full[0]) - set(plain[0]))
        words = {"active": "active", "serviceStatus": "serviceStatus"}
        yield (
            "service_status_of_client_access_server",
            " and ".join(words.get(key, "another key") for key in added) or "nothing",
        )


def base_directory(bench: Bench) -> Iterable[Found]:
    """An instance host that does not exist, registered with a base directory and without."""
    with _server_name(bench, "DeleteInstanceHost", "GetInstanceHosts") as name:
        config = _config(name)
        reply = bench.write("CreateInstanceHost", config={**config, "baseDirectory": "E:\\Check"})
        if reply.is_success:
            row = _row(bench, "GetInstanceHosts", name)
            yield "NEW_HOST_TAKES_BASE_DIRECTORY", flag(row.get("baseDirectory") == "E:\\Check")
            return
        # Only if it is the base directory that is refused.
        bench.do("CreateInstanceHost", config=config)
        yield "NEW_HOST_TAKES_BASE_DIRECTORY", "false"


def registered(bench: Bench) -> Iterable[Found]:
    """A client access server that does not exist, registered and then paired."""
    with _server_name(bench, "DeleteClientAccessServer", "GetClientAccessServers") as name:
        bench.do("CreateClientAccessServer", config=_config(name))
        infos = bench.look("GetServiceStatus")["serverInfos"]
        yield "NEW_SERVER_IS_ACTIVE", flag(first(info for info in infos if info["serverName"] == name)["active"])
        _pair(bench, name, _OTHER_PORT)
        yield "PAIRING_WRITES_CONFIGURATION", flag(_row(bench, "GetClientAccessServers", name)["port"] == _OTHER_PORT)


def unregistered(bench: Bench) -> Iterable[Found]:
    """A server that is paired without having been registered."""
    with _server_name(bench, "DeleteClientAccessServer", "GetClientAccessServers") as name:
        try:
            _pair(bench, name, _PORT)
        except Refused:
            yield "PAIRING_OF_UNKNOWN_SERVER_IS_REFUSED", "true"
            return
        yield "PAIRING_OF_UNKNOWN_SERVER_IS_REFUSED", "false"


def _pair(bench: Bench, name: str, port: int) -> None:
    bench.do(
        "PairWithManagementServer",
        serverType=_CLIENT_ACCESS_SERVER,
        serverName=name,
        port=port,
        thumbprint=MARKED_THUMBPRINT,
    )


def _config(name: str) -> dict[str, Any]:
    return {"serverName": name, "port": _PORT, "serverCertificate": {"thumbprint": MARKED_THUMBPRINT}}


@contextmanager
def _server_name(bench: Bench, delete: str, listing: str) -> Iterator[str]:
    """A name of a server; what has it afterwards is removed."""
    name = f"{bench.instance_id}-{bench.new_name('server')}"
    try:
        yield name
    finally:
        if any(row.get("serverName") == name for row in bench.look(listing, **_LISTS[listing]) or ()):
            bench.do(delete, serverName=name)


def _row(bench: Bench, listing: str, name: str) -> Mapping[str, Any]:
    rows: Sequence[Mapping[str, Any]] = bench.look(listing, **_LISTS[listing]) or ()
    return first(row for row in rows if row["serverName"] == name)


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("service_status_of_client_access_server",), service_status, READING),
    Experiment(
        ("directory_listing", "DIRECTORY_IS_MADE_WITH_ITS_PARENTS", "EXISTING_DIRECTORY_IS_REFUSED"), directories
    ),
    Experiment(("NEW_HOST_TAKES_BASE_DIRECTORY",), base_directory, SYSTEM),
    Experiment(("NEW_SERVER_IS_ACTIVE", "PAIRING_WRITES_CONFIGURATION"), registered, SYSTEM),
    Experiment(("PAIRING_OF_UNKNOWN_SERVER_IS_REFUSED",), unregistered, SYSTEM),
)
