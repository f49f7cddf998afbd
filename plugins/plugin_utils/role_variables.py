# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role `tenant`: which there are, what each of them takes, and names that are mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from ..module_utils._ansible.tenant_definition import ARGUMENT_SPEC
from ..module_utils._ansible.tenant_parts import PART_OPTIONS
from ..module_utils._api.one_line import joined_by_and
from ..module_utils._engine.entry import ArgumentSpec
from ..module_utils._resources.instance_entry import DELETION_OPTIONS
from ..module_utils._resources.instance_entry import OPTIONS as INSTANCE_OPTIONS
from ..module_utils._resources.user_entry import USER_NOUN
from .variables_check import mistyped_names as mistyped_names_among

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

#: All variables, with the prefix.
NAMES = frozenset(f"{PREFIX}{name}" for name in (*OPTIONS, *PART_OPTIONS))

#: Variables of the playbook provision.
_OF_PLAYBOOKS = frozenset(f"{PREFIX}{name}" for name in ("plans", "plans_required", "plans_elsewhere"))


def mistyped_names(names: Iterable[str], own: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each variable that is meant by a name which the role does not have, and the sentence about that name."""
    for name, close in _unknown(names, own):
        if close:
            sentence = (
                f"{name} is not a variable of the role; did you mean {close}? If it is your own, rename it, or list it in"
                f" {PREFIX}own_variables."
            )
            yield close.removeprefix(PREFIX), sentence


def warning_about_others(names: Iterable[str], own: Iterable[str]) -> str | None:
    """A sentence about the other variables with the prefix, which the role ignores; nothing if there are none."""
    others = sorted(name for name, close in _unknown(names, own) if not close)
    if not others:
        return None
    are, them = ("are not variables", "them") if len(others) > 1 else ("is not a variable", "it")
    return (
        f"{joined_by_and(others)} {are} of the role {ROLE}, which ignores {them}. List your own variables in"
        f" {PREFIX}own_variables; for those of a newer version, update the collection."
    )


def _unknown(names: Iterable[str], own: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """The other names with the prefix, each with the one that it may be a mistyped form of."""
    patterns = [*own, *_OF_PLAYBOOKS]
    others = [name for name in names if not any(fnmatchcase(name, pattern) for pattern in patterns)]
    return mistyped_names_among(others, NAMES, PREFIX)
