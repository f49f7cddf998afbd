# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is created although the answer is late: once, whether the server keeps its name unique or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import AnswerLost, WaitTimedOut
from ansible_collections.community.mailstore.plugins.modules import (
    spe_credential,
    spe_job,
    spe_profile,
    spe_store,
    spe_user,
)

from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant


@dataclass(frozen=True)
class Case:
    """A module that creates something, and how many of it there are."""

    definition: Any
    function: str
    options: dict[str, Any]
    count: Callable[[Tenant], int]


CASES = [
    Case(
        spe_job.MODULE,
        "CreateJob",
        {"name": "Nightly", "action": "VerifyStores", "owner": "admin", "interval": 60, "enabled": False},
        lambda tenant: len(tenant.jobs),
    ),
    Case(
        spe_profile.MODULE,
        "CreateProfile",
        {"name": "Mail", "owner": "admin", "connector": "IMAP", "details": {"host": "h"}, "secret_details": {}},
        lambda tenant: len(tenant.profiles),
    ),
    Case(
        spe_credential.MODULE,
        "CreateCredential",
        {"description": "m365", "type": "Office365_Modern", "settings": {"TenantId": "t"}},
        lambda tenant: len(tenant.credentials),
    ),
    Case(
        spe_store.MODULE,
        "CreateStore",
        {"name": "2026", "database_path": "E:\\2026"},
        lambda tenant: len(tenant.stores),
    ),
    Case(
        spe_user.MODULE,
        "CreateUser",
        {"name": "jane", "full_name": "Jane", "email_addresses": ["jane@acme.example"]},
        lambda tenant: len(tenant.user_names) - 1,
    ),
]  # fmt: skip


@pytest.fixture(params=CASES, ids=lambda case: case.function)
def case(request: pytest.FixtureRequest) -> Case:
    chosen: Case = request.param
    return chosen


@pytest.fixture
def tasks(case: Case, tenant: Tenant) -> Tasks:
    tenant.add_user("admin", privileges=("admin",))
    return Tasks(case.definition, tenant.server, {"instance_id": "acme"})


#: Seconds after the call; its answer is waited for 30 seconds long.
@pytest.mark.parametrize("seconds", [31, 33, 45, 59])
def test_what_comes_late_is_made_once(case: Case, tasks: Tasks, tenant: Tenant, seconds: int) -> None:
    tasks.spe.wire.delay(case.function, seconds=seconds)
    result = tasks.run(**case.options)
    assert case.count(tenant) == 1
    assert tasks.spe.wire.writes.count(case.function) == 1
    assert functions(result)[0] == case.function
    assert not tasks.run(**case.options)["changed"]


def test_what_does_not_come_is_never_made_twice(case: Case, tasks: Tasks, tenant: Tenant) -> None:
    tasks.spe.wire.delay(case.function, seconds=10**6)
    if case.function == "CreateUser":
        # The server keeps their names unique: a second one is refused, if the first comes after all.
        tasks.run(**case.options)
        assert case.count(tenant) == 1
        return
    with pytest.raises(AnswerLost, match="may still be running"):
        tasks.run(**case.options)
    assert tasks.spe.wire.writes == [case.function]
    assert tasks.run(**case.options)["changed"]
    assert case.count(tenant) == 1


def test_what_was_not_waited_for_to_its_end_is_never_made_twice(case: Case, tasks: Tasks) -> None:
    tasks.spe.wire.go_on(case.function)
    full_waiting = {"wait_timeout": 600} if "wait_timeout" in case.definition.argument_spec else {}
    with pytest.raises(WaitTimedOut):
        tasks.run(**case.options, **full_waiting)
    assert tasks.spe.wire.writes == [case.function]
