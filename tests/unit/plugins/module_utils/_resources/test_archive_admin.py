# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access as something that is on or off."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.modules.spe_archive_admin import MODULE

from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.fixture
def access(server: Server, tenant: Tenant) -> Tasks:
    return Tasks(MODULE, server)


@pytest.mark.parametrize(("state", "enabled"), [("enabled", True), ("disabled", False)])
def test_access_is_switched_once(access: Tasks, tenant: Tenant, state: str, enabled: bool) -> None:
    tenant.access = not enabled
    result = access.four_ways(instance_id="acme", state=state)
    assert result["calls"] == [
        {"function": "SetArchiveAdminEnabled", "arguments": {"instanceID": "acme", "enabled": enabled}}
    ]
    assert result["archive_admin"] == {"instance_id": "acme", "enabled": enabled}
    assert result["diff"]["before"] == {"instance_id": "acme", "enabled": not enabled}
    assert tenant.access is enabled


def test_no_change_costs_one_call(access: Tasks, server: Server) -> None:
    assert not access.run(instance_id="acme", state="enabled")["changed"]
    assert server.wire.functions == ["GetArchiveAdminEnabled"]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_is_no_failure(access: Tasks, server: Server, tenant: Tenant, work_is_done: bool) -> None:
    server.wire.lose("SetArchiveAdminEnabled", work_is_done=work_is_done)
    assert access.run(instance_id="acme", state="disabled")["changed"]
    assert not tenant.access


def test_a_switch_that_did_not_take_is_a_failure(access: Tasks, server: Server) -> None:
    server.world.answer_with("SetArchiveAdminEnabled", lambda _call: None)
    with pytest.raises(FunctionFailed) as failed:
        access.run(instance_id="acme", state="disabled")
    assert failed.value.message == (
        "The server accepted the calls, but enabled of the archive admin 'acme' did not change; look at the server's own"
        " log."
    )


def test_an_instance_that_is_not_there(access: Tasks) -> None:
    with pytest.raises(InputError) as error:
        access.run(instance_id="gone", state="enabled")
    assert error.value.message.startswith("There is no instance 'gone' on this server")
    predicted = access.check(instance_id="gone", state="enabled")
    assert predicted["archive_admin"] == {"instance_id": "gone", "enabled": True}
    assert access.warnings == ["There is no instance 'gone' yet: check mode predicts this task for an empty instance."]


MAKES = "CreateClientOneTimeUrlForArchiveAdmin"
URL = {"instance_id": "acme", "state": "enabled", "one_time_url": True}


@pytest.fixture
def hidden(access: Tasks) -> Tasks:
    access.no_log = True
    return access


def test_a_one_time_url_is_made_every_time(hidden: Tasks, server: Server) -> None:
    predicted = hidden.check(**URL)
    assert predicted["one_time_url"] is None
    assert server.wire.writes == []
    for _run in range(2):
        result = hidden.run(**URL)
        assert result["changed"]
        assert result["one_time_url"].startswith("https://")
        assert result["calls"] == predicted["calls"]
        assert functions(result) == [MAKES]
        assert result["one_time_url"] not in str(result["calls"])


def test_access_is_switched_on_before_a_one_time_url(hidden: Tasks, tenant: Tenant) -> None:
    tenant.access = False
    predicted = hidden.check(**URL, instance_url="https://archive.example.com/acme")
    result = hidden.run(**URL, instance_url="https://archive.example.com/acme")
    assert functions(result) == ["SetArchiveAdminEnabled", MAKES]
    assert result["calls"] == predicted["calls"]
    assert result["calls"][1]["arguments"]["instanceUrl"] == "https://archive.example.com/acme"


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("no_log", "options", "sentence"),
    [
        (False, {}, "add no_log: true to the task"),
        (True, {"state": "disabled"}, "set state: enabled, or leave one_time_url out"),
        (True, {"one_time_url": False, "instance_url": "x"}, "set one_time_url: true, or leave instance_url out"),
        (True, {"instance_url": "archive.example.com"}, "which is no address: write one such as https://archive"),
        (True, {"instance_url": "https://"}, "which is no address"),
        (True, {"instance_url": "https://archive.example.com/a b"}, "which is no address"),
    ],
)
def test_one_time_urls_that_are_refused(
    access: Tasks, server: Server, check_mode: bool, no_log: bool, options: dict[str, Any], sentence: str
) -> None:
    access.no_log = no_log
    with pytest.raises(InputError, match=sentence):
        access.run(check_mode, **{**URL, **options})
    assert server.wire.functions == []


def test_an_object_that_holds_the_url_is_understood(hidden: Tasks, server: Server) -> None:
    server.world.answer_with(MAKES, lambda _call: {"instanceID": "acme", "url": "https://inside"})
    assert hidden.run(**URL)["one_time_url"] == "https://inside"


@pytest.mark.parametrize("answer", [None, "", 7, [], {}, "no address", {"a": "x://a", "b": "x://b"}])
def test_an_answer_that_is_not_understood_is_a_failure(
    hidden: Tasks, server: Server, tenant: Tenant, answer: Any
) -> None:
    server.world.answer_with(MAKES, lambda _call: answer)
    tenant.access = False
    with pytest.raises(FunctionFailed, match="its answer is not understood"):
        hidden.run(**URL)
    assert functions(server.wire.record.shown()) == ["SetArchiveAdminEnabled", MAKES]


def test_a_refused_url_tells_what_was_done_before(hidden: Tasks, server: Server, tenant: Tenant) -> None:
    tenant.access = False
    server.wire.refuse(MAKES)
    with pytest.raises(FunctionFailed):
        hidden.run(**URL)
    assert functions(server.wire.record.shown()) == ["SetArchiveAdminEnabled"]
