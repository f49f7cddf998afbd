# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates with the filters of the collection, as Ansible evaluates them, in this process."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.community.mailstore.plugins import filter as filter_plugins
from ansible_collections.community.mailstore.plugins.plugin_utils.templates import as_template

COLLECTION = "community.mailstore"


@cache
def filters() -> Mapping[str, Callable[..., Any]]:
    """All filters of the collection, by their full names."""
    modules = (
        importlib.import_module(f"{filter_plugins.__name__}.{found.name}")
        for found in pkgutil.iter_modules(filter_plugins.__path__)
    )
    return {
        f"{COLLECTION}.{name}": function
        for module in modules
        for name, function in module.FilterModule().filters().items()
    }


def evaluated(value: Any, variables: Mapping[str, Any]) -> Any:
    """The value of a template, or of all templates in a value. Every text of the variables may be a template."""
    templar = Templar(loader=DataLoader(), variables=trusted(variables))
    # From ansible-core 2.19 on the environment is behind the templar.
    environment = getattr(templar, "_engine", templar).environment
    for name, function in filters().items():
        environment.filters[name] = function
    return templar.template(trusted(value))


def trusted(value: Any) -> Any:
    """The value as if it stood in a playbook."""
    if isinstance(value, Mapping):
        return {key: trusted(member) for key, member in value.items()}
    if isinstance(value, list):
        return [trusted(member) for member in value]
    return as_template(value) if isinstance(value, str) else value
