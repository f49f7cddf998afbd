# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which hosts a limit leaves, and the sentence when it leaves none."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible_collections.community.mailstore.plugins.lookup.selected_tenants import hosts_matching, why_none

GROUPS = {
    "all": ["bakery", "old-mill", "web1"],
    "spe_tenants": ["bakery", "old-mill"],
    "gold": ["bakery"],
    "ungrouped": ["web1"],
}


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        (None, ["bakery", "old-mill"]),
        ("bakery", ["bakery"]),
        ("gold", ["bakery"]),
        ("all:!gold", ["old-mill"]),
        ("localhost,old-*", ["old-mill"]),
        ("web1", []),
        ("nobody", []),
        ("spe_tenants[1]", ["old-mill"]),
    ],
)
def test_a_limit_means_what_it_means_to_ansible(limit: str | None, found: list[str]) -> None:
    assert sorted(hosts_matching("spe_tenants", limit, GROUPS, DataLoader())) == found


def test_a_limit_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "failed.retry").write_text("old-mill\n", encoding="utf-8")
    assert hosts_matching("spe_tenants", f"@{tmp_path / 'failed.retry'}", GROUPS, DataLoader()) == ["old-mill"]


@pytest.mark.parametrize(
    ("limit", "there"), [(None, True), ("localhost", True), ("localhost,bakery", True), ("bakery", False)]
)
def test_localhost_is_there_unless_the_limit_leaves_it_out(limit: str | None, there: bool) -> None:
    assert bool(hosts_matching("localhost", limit, {"all": []}, DataLoader())) is there


@pytest.mark.parametrize(
    ("pattern", "limit", "sentence"),
    [
        ("localhost", "bakery", "write --limit localhost,bakery"),
        ("spe_tenants", "web1", "--limit web1 matches no host of spe_tenants. It has 2 hosts."),
        ("spe_tenants", None, "the inventory has no host in the group spe_tenants. Give an inventory with -i"),
    ],
)
def test_the_sentence_says_what_to_do(pattern: str, limit: str | None, sentence: str) -> None:
    assert sentence in why_none(pattern, limit, {"groups": GROUPS})


def test_a_file_is_advised_where_the_playbook_takes_one() -> None:
    known = {"groups": GROUPS}
    assert "-e tenants_file=..." in why_none("spe_tenants", None, known, "tenants_file")
    assert "tenants_file" not in why_none("spe_tenants", None, known)
