# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must never be seen of a run."""

from __future__ import annotations

import json

from tests.integration.playbook import Run

# Each value that must stay secret begins so, wherever it is given.
SECRET = "S3cret-"


def assert_no_secret(name: str, run: Run) -> None:
    """Neither results, nor the server's journal, nor the terminal show a secret; `name` says which run it was."""
    for task in run.tasks:
        shown = json.dumps([task.result, task.server_calls])
        assert SECRET not in shown, f"{name}: the result or the journal of '{task.name}' shows a secret."
    line = next((line for line in run.output.splitlines() if SECRET in line), None)
    assert line is None, f"{name}: ansible-playbook shows a secret: {line}"
