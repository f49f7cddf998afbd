# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access as something that is on or off."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.modules.spe_archive_admin import FACE

from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe
from tests.unit.plugins.module_utils.task import Tasks


@pytest.fixture
def access(spe: FakeSpe) -> Tasks:
    return Tasks(FACE, spe)


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
