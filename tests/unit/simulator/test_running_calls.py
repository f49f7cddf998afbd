# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that answer `running`: progress, the long poll, cancelling, and tokens that expire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator.seeding import SEEDS
from tests.unit.simulator.api import Api, serving, to_form


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Api]:
    """A server whose long functions take almost a second."""
    with serving(tmp_path, work_ms=800) as running:
        yield running


#: Of a verification of the three stores of `baumann`.
STEPS = 5


def start(api: Api) -> dict[str, object]:
    return api.envelope("VerifyStores", instanceID="baumann", includeIndexes=True)


def test_long_function_answers_running_with_a_token(slow: Api) -> None:
    answer = start(slow)
    assert answer["statusCode"] == "running"
    assert answer["token"]
    assert answer["result"] is None
    assert answer["error"] is None


def test_progress_grows_until_the_result(slow: Api) -> None:
    answer = start(slow)
    token, seen = str(answer["token"]), [answer]
    while seen[-1]["statusCode"] == "running":
        seen.append(slow.status(token, int(str(seen[-1]["statusVersion"]))))
    versions = [int(str(entry["statusVersion"])) for entry in seen]
    percents = [entry["percentProgress"] for entry in seen if entry["percentProgress"] is not None]
    assert versions == sorted(set(versions))
    assert percents == sorted(set(percents), key=lambda percent: int(str(percent)))
    assert len(percents) >= 3
    assert seen[-1]["statusCode"] == "succeeded"
    assert "messages checked" in str(seen[-1]["logOutput"])
    assert seen[-1]["percentProgress"] is None


def test_poll_waits_for_a_newer_version_and_returns_with_it(slow: Api) -> None:
    answer = start(slow)
    now = slow.status(str(answer["token"]), 0, 5000)
    newer = slow.status(str(answer["token"]), now["statusVersion"], 5000)
    assert newer["statusVersion"] == now["statusVersion"] + 1
    assert slow.clock.elapsed == pytest.approx(0.8 / STEPS)


def test_poll_ends_after_its_time(slow: Api) -> None:
    answer = start(slow)
    now = slow.status(str(answer["token"]), 0)
    same = slow.status(str(answer["token"]), now["statusVersion"] + 1, 50)
    assert slow.clock.elapsed == pytest.approx(0.05)
    assert same["statusCode"] == "running"


@pytest.mark.parametrize("status_code", ["succeeded", "failed", "cancelled"])
def test_final_status_keeps_its_token(slow: Api, status_code: str) -> None:
    """[documented] the 2014 client joins the token to a text at the end of each long call."""
    token = str(start(slow)["token"])
    if status_code == "failed":
        slow.result("StopInstances", instanceFilter="baumann")
    if status_code == "cancelled":
        slow.client.post("/api/cancel-async", data=to_form({"token": token}))
    final = slow.status(token, 99, 5000)
    assert (final["statusCode"], final["token"]) == (status_code, token)
    assert slow.status(token, 99, 5000)["token"] == token


def test_minus_one_is_a_good_version(slow: Api) -> None:
    """[observed] -1 is a good value by itself: it knows of no status, so the poll returns at once."""
    token = str(start(slow)["token"])
    assert slow.status(token, -1, 5000)["statusCode"] == "running"
    form = {"token": token, "lastKnownStatusVersion": "-1", "millisecondsTimeout": "-1"}
    assert "out of the range" in slow.client.post("/api/get-status", data=form).text


@pytest.mark.parametrize("known_version", ["1", "-1"])
def test_poll_without_a_time_fails(slow: Api, known_version: str) -> None:
    answer = start(slow)
    form = {"token": str(answer["token"]), "lastKnownStatusVersion": known_version}
    response = slow.client.post("/api/get-status", data=form)
    assert '"Nullable object must have a value."' in response.text
    assert response.status_code == 200


def test_cancel_only_asks_and_leaves_the_state(slow: Api) -> None:
    answer = slow.envelope("CompactStore", instanceID="baumann", id=1)
    before = slow.environment.find_instance("baumann").content.stores.find(1).size
    cancelled = slow.client.post("/api/cancel-async", data=to_form({"token": answer["token"]}))
    assert '"succeeded"' in cancelled.text
    final = slow.status(str(answer["token"]), 99, 2000)
    assert final["statusCode"] == "cancelled"
    assert slow.environment.find_instance("baumann").content.stores.find(1).size == before


@pytest.mark.parametrize("path", ["get-status", "cancel-async"])
def test_unknown_token_is_404(api: Api, path: str) -> None:
    form = {"token": "no-such", "lastKnownStatusVersion": "1", "millisecondsTimeout": "10"}
    assert api.client.post(f"/api/{path}", data=form).status_code == 404


@pytest.mark.parametrize("path", ["get-status", "cancel-async"])
def test_missing_token_fails(api: Api, path: str) -> None:
    assert "Missing API argument token." in api.client.post(f"/api/{path}").text


def test_token_expires_after_the_end(tmp_path: Path) -> None:
    with serving(tmp_path, work_ms=10) as api:
        token = str(start(api)["token"])
        final = api.status(token, 99)
        assert final["statusCode"] == "succeeded"
        assert final["token"] == token
        form = {"token": token, "lastKnownStatusVersion": "1", "millisecondsTimeout": "10"}
        assert api.client.post("/api/get-status", data=form).status_code == 200


def test_token_of_a_short_life_is_404_afterwards(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yml"
    seed.write_text((SEEDS / "demo.yml").read_text("utf-8") + "settings: {tokenLifetimeMs: 30}\n")
    with serving(tmp_path, seed=str(seed), work_ms=10) as api:
        token = str(start(api)["token"])
        assert api.status(token, 99)["statusCode"] == "succeeded"
        api.clock.sleep(0.06)
        form = {"token": token, "lastKnownStatusVersion": "1", "millisecondsTimeout": "10"}
        assert api.client.post("/api/get-status", data=form).status_code == 404


def test_without_work_time_long_functions_answer_at_once(tmp_path: Path) -> None:
    with serving(tmp_path, work_ms=0) as api:
        answer = start(api)
        assert answer["statusCode"] == "succeeded"
        assert answer["token"] is None


def test_work_fails_when_the_instance_is_stopped_meanwhile(slow: Api) -> None:
    answer = start(slow)
    slow.result("StopInstances", instanceFilter="baumann")
    final = slow.status(str(answer["token"]), 99, 3000)
    assert final["statusCode"] == "failed"


def test_long_function_refuses_bad_arguments_at_once(slow: Api) -> None:
    answer = slow.envelope("CompactStore", instanceID="baumann", id=99)
    assert answer["statusCode"] == "failed"
