# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the description of a tenant, found before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ..module_utils._ansible.arguments import kind_in_words, plain_list
from ..module_utils._ansible.tenant_check import has_other_types, mistakes_in_entries, place_of
from ..module_utils._ansible.tenant_entry import Part
from ..module_utils._ansible.tenant_parts import PARTS
from ..module_utils._ansible.tenant_unmanaged import mistakes_in_limit
from ..module_utils._api.errors import InputError
from ..module_utils._api.one_line import joined_by_and
from ..module_utils._engine.free_values import flag
from ..module_utils._engine.mistakes import with_place
from ..module_utils._engine.names import without_case
from ..module_utils._engine.windows_paths import directory_path
from ..module_utils._resources.instance import require_instance_id
from ..module_utils._resources.job import FORMS, command_line
from ..module_utils._resources.job_command import refuse_mistyped_command
from ..module_utils._resources.time_zones import refuse_mistyped_zone, require_windows_id
from ..module_utils._resources.user import check_user_options
from ..plugin_utils.found_mistakes import FoundMistakes
from ..plugin_utils.omitted import is_omitted
from ..plugin_utils.role_variables import OPTIONS, PREFIX, REQUIRED, ROLE, mistyped_names, warning_about_others
from ..plugin_utils.undefined import Path, in_words, is_not_set, sees_undefined, why, without_undefined
from ..plugin_utils.untag import plain
from ..plugin_utils.variables_check import mistakes_in_values
from .stagger import FREQUENCIES, stagger
from .tenant_entries import database_path, is_administrator, owner_of_jobs, present, tenant_entries

DOCUMENTATION = r"""
name: tenant_errors
short_description: Find what is wrong with the description of a tenant
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Checks the variables of the role P(community.mailstore.tenant#role), one by one and against each other, and finds all
    mistakes in one round. The server is not asked.
  - Each entry is checked by the rules of its module, such as M(community.mailstore.spe_user).
positional: ""
options:
  _input:
    description:
      - The variables of the role without the prefix C(tenant_), also those that are not defined.
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


#: What stands for a variable with a mistake while the entries that take it are checked.
STAND_INS: Entry = {
    "id": "tenant",
    "base_directory": "E:\\",
    "users": [],
    "default_privileges": ["login"],
    "default_own_archive_privileges": ["read"],
    "job_owner": "admin",
    "job_window_start": "22:00",
    "job_window_minutes": 420,
    "time_zone": "$Local",
}

#: The entries of each list with their numbers, and what an instance has once with the number 0.
Numbered = Mapping[str, Sequence[tuple[int, Entry]]]


@sees_undefined
def tenant_errors(tenant: Entry) -> list[str]:
    """One sentence for each mistake: those in names, in values, in entries, and in what does not fit together."""
    found = FoundMistakes()
    own = plain(without_undefined(tenant.get("own_variables"))[0])
    _find_mistyped_names(found, plain(tenant.get("variables", ())), plain_list(own))
    given = _what_is_set(found, tenant)
    _find_in_values(found, given)
    _find_in_variables(found, given)
    numbered = _usable_entries(found, given)
    _find_in_entries(found, given, numbered)
    _find_together(found, given, numbered)
    return found.sentences


def _find_mistyped_names(found: FoundMistakes, names: Sequence[str], own: Any) -> None:
    """A sentence for each mistyped variable; others with the prefix are worth a warning, which Ansible shows once."""
    patterns = [str(pattern) for pattern in own] if isinstance(own, list) else []
    warning = warning_about_others(names, patterns)
    if warning is not None:
        Display().warning(warning)
    for meant, sentence in mistyped_names(names, patterns):
        found.add([sentence], meant)


def _what_is_set(found: FoundMistakes, tenant: Entry) -> dict[str, Any]:
    """The variables that are set, as plain values: those of Ansible know where they stand, and each copy of one copies that,
    too."""
    given: dict[str, Any] = {}
    for name, value in tenant.items():
        if name == "variables":
            continue
        if is_not_set(value, f"{PREFIX}{name}"):
            if name in REQUIRED and not found.concern(name):
                found.add([f"{PREFIX}{name} is missing; set it."], name)
            continue
        usable, undefined = without_undefined(value)
        given[name] = plain(usable)
        for path, lacking in undefined:
            _find_undefined(found, name, given[name], path, why(lacking))
    return {name: value for name, value in given.items() if not is_omitted(tenant[name])}


def _find_undefined(found: FoundMistakes, name: str, value: Any, path: Path, reason: str) -> None:
    option = next((part for part in PARTS if part.option == name), None)
    inside = path[1:] if option and option.is_list else path
    if option is None or not inside:
        found.add([f"{in_words((f'{PREFIX}{name}', *path))} {reason}"], name)
    elif not option.is_list:
        found.add([f"{PREFIX}{name}: {in_words(inside)} {reason}"], name)
    else:
        number = int(path[0])
        place = place_of(option, number, value[number], f"{PREFIX}{name}")
        found.add_lacking(f"{place}: {in_words(inside)} {reason}", name, number, str(inside[0]))


def _find_in_values(found: FoundMistakes, given: Entry) -> None:
    """What a variable cannot have, but for the parts of a tenant."""
    values = {f"{PREFIX}{name}": given[name] for name in OPTIONS if name in given and not found.concern(name)}
    specification = {f"{PREFIX}{name}": option for name, option in OPTIONS.items() if f"{PREFIX}{name}" in values}
    for variable, sentence in mistakes_in_values(specification, values, ROLE):
        found.add([sentence], variable.removeprefix(PREFIX))


def _find_in_variables(found: FoundMistakes, given: Entry) -> None:
    """What is wrong in variables by themselves."""
    for variables, check in _CHECKS_OF_VARIABLES:
        if all(name in given for name in variables) and not found.concern(*variables):
            found.add(check(*(given[name] for name in variables)), *variables)


def _usable_entries(found: FoundMistakes, given: Entry) -> Numbered:
    """The entries that can be read."""
    return {
        part.option: list((_usable_in_list if part.is_list else _usable_single)(found, part, given[part.option]))
        for part in _parts(given)
    }


def _usable_single(found: FoundMistakes, part: Part, value: Any) -> Iterator[tuple[int, Entry]]:
    variable = f"{PREFIX}{part.option}"
    if found.concern(part.option):
        return
    if not isinstance(value, Mapping):
        advice = "a dictionary; give its options by name"
        found.add([f"{variable} is {kind_in_words(value)}, but must be {advice}, or leave it out."], part.option)
        return
    yield 0, value
    if has_other_types(part, value):
        found.expect_mistakes_in(part.option, 0)


def _usable_in_list(found: FoundMistakes, part: Part, value: Any) -> Iterator[tuple[int, Entry]]:
    if not isinstance(value, list):
        # A mistyped name may stand for it, or what it takes is not defined.
        if not found.concern(part.option):
            kind = f"{kind_in_words(value)}, but must be a list; write [] for an empty one, or leave it out."
            found.add([f"{PREFIX}{part.option} is {kind}"], part.option)
        return
    for number, written in enumerate(value):
        lacking = found.lacking(part.option, number)
        # What a job does and when follows from several options.
        if part.identity in lacking or (lacking and part.option == "jobs"):
            continue
        entry = _without(written, lacking)
        mistakes = _mistakes_in_form(part, number, entry)
        found.add_in_entry(mistakes, part.option, number)
        if not mistakes:
            yield number, entry
            if has_other_types(part, entry):
                found.expect_mistakes_in(part.option, number)


def _without(entry: Any, options: Collection[str]) -> Any:
    return {key: value for key, value in entry.items() if key not in options} if options else entry


def _parts(given: Entry) -> Iterator[Part]:
    """The parts that the variables name."""
    return (part for part in PARTS if part.option in given and (given[part.option] is not None or part.option in LISTS))


def _mistakes_in_form(part: Part, number: int, entry: Any) -> list[str]:
    """What keeps an entry from being read; one that has it is not checked further."""
    variable = f"{PREFIX}{part.option}"
    if not isinstance(entry, Mapping):
        return [f"{variable}[{number}]: each entry must be a dictionary; give its options by name."]
    name = entry.get(part.identity)
    if name in (None, ""):
        return [f"{variable}[{number}] has no {part.identity}; give it one."]
    if str(name) != str(name).strip():
        return [f"{variable}[{number}]: {name!r} begins or ends with a blank; write {name.strip()!r}."]
    place = place_of(part, number, entry, variable)
    if part.option == "jobs" and entry.get("stagger") not in (None, *FREQUENCIES):
        return [f"{place}: stagger: {entry['stagger']!r} is not a frequency; choose one of {', '.join(FREQUENCIES)}."]
    check = _MORE_OF_AN_ENTRY.get(part.option)
    if check is None or has_other_types(part, entry):
        return []
    return [f"{place}: {sentence}" for sentence in check(entry)]


def _find_in_entries(found: FoundMistakes, given: Entry, numbered: Numbered) -> None:
    """What the modules would refuse, of the entries as they get them."""
    usable = {name: value for name, value in given.items() if not found.concern(name)}
    completing = {**STAND_INS, **usable}
    if not {"users", "job_owner"} <= usable.keys():
        completing["job_owner"] = STAND_INS["job_owner"]
    for part in _parts(given):
        entries = numbered.get(part.option, ())
        if part.option in LISTS:
            complete = tenant_entries([entry for _number, entry in entries], part.option, completing)
            entries = [(number, entry) for (number, _entry), entry in zip(entries, complete, strict=True)]
        one_by_one = any(found.concern_entry(part.option, number) for number, _entry in entries)
        variable = f"{PREFIX}{part.option}"
        mistakes = mistakes_in_entries(part, entries, str(completing["id"]), variable, one_by_one=one_by_one)
        found.add(mistake for mistake in mistakes if not _is_about_what_is_lacking(found, part, entries, mistake))


def _is_about_what_is_lacking(
    found: FoundMistakes, part: Part, entries: Sequence[tuple[int, Entry]], mistake: str
) -> bool:
    """Whether it misses an option that is given, but takes what is not defined. Its advice may name any option."""
    problem = mistake.partition(";")[0]
    return any(
        problem.startswith(f"{PREFIX}{part.option}[{number}]") and re.search(rf"\b{re.escape(option)}\b", problem)
        for number, _entry in entries
        for option in found.lacking(part.option, number)
    )


def _find_together(found: FoundMistakes, given: Entry, numbered: Numbered) -> None:
    """What does not fit together. Entries with mistakes are left out where the others are worth a look without them."""
    entries = {
        option: [entry for number, entry in listed if not found.concern_entry(option, number)]
        for option, listed in numbered.items()
    }
    if not found.concern("stores"):
        found.add(_mistakes_in_current_store(entries.get("stores", ())))
    if not found.concern("base_directory"):
        found.add(_mistakes_in_database_paths(entries.get("stores", ()), given.get("base_directory")))
    found.add(_mistakes_in_addresses(entries.get("users", ())))
    if {"users", "job_owner"} <= given.keys() and not found.concern("users", "job_owner"):
        found.add(_mistakes_in_owners({**given, "users": entries.get("users", ()), "jobs": entries.get("jobs", ())}))
    if not found.concern("purge"):
        found.add(_mistakes_in_purge(given))


def _mistakes_in_id(instance_id: Any) -> Iterator[str]:
    return _refusal("", require_instance_id, str(instance_id), "tenant_id")


def _mistakes_in_instance_host(instance_host: Any) -> Iterator[str]:
    if instance_host in (None, ""):
        yield "tenant_instance_host is empty; set it."


def _mistakes_in_base_directory(path: Any) -> Iterator[str]:
    return _refusal("", directory_path, str(path or ""), "tenant_base_directory")


def _mistakes_in_current_store(stores: Iterable[Entry]) -> Iterator[str]:
    current = [str(store["name"]) for store in present(stores) if store.get("requested_state") == "current"]
    if len(current) != 1:
        yield (
            "tenant_stores: exactly one store must have requested_state: current, because it receives the new messages, but"
            f" {joined_by_and(current) or 'none'} {'have' if len(current) > 1 else 'has'} it."
        )


def _mistakes_in_database_paths(stores: Iterable[Entry], base_directory: Any) -> Iterator[str]:
    return _repeated(
        "tenant_stores", "database path", [database_path(store, base_directory) for store in present(stores)]
    )


def _mistakes_in_defaults(privileges: Any, own_archive_privileges: Any) -> Iterator[str]:
    """A default that cannot be is one mistake, not one for each user."""
    defaults = {"privileges": plain_list(privileges), "own_archive_privileges": plain_list(own_archive_privileges)}
    place = "tenant_default_privileges and tenant_default_own_archive_privileges"
    yield from _refusal(place, check_user_options, defaults, "")


def _mistakes_in_addresses(users: Iterable[Entry]) -> Iterator[str]:
    addresses = [address for user in users for address in plain_list(user.get("email_addresses")) or []]
    yield from _repeated("tenant_users", "e-mail address", addresses)


def _mistakes_in_job(job: Entry) -> Iterator[str]:
    if job.get("state") == "absent":
        return
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


def _mistakes_in_zone(zone: Any) -> Iterator[str]:
    return _refusal("", _check_zone, "tenant_time_zone", zone)


def _mistakes_in_window(start: Any, minutes: Any) -> Iterator[str]:
    try:
        stagger("daily", "any", start, minutes)
    except AnsibleFilterError as error:
        yield f"tenant_job_window_start and tenant_job_window_minutes: {error}"


def _mistakes_in_max_deletions(share: Any) -> Iterator[str]:
    return iter(mistakes_in_limit("tenant_max_deletions", share))


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
    given = {part.option for part in _parts(tenant)}
    for option in plain_list(tenant.get("purge")) or []:
        if option not in given:
            yield f"tenant_purge: it names {option}, but tenant_{option} is not given; write [] if none shall be there."


def _refusal(place: str, check: Callable[..., Any], *arguments: Any) -> Iterator[str]:
    """The sentence with which a module would refuse, if it would."""
    try:
        check(*arguments)
    except InputError as error:
        yield with_place(place, error.message)


def _repeated(variable: str, what: str, given: Iterable[str]) -> Iterator[str]:
    """Servers do not distinguish upper from lower case in names and paths."""
    seen: set[str] = set()
    for text in given:
        key = without_case(text)
        if key in seen:
            yield f"{variable}: the {what} {text} is given twice; keep one of them."
        seen.add(key)


#: What is wrong in one variable, or in several that belong together.
_CHECKS_OF_VARIABLES: tuple[tuple[tuple[str, ...], Callable[..., Iterable[str]]], ...] = (
    (("id",), _mistakes_in_id),
    (("instance_host",), _mistakes_in_instance_host),
    (("base_directory",), _mistakes_in_base_directory),
    (("default_privileges", "default_own_archive_privileges"), _mistakes_in_defaults),
    (("job_window_start", "job_window_minutes"), _mistakes_in_window),
    (("time_zone",), _mistakes_in_zone),
    (("max_deletions",), _mistakes_in_max_deletions),
)

#: What the role asks of an entry beside what the module does.
_MORE_OF_AN_ENTRY: Mapping[str, Callable[[Entry], Iterable[str]]] = {
    "jobs": _mistakes_in_job,
}


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_errors": tenant_errors}
