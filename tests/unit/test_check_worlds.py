# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A few of the worlds of `make check-worlds`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What is found by reading, in the instance, with an administrator of its own; and what is out of reach.
CHECKED = (
    "PING_RESULT=pong",
    "NEW_JOB_IS_ENABLED=false",
    "OWN_ACCOUNT_CAN_BE_DELETED=true",
    "UPGRADE_MESSAGE=other_words",
)


def test_a_check_finds_what_is_otherwise_in_a_sample_of_worlds() -> None:
    command = [sys.executable, "-m", "tests.worlds.check", "--only", ",".join(CHECKED)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".build" / "collections")}
    finished = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "5 worlds: 4 found, 1 missed with a reason, 0 missed without a reason, 0 wrongly reported" in finished.stdout
