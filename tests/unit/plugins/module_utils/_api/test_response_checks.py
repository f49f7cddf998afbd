# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What answers mean: results, and one sentence for each way in which an answer can be wrong."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client, Result
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    CredentialsRefused,
    FunctionCancelled,
    FunctionFailed,
    InputError,
    NotAnSpeServer,
    NotSupportedByServer,
    SpeError,
    WriteRefused,
)

from tests.unit.plugins.module_utils._api.conftest import PASSWORD, MakeClient
from tests.unit.plugins.module_utils._api.scripted_server import (
    Behaviour,
    ScriptedServer,
    answer,
    close,
    envelope,
    fails,
    runs,
    succeeds,
)

METADATA = b"""\xef\xbb\xbf[
  {"name": "Ping", "args": []},
  {"name": "GetStores", "args": [{"name": "instanceID", "type": "string", "nullable": false}]}
]"""


NOT_FOUND = answer(b"<h2>Not Found</h2>", status=404)


def connection_error_of(client: Client, function: str = "SetUserFullName", **arguments: Any) -> SpeError:
    with pytest.raises(SpeError) as failed:
        client.call(function, arguments)
    error = failed.value
    assert "\n" not in error.message
    assert str(error) == error.message
    return error


def test_a_request_as_the_server_wants_it(server: ScriptedServer, client: Client) -> None:
    client.call("GetUserInfo", {"instanceID": "acme", "userName": "jörg", "nothing": None})
    (request,) = server.requests
    assert request.path == "/api/invoke/GetUserInfo"
    assert request.form == {"instanceID": "acme", "userName": "jörg"}
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode() == f"admin:{PASSWORD}"
    assert request.headers["content-length"] == str(len(request.body))
    assert request.headers["host"] == f"127.0.0.1:{server.port}"


def test_no_arguments_still_say_their_length(server: ScriptedServer, client: Client) -> None:
    client.call("Ping")
    assert server.requests[0].headers["content-length"] == "0"
    assert "transfer-encoding" not in server.requests[0].headers


def test_no_cookie_comes_back(server: ScriptedServer, client: Client) -> None:
    server.then(answer(envelope(), headers={"Set-Cookie": "a=b; Path=/; Secure"}))
    client.call("Ping")
    client.call("Ping")
    assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize("bom", [True, False])
def test_result_with_and_without_byte_order_mark(server: ScriptedServer, client: Client, bom: bool) -> None:
    server.then(succeeds([{"name": "Größe"}], bom=bom))
    assert client.call("GetStores") == [{"name": "Größe"}]


def test_invoke_returns_the_log_as_well(server: ScriptedServer, client: Client) -> None:
    server.then(succeeds(7, logOutput="checked\r\n"))
    assert client.invoke("VerifyStore", {"id": 1}) == Result(7, "checked\r\n")


@pytest.mark.parametrize("status_code", ["failed", "cancelled"])
def test_the_log_of_a_failure_is_told_without_secrets(server: ScriptedServer, client: Client, status_code: str) -> None:
    server.then(answer(envelope(status_code, logOutput="checked with geheim-1\r\n")))
    error = connection_error_of(client, "RecoverStore", instanceID="acme", id=1, encryptionKey="geheim-1")
    assert error.facts()["log_output"] == "checked with ********\r\n"


def test_failed_tells_the_message_of_the_server(server: ScriptedServer, client: Client) -> None:
    server.then(fails("Missing API argument\r\n userName."))
    error = connection_error_of(client)
    assert isinstance(error, FunctionFailed)
    assert error.message == "The server refused SetUserFullName: Missing API argument userName."
    assert error.facts() == {
        "type": "FunctionFailed",
        "function": "SetUserFullName",
        "http_status": 200,
        "status_code": "failed",
        "message": "Missing API argument\r\n userName.",
    }


def test_facts_have_no_nulls() -> None:
    assert SpeError("It failed.").facts() == {"type": "SpeError"}


@pytest.mark.parametrize("error", [None, {}, {"message": None, "details": "x"}])
def test_failed_without_a_message(server: ScriptedServer, client: Client, error: Any) -> None:
    server.then(answer(envelope("failed", error=error)))
    assert "and gave no reason" in connection_error_of(client).message


def test_unknown_status_code_is_a_failure(server: ScriptedServer, client: Client) -> None:
    server.then(answer(envelope("paused")))
    error = connection_error_of(client, "GetUsers")
    assert isinstance(error, FunctionFailed)
    assert "unknown statusCode paused" in error.message


def test_cancelled_by_somebody_else(server: ScriptedServer, client: Client) -> None:
    server.then(answer(envelope("cancelled")))
    assert isinstance(connection_error_of(client), FunctionCancelled)


def test_wrong_credentials_are_sent_once(server: ScriptedServer, client: Client) -> None:
    server.then(answer(b"", status=401, headers={"WWW-Authenticate": 'Basic realm="SPE"'}))
    error = connection_error_of(client, "GetUsers")
    assert isinstance(error, CredentialsRefused)
    assert "spe_username and spe_password" in error.message
    assert "API password" in error.message
    assert error.http_status == 401
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304])
def test_redirects_are_not_followed(server: ScriptedServer, client: Client, status: int) -> None:
    server.then(answer(b"", status=status, headers={"Location": f"{server.url}/elsewhere"}))
    error = connection_error_of(client, "GetUsers")
    assert isinstance(error, NotAnSpeServer)
    assert f"HTTP {status}" in error.message
    assert len(server.requests) == 1


def test_a_redirect_to_nowhere_is_no_defect(server: ScriptedServer, client: Client) -> None:
    server.then(answer(b"", status=302, headers={"Location": "https://[::1"}))
    assert isinstance(connection_error_of(client, "GetUsers"), NotAnSpeServer)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Welcome</body></html>",
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"[]",
        b"null",
        b"{}",
        b'{"statusCode": "succeeded"}',
        b'{"statusCode": 1, "result": null, "error": null}',
    ],
)
def test_answers_that_are_not_of_an_spe_server(server: ScriptedServer, client: Client, body: bytes) -> None:
    server.then(answer(body))
    error = connection_error_of(client, "GetUsers")
    assert isinstance(error, NotAnSpeServer)
    assert "check host and port" in error.message


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"7",
        b"null",
        b"[]",
        b"<html>",
        b"[7]",
        b"[null]",
        b"[[]]",
        b'["Ping"]',
        b'[{"name": "Ping"}]',
        b'[{"name": "X", "args": 5}]',
        b'[{"name": "X", "args": null}]',
        b'[{"name": 7, "args": []}]',
        b'[{"name": ["Ping"], "args": []}]',
        b'[{"name": {"name": "Ping"}, "args": []}]',
        b'[{"name": "X", "args": [{"name": [], "type": "string", "nullable": true}]}]',
        b'[{"name": "X", "args": [{"name": "id", "type": {}, "nullable": true}]}]',
        b'{"openapi": "3.0.0", "paths": {}}',
        envelope(result=[{"name": "Ping", "args": []}]),
    ],
)
def test_metadata_that_is_none(server: ScriptedServer, client: Client, body: bytes) -> None:
    server.then(answer(body))
    with pytest.raises(NotAnSpeServer) as failed:
        client.metadata()
    assert "get-metadata" in failed.value.message
    assert "check host and port" in failed.value.message


def test_a_refusal_of_metadata_shows_the_reason(server: ScriptedServer, client: Client) -> None:
    server.then(fails("No right to do that."))
    with pytest.raises(FunctionFailed) as failed:
        client.metadata()
    assert failed.value.message == "The server refused get-metadata: No right to do that."


def test_half_of_a_character_is_replaced(server: ScriptedServer, client: Client) -> None:
    """JSON can name one half of a pair of UTF-16, which nobody can write down."""
    result = [{"a\udc00": "\ud800 x", "pair": "\U0001f600", "text": "\\ud800"}]
    server.then(answer(json.dumps({"error": None, "statusCode": "succeeded", "result": result}).encode()))
    assert client.call("GetStores") == [{"a\ufffd": "\ufffd x", "pair": "\U0001f600", "text": "\\ud800"}]


@pytest.mark.parametrize("status", [400, 403, 411, 429])
def test_other_http_statuses(server: ScriptedServer, client: Client, status: int) -> None:
    server.then(answer(b"<h2>Bad Request</h2>", status=status))
    error = connection_error_of(client)
    assert isinstance(error, FunctionFailed)
    assert error.http_status == status
    assert error.message.startswith(f"The server answered SetUserFullName with HTTP {status} and gave no reason")


def test_http_status_with_an_envelope(server: ScriptedServer, client: Client) -> None:
    server.then(answer(envelope("failed", error={"message": "Out of memory.", "details": ""}), status=500))
    error = connection_error_of(client)
    assert isinstance(error, AnswerLost), "what runs out of memory may have done its work before"
    assert "the server answered with HTTP 500 (Out of memory)" in error.message
    assert error.server_message == "Out of memory."


def _result(text: bytes) -> bytes:
    return b'{"error": null, "statusCode": "succeeded", "result": ' + text + b"}"


# What a server may answer to a call, and whether it may still work on it then.
DOUBTFUL: dict[str, tuple[Behaviour, bool]] = {
    "html": (answer(b"<html><body>Welcome</body></html>"), False),
    "empty": (answer(b""), False),
    "half": (answer(envelope()[:40]), False),
    "other encoding": (answer(b"\xff\xfe{}"), False),
    "list": (answer(b"[]"), False),
    "UTF-16": (answer(envelope(bom=False).decode().encode("utf-16")), False),
    "nested without end": (answer(_result(b"[" * 100_000 + b"]" * 100_000)), False),
    "no number": (answer(_result(b"NaN")), False),
    "infinite": (answer(_result(b"[1e999]")), False),
    "number of 100,000 digits": (answer(_result(b"9" * 100_000)), False),
    "HTTP 204": (answer(b"", status=204), False),
    "no statusCode": (answer(b'{"result": null, "error": null}'), False),
    "no result": (answer(b'{"statusCode": "succeeded", "error": null}'), False),
    "statusCode is a number": (answer(b'{"statusCode": 1, "result": null, "error": null}'), False),
    "unknown statusCode": (answer(envelope("paused")), True),
    "cancelled": (answer(envelope("cancelled")), False),
    "running without a token": (answer(envelope("running")), True),
    "packed": (answer(gzip.compress(envelope()), headers={"Content-Encoding": "gzip"}), False),
    **{f"HTTP {status}": (answer(envelope(), status=status), False) for status in (201, 206, 302, 307, 500, 503, 507)},
    **{f"HTTP {status}": (answer(b"", status=status), True) for status in (408, 502, 504)},
}


@pytest.mark.parametrize("kind", DOUBTFUL)
def test_a_write_is_in_doubt_after_all_but_a_plain_refusal(server: ScriptedServer, client: Client, kind: str) -> None:
    behaviour, may_still_run = DOUBTFUL[kind]
    server.then(behaviour)
    error = connection_error_of(client, "CreateUser", userName="bob")
    assert isinstance(error, AnswerLost)
    assert error.may_still_run == may_still_run
    assert error.function == "CreateUser"
    assert server.functions == ["CreateUser"]


# Of the others the token is known: they are followed further.
@pytest.mark.parametrize("kind", [kind for kind in DOUBTFUL if kind != "running without a token"])
def test_the_end_of_a_running_write_is_in_doubt_as_well(
    server: ScriptedServer, make_client: MakeClient, kind: str
) -> None:
    behaviour, _may_still_run = DOUBTFUL[kind]
    server.then(runs(1), behaviour)
    error = connection_error_of(make_client(retries=0), "CreateUser", userName="bob")
    assert isinstance(error, AnswerLost)
    assert error.may_still_run or kind == "cancelled"
    assert server.functions == ["CreateUser", "get-status"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 411, 429])
def test_a_status_that_refuses_the_question_says_nothing_of_the_running_write(
    server: ScriptedServer, make_client: MakeClient, status: int
) -> None:
    server.then(runs(1), answer(b"", status=status))
    error = connection_error_of(make_client(retries=0), "CreateUser", userName="bob")
    assert isinstance(error, AnswerLost)
    assert error.may_still_run
    assert error.http_status == status


@pytest.mark.parametrize(
    "refusal", [fails("no"), *(answer(b"", status=status) for status in (400, 401, 403, 411, 429))]
)
def test_a_plain_refusal_proves_that_nothing_was_done(
    server: ScriptedServer, client: Client, refusal: Behaviour
) -> None:
    server.then(refusal)
    assert not isinstance(connection_error_of(client, "CreateUser", userName="bob"), AnswerLost)


@pytest.mark.parametrize("metadata", [answer(b"", status=500), answer(b"", status=502), close])
def test_not_found_is_a_refusal_whatever_becomes_of_the_question_why(
    server: ScriptedServer, make_client: MakeClient, metadata: Behaviour
) -> None:
    server.then(NOT_FOUND, metadata)
    assert not isinstance(connection_error_of(make_client(retries=0), "CreateUser"), AnswerLost)


def test_metadata_is_asked_once(server: ScriptedServer, client: Client, make_client: MakeClient) -> None:
    server.then(answer(METADATA))
    signature = client.metadata()["GetStores"]
    assert signature.arguments["instanceID"].type == "string"
    assert not signature.arguments["instanceID"].nullable
    assert make_client().metadata() is client.metadata()
    assert server.functions == ["get-metadata"]


def test_version_is_asked_once(server: ScriptedServer, client: Client) -> None:
    server.then(succeeds({"version": "25.3.1.23021"}))
    assert [client.server_version(), client.server_version()] == ["25.3.1.23021"] * 2
    assert server.functions == ["GetEnvironmentInfo"]


def test_requiring_what_is_there(server: ScriptedServer, client: Client) -> None:
    server.then(answer(METADATA))
    client.require("GetStores", ["instanceID"], needed_by="option name")
    assert server.functions == ["get-metadata"]


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        ("TransferStores", [], "Your server (24.4.0.1) does not know TransferStores, which option x needs"),
        ("GetStores", ["instanceID", "raw"], "does not know the argument raw of GetStores, which option x needs"),
    ],
)
def test_requiring_what_is_missing(
    server: ScriptedServer, client: Client, function: str, arguments: list[str], sentence: str
) -> None:
    server.then(answer(METADATA), succeeds({"version": "24.4.0.1"}))
    with pytest.raises(NotSupportedByServer) as missing:
        client.require(function, arguments, needed_by="option x")
    assert sentence in missing.value.message


SINCE_24_2 = pytest.mark.parametrize("read", ["GetCredentials", "GetWorkerResultReport"])


@SINCE_24_2
@pytest.mark.parametrize("refusal", [NOT_FOUND, fails("no"), answer(b"", status=400)], ids=["404", "failed", "400"])
def test_a_read_that_the_version_lacks(
    server: ScriptedServer, make_client: MakeClient, read: str, refusal: Behaviour
) -> None:
    """How a server says that it does not have a function is not known, so get-metadata has the last word."""
    server.then(refusal, answer(METADATA), succeeds({"version": "22.4.0.1"}))
    error = connection_error_of(make_client(needed_by="spe_x_info"), read)
    assert isinstance(error, NotSupportedByServer)
    assert error.message == (
        f"Your server (22.4.0.1) does not know {read}, which spe_x_info needs. Update the server to use this module."
    )


def test_a_refusal_of_what_the_version_has_stays_as_it_is(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(fails("no"), answer(METADATA.replace(b"Ping", b"GetCredentials")))
    assert isinstance(connection_error_of(make_client(needed_by="spe_x_info"), "GetCredentials"), FunctionFailed)


def test_a_refusal_of_what_every_version_has_costs_nothing(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(fails("no"))
    assert isinstance(connection_error_of(make_client(needed_by="spe_x_info"), "GetUsers"), FunctionFailed)
    assert server.functions == ["GetUsers"]


def test_a_server_that_does_not_tell_its_version(server: ScriptedServer, client: Client) -> None:
    server.then(succeeds(None))
    assert client.server_version() == "unknown version"


def test_not_found_and_not_in_metadata(server: ScriptedServer, client: Client) -> None:
    server.then(NOT_FOUND, answer(METADATA))
    error = connection_error_of(client, "Foo")
    assert isinstance(error, NotSupportedByServer)
    assert "does not know the function Foo" in error.message
    assert error.http_status == 404


@pytest.mark.parametrize(
    ("metadata", "kind"),
    [(answer(METADATA), FunctionFailed), (NOT_FOUND, NotAnSpeServer), (answer(b"<html>"), NotAnSpeServer)],
)
def test_not_found_otherwise(server: ScriptedServer, client: Client, metadata: Behaviour, kind: type[SpeError]) -> None:
    server.then(NOT_FOUND, metadata)
    error = connection_error_of(client, "Ping")
    assert isinstance(error, kind)
    assert error.http_status == 404 or kind is NotAnSpeServer


def test_a_host_that_cannot_be(make_client: MakeClient) -> None:
    with pytest.raises(InputError, match="spe_url is not a valid URL"):
        make_client(url="https://*.example.com:8474")


@pytest.mark.parametrize("name", ["", "../get-status", "Get Users", "GetUsers?x=1", "Gét"])
def test_a_name_that_no_function_can_have(server: ScriptedServer, client: Client, name: str) -> None:
    assert isinstance(connection_error_of(client, name), InputError)
    assert not server.requests


class TestCheckMode:
    def test_reads_pass(self, server: ScriptedServer, make_client: MakeClient) -> None:
        client = make_client(check_mode=True)
        client.call("GetUsers")
        client.call("SyncUsersWithDirectoryServices", {"dryRun": True})
        assert len(server.requests) == 2

    @pytest.mark.parametrize(
        ("function", "arguments"),
        [("CreateUser", {}), ("SyncUsersWithDirectoryServices", {"dryRun": False}), ("GetSomethingNew", {})],
    )
    def test_writes_are_stopped(
        self, server: ScriptedServer, make_client: MakeClient, function: str, arguments: dict[str, Any]
    ) -> None:
        with pytest.raises(WriteRefused, match=function):
            make_client(check_mode=True).call(function, arguments)
        assert not server.requests

    def test_service_provider_access_may_be_switched(self, server: ScriptedServer, make_client: MakeClient) -> None:
        make_client(check_mode=True).call("SetArchiveAdminEnabled", {"enabled": True}, needed_to_read=True)
        assert server.functions == ["SetArchiveAdminEnabled"]
