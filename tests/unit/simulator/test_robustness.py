# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever an argument holds, the answer is an envelope: the client of these tests raises what a handler lets through."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.simulator.api import serving
from tests.unit.simulator.examples import EXAMPLES, PREPARATIONS

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
