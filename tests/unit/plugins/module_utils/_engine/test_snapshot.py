# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that are asked once."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.batch import in_rounds
from ansible_collections.community.mailstore.plugins.module_utils._engine.rows import Rows
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import (
    ExpectedObjects,
    NotRead,
    Snapshot,
)

from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.mark.usefixtures("tenant")
def test_the_same_question_is_asked_once(server: Server) -> None:
    server.add_instance("other")
    reading = Snapshot(server.client())
    for _time in range(3):
        reading.read("GetUsers", {"instanceID": "acme"})
        reading.read("GetUsers", {"instanceID": "other"})
        reading.read("GetEnvironmentInfo")
    assert server.wire.functions == ["GetUsers", "GetUsers", "GetEnvironmentInfo"]


class TestOnce:
    """What is made of answers."""

    @staticmethod
    def _names(snapshot: Snapshot, made: list[str]) -> tuple[str, ...]:
        def make() -> tuple[str, ...]:
            names = tuple(str(row["userName"]) for row in snapshot.rows("GetUsers", {"instanceID": "acme"}))
            made.append("again")
            return names

        return snapshot.once("names", make)

    def test_it_is_made_once_until_the_answers_are_forgotten(self, server: Server, tenant: Tenant) -> None:
        snapshot, made = Snapshot(server.client()), list[str]()
        before = self._names(snapshot, made)
        assert self._names(snapshot, made) is before
        assert len(made) == 1
        tenant.add_user("jane")
        snapshot.forget("GetUsers")
        assert self._names(snapshot, made) == (*before, "jane")
        snapshot.forget()
        self._names(snapshot, made)
        assert len(made) == 3

    @pytest.mark.usefixtures("tenant")
    def test_while_plans_are_made_one_asks_for_all(self, server: Server) -> None:
        snapshot, made = Snapshot(server.client()), list[str]()
        asked = []
        with snapshot.planning():
            for _work in range(3):
                with pytest.raises(NotRead) as missing:
                    self._names(snapshot, made)
                asked.append([question.function for question in missing.value.questions])
        assert asked == [["GetUsers"], [], []]
        assert in_rounds([lambda: self._names(snapshot, made)] * 3, snapshot, 1)[0] is self._names(snapshot, made)
        assert len(made) == 1

    @pytest.mark.usefixtures("tenant")
    def test_an_instance_that_is_not_there_yet_has_its_own(self, server: Server) -> None:
        snapshot, made = Snapshot(server.client()), list[str]()
        there = self._names(snapshot, made)
        with snapshot.empty("acme", {"GetUsers": Rows()}):
            assert self._names(snapshot, made) == ()
        assert self._names(snapshot, made) == there

    @pytest.mark.usefixtures("tenant")
    def test_what_was_forgotten_meanwhile_is_not_kept(self, server: Server) -> None:
        """Another thread may write."""
        snapshot = Snapshot(server.client())

        def forgetting() -> str:
            snapshot.forget()
            return "old"

        assert snapshot.once("key", forgetting) == "old"
        assert snapshot.once("key", lambda: "new") == "new"


def test_the_name_that_an_earlier_item_gives() -> None:
    expected = ExpectedObjects()
    expected.put("jane", {"name": "jane"}, "joe")
    expected.put("kim", {"name": "kim"}, "kim")
    assert [expected.name_now(name) for name in ("joe", "jane", "kim", "lee")] == ["jane", "jane", "kim", "lee"]
    assert expected.get("joe", {}) is None
