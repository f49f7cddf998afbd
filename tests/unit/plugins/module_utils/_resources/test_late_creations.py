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
from ansible_collections.community.mailstore.plugins.module_utils._engine import server as server_module
from ansible_collections.community.mailstore.plugins.modules import (
    spe_credential,
    spe_job,
    spe_profile,
    spe_store,
    spe_user,
)

from tests.unit.plugins.module_utils._engine.test_server import Clock
from tests.unit.plugins.module_utils._resources.test_credential import Vault, metadata
from tests.unit.plugins.module_utils.fake_archive import FakeArchive
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe
from tests.unit.plugins.module_utils.task import Tasks, functions


@dataclass(frozen=True)
class Case:
    """A module that creates something, and how many of it there are."""

    definition: Any
    function: str
    options: dict[str, Any]
    count: Callable[[Any, FakeInstance], int]
    server: type[FakeSpe] = FakeSpe


CASES = [
    Case(
        spe_job.MODULE,
        "CreateJob",
        {"name": "Nightly", "action": "VerifyStores", "owner": "admin", "interval": 60, "enabled": False},
        lambda _spe, acme: len(acme.jobs),
    ),
    Case(
        spe_profile.MODULE,
        "CreateProfile",
        {"name": "Mail", "owner": "admin", "connector": "IMAP", "details": {"host": "h"}, "secret_details": {}},
        lambda spe, _acme: len(spe.profiles),
        FakeArchive,
    ),
    Case(
        spe_credential.MODULE,
        "CreateCredential",
        {"description": "m365", "type": "Office365_Modern", "settings": {"TenantId": "t"}},
        lambda spe, _acme: len(spe.credentials),
        Vault,
    ),
    Case(
        spe_store.MODULE,
        "CreateStore",
        {"name": "2026", "database_path": "E:\\2026"},
        lambda _spe, acme: len(acme.stores),
    ),
    Case(
        spe_user.MODULE,
        "CreateUser",
        {"name": "jane", "full_name": "Jane", "email_addresses": ["jane@acme.example"]},
        lambda _spe, acme: len(acme.users) - 1,
    ),
]  # fmt: skip


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(server_module, "time", clock)
    return clock


@pytest.fixture(params=CASES, ids=lambda case: case.function)
def case(request: pytest.FixtureRequest) -> Case:
    chosen: Case = request.param
    return chosen


@pytest.fixture
def tasks(case: Case, acme: FakeInstance) -> Tasks:
    acme.add_user("admin", privileges=["admin"])
    return Tasks(case.definition, case.server(acme), {"instance_id": "acme"}, metadata=metadata())


@pytest.mark.parametrize("calls", [1, 2, 5, 9])
def test_what_comes_late_is_made_once(case: Case, tasks: Tasks, acme: FakeInstance, clock: Clock, calls: int) -> None:
    tasks.spe.wire.delay(case.function, calls=calls)
    result = tasks.run(**case.options)
    assert case.count(tasks.spe, acme) == 1
    assert tasks.spe.wire.writes.count(case.function) == 1
    assert functions(result)[0] == case.function
    assert not tasks.run(**case.options)["changed"]


def test_what_does_not_come_is_never_made_twice(case: Case, tasks: Tasks, acme: FakeInstance, clock: Clock) -> None:
    tasks.spe.wire.delay(case.function, calls=None)
    if case.function == "CreateUser":
        # The server keeps their names unique: a second one is refused, if the first comes after all.
        tasks.run(**case.options)
        assert case.count(tasks.spe, acme) == 1
        return
    with pytest.raises(AnswerLost, match="may still be under way"):
        tasks.run(**case.options)
    assert tasks.spe.wire.writes == [case.function]
    assert tasks.run(**case.options)["changed"]
    assert case.count(tasks.spe, acme) == 1


def test_what_was_not_waited_for_to_its_end_is_never_made_twice(case: Case, tasks: Tasks, clock: Clock) -> None:
    tasks.spe.wire.go_on(case.function)
    with pytest.raises(WaitTimedOut):
        tasks.run(**case.options)
    assert tasks.spe.wire.writes == [case.function]
