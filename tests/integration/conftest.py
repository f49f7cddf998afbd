# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Ansible under test, and servers for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.integration.batches import Case, Way, batch_of, run_together
from tests.integration.playbook import Playbooks, Run
from tests.integration.scenarios import Target
from tests.simulator.process import running_simulator
from tests.simulator.versions import NEWEST_VERSION, SUPPORTED_VERSIONS

Serve = Callable[[Target], AbstractContextManager[Playbooks]]
RunsOf = Callable[[Case], dict[Way, Run]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--ansible-playbook",
        type=Path,
        default=Path(sys.executable).with_name("ansible-playbook"),
        help="the ansible-playbook to test with; its environment needs requests and jmespath",
    )
    parser.addoption(
        "--server-version",
        choices=SUPPORTED_VERSIONS,
        default=NEWEST_VERSION,
        help="the version of the simulated servers, but for those tests that are about another",
    )


# Their tests have a server each, and nothing in common.
_FILES_OF_SINGLE_TESTS = (
    "test_api_password.py",
    "test_playbook_export.py",
    "test_playbook_provision.py",
    "test_role_tenant.py",
)


class _OneProcessForSharedRuns(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Keeps the tests together that look at the same runs of ansible-playbook."""

    def _split_scope(self, nodeid: str) -> str:
        file, _separator, test = nodeid.partition("::")
        if file.endswith(_FILES_OF_SINGLE_TESTS):
            return nodeid
        module = test.partition("[")[2].partition("/")[0]
        return batch_of(module) or file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _OneProcessForSharedRuns(config, log)


@pytest.fixture(scope="session")
def ansible_playbook(request: pytest.FixtureRequest) -> Path:
    """The ansible-playbook under test."""
    executable: Path = request.config.getoption("--ansible-playbook")
    return executable.absolute()


@pytest.fixture(scope="session")
def server_version(request: pytest.FixtureRequest) -> str:
    """The version of the simulated servers."""
    version: str = request.config.getoption("--server-version")
    return version


@pytest.fixture(scope="session")
def runs_of(
    request: pytest.FixtureRequest,
    ansible_playbook: Path,
    server_version: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> RunsOf:
    """The runs of a case; it is run together with those of its batch that were chosen, in all ways that their tests want."""
    chosen = _cases_of(request.session.items)
    done: dict[str, dict[Way, Run]] = {}

    def look_up(case: Case) -> dict[Way, Run]:
        if str(case) not in done:
            batch = batch_of(case.module)
            together = [other.on(server_version) for other in chosen if batch_of(other.module) == batch]
            done.update(run_together(together, ansible_playbook, tmp_path_factory.mktemp("batch")))
        return done[str(case)]

    return look_up


def _cases_of(items: Iterable[pytest.Item]) -> list[Case]:
    """Each case once, with the ways of all its tests."""
    cases: dict[str, Case] = {}
    for item in items:
        callspec = getattr(item, "callspec", None)
        for case in callspec.params.values() if callspec is not None else ():
            if isinstance(case, Case):
                ways = {*case.ways, *cases.get(str(case), case).ways}
                cases[str(case)] = replace(case, ways=tuple(ways))
    return list(cases.values())


@pytest.fixture(scope="session")
def serve(ansible_playbook: Path, server_version: str, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Start a server as a target wants it, and give what runs task lists against it."""

    @contextmanager
    def start(target: Target) -> Iterator[Playbooks]:
        directory = tmp_path_factory.mktemp(target.name)
        with running_simulator(**{"server_version": server_version, **target.settings}) as server:
            yield Playbooks(ansible_playbook, server, directory, target.variables)

    return start
