# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin, as Ansible loads it for a file, without Ansible's loader and in this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from ansible import constants
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins import inventory as inventory_plugins
from ansible.plugins.doc_fragments import constructed, inventory_cache
from ansible_collections.community.mailstore.plugins.doc_fragments import spe as fragments
from ansible_collections.community.mailstore.plugins.inventory import spe

from .world import URL, World, forget_connections

NAME = spe.InventoryModule.NAME

#: Where the connection of the server stands, if the file does not say it.
CONNECTION = ("spe_url", "spe_username", "spe_password", "spe_parallel")


@dataclass(frozen=True)
class Inventory:
    """What Ansible knows after the file was read, and the warnings."""

    data: Any
    warnings: list[str]

    @property
    def hosts(self) -> list[str]:
        return list(self.data.hosts)

    @property
    def groups(self) -> dict[str, list[str]]:
        """The hosts of each group that has some, but not of `all` and `ungrouped`."""
        groups = {name: [host.name for host in group.hosts] for name, group in self.data.groups.items()}
        return {name: hosts for name, hosts in groups.items() if hosts and name not in ("all", "ungrouped")}

    def variables(self, host: str) -> dict[str, Any]:
        """The variables of a host itself, without those that Ansible adds."""
        own: dict[str, Any] = self.data.hosts[host].vars
        return {name: value for name, value in own.items() if not name.startswith("inventory_")}


def options() -> dict[str, Any]:
    """The documented options of the plugin, with those of its fragments."""
    documents = (
        spe.DOCUMENTATION,
        fragments.ModuleDocFragment.PLUGIN,
        constructed.ModuleDocFragment.DOCUMENTATION,
        inventory_cache.ModuleDocFragment.DOCUMENTATION,
    )
    return {name: option for each in documents for name, option in yaml.safe_load(each)["options"].items()}


def load(
    world: World,
    directory: Path,
    *,
    text: str | None = None,
    variables: Mapping[str, Any] | None = None,
    use_cache: bool = True,
    data: Any = None,
    name: str = "tenants.spe.yml",
    **written: Any,
) -> Inventory:
    """The inventory of a file with these options, or of this `text`; `variables` are extra variables.

    The address and the login of the server come from the file, as long as `text` is not given; one call comes after the other.
    """
    login = {option: world.connection[option] for option in CONNECTION}
    path = directory / name
    path.write_text(text if text is not None else yaml.safe_dump({"plugin": NAME, **login, **written}), "utf-8")
    plugin = _plugin()
    data = data if data is not None else InventoryData()
    warnings: list[str] = []
    forget_connections()
    with (
        mock.patch.object(plugin.display, "warning", warnings.append),
        mock.patch.object(inventory_plugins, "load_extra_vars", return_value=dict(variables or {})),
    ):
        plugin.verify_file(str(path))
        plugin.parse(data, DataLoader(), str(path), cache=use_cache)
        if "cache" in plugin._options and plugin.get_option("cache"):
            plugin.update_cache_if_changed()
    data.reconcile_inventory()
    return Inventory(data, warnings)


def _plugin() -> Any:
    """What Ansible's loader gives."""
    _describe_options()
    plugin = spe.InventoryModule()
    plugin._load_name = plugin._original_path = NAME
    plugin._redirected_names = [NAME]
    plugin.ansible_name = NAME
    return plugin


@cache
def _describe_options() -> None:
    constants.config.initialize_plugin_configuration_definitions("inventory", NAME, options())


__all__ = ["NAME", "URL", "Inventory", "load", "options"]
