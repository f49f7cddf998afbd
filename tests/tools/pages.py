# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes what files repeat of the code: modules and functions, the action group, and docs/unknowns.md.

python3 -m tests.tools.pages          write them
python3 -m tests.tools.pages --check  end with an error when one is stale
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.simulator.alternatives import labels_of
from tests.tools import reach, role_documentation, tenant_documentation
from tests.tools.check_repository import LICENCE
from tests.tools.module_page import PAGE, names_of_modules, page
from tests.worlds.refusals import REFUSALS

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "meta" / "runtime.yml"
UNKNOWNS = ROOT / "docs" / "unknowns.md"

GROUP = re.compile(r"(?<=^  spe:\n)(?:    - spe_\w+\n)*", re.MULTILINE)
LONGEST_VALUE = 40
MARKS = ("unknown", "inferred", "ours", "documented", "observed")
"""How sure it is, the least first: the mark of an explanation is the first of these words that it has."""

HEAD = f"""<!--
Copyright (c) 2026, the community.mailstore contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
{LICENCE}
-->
<!-- Written by `make pages` from the files that it names; do not edit. -->

# What is unknown about the API

The vendor documents the functions of the Management API and their arguments, but not everything that a client meets. What
no evidence settles is a decision of ours. Each stands in one named place with its mark, so that the answer of a real
server changes one line:

* **unknown**: nothing says it,
* **inferred**: it follows from related evidence,
* **ours**: it is for tests alone,
* **documented**: the vendor says it,
* **observed**: it was seen in a real answer.

An entry has the mark of what is least sure in it.

The playbook `community.mailstore.check_server` finds out how your server behaves, and writes a report without any data of
yours. If something is otherwise, please attach the report to an issue. A few of these points no call can settle; the report
gives the reason for each.

The simulator is a second reading of the same notes and shares no code with the collection, so it has decisions of its own.
A test that passes against it proves that both readings agree, and no more.
"""

REFUSED = """## Where a task is refused

`make worlds` lives a tenant's whole life on every server that differs in one of these points, and in many of them. It
converges, or a task is refused with one sentence and without harm:
"""

SIMULATOR = "tests/simulator/assumptions.py"
SOURCES: Mapping[str, str] = {
    "plugins/module_utils/_api/assumptions.py": "How the server talks",
    "plugins/module_utils/_resources/assumptions.py": "What it has",
    SIMULATOR: "What the simulator does where nobody knows",
}


def runtime() -> str:
    """meta/runtime.yml with all modules in the action group."""
    text = RUNTIME.read_text(encoding="utf-8")
    assert GROUP.search(text), "meta/runtime.yml has lost its action group spe."
    return GROUP.sub("".join(f"    - {name}\n" for name in names_of_modules()), text, count=1)


def unknowns() -> str:
    """docs/unknowns.md."""
    return HEAD + "".join(_section(name, title) for name, title in SOURCES.items()) + _refusals()


def _refusals() -> str:
    rows = "".join(f"| `{name}` | {reason} |\n" for name, reason in REFUSALS.items())
    return f"\n{REFUSED}\n| what may be true instead | why a task is refused then |\n|---|---|\n{rows}"


def _section(name: str, title: str) -> str:
    source = (ROOT / name).read_text(encoding="utf-8")
    rows = "".join(
        f"| `{what}` | {value} | {mark_of(text)} | {text} | {_others(what)} |\n"
        for what, value, text in assumptions(source)
    )
    head = "| name | value | mark | what is assumed | what may be true instead |\n|---|---|---|---|---|\n"
    return f"\n## {title}\n\nIn `{name}`:\n\n{head}{rows}"


def _others(name: str) -> str:
    """The alternatives of an entry of the simulator, as its command line takes them."""
    return ", ".join(f"`{label}`".replace("|", "\\|") for label in labels_of(name.removesuffix("()")))


def mark_of(text: str) -> str | None:
    """The mark of what is least sure in an explanation; None when it has none."""
    return next((mark for mark in MARKS if re.search(rf"\b{mark}\b", text, re.IGNORECASE)), None)


def assumptions(source: str) -> Iterator[tuple[str, str, str]]:
    """Name, value (of a short constant) and explanation (a docstring, a text below or comments above) of what a module has."""
    lines = source.splitlines()
    body = ast.parse(source).body
    for node, following in zip(body, [*body[1:], None]):
        if isinstance(node, ast.FunctionDef):
            name, value, text = f"{node.name}()", "", ast.get_docstring(node) or ""
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            value = _short(ast.unparse(node.value) if node.value else "")
            text = _text_of(following) or _comments_above(lines, node.lineno)
        else:
            continue
        if not name.startswith("_"):
            first, *_rest = text.split("\n\n")
            # The mark may stand further down, where a docstring says why.
            told = first if mark_of(first) else text
            yield name, value, " ".join(told.split()).replace("|", "\\|")


def _short(value: str) -> str:
    fits = len(value) <= LONGEST_VALUE and "|" not in value
    return f"`{value}`" if fits else ""


def _text_of(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return ""


def _comments_above(lines: list[str], line_number: int) -> str:
    comments: list[str] = []
    for line in reversed(lines[: line_number - 1]):
        if not line.startswith("#") or line.startswith("# ---"):
            break
        comments.insert(0, line.lstrip("#:"))
    return " ".join(comments)


def written() -> dict[Path, str]:
    """The files, each as the code wants it."""
    return {
        PAGE: page(),
        RUNTIME: runtime(),
        UNKNOWNS: unknowns(),
        reach.TARGET: reach.uses(),
        tenant_documentation.TARGET: tenant_documentation.fragment(),
        role_documentation.TARGET: role_documentation.specification(),
    }


def stale() -> list[Path]:
    """The files that are not what the code says."""
    return [path for path, text in written().items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main() -> None:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        for path, text in written().items():
            path.write_text(text, encoding="utf-8")
    elif stale():
        sys.exit(f"{' and '.join(path.name for path in stale())} is stale: run make pages.")


if __name__ == "__main__":
    main()
