# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever an argument holds, the answer is an envelope: the client of these tests raises what a handler lets through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.simulator.api import Api, serving
from tests.unit.simulator.examples import BAUMANN, EXAMPLES, JOB, PREPARATIONS

NASTY: dict[str, list[str]] = {
    "string": [
        "",
        " ",
        "..",
        "*",
        "* *",
        "/",
        "a//b",
        "\\",
        "C:",
        "\\\\host\\x",
        "a" * 300,
        "9" * 5000,
        "$archiveadmin",
        "😀",
        ",",
        "0",
    ],
    "number": ["-1", "0", "999999", "9" * 18, "9" * 40, "1.5", " 1", ""],
    "bool": ["TRUE", "1", ""],
    "json": [
        "null",
        "[]",
        "{}",
        "1",
        '"x"',
        "",
        '{"type": 1}',
        '{"type": "activeDirectory"}',
        '{"type": null}',
        '{"userName": {}}',
        '{"serverName": []}',
        '{"a": {"b": [{}]}}',
        "NaN",
        "1e999",
        "[" * 100_000,
    ],
}


@pytest.mark.parametrize("function", sorted(EXAMPLES))
def test_no_value_breaks_a_function(tmp_path: Path, function: str) -> None:
    with serving(tmp_path, work_ms=0) as api:
        for earlier in PREPARATIONS.get(function, []):
            api.result(earlier, **EXAMPLES[earlier])
        arguments = next(entry["args"] for entry in api.metadata() if entry["name"] == function)
        for argument in arguments:
            for value in NASTY[argument["type"]]:
                answer = api.envelope(function, **{**EXAMPLES[function], argument["name"]: value})
                assert answer["statusCode"] in ("succeeded", "failed")
                assert "defect" not in str(answer["error"])


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 400, "-1", "1.5", ""])
def test_no_number_breaks_a_poll(tmp_path: Path, text: str) -> None:
    with serving(tmp_path, work_ms=500) as api:
        token = api.envelope("VerifyStores", instanceID="baumann", includeIndexes=True)["token"]
        form = {"token": token, "lastKnownStatusVersion": text, "millisecondsTimeout": text}
        response = api.client.post("/api/get-status", data=form)
        assert (response.status_code, '"failed"' in response.text) == (200, True)


@pytest.mark.parametrize(
    ("date", "zone"),
    [("9999-12-31T23:59:59", "Pacific Standard Time"), ("0001-01-01T00:00:00", "Tokyo Standard Time")],
)
def test_dates_at_the_ends_of_the_calendar_can_be_read(api: Api, date: str, zone: str) -> None:
    api.result("CreateJob", **{**JOB, "time": None, "date": date, "timeZoneId": zone})
    row = api.result("GetJobs", instanceID="baumann")[-1]
    assert row["schedule"] == {"timeZoneId": zone, "date": date}
    assert row["nextStartDateTimeUtc"] is None


def test_half_a_surrogate_pair_can_be_read_and_journaled(api: Api) -> None:
    config = json.dumps({**BAUMANN, "displayName": "half \ud83d"})
    api.result("SetInstanceConfiguration", config=config)
    assert api.result("GetInstances", instanceFilter="baumann")[0]["displayName"] == "half ?"
    assert json.loads(api.journal()[-2]["arguments"]["config"])["displayName"] == "half \ud83d"
