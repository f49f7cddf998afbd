# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tenants that hosts describe, as the role `tenant` sees them, for many hosts in one task.

The expressions are the role's own: its defaults, its variables and the arguments of its task are read from its files, so
that a playbook which compares or checks and the role which writes describe a tenant alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._api.one_line import one_line
from .role_files import role_directory, trusted_yaml
from .templates import as_data
from .untag import plain, untag
from .variables_check import documented_variables

ROLE = "tenant"
MODULE = "community.mailstore.spe_tenant"

#: The variable of the role that holds the mistakes in the others.
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


class DescribedTenants:
    """The tenants of the hosts of a play; `variables` are those of the task."""

    def __init__(self, templar: Any, variables: Mapping[str, Any]) -> None:
        self._templar = templar
        self._variables = variables
        self._of_the_run = {name: variables[name] for name in OF_THE_RUN if name in variables}
        self._role = _Role()

    def mistakes(self, host: str) -> list[str]:
        """A sentence for each mistake in the variables of the host."""
        try:
            return self._mistakes(self._described(host))
        # Whatever a template raises concerns this host alone.
        except Exception as error:
            return [_in_a_template(error)]

    def arguments(self, host: str) -> dict[str, Any]:
        """What the role gives to spe_tenant, as an element of the option `tenants` of spe_drift_info."""
        own = self._own(host)
        if not any(name in own for name in self._role.required if name != ID):
            return {"name": host, "instance_id": str(own.get(ID, host))}
        described = {**self._described(host), PARTS: self._parts, "tenant_unmanaged": "report"}
        tenant = {"name": host, "instance_id": host}
        try:
            mistakes = self._mistakes(described)
            if mistakes:
                return {**tenant, "error": " ".join(mistakes)}
            templated = self._templated(described)
            # The templates see it, too.
            described[DEFAULTS] = as_data(templated(described[DEFAULTS]))
            connection = {name: described[name] for name in CONNECTION_OPTIONS if name in described}
            return {
                **tenant,
                "instance_id": str(templated(described[ID])),
                "options": templated({**connection, **self._role.arguments}),
            }
        except Exception as error:
            return {**tenant, "error": _in_a_template(error)}

    def _own(self, host: str) -> Mapping[str, Any]:
        own: Mapping[str, Any] = self._variables["hostvars"].raw_get(host)
        return own

    def _described(self, host: str) -> dict[str, Any]:
        described = {**self._role.defaults, **self._own(host), **self._of_the_run, **self._role.variables}
        # Up to ansible-core 2.18 a lookup within the templates would see the variables of the host that runs this.
        described[NAMES] = [name for name in described if name.startswith("tenant_")]
        return described

    def _mistakes(self, described: dict[str, Any]) -> list[str]:
        return [str(mistake) for mistake in self._templated(described)(described[ERRORS])]

    @cached_property
    def _parts(self) -> Any:
        return self._templated({**self._of_the_run, **self._role.variables})(self._role.variables[PARTS])

    def _templated(self, variables: Mapping[str, Any]) -> Callable[[Any], Any]:
        """What makes a plain value of a template with these variables."""
        templar = self._templar.copy_with_new_env(available_variables=variables)
        return lambda value: untag(plain(templar.template(value)))


def _in_a_template(error: Exception) -> str:
    return f"its variables have a mistake: {one_line(str(error))}"


class _Role:
    """What stands in the files of the role."""

    def __init__(self) -> None:
        directory = role_directory(ROLE)
        self.defaults: dict[str, Any] = trusted_yaml(directory / "defaults" / "main.yml")
        self.variables: dict[str, Any] = trusted_yaml(directory / "vars" / "main.yml")
        self.arguments = next(_arguments(trusted_yaml(directory / "tasks" / "provide.yml")))
        self.required = [name for name, option in documented_variables(ROLE).items() if option.get("required")]


def _arguments(tasks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Those of each task with the module, also inside blocks."""
    for task in tasks:
        if MODULE in task:
            yield task[MODULE]
        yield from _arguments(task.get("block", ()))
