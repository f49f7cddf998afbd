# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which instances a task about many of them is about, decided before anything is read of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from .._api.errors import InputError
from .._api.one_line import joined_by_and
from .._engine.canonical import host_name
from .._engine.names import alike
from .._engine.resource import ApiObject
from .._resources.instance import has_status

#: The word for all instances.
ALL = "all"

Params = Mapping[str, Any]


def selected_instances(rows: Sequence[ApiObject], params: Params) -> list[ApiObject]:
    """The rows of GetInstances that the options `instances`, `instance_hosts` and `status` select, by their ID.

    Patterns are applied here: none is sent to the server. Raises InputError for names that do not exist, and when
    nothing is selected.
    """
    names, hosts, statuses = (_given(option, params) for option in ("instances", "instance_hosts", "status"))
    if not rows:
        raise InputError("This server has no instance, so there is nothing to read.")
    _refuse_missing(names or (), [row["instanceID"] for row in rows])
    _refuse_missing_hosts(hosts or (), rows)
    named = [row for row in rows if names is None or _matches(row["instanceID"], names)]
    selected = [
        row
        for row in named
        if (hosts is None or _is_among(row["instanceHost"], hosts)) and (statuses is None or has_status(row, statuses))
    ]
    if not selected:
        filters = joined_by_and(option for option, given in (("instance_hosts", hosts), ("status", statuses)) if given)
        raise InputError(
            f"No instance is selected: {filters} and instances leave none of the {len(rows)} of this server; check these"
            " options."
        )
    return sorted(selected, key=lambda row: str(row["instanceID"]))


def _given(option: str, params: Params) -> Sequence[str] | None:
    """Raises InputError for an empty list, which is mostly a variable without the expected content."""
    names: Sequence[str] | None = params[option]
    if names is not None and not any(names):
        raise InputError(f"{option} is empty, so no instance is selected: list at least one, or leave the option out.")
    return names


def _matches(instance_id: str, patterns: Iterable[str]) -> bool:
    return any(pattern == ALL or fnmatchcase(instance_id, pattern) for pattern in patterns)


def _is_among(host: str, hosts: Iterable[str]) -> bool:
    return host_name(host) in {host_name(each) for each in hosts}


def _refuse_missing(patterns: Iterable[str], ids: Sequence[str]) -> None:
    """Raises InputError, with all of them, for IDs that do not exist and for patterns that match none."""
    missing = [
        pattern
        for pattern in dict.fromkeys(patterns)
        if pattern != ALL and not any(fnmatchcase(each, pattern) for each in ids)
    ]
    if missing:
        raise InputError(
            f"instances: this server has no instance {' and no '.join(_with_hint(each, ids) for each in missing)};"
            " correct the list (community.mailstore.spe_instance_info shows the IDs)."
        )


def _with_hint(name: str, ids: Iterable[str]) -> str:
    spelled = next((each for each in ids if alike(each, name)), None)
    return repr(name) if spelled is None else f"{name!r} (it is written {spelled!r})"


def _refuse_missing_hosts(hosts: Iterable[str], rows: Iterable[ApiObject]) -> None:
    known = sorted({row["instanceHost"] for row in rows})
    missing = [host for host in dict.fromkeys(hosts) if not _is_among(host, known)]
    if missing:
        raise InputError(
            f"instance_hosts: no instance is on the host {' and none on '.join(map(repr, missing))}; the instances are on"
            f" {', '.join(known)}."
        )
