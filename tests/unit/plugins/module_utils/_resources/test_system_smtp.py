# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SMTP settings of the system: the first time, later, and the test message."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.modules import spe_system_smtp, spe_system_smtp_info

from tests.simulator.state.administrators import Administrator
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions

FIRST = {"hostname": "mail", "port": 25, "protocol": "SMTP", "from_email_address": "spe@example.com"}


@pytest.fixture
def system(server: Server) -> Server:
    server.environment.administrators["jane"] = Administrator("jane", "word")
    return server


@pytest.fixture
def smtp(system: Server) -> Tasks:
    return Tasks(spe_system_smtp.MODULE, system)


@pytest.fixture
def configured(smtp: Tasks, system: Server) -> Tasks:
    smtp.run(**FIRST, username="spe", password="geheim", recipients=["admin", "jane"])
    system.wire.forget()
    return smtp


def _smtp(system: Server) -> dict[str, Any]:
    settings = system.environment.smtp
    assert settings is not None
    return settings


def test_the_first_time_everything_is_written(smtp: Tasks, system: Server) -> None:
    smtp.four_ways(**FIRST)
    assert _smtp(system) == {
        "hostname": "mail",
        "port": 25,
        "protocol": "SMTP",
        "ignoreSslPolicyErrors": False,
        "authenticationRequired": False,
        "username": "",
        "password": None,
        "fromDisplayName": "",
        "fromEmailAddress": "spe@example.com",
        "recipientSystemAdministrator": [],
    }


@pytest.mark.parametrize("missing", list(FIRST))
def test_the_first_time_enough_must_be_said(smtp: Tasks, system: Server, missing: str) -> None:
    with pytest.raises(InputError, match=f"set {missing} to configure it"):
        smtp.run(**{option: value for option, value in FIRST.items() if option != missing})
    assert system.wire.writes == []


def test_later_only_what_is_named_changes(configured: Tasks, system: Server) -> None:
    before = dict(_smtp(system))
    result = configured.four_ways(port=587)
    assert result["diff"]["before"] == {"server": "https://127.0.0.1:8474", "port": 25}
    assert result["calls"][0]["arguments"]["config"]["password"] is None
    assert _smtp(system) == {**before, "port": 587}


def test_a_password_goes_along_with_every_change(configured: Tasks, system: Server) -> None:
    assert not configured.run(password="neu")["changed"]
    result = configured.run(password="neu", port=587)
    assert _smtp(system)["password"] == "neu"
    assert result["calls"][0]["arguments"]["config"]["password"] == "********"
    assert result["password_updated"]
    assert configured.run(password="neu", update_password="always")["changed"]


def test_recipients_are_a_set_that_can_be_emptied(configured: Tasks, system: Server) -> None:
    assert not configured.run(recipients=["jane", "admin"])["changed"]
    configured.four_ways(recipients=[])
    assert _smtp(system)["recipientSystemAdministrator"] == []


def test_a_test_message_is_no_change(configured: Tasks, system: Server) -> None:
    predicted = configured.check(test=True)
    assert system.wire.writes == []
    result = configured.run(test=True)
    assert not result["changed"]
    assert functions(predicted) == functions(result) == ["TestSystemSmtpConfiguration"]


def test_a_test_message_that_fails_tells_what_was_done_before(configured: Tasks, system: Server) -> None:
    # Mail servers under that domain cannot be reached.
    _smtp(system)["hostname"] = "mail.invalid"
    with pytest.raises(FunctionFailed):
        configured.run(port=587, test=True)
    assert system.wire.record.shown()["changed"]
    assert functions(system.wire.record.shown()) == ["SetSystemSmtpConfiguration"]
    with pytest.raises(FunctionFailed):
        configured.run(test=True)
    assert system.wire.record.shown() == {}, "nothing was done"


def test_settings_are_read_without_the_password(configured: Tasks, system: Server) -> None:
    informed = Tasks(spe_system_smtp_info.MODULE, system)
    found = informed.run(query="recipients")
    assert found["query_result"] == ["admin", "jane"]
    assert "password" not in found["system_smtp"]
    system.environment.smtp = None
    assert informed.run()["system_smtp"] == {"server": "https://127.0.0.1:8474"}
