# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment: version and licence, servers, and the messages of the management server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.keys import snake_case, snake_keys
from .._engine.snapshot import Snapshot
from .paired_server import Thumbprint

#: From harmless to bad (observed); a word that is not among them counts as the worst.
SEVERITIES = ("information", "warning", "error")


def read_environment(snapshot: Snapshot, *, environment: bool, status: bool, minimum_severity: str) -> dict[str, Any]:
    """What the options ask for, in one call: the status contains the environment (observed)."""
    if status:
        answer = snapshot.read("GetServiceStatus")
        about = snake_keys(answer["environmentInfo"]) if environment else {}
        return {**about, **_shown_status(answer, minimum_severity)}
    return dict(snake_keys(snapshot.read("GetEnvironmentInfo"))) if environment else {}


def read_time_zones(snapshot: Snapshot, instance_id: str) -> list[dict[str, Any]]:
    """The time zones that an instance knows; documented is their id alone."""
    return [snake_keys(row) for row in snapshot.read("GetTimeZones", {"instanceID": instance_id}) or []]


def _shown_status(answer: Mapping[str, Any], minimum_severity: str) -> dict[str, Any]:
    messages = [
        shown_message(row)
        for row in answer["messages"] or []
        if _rank(row["type"]) >= SEVERITIES.index(minimum_severity)
    ]
    worst = max(messages, key=lambda message: _rank(message["severity"]), default=None)
    return {
        "servers": [shown_server(row) for row in answer["serverInfos"] or []],
        "messages": messages,
        "worst_severity": worst["severity"] if worst else None,
    }


def shown_message(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"severity": row["type"], **{snake_case(key): value for key, value in row.items() if key != "type"}}


def shown_server(row: Mapping[str, Any]) -> dict[str, Any]:
    """A server by the names that the modules of the servers use."""
    renamed = {"serverName", "serverType", "serverCertificate"}
    return {
        "name": row["serverName"],
        "type": snake_case(row["serverType"]),
        "certificate_thumbprint": Thumbprint().from_api(row["serverCertificate"]),
        **{snake_case(key): snake_keys(value) for key, value in row.items() if key not in renamed},
    }


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
