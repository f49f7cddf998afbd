# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one module of the system that returns a secret."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import sender_of
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
)
from ansible_collections.community.mailstore.plugins.modules.spe_api_password import work

from tests.unit.plugins.module_utils.server import Server

MAKES = "CreateSystemAdministratorAPIPassword"


@pytest.fixture
def system(server: Server) -> Server:
    answer_with(server, "made-by-the-server")
    return server


def answer_with(system: Server, answer: Any) -> None:
    system.world.answer_with(MAKES, lambda _call: answer)


def renew(system: Server, *, confirm: str = "admin", no_log: bool = True, check_mode: bool = False) -> dict[str, Any]:
    context = Context(
        sender=sender_of({}, system.client(check_mode=check_mode)),
        check_mode=check_mode,
        diff_mode=False,
        specified=SpecifiedOptions(["confirm"]),
        warn=lambda _text: None,
        no_log=no_log,
    )
    return work({"spe_username": "admin", "confirm": confirm}, context)


def test_it_is_returned_once_and_told_nowhere_else(system: Server) -> None:
    result = renew(system)
    assert result == {
        "changed": True,
        "calls": [{"function": MAKES, "arguments": {}}],
        "api_password": "made-by-the-server",
    }


def test_check_mode_makes_nothing(system: Server) -> None:
    result = renew(system, check_mode=True)
    assert result == {"changed": True, "calls": [{"function": MAKES, "arguments": {}}], "api_password": None}
    assert system.wire.journal == []


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"no_log": False}, "add no_log: true"),
        ({"confirm": "jane"}, "write confirm: admin"),
        ({"confirm": ""}, "confirm"),
    ],
)
def test_it_is_refused(system: Server, options: dict[str, Any], words: str, check_mode: bool) -> None:
    with pytest.raises(InputError, match=words):
        renew(system, **options, check_mode=check_mode)
    assert system.wire.journal == []


def test_an_object_that_holds_it_is_understood(system: Server) -> None:
    answer_with(system, {"userName": "admin", "apiPassword": "inside"})
    assert renew(system)["api_password"] == "inside"


@pytest.mark.parametrize("answer", [None, "", 7, [], {}, {"password": "a", "apiPassword": "b"}])
def test_what_is_not_understood_is_an_error_that_says_what_was_done(system: Server, answer: Any) -> None:
    answer_with(system, answer)
    with pytest.raises(FunctionFailed, match="is not understood"):
        renew(system)
    assert system.wire.record.shown() == {"changed": True, "calls": [{"function": MAKES, "arguments": {}}]}


def test_a_lost_answer_is_never_repeated(system: Server) -> None:
    system.wire.lose(MAKES, work_is_done=True)
    with pytest.raises(AnswerLost):
        renew(system)
    assert system.wire.writes == [MAKES]
