# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for instance hosts and client access servers: what pairs anew, and what is written whole."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._resources import paired_server
from ansible_collections.community.mailstore.plugins.module_utils._resources.paired_server import normal_thumbprint
from ansible_collections.community.mailstore.plugins.modules import spe_client_access_server, spe_instance_host

from tests.simulator import assumptions
from tests.simulator.contract import Call
from tests.simulator.functions import functions_of
from tests.simulator.state.hosts import ClientAccessServer, InstanceHost
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions

OTHER = "AA" * 20
THUMBPRINT = "00112233445566778899AABBCCDDEEFF00112233"


@pytest.fixture
def system(server: Server) -> Server:
    return server


@pytest.fixture
def hosts(system: Server) -> Tasks:
    system.environment.hosts["host1"] = InstanceHost("host1", 8472, THUMBPRINT, "E:\\Archives")
    return Tasks(spe_instance_host.MODULE, system)


@pytest.fixture
def client_access_servers(system: Server) -> Tasks:
    system.environment.client_access_servers["spe"] = ClientAccessServer("spe", 8473, THUMBPRINT)
    return Tasks(spe_client_access_server.MODULE, system)


@pytest.mark.parametrize(
    "text",
    [OTHER, OTHER.lower(), ":".join(["aa"] * 20), " ".join(["AA"] * 20)],
    ids=["plain", "low", "colons", "blanks"],
)
def test_a_thumbprint_as_people_write_it(text: str) -> None:
    assert normal_thumbprint(text) == OTHER


@pytest.mark.parametrize("text", ["", "AA", "AA" * 32, "not hexadecimal"])
def test_what_is_no_thumbprint(text: str) -> None:
    with pytest.raises(InputError, match="is not a SHA-1 fingerprint"):
        normal_thumbprint(text)


def test_a_new_host_gets_its_directory_by_the_setter(hosts: Tasks, system: Server) -> None:
    result = hosts.four_ways(name="host2", certificate_thumbprint=OTHER, base_directory="E:\\New")
    assert functions(result) == ["CreateInstanceHost", "SetInstanceHostConfiguration"]
    assert system.environment.hosts["host2"].row() == {
        "serverName": "host2",
        "port": 8472,
        "serverCertificate": {"thumbprint": OTHER},
        "baseDirectory": "E:\\New",
    }


def test_no_change_costs_one_call(hosts: Tasks) -> None:
    result = hosts.run(
        name="host1", port=8472, certificate_thumbprint=THUMBPRINT.lower(), base_directory="e:/archives/"
    )
    assert not result["changed"]
    assert hosts.spe.wire.functions == ["GetInstanceHosts"]


def test_another_port_does_not_pair(hosts: Tasks, system: Server) -> None:
    assert functions(hosts.four_ways(name="host1", port=9000)) == ["SetInstanceHostConfiguration"]
    assert system.environment.hosts["host1"].thumbprint == THUMBPRINT


@pytest.mark.parametrize("pairing_writes", [False, True])
def test_another_certificate_pairs_whatever_pairing_writes(
    hosts: Tasks, system: Server, pairing_writes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assumptions, "PAIRING_WRITES_CONFIGURATION", pairing_writes)
    paired = watch_pairing(system)
    result = hosts.four_ways(name="host1", certificate_thumbprint=OTHER, port=9000, base_directory=None)
    assert functions(result) == ["PairWithManagementServer", "SetInstanceHostConfiguration"]
    assert paired == [
        {"serverType": "instanceHost", "serverName": "host1", "port": 9000, "thumbprint": OTHER},
    ]
    assert system.environment.hosts["host1"].base_directory is None


def test_should_pairing_write_it_the_setter_writes_the_rest_only(
    hosts: Tasks, system: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paired_server, "PAIRING_WRITES_CONFIGURATION", True)
    assert functions(hosts.four_ways(name="host1", certificate_thumbprint=OTHER)) == ["PairWithManagementServer"]


def test_a_client_access_server(client_access_servers: Tasks, system: Server) -> None:
    paired = watch_pairing(system)
    result = client_access_servers.four_ways(name="spe", certificate_thumbprint=OTHER)
    assert functions(result) == ["PairWithManagementServer", "SetClientAccessServerConfiguration"]
    assert paired[0]["serverType"] == "clientAccessServer"
    assert functions(client_access_servers.four_ways(name="spe", confirm="spe", state="absent")) == [
        "DeleteClientAccessServer"
    ]


@pytest.mark.parametrize(
    ("instances", "words"),
    [(["one"], "it has the instance one;"), ([f"t{n}x" for n in range(7)], r"7 instances \(t0x, .*t4x, \.\.\.\);")],
)
def test_a_host_with_instances_stays(hosts: Tasks, system: Server, instances: list[str], words: str) -> None:
    for name in instances:
        system.add_instance(name, instance_host="HOST1")
    with pytest.raises(InputError, match=words):
        hosts.run(name="host1", confirm="host1", state="absent")
    assert system.wire.writes == []


def test_a_lost_answer_is_no_second_pairing(hosts: Tasks, system: Server) -> None:
    system.wire.lose("PairWithManagementServer", work_is_done=True)
    hosts.run(name="host1", certificate_thumbprint=OTHER)
    assert system.wire.writes == ["PairWithManagementServer"]


def watch_pairing(system: Server) -> list[dict[str, Any]]:
    """The arguments of each pairing from now on."""
    paired: list[dict[str, Any]] = []
    pair = functions_of(system.environment.version)["PairWithManagementServer"].handler

    def handle(call: Call) -> Any:
        paired.append(dict(call.arguments))
        return pair(call)

    system.world.answer_with("PairWithManagementServer", handle)
    return paired


def service_status(system: Server, *, active: bool, listed: bool = True) -> list[dict[str, Any]]:
    """Every server that was made known, and paired since, is active; or as `active` has it.

    :return: the arguments of each pairing.
    """
    paired = watch_pairing(system)

    def infos(call: Call) -> Any:
        names = {arguments["serverName"] for arguments in paired}
        known = [("instanceHost", name) for name in call.environment.hosts]
        known += [("clientAccessServer", name) for name in call.environment.client_access_servers]
        rows = [
            {"serverName": name, "serverType": server_type, "active": active or name in names}
            for server_type, name in known
        ]
        return {"serverInfos": rows if listed else []}

    system.world.answer_with("GetServiceStatus", infos)
    return paired


@pytest.mark.parametrize("noun", ["hosts", "client_access_servers"])
def test_a_new_server_is_made_known_and_paired(request: pytest.FixtureRequest, system: Server, noun: str) -> None:
    service_status(system, active=False)
    tasks: Tasks = request.getfixturevalue(noun)
    result = tasks.four_ways(name="new.example.com", certificate_thumbprint="ab" * 20, pair=True)
    assert functions(result)[-1] == "PairWithManagementServer"
    assert result["calls"][-1]["arguments"]["thumbprint"] == "AB" * 20
    assert result["diff"]["after"]["paired"] is True


@pytest.mark.parametrize("noun", ["hosts", "client_access_servers"])
def test_a_server_that_a_killed_run_has_not_paired_is_paired(
    request: pytest.FixtureRequest, system: Server, noun: str
) -> None:
    service_status(system, active=False)
    tasks: Tasks = request.getfixturevalue(noun)
    tasks.run(name="new.example.com", certificate_thumbprint="ab" * 20)
    assert functions(tasks.four_ways(name="new.example.com", pair=True)) == ["PairWithManagementServer"]


def test_an_active_server_is_not_paired_again(hosts: Tasks, system: Server) -> None:
    service_status(system, active=True)
    hosts.run(name="new.example.com", certificate_thumbprint="ab" * 20)
    assert not hosts.run(name="new.example.com", pair=True)["changed"]


def test_a_server_of_which_nobody_can_tell_is_not_paired_again(hosts: Tasks, system: Server) -> None:
    service_status(system, active=False, listed=False)
    hosts.run(name="new.example.com", certificate_thumbprint="ab" * 20)
    assert not hosts.run(name="new.example.com", pair=True)["changed"]
    assert hosts.warnings[0].startswith("It is not known whether 'new.example.com' is paired")


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("function", ["CreateInstanceHost", "PairWithManagementServer"])
def test_a_lost_answer_leaves_a_new_host_paired_once(
    hosts: Tasks, system: Server, function: str, work_is_done: bool, active: bool
) -> None:
    paired = service_status(system, active=active)
    system.wire.lose(function, work_is_done=work_is_done)
    hosts.run(name="new.example.com", certificate_thumbprint="ab" * 20, pair=True)
    # A server that is active without pairing shows nothing of it.
    shows_nothing = function == "PairWithManagementServer" and active and not work_is_done
    assert len(paired) == (0 if shows_nothing else 1)
