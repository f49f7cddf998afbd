# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter of instances: `*`, `id1 id2`, `*host1 *host2`, `* .running`, `* .stopped`."""

from __future__ import annotations

from collections.abc import Iterator

from .. import assumptions
from ..errors import ApiError, invalid_argument
from ..state.environment import Environment
from ..state.instances import Instance


def select_for_reading(environment: Environment, instance_filter: str) -> list[Instance]:
    return list(_select(environment, instance_filter, assumptions.FILTER_READS_UNKNOWN_ID_AS_NOTHING))


def select_for_lifecycle(environment: Environment, instance_filter: str) -> list[Instance]:
    return list(_select(environment, instance_filter, not assumptions.LIFECYCLE_REFUSES_UNKNOWN_ID))


def _select(environment: Environment, instance_filter: str, ignores_unknown: bool) -> Iterator[Instance]:
    words = instance_filter.split()
    states = {word[1:] for word in words if word.startswith(".")}
    names = [word for word in words if not word.startswith(".")]
    if not names or states - {"running", "stopped"}:
        raise invalid_argument(assumptions.invalid_value("instanceFilter", instance_filter))
    chosen: dict[str, Instance] = {}
    for name in names:
        chosen.update(_named(environment, name, ignores_unknown))
    return (instance for instance in chosen.values() if not states or _state_word(instance) in states)


def _state_word(instance: Instance) -> str:
    is_frozen = instance.status == assumptions.STATUS_FROZEN
    return "running" if is_frozen and assumptions.RUNNING_FILTER_FINDS_FROZEN else instance.status


def _named(environment: Environment, name: str, ignores_unknown: bool) -> dict[str, Instance]:
    if name == "*":
        return environment.instances
    if name.startswith("*"):
        if assumptions.UNKNOWN_HOST_IN_FILTER_IS_REFUSED:
            environment.find_host(name[1:])
        return {instance.instance_id: instance for instance in environment.instances_on(name[1:])}
    instance = environment.instances.get(name)
    if instance is not None:
        return {name: instance}
    if ignores_unknown:
        return {}
    raise ApiError(assumptions.instance_not_found(name))
