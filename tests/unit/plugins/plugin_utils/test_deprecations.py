# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only the ordinary module may say about the options of a task."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.plugin_utils.deprecations import has_deprecations

INNER: dict[str, dict[str, Any]] = {
    "name": {"type": "str", "aliases": ["title"]},
    "old": {"type": "str", "removed_at_date": "2099-01-01", "removed_from_collection": "a.b"},
}
SPEC: dict[str, dict[str, Any]] = {
    "name": {
        "type": "str",
        "aliases": ["title", "label"],
        "deprecated_aliases": [{"name": "label", "version": "9.0.0", "collection_name": "a.b"}],
    },
    "old": {"type": "str", "removed_in_version": "9.0.0", "removed_from_collection": "a.b"},
    "users": {"type": "list", "elements": "dict", "options": INNER},
    "one": {"type": "dict", "options": INNER},
}


@pytest.mark.parametrize(
    "raw",
    [
        {"label": "a"},
        {"name": "a", "title": "a"},
        {"old": None},
        {"users": [{"name": "a"}, {"old": "b"}]},
        {"one": {"name": "a", "title": "b"}},
    ],
)
def test_deprecated_and_doubled_options_are_noticed(raw: dict[str, Any]) -> None:
    assert has_deprecations(SPEC, raw)


@pytest.mark.parametrize(
    "raw",
    [{}, {"name": "a"}, {"title": "a"}, {"users": [{"name": "a"}, {"title": "b"}], "one": None}, {"unknown": 1}],
)
def test_others_are_not(raw: dict[str, Any]) -> None:
    result = ArgumentSpecValidator(SPEC).validate(raw)
    assert not has_deprecations(SPEC, raw)
    assert (result._deprecations, result._warnings) == ([], [])
