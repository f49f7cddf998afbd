# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The job templates of extensions/awx as AWX runs them; `make awx` tries all of them on an execution node, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.awx.cases import CASES, private_files, tenants_made, try_case
from tests.awx.data import definitions
from tests.awx.jobs import Awx, Launch
from tests.simulator.process import running_simulators
from tests.tools.example import TENANTS


@pytest.fixture(scope="module")
def awxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Awx, Awx]]:
    """An AWX with the server of the demo, and one with an empty server, which is known by its fingerprint."""
    with running_simulators([{"seed": "demo", "work_ms": 0}, {"work_ms": 0}]) as (demo, empty):
        yield (
            Awx(demo, tmp_path_factory.mktemp("demo")),
            Awx(empty, tmp_path_factory.mktemp("empty"), by_fingerprint=True),
        )


@pytest.fixture(scope="module")
def inventory(awxes: tuple[Awx, Awx]) -> dict[str, Any]:
    """The tenants, as AWX has imported them."""
    return awxes[0].synchronise("Described tenants")


def test_the_live_instances_are_an_inventory(awxes: tuple[Awx, Awx]) -> None:
    mark = awxes[0].server.mark()
    found = awxes[0].synchronise("Live instances")
    assert set(found["_meta"]["hostvars"]) == {"baumann", "weber", "nordlicht", "seeblick"}
    assert [call["function"] for call in awxes[0].server.since(mark)] == ["GetInstances"]
    with pytest.raises(RuntimeError, match="spe_url"):
        awxes[0].synchronise("Live instances", credential={})


def test_each_job_template_is_tried() -> None:
    assert set(CASES) == {entry["name"] for entry in definitions()["spe_awx_job_templates"]}


@pytest.mark.parametrize("name", CASES)
def test_a_job_template_runs(awxes: tuple[Awx, Awx], inventory: dict[str, Any], name: str) -> None:
    try_case(awxes[0], name, inventory, awxes[0].run)
    assert private_files(awxes[0]) == []


def test_slices_work_on_each_tenant_once_also_elsewhere(awxes: tuple[Awx, Awx], inventory: dict[str, Any]) -> None:
    awx, made = awxes[1], []
    for number, run in enumerate((awx.run, awx.run_elsewhere, awx.run), 1):
        mark = awx.server.mark()
        job = run("SPE provision", inventory, Launch(slice_number=number, slice_count=3))
        assert job.succeeded, job.output[-4000:]
        assert len(tenants_made(awx, mark)) == 1
        made += tenants_made(awx, mark)
    assert sorted(made) == sorted(TENANTS)
