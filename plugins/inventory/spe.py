# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instances of a server as hosts of an inventory."""

from __future__ import annotations

DOCUMENTATION = r"""
name: spe
short_description: Instances (tenants) of MailStore SPE as hosts
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Makes a host of each instance of a MailStore SPE server, with one call, in the group C(spe_tenants) or another one.
  - The name of the file must end in C(.spe.yml) or C(.spe.yaml).
  - Each host has the variables C(spe_instance_id), C(spe_alias), C(spe_display_name), C(spe_instance_host),
    C(spe_start_mode), C(spe_process_id), C(spe_status) and C(spe_start_stop_error), and C(spe_other) with values that this
    collection does not know. C(tenant_id) is what the role P(community.mailstore.tenant#role) needs to find the instance.
  - The group has C(ansible_connection=local), and the Python interpreter of the controller, unless an
    inventory that is read before says something else, because the modules of this collection work in the controller.
  - The host has the ID of the instance as its name, so that C(host_vars/<tenant>.yml) and C(group_vars) of the same
    inventory directory, as the playbook C(community.mailstore.export) writes them, describe it further. The plugin sets none
    of the variables that describe how a tenant should be.
  - Instances that are created or deleted are seen at the next run, or with O(cache=true) when the cache is out of date or
    C(--flush-cache) is given. Records and the warnings about them are cached; groups and other variables are made of them anew at each run.
  - The plugin never writes to the server, and opens no service provider access. What the server answers is never
    templated.
extends_documentation_fragment:
  - community.mailstore.spe.plugin
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [community.mailstore.spe]
  instance_host:
    description: Only instances on these instance hosts.
    type: list
    elements: str
    default: []
  status:
    description: Only instances with one of these statuses, such as V(running), V(stopped) or V(frozen), in upper or lower case.
    type: list
    elements: str
    default: []
  start_mode:
    description: Only instances with one of these start modes.
    type: list
    elements: str
    choices: [automatic, manual, disabled]
    default: []
  include:
    description: Only instances whose ID matches one of these patterns, in which C(*), C(?) and C([abc]) have their usual meaning.
    type: list
    elements: str
    default: []
  exclude:
    description: No instance whose ID matches one of these patterns.
    type: list
    elements: str
    default: []
  read:
    description:
      - What else to read of each selected instance, with one call for each. O(spe_parallel) calls are made at the same time.
      - The host gets a variable for each, such as C(spe_statistics), in the words of the C(_info) modules.
        V(configuration), V(statistics) and V(live_statistics) are those of M(community.mailstore.spe_instance_info),
        V(stores) is the list of M(community.mailstore.spe_store_info), and V(access) shows in C(enabled) whether service
        provider access is on.
      - Only V(configuration) can be read of an instance that is not running; the others are V(null) then.
      - When something cannot be read, the variable is V(null), and the reason is in a variable such as
        C(spe_statistics_error).
    type: list
    elements: str
    choices: [configuration, statistics, live_statistics, stores, access]
    default: []
  hostname:
    description:
      - Template of the name of a host, with the variables of the host.
      - The names must be different, and have only letters, digits and C(._@+-) in them.
    type: str
    default: "{{ spe_instance_id }}"
  group:
    description:
      - The group of all hosts of this plugin.
      - The playbooks of this collection work on the group C(spe_tenants), and the playbook C(community.mailstore.provision)
        refuses a run with a tenant that no variables describe. Use another group, such as V(spe_instances), when there are
        instances that your inventory does not describe. The tenants that it describes still get the variables and the
        groups of this plugin, and C(spe_instances:!spe_tenants) are those that nobody has described.
    type: str
    default: spe_tenants
  group_by:
    description:
      - Which values make groups, such as C(spe_instance_host_host1_example_com), C(spe_status_running) and
        C(spe_start_mode_automatic). Characters that the name of a group cannot have become C(_).
      - Use O(keyed_groups) for other values and names.
    type: list
    elements: str
    choices: [instance_host, status, start_mode]
    default: [instance_host, status, start_mode]
  group_prefix:
    description: How the names of the groups of O(group_by) begin.
    type: str
    default: spe_
notes:
  - C(ansible-inventory) prints all extra variables. Do not give a password to it in one, but in the environment, by a lookup or
    in a vault.
  - When the server cannot be read, Ansible shows the reason as a warning and continues with an empty inventory. Set
    C(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED=true) to let it fail. AWX does that itself.
seealso:
  - module: community.mailstore.spe_instance_info
  - name: Role tenant
    description: Makes a tenant as variables describe it.
    link: https://github.com/ansible-collections/community.mailstore/blob/main/roles/tenant/README.md
"""

EXAMPLES = r"""
# tenants.spe.yml: SPE_URL, SPE_USERNAME and SPE_PASSWORD are set in the environment
plugin: community.mailstore.spe

---
# production.spe.yml: the password comes from a vault, or from any lookup
plugin: community.mailstore.spe
spe_url: https://spe.example.com:8474
spe_username: inventory
spe_password: "{{ lookup('ansible.builtin.env', 'INVENTORY_PASSWORD') }}"
spe_certificate_fingerprint: "{{ lookup('ansible.builtin.file', '/etc/spe/fingerprint') }}"
# Running tenants, without those that are only for tests
status: [running]
exclude: [test-*, demo]

---
# sizes.spe.yml: details, groups and variables of your own
plugin: community.mailstore.spe
read: [statistics, access]
spe_parallel: 8
strict: true
compose:
  size_in_gib: ((spe_statistics or {}).total_size_mb | default(0)) / 1024
groups:
  large: (spe_statistics or {}).number_of_messages | default(0) > 5000000
  open_to_provider: (spe_access or {}).enabled | default(false)
  not_readable: spe_statistics_error is defined
keyed_groups:
  # country_de of de-bakery
  - key: spe_instance_id.split('-')[0]
    prefix: country
group_by: [status]
# The instances are asked for once in ten minutes
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: /var/cache/ansible/spe
cache_timeout: 600
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ..module_utils._ansible.options import connection_settings, parallel_calls
from ..module_utils._api.errors import InputError, SpeError
from ..module_utils._api.one_line import one_line
from ..module_utils._api.requests_library import REQUESTS_IMPORT_ERROR
from ..module_utils._api.settings import ConnectionSettings
from ..plugin_utils.inventory_names import PREFIX, check_group, check_host_names, variables_of
from ..plugin_utils.inventory_options import OPTIONS, validated_options
from ..plugin_utils.inventory_records import Reader, Reading, Record, Selection, reading_in
from ..plugin_utils.templates import as_data, as_template
from ..plugin_utils.untag import untag

NAMES = (".spe.yml", ".spe.yaml")
#: The tenants are no machines: the work is done in the controller.
IN_THE_CONTROLLER = {
    "ansible_connection": as_template("local"),
    "ansible_python_interpreter": as_template("{{ ansible_playbook_python }}"),
}


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):  # type: ignore[misc]  # ansible-core has no types
    """What Ansible asks for hosts."""

    NAME = "community.mailstore.spe"

    def verify_file(self, path: str) -> bool:
        """Whether the file is one of this plugin. Raises AnsibleParserError for another name, which Ansible shows when the
        file names this plugin."""
        if not super().verify_file(path):
            return False
        if not path.endswith(NAMES):
            raise AnsibleParserError(
                f"The name of the file must end in {' or '.join(NAMES)}: rename {Path(path).name}."
            )
        return True

    def set_options(
        self, task_keys: Any = None, var_options: Any = None, direct: Mapping[str, Any] | None = None
    ) -> None:
        """The options of the file, checked before Ansible converts them."""
        written = direct or {}
        self._own = validated_options(written, self._vars or {}, self._template(self._vars or {}))
        plugin = {"plugin": written.get("plugin")}
        super().set_options(task_keys=task_keys, var_options=var_options, direct={**self._own, **plugin})

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Add the hosts of the server to the inventory."""
        super().parse(inventory, loader, path, cache)
        self._groups: dict[str, str] = {}
        if REQUESTS_IMPORT_ERROR:
            raise AnsibleParserError(
                "The Python library requests is missing, which the inventory plugin spe needs: install it where Ansible runs."
            )
        try:
            self._read_config_data(path)
            self._add_hosts(self._records(path, cache))
        except SpeError as error:
            raise AnsibleParserError(one_line(error.message)) from None

    # What is read

    def _records(self, path: str, cache: bool) -> list[Record]:
        """From the cache, if it may be used and has them, else from the server; the warnings come with them in any case."""
        settings, selection = self._settings(), self._selection()
        if not self.get_option("cache"):
            return self._read(settings, selection).records
        key = self._cache_key(path, settings, selection)
        cached = self._cached(key) if cache else None
        if cached is not None:
            for warning in cached.warnings:
                self.display.warning(warning)
            return cached.records
        reading = self._read(settings, selection)
        self._cache[key] = reading.as_cached()
        return reading.records

    def _cached(self, key: str) -> Reading | None:
        try:
            return reading_in(untag(self._cache.get(key)))
        # Whatever is wrong with a file of the cache, the server knows better.
        except Exception as error:
            self.display.warning(f"The cache of the inventory cannot be read, so the server is asked: {error}")
            return None

    def _read(self, settings: ConnectionSettings, selection: Selection) -> Reading:
        warnings: list[str] = []

        def warn(sentence: str) -> None:
            warnings.append(sentence)
            self.display.warning(sentence)

        if settings.caution:
            warn(settings.caution)
        reader = Reader(settings, parallel_calls(self._own), warn)
        return Reading(reader.records(selection, self._own["read"]), warnings)

    def _settings(self) -> ConnectionSettings:
        return connection_settings({**self._own, "spe_read_only": True})

    def _selection(self) -> Selection:
        return Selection(**{field.name: self._own[field.name] for field in dataclasses.fields(Selection)})

    def _cache_key(self, path: str, settings: ConnectionSettings, selection: Selection) -> str:
        """Another one for another file, server, user, or selection, and for what came without a check of the certificate."""
        is_checked = settings.caution is None
        what = [settings.base_url, settings.username, is_checked, dataclasses.asdict(selection), self._own["read"]]
        digest = hashlib.sha256(json.dumps(what).encode()).hexdigest()[:12]
        return f"{self.get_cache_key(path)}_{digest}"

    # What becomes of it

    def _add_hosts(self, records: list[Record]) -> None:
        hosts = {record["instance_id"]: as_data(variables_of(record)) for record in records}
        names, group = self._host_names(hosts), self._group_of_all()
        check_host_names(names, self.inventory.groups)
        for instance_id, variables in hosts.items():
            self.inventory.add_host(names[instance_id], group=group)
            self._describe_host(names[instance_id], variables)

    def _host_names(self, hosts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        template = self._own["hostname"]
        if template == OPTIONS["hostname"]["default"]:
            return {instance_id: instance_id for instance_id in hosts}
        return {
            instance_id: self._host_name(template, instance_id, variables) for instance_id, variables in hosts.items()
        }

    def _host_name(self, template: str, instance_id: str, variables: Mapping[str, Any]) -> Any:
        try:
            name = self._template(variables)(template)
        except AnsibleError as error:
            raise InputError(
                f"hostname cannot be evaluated for the instance {instance_id!r}: {error}; correct the template."
            ) from None
        return untag(name)

    def _template(self, variables: Mapping[str, Any]) -> Callable[[Any], Any]:
        """What evaluates templates with these variables."""
        self.templar.available_variables = variables
        evaluate: Callable[[Any], Any] = self.templar.template
        return evaluate

    def _group_of_all(self) -> str:
        """What another inventory says of the group stays."""
        check_group(self._own["group"])
        group: str = self.inventory.add_group(self._sanitize_group_name(self._own["group"]))
        for name, value in IN_THE_CONTROLLER.items():
            if name not in self.inventory.groups[group].vars:
                self.inventory.set_variable(group, name, value)
        return group

    def _describe_host(self, name: str, variables: Mapping[str, Any]) -> None:
        # The inventory itself would look up the host, and who has read each value: half of the time for many hosts.
        host = self.inventory.hosts[name]
        for variable, value in variables.items():
            host.set_variable(variable, value)
        for option in self._own["group_by"]:
            value = variables[f"{PREFIX}{option}"]
            if value:
                self.inventory.add_host(name, group=self._group(option, value))
        self._construct(name, dict(variables))

    def _group(self, option: str, value: Any) -> str:
        """The group of the hosts that have this value."""
        name = f"{self._own['group_prefix']}{option}_{value}"
        if name not in self._groups:
            self._groups[name] = self.inventory.add_group(self._sanitize_group_name(name))
        return self._groups[name]

    def _construct(self, name: str, variables: dict[str, Any]) -> None:
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, name, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, name, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, name, strict=strict)
