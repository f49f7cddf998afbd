# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading all objects, or one, side by side."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._engine.listing import (
    rows_of,
    shown_rows,
    shown_setting,
    shown_single,
    with_details,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.server import Server
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import JOB
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.plugins.module_utils.fake_client import FakeClient, scripted

JOBS = [{"id": 1, "name": "a", "schedule": {"interval": 5}}, {"id": 2, "name": "b", "schedule": {"time": "03:30"}}]


def server(client: FakeClient) -> Server:
    return Server(client, Waiting())


@pytest.mark.parametrize(("name", "ids"), [(None, [1, 2]), ("b", [2]), ("c", []), ("", [])])
def test_all_or_one(name: str | None, ids: list[int]) -> None:
    assert [row["id"] for row in rows_of(JOB, server(scripted({"GetJobs": JOBS})), {}, name)] == ids


def test_rows_are_shown_in_the_form_of_the_options() -> None:
    first, second = shown_rows(JOB, JOBS)
    assert (first["interval"], first["time"]) == (5, None)
    assert (second["name"], second["time"], second["id"]) == ("b", "03:30:00", 2)


def test_details_are_added_in_the_order_of_the_rows() -> None:
    def answer(_function: str, arguments: Any) -> Any:
        return {"userName": arguments["userName"], "privileges": [arguments["userName"]]}

    client = FakeClient(answer)
    rows = [{"userName": name, "fullName": None} for name in "abcde"]
    detailed = with_details(USER, rows, server(client), {"instanceID": "acme"}, 3)
    assert [row["privileges"] for row in detailed] == [["a"], ["b"], ["c"], ["d"], ["e"]]
    assert client.wire.functions == ["GetUserInfo"] * 5


def test_a_single_thing() -> None:
    client = scripted({"GetArchiveAdminEnabled": True})
    assert shown_setting(ARCHIVE_ADMIN, server(client), "acme") == {"instance_id": "acme", "enabled": True}
    assert client.wire.arguments_of("GetArchiveAdminEnabled") == {"instanceID": "acme"}
    client.wire.forget()
    assert shown_single(ARCHIVE_ADMIN, server(client), "acme") == {"instance_id": "acme", "enabled": True}
