# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every function of the API has a home: data, contract, modules and simulator agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS

from tests.simulator import functions as _functions  # noqa: F401  registers all functions
from tests.simulator.contract import FUNCTIONS as SIMULATED
from tests.simulator.contract import Needs
from tests.simulator.versions import SUPPORTED_VERSIONS
from tests.tools.module_page import read_functions
from tests.tools.reach import words_within_reach
from tests.unit.simulator.reference import SIGNATURES

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "plugins" / "modules"
OLDEST = SUPPORTED_VERSIONS[0]
#: What both must know.
KNOWN = set(FUNCTIONS) | set(SIMULATED) | set(SIGNATURES)


def test_the_contract_knows_every_function() -> None:
    missing = sorted(KNOWN - set(FUNCTIONS))
    assert missing == [], "Add them to plugins/module_utils/_api/contract.py."


def test_the_simulator_knows_every_function() -> None:
    missing = sorted(KNOWN - set(SIMULATED))
    assert missing == [], "Add them to the file of their family in tests/simulator/functions/."


def test_the_page_knows_every_function() -> None:
    assert sorted(KNOWN - set(read_functions())) == [], "Add a row for each to docs/modules.md."
    assert sorted(set(read_functions()) - KNOWN) == [], "docs/modules.md has rows of functions that are nowhere else."


@pytest.mark.parametrize("function", sorted(FUNCTIONS.keys() & SIMULATED.keys()))
def test_the_contract_and_the_simulator_agree_on_a_function(function: str) -> None:
    """Two readings of the same notes: what it needs, since when it is there, whether it writes, and what it takes."""
    ours, theirs = FUNCTIONS[function], SIMULATED[function]
    access = {None: "not applicable", Needs.NOTHING: "exempt", Needs.PROCESS: "exempt", Needs.ACCESS: "required"}
    assert (ours.access, ours.since or OLDEST) == (access[theirs.needs], theirs.since)
    # Each side has an assumption of its own about that one.
    assert not (ours.reads and theirs.writes) or function == "CreateLicenseRequest"
    assert ours.arguments in ((), tuple(argument.name for argument in theirs.arguments))


@pytest.mark.parametrize("function", sorted(read_functions()))
def test_the_home_of_a_function_uses_it(function: str) -> None:
    home = MODULES / f"{read_functions()[function].module}.py"
    assert home.is_file(), f"{function} lives in {home.name}, which is not there."
    assert function in words_within_reach(home), f"{home.name} is the home of {function}, but never names it."


#: Modules that call what the modules of single nouns are the home of, or nothing.
OF_MANY_NOUNS = {"spe_drift_info", "spe_fleet_info", "spe_health", "spe_server_check", "spe_tenant", "spe_tenant_info"}


def test_every_module_but_spe_command_is_a_home() -> None:
    homes = {entry.module for entry in read_functions().values()}
    assert homes == {path.stem for path in MODULES.glob("*.py")} - {"spe_command"} - OF_MANY_NOUNS
