# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/modules.md: a row for each module and each other plugin, and for each function of the API its home.

What a function does and where it is at home is written by hand; the other cells of its row come from the contract.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS, Function

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "plugins" / "modules"
PAGE = ROOT / "docs" / "modules.md"
KINDS = ("inventory", "lookup", "filter")
"""Of other plugins, in the words of `ansible-doc -t`."""

_MODULES = re.compile(r"(<!-- modules, written by `make pages` -->\n).*(<!-- end of modules -->)", re.DOTALL)
_PLUGINS = re.compile(
    r"(<!-- other plugins, written by `make pages` -->\n).*(<!-- end of other plugins -->)", re.DOTALL
)
_FUNCTION = re.compile(r"^\| `(\w+)` \| ([^|]+) \| `(spe_\w+)` \|.*\|$", re.MULTILINE)
_RULE = "|---|---|---|---|---|---|\n"


@dataclass(frozen=True)
class Entry:
    """What a person says of a function: what it does, and the one module that is its home."""

    summary: str
    module: str


def read_functions() -> Mapping[str, Entry]:
    """The functions of the page by name. Raises ValueError for a row that is none, or is there twice."""
    _before, _rule, rows = PAGE.read_text("utf-8").partition(_RULE)
    entries: dict[str, Entry] = {}
    for row in filter(None, rows.splitlines()):
        match = _FUNCTION.fullmatch(row)
        if match is None or match[1] in entries:
            raise ValueError(f"docs/modules.md: {row!r} is no row of a function, or its function has two.")
        entries[match[1]] = Entry(match[2], match[3])
    return entries


def names_of_modules() -> list[str]:
    """All modules, in order."""
    return sorted(path.stem for path in MODULES.glob("spe_*.py"))


def page() -> str:
    """The whole page. What is no function of the contract keeps empty cells: a test names it."""
    text = PAGE.read_text("utf-8")
    assert _MODULES.search(text), "docs/modules.md has lost the marks around its table of modules."
    assert _PLUGINS.search(text), "docs/modules.md has lost the marks around its table of other plugins."
    rows = "".join(f"| `{name}` | {_short_description(MODULES / f'{name}.py')} |\n" for name in names_of_modules())
    table = f"\n| module | what it is for |\n|---|---|\n{rows}\n"
    text = _MODULES.sub(lambda match: match[1] + table + match[2], text)
    text = _PLUGINS.sub(lambda match: match[1] + _table_of_plugins() + match[2], text)
    return text.partition(_RULE)[0] + _RULE + "".join(_row(*each) for each in sorted(read_functions().items()))


def _row(name: str, entry: Entry) -> str:
    return f"| `{name}` | {entry.summary} | `{entry.module}` | {' | '.join(_cells(FUNCTIONS.get(name)))} |\n"


def _cells(function: Function | None) -> tuple[str, str, str]:
    if function is None:
        return ("", "", "")
    return (
        "yes" if function.reads else "",
        "yes" if function.access == "required" else "",
        function.since or "",
    )


def _table_of_plugins() -> str:
    files = [(kind, path) for kind in KINDS for path in sorted((ROOT / "plugins" / kind).glob("*.py"))]
    rows = "".join(f"| {kind} | `{path.stem}` | {_short_description(path)} |\n" for kind, path in files)
    return f"\n| kind | plugin | what it is for |\n|---|---|---|\n{rows}\n"


def _short_description(path: Path) -> str:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DOCUMENTATION":
            return str(yaml.safe_load(ast.literal_eval(node.value))["short_description"])
    raise ValueError(f"{path.name} has no DOCUMENTATION.")
