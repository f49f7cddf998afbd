# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of server versions tells what was not tried there, and why."""

from __future__ import annotations

from pathlib import Path

from tests.tools.server_versions import Outcome, read_report, table

REASON = "A server of 22.4 does not know UpgradeStores."
REPORT = f"""\
<testsuites><testsuite>
  <testcase name="test_every_way_succeeds[spe_store/upgrade]" />
  <testcase name="test_second_run[spe_store/upgrade]"><skipped type="pytest.skip" message="{REASON}" /></testcase>
  <testcase name="test_no_secret[spe_store/upgrade]"><skipped type="pytest.skip" message="{REASON}" /></testcase>
  <testcase name="test_no_secret[spe_user/create]"><failure message="no">...</failure></testcase>
  <testcase name="test_something"><error message="no">...</error></testcase>
</testsuite></testsuites>
"""


def test_the_table_counts_and_names_what_was_skipped(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    lines = list(table([Outcome("22.4", 12.3, 1, read_report(report))]))
    assert lines[1].split() == ["22.4", "1", "2", "2", "12"]
    assert lines[-2:] == [f"  {REASON}", "    spe_store/upgrade"]
