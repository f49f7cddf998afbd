# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A dry run decides: what it answers, how many may be deleted, and when there is nothing to do."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    InputError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.assumptions import (
    deletions_of_sync,
    sync_changes_anything,
)
from ansible_collections.community.mailstore.plugins.modules.spe_directory_sync import MODULE

from tests.simulation import Fault
from tests.simulator.contract import Call
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant
from tests.unit.plugins.module_utils.wire import Hitch

CREATED = {"userName": "new", "change": "created"}
DELETED = {"userName": "gone", "change": "deleted"}


SYNC = "SyncUsersWithDirectoryServices"


class Directory:
    """Answers a dry run with `changes`, which are done once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.changes: Any = []
        server.world.answer_with(SYNC, self._answer)

    def _answer(self, call: Call) -> Any:
        found = self.changes
        if call.flag("dryRun"):
            return found
        self.changes = []
        return found


@pytest.fixture
def directory(server: Server, tenant: Tenant) -> Directory:
    return Directory(server)


@pytest.fixture
def sync(directory: Directory) -> Tasks:
    return Tasks(MODULE, directory.server, {"instance_id": "acme"})


@pytest.mark.parametrize(
    ("answer", "deletions", "changes"),
    [
        ([], 0, False),
        ([CREATED], 0, True),
        ([CREATED, DELETED, {"name": "x", "action": "Remove"}], 2, True),
        # A name is no word about the change.
        ([{"userName": "deleted.items", "change": "created"}], 0, True),
        # Not understood: the changes may stand in the log alone.
        (None, None, True),
        ({"deletions": "many"}, None, True),
        # Numbers, or names, by the kind of change.
        ({"created": 1, "deleted": 3}, 3, True),
        ({"created": [], "deleted": []}, 0, False),
        (["gone deleted"], None, True),
        ("nothing", None, True),
    ],
)
def test_what_a_dry_run_answers(answer: Any, deletions: int | None, changes: bool) -> None:
    assert deletions_of_sync(answer) == deletions
    assert sync_changes_anything(answer) is changes


def test_the_dry_run_comes_first_and_the_second_run_is_one(sync: Tasks, directory: Directory) -> None:
    directory.changes = [CREATED]
    result = sync.run()
    assert [call.arguments["dryRun"] for call in directory.server.wire.journal] == ["true", "false"]
    assert (result["changed"], result["deletions"], result["changes"]) == (True, 0, [CREATED])
    directory.server.wire.forget()
    assert not sync.run()["changed"]
    assert directory.server.wire.writes == []


def test_check_mode_is_the_dry_run(sync: Tasks, directory: Directory) -> None:
    directory.changes = [CREATED]
    result = sync.check()
    assert directory.server.wire.writes == []
    assert result["calls"] == [
        {"function": "SyncUsersWithDirectoryServices", "arguments": {"instanceID": "acme", "dryRun": False}}
    ]


@pytest.mark.parametrize(
    ("changes", "limit", "sentence"),
    [
        ([DELETED], 0, "would delete 1 user, but max_deletions allows 0"),
        ([DELETED] * 5, 4, "would delete 5 users, but max_deletions allows 4"),
        (None, 100, "This server's dry run does not show"),
    ],
)
def test_too_many_or_unknown_deletions_are_refused(
    sync: Tasks, directory: Directory, changes: Any, limit: int, sentence: str
) -> None:
    directory.changes = changes
    for check_mode in (True, False):
        with pytest.raises(InputError) as error:
            sync.run(check_mode, max_deletions=limit)
        assert sentence in error.value.message
        assert directory.server.wire.record.shown()["changes"] == changes
        assert "changed" not in directory.server.wire.record.shown()
    assert directory.server.wire.writes == []


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_is_looked_after(sync: Tasks, directory: Directory, work_is_done: bool) -> None:
    directory.changes = [CREATED]

    kind = "reset_after" if work_is_done else "reset_before"
    directory.server.wire.meet(SYNC, Hitch(), Hitch(fault=Fault(kind, True)))
    if work_is_done:
        result = sync.run()
        assert (result["changed"], result["changes"], result["finished"]) == (True, [CREATED], True)
    else:
        with pytest.raises(AnswerLost):
            sync.run()
    assert directory.server.wire.writes == ["SyncUsersWithDirectoryServices"]


def test_a_synchronisation_that_takes_too_long_was_begun(sync: Tasks, directory: Directory) -> None:
    directory.changes = [CREATED]

    very_long = Fault("running", {"steps": 1, "milliseconds": 10**9, "text": "Working"})
    directory.server.wire.meet(SYNC, Hitch(), Hitch(fault=very_long))
    with pytest.raises(WaitTimedOut):
        sync.run(wait_timeout=600)
    told = directory.server.wire.record.shown()
    assert (told["changed"], told["finished"], told["changes"]) == (True, False, [CREATED])
    assert functions(told) == ["SyncUsersWithDirectoryServices"]


@pytest.mark.parametrize(("changes", "limit"), [([DELETED], 1), ([DELETED] * 5, -1), (None, -1)])
def test_what_is_allowed_is_done(sync: Tasks, directory: Directory, changes: Any, limit: int) -> None:
    directory.changes = changes
    assert sync.run(max_deletions=limit)["changed"]
    assert directory.server.wire.writes == ["SyncUsersWithDirectoryServices"]


def test_the_dry_run_is_waited_for_in_any_case(sync: Tasks, directory: Directory) -> None:
    directory.changes = [CREATED]
    working = Fault("running", {"steps": 2, "milliseconds": 5_000, "text": "Working"})
    directory.server.wire.meet(SYNC, Hitch(fault=working, times=2))
    result = sync.run(wait=False)
    assert (result["changed"], result["finished"]) == (True, False)
    assert directory.changes == [CREATED], "the real one goes on"
    directory.server.world.settle()
    assert directory.changes == []


@pytest.mark.parametrize("changes", [[DELETED], {"created": [], "deleted": ["gone"]}])
def test_a_user_who_is_of_no_directory_is_not_deleted(
    tenant: Tenant, directory: Directory, sync: Tasks, changes: Any
) -> None:
    tenant.add_user("gone", authentication="integrated")
    directory.changes = changes
    with pytest.raises(InputError) as error:
        sync.run(max_deletions=1)
    assert error.value.message.startswith("The synchronisation would delete gone, who does not log in by a directory")
    assert (
        "SyncUsersWithDirectoryServices" not in [call["function"] for call in sync.run(max_deletions=-1)["calls"]][1:]
    )


def test_a_user_of_the_directory_is_deleted(tenant: Tenant, directory: Directory, sync: Tasks) -> None:
    tenant.add_user("gone", authentication="directoryServices")
    directory.changes = [DELETED]
    assert sync.run(max_deletions=1)["deletions"] == 1


def test_nobody_is_deleted_whom_the_dry_run_does_not_name(directory: Directory, sync: Tasks) -> None:
    directory.changes = {"created": 0, "deleted": 1}
    with pytest.raises(
        InputError, match="does not show which users the synchronisation would delete; nothing was done"
    ):
        sync.run(max_deletions=1)
    assert sync.run(max_deletions=-1)["changed"]
