# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every form that an answer of unknown form may have."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._resources import assumptions


@pytest.mark.parametrize(
    ("answer", "on"),
    [
        *((True, True), (False, False), ({"enabled": True}, True), ({"enabled": False}, False), (None, False)),
        *(("true", True), ("False", False), (1, True), (0, False), ({"enabled": "false"}, False)),
    ],
)
def test_access_is_a_bool_or_an_object(answer: Any, on: bool) -> None:
    assert assumptions.service_provider_access_is_on(answer) is on


@pytest.mark.parametrize(
    "answer",
    [
        ["One", "Two"],
        ["E:\\One", "E:\\Two\\"],
        ["E:/One", "E:/Two"],
        [{"name": "One"}, {"name": "Two"}],
        [{"path": "E:\\One"}, {"fullName": "E:\\Two"}],
    ],
)
def test_directories_are_texts_or_objects_names_or_paths(answer: Any) -> None:
    assert assumptions.directory_names(answer) == ["One", "Two"]


def test_no_directories() -> None:
    assert assumptions.directory_names(None) == []
    assert assumptions.directory_names([{"other": 1}]) == [""]


@pytest.mark.parametrize(
    ("answer", "changes"),
    [
        *(([], False), (None, True), ([{"change": "created"}], True), ("text", True), ({}, True)),
        *(({"created": 0, "deleted": []}, False), ({"created": 0, "deleted": 1}, True)),
    ],
)
def test_only_what_is_empty_says_that_a_sync_changes_nothing(answer: Any, changes: bool) -> None:
    assert assumptions.sync_changes_anything(answer) is changes


@pytest.mark.parametrize(
    ("answer", "password"),
    [
        ("geheim", "geheim"),
        ({"apiPassword": "geheim", "userName": "admin"}, "geheim"),
        ({"password": "a", "oldPassword": "b"}, ""),
        ({"userName": "admin"}, ""),
        (None, ""),
        (["geheim"], "geheim"),
        (["geheim", "geheimer"], ""),
    ],
)
def test_an_api_password_is_a_text_or_stands_in_an_object(answer: Any, password: str) -> None:
    assert assumptions.api_password_in(answer) == password


@pytest.mark.parametrize(
    ("row", "parent", "path"),
    [
        ({"folder": "jane"}, None, "jane"),
        ({"name": "Inbox"}, "jane", "jane/Inbox"),
        ({"path": "jane/Inbox"}, "jane", "jane/Inbox"),
        ({"fullName": "Jane/Inbox"}, "jane", "Jane/Inbox"),
        ({}, None, ""),
    ],
)
def test_a_folder_is_named_in_one_of_many_ways(row: dict[str, str], parent: str | None, path: str) -> None:
    assert assumptions.folder_path(row, parent) == path


@pytest.mark.parametrize(
    ("answer", "deletions"),
    [
        (None, None),
        ([], 0),
        ([{"userName": "deleted.scenes", "change": "created"}], 0),
        ([{"userName": "jane", "change": "Deleted"}, {"userName": "joe", "change": "remove"}, {"change": "rename"}], 2),
        ("two users deleted", None),
        (["jane"], None),
        ({"deleted": 2}, 2),
        ({"created": 1, "removedUsers": ["jane", "joe"]}, 2),
        ({"created": 1, "updated": 0}, None),
        ({"deleted": "two"}, None),
        ({}, None),
    ],
)
def test_deletions_of_a_sync(answer: Any, deletions: int | None) -> None:
    assert assumptions.deletions_of_sync(answer) == deletions


def test_every_assumption_carries_its_mark() -> None:
    """A constant or function without a mark says neither how sure it is nor what would settle it."""
    source = Path(inspect.getfile(assumptions)).read_text(encoding="utf-8")
    unmarked = [
        name
        for comment, name in re.findall(r"((?:^#: .*\n)+)([A-Z_]+) =", source, flags=re.MULTILINE)
        if not re.search(r"\b(observed|documented|inferred|unknown)\b", comment)
    ]
    constants = re.findall(r"^([A-Z][A-Z_]+)\b.*=", source, flags=re.MULTILINE)
    commented = re.findall(r"(?:^#: .*\n)+([A-Z_]+)\b", source, flags=re.MULTILINE)
    assert unmarked == [], "These assumptions do not say how sure they are."
    assert sorted(set(constants) - set(commented)) == [], "These assumptions have no comment of their own (#:)."
