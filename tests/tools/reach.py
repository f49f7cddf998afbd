# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which functions of the API each module uses, as its own files show it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import wrap

from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS

from .module_page import MODULES, ROOT, names_of_modules

_API = ROOT / "plugins" / "module_utils" / "_api"
#: What names functions of all kinds, so that naming one there says nothing about using it.
LISTS_OF_FUNCTIONS = tuple(_API / f"{name}.py" for name in ("contract", "assumptions", "facts", "known_forms"))
TARGET = ROOT / "plugins" / "module_utils" / "_check" / "uses.py"

_OF_ALL_FUNCTIONS = {"spe_command", "spe_server_check"}
"""Modules that no single function belongs to."""

_OF_MANY_NOUNS = {"spe_drift_info", "spe_tenant"}
"""Modules that write objects of each noun."""

_OWN_NOUN = re.compile(r"^from \.\.module_utils\._resources\.(\w+) import", re.MULTILINE)
_READING_KEYWORDS = ("listing", "detail")
_WIDTH = 120
_ACCESS = "SetArchiveAdminEnabled"

_HEAD = """# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Written by `make pages` from the files of the modules; do not edit.

\"\"\"Which modules use a function. A module that is sent to another host cannot look into the files of the others.\"\"\"

from __future__ import annotations

from collections.abc import Mapping

USES: Mapping[str, str] = {
"""


def uses() -> str:
    """The file `uses.py`."""
    rows = "".join(_row(function, modules) for function, modules in sorted(_modules_by_function().items()))
    return f"{_HEAD}{rows}}}\n"


def _row(function: str, modules: Sequence[str]) -> str:
    row = f'    "{function}": "{" ".join(modules)}",\n'
    if len(row) <= _WIDTH:
        return row
    lines = wrap(" ".join(modules), _WIDTH - 12)
    texts = "".join(f'        "{line} "\n' for line in lines[:-1])
    return f'    "{function}": (\n{texts}        "{lines[-1]}"\n    ),\n'


def _modules_by_function() -> dict[str, list[str]]:
    modules = [name for name in names_of_modules() if name not in _OF_ALL_FUNCTIONS]
    words = {name: _functions_of(name) for name in modules}
    return {
        function: users for function in FUNCTIONS if (users := [name for name in modules if function in words[name]])
    }


def _functions_of(module: str) -> frozenset[str]:
    """Those that the module calls. Of other nouns it only reads the list; one that only reads calls none that writes."""
    file = MODULES / f"{module}.py"
    text = file.read_text("utf-8")
    own = None if module in _OF_MANY_NOUNS else frozenset({*_OWN_NOUN.findall(text), module.removeprefix("spe_")})
    functions = words_within_reach(file, own) & FUNCTIONS.keys()
    if "attributes.info_module" not in text:
        return functions
    return frozenset(name for name in functions if FUNCTIONS[name].reads or name == _ACCESS)


@cache
def words_within_reach(module: Path, own_nouns: frozenset[str] | None = None) -> frozenset[str]:
    """The texts in the module, and in what it uses of other files: a whole file would hold what others use of it.

    own_nouns: files of nouns; of all others counts what reads them. None are all.
    """
    seen: set[tuple[Path, str]] = set()
    waiting = [(module, name) for name in _parsed(module).definitions]
    words: set[str] = set()
    while waiting:
        file, name = waiting.pop()
        if (file, name) in seen or file in LISTS_OF_FUNCTIONS:
            continue
        seen.add((file, name))
        source = _parsed(file)
        if name in source.imports:
            waiting.append(source.imports[name])
        for definition in source.definitions.get(name, ()):
            for node in _nodes(definition, is_own=own_nouns is None or file.stem in own_nouns):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words.add(node.value)
                elif isinstance(node, ast.Name):
                    waiting.append((file, node.id))
    return frozenset(words)


def _nodes(root: ast.AST, *, is_own: bool) -> Iterator[ast.AST]:
    """All nodes; of the resource of another noun only what reads it."""
    yield root
    children = ast.iter_child_nodes(root)
    if not is_own and isinstance(root, ast.Call) and isinstance(root.func, ast.Name) and root.func.id == "Resource":
        children = (keyword.value for keyword in root.keywords if keyword.arg in _READING_KEYWORDS)
    for child in children:
        yield from _nodes(child, is_own=is_own)


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
