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

from tests.unit.plugins.module_utils.fake_client import Arguments
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe
from tests.unit.plugins.module_utils.task import Tasks, functions

CREATED = {"userName": "new", "change": "created"}
DELETED = {"userName": "gone", "change": "deleted"}


class Directory(FakeSpe):
    """Answers a dry run with O(changes), which are done once."""

    changes: Any = ()

    def _sync_users_with_directory_services(self, arguments: Arguments) -> Any:
        told = self.changes
        if not arguments["dryRun"]:
            self.changes = []
        return told


@pytest.fixture
def spe(acme: FakeInstance) -> Directory:
    return Directory(acme)


@pytest.fixture
def sync(spe: Directory) -> Tasks:
    return Tasks(MODULE, spe, {"instance_id": "acme"})


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
        ({"deleted": 3}, None, True),
        (["gone deleted"], None, True),
        ("nothing", None, True),
    ],
)
def test_what_a_dry_run_answers(answer: Any, deletions: int | None, changes: bool) -> None:
    assert deletions_of_sync(answer) == deletions
    assert sync_changes_anything(answer) is changes


def test_the_dry_run_comes_first_and_the_second_run_is_one(sync: Tasks, spe: Directory) -> None:
    spe.changes = [CREATED]
    result = sync.run()
    assert [arguments["dryRun"] for _function, arguments in spe.wire.journal] == [True, False]
    assert (result["changed"], result["deletions"], result["changes"]) == (True, 0, [CREATED])
    spe.wire.forget()
    assert not sync.run()["changed"]
    assert spe.wire.writes == []


def test_check_mode_is_the_dry_run(sync: Tasks, spe: Directory) -> None:
    spe.changes = [CREATED]
    result = sync.check()
    assert spe.wire.writes == []
    assert result["calls"] == [
        {"function": "SyncUsersWithDirectoryServices", "arguments": {"instanceID": "acme", "dryRun": False}}
    ]


@pytest.mark.parametrize(
    ("changes", "limit", "sentence"),
    [
        ([DELETED], 0, "would delete 1 user, and max_deletions allows 0"),
        ([DELETED] * 5, 4, "would delete 5 users, and max_deletions allows 4"),
        (None, 100, "cannot be read from this server's dry run"),
    ],
)
def test_too_many_or_unknown_deletions_are_refused(
    sync: Tasks, spe: Directory, changes: Any, limit: int, sentence: str
) -> None:
    spe.changes = changes
    for check_mode in (True, False):
        with pytest.raises(InputError) as error:
            sync.run(check_mode, max_deletions=limit)
        assert sentence in error.value.message
        assert error.value.partial["changes"] == changes
        assert "changed" not in error.value.partial
    assert spe.wire.writes == []


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_is_looked_after(sync: Tasks, spe: Directory, work_is_done: bool) -> None:
    spe.changes = [CREATED]

    def answer(arguments: Arguments) -> Any:
        if arguments["dryRun"]:
            return spe.changes
        spe.changes = [] if work_is_done else spe.changes
        raise AnswerLost("lost", function="SyncUsersWithDirectoryServices")

    spe.handlers["SyncUsersWithDirectoryServices"] = answer
    if work_is_done:
        result = sync.run()
        assert (result["changed"], result["changes"], result["finished"]) == (True, [CREATED], True)
    else:
        with pytest.raises(AnswerLost):
            sync.run()
    assert spe.wire.writes == ["SyncUsersWithDirectoryServices"]


def test_a_synchronisation_that_takes_too_long_was_begun(sync: Tasks, spe: Directory) -> None:
    spe.changes = [CREATED]

    def answer(arguments: Arguments) -> Any:
        if arguments["dryRun"]:
            return spe.changes
        raise WaitTimedOut("not done in time", function="SyncUsersWithDirectoryServices")

    spe.handlers["SyncUsersWithDirectoryServices"] = answer
    with pytest.raises(WaitTimedOut) as error:
        sync.run()
    partial = error.value.partial
    assert (partial["changed"], partial["finished"], partial["changes"]) == (True, False, [CREATED])
    assert functions(partial) == ["SyncUsersWithDirectoryServices"]


@pytest.mark.parametrize(("changes", "limit"), [([DELETED], 1), ([DELETED] * 5, -1), (None, -1)])
def test_what_is_allowed_is_done(sync: Tasks, spe: Directory, changes: Any, limit: int) -> None:
    spe.changes = changes
    assert sync.run(max_deletions=limit)["changed"]
    assert spe.wire.writes == ["SyncUsersWithDirectoryServices"]


def test_the_dry_run_is_waited_for_in_any_case(sync: Tasks, spe: Directory) -> None:
    spe.changes = [CREATED]
    client = spe.client()
    spe.client = lambda **options: client  # type: ignore[method-assign]
    sync.run(wait=False)
    dry_run, real = client.waitings
    assert dry_run is not None
    assert real is not None
    assert dry_run.timeout > 0
    assert (real.timeout, real.cancel_on_timeout) == (0, False)
