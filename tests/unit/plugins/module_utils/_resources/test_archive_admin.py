# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access as something that is on or off."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.modules.spe_archive_admin import MODULE

from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe
from tests.unit.plugins.module_utils.task import Tasks, functions


@pytest.fixture
def access(spe: FakeSpe) -> Tasks:
    return Tasks(MODULE, spe)


@pytest.mark.parametrize(("state", "enabled"), [("enabled", True), ("disabled", False)])
def test_access_is_switched_once(access: Tasks, acme: FakeInstance, state: str, enabled: bool) -> None:
    acme.access = not enabled
    result = access.four_ways(instance_id="acme", state=state)
    assert result["calls"] == [
        {"function": "SetArchiveAdminEnabled", "arguments": {"instanceID": "acme", "enabled": enabled}}
    ]
    assert result["archive_admin"] == {"instance_id": "acme", "enabled": enabled}
    assert result["diff"]["before"] == {"instance_id": "acme", "enabled": not enabled}
    assert acme.access is enabled


def test_no_change_costs_one_call(access: Tasks, spe: FakeSpe) -> None:
    assert not access.run(instance_id="acme", state="enabled")["changed"]
    assert spe.wire.functions == ["GetArchiveAdminEnabled"]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_is_no_failure(access: Tasks, spe: FakeSpe, acme: FakeInstance, work_is_done: bool) -> None:
    spe.wire.lose("SetArchiveAdminEnabled", work_is_done=work_is_done)
    assert access.run(instance_id="acme", state="disabled")["changed"]
    assert not acme.access


def test_a_switch_that_did_not_take_is_a_failure(access: Tasks, spe: FakeSpe) -> None:
    spe.ignored.add("SetArchiveAdminEnabled")
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
    assert access.warnings == [
        "There is no instance 'gone' yet: what this task would do is predicted as if nothing were there."
    ]


MAKES = "CreateClientOneTimeUrlForArchiveAdmin"
URL = {"instance_id": "acme", "state": "enabled", "one_time_url": True}


@pytest.fixture
def hidden(access: Tasks) -> Tasks:
    access.no_log = True
    return access


def test_a_one_time_url_is_made_every_time(hidden: Tasks, spe: FakeSpe) -> None:
    predicted = hidden.check(**URL)
    assert predicted["one_time_url"] is None
    assert spe.wire.writes == []
    for _run in range(2):
        result = hidden.run(**URL)
        assert result["changed"]
        assert result["one_time_url"] == spe.one_time_url
        assert result["calls"] == predicted["calls"]
        assert functions(result) == [MAKES]
        assert "S3cret" not in str(result["calls"])


def test_access_is_switched_on_before_a_one_time_url(hidden: Tasks, acme: FakeInstance) -> None:
    acme.access = False
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
    ],
)
def test_one_time_urls_that_are_refused(
    access: Tasks, spe: FakeSpe, check_mode: bool, no_log: bool, options: dict[str, Any], sentence: str
) -> None:
    access.no_log = no_log
    with pytest.raises(InputError, match=sentence):
        access.run(check_mode, **{**URL, **options})
    assert spe.wire.functions == []


def test_an_object_that_holds_the_url_is_understood(hidden: Tasks, spe: FakeSpe) -> None:
    spe.one_time_url = {"instanceID": "acme", "url": "https://inside"}
    assert hidden.run(**URL)["one_time_url"] == "https://inside"


@pytest.mark.parametrize("answer", [None, "", 7, [], {}, "no address", {"a": "x://a", "b": "x://b"}])
def test_an_answer_that_is_not_understood_is_a_failure(
    hidden: Tasks, spe: FakeSpe, acme: FakeInstance, answer: Any
) -> None:
    spe.one_time_url = answer
    acme.access = False
    with pytest.raises(FunctionFailed, match="its answer is not understood") as failed:
        hidden.run(**URL)
    assert functions(failed.value.partial) == ["SetArchiveAdminEnabled", MAKES]


def test_a_refused_url_tells_what_was_done_before(hidden: Tasks, spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = False
    spe.wire.refuse(MAKES)
    with pytest.raises(FunctionFailed) as failed:
        hidden.run(**URL)
    assert functions(failed.value.partial) == ["SetArchiveAdminEnabled"]
