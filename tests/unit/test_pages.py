# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What documents repeat of the code is what the code says, and what they point to is there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
import yaml

from tests.tools.collection_tree import project_files
from tests.tools.pages import ROOT, assumptions, stale

DOCUMENTS = [path for path in project_files() if path.suffix == ".md"]
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
YAML = re.compile(r"^( *)```yaml\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|`)make ([a-z-]+)", re.MULTILINE)


def test_written_documents_are_not_stale() -> None:
    assert stale() == [], "Run make pages."


def test_assumptions_are_read_in_all_their_forms() -> None:
    source = '''
# --- A heading
# unknown: what is above.
ABOVE = 1

BELOW: int = 2
"""Inferred: what is below."""

#: Two lines,
#: unknown.
LONG = "a text that is much longer than a cell of a table should be"


def answer() -> int:
    """Unknown: what it | gives.

    More.
    """
    return 3


def later():
    """What it gives.

    Why is unknown.
    """


_PRIVATE = 4
'''
    assert list(assumptions(source)) == [
        ("ABOVE", "`1`", "unknown: what is above."),
        ("BELOW", "`2`", "Inferred: what is below."),
        ("LONG", "", "Two lines, unknown."),
        ("answer()", "", "Unknown: what it \\| gives."),
        ("later()", "", "What it gives. Why is unknown."),
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    targets = LINK.findall((ROOT / document).read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_commands_of_make_exist(document: Path) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(COMMAND.findall(text)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_examples_are_valid_yaml(document: Path) -> None:
    for _indent, example in YAML.findall((ROOT / document).read_text(encoding="utf-8")):
        assert yaml.safe_load(textwrap.dedent(example))
