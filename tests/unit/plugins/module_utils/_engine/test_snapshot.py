# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that are asked once."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot

from tests.unit.plugins.module_utils.server import Server


@pytest.mark.usefixtures("tenant")
def test_the_same_question_is_asked_once(server: Server) -> None:
    server.add_instance("other")
    reading = Snapshot(server.client())
    for _time in range(3):
        reading.read("GetUsers", {"instanceID": "acme"})
        reading.read("GetUsers", {"instanceID": "other"})
        reading.read("GetEnvironmentInfo")
    assert server.wire.functions == ["GetUsers", "GetUsers", "GetEnvironmentInfo"]
