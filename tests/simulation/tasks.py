# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of a module, done by its action plugin as in a play, without a play."""

from __future__ import annotations

import copy
import gc
import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from ansible.plugins.connection.local import Connection
from ansible_collections.community.mailstore.plugins import action, modules
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition


class HandedOver(RuntimeError):
    """The action plugin would start the module in a process of its own, which a simulation cannot follow."""


@cache
def load_modules() -> dict[str, ModuleDefinition]:
    """The definition of each module, by its name."""
    names = sorted(entry.name for entry in pkgutil.iter_modules(modules.__path__))
    return {name: importlib.import_module(f"{modules.__name__}.{name}").MODULE for name in names}


class _LocalPlugin(Connection):  # type: ignore[misc]  # ansible-core has no types
    """The local connection, without what it needs to connect."""

    def __init__(self) -> None:
        self.become = None
        self._shell = SimpleNamespace(tmpdir=None)


# It counts as the local one by its module.
_LocalPlugin.__module__ = Connection.__module__


class Task:
    """One task of a playbook."""

    def __init__(self, module: str, arguments: Mapping[str, Any]) -> None:
        self.module = module
        self.arguments = dict(arguments)

    def execute(self, *, check_mode: bool, no_log: bool, directory: str) -> dict[str, Any]:
        """The result of the task, whose files lie in that directory, as in that of a playbook. Raises HandedOver."""
        plugin = importlib.import_module(f"{action.__name__}.{self.module}").ActionModule(
            task=SimpleNamespace(
                action=f"community.mailstore.{self.module}",
                args=copy.deepcopy(self.arguments),
                async_val=0,
                check_mode=check_mode,
                delegate_to=None,
                diff=True,
                environment=[],
                no_log=no_log,
            ),
            connection=_LocalPlugin(),
            play_context=SimpleNamespace(),
            loader=SimpleNamespace(get_basedir=lambda: directory),
            templar=SimpleNamespace(template=lambda value: value),
            shared_loader_obj=None,
        )
        # From ansible-core 2.19 on, the argument is not looked at.
        plugin._shared_loader_obj = SimpleNamespace(action_loader=_NoOtherAction())
        try:
            result: dict[str, Any] = plugin.run(task_vars={})
        finally:
            # The plugin reckons with a process that ends with the task. This one goes on, and must collect its garbage.
            gc.unfreeze()
        return result


class _NoOtherAction:
    def get(self, name: str, **_objects: Any) -> Any:
        raise HandedOver(name)
