# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/contributing.md describes the whole language of the table, and what it shows as an example works."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from unittest import mock

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine import (
    creators,
    entry,
    field_types,
    item,
    resource,
    writers,
)

from tests.simulator import contract
from tests.simulator.functions import functions_of
from tests.simulator.state import instances
from tests.tools.pages import ROOT

PAGE = (ROOT / "docs" / "contributing.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)`(.*) \|(?: `(.+)`|[^`|]*(?: `\w+`)?) \|$")
#: The classes that a table describes one by one, by its heading.
CLASSES = {"Field types": field_types, "Writers": writers, "Creators": creators}
#: The classes whose attributes a section describes, by its heading.
ATTRIBUTES: dict[str, tuple[type, ...]] = {
    "Resource": (resource.Resource,),
    "Field and Read": (resource.Field, resource.Read),
    "Noun, Entry, Item": (entry.Noun, entry.Entry, item.Item),
}
NOT_FOR_NOUNS = {"instance_id", "independent"}
"""Attributes that the engine sets or asks for by itself."""
FLAGS = {"SetsItsFields", "SetsWholeObject", "FieldType"}
"""Bases of the classes that are described; the text names them."""


def section(heading: str) -> str:
    """The text below a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/contributing.md has no section {heading!r}."
    return found[1]


def rows(heading: str) -> dict[str, str]:
    """The examples of a table, by the word in the first cell."""
    lines = [line for line in section(heading).splitlines() if line.startswith("| `")]
    found = {match[1]: match[3] or "" for line in lines if (match := ROW.match(line))}
    assert len(found) == len(lines), f"{heading}: a row is not `word` | text | `example`."
    return found


def classes_of(module: ModuleType) -> set[str]:
    return {
        name
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_")
    } - FLAGS


def code(heading: str) -> str:
    found = re.search(r"```python\n(.*?)```", section(heading), re.DOTALL)
    assert found, f"{heading} has no example in Python."
    return found[1]


def names() -> dict[str, Any]:
    """What an example may use."""
    return {
        name: value for module in (resource, field_types, writers, creators) for name, value in vars(module).items()
    }


@pytest.mark.parametrize("heading", CLASSES)
def test_every_class_is_described_and_no_other(heading: str) -> None:
    described = set(rows(heading))
    there = classes_of(CLASSES[heading])
    assert sorted(there - described) == [], f"Add a row for each to {heading!r} in docs/contributing.md."
    assert sorted(described - there) == [], f"{heading!r} in docs/contributing.md describes what is not there."


@pytest.mark.parametrize("heading", ATTRIBUTES)
def test_every_attribute_is_described(heading: str) -> None:
    words = set(re.findall(r"`(?:entry\.)?(\w+)[^`]*`", section(heading)))
    attributes = {each.name for kind in ATTRIBUTES[heading] for each in dataclasses.fields(kind)}
    missing = sorted(attributes - words - NOT_FOR_NOUNS)
    assert missing == [], f"Describe them in {heading!r} of docs/contributing.md."


def examples() -> Iterator[tuple[str, str]]:
    for heading in (*CLASSES, "Resource", "Field and Read"):
        for word, example in rows(heading).items():
            if example and not example.isupper():
                yield word, example


@pytest.mark.parametrize(("word", "example"), list(examples()))
def test_an_example_is_valid(word: str, example: str) -> None:
    value = eval(example, names())  # noqa: S307  our own page
    if word in names():
        assert type(value).__name__ == word


def test_every_class_has_an_example() -> None:
    assert [word for heading in CLASSES for word, example in rows(heading).items() if not example] == []


def test_the_noun_of_the_page_is_a_noun() -> None:
    package = "ansible_collections.community.mailstore.plugins.module_utils._resources"
    defined: dict[str, Any] = {"__package__": package, "__name__": f"{package}.reminder"}
    exec(code("The language of the table"), defined)  # noqa: S102  our own page
    noun = defined["REMINDER_NOUN"]
    assert isinstance(noun, entry.Noun)
    assert {each.option for each in noun.resource.fields} < set(noun.options)


def test_the_functions_of_the_page_are_functions_of_the_simulator() -> None:
    used = {"__package__": "tests.simulator.functions", "__name__": __name__}
    before = set(functions_of("25.3"))
    with mock.patch.dict(contract.FUNCTIONS), mock.patch.dict(instances.OTHERS):
        exec("from __future__ import annotations\n" + code("Add a function to the simulator"), used)  # noqa: S102  our own page
        assert set(contract.FUNCTIONS) - before == {"GetReminders", "SetReminderDays"}
        assert "reminders" in instances.OTHERS
