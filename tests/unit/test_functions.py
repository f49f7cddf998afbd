# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every function of the API has a home: data, contract, modules and simulator agree."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    assert homes == {path.stem for path in MODULES.glob("*.py")} - {"spe_command"}


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text("utf-8") == page(), "docs/functions.md is stale: run make function-page."


@cache
def words_within_reach(module: Path) -> frozenset[str]:
    """The texts in the module, and in what it uses of other files: a whole file would hold what others use of it.

    The contract is left out, because it names all functions.
    """
    seen: set[tuple[Path, str]] = set()
    waiting = [(module, name) for name in _parsed(module).definitions]
    words: set[str] = set()
    while waiting:
        file, name = waiting.pop()
        if (file, name) in seen or file == CONTRACT:
            continue
        seen.add((file, name))
        source = _parsed(file)
        if name in source.imports:
            waiting.append(source.imports[name])
        for definition in source.definitions.get(name, ()):
            for node in ast.walk(definition):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words.add(node.value)
                elif isinstance(node, ast.Name):
                    waiting.append((file, node.id))
    return frozenset(words)


@dataclass(frozen=True)
class Source:
    """A file: the statements at its top that define each name, and where the names come from that it imports."""

    definitions: Mapping[str, Sequence[ast.stmt]]
    imports: Mapping[str, tuple[Path, str]]


@cache
def _parsed(file: Path) -> Source:
    definitions: dict[str, list[ast.stmt]] = {}
    imports: dict[str, tuple[Path, str]] = {}
    for statement in ast.parse(file.read_text("utf-8")).body:
        for name in _names_defined_by(statement):
            definitions.setdefault(name, []).append(statement)
        if isinstance(statement, ast.ImportFrom) and statement.level:
            package = file.parents[statement.level - 1].joinpath(*(statement.module or "").split("."))
            if package.with_suffix(".py").is_file():
                imports.update(
                    {name.asname or name.name: (package.with_suffix(".py"), name.name) for name in statement.names}
                )
    return Source(definitions, imports)


def _names_defined_by(statement: ast.stmt) -> list[str]:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
