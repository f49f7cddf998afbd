# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that tests choose while the server runs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.simulator.faults import parse_rules
from tests.simulator.shapes import ShapeError
from tests.unit.simulator.api import Api


def test_failed(api: Api) -> None:
    api.set_faults({"function": "Ping", "failed": "The sky fell."})
    assert api.error("Ping") == "The sky fell."


def test_rules_are_counted_and_skipped(api: Api) -> None:
    api.set_faults({"function": "Ping", "skip": 1, "times": 2, "failed": "no"})
    codes = [api.envelope("Ping")["statusCode"] for _turn in range(4)]
    assert codes == ["succeeded", "failed", "failed", "succeeded"]


def test_star_meets_every_function_and_the_file_is_read_again(api: Api) -> None:
    api.set_faults({"function": "*", "http_status": 503})
    assert api.client.post("/api/invoke/GetInstanceHosts").status_code == 503
    assert api.client.post("/api/get-metadata").status_code == 503
    api.set_faults()
    assert api.client.post("/api/invoke/GetInstanceHosts").status_code == 200


def test_slow(api: Api) -> None:
    api.set_faults({"function": "Ping", "slow": 60})
    api.result("Ping")
    assert api.clock.elapsed == pytest.approx(0.06)


def test_running_makes_a_short_function_long(api: Api) -> None:
    api.set_faults({"function": "GetUsers", "running": {"steps": 2, "milliseconds": 30}})
    answer = api.envelope("GetUsers", instanceID="baumann")
    assert answer["statusCode"] == "running"
    assert len(api.result("GetUsers", instanceID="baumann")) == 5


def test_running_change_happens_at_the_end(api: Api) -> None:
    api.set_faults({"function": "DeleteUser", "running": {"milliseconds": 60}})
    answer = api.envelope("DeleteUser", instanceID="baumann", userName="reception")
    users = api.environment.find_instance("baumann").content.users
    assert users.get("reception")
    assert api.status(answer["token"], 99)["statusCode"] == "succeeded"
    assert users.get("reception") is None


def test_token_that_is_forgotten(api: Api) -> None:
    api.set_faults({"function": "get-status", "skip": 1, "expire_token": True})
    answer = api.envelope("VerifyStores", instanceID="baumann", includeIndexes=True)
    form = {"token": answer["token"], "lastKnownStatusVersion": "0", "millisecondsTimeout": "1"}
    assert api.client.post("/api/get-status", data=form).status_code == 200
    assert api.client.post("/api/get-status", data=form).status_code == 404


def test_token_that_never_was_valid(api: Api) -> None:
    api.set_faults({"function": "VerifyStores", "expire_token": True})
    answer = api.envelope("VerifyStores", instanceID="baumann", includeIndexes=True)
    form = {"token": answer["token"], "lastKnownStatusVersion": "0", "millisecondsTimeout": "1"}
    assert api.client.post("/api/get-status", data=form).status_code == 404


def test_answer_without_byte_order_mark(api: Api) -> None:
    api.set_faults({"function": "Ping", "no_bom": True})
    assert api.client.post("/api/invoke/Ping").content.startswith(b"{")


def test_html_and_invalid_json(api: Api) -> None:
    api.set_faults({"function": "Ping", "times": 1, "html": True}, {"function": "Ping", "invalid_json": True})
    response = api.client.post("/api/invoke/Ping")
    assert response.headers["Content-Type"].startswith("text/html")
    with pytest.raises(json.JSONDecodeError):
        json.loads(api.client.post("/api/invoke/Ping").content.decode("utf-8-sig"))


def test_unknown_status_code(api: Api) -> None:
    api.set_faults({"function": "Ping", "status_code": "confused"})
    assert api.envelope("Ping")["statusCode"] == "confused"


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"a": 1}, "faults: a list is expected"),
        ([{"failed": "x"}], "faults[0]: the key 'function' is missing"),
        ([{"function": "Ping"}], "faults[0]: exactly one kind is needed"),
        ([{"function": "Ping", "failed": "x", "slow": 1}], "exactly one kind"),
        ([{"function": "Ping", "slow": "x"}], "faults[0].slow: a whole number is expected"),
        ([{"function": "Ping", "explode": True}], "unknown key 'explode'"),
        ([{"function": "Ping", "running": {"colour": 1}}], "faults[0].running: unknown key"),
        ([{"function": "Ping", "times": 0, "slow": 1}], "faults[0].times"),
        ([{"function": "Pong", "slow": 1}], "faults[0].function: 'Pong' is no function"),
        ([{"function": "Ping", "failed": ""}], "faults[0].failed"),
        ([{"function": "Ping", "status_code": ""}], "faults[0].status_code"),
        ([{"function": "Ping", "http_status": 101}], "faults[0].http_status: 101 is less than 200"),
        ([{"function": "Ping", "http_status": 700}], "faults[0].http_status: 700 is more than 599"),
        ([{"function": "Ping", "running": {"milliseconds": 0}}], "faults[0].running.milliseconds"),
        ([{"function": "get-metadata", "failed": "x"}], "get-metadata cannot suffer 'failed'"),
        ([{"function": "get-status", "running": {}}], "get-status cannot suffer 'running'"),
        ([{"function": "cancel-async", "expire_token": True}], "cancel-async cannot suffer 'expire_token'"),
    ],
)
def test_mistakes_are_named(rules: Any, message: str) -> None:
    with pytest.raises(ShapeError) as caught:
        parse_rules(rules)
    assert message in str(caught.value)


def test_bad_file_is_told_to_the_client(api: Api) -> None:
    api.set_faults({"function": "Ping"})
    response = api.client.post("/api/invoke/Ping")
    assert response.status_code == 500
    assert "exactly one kind is needed" in response.text
    api.faults_path.write_text("[", "utf-8")
    assert "is not valid YAML" in api.client.post("/api/invoke/Ping").text
    api.faults_path.write_bytes(b"\xff")
    assert "is not text in UTF-8" in api.client.post("/api/invoke/Ping").text
