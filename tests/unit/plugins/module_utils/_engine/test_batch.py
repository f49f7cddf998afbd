# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many objects in one task: what is read in which round, what is refused together, and what is verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    InputError,
    NotReached,
    NotSupportedByServer,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.batch import (
    ItemResult,
    carry_out,
    in_rounds,
    plan_items,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.item import Item, PlannedItem
from ansible_collections.community.mailstore.plugins.module_utils._engine.mistakes import Mistakes
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import Desired
from ansible_collections.community.mailstore.plugins.module_utils._engine.sender import Sender
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import JOB
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.tenant import Tenant

SCOPE = {"instanceID": "acme"}


@pytest.fixture(autouse=True)
def _users(tenant: Tenant) -> None:
    for name in ("jane", "joe"):
        tenant.add_user(name)


def snapshot(server: Server) -> Snapshot:
    return Snapshot(server.client())


def user(name: str, **fields: Any) -> Item:
    return Item(USER, Desired(name, fields, scope=SCOPE), place=f"users ({name})", independent=True)


def plan(reading: Snapshot, *items: Item, check_mode: bool = False) -> list[PlannedItem]:
    return plan_items(items, reading, check_mode=check_mode, parallel=1)


class TestRounds:
    def test_each_question_is_asked_once(self, server: Server) -> None:
        server.answer("GetJobs", [1])
        server.answer("GetUsers", [2])
        reading = snapshot(server)
        works = [lambda function=name: reading.read(function, SCOPE) for name in ("GetJobs", "GetUsers", "GetJobs")]
        assert in_rounds(works, reading, 1) == [[1], [2], [1]]
        assert server.wire.functions == ["GetJobs", "GetUsers"]

    def test_what_depends_on_an_answer_is_read_in_the_next_round(self, server: Server) -> None:
        server.answer("GetJobs", "GetUsers")
        server.answer("GetUsers", 2)
        server.answer("GetStores", 3)
        reading = snapshot(server)
        works: list[Callable[[], Any]] = [
            lambda: reading.read(reading.read("GetJobs", SCOPE), SCOPE),
            lambda: reading.read("GetStores", SCOPE),
        ]
        assert in_rounds(works, reading, 1) == [2, 3]
        assert server.wire.functions == ["GetJobs", "GetStores", "GetUsers"]

    def test_a_refusal_is_raised_where_the_answer_is_used(self, server: Server) -> None:
        server.refuse("GetJobs")
        server.answer("GetUsers", 2)
        reading = snapshot(server)

        def suspicious() -> str:
            try:
                return str(reading.read("GetJobs", SCOPE))
            except Exception as error:
                if type(error).__name__ != "FunctionFailed":
                    raise
                return "refused"

        assert in_rounds([suspicious, lambda: reading.read("GetUsers", SCOPE)], reading, 1) == ["refused", 2]

    def test_a_server_that_cannot_be_reached_ends_all(self, server: Server) -> None:
        server.wire.unplug("GetJobs")
        reading = snapshot(server)
        with pytest.raises(NotReached):
            in_rounds([lambda: reading.read("GetJobs", SCOPE)], reading, 1)


class TestMistakes:
    def test_all_of_them_with_their_places(self, server: Server) -> None:
        items = [user("JANE", full_name="Jane"), user("jane", full_name="Jane"), user("JOE")]
        with pytest.raises(Mistakes) as caught:
            plan(snapshot(server), *items)
        assert [sentence.split(": ")[0] for sentence in caught.value.sentences] == ["users (JANE)", "users (JOE)"]
        assert caught.value.message.startswith("2 mistakes; nothing was changed. users (JANE): ")

    @pytest.mark.parametrize(
        ("sentences", "done", "message"),
        [
            (["One."], None, "One."),
            (["One.", "Two."], None, "2 mistakes; nothing was changed. One. Two."),
            (["One."], "half was done", "One mistake; half was done. One."),
            (["One.", "Two."], "half was done", "2 mistakes; half was done. One. Two."),
        ],
    )
    def test_the_sentence_counts_them_and_says_what_was_done(
        self, sentences: list[str], done: str | None, message: str
    ) -> None:
        mistakes = Mistakes(sentences) if done is None else Mistakes(sentences, done)
        assert mistakes.message == message
        assert isinstance(mistakes, InputError)

    @pytest.mark.parametrize("check_mode", [True, False])
    def test_what_is_missing_is_made_by_no_other_task(self, server: Server, check_mode: bool) -> None:
        """One item alone may come after a task that makes it, in check mode."""
        items = [
            Item(USER, Desired("nobody", {}, new_name="somebody", scope=SCOPE), place="first"),
            Item(JOB, Desired("J", {"action": "Ping"}, scope=SCOPE), place="second"),
        ]
        with pytest.raises(Mistakes) as caught:
            plan(snapshot(server), *items, check_mode=check_mode)
        assert "first: There is no user 'nobody'" in caught.value.message

    def test_a_part_that_an_old_server_lacks_can_be_left_out(self) -> None:
        error = NotSupportedByServer("It does not know X, which spe_tenant needs.")
        assert error.needed_by("user") == error.message
        error.lack = "It does not know X"
        assert error.needed_by("user") == "It does not know X, which user needs: leave it out, or update the server."


class TestCarryingOut:
    def carry_out(self, server: Server, *items: Item, **options: Any) -> list[ItemResult]:
        working = snapshot(server)
        results = [ItemResult(planned) for planned in plan(working, *items)]
        server.wire.forget()
        carry_out(results, Sender(working, Waiting()), parallel=1, **options)
        return results

    def test_nothing_is_read_or_written_without_a_change(self, server: Server) -> None:
        results = self.carry_out(server, user("jane"), user("joe"))
        assert server.wire.functions == []
        assert [result.outcome is not None and result.outcome.changed for result in results] == [False, False]

    def test_all_are_verified_together(self, server: Server) -> None:
        self.carry_out(server, user("jane", full_name="J."), user("joe", full_name="J. II"))
        assert server.wire.functions[:3] == ["SetUserFullName", "SetUserFullName", "GetUsers"]
        assert server.wire.functions.count("GetUsers") == 1
