# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for system administrators, and what happens to the account that the task itself connects with."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    CredentialsRefused,
    InputError,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.system_administrator import (
    GoesOnWithNewPassword,
)
from ansible_collections.community.mailstore.plugins.modules.spe_system_administrator import MODULE

from tests.simulation import Fault
from tests.simulator.state.administrators import Administrator
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.wire import Hitch


@pytest.fixture
def system(server: Server) -> Server:
    server.environment.administrators["jane"] = Administrator("jane", "word", "Jane", "jane@example.com")
    return server


@pytest.fixture
def administrators(system: Server) -> Tasks:
    return Tasks(MODULE, system)


def test_a_new_one(administrators: Tasks, system: Server) -> None:
    result = administrators.four_ways(name="new", full_name="New", password="geheim", mfa="enabled")
    assert functions(result) == ["CreateSystemAdministrator", "InitializeSystemAdministratorMFA"]
    assert result["calls"][0]["arguments"] == {
        "config": {"userName": "new", "fullName": "New", "emailAddress": ""},
        "password": "********",
    }
    assert result["password_updated"]
    assert system.wire.journal == []


def test_only_what_is_named_is_written_over_what_is_there(administrators: Tasks, system: Server) -> None:
    administrators.four_ways(name="jane", full_name="Jane Roe")
    assert system.environment.administrators["jane"].email_address == "jane@example.com"
    administrators.four_ways(name="jane", email_address=None)
    assert system.environment.administrators["jane"].email_address == ""


def test_a_password_is_written_when_that_is_asked_for(administrators: Tasks) -> None:
    assert not administrators.run(name="jane", password="geheim")["changed"]
    result = administrators.run(name="jane", password="geheim", update_password="always")
    assert result["calls"] == [
        {"function": "SetSystemAdministratorPassword", "arguments": {"userName": "jane", "password": "********"}}
    ]


def test_a_server_that_does_not_show_mfa(administrators: Tasks, system: Server) -> None:
    system.world.answer_with("GetSystemAdministrators", lambda _call: [{"userName": "jane", "fullName": "Jane"}])
    assert not administrators.run(name="jane", mfa="enabled")["changed"]
    assert "mfa of the system administrator 'jane' was not changed" in administrators.warnings[0]


@pytest.mark.parametrize("name", ["admin", "ADMIN"])
def test_the_own_account_stays(administrators: Tasks, system: Server, name: str) -> None:
    with pytest.raises(InputError):
        administrators.run(name=name, confirm=name, state="absent")
    assert system.wire.writes == []


def test_after_its_own_new_password_the_connection_goes_on_with_it(system: Server) -> None:
    snapshot = Snapshot(system.client())
    system.environment.administrators["admin"].password = "geheim"
    with pytest.raises(CredentialsRefused):
        snapshot.client.call("Ping")
    assert GoesOnWithNewPassword("geheim").reached(snapshot)
    snapshot.client.call("Ping")


def test_an_api_password_stays_good(system: Server) -> None:
    administrator = system.environment.administrators["admin"]
    administrator.api_password, administrator.password = administrator.password, "geheim"
    snapshot = Snapshot(system.client())
    old = snapshot.client
    assert GoesOnWithNewPassword("geheim").reached(snapshot)
    assert snapshot.client is old


def test_the_own_password_is_followed_by_a_look_at_the_connection(administrators: Tasks, system: Server) -> None:
    administrators.run(name="admin", password="geheim", update_password="always")
    assert system.wire.functions == [
        "GetSystemAdministrators",
        "SetSystemAdministratorPassword",
        "Ping",
        "GetSystemAdministrators",
    ]


def test_a_lost_answer_to_the_own_password_does_not_blame_the_credentials(
    administrators: Tasks, system: Server
) -> None:
    system.wire.lose("SetSystemAdministratorPassword", work_is_done=True)
    # Afterwards neither the old password nor the new one is accepted.
    system.wire.meet("GetSystemAdministrators", Hitch(), Hitch(fault=Fault("http_status", 401), times=9))
    with pytest.raises(AnswerLost) as error:
        administrators.run(name="admin", password="geheim", update_password="always")
    assert error.value.function == "SetSystemAdministratorPassword"


def test_the_new_password_is_in_no_repr() -> None:
    assert "geheim" not in repr(GoesOnWithNewPassword("geheim"))


def test_the_own_account_is_locked_out_only_when_that_is_confirmed(administrators: Tasks, system: Server) -> None:
    for confirm in (None, "jane"):
        with pytest.raises(InputError, match="write confirm: admin if spe_password is the API password"):
            administrators.run(name="admin", mfa="enabled", confirm=confirm)
    assert system.wire.writes == []
    # With MFA, an API password goes on being good.
    system.environment.administrators["admin"].api_password = system.world.connection["spe_password"]
    assert functions(administrators.four_ways(name="admin", mfa="enabled", confirm="admin")) == [
        "InitializeSystemAdministratorMFA"
    ]
