# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles stands among the assumptions, with its mark; elsewhere it is only referred to by its name."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.pages import ROOT, SOURCES, UNKNOWNS, assumptions, mark_of

DOUBT = re.compile(
    r"\b(?:unknown|inferred|unclear|unproven|undocumented|not (?:known|documented|sure)|no evidence"
    r"|guess\w*|presum\w*|possibl[ey]|probabl[ey]|perhaps|likely|apparently)\b",
    re.IGNORECASE,
)
#: Where the names come from that each part may refer to.
PARTS = {
    "plugins": ("plugins/module_utils/_api/assumptions.py", "plugins/module_utils/_resources/assumptions.py"),
    "tests/simulator": ("tests/simulator/assumptions.py",),
}


def names_in(path: str) -> set[str]:
    return {name.removesuffix("()") for name, _value, _text in assumptions((ROOT / path).read_text("utf-8"))}


def remarks(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each block of comments, and of each paragraph of a docstring."""
    yield from comments(source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for paragraph in node.value.value.split("\n\n"):
                yield node.lineno, " ".join(paragraph.split())


def comments(source: str) -> Iterator[tuple[int, str]]:
    block: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        if block and token.start[0] != last + 1:
            yield last, " ".join(block)
            block = []
        block.append(token.string.lstrip("#: "))
        last = token.start[0]
    if block:
        yield last, " ".join(block)


def doubts(source: str, names: set[str]) -> list[str]:
    """The remarks that are in doubt about something and name no assumption."""
    return [
        f"{line}: {text}"
        for line, text in remarks(source)
        if DOUBT.search(text) and names.isdisjoint(re.findall(r"\w+", text))
    ]


#: What finds out what nobody knows, and so speaks of nothing else.
CHECK = "plugins/module_utils/_check"


def python_files(part: str) -> list[Path]:
    files = (path for path in sorted((ROOT / part).rglob("*.py")) if path.name != "assumptions.py")
    return [path for path in files if CHECK not in path.as_posix()]


@pytest.mark.parametrize(
    "source",
    [
        "# Whether it is so is unknown.\n",
        "x = 1  # a guess\n",
        '"""Reads it.\n\nIn which form is not documented.\n"""\n',
        'def f():\n    """It is there (inferred)."""\n',
        'X = 1\n"""Presumably so."""\n',
        "# NAME\n\n# This is another, and possible.\n",
    ],
)
def test_a_doubt_is_found(source: str) -> None:
    assert len(doubts(source, {"NAME"})) == 1


@pytest.mark.parametrize(
    "source",
    [
        "# unknown: NAME\n",
        "# It reads null (observed).\n",
        "# What is unknown:\n# see NAME.\n",
        'raise ValueError("unknown key")\n',
        '"""It is possible: see NAME."""\n',
    ],
)
def test_a_reference_is_no_doubt(source: str) -> None:
    assert doubts(source, {"NAME"}) == []


@pytest.mark.parametrize("part", PARTS)
def test_doubts_stand_among_the_assumptions(part: str) -> None:
    names = set().union(*map(names_in, PARTS[part]))
    found = {
        str(path.relative_to(ROOT)): remaining
        for path in python_files(part)
        if (remaining := doubts(path.read_text("utf-8"), names))
    }
    assert found == {}, "Give the decision a name and a mark in assumptions.py, and name it here."


@pytest.mark.parametrize("path", SOURCES)
def test_every_assumption_has_a_mark_and_stands_in_the_page(path: str) -> None:
    page = UNKNOWNS.read_text("utf-8")
    entries = list(assumptions((ROOT / path).read_text("utf-8")))
    assert [name for name, _value, text in entries if mark_of(text) is None] == []
    assert [name for name, _value, _text in entries if f"| `{name}` |" not in page] == []


def test_every_assumption_of_the_collection_is_referred_to() -> None:
    """A decision that nothing names decides nothing."""
    source = "\n".join(path.read_text("utf-8") for path in python_files("plugins"))
    own = "\n".join((ROOT / path).read_text("utf-8") for path in PARTS["plugins"])
    words = set(re.findall(r"\w+", source))
    for path in PARTS["plugins"]:
        unused = [name for name in names_in(path) if name not in words and len(re.findall(rf"\b{name}\b", own)) < 2]
        assert unused == []
