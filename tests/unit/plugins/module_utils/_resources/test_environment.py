# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the environment and the licence are shown."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._resources.license import shown_license
from ansible_collections.community.mailstore.plugins.modules.spe_environment_info import MODULE

from tests.simulator.contract import Call
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks

THUMBPRINT = "00112233445566778899AABBCCDDEEFF00112233"


def message(severity: str, text: str = "") -> dict[str, Any]:
    return {"type": severity, "text": text, "isSubItem": False, "tag": None, "flags": None}


@pytest.fixture
def status(server: Server) -> dict[str, Any]:
    """What the server answers from now on."""
    status: dict[str, Any] = {
        "environmentInfo": {"version": "25.3.1.23021", "licenseeID": 1, "systemProperties": {"totalPhysicalMemory": 8}},
        "serverInfos": [
            {
                "serverName": "spe",
                "port": 8471,
                "serverCertificate": {"thumbprint": THUMBPRINT},
                "serverType": "managementServer",
                "active": True,
                "systemProperties": None,
                "numberOfInstances": None,
                "numberOfRunningInstances": None,
            }
        ],
        "messages": [message("information"), message("warning"), message("error", "bad")],
    }

    def answer(_call: Call) -> dict[str, Any]:
        return status

    server.world.answer_with("GetServiceStatus", answer)
    return status


@pytest.fixture
def environment(server: Server, status: dict[str, Any]) -> Tasks:
    return Tasks(MODULE, server)


def test_one_call_gives_everything(environment: Tasks) -> None:
    found = environment.run()["environment"]
    assert environment.spe.wire.functions == ["GetServiceStatus"]
    assert found["version"] == "25.3.1.23021"
    assert found["licensee_id"] == 1
    assert found["system_properties"] == {"total_physical_memory": 8}
    assert found["servers"] == [
        {
            "name": "spe",
            "type": "management_server",
            "certificate_thumbprint": THUMBPRINT,
            "port": 8471,
            "active": True,
            "system_properties": None,
            "number_of_instances": None,
            "number_of_running_instances": None,
        }
    ]
    assert found["worst_severity"] == "error"


def test_costly_reads_can_be_left_out(environment: Tasks) -> None:
    assert environment.run(environment=False, status=False, ping=True)["environment"] == {"ping": True}
    assert environment.spe.wire.functions == ["Ping"]
    environment.spe.wire.forget()
    assert environment.run(environment=False, status=False)["environment"] == {}
    assert "servers" not in environment.run(status=False)["environment"]
    assert environment.spe.wire.functions == ["GetEnvironmentInfo"]


@pytest.mark.parametrize(
    ("minimum", "severities"),
    [("information", ["information", "warning", "error"]), ("warning", ["warning", "error"]), ("error", ["error"])],
)
def test_messages_from_a_severity_on(environment: Tasks, minimum: str, severities: list[str]) -> None:
    found = environment.run(minimum_severity=minimum)["environment"]
    assert [entry["severity"] for entry in found["messages"]] == severities
    assert found["messages"][-1]["text"] == "bad"


def test_an_unknown_severity_is_the_worst(environment: Tasks, status: dict[str, Any]) -> None:
    status["messages"].append(message("catastrophe"))
    found = environment.run(minimum_severity="error")["environment"]
    assert [entry["severity"] for entry in found["messages"]] == ["error", "catastrophe"]
    assert found["worst_severity"] == "catastrophe"


def test_no_messages_no_severity(environment: Tasks, status: dict[str, Any]) -> None:
    status["messages"] = []
    assert environment.run()["environment"]["worst_severity"] is None


@pytest.mark.parametrize(
    ("request_", "used"),
    [
        (None, 0),
        ("a text", 0),
        ({"other": 1}, 0),
        ({"instanceData": None}, 0),
        ({"instanceData": [{"usedLicenseCount": 3}, {"usedLicenseCount": None}, {}, {"usedLicenseCount": 4}]}, 7),
    ],
)
def test_used_licences_are_counted_from_what_is_known(request_: Any, used: int) -> None:
    shown = shown_license(request_)
    assert shown["used_license_count"] == used
    assert shown["request"] == request_
