# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that many modules share, and what they mean to the client."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.errors import AnsibleFallbackNotFound

from .._api.client import Client, Waiting
from .._api.errors import InputError
from .._api.facts import Facts
from .._api.parallel import MOST_PARALLEL
from .._api.settings import ConnectionSettings, require_in_range
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot

#: Seconds. The server takes the time of a poll in milliseconds, as a number of 32 bits.
LONGEST_POLL = 3600

OptionSpec = Mapping[str, Any]
ArgumentSpec = Mapping[str, OptionSpec]


def _from_environment(variable: str) -> tuple[Any, list[str]]:
    return (_set_variable, [variable])


def _set_variable(variable: str) -> str:
    """The value of the variable. An empty one counts as not set: AWX and others set what nobody has filled in."""
    value = os.environ.get(variable, "")
    if not value.strip():
        raise AnsibleFallbackNotFound
    return value


CONNECTION_OPTIONS: ArgumentSpec = {
    "spe_url": {"type": "str", "required": True, "fallback": _from_environment("SPE_URL")},
    "spe_username": {"type": "str", "required": True, "fallback": _from_environment("SPE_USERNAME")},
    "spe_password": {"type": "str", "required": True, "no_log": True, "fallback": _from_environment("SPE_PASSWORD")},
    "spe_validate_certs": {"type": "bool", "default": True, "fallback": _from_environment("SPE_VALIDATE_CERTS")},
    "spe_ca_path": {"type": "path", "fallback": _from_environment("SPE_CA_PATH")},
    "spe_certificate_fingerprint": {"type": "str", "fallback": _from_environment("SPE_CERTIFICATE_FINGERPRINT")},
    "spe_timeout": {"type": "int", "default": 30, "fallback": _from_environment("SPE_TIMEOUT")},
    "spe_retries": {"type": "int", "default": 3, "fallback": _from_environment("SPE_RETRIES")},
    "spe_proxy": {"type": "str", "fallback": _from_environment("SPE_PROXY")},
    "spe_read_only": {"type": "bool", "default": False, "fallback": _from_environment("SPE_READ_ONLY")},
    "spe_facts": {"type": "path", "fallback": _from_environment("SPE_FACTS")},
    "spe_parallel": {"type": "int", "default": 4, "fallback": _from_environment("SPE_PARALLEL")},
    "spe_progress": {
        "type": "str",
        "choices": ["auto", "always", "never"],
        "default": "auto",
        "fallback": _from_environment("SPE_PROGRESS"),
    },
}

INSTANCE_OPTIONS: ArgumentSpec = {
    "instance_id": {"type": "str", "required": True},
    "service_provider_access": {
        "type": "str",
        "choices": ["require", "open"],
        "default": "require",
        "fallback": _from_environment("SPE_SERVICE_PROVIDER_ACCESS"),
    },
}

TIME_LIMIT_OPTIONS: ArgumentSpec = {
    "wait_timeout": {"type": "int", "default": 600},
    "wait_interval": {"type": "int", "default": 5},
    "cancel_on_timeout": {"type": "bool", "default": False},
}

WAIT_OPTIONS: ArgumentSpec = {
    "wait": {"type": "bool", "default": True},
    **TIME_LIMIT_OPTIONS,
}

#: Of modules whose work takes hours: it is waited for without end, unless the playbook gives a time.
LONG_WAIT_OPTIONS: ArgumentSpec = {
    **WAIT_OPTIONS,
    "wait_timeout": {"type": "int"},
}

QUERY_OPTION: ArgumentSpec = {
    "query": {"type": "str"},
}

#: The options that have a variable of the environment.
FROM_ENVIRONMENT = frozenset(
    name for name, option in {**CONNECTION_OPTIONS, **INSTANCE_OPTIONS}.items() if "fallback" in option
)

#: What an operator sets once for all modules, in the module defaults of the action group.
GROUP_OPTIONS: ArgumentSpec = {**INSTANCE_OPTIONS, **WAIT_OPTIONS}


def asks_a_server(argument_spec: ArgumentSpec) -> bool:
    """Whether a module with these options talks to a server. One that does not works on what others have read."""
    return "spe_url" in argument_spec


def ignored_options(argument_spec: ArgumentSpec) -> ArgumentSpec:
    """The options of the group that a module does not have. It accepts and ignores them.

    Ansible gives the defaults of a group to every module of it, and a module cannot distinguish them from its own
    arguments.
    """
    options = GROUP_OPTIONS if asks_a_server(argument_spec) else {**CONNECTION_OPTIONS, **GROUP_OPTIONS}
    return {
        name: {key: option[key] for key in ("type", "choices", "no_log") if key in option}
        for name, option in options.items()
        if name not in argument_spec
    }


def connection_settings(params: Mapping[str, Any]) -> ConnectionSettings:
    """How to reach the server.

    Raises InputError for settings that cannot work.
    """
    parallel_calls(params)
    return ConnectionSettings(
        url=params["spe_url"],
        username=params["spe_username"],
        password=params["spe_password"],
        validate_certs=params["spe_validate_certs"],
        ca_path=params["spe_ca_path"],
        certificate_fingerprint=params["spe_certificate_fingerprint"],
        timeout=params["spe_timeout"],
        retries=params["spe_retries"],
        proxy=params["spe_proxy"],
        read_only=params["spe_read_only"],
        facts=Facts.from_file(params["spe_facts"]),
    )


def parallel_calls(params: Mapping[str, Any]) -> int:
    """How many calls may be running at once.

    Raises InputError for fewer than one, and for more than a server should be asked at once.
    """
    parallel = int(params["spe_parallel"])
    require_in_range("spe_parallel", parallel, 1, MOST_PARALLEL)
    return parallel


def waiting(params: Mapping[str, Any]) -> Waiting:
    """How long the call may take, in seconds, that the task is about.

    Without waiting (`wait=false`) a call that the server still works on is left running: the client raises
    WaitTimedOut at once and cancels nothing.

    Raises InputError for times that cannot be.
    """
    whole = full_waiting(params)
    if params.get("wait", True):
        return whole
    return Waiting(timeout=0, interval=whole.interval)


def full_waiting(params: Mapping[str, Any]) -> Waiting:
    """How long any other call may take, in seconds: what is read must be waited for.

    A module without such options waits as the client does by default. Raises InputError for times that cannot be.
    """
    if "wait_timeout" not in params:
        return Waiting()
    timeout, interval = params["wait_timeout"], params["wait_interval"]
    if timeout is None:
        timeout = math.inf
    if timeout < 0:
        raise InputError(f"wait_timeout is {timeout} seconds, but a time to wait cannot be negative: set 0 or more.")
    require_in_range("wait_interval", interval, 1, LONGEST_POLL, " seconds")
    return Waiting(timeout=timeout, interval=interval, cancel_on_timeout=params["cancel_on_timeout"])


def sender_of(params: Mapping[str, Any], client: Client) -> Sender:
    """Who sends for the task, and waits as long as it says."""
    return Sender(Snapshot(client), waiting(params), wait=params.get("wait", True), full_waiting=full_waiting(params))
