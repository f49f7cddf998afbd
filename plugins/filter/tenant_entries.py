# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entries of a tenant with the defaults of the role: what an entry itself says wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ..module_utils._ansible.arguments import plain_list
from ..module_utils._engine.names import alike
from ..plugin_utils.untag import plain
from .stagger import stagger

DOCUMENTATION = r"""
name: tenant_entries
short_description: Complete the entries of a tenant with the defaults of the role
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Returns the stores, users or jobs of a tenant as M(community.mailstore.spe_tenant) takes them.
  - What an entry itself says wins over a default. An entry with C(state=absent) gets no defaults.
  - The role P(community.mailstore.tenant#role) uses this filter.
positional: part, defaults
options:
  _input:
    description: The entries, in the form of the role.
    type: list
    elements: dict
    required: true
  part:
    description: Which part of the tenant the entries are.
    type: str
    choices: [stores, users, jobs]
    required: true
  defaults:
    description:
      - The variables of the role that are defaults, without the prefix C(tenant_).
      - They are C(id), C(base_directory), C(default_privileges), C(default_own_archive_privileges), C(job_owner),
        C(job_window_start), C(job_window_minutes) and C(time_zone).
      - For jobs also C(users), whose first administrator is the owner if C(job_owner) is empty.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: A store without a path gets one below the base directory
  ansible.builtin.debug:
    msg: "{{ [{'name': '2026'}] | community.mailstore.tenant_entries('stores', {'base_directory': 'E:\\Contoso'}) }}"
"""

RETURN = r"""
_value:
  description: The entries as M(community.mailstore.spe_tenant) takes them.
  type: list
  elements: dict
  sample:
    - name: "2026"
      database_path: 'E:\Contoso\2026'
      requested_state: normal
"""

Entry = Mapping[str, Any]


def tenant_entries(entries: Any, part: str, defaults: Entry) -> Any:
    """The entries with the defaults of the role. What is no list of dictionaries is for others to refuse."""
    if not isinstance(entries, list):
        return entries
    complete = partial(_job, owner=owner_of_jobs(defaults)) if part == "jobs" else _COMPLETE[part]
    return [
        complete(entry, defaults) if isinstance(entry, Mapping) and entry.get("state") != "absent" else entry
        for entry in plain(entries)
    ]


def is_administrator(user: Entry) -> bool:
    """Whether the entry makes the user an administrator."""
    privileges = plain_list(user.get("privileges"))
    return isinstance(privileges, list) and "admin" in privileges


def owner_of_jobs(tenant: Entry) -> str:
    """The owner of jobs that name none: the one that the variables say, or the first administrator among the users."""
    administrators = (str(user.get("name")) for user in present(tenant.get("users") or ()) if is_administrator(user))
    return str(tenant["job_owner"] or next(administrators, ""))


def present(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of what is to be there."""
    return (entry for entry in entries if entry.get("state") != "absent")


def database_path(store: Entry, base_directory: Any) -> str:
    """The path of the entry, or a directory of the store's name below the base directory."""
    below = str(base_directory).rstrip("\\/")
    return str(store.get("database_path") or f"{below}\\{store.get('name')}")


def _store(entry: Entry, defaults: Entry) -> dict[str, Any]:
    # What is no text is for others to refuse.
    given = {key: value for key, value in entry.items() if key != "database_path" or value not in (None, "")}
    path = database_path({"name": entry.get("name")}, defaults["base_directory"])
    return {"requested_state": "normal", "database_path": path, **given}


def _user(entry: Entry, defaults: Entry) -> dict[str, Any]:
    """An administrator needs no right on the own archive, and who names it among the folders has said it there."""
    rights = {"privileges": defaults["default_privileges"]}
    if not is_administrator(entry) and not _names_own_archive(entry):
        rights["own_archive_privileges"] = defaults["default_own_archive_privileges"]
    return {**rights, **entry}


def _names_own_archive(user: Entry) -> bool:
    name = str(user.get("new_name") or user.get("name"))
    folders = user.get("folder_privileges")
    return isinstance(folders, list) and any(
        isinstance(entry, Mapping) and alike(name, str(entry.get("folder"))) for entry in folders
    )


def _job(entry: Entry, defaults: Entry, *, owner: str) -> dict[str, Any]:
    """A job with its own schedule, or with its place in the nightly window."""
    job = {"enabled": True, "time_zone": defaults["time_zone"], **entry}
    if owner:
        job.setdefault("owner", owner)
    frequency = job.pop("stagger", None)
    if frequency is None:
        return job
    key = f"{defaults['id']}/{entry.get('name')}"
    return {**job, **stagger(frequency, key, defaults["job_window_start"], defaults["job_window_minutes"])}


_COMPLETE: Mapping[str, Callable[[Entry, Entry], dict[str, Any]]] = {"stores": _store, "users": _user}


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_entries": tenant_entries}
