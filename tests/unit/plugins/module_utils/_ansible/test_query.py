# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Picking from results."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible import query
from ansible_collections.community.mailstore.plugins.module_utils._ansible.libraries import LibraryMissing
from ansible_collections.community.mailstore.plugins.module_utils._ansible.query import apply_query
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError

USERS = [{"name": "ann", "mails": 3}, {"name": "bob", "mails": None}]


@pytest.mark.parametrize(
    ("expression", "picked"),
    [(None, USERS), ("[].name", ["ann", "bob"]), ("[?mails].name | [0]", "ann"), ("nothing", None)],
)
def test_it_picks(expression: str | None, picked: Any) -> None:
    assert apply_query(expression, USERS) == picked


@pytest.mark.parametrize("expression", ["[", "", "a b", "nonsense(@)", "abs()", "[::0]"])
def test_an_expression_that_cannot_be_read_is_one_sentence(expression: str) -> None:
    with pytest.raises(InputError) as refused:
        apply_query(expression, USERS)
    assert refused.value.message.startswith("The option query is not a valid JMESPath expression: ")
    assert "\n" not in refused.value.message


def test_an_expression_that_does_not_fit_keeps_the_values_to_itself() -> None:
    with pytest.raises(InputError) as refused:
        apply_query("abs(@)", "hunter2", option="until")
    assert refused.value.message == ("The option until cannot be applied: abs() takes number, but gets string.")


def test_without_jmespath_it_is_said_where_to_install_what(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "HAS_JMESPATH", False)
    with pytest.raises(
        LibraryMissing, match="The Python library jmespath, which the option query needs, is not installed for "
    ):
        apply_query("[]", USERS)
    assert apply_query(None, USERS) == USERS
