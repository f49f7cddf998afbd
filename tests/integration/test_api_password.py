# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A secret that the server makes is seen by the playbook alone, however much Ansible is asked to tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.conftest import Serve
from tests.integration.scenarios import TARGETS, Target


@pytest.mark.parametrize("ordinary_modules", [False, True], ids=["in_process", "ordinary"])
def test_an_api_password_is_shown_nowhere(serve: Serve, tmp_path: Path, ordinary_modules: bool) -> None:
    target = Target(TARGETS / "spe_api_password")
    kept = tmp_path / "kept"
    with serve(target) as playbooks:
        run = playbooks.run(
            target.directory / "kept.yml", "-e", f"kept={kept}", "--diff", ordinary_modules=ordinary_modules
        )
    assert run.succeeded, run.end_of_output
    secret = kept.read_text()
    assert len(secret) > 20
    assert secret not in run.output
    assert secret not in json.dumps([[task.result, task.variables, task.server_calls] for task in run.tasks])
