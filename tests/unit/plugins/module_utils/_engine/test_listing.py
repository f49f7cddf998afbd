# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading all objects, or one, side by side."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.listing import (
    rows_of,
    shown_rows,
    shown_setting,
    shown_single,
    with_details,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import JOB
from ansible_collections.community.mailstore.plugins.module_utils._resources.system_smtp import SYSTEM_SMTP
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.tenant import Tenant

SCOPE = {"instanceID": "acme"}
JOBS = [{"id": 1, "name": "a", "schedule": {"interval": 5}}, {"id": 2, "name": "b", "schedule": {"time": "03:30"}}]


def snapshot(server: Server) -> Snapshot:
    return Snapshot(server.client())


@pytest.mark.parametrize(("name", "ids"), [(None, [1, 2]), ("b", [2]), ("c", []), ("", [])])
def test_all_or_one(server: Server, name: str | None, ids: list[int]) -> None:
    server.answer("GetJobs", JOBS)
    assert [row["id"] for row in rows_of(JOB, snapshot(server), SCOPE, name)] == ids


def test_rows_are_shown_in_the_form_of_the_options() -> None:
    first, second = shown_rows(JOB, JOBS)
    assert (first["interval"], first["time"]) == (5, None)
    assert (second["name"], second["time"], second["id"]) == ("b", "03:30:00", 2)


def test_details_are_added_in_the_order_of_the_rows(server: Server, tenant: Tenant) -> None:
    rows = [tenant.add_user(name, email_addresses=(f"{name}@example.com",)).row() for name in "abcde"]
    detailed = with_details(USER, rows, snapshot(server), SCOPE, 3)
    assert [row["emailAddresses"] for row in detailed] == [[f"{name}@example.com"] for name in "abcde"]
    assert server.wire.functions == ["GetUserInfo"] * 5


@pytest.mark.usefixtures("tenant")
def test_what_each_instance_has_once(server: Server) -> None:
    assert shown_setting(ARCHIVE_ADMIN, snapshot(server), "acme") == {"instance_id": "acme", "enabled": True}
    (request,) = server.wire.journal
    assert (request.name, request.arguments) == ("GetArchiveAdminEnabled", SCOPE)


def test_what_the_server_has_once(server: Server) -> None:
    server.answer("GetSystemSmtpConfiguration", {"hostname": "mail.example.com"})
    shown = shown_single(SYSTEM_SMTP, snapshot(server), "the server")
    assert (shown["server"], shown["hostname"]) == ("the server", "mail.example.com")
    (request,) = server.wire.journal
    assert (request.name, request.arguments) == ("GetSystemSmtpConfiguration", {})
