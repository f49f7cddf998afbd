# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client and the simulated Management server understand each other: two readings of the same notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api import session
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client, Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    CredentialsRefused,
    FunctionFailed,
    NotAnSpeServer,
    NotSupportedByServer,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.settings import ConnectionSettings

from tests.simulation import simulation
from tests.simulator.process import RunningSimulator, running_simulator
from tests.simulator.versions import SUPPORTED_VERSIONS
from tests.unit.plugins.module_utils.server import simulated_server

INSTANCE = {
    "instanceID": "acme",
    "alias": "acme",
    "displayName": "Acme, Größe & Söhne + 50 %",
    "instanceHost": "host1.example.com",
    "startMode": "manual",
    "baseDirectory": "D:\\acme",
    "debugLogEnabled": False,
    "imapServerConnectionLogEnabled": False,
    "vssWriterEnabled": True,
    "vssWriterExcludeIndexes": False,
}
USER = {"instanceID": "acme", "userName": "bob"}


def client_of(simulator: RunningSimulator, **given: Any) -> Client:
    settings: dict[str, Any] = {"url": simulator.url, "username": simulator.username, "password": simulator.password}
    if "certificate_fingerprint" not in given:
        settings["ca_path"] = simulator.ca_path
    return Client(ConnectionSettings(**{**settings, **given}))


def fill(client: Client) -> None:
    """One instance with a user and a store."""
    client.call("CreateDirectoryOnInstanceHost", {"serverName": "host1.example.com", "path": "D:\\acme"})
    client.call("CreateInstance", {"config": INSTANCE})
    client.call("StartInstances", {"instanceFilter": ["acme"]})
    client.call("SetArchiveAdminEnabled", {"instanceID": "acme", "enabled": True})
    client.call("CreateUser", {**USER, "privileges": ["login", "changePassword"]})
    client.call("CreateStore", {"instanceID": "acme", "name": "2024", "databasePath": "D:\\acme\\2024"})


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(work_ms=50) as running:
        fill(client_of(running))
        yield running
        # A simulator that is asked to end waits for its connections.
        session._kept.clear()


@pytest.fixture
def client(simulator: RunningSimulator) -> Iterator[Client]:
    yield client_of(simulator)
    simulator.set_faults([])


def test_values_arrive_and_come_back(client: Client) -> None:
    configuration = client.call("GetInstanceConfiguration", {"instanceID": "acme"})
    assert configuration == INSTANCE
    name = "Jörg +1 %41 &= \u2713 \U0001f600"
    client.call("SetUserFullName", {**USER, "fullName": name})
    addresses = ["bob@example.com", "b+ob@example.com"]
    client.call("SetUserEmailAddresses", {**USER, "emailAddresses": addresses})
    user = client.call("GetUserInfo", USER)
    assert user["fullName"] == name
    assert user["emailAddresses"] == addresses
    assert set(user["privileges"]) == {"login", "changePassword"}


def test_none_removes(client: Client) -> None:
    client.call("SetUserFullName", {**USER, "fullName": "Bob"})
    client.call("SetUserFullName", {**USER, "fullName": None})
    assert client.call("GetUserInfo", USER)["fullName"] is None


def test_pinned(simulator: RunningSimulator) -> None:
    client_of(simulator, certificate_fingerprint=simulator.certificate_fingerprint).call("Ping")


def test_wrong_password(simulator: RunningSimulator) -> None:
    with pytest.raises(CredentialsRefused):
        client_of(simulator, password="wrong").call("Ping")


def test_a_refusal(client: Client) -> None:
    with pytest.raises(FunctionFailed, match="The server refused GetUserInfo: ") as error:
        client.call("GetUserInfo", {"instanceID": "acme", "userName": "nobody"})
    assert error.value.status_code == "failed"


def test_an_unknown_function(client: Client) -> None:
    with pytest.raises(NotSupportedByServer, match="does not know the function GetWeather"):
        client.call("GetWeather")


def test_a_long_call() -> None:
    lines: list[str] = []
    with simulation() as world:
        connection = {name.removeprefix("spe_"): value for name, value in world.connection.items()}
        del connection["parallel"]
        client = Client(ConnectionSettings(**connection), progress=lines.append)
        client.call("VerifyStores", {"instanceID": "baumann", "includeIndexes": False})
    # Three stores, and a step before and after them.
    assert len(lines) == len(set(lines)) >= 5
    assert all(line.startswith("VerifyStores: ") for line in lines)


def test_a_call_that_takes_too_long(simulator: RunningSimulator, client: Client) -> None:
    simulator.set_faults([{"function": "VerifyStores", "running": {"milliseconds": 3_600_000}, "times": 1}])
    mark = simulator.mark()
    with pytest.raises(WaitTimedOut, match="ended with cancelled"):
        client.call(
            "VerifyStores",
            {"instanceID": "acme", "includeIndexes": False},
            waiting=Waiting(timeout=0.2, interval=1, cancel_on_timeout=True),
        )
    assert "cancel-async" in [line["function"] for line in simulator.since(mark)]


@pytest.mark.parametrize(("function", "calls"), [("GetFolderStatistics", 2), ("VerifyStores", 1)])
def test_an_expired_token(simulator: RunningSimulator, client: Client, function: str, calls: int) -> None:
    simulator.set_faults([{"function": function, "expire_token": True}])
    mark = simulator.mark()
    with pytest.raises(AnswerLost):
        client.call(function, {"instanceID": "acme", "includeIndexes": False})
    assert [line["function"] for line in simulator.since(mark)].count(function) == calls


@pytest.mark.parametrize("moment", ["reset_before", "reset_after"])
def test_a_lost_answer(simulator: RunningSimulator, client: Client, moment: str) -> None:
    """Only the server knows whether the work was done; a write is sent once either way."""
    client.call("SetUserFullName", {**USER, "fullName": "before"})
    simulator.set_faults([{"function": "SetUserFullName", moment: True, "times": 1}])
    mark = simulator.mark()
    with pytest.raises(AnswerLost):
        client.call("SetUserFullName", {**USER, "fullName": "after"})
    assert [line["function"] for line in simulator.since(mark)] == ["SetUserFullName"]
    name = client.call("GetUserInfo", USER)["fullName"]
    assert name == ("before" if moment == "reset_before" else "after")


@pytest.mark.parametrize("fault", [{"reset_before": True}, {"reset_after": True}, {"http_status": 503}])
def test_a_read_gets_through(simulator: RunningSimulator, client: Client, fault: dict[str, Any]) -> None:
    simulator.set_faults([{"function": "GetUsers", "times": 2, **fault}])
    assert client.call("GetUsers", {"instanceID": "acme"})


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"html": True}, NotAnSpeServer),
        ({"invalid_json": True}, NotAnSpeServer),
        ({"http_status": 403}, FunctionFailed),
        ({"failed": "No."}, FunctionFailed),
        ({"status_code": "paused"}, FunctionFailed),
    ],
)
def test_faults(simulator: RunningSimulator, client: Client, fault: dict[str, Any], kind: type[SpeError]) -> None:
    simulator.set_faults([{"function": "GetUsers", **fault}])
    with pytest.raises(kind):
        client.call("GetUsers", {"instanceID": "acme"})


def test_no_byte_order_mark(simulator: RunningSimulator, client: Client) -> None:
    simulator.set_faults([{"function": "GetUsers", "no_bom": True}])
    assert client.call("GetUsers", {"instanceID": "acme"})


def release_of(version: str) -> tuple[int, int]:
    year, minor = version.split(".")
    return int(year), int(minor)


@pytest.mark.parametrize(("version", "release"), [(version, release_of(version)) for version in SUPPORTED_VERSIONS])
def test_the_contract_is_what_each_version_lists(version: str, release: tuple[int, int]) -> None:
    with simulated_server(version=version) as server:
        client = server.client()
        assert client.server_version().startswith(f"{version}.")
        metadata = client.metadata()
    expected = {
        name for name, function in FUNCTIONS.items() if function.since is None or release_of(function.since) <= release
    }
    assert set(metadata) == expected
    for name, signature in metadata.items():
        function = FUNCTIONS[name]
        assert (function.scope == "instance") == ("instanceID" in signature.arguments), name
        if function.arguments and version == "25.3":
            assert tuple(signature.arguments) == function.arguments, name
