# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of hosts and variables that the inventory plugin makes of its records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..module_utils._api.errors import InputError

#: What a pattern of hosts, and the name of a file in host_vars, can have: letters and digits of any language.
_HOST_NAME = re.compile(r"\w[\w.@+-]*")
#: Names with a meaning of their own: a tenant with such a name would take work that is meant for others.
_RESERVED = frozenset({"all", "ungrouped", "localhost"})

PREFIX = "spe_"


def variables_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of a host: what was read of the instance, and what the role `tenant` needs to find it."""
    return {**{f"{PREFIX}{key}": value for key, value in record.items()}, "tenant_id": record["instance_id"]}


def check_group(group: str) -> None:
    """Raise InputError unless the group can be that of all hosts."""
    if not group.strip() or group in _RESERVED:
        raise InputError(
            f"group is {group!r}, but must be the name of a group of its own for the tenants, such as spe_instances."
        )


def check_host_names(names: Mapping[str, Any], groups: Iterable[str]) -> None:
    """Raise InputError unless each instance has a name of its own that Ansible can address, by instance ID."""
    taken: dict[str, str] = {}
    reserved = _RESERVED.union(groups)
    for instance_id, name in names.items():
        _check_host_name(instance_id, name, reserved)
        other = taken.setdefault(name, instance_id)
        if other != instance_id:
            raise InputError(
                f"hostname gives {name!r} for the instances {other!r} and {instance_id!r}: use something in it that each"
                " instance has for itself, such as spe_instance_id."
            )


def _check_host_name(instance_id: str, name: Any, reserved: frozenset[str]) -> None:
    if not isinstance(name, str) or not name.strip():
        raise InputError(
            f"hostname gives nothing for the instance {instance_id!r}: use something in it that each instance has, such as"
            " spe_instance_id."
        )
    if not _HOST_NAME.fullmatch(name):
        raise InputError(
            f"hostname gives {name!r} for the instance {instance_id!r}, but the name of a host has only letters, digits and"
            " ._@+- in it: use spe_instance_id, or the filter regex_replace."
        )
    if name in reserved:
        raise InputError(
            f"hostname gives {name!r} for the instance {instance_id!r}, but that name has a meaning of its own in an"
            " inventory: set hostname, for example to 'tenant-{{ spe_instance_id }}'."
        )
