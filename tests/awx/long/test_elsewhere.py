# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each job template on an execution node: packed, run and taken back by three processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.awx.cases import CASES, try_case
from tests.awx.jobs import Awx
from tests.simulator.process import running_simulator


@pytest.fixture(scope="module")
def awx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Awx]:
    with running_simulator("demo", work_ms=0) as server:
        yield Awx(server, tmp_path_factory.mktemp("awx"))


@pytest.fixture(scope="module")
def inventory(awx: Awx) -> dict[str, Any]:
    """The tenants, as AWX has imported them."""
    return awx.synchronise("Described tenants")


@pytest.mark.parametrize("name", CASES)
def test_a_job_template_runs_elsewhere(awx: Awx, inventory: dict[str, Any], name: str) -> None:
    try_case(awx, name, inventory, awx.run_elsewhere)
