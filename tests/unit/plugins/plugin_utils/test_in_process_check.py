# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tasks may run inside the controller."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.plugins.connection.local import Connection
from ansible_collections.community.mailstore.plugins.plugin_utils.in_process_check import runs_in_process


class LocalPlugin(Connection):  # type: ignore[misc]
    """The local plugin, without what it needs to connect."""

    def __init__(self) -> None:
        self.become: str | None = None


LocalPlugin.__module__ = Connection.__module__


class Derived(LocalPlugin):
    """It calls itself local, too."""


class Templar:
    def template(self, value: Any) -> Any:
        return value.replace("{{ this_python }}", sys.executable) if isinstance(value, str) else value


def _belongs_here(
    variables: dict[str, Any] | None = None,
    *,
    connection: Any = None,
    async_val: int = 0,
    delegate_to: str | None = None,
) -> bool:
    task = SimpleNamespace(async_val=async_val, delegate_to=delegate_to)
    return runs_in_process(task, connection or LocalPlugin(), Templar(), variables or {})


def test_a_local_task_without_a_prescribed_python_does() -> None:
    assert _belongs_here()


@pytest.mark.parametrize(
    "python", [sys.executable, "{{ this_python }}", f" {sys.executable} ", "", "auto", "auto_silent"]
)
def test_this_python_or_none_does(python: str) -> None:
    assert _belongs_here({"ansible_python_interpreter": python})


class NoTemplar:
    def template(self, value: Any) -> Any:
        raise AssertionError(value)


@pytest.mark.parametrize(("value", "belongs"), [(sys.executable, True), ("/nowhere/python3", False)])
def test_the_template_of_one_plain_variable_is_not_compiled(value: str, belongs: bool) -> None:
    task = SimpleNamespace(async_val=0, delegate_to=None)
    variables = {"ansible_python_interpreter": "{{ the_python }}", "the_python": value}
    assert runs_in_process(task, LocalPlugin(), NoTemplar(), variables) is belongs


def test_a_variable_that_is_a_template_itself_is_worked_out() -> None:
    assert _belongs_here({"ansible_python_interpreter": "{{ this_python }}", "this_python": "{{ other }}"})


@pytest.mark.parametrize("python", ["/nowhere/python3", "/usr/bin/env python3", f"{sys.executable} -E"])
def test_another_python_does_not(python: str) -> None:
    assert not _belongs_here({"ansible_python_interpreter": python})


def test_another_name_in_the_same_folder_is_the_same_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, alias = tmp_path / "python3.99", tmp_path / "python"
    mine.symlink_to(sys.executable)
    alias.symlink_to(mine)
    monkeypatch.setattr(sys, "executable", str(mine))
    assert _belongs_here({"ansible_python_interpreter": str(alias)})


def test_a_virtual_environment_on_the_same_python_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pythons = [tmp_path / name / "python" for name in ("mine", "other")]
    for python in pythons:
        python.parent.mkdir()
        python.symlink_to(Path(sys.executable).resolve())
    monkeypatch.setattr(sys, "executable", str(pythons[0]))
    assert _belongs_here({"ansible_python_interpreter": str(pythons[0])})
    assert not _belongs_here({"ansible_python_interpreter": str(pythons[1])})


def test_the_python_of_the_delegate_counts() -> None:
    variables = {
        "ansible_python_interpreter": "/nowhere/python3",
        "ansible_delegated_vars": {"there": {"ansible_python_interpreter": sys.executable}},
    }
    assert _belongs_here(variables, delegate_to="there")
    assert not _belongs_here(variables, delegate_to="unknown")
    assert not _belongs_here(variables)


def test_a_task_in_the_background_does_not() -> None:
    assert not _belongs_here(async_val=10)


def test_another_user_does_not() -> None:
    connection = LocalPlugin()
    connection.become = "sudo"
    assert not _belongs_here(connection=connection)


@pytest.mark.parametrize("connection", [Derived(), SimpleNamespace(become=None, transport="local")])
def test_what_only_calls_itself_local_does_not(connection: Any) -> None:
    assert not _belongs_here(connection=connection)
