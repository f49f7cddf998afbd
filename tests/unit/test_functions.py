# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every function of the API has a home: data, contract, modules and simulator agree."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS

from tests.simulator import functions as _functions  # noqa: F401  registers all functions
from tests.simulator.contract import FUNCTIONS as SIMULATED
from tests.tools.function_page import PAGE, load_functions, page

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
MODULES = PLUGINS / "modules"
#: Lists all functions, so that naming one there says nothing about using it.
CONTRACT = PLUGINS / "module_utils" / "_api" / "contract.py"
DOCUMENTED_FUNCTIONS = 117
NEWER_FUNCTIONS = 5


def test_there_are_as_many_functions_as_are_known() -> None:
    documented = [name for name, entry in load_functions().items() if entry["documented"]]
    assert len(documented) == DOCUMENTED_FUNCTIONS
    assert len(load_functions()) == DOCUMENTED_FUNCTIONS + NEWER_FUNCTIONS


def test_the_contract_and_the_data_know_the_same_functions() -> None:
    assert set(load_functions()) == set(FUNCTIONS)


def test_the_simulator_and_the_data_know_the_same_functions() -> None:
    assert set(load_functions()) == set(SIMULATED)


@pytest.mark.parametrize("function", sorted(load_functions()))
def test_the_home_of_a_function_uses_it(function: str) -> None:
    home = MODULES / f"{load_functions()[function]['module']}.py"
    assert home.is_file(), f"{function} lives in {home.name}, which is not there."
    assert function in words_within_reach(home), f"{home.name} is the home of {function}, but never names it."


def test_every_module_but_spe_command_is_a_home() -> None:
    homes = {entry["module"] for entry in load_functions().values()}
    assert homes <= {path.stem for path in MODULES.glob("*.py")}


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text("utf-8") == page(), "docs/functions.md is stale: run make function-page."


@cache
def words_within_reach(path: Path) -> frozenset[str]:
    """The texts in the file and in all files of the collection that it imports, the contract left out."""
    seen: set[Path] = set()
    waiting = [path]
    words: set[str] = set()
    while waiting:
        file = waiting.pop()
        if file in seen or file == CONTRACT:
            continue
        seen.add(file)
        tree = ast.parse(file.read_text("utf-8"))
        words |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        waiting += [
            found for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for found in _files(file, node)
        ]
    return frozenset(words)


def _files(file: Path, node: ast.ImportFrom) -> list[Path]:
    """The files that a relative import reads: a module, or the modules that it names."""
    if node.level == 0:
        return []
    base = file.parents[node.level - 1].joinpath(*(node.module or "").split("."))
    candidates = [base.with_suffix(".py"), *(base / f"{name.name}.py" for name in node.names)]
    return [candidate for candidate in candidates if candidate.is_file()]
