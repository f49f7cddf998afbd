# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role `tenant` would give spe_tenant, for many hosts in one task.

The expressions are the role's own: its defaults, its variables and the arguments of its task are read from its files, so
that a playbook which compares and the role which writes describe a tenant alike.
"""

from __future__ import annotations

DOCUMENTATION = r"""
name: tenant_arguments
short_description: Get the arguments that the role tenant gives to spe_tenant, for many hosts at once
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Returns for each host what the role P(community.mailstore.tenant#role) makes of its variables, in the form of
    O(community.mailstore.spe_drift_info#module:tenants).
  - A host whose variables have mistakes is an element with C(error). A host that has none of the variables that each
    tenant must have, except for C(tenant_id), is an element without C(options).
  - The result contains secrets. Use it only in a task with C(no_log=true).
options:
  _terms:
    description: Names of hosts.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Compare all tenants of the play
  community.mailstore.spe_drift_info:
    tenants: "{{ query('community.mailstore.tenant_arguments', *ansible_play_hosts_all) }}"
  run_once: true
  no_log: true
  register: check
"""

RETURN = r"""
_raw:
  description: The tenants.
  type: list
  elements: dict
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ansible.plugins.lookup import LookupBase

from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._api.one_line import joined_by_and, one_line
from ..plugin_utils.role_files import role_directory, trusted_yaml
from ..plugin_utils.templates import as_data
from ..plugin_utils.untag import plain, untag
from ..plugin_utils.variables_check import documented_variables

ROLE = role_directory("tenant")
MODULE = "community.mailstore.spe_tenant"

#: The variables of the role that hold the mistakes in the others.
ERRORS = "__tenant_errors"

#: The inventory plugin gives it to each instance, also to those that nobody has described.
ID = "tenant_id"

#: The variable of the role with the parts that the run chooses. Each argument asks for it, and it is the same for all hosts.
PARTS = "__tenant_parts"

#: The names of the host's variables, for the role's look for mistyped ones.
NAMES = "__tenant_names"

#: The variable of the role with the defaults of entries, for which several arguments ask.
DEFAULTS = "__tenant_defaults"

#: What concerns the run, not the host.
OF_THE_RUN = ("ansible_run_tags", "ansible_skip_tags", "ansible_check_mode", "hostvars", "omit")


class LookupModule(LookupBase):  # type: ignore[misc]  # ansible-core has no types
    """What Ansible looks up."""

    def run(
        self, terms: Sequence[Any], variables: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> list[dict[str, Any]]:
        self.set_options(var_options=variables, direct=kwargs)
        role = _Role.read()
        known = variables or {}
        of_the_run = {name: known[name] for name in OF_THE_RUN if name in known}
        role.variables[PARTS] = self._templated({**of_the_run, **role.variables})(role.variables[PARTS])
        return [self._tenant(str(host), role, of_the_run, known["hostvars"].raw_get(host)) for host in terms]

    def _tenant(self, host: str, role: _Role, of_the_run: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
        if not any(name in own for name in role.required if name != ID):
            return {"name": host, "instance_id": str(own.get(ID, host))}
        described = {**role.defaults, **own, **of_the_run, **role.variables, "tenant_unmanaged": "report"}
        # Up to ansible-core 2.18 a lookup within the templates would see the variables of the host that runs this.
        described[NAMES] = [name for name in described if name.startswith("tenant_")]
        try:
            return _described(host, role, described, self._templated(described))
        # Whatever a template raises concerns this host alone.
        except Exception as error:
            return {"name": host, "instance_id": host, "error": f"its variables have a mistake: {one_line(str(error))}"}

    def _templated(self, variables: Mapping[str, Any]) -> Callable[[Any], Any]:
        """What makes a plain value of a template with these variables."""
        templar = self._templar.copy_with_new_env(available_variables=variables)
        return lambda value: untag(plain(templar.template(value)))


def _described(host: str, role: _Role, variables: dict[str, Any], templated: Callable[[Any], Any]) -> dict[str, Any]:
    lacking = [name for name in role.required if name not in variables]
    if lacking:
        are = "are" if len(lacking) > 1 else "is"
        return {"name": host, "instance_id": host, "error": f"its variables {joined_by_and(lacking)} {are} not set"}
    tenant = {"name": host, "instance_id": str(templated(variables[ID]))}
    mistakes = templated(variables[ERRORS])
    if mistakes:
        return {**tenant, "error": " ".join(str(mistake) for mistake in mistakes)}
    # The templates see it, too.
    variables[DEFAULTS] = as_data(templated(variables[DEFAULTS]))
    connection = {name: variables[name] for name in CONNECTION_OPTIONS if name in variables}
    return {**tenant, "options": templated({**connection, **role.arguments})}


class _Role:
    """What stands in the files of the role."""

    def __init__(self, defaults: Any, variables: Any, arguments: Any, required: Sequence[str]) -> None:
        self.defaults = defaults
        self.variables = variables
        self.arguments = arguments
        self.required = required

    @classmethod
    def read(cls) -> _Role:
        arguments = next(_arguments(trusted_yaml(ROLE / "tasks" / "provide.yml")))
        return cls(
            trusted_yaml(ROLE / "defaults" / "main.yml"),
            trusted_yaml(ROLE / "vars" / "main.yml"),
            arguments,
            [name for name, option in documented_variables("tenant").items() if option.get("required")],
        )


def _arguments(tasks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Those of each task with the module, also inside blocks."""
    for task in tasks:
        if MODULE in task:
            yield task[MODULE]
        yield from _arguments(task.get("block", ()))
