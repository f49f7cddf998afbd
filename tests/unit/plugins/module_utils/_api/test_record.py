# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task has done, as its failure shows it."""

from __future__ import annotations

from ansible_collections.community.mailstore.plugins.module_utils._api.record import Record

TEST_MESSAGE = {"function": "TestSmtpSettings", "arguments": {"instanceID": "acme"}}
CREATION = {"function": "CreateUser", "arguments": {"instanceID": "acme", "userName": "jane"}}


def test_nothing_done_shows_nothing() -> None:
    assert Record().shown() == {}


def test_calls_are_shown_in_their_order_with_the_facts() -> None:
    record = Record()
    record.done(CREATION)
    record.facts["healthy"] = False
    record.done(TEST_MESSAGE, changes=False)
    assert record.shown() == {"changed": True, "calls": [CREATION, TEST_MESSAGE], "healthy": False}


def test_a_call_that_changes_nothing_is_no_change() -> None:
    record = Record()
    record.done(TEST_MESSAGE, changes=False)
    assert record.shown() == {"changed": False, "calls": [TEST_MESSAGE]}


def test_a_fact_alone_says_nothing_of_calls() -> None:
    record = Record()
    record.facts["deletes"] = {"users": 1}
    assert record.shown() == {"deletes": {"users": 1}}


def test_what_is_shown_stays_as_it_was() -> None:
    record = Record()
    record.done(CREATION)
    shown = record.shown()
    record.done(TEST_MESSAGE)
    assert shown["calls"] == [CREATION]
