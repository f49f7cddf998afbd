# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of the server in a form that can be compared: without ids and without times, which differ from run to run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.simulator.state.environment import Environment
from tests.simulator.state.folders import Folder
from tests.simulator.state.instances import Instance

State = Any

_PASSING = re.compile(
    r"_.*|.*_id|next_.*|created|last_start|last_complete|started|started_at|completed|execution|settings_of_time|calls"
)
"""Attributes that tell which run it was, not what the state is."""
_RANDOM = ("api_password",)
"""Of these only counts whether they are set."""
_KEPT = ("_users", "_children")
"""Attributes that are private, and the state nevertheless."""
_EMPTY: tuple[State, ...] = ({}, [])
"""An empty mapping does not show whether its keys would be ids."""
_OWN = "tests.simulator."
_SAME_AS_UNSET = (("automatic", "false"),)
"""A profile that does not run by itself: a new one that takes its place says so, the old one may never have said it."""
_IDS_OF_CREDENTIALS = ("credentialid",)


def describe(environment: Environment) -> State:
    """Everything that a user could see of the server."""
    state = _members(environment, {})
    state["instances"] = {name: _instance(instance) for name, instance in environment.instances.items()}
    return state


def _instance(instance: Instance) -> State:
    described = _members(instance, {})
    descriptions = {str(key): each.description for key, each in instance.content.credentials.items()}
    described["content"] = _plain(instance.content, descriptions)
    described["status"] = instance.status
    return described


def _members(thing: Any, credentials: Mapping[str, str]) -> dict[str, State]:
    members: dict[str, State] = {}
    for name, value in vars(thing).items():
        if name in _RANDOM:
            members[name] = value is not None
        elif name in _KEPT or not _PASSING.fullmatch(name):
            members[name] = _plain(value, credentials)
    return members


def _plain(value: Any, credentials: Mapping[str, str]) -> State:
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return value
    if isinstance(value, Mapping):
        return _mapping(value, credentials)
    if isinstance(value, (list, tuple)):
        return [_plain(each, credentials) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(each, credentials) for each in value)
    if type(value).__module__.startswith(_OWN):
        return _members(value, credentials)
    return str(value)


def _mapping(value: Mapping[Any, Any], credentials: Mapping[str, str]) -> State:
    if value and all(isinstance(key, int) for key in value):
        # The keys are ids: what counts is what there is.
        return _sorted(_plain(each, credentials) for each in value.values())
    return {
        _name_of(key, each): credentials.get(str(each), each)
        if str(key).lower() in _IDS_OF_CREDENTIALS
        else _plain(each, credentials)
        for key, each in value.items()
        if (key, each) not in _SAME_AS_UNSET
    }


def _name_of(key: Any, value: Any) -> str:
    """Folders have the keys by which the server compares their names."""
    return value.name if isinstance(value, Folder) else str(key)


def _sorted(states: Iterable[State]) -> list[State]:
    return sorted(states, key=repr)


def without(state: State, members: frozenset[str]) -> State:
    """The state without the members of these names, wherever they are."""
    if isinstance(state, dict):
        return {name: without(member, members) for name, member in state.items() if name not in members}
    return _sorted(without(member, members) for member in state) if isinstance(state, list) and members else state


def differences(expected: State, found: State, path: str = "") -> list[str]:
    """Where two states differ, for people."""
    if expected == found or (expected in _EMPTY and found in _EMPTY):
        return []
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key in sorted({*expected, *found})
            for line in differences(expected.get(key), found.get(key), f"{path}.{key}" if path else key)
        ]
    return [f"{path}: {expected!r} is right, {found!r} is there"]
