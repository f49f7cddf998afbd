# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/guarantees.md promises nothing without a test, and names no test that is not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import guarantees


def test_each_promise_has_its_tests() -> None:
    assert guarantees.promises()
    assert list(guarantees.proofs()) == guarantees.promises()
    assert [name for name, tests in guarantees.proofs().items() if not tests] == []


def test_each_test_is_collected() -> None:
    named = {test for tests in guarantees.proofs().values() for test in tests}
    assert sorted(named - guarantees.collected(named)) == [], "They are not there any more, or are not run."


def test_no_row_of_the_proof_is_left_out() -> None:
    """A test whose name is misspelled would not be looked for."""
    rows = [line for line in guarantees.section("The proof").splitlines() if "tests/" in line]
    assert sum(line.count("tests/") for line in rows) == sum(map(len, guarantees.proofs().values()))


def test_what_is_not_there_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "guarantees.md"
    page.write_text(
        "\n## Promises\n\n| `one` | it holds |\n\n## The proof\n\n"
        "| `one` | `tests/unit/test_guarantees.py::test_each_promise_has_its_tests`<br>"
        "`tests/unit/test_guarantees.py::test_nothing` |\n",
        "utf-8",
    )
    monkeypatch.setattr(guarantees, "PAGE", page)
    tests = guarantees.proofs()["one"]
    assert guarantees.collected(tests) == {"tests/unit/test_guarantees.py::test_each_promise_has_its_tests"}
