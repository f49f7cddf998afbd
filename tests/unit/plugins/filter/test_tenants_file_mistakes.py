# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be wrong with the content of a file of tenants; the playbook's own test has the rest."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.filter.tenants_file_mistakes import (
    FilterModule,
    tenants_file_mistakes,
)


@pytest.mark.parametrize(
    "content",
    [
        "tenants: [{tenant_id: bakery}]",
        "tenants: '{{ from_elsewhere }}'",
        "tenants:\n  - tenant_id: bakery\n    password: !vault |\n      $ANSIBLE_VAULT;1.1\n    other: !unsafe a\n",
    ],
)
def test_what_ansible_can_read_is_taken(content: str) -> None:
    assert tenants_file_mistakes(content, "tenants.yml") == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("tenants: *hunter2", "tenants.yml is not YAML (line 1, column 10); check the indentation"),
        ("tenants: @hunter2", "tenants.yml is not YAML (line 1, column 10); check the indentation"),
        ("a: 1\n---\nb: 2", "tenants.yml is not YAML (line 2, column 1); check the indentation"),
        ("hunter2", "tenants.yml has no keys at its top; write the tenants as a list"),
        (
            "tennants: []",
            "only tennants; it must contain the list of tenants. Did you mean tenants instead of tennants?",
        ),
        ("tenants: hunter2", "`tenants` in tenants.yml is not a list; begin each tenant with a dash."),
    ],
)
def test_one_sentence_without_values(content: str, sentence: str) -> None:
    (told,) = tenants_file_mistakes(content, "tenants.yml")
    assert sentence in told
    assert "hunter2" not in told


def test_ansible_finds_it() -> None:
    assert FilterModule().filters() == {"tenants_file_mistakes": tenants_file_mistakes}
