# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No error, repr or line of progress carries what a request carried."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import SpeError

from tests.unit.plugins.module_utils._api.conftest import PASSWORD, MakeClient
from tests.unit.plugins.module_utils._api.scripted_server import (
    Behaviour,
    ScriptedServer,
    answer,
    envelope,
    fails,
    reset,
    runs,
    succeeds,
)

SECRET = 'ge"heim\\zwei'
ARGUMENTS = {
    "instanceID": "acme-instance",
    "userName": "bob.the.user",
    "password": SECRET,
    "encryptionKey": SECRET,
    "config": {"serverName": "the.directory.host", "password": SECRET},
    "properties": '{"details": {"imapPassword": "ge\\"heim\\\\zwei"}}',
}
ECHO = f'Cannot use {SECRET} or ge\\"heim\\\\zwei of {PASSWORD}.'


@pytest.mark.parametrize(
    "behaviour",
    [
        fails(ECHO),
        answer(envelope("cancelled", error={"message": ECHO, "details": ECHO})),
        answer(envelope("failed", error={"message": ECHO, "details": ECHO}), status=500),
        answer(ECHO.encode(), status=500),
        answer(ECHO.encode(), status=302, headers={"Location": f"/{PASSWORD}"}),
        answer(ECHO.encode(), status=401),
        answer(ECHO.encode()),
        reset,
    ],
    ids=["failed", "cancelled", "500 envelope", "500", "302", "401", "not JSON", "lost"],
)
def test_errors(server: ScriptedServer, make_client: MakeClient, behaviour: Behaviour) -> None:
    server.then(behaviour)
    with pytest.raises(SpeError) as failed:
        make_client().call("SetUserPassword", ARGUMENTS)
    check(failed.value)


def test_running_calls(server: ScriptedServer, make_client: MakeClient) -> None:
    lines: list[str] = []
    server.then(runs(1, text=ECHO), fails(ECHO))
    with pytest.raises(SpeError) as failed:
        make_client(progress=lines.append).call("RunTemporaryProfile", ARGUMENTS)
    check(failed.value)
    assert lines == ["RunTemporaryProfile: Cannot use ******** or ******** of ********."]


def test_log_of_a_call(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(answer(envelope("succeeded", logOutput=ECHO)))
    log = make_client().invoke("RecoverStore", ARGUMENTS).log_output
    assert log == "Cannot use ******** or ******** of ********."


def test_token_of_a_running_call(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(runs(1, token="the-token"), succeeds(), succeeds())
    with pytest.raises(SpeError) as failed:
        make_client().call("CompactStore", waiting=Waiting(timeout=0))
    assert "the-token" not in told_by(failed.value)


def test_errors_before_the_request(make_client: MakeClient) -> None:
    with pytest.raises(SpeError) as failed:
        make_client(certificate_fingerprint="00" * 32).call("SetUserPassword", ARGUMENTS)
    check(failed.value)


def test_a_short_password_does_not_spoil_our_own_words(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(fails("bad x"))
    with pytest.raises(SpeError) as failed:
        make_client(password="e").call("SetUserPassword", {"password": "x"})
    assert failed.value.message == "The server refused SetUserPassword: bad ********"


def told_by(error: SpeError) -> str:
    return " ".join([str(error), repr(error), repr(error.facts()), repr(error.args), repr(vars(error))])


def check(error: SpeError) -> None:
    told = told_by(error)
    values: list[Any] = ["heim", "zwei", PASSWORD, "acme-instance", "bob.the.user", "the.directory.host"]
    assert not [value for value in values if value in told.replace(error.function or "", "")]
