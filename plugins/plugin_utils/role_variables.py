# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role `tenant`: which there are, what each of them takes, and names that are mistyped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._ansible.arguments import mistakes_in_arguments, sanitized_arguments
from ..module_utils._ansible.module_definition import ModuleDefinition, no_work
from ..module_utils._ansible.specified import without_null_words
from ..module_utils._ansible.tenant_definition import ARGUMENT_SPEC
from ..module_utils._ansible.tenant_parts import PART_OPTIONS
from ..module_utils._api.one_line import joined_by_and
from ..module_utils._engine.entry import ArgumentSpec
from ..module_utils._resources.instance_entry import DELETION_OPTIONS
from ..module_utils._resources.instance_entry import OPTIONS as INSTANCE_OPTIONS
from ..module_utils._resources.user_entry import USER_NOUN

PREFIX = "tenant_"
ROLE = "community.mailstore.tenant"

#: Options of spe_tenant that are variables of the role.
_OF_THE_TASK = (
    *("state", "access_afterwards", "continue_on_error", "purge", "purge_synchronized", "protect", "max_deletions"),
    *("unmanaged", "expect_plan", *DELETION_OPTIONS),
)

_OF_A_USER = USER_NOUN.options
#: Administrators are named one by one.
_OF_EACH_USER = [privilege for privilege in _OF_A_USER["privileges"]["choices"] if privilege != "admin"]

#: All variables but the parts of a tenant, without the prefix; in the role some have another default than in the module.
OPTIONS: ArgumentSpec = {
    "id": {"type": "str", "required": True},
    **INSTANCE_OPTIONS,
    **{name: ARGUMENT_SPEC[name] for name in _OF_THE_TASK},
    "instance_host": {"type": "str", "required": True},
    "base_directory": {"type": "str", "required": True},
    "create_base_directory": {"type": "bool", "default": True},
    "start_mode": {**INSTANCE_OPTIONS["start_mode"], "default": "automatic"},
    "access_afterwards": {**ARGUMENT_SPEC["access_afterwards"], "default": "disabled"},
    "purge": {**ARGUMENT_SPEC["purge"], "default": []},
    "protect": {**ARGUMENT_SPEC["protect"], "default": {}},
    "directory_sync": {"type": "bool", "default": False},
    "directory_sync_max_deletions": {"type": "int", "default": 0},
    "default_privileges": {**_OF_A_USER["privileges"], "choices": _OF_EACH_USER, "default": ["login"]},
    "default_own_archive_privileges": {**_OF_A_USER["own_archive_privileges"], "default": ["read"]},
    "job_owner": {"type": "str"},
    "job_window_start": {"type": "str", "default": "22:00"},
    "job_window_minutes": {"type": "int", "default": 420},
    "time_zone": {"type": "str", "default": "$Local"},
    "prove": {"type": "str", "choices": ["objects", "archiving"], "default": "objects"},
    "own_variables": {"type": "list", "elements": "str", "default": []},
}

#: What each tenant must have.
REQUIRED = (*(name for name, option in OPTIONS.items() if option.get("required")), "stores")

NAMES = frozenset({*OPTIONS, *PART_OPTIONS})
#: Of two that are as close, the first one is asked for.
_IN_ORDER = sorted(NAMES)

#: Variables of the playbook provision.
_OF_PLAYBOOKS = frozenset({"plans", "plans_required"})

#: How much two names must have in common for one to be a mistyped other.
_LIKENESS = 0.75

#: Stands in the variables for what is not set. Up to ansible-core 2.18 that includes what takes something not defined.
NOT_SET = "__not_set"


def mistakes_in_setting(tenant: Mapping[str, Any], names: Collection[str]) -> Iterator[str]:
    """A sentence for each variable that must be set and is not, and for each whose value takes something not defined.

    `names` are the variables that are set, with the prefix.
    """
    for name in tenant:
        variable = f"{PREFIX}{name}"
        if tenant[name] != NOT_SET:
            continue
        if variable in names:
            yield f"{variable} takes a variable that is not defined, such as a password; define that one, too."
        elif name in REQUIRED:
            yield f"{variable} is missing; set it."


def mistakes_in_values(tenant: Mapping[str, Any]) -> list[str]:
    """A sentence for each value that a variable cannot have. The variables are without the prefix, without the parts."""
    given = {f"{PREFIX}{name}": tenant[name] for name in OPTIONS if name in tenant}
    specification = {f"{PREFIX}{name}": OPTIONS[name] for name in OPTIONS if name in tenant}
    definition = ModuleDefinition(name=ROLE, argument_spec=specification, work=no_work)
    return list(mistakes_in_arguments(definition, given)) or _mistakes_in_words(definition, given)


def _mistakes_in_words(definition: ModuleDefinition, given: Mapping[str, Any]) -> list[str]:
    """A sentence for each word that is none of the choices."""
    validation = ArgumentSpecValidator(definition.argument_spec).validate(
        without_null_words(definition.argument_spec, sanitized_arguments(definition, given))
    )
    return [f"{message.rstrip('.')}." for message in validation.error_messages]


def mistyped_names(names: Iterable[str], own: Iterable[str]) -> Iterator[str]:
    """A sentence for each variable that the role does not have, and whose name is almost that of one it has."""
    for name, close in _unknown(names, own):
        if close:
            yield (
                f"{PREFIX}{name} is not a variable of the role; did you mean {PREFIX}{close}? If it is your own, rename it,"
                f" or list it in {PREFIX}own_variables."
            )


def warning_about_others(names: Iterable[str], own: Iterable[str]) -> str | None:
    """A sentence about the other variables with the prefix, which the role ignores; nothing if there are none."""
    others = sorted(f"{PREFIX}{name}" for name, close in _unknown(names, own) if not close)
    if not others:
        return None
    are, them = ("are not variables", "them") if len(others) > 1 else ("is not a variable", "it")
    return (
        f"{joined_by_and(others)} {are} of the role {ROLE}, which ignores {them}. List your own variables in"
        f" {PREFIX}own_variables; for those of a newer version, update the collection."
    )


def _unknown(names: Iterable[str], own: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """The names without the prefix, each with the one that it may be a mistyped form of."""
    patterns = list(own)
    for variable in names:
        name = variable.removeprefix(PREFIX)
        if name in NAMES or name in _OF_PLAYBOOKS or any(fnmatchcase(variable, pattern) for pattern in patterns):
            continue
        yield name, next(iter(get_close_matches(name.lower(), _IN_ORDER, n=1, cutoff=_LIKENESS)), None)
