# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the inventory plugin, checked as strictly as those of a module.

Ansible itself takes any text for `false` where an inventory plugin wants a truth, and does not see a misspelled option.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._ansible.arguments import refuse_invalid_arguments, sanitized_arguments
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._api.errors import InputError
from ..module_utils._api.one_line import joined_by_and
from ..module_utils._resources.instance import START_MODES
from .inventory_records import DETAILS
from .untag import untag

#: An inventory shows no progress, and only reads anyway.
_LEFT_OUT = ("spe_progress", "spe_read_only")

CONNECTION = {name: option for name, option in CONNECTION_OPTIONS.items() if name not in _LEFT_OUT}

GROUPINGS = ("instance_host", "status", "start_mode")

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "instance_host": {"type": "list", "elements": "str", "default": []},
    "status": {"type": "list", "elements": "str", "default": []},
    "start_mode": {"type": "list", "elements": "str", "choices": list(START_MODES), "default": []},
    "include": {"type": "list", "elements": "str", "default": []},
    "exclude": {"type": "list", "elements": "str", "default": []},
    "read": {"type": "list", "elements": "str", "choices": list(DETAILS), "default": []},
    "hostname": {"type": "str", "default": "{{ spe_instance_id }}"},
    "group": {"type": "str", "default": "spe_tenants"},
    "group_by": {"type": "list", "elements": "str", "choices": list(GROUPINGS), "default": list(GROUPINGS)},
    "group_prefix": {"type": "str", "default": "spe_"},
}

#: Options of Ansible's own, which Ansible reads; the types are checked here, too.
OF_ANSIBLE: Mapping[str, Mapping[str, Any]] = {
    "strict": {"type": "bool"},
    "compose": {"type": "dict"},
    "groups": {"type": "dict"},
    "keyed_groups": {"type": "list", "elements": "dict"},
    "use_extra_vars": {"type": "bool"},
    "leading_separator": {"type": "bool"},
    "cache": {"type": "bool"},
    "cache_plugin": {"type": "str"},
    "cache_timeout": {"type": "int"},
    "cache_connection": {"type": "str"},
    "cache_prefix": {"type": "str"},
}

#: Templates and expressions that are evaluated for each host.
_FOR_EACH_HOST = ("hostname", "compose", "groups", "keyed_groups")

_DEFINITION = ModuleDefinition("spe", {**CONNECTION, **OPTIONS, **OF_ANSIBLE}, work=lambda _params, _context: {})

Template = Callable[[Any], Any]


def validated_options(written: Mapping[str, Any], variables: Mapping[str, Any], template: Template) -> dict[str, Any]:
    """The options with their types, and without those of Ansible that the file does not name.

    What the file does not say of the connection comes from variables of the same names, and then from the environment.
    Raises InputError.
    """
    named = {name: value for name, value in written.items() if name != "plugin"}
    _refuse_unknown(named)
    connection = {name: variables[name] for name in CONNECTION if name in variables and _is_empty(named.get(name))}
    raw = {name: _templated(name, value, template) for name, value in {**named, **connection}.items()}
    refuse_invalid_arguments(_DEFINITION, raw)
    validation = ArgumentSpecValidator(_DEFINITION.argument_spec).validate(sanitized_arguments(_DEFINITION, raw))
    params: dict[str, Any] = validation.validated_parameters
    _refuse_incomplete_connection(params)
    if validation.error_messages:
        raise InputError(f"{validation.error_messages[0].rstrip('.')}.")
    return {name: value for name, value in params.items() if name not in OF_ANSIBLE or name in named}


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _templated(name: str, value: Any, template: Template) -> Any:
    if name in _FOR_EACH_HOST:
        # Ansible needs to know that these texts may be templates.
        return value
    try:
        return untag(template(value))
    except Exception as error:
        # The text of the error can name a variable, but has no value in it.
        raise InputError(f"The template of {name} cannot be evaluated: {' '.join(str(error).split())}") from None


def _refuse_unknown(named: Mapping[str, Any]) -> None:
    known = list(_DEFINITION.argument_spec)
    for name in named:
        if name not in known:
            close = get_close_matches(str(name), known, n=1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise InputError(
                f"There is no option {name!r}{hint}; `ansible-doc -t inventory community.mailstore.spe` shows all options."
            )


def _refuse_incomplete_connection(params: Mapping[str, Any]) -> None:
    missing = [name for name, option in CONNECTION.items() if option.get("required") and not params.get(name)]
    if missing:
        names = joined_by_and(missing)
        variables = names.upper().replace(" AND ", " and ")
        raise InputError(
            f"The connection is not complete, because {names} {'are' if missing[1:] else 'is'} missing: set {variables} in the"
            f" environment, or set {names} in the inventory file or as extra variables."
        )
