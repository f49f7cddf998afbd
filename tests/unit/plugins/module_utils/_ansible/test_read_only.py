# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A connection that only reads: `spe_read_only`, for each function, each module, and each way to a call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS, reads
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, WriteRefused
from ansible_collections.community.mailstore.plugins.module_utils._api.settings import ConnectionSettings

from tests.simulation import URL, Task, World, load_modules, simulation
from tests.simulation.examples import examples_of
from tests.unit.simulator.examples import EXAMPLES

#: What a dry run only reads, and the call without one.
DRY_RUN = {"dryRun": "true"}
SWITCH = "SetArchiveAdminEnabled"
CLOSED, OPEN = "weber", "baumann"


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo") as world:
        world.connection["spe_read_only"] = True
        yield world


def _client(world: World, **more: Any) -> Client:
    names = {"username": "spe_username", "password": "spe_password"}
    login = {name: world.connection[option] for name, option in names.items()}
    return Client(ConnectionSettings(URL, **login, read_only=True), needed_by="spe_module", **more)


def _only_refused(result: dict[str, Any]) -> bool:
    return bool(result.get("failed")) and result["error"]["type"] == WriteRefused.__name__


class TestTheClient:
    @pytest.mark.parametrize("function", sorted(name for name in FUNCTIONS if reads(name, DRY_RUN)))
    def test_what_reads_passes(self, world: World, function: str) -> None:
        arguments = {**EXAMPLES.get(function, {}), **(DRY_RUN if not reads(function) else {})}
        try:
            _client(world).call(function, arguments)
        except FunctionFailed:
            # It was sent, which is what counts: not all of them find something in the demo.
            assert function not in EXAMPLES
        assert function in [request.name for request in world.requests]

    @pytest.mark.parametrize("function", sorted(name for name in FUNCTIONS if not reads(name)))
    def test_what_writes_is_refused_before_it_is_sent(self, world: World, function: str) -> None:
        with pytest.raises(WriteRefused) as refusal:
            _client(world).call(function, EXAMPLES.get(function, {}))
        assert refusal.value.message == (
            f"spe_module needs to call {function}, which writes, but spe_read_only is on: use check mode to see what the"
            " task would do, or a connection without spe_read_only (SPE_READ_ONLY)."
        )
        assert refusal.value.function == function
        assert world.requests == []

    def test_the_two_tables_are_all_functions(self) -> None:
        assert len(FUNCTIONS) == 122

    def test_a_function_that_nobody_knows_may_write(self, world: World) -> None:
        with pytest.raises(WriteRefused, match="needs to call GetSomethingNew, which may write, but"):
            _client(world).call("GetSomethingNew")
        assert world.requests == []

    def test_the_switch_that_reading_needs_passes_both_ways(self, world: World) -> None:
        for enabled in (True, False):
            _client(world).call(SWITCH, {"instanceID": CLOSED, "enabled": enabled}, needed_to_read=True)
        assert [work.arguments["enabled"] for work in world.work] == [True, False]

    def test_it_also_holds_with_a_new_password(self, world: World) -> None:
        with pytest.raises(WriteRefused):
            _client(world).with_password("new").call("ReloadBranding")
        assert world.requests == []

    def test_a_running_call_that_reads_is_followed_to_its_end(self) -> None:
        with simulation("demo", settings={"work_ms": 60000}) as world:
            _client(world).call("SyncUsersWithDirectoryServices", {"instanceID": OPEN, **DRY_RUN})
            assert "get-status" in [request.name for request in world.requests]


@pytest.mark.parametrize("module", sorted(load_modules()))
def test_no_example_of_a_module_writes(world: World, module: str) -> None:
    """Each runs to its end or is refused; only access is switched, and back."""
    before = world.snapshot()
    for options in examples_of(module, secret="Secret-123"):
        for check_mode in (False, True):
            world.restore(before)
            task = world.task(module, **{"service_provider_access": "open", **options})
            result = world.run(task, check_mode=check_mode, no_log=True)
            if result.get("failed") and (check_mode or not _only_refused(result)):
                assert result["msg"] == _without_the_option(world, task, before, check_mode)["msg"]
                continue
            writes = [work for work in world.work if not reads(work.function, work.arguments)]
            assert {work.function for work in writes} <= {SWITCH}
            switched = [str(work.arguments["enabled"]).lower() for work in writes]
            assert switched in ([], ["true", "false"])


def _without_the_option(world: World, task: Task, before: bytes, check_mode: bool) -> dict[str, Any]:
    world.restore(before)
    del task.arguments["spe_read_only"]
    return world.run(task, check_mode=check_mode, no_log=True)


class TestModules:
    def test_a_change_is_refused_and_access_is_as_before(self, world: World) -> None:
        task = world.task(
            "spe_user", instance_id=CLOSED, name="new", privileges=["login"], service_provider_access="open"
        )
        result = world.run(task)
        assert _only_refused(result)
        assert result["msg"].startswith(f"{CLOSED}: spe_user needs to call CreateUser, which writes, but spe_read_only")
        assert [work.arguments["enabled"] for work in world.work] == [True, False]

    def test_check_mode_is_as_without_it(self, world: World) -> None:
        task = world.task("spe_user", instance_id=OPEN, name="new", privileges=["login"])
        checked = world.run(task, check_mode=True)
        usual = _without_the_option(world, task, world.snapshot(), check_mode=True)
        assert {**checked, "invocation": None} == {**usual, "invocation": None}
        assert [call["function"] for call in checked["calls"]] == ["CreateUser"]

    def test_nothing_to_change_succeeds(self, world: World) -> None:
        result = world.run(world.task("spe_archive_admin", instance_id=OPEN, state="enabled"))
        assert result["changed"] is False

    def test_switching_access_as_a_purpose_of_its_own_is_a_write(self, world: World) -> None:
        result = world.run(world.task("spe_archive_admin", instance_id=CLOSED, state="enabled"))
        assert _only_refused(result)
        assert world.work == []

    @pytest.mark.parametrize(
        ("function", "arguments"),
        [
            ("CreateClientOneTimeUrlForArchiveAdmin", {"instanceID": CLOSED, "instanceUrl": "https://x.example.com"}),
            (SWITCH, {"instanceID": CLOSED, "enabled": True}),
            ("RunJobAsync", {"instanceID": CLOSED, "id": 1}),
        ],
    )
    def test_any_function_by_name(self, world: World, function: str, arguments: dict[str, Any]) -> None:
        """It is refused before anything is asked, and before access is opened for nothing."""
        options = {"function": function, "arguments": arguments, "service_provider_access": "open"}
        assert _only_refused(world.run(world.task("spe_command", **options), no_log=True))
        assert world.requests == []

    def test_all_that_a_tenant_lacks_is_refused_with_one_sentence_each(self, world: World) -> None:
        users = [{"name": name, "privileges": ["login"]} for name in ("first", "second")]
        task = world.task("spe_tenant", instance_id=OPEN, users=users, continue_on_error=True)
        result = world.run(task)
        assert result["failed"]
        assert "spe_read_only is on" in result["msg"]
        assert world.work == []
