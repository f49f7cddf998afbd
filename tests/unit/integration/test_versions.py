# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A scenario is skipped on an older server only for what that lacks, and only when it was told clearly and in time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.journal import Call
from tests.integration.playbook import Run, TaskResult
from tests.integration.versions import assert_lack_is_told, find_lacks, skip_what_is_lacking, what_is_lacking
from tests.simulator.versions import FULL_VERSIONS

OLD, MIDDLE, NEW = FULL_VERSIONS["22.4"], FULL_VERSIONS["24.2"], FULL_VERSIONS["25.3"]
UPGRADE = f"Your server ({OLD}) does not know UpgradeStores, which task needs: leave it out, or update the server."
SAFE_MODE = UPGRADE.replace("UpgradeStores", "the argument safeMode of StartInstances").replace("task", "safe_mode")


def failure(message: str, error: str = "NotSupportedByServer") -> dict[str, Any]:
    return {"msg": message, "error": {"type": error}}


def run(result: dict[str, Any], *functions: str, name: str = "A task") -> Run:
    calls: list[Call] = [{"function": function, "arguments": {}} for function in functions]
    task = TaskResult(name, "community.mailstore.spe_store", "failed", [], False, {}, result, calls)
    return Run(2, "", [task])


@pytest.mark.parametrize(
    ("message", "what"), [(UPGRADE, "UpgradeStores"), (SAFE_MODE, "safeMode of StartInstances")], ids=str
)
def test_what_a_version_lacks_is_named(message: str, what: str) -> None:
    assert what_is_lacking(failure(message), "22.4") == what
    with pytest.raises(pytest.skip.Exception, match=f"A server of 22.4 does not know {what}."):
        skip_what_is_lacking({"check": run(failure(message))}, "22.4")


@pytest.mark.parametrize(
    "result", [{"changed": True}, {"msg": "No."}, failure(UPGRADE, "InputError"), {"msg": "No.", "error": None}]
)
def test_other_results_lack_nothing(result: dict[str, Any]) -> None:
    assert what_is_lacking(result, "22.4") is None
    assert find_lacks({"check": run(result)}, "22.4") == {}


@pytest.mark.parametrize(
    ("message", "version"),
    [
        (UPGRADE.replace(OLD, NEW), "25.3"),
        (SAFE_MODE.replace(OLD, MIDDLE), "24.2"),
        (UPGRADE.replace("UpgradeStores", "GetUsers"), "22.4"),
        (UPGRADE.replace(OLD, MIDDLE), "22.4"),
        ("NotSupportedByServer: UpgradeStores", "22.4"),
        (f"{UPGRADE} Sorry.", "22.4"),
    ],
)
def test_no_excuse_is_believed(message: str, version: str) -> None:
    with pytest.raises(AssertionError):
        what_is_lacking(failure(message), version)


GOOD = run(failure(UPGRADE), "GetStores", "get-metadata")


def test_it_is_told_in_every_way_of_running() -> None:
    runs = {"check": GOOD, "apply": GOOD}
    assert_lack_is_told(runs, find_lacks(runs, "22.4"))


@pytest.mark.parametrize(
    "apply",
    [
        run(failure(UPGRADE), "CompactStore"),
        run(failure(UPGRADE), name="Another task"),
        run(failure(SAFE_MODE)),
        run({"msg": "Something else.", "error": None}),
    ],
    ids=["writes before", "at another task", "lacks another thing", "says something else"],
)
def test_a_way_that_says_something_else_is_noticed(apply: Run) -> None:
    runs = {"check": GOOD, "apply": apply}
    with pytest.raises(AssertionError):
        assert_lack_is_told(runs, find_lacks(runs, "22.4"))
