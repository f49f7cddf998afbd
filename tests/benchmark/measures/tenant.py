# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tenant of 500 users, 50 stores and 10 jobs: without a change, with drift, and made from nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from tests.benchmark.figures import Figure
from tests.benchmark.measures.loop import uri_seconds
from tests.benchmark.measures.tasks import LISTS, calls_without_change, tenant_task
from tests.benchmark.tenants import Description, describe_tenant, empty_seed, role_variables, seed_with
from tests.benchmark.workbench import Run, Workbench, same_calls
from tests.simulator.process import RunningSimulator

TENANT = describe_tenant()
OBJECTS = sum(len(TENANT[name]) for name in LISTS)


def unchanged(bench: Workbench) -> Iterator[Figure]:
    """The module against the script and against a task for each object.

    The empty play belongs to the same project, whose variables Ansible reads for any play; the script has its calls read
    before its clock starts, too.
    """
    calls = calls_without_change(TENANT)
    with bench.simulator(seed_with(TENANT)) as server:
        ways: dict[str, Callable[[], float]] = {
            "empty play": lambda: bench.play(server, [{"ansible.builtin.meta": "noop"}], TENANT).seconds,
            "without variables": partial(bench.empty_play, server),
            "script": partial(bench.script, server, calls),
            **{
                f"spe_parallel: {parallel}": partial(_seconds_unchanged, bench, server, parallel) for parallel in (4, 8)
            },
        }
        seconds = bench.medians(ways)
        empty, script = seconds["empty play"], seconds["script"]
        reading = empty - seconds["without variables"]
        for parallel, goal in ((4, 1.8), (8, 2.5)):
            module = seconds[f"spe_parallel: {parallel}"] - empty
            beside = f"{module:.2f} s; script {script:.2f} s; to read the variables takes {reading:.2f} s beside"
            what = f"against the script, spe_parallel: {parallel}"
            yield Figure("unchanged", what, script / module, "times", beside, at_least=goal)
        uri = uri_seconds(bench) * OBJECTS
        what, beside = "against uri for each object", f"uri {uri:.0f} s, extrapolated to {OBJECTS} objects"
        yield Figure("unchanged", what, uri / module, "times", beside, at_least=150)
        yield _calls_unchanged(_run_unchanged(bench, server, 4))


def _run_unchanged(bench: Workbench, server: RunningSimulator, parallel: int) -> Run:
    return bench.play(server, [tenant_task(parallel, *LISTS)], TENANT).expect(changes=False)


def _seconds_unchanged(bench: Workbench, server: RunningSimulator, parallel: int) -> float:
    return _run_unchanged(bench, server, parallel).seconds


def _calls_unchanged(run: Run) -> Figure:
    needed = len(LISTS) + len(TENANT["users"]) + 2
    beside = (
        "one for each list and each user, two to switch access; beside them one looks at the instance, one at access"
    )
    return Figure("unchanged", "calls", len(run.calls), "calls", beside, at_most=needed)


def role(bench: Workbench) -> Iterator[Figure]:
    """The role against the module, both with the instance, each with its variables in an inventory, as README has it."""
    goal = 1.3
    task = tenant_task(4, "instance", *LISTS)
    plays: Mapping[str, tuple[Description, dict[str, Any]]] = {
        "empty play": (TENANT, {}),
        "module": (TENANT, {"tasks": [task]}),
        "role": (role_variables(TENANT), {"roles": ["community.mailstore.tenant"]}),
    }
    runs: dict[str, Run] = {}

    def play(way: str) -> float:
        variables, keywords = plays[way]
        runs[way] = bench.play_of_host(server, TENANT["instance_id"], variables, **keywords).expect(changes=False)
        return runs[way].seconds

    with bench.simulator(seed_with(TENANT)) as server:
        seconds = bench.medians({way: partial(play, way) for way in plays})
        script = bench.script(server, calls_without_change(TENANT))
    empty = seconds["empty play"]
    module, taken = seconds["module"] - empty, seconds["role"] - empty
    beside = f"role {taken:.2f} s and {len(runs['role'].calls)} calls; module {module:.2f} s; script {script:.2f} s"
    yield Figure("role", "without a change, against the module", taken / module, "times", beside, at_most=goal)


def drift(bench: Workbench) -> Iterator[Figure]:
    """A tenth of the users, stores and jobs differs."""
    yield _against_the_same_calls(bench, "drift", "a tenth differs", seed_with(TENANT, drifted=10), tuple(LISTS))


def new(bench: Workbench) -> Iterator[Figure]:
    """The tenant is not there."""
    yield _against_the_same_calls(bench, "new", "made from nothing", empty_seed(), ("instance", *LISTS))


def _against_the_same_calls(
    bench: Workbench, measure: str, what: str, seed: Mapping[str, Any], parts: tuple[str, ...]
) -> Figure:
    """Each run and each script meets a server as the seed has it."""
    what = f"{what}, against a script of the same calls"
    runs: list[Run] = []

    def play() -> float:
        with bench.simulator(seed) as server:
            empty = bench.empty_play(server)
            runs.append(bench.play(server, [tenant_task(4, *parts)], TENANT).expect(changes=True))
            return runs[-1].seconds - empty

    def script() -> float:
        with bench.simulator(seed) as server:
            return bench.script(server, same_calls(runs[-1]))

    seconds = bench.medians({"module": play, "script": script})
    beside = f"{seconds['module']:.2f} s and {len(runs[-1].calls)} calls; script {seconds['script']:.2f} s"
    return Figure(measure, what, seconds["script"] / seconds["module"], "times", beside, at_least=1.0)
