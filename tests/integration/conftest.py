# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Ansible under test, and servers for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.integration.playbook import Playbooks
from tests.integration.scenarios import Target
from tests.simulator.process import running_simulator

Serve = Callable[[Target], AbstractContextManager[Playbooks]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--ansible-playbook",
        type=Path,
        default=Path(sys.executable).with_name("ansible-playbook"),
        help="the ansible-playbook to test with; its environment needs requests and jmespath",
    )


class _OneProcessForSharedRuns(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Keeps the tests together that look at the same runs of ansible-playbook."""

    def _split_scope(self, nodeid: str) -> str:
        file, _separator, test = nodeid.partition("::")
        # Each scenario of test_targets.py, its parameter in brackets, has runs of its own; elsewhere a file has.
        return f"{file}[{test.partition('[')[2]}" if file.endswith("test_targets.py") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _OneProcessForSharedRuns(config, log)


@pytest.fixture(scope="session")
def serve(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Start a server as a target wants it, run the target's setup, and give what runs task lists against it."""
    executable: Path = request.config.getoption("--ansible-playbook").absolute()

    @contextmanager
    def start(target: Target) -> Iterator[Playbooks]:
        directory = tmp_path_factory.mktemp(target.name)
        with running_simulator(**target.settings) as server:
            playbooks = Playbooks(executable, server, directory, target.variables)
            if target.setup:
                setup = playbooks.run(target.setup)
                if not setup.succeeded:
                    pytest.fail(f"The setup of {target} failed:\n{setup.end_of_output}", pytrace=False)
            yield playbooks

    return start
