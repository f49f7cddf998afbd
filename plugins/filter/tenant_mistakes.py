# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the description of a tenant, found before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ..module_utils._ansible.arguments import (
    plain_list,
    refuse_invalid_arguments,
    refuse_other_types,
    sanitized_arguments,
)
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._api.errors import InputError
from ..module_utils._engine.free_values import flag
from ..module_utils._resources.instance import is_exact_id
from ..module_utils._resources.job import FORMS, job_fields
from ..module_utils._resources.job_command import refuse_mistyped_command
from ..module_utils._resources.time_zones import refuse_mistyped_zone, require_windows_id
from ..module_utils._resources.user import user_fields
from ..modules.spe_job import MODULE as JOB
from ..modules.spe_store import MODULE as STORE
from ..modules.spe_user import MODULE as USER
from .stagger import stagger

DOCUMENTATION = r"""
name: tenant_mistakes
short_description: Find what is wrong with the description of a tenant
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Checks the variables of the role P(community.mailstore.tenant#role) against each other, after Ansible has checked each
    by its argument specification. The server is not asked.
  - Users and jobs are held against the rules of M(community.mailstore.spe_user) and M(community.mailstore.spe_job).
positional: ""
options:
  _input:
    description:
      - The variables of the role, all of them, without the prefix C(tenant_).
      - They are C(id), C(base_directory), C(stores), C(users), C(default_privileges),
        C(default_own_archive_privileges), C(jobs), C(job_owner), C(job_window_start), C(job_window_minutes) and
        C(time_zone).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Stop if the tenant is not described well
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  vars:
    mistakes: >-
      {{ {'id': 'contoso', 'base_directory': 'E:\Contoso', 'stores': [{'name': '2026', 'requested_state': 'current'}],
          'users': [], 'default_privileges': ['login'], 'default_own_archive_privileges': ['read'],
          'jobs': [], 'job_owner': '', 'job_window_start': '22:00', 'job_window_minutes': 420,
          'time_zone': '$Local'}
         | community.mailstore.tenant_mistakes }}
"""

RETURN = r"""
_value:
  description: One sentence for each mistake; an empty list if there is none.
  type: list
  elements: str
  sample:
    - >-
      tenant_stores: exactly one store must have requested_state: current, because it takes the new messages, but none has
      it.
"""

Entry = Mapping[str, Any]

#: The modules that get the entries of the lists.
MODULES: Mapping[str, ModuleDefinition] = {"stores": STORE, "users": USER, "jobs": JOB}
#: Lists of words: as everywhere in Ansible, a text with commas is one, too.
WORDS = ("default_privileges", "default_own_archive_privileges")
TEXTS = ("id", "alias", "display_name", "instance_host", "base_directory", "job_owner", "time_zone")
PATHS_OF_STORE = ("database_path", "content_path", "index_path")
# Instance hosts run Windows: a drive, or a share of another server.
FULL_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\]")


def tenant_mistakes(tenant: Entry) -> list[str]:
    """One sentence for each mistake, in the order of the variables."""
    # What follows goes through the lists and calls their entries by name.
    unusable = list(_mistakes_in_lists(tenant)) or list(_mistakes_in_names(tenant)) or list(_mistakes_in_types(tenant))
    if unusable:
        return unusable
    tenant = _with_plain_lists(tenant)
    users, jobs = tenant["users"], tenant["jobs"]
    return [
        *_mistakes_in_id(str(tenant["id"])),
        *_mistakes_in_paths(tenant["base_directory"], tenant["stores"]),
        *_mistakes_in_stores(tenant["stores"], str(tenant["base_directory"])),
        *_mistakes_in_users(tenant),
        *_mistakes_in_window(tenant),
        *_refusal("", _check_zone, "tenant_time_zone", tenant["time_zone"]),
        *_repeated("tenant_jobs", "job", _names(jobs)),
        *(sentence for job in jobs for sentence in _mistakes_in_job(job)),
        *_mistakes_in_owners(jobs, tenant["job_owner"], users),
    ]


def _mistakes_in_lists(tenant: Entry) -> Iterator[str]:
    for name in (*MODULES, *WORDS):
        if not isinstance(tenant[name], (list, str) if name in WORDS else list):
            yield f"tenant_{name}: this must be a list; write [] for an empty one, or leave it out."


def _mistakes_in_names(tenant: Entry) -> Iterator[str]:
    for name in MODULES:
        for number, entry in enumerate(tenant[name], 1):
            if entry.get("name") in (None, ""):
                yield f"tenant_{name}: entry {number} has no name; give it one."
            elif str(entry["name"]) != str(entry["name"]).strip():
                yield (
                    f"tenant_{name}: the name {entry['name']!r} begins or ends with a blank; write"
                    f" {entry['name'].strip()!r}."
                )


def _mistakes_in_types(tenant: Entry) -> Iterator[str]:
    """Numbers, flags and dates where a text belongs; one for each entry."""
    for name in TEXTS:
        yield from _refusal("", refuse_other_types, tenant.get(name), f"tenant_{name}")
    for name, definition in MODULES.items():
        for entry in tenant[name]:
            place = f"tenant_{name}, {entry['name']}"
            yield from _refusal(place, refuse_invalid_arguments, definition, entry)


def _with_plain_lists(tenant: Entry) -> Entry:
    """The tenant with lists where a text stands for one."""
    entries = {
        name: [sanitized_arguments(definition, entry) for entry in tenant[name]] for name, definition in MODULES.items()
    }
    return {**tenant, **entries, **{name: plain_list(tenant[name]) for name in WORDS}}


def _mistakes_in_id(instance_id: str) -> Iterator[str]:
    if not is_exact_id(instance_id):
        yield (
            f"tenant_id: {instance_id!r} is not an instance ID; it has 3 to 32 characters of a to z, 0 to 9 and the dash,"
            " and starts with a letter."
        )


def _mistakes_in_paths(base_directory: Any, stores: Iterable[Entry]) -> Iterator[str]:
    given = [("tenant_base_directory", base_directory)]
    given += [
        (f"tenant_stores, {store['name']}: {key}", store[key])
        for store in stores
        for key in PATHS_OF_STORE
        if key in store
    ]
    for place, path in given:
        if not FULL_PATH.match(str(path or "")):
            yield (
                f"{place}: '{path or ''}' is no full path on the instance host; begin with the drive, as in E:\\Archives."
            )


def _mistakes_in_stores(stores: Iterable[Entry], base_directory: str) -> Iterator[str]:
    yield from _repeated("tenant_stores", "store", _names(stores))
    below = base_directory.rstrip("\\")
    paths = [store.get("database_path") or f"{below}\\{store['name']}" for store in stores]
    yield from _repeated("tenant_stores", "database path", paths)
    current = [str(store["name"]) for store in stores if store.get("requested_state") == "current"]
    if len(current) != 1:
        yield (
            "tenant_stores: exactly one store must have requested_state: current, because it takes the new messages, but"
            f" {' and '.join(current) or 'none'} {'have' if len(current) > 1 else 'has'} it."
        )


def _mistakes_in_users(tenant: Entry) -> Iterator[str]:
    users = tenant["users"]
    yield from _repeated("tenant_users", "user", _names(users))
    addresses = [address for user in users for address in user.get("email_addresses") or []]
    yield from _repeated("tenant_users", "e-mail address", addresses)
    defaults = {
        "privileges": tenant["default_privileges"],
        "own_archive_privileges": tenant["default_own_archive_privileges"],
    }
    # A default that cannot be is one mistake, not one for each user.
    wrong = list(_refusal("tenant_default_privileges and tenant_default_own_archive_privileges", _check_user, defaults))
    yield from wrong
    for user in users:
        name = str(user["name"])
        fields = {key: value for key, value in user.items() if key not in ("name", "password")}
        if not wrong:
            fields = {**_defaults_for(user, defaults), **fields}
        yield from _refusal(f"tenant_users, {name}", _check_user, fields, name)


def _check_user(fields: Entry, name: str = "") -> None:
    user_fields(fields, name, purge_folder_privileges=False)


def _defaults_for(user: Entry, defaults: Entry) -> Entry:
    """An administrator needs no right on the own archive, and who names it among the folders has said it there."""
    is_administrator = "admin" in (user.get("privileges") or [])
    named = [str(entry["folder"]).casefold() for entry in user.get("folder_privileges") or []]
    if is_administrator or str(user["name"]).casefold() in named:
        return {key: value for key, value in defaults.items() if key != "own_archive_privileges"}
    return defaults


def _mistakes_in_job(job: Entry) -> Iterator[str]:
    place = f"tenant_jobs, {job['name']}"
    if ("action" in job) == ("command" in job):
        yield f"{place}: give either action or command, which say what the job does."
    if "arguments" in job and "command" not in job:
        yield f"{place}: arguments belong to command; with action they are part of its text."
    forms = [form for form in ("stagger", *FORMS) if job.get(form) is not None]
    if len(forms) != 1:
        yield f"{place}: give one schedule, which is stagger, date, interval or time, not {' and '.join(forms) or 'none'}."
        return
    for key in ("owner", "time_zone"):
        if key in job and job[key] is None:
            yield f"{place}: {key} is null; give it a value, or leave it out."
    if "stagger" in job and ("day_of_week" in job or "day_of_month" in job):
        yield f"{place}: stagger chooses the day by itself; leave day_of_week and day_of_month out."
        return
    # What YAML took for a date is the text that the module would get.
    fields = {key: str(value) if key == "date" else value for key, value in job.items()}
    yield from _refusal(
        place, _check_job, {key: value for key, value in fields.items() if key not in ("name", "stagger")}
    )


def _check_job(fields: Entry) -> None:
    checked = job_fields(fields)
    _check_zone("time_zone", checked.get("time_zone"))
    if not flag(checked.get("allow_unknown_command", False), "allow_unknown_command"):
        refuse_mistyped_command(checked.get("action") or "")


def _check_zone(option: str, zone: str | None) -> None:
    require_windows_id(option, zone)
    refuse_mistyped_zone(option, zone)


def _mistakes_in_window(tenant: Entry) -> Iterator[str]:
    try:
        stagger("daily", "any", tenant["job_window_start"], tenant["job_window_minutes"])
    except AnsibleFilterError as error:
        yield f"tenant_job_window_start and tenant_job_window_minutes: {error}"


def _mistakes_in_owners(jobs: Iterable[Entry], default_owner: str, users: Iterable[Entry]) -> Iterator[str]:
    """The server takes administrators only, and would refuse after all else was written."""
    administrators = {str(user["name"]) for user in users if "admin" in (user.get("privileges") or [])}
    jobs_of: dict[str, list[str]] = {}
    for job in jobs:
        jobs_of.setdefault(job.get("owner") or default_owner, []).append(str(job["name"]))
    for owner, names in jobs_of.items():
        if owner in administrators:
            continue
        which, have = ", ".join(names), "has" if len(names) == 1 else "have"
        problem = (
            f"{owner}, the owner of {which}, is not in tenant_users as" if owner else f"{which} {have} no owner that is"
        )
        yield (
            f"tenant_jobs: {problem} an administrator; add a user with privileges: [admin], or set tenant_jobs: [] for no"
            " jobs."
        )


def _refusal(place: str, check: Callable[..., Any], *arguments: Any) -> Iterator[str]:
    """The sentence with which a module would refuse, if it would."""
    try:
        check(*arguments)
    except InputError as error:
        yield f"{place}: {error.message}" if place else error.message


def _repeated(variable: str, what: str, given: Iterable[str]) -> Iterator[str]:
    """Servers do not tell upper from lower case in names and paths."""
    seen: set[str] = set()
    for text in given:
        key = text.lower()
        if key in seen:
            yield f"{variable}: the {what} {text} is given twice; keep one of them."
        seen.add(key)


def _names(entries: Iterable[Entry]) -> list[str]:
    return [str(entry["name"]) for entry in entries]


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_mistakes": tenant_mistakes}
