# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the description of a tenant, found before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display
from jinja2 import Undefined

from ..module_utils._ansible.arguments import kind_in_words, plain_list
from ..module_utils._ansible.tenant_check import mistakes_in_entries, types_in_entries
from ..module_utils._ansible.tenant_parts import PARTS, part_of
from ..module_utils._ansible.tenant_unmanaged import mistakes_in_limit
from ..module_utils._api.errors import InputError
from ..module_utils._api.one_line import joined_by_and
from ..module_utils._engine.free_values import flag
from ..module_utils._engine.names import without_case
from ..module_utils._resources.instance import is_exact_id
from ..module_utils._resources.job import FORMS, command_line
from ..module_utils._resources.job_command import refuse_mistyped_command
from ..module_utils._resources.time_zones import refuse_mistyped_zone, require_windows_id
from ..module_utils._resources.user import check_user_options
from ..plugin_utils.role_variables import (
    NOT_SET,
    mistakes_in_setting,
    mistakes_in_values,
    mistyped_names,
    warning_about_others,
)
from ..plugin_utils.untag import plain
from .stagger import stagger
from .tenant_entries import database_path, is_administrator, owner_of_jobs, present, tenant_entries

DOCUMENTATION = r"""
name: tenant_errors
short_description: Find what is wrong with the description of a tenant
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Checks the variables of the role P(community.mailstore.tenant#role) against each other, after Ansible has checked each
    by its argument specification. The server is not asked.
  - Each entry is checked by the rules of its module, such as M(community.mailstore.spe_user).
positional: ""
options:
  _input:
    description:
      - The variables of the role without the prefix C(tenant_); C(__not_set) for those that are not set.
      - C(variables) are the names of all variables that begin with C(tenant_). Names that are almost those of variables of
        the role are mistakes. Of other names that are not such variables the filter warns.
      - Required are C(id), C(base_directory), C(stores), C(users), C(default_privileges),
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
         | community.mailstore.tenant_errors }}
"""

RETURN = r"""
_value:
  description: One sentence for each mistake; an empty list if there is none.
  type: list
  elements: str
  sample:
    - >-
      tenant_stores: exactly one store must have requested_state: current, because it receives the new messages, but none
      has it.
"""

Entry = Mapping[str, Any]

#: Lists that the role always has.
LISTS = ("stores", "users", "jobs")
#: Lists of words: as everywhere in Ansible, a text with commas is one, too.
WORDS = ("default_privileges", "default_own_archive_privileges")
PATHS_OF_STORE = ("database_path", "content_path", "index_path")
# Instance hosts run Windows: a drive, or a share of another server.
FULL_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\]")


def tenant_errors(tenant: Entry) -> list[str]:
    """One sentence for each mistake, in the order of the variables."""
    undefined = [name for name, value in tenant.items() if isinstance(value, Undefined)]
    if undefined:
        # Up to ansible-core 2.18; later ones do not begin.
        return [
            f"tenant_{name} takes {_lacking(tenant[name])}, which is not defined; define it, too." for name in undefined
        ]
    # Plain values: those of Ansible know where they stand, and each copy of one copies that, too.
    tenant = plain(tenant)
    names = tenant.get("variables", ())
    mistyped = _mistyped_variables(tenant, names)
    not_set = list(mistakes_in_setting(tenant, names))
    if not_set:
        return [*mistyped, *not_set]
    tenant = {name: value for name, value in tenant.items() if value != NOT_SET}
    return [*mistyped, *_mistakes_in_what_is_set(tenant)]


def _lacking(value: Undefined) -> str:
    """The variable that it takes; the whole message may show passwords."""
    found = re.findall(r"'(\w+)' is undefined", value._undefined_message)
    return str(found[-1]) if found else "a variable"


def _mistyped_variables(tenant: Entry, names: Sequence[str]) -> list[str]:
    """A sentence for each mistyped variable; others with the prefix are worth a warning, which Ansible shows once."""
    own = plain_list(tenant.get("own_variables"))
    patterns = [str(pattern) for pattern in own] if isinstance(own, list) else []
    warning = warning_about_others(names, patterns)
    if warning is not None:
        Display().warning(warning)
    return list(mistyped_names(names, patterns))


def _mistakes_in_what_is_set(tenant: Entry) -> list[str]:
    # What follows goes through the lists and calls their entries by name.
    of_kinds = [*mistakes_in_values(tenant), *_mistakes_in_lists(tenant)]
    unusable = of_kinds or list(_mistakes_in_names(tenant)) or list(_mistakes_in_types(tenant))
    if unusable:
        return unusable
    tenant = _with_plain_lists(tenant)
    defaults = list(_mistakes_in_defaults(tenant))
    jobs = [
        *_mistakes_in_window(tenant),
        *_refusal("", _check_zone, "tenant_time_zone", tenant["time_zone"]),
        *_mistakes_in_schedules(tenant["jobs"]),
    ]
    # What is not clear is not checked in its completed form.
    unclear = {*(["users"] if defaults else ()), *(["jobs"] if jobs else ())}
    return [
        *_mistakes_in_id(str(tenant["id"])),
        *_mistakes_in_paths(tenant["base_directory"], tenant["stores"]),
        *_mistakes_in_stores(tenant["stores"], tenant["base_directory"]),
        *defaults,
        *jobs,
        *_mistakes_in_entries(tenant, [option for option in _given(tenant) if option not in unclear]),
        *_mistakes_in_addresses(tenant["users"]),
        *_mistakes_in_owners(tenant),
        *_mistakes_in_purge(tenant),
    ]


def _given(tenant: Entry) -> Iterator[str]:
    """The parts that the variables name."""
    return (
        part.option
        for part in PARTS
        if part.option in tenant and (tenant[part.option] is not None or part.option in LISTS)
    )


def _entries(tenant: Entry, option: str) -> list[Entry]:
    value = tenant[option]
    return value if part_of(option).is_list else [value]


def _mistakes_in_lists(tenant: Entry) -> Iterator[str]:
    for option in _given(tenant):
        is_list = part_of(option).is_list
        if not isinstance(tenant[option], list if is_list else Mapping):
            advice = "a list; write [] for an empty one" if is_list else "a dictionary; give its options by name"
            yield f"tenant_{option} is {kind_in_words(tenant[option])}, but must be {advice}, or leave it out."
            continue
        for number, entry in enumerate(_entries(tenant, option)):
            if not isinstance(entry, Mapping):
                yield f"tenant_{option}[{number}]: each entry must be a dictionary; give its options by name."


def _mistakes_in_names(tenant: Entry) -> Iterator[str]:
    for option in _given(tenant):
        part = part_of(option)
        if not part.is_list:
            continue
        for number, entry in enumerate(tenant[option]):
            name = entry.get(part.identity)
            if name in (None, ""):
                yield f"tenant_{option}[{number}] has no {part.identity}; give it one."
            elif str(name) != str(name).strip():
                yield f"tenant_{option}[{number}]: {name!r} begins or ends with a blank; write {name.strip()!r}."


def _mistakes_in_types(tenant: Entry) -> Iterator[str]:
    """Numbers, flags and dates where a text belongs; one for each entry."""
    for option in _given(tenant):
        yield from types_in_entries(part_of(option), _entries(tenant, option), f"tenant_{option}")


def _with_plain_lists(tenant: Entry) -> Entry:
    """The tenant with lists where a text stands for one."""
    return {**tenant, **{name: plain_list(tenant[name]) for name in WORDS}}


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
                f"{place}: '{path or ''}' is not a full path on the instance host; begin with the drive, as in E:\\Archives."
            )


def _mistakes_in_stores(stores: Iterable[Entry], base_directory: Any) -> Iterator[str]:
    there = list(present(stores))
    yield from _repeated("tenant_stores", "database path", [database_path(store, base_directory) for store in there])
    current = [str(store["name"]) for store in there if store.get("requested_state") == "current"]
    if len(current) != 1:
        yield (
            "tenant_stores: exactly one store must have requested_state: current, because it receives the new messages, but"
            f" {joined_by_and(current) or 'none'} {'have' if len(current) > 1 else 'has'} it."
        )


def _mistakes_in_defaults(tenant: Entry) -> Iterator[str]:
    """A default that cannot be is one mistake, not one for each user."""
    defaults = {
        "privileges": tenant["default_privileges"],
        "own_archive_privileges": tenant["default_own_archive_privileges"],
    }
    place = "tenant_default_privileges and tenant_default_own_archive_privileges"
    yield from _refusal(place, check_user_options, defaults, "")


def _mistakes_in_entries(tenant: Entry, options: Iterable[str]) -> Iterator[str]:
    """What the modules would refuse, of the entries as they get them."""
    for option in options:
        entries = _entries(tenant, option)
        if option in LISTS:
            entries = tenant_entries(entries, option, tenant)
        yield from mistakes_in_entries(part_of(option), entries, str(tenant["id"]), f"tenant_{option}")


def _mistakes_in_addresses(users: Iterable[Entry]) -> Iterator[str]:
    addresses = [address for user in users for address in plain_list(user.get("email_addresses")) or []]
    yield from _repeated("tenant_users", "e-mail address", addresses)


def _mistakes_in_schedules(jobs: Iterable[Entry]) -> Iterator[str]:
    for job in present(jobs):
        yield from (f"tenant_jobs, {job['name']}: {sentence}" for sentence in _mistakes_in_job(job))


def _mistakes_in_job(job: Entry) -> Iterator[str]:
    if ("action" in job) == ("command" in job):
        yield "give either action or command, which say what the job does."
    if "arguments" in job and "command" not in job:
        yield "arguments belong to command; with action they are part of its text."
    for key in ("owner", "time_zone"):
        if key in job and job[key] is None:
            yield f"{key} is null; give it a value, or leave it out."
    forms = [form for form in ("stagger", *FORMS) if job.get(form) is not None]
    if len(forms) != 1:
        yield f"give one schedule, which is stagger, date, interval or time, not {joined_by_and(forms) or 'none'}."
    elif "stagger" in job and ("day_of_week" in job or "day_of_month" in job):
        yield "stagger chooses the day by itself; leave day_of_week and day_of_month out."
    yield from _refusal("", _check_zone, "time_zone", job.get("time_zone"))
    yield from _refusal("", _check_command, job)


def _check_command(job: Entry) -> None:
    if flag(job.get("allow_unknown_command", False), "allow_unknown_command"):
        return
    command, arguments = job.get("command"), job.get("arguments")
    if command and (arguments is None or isinstance(arguments, Mapping)):
        refuse_mistyped_command(command_line(command, arguments or {}))
    elif job.get("action"):
        refuse_mistyped_command(job["action"])


def _check_zone(option: str, zone: str | None) -> None:
    require_windows_id(option, zone)
    refuse_mistyped_zone(option, zone)


def _mistakes_in_window(tenant: Entry) -> Iterator[str]:
    try:
        stagger("daily", "any", tenant["job_window_start"], tenant["job_window_minutes"])
    except AnsibleFilterError as error:
        yield f"tenant_job_window_start and tenant_job_window_minutes: {error}"


def _mistakes_in_owners(tenant: Entry) -> Iterator[str]:
    """The server takes administrators only. A user whom the variables do not name may be there."""
    named = {without_case(str(user["name"])) for user in tenant["users"]}
    administrators = {without_case(str(user["name"])) for user in tenant["users"] if is_administrator(user)}
    default_owner = owner_of_jobs(tenant)
    jobs_of: dict[str, list[str]] = {}
    for job in present(tenant["jobs"]):
        jobs_of.setdefault(job.get("owner") or default_owner, []).append(str(job["name"]))
    for owner, names in jobs_of.items():
        key = without_case(owner)
        if owner and (key in administrators or key not in named):
            continue
        which, have = ", ".join(names), "has" if len(names) == 1 else "have"
        problem = (
            f"{owner}, the owner of {which}, is not in tenant_users as" if owner else f"{which} {have} no owner that is"
        )
        yield (
            f"tenant_jobs: {problem} an administrator; add a user with privileges: [admin], or set tenant_jobs: [] for no"
            " jobs."
        )


def _mistakes_in_purge(tenant: Entry) -> Iterator[str]:
    yield from mistakes_in_limit("tenant_max_deletions", tenant.get("max_deletions", 0))
    given = set(_given(tenant))
    for option in plain_list(tenant.get("purge")) or []:
        if option not in given:
            yield f"tenant_purge: it names {option}, but tenant_{option} is not given; write [] if none shall be there."


def _refusal(place: str, check: Callable[..., Any], *arguments: Any) -> Iterator[str]:
    """The sentence with which a module would refuse, if it would."""
    try:
        check(*arguments)
    except InputError as error:
        yield f"{place}: {error.message}" if place else error.message


def _repeated(variable: str, what: str, given: Iterable[str]) -> Iterator[str]:
    """Servers do not distinguish upper from lower case in names and paths."""
    seen: set[str] = set()
    for text in given:
        key = without_case(text)
        if key in seen:
            yield f"{variable}: the {what} {text} is given twice; keep one of them."
        seen.add(key)


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_errors": tenant_errors}
