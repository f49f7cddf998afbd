# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wire protocol: authentication, requests, the envelope, metadata."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.simulator.contract import FUNCTIONS
from tests.unit.simulator.api import ENVELOPE_KEYS, Api, serving


def basic(user_name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user_name}:{password}".encode()).decode()}


def status_with(api: Api, headers: dict[str, str]) -> int:
    api.log_out()
    return int(api.client.post("/api/invoke/Ping", headers=headers).status_code)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic ???"}, basic("admin", "wrong"), basic("nobody", "")],
)
def test_wrong_credentials_are_challenged(api: Api, headers: dict[str, str]) -> None:
    api.log_out()
    response = api.client.post("/api/invoke/Ping", headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


def test_credentials_are_utf_8(api: Api) -> None:
    config = {"userName": "jorg", "fullName": "Jörg", "emailAddress": None}
    api.result("CreateSystemAdministrator", config=config, password="gehäuse:€")
    assert status_with(api, basic("jorg", "gehäuse:€")) == 200


def test_api_password_takes_the_place_of_the_password_with_mfa(api: Api) -> None:
    assert status_with(api, basic("operations", "demo-operations-password")) == 401
    assert status_with(api, basic("operations", "demo-api-password")) == 200


def test_a_new_api_password_invalidates_the_old_one(api: Api) -> None:
    first = api.result("CreateSystemAdministratorAPIPassword")
    second = api.result("CreateSystemAdministratorAPIPassword")
    assert status_with(api, basic("admin", first)) == 401
    assert status_with(api, basic("admin", second)) == 200


def test_envelope_has_eight_keys_in_order(api: Api) -> None:
    answer = api.envelope("Ping")
    assert list(answer) == ENVELOPE_KEYS
    assert answer == {
        "error": None,
        "token": None,
        "statusVersion": 2,
        "statusCode": "succeeded",
        "percentProgress": None,
        "statusText": None,
        "result": None,
        "logOutput": None,
    }


def test_answer_is_written_as_the_real_one(api: Api) -> None:
    response = api.client.post("/api/invoke/Ping")
    assert response.content.startswith(b'\xef\xbb\xbf{\r\n  "error": null,\r\n')
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Server"] == "Microsoft-HTTPAPI/2.0"
    assert response.content.endswith(b'  "logOutput": null\r\n}')
    assert b"\n" not in response.content.replace(b"\r\n", b"")


@pytest.mark.parametrize("path", ["/api/invoke/Ping", "/api/get-metadata", "/api/invoke/NoSuch"])
def test_headers_keep_answers_out_of_caches(api: Api, path: str) -> None:
    """[documented] Cache-Control, Pragma, and Expires one day before Date."""
    headers = api.client.post(path).headers
    assert headers["Cache-Control"] == (
        "no-cache,private,no-store,must-revalidate,max-stale=0,post-check=0,pre-check=0"
    )
    assert headers["Pragma"] == "no-cache"
    expires, date = (parsedate_to_datetime(headers[name]) for name in ("Expires", "Date"))
    assert date - expires == timedelta(days=1)
    assert len(headers.get_list("Date")) == 1


def test_error_is_http_200_with_details(api: Api) -> None:
    answer = api.envelope("GetUserInfo", instanceID="baumann")
    assert answer["statusCode"] == "failed"
    assert answer["error"]["message"] == "Missing API argument userName."
    assert answer["error"]["details"].startswith("System.Exception: Missing API argument userName.\r\n   at ")


@pytest.mark.parametrize(
    "path",
    [
        "/api//invoke/Ping",
        "https://localhost//api/invoke//Ping",
        "/api/invoke/Ping/",
        "/api/get-metadata/",
        "/api//get-metadata",
    ],
)
def test_empty_segments_of_a_path_are_passed_over(api: Api, path: str) -> None:
    """[documented] the 2014 client polls /api//get-status; [observed] a slash behind the function."""
    assert api.client.post(path).status_code == 200


@pytest.mark.parametrize("path", ["/api//get-status", "/api/get-status/"])
def test_a_call_can_be_followed_through_empty_segments(api: Api, path: str) -> None:
    token = api.envelope("CompactStore", instanceID="baumann", id=1)["token"]
    form = {"token": token, "lastKnownStatusVersion": "99", "millisecondsTimeout": "5000"}
    assert api.client.post(path, data=form).json()["statusCode"] == "succeeded"


@pytest.mark.parametrize(
    "path",
    [
        "/api/invoke/NoSuch",
        "/api/invoke/getusers",
        "/api/GetUsers",
        "/",
        "/api/invoke/get-status",
        "/api/invoke/Get/Users",
    ],
)
def test_unknown_paths_are_not_found(api: Api, path: str) -> None:
    assert api.client.post(path).status_code == 404


def test_functions_take_post_only(api: Api) -> None:
    assert api.client.get("/api/invoke/Ping").status_code == 405
    assert api.client.get("/api/get-metadata").status_code == 200


def test_json_body_gives_no_arguments(api: Api) -> None:
    response = api.client.post("/api/invoke/GetInstances", json={"instanceFilter": "*"})
    assert "Missing API argument instanceFilter." in response.text


def test_unescaped_json_in_a_form_is_accepted(api: Api) -> None:
    body = b'config={ "userName" : "bob", "fullName" : "Bob" }&password=x'
    response = api.client.post(
        "/api/invoke/CreateSystemAdministrator",
        content=body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert json.loads(response.content.decode("utf-8-sig"))["statusCode"] == "succeeded"
    assert api.environment.find_administrator("bob").full_name == "Bob"


def test_metadata_is_a_bare_list(api: Api) -> None:
    by_name = {entry["name"]: entry["args"] for entry in api.metadata()}
    assert set(by_name) == set(FUNCTIONS)
    assert by_name["GetStores"] == [
        {"name": "instanceID", "type": "string", "nullable": False},
        {"name": "includeSize", "type": "bool", "nullable": True},
    ]
    assert by_name["CreateProfile"][1]["type"] == "json"
    assert not {"get-metadata", "get-status", "cancel-async"} & set(by_name)


def test_metadata_needs_authentication(api: Api) -> None:
    api.log_out()
    assert api.client.get("/api/get-metadata").status_code == 401


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        ("SetArchiveAdminEnabled", {"enabled": "True"}, "String was not recognized as a valid Boolean."),
        ("GetWorkerResultReport", {"id": "one"}, "Input string was not in a correct format."),
        ("SetSmtpSettings", {"settings": "{"}, "The value of 'settings' is not valid JSON."),
        ("SetSmtpSettings", {"settings": "NaN"}, "The value of 'settings' is not valid JSON."),
    ],
)
def test_values_of_a_wrong_type_fail(api: Api, function: str, arguments: dict[str, str], message: str) -> None:
    assert api.error(function, instanceID="baumann", **arguments) == message


def test_arguments_that_a_function_does_not_have_are_ignored(api: Api) -> None:
    assert api.result("GetInstances", instanceFilter="baumann", other="1")[0]["instanceID"] == "baumann"


def test_latency_is_added(tmp_path: Path) -> None:
    with serving(tmp_path, seed="empty", latency_ms=60) as slow:
        slow.result("Ping")
        assert slow.clock.elapsed == pytest.approx(0.06)
