# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The base of action plugins, with a controller made of cardboard; real runs are in tests/integration/in_process."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.plugins.connection.local import Connection
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import CONNECTION_OPTIONS
from ansible_collections.community.mailstore.plugins.plugin_utils import in_process
from ansible_collections.community.mailstore.plugins.plugin_utils.in_process import InProcessAction

LOGIN = {"spe_url": "https://127.0.0.1:1", "spe_username": "admin", "spe_password": "hunter2"}
HANDED_OVER = {"by": "the stock action"}


class LocalPlugin(Connection):  # type: ignore[misc]
    """The local plugin, without what it needs to connect."""

    def __init__(self) -> None:
        self.become = None
        self._shell = SimpleNamespace(tmpdir=None)


LocalPlugin.__module__ = Connection.__module__


class StockLoader:
    """Gives a stock action that only says that it was asked, and remembers with what it was made."""

    made_with: Mapping[str, Any]

    def get(self, name: str, **objects: Any) -> Any:
        assert name == "ansible.legacy.normal"
        self.made_with = objects
        return SimpleNamespace(run=lambda task_vars: {**HANDED_OVER, "variables": task_vars})


def _work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    return {
        "changed": False,
        "name": params["name"],
        "specified": sorted(context.specified),
        "directory": str(Path.cwd()),
    }


def _definition(**more: Any) -> ModuleDefinition:
    return ModuleDefinition(
        name="definition", argument_spec={**CONNECTION_OPTIONS, "name": {"type": "str"}}, work=_work, **more
    )


@pytest.fixture
def loader() -> StockLoader:
    return StockLoader()


def _action(definition: ModuleDefinition, loader: StockLoader, directory: Path, **task: Any) -> InProcessAction:
    class Action(InProcessAction):
        pass

    Action.definition = definition
    settings = {
        "action": "testing.probe.definition",
        "args": LOGIN,
        "async_val": 0,
        "check_mode": False,
        "delegate_to": None,
        "diff": False,
        "environment": [],
        "no_log": False,
    }
    action = Action(
        task=SimpleNamespace(**{**settings, **task}),
        connection=LocalPlugin(),
        play_context=SimpleNamespace(),
        loader=SimpleNamespace(get_basedir=lambda: str(directory)),
        templar=SimpleNamespace(template=lambda value: value),
        shared_loader_obj=None,
    )
    # From ansible-core 2.19 on, the argument is not looked at.
    action._shared_loader_obj = SimpleNamespace(action_loader=loader)
    return action


def test_it_works_in_the_directory_of_the_playbook(loader: StockLoader, tmp_path: Path) -> None:
    result = _action(_definition(), loader, tmp_path, args={**LOGIN, "name": None}).run(task_vars={})
    result.pop("invocation", None)
    assert result == {
        "changed": False,
        "name": None,
        "specified": ["name", "spe_password", "spe_url", "spe_username"],
        "directory": str(tmp_path),
    }


class Tagged(str):
    """A text of Ansible's."""


def test_the_arguments_go_back_as_plain_values(loader: StockLoader, tmp_path: Path) -> None:
    args = {**LOGIN, "name": Tagged("anna")}
    action = _action(_definition(), loader, tmp_path, args=args)
    action.run(task_vars={})
    assert action._task.args == args
    assert not isinstance(action._task.args["name"], Tagged)


def test_the_ordinary_module_gets_the_arguments_as_ansible_has_them(loader: StockLoader, tmp_path: Path) -> None:
    args = {**LOGIN, "name": Tagged("anna")}
    action = _action(_definition(), loader, tmp_path, args=args, async_val=5)
    action.run(task_vars={})
    assert action._task.args is args


@pytest.mark.parametrize(
    ("more", "task"),
    [
        ({}, {"async_val": 5}),
        ({"supports_check_mode": False}, {"check_mode": True}),
    ],
)
def test_it_hands_over_with_its_own_objects(
    loader: StockLoader, tmp_path: Path, more: dict[str, Any], task: dict[str, Any]
) -> None:
    action = _action(_definition(**more), loader, tmp_path, **task)
    assert action.run(task_vars={"a": 1}) == {**HANDED_OVER, "variables": {"a": 1}}
    assert loader.made_with["task"] is action._task
    assert loader.made_with["connection"] is action._connection


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (
            {**LOGIN, "nam": 1},
            "Unsupported parameters for (testing.probe.definition) module: nam. Supported parameters include: ",
        ),
        (
            {},
            (
                "The connection is not complete, because spe_url, spe_username and spe_password are missing: set"
                " SPE_URL, SPE_USERNAME and SPE_PASSWORD in the environment, or set them once in module_defaults"
                " under group/community.mailstore.spe. Options are not variables: to use a variable, pass it on, for"
                " example spe_password: '{{ spe_password }}'."
            ),
        ),
        ({**LOGIN, "spe_url": ""}, "The connection is not complete, because spe_url is missing: set SPE_URL in the"),
        ({**LOGIN, "spe_url": None}, "The connection is not complete, because spe_url is missing: set SPE_URL in the"),
        ({**LOGIN, "spe_timeout": "hunter2"}, "spe_timeout: '********' is not a whole number."),
    ],
)
def test_a_mistake_in_the_arguments_needs_no_other_python(
    loader: StockLoader, tmp_path: Path, args: Mapping[str, Any], sentence: str
) -> None:
    result = _action(_definition(), loader, tmp_path, args=args).run(task_vars={})
    assert result["failed"] is True
    assert result["msg"].startswith(sentence)
    assert "hunter2" not in str(result)


def test_who_asks_no_server_misses_no_connection(loader: StockLoader, tmp_path: Path) -> None:
    """What is missing is named, also while the address and the login are missing, too."""
    entries = {"type": "list", "elements": "dict", "options": {"reason": {"type": "str", "required": True}}}
    definition = ModuleDefinition(name="definition", argument_spec={"known": entries}, work=_work)
    result = _action(definition, loader, tmp_path, args={"known": [{}]}).run(task_vars={})
    assert result["msg"] == "known[0]: missing required arguments: reason."


def test_a_face_without_check_mode_runs_outside_it(loader: StockLoader, tmp_path: Path) -> None:
    assert _action(_definition(supports_check_mode=False), loader, tmp_path).run()["name"] is None


def test_an_error_around_the_work_is_a_sentence(loader: StockLoader, tmp_path: Path) -> None:
    def secrets(params: Mapping[str, Any]) -> list[str]:
        raise KeyError("a value of the task")

    result = _action(_definition(secrets=secrets), loader, tmp_path).run()
    assert result["failed"] is True
    assert result["msg"].startswith("definition stopped at an unexpected KeyError in ")
    assert "a value of the task" not in str(result)


@pytest.mark.parametrize("injects", [True, False])
def test_the_invocation_is_there_when_ansible_wants_it(
    loader: StockLoader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, injects: bool
) -> None:
    monkeypatch.setattr(in_process, "_injects_invocation", lambda variables: injects)
    result = _action(_definition(), loader, tmp_path).run()
    assert ("invocation" in result) == injects
    if injects:
        arguments = result["invocation"]["module_args"]
        assert arguments["spe_password"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
        assert arguments["spe_timeout"] == 30


def test_the_invocation_has_no_options_of_entries_that_nobody_named(
    loader: StockLoader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_process, "_injects_invocation", lambda variables: True)
    entries = {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}, "reason": {"type": "str"}}}
    definition = ModuleDefinition(name="definition", argument_spec={**CONNECTION_OPTIONS, "known": entries}, work=_work)
    known = [{"name": "a"}, {"reason": None}]
    result = _action(definition, loader, tmp_path, args={**LOGIN, "known": known}).run()
    assert result["invocation"]["module_args"]["known"] == known


@pytest.mark.parametrize(
    ("wish", "looks", "is_shown"),
    [("auto", True, True), ("auto", False, False), ("always", False, True), ("never", True, False)],
)
def test_progress_names_the_host_and_is_silent_under_no_log(
    loader: StockLoader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: str, looks: bool, is_shown: bool
) -> None:
    monkeypatch.setenv("SPE_PROGRESS", wish)
    monkeypatch.setattr(in_process, "SOMEBODY_LOOKS", looks)
    shown: list[tuple[str, bool]] = []

    class Display:
        def display(self, text: str, stderr: bool) -> None:
            shown.append((text, stderr))

    monkeypatch.setattr(in_process, "Display", Display)

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        if context.client.progress:
            context.client.progress("42 % by hunter2")
        return {}

    definition = ModuleDefinition(name="definition", argument_spec=CONNECTION_OPTIONS, work=work)
    _action(definition, loader, tmp_path).run(task_vars={"inventory_hostname": "there"})
    _action(definition, loader, tmp_path, no_log=True).run()
    assert shown == ([("[there] definition: 42 % by ********", True)] if is_shown else [])


def test_the_process_of_a_task_does_not_search_what_its_parent_has_for_garbage() -> None:
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe()
    process = fork.Process(target=lambda: sender.send(gc.get_freeze_count()))
    process.start()
    assert receiver.recv() > 0
    process.join()
    assert gc.get_freeze_count() == 0
