# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a profile once, and checking the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import InputError, SpeError
from .._api.one_line import joined_by_and
from .._engine.calls import Call
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .assumptions import SERVICE_PROVIDER_ACCOUNT, is_of_temporary_run
from .profile import profile_properties
from .results import PROFILE_RESULTS, UTC_ZONE, Window, recent_window, shown_results
from .secret_settings import given_secrets


def stored_profile_call(reference: Mapping[str, Any]) -> Call:
    """The call that runs a stored profile."""
    return Call("RunProfile", reference, ("name",))


def temporary_profile_call(instance_id: str, profile: Mapping[str, Any]) -> Call:
    """The call that runs a profile that is not stored."""
    secrets = given_secrets(profile["secret_details"])
    properties = profile_properties(profile["name"], profile, secrets)
    arguments = {"instanceID": instance_id, "properties": properties, "raw": True}
    return Call("RunTemporaryProfile", arguments, ("temporary",), frozenset(secrets))


@dataclass(frozen=True)
class RunResults:
    """The results of one profile while it runs; without an id those of profiles that are not stored, which `name` is.

    `window` begins before the run, so that the run's result is inside however long it takes.
    """

    snapshot: Snapshot
    instance_id: str
    profile_id: int | None
    may_be_too_long: Callable[[], bool]
    window: Window = field(default_factory=recent_window)
    name: str = ""

    def ids(self) -> frozenset[int]:
        return frozenset(row["id"] for row in self._rows())

    def new(self, before: frozenset[int]) -> dict[str, Any] | None:
        """The result that was not there before; None when there is none.

        The profile may also run automatically meanwhile: what the service provider's account ran is ours.
        """
        rows = [row for row in self._rows() if row["id"] not in before]
        ours = [row for row in rows if row.get("userName") == SERVICE_PROVIDER_ACCOUNT] or rows
        return shown_results(ours[-1:])[0] if ours else None

    def _rows(self) -> list[ApiObject]:
        rows = PROFILE_RESULTS.read(
            self.snapshot,
            self.instance_id,
            self.window,
            UTC_ZONE,
            self.profile_id,
            may_be_too_long=self.may_be_too_long,
        )
        return rows if self.profile_id is not None else [row for row in rows if is_of_temporary_run(row, self.name)]


def check_thresholds(minimum: int | None, maximum: int | None, *, wait: bool) -> None:
    """Raises InputError for numbers of items that no run can meet, or that nobody waits for."""
    named = [option for option, value in (("min_items", minimum), ("max_items", maximum)) if value is not None]
    if named and not wait:
        raise InputError(f"{joined_by_and(named)} cannot be checked with wait: false; leave out one or the other.")
    if (minimum is not None and minimum < 0) or (maximum is not None and maximum < 0):
        raise InputError(f"{joined_by_and(named)} cannot be negative: set 0 or more.")
    if minimum is not None and maximum is not None and minimum > maximum:
        raise InputError(f"min_items ({minimum}) is more than max_items ({maximum}): swap them.")


def judge(result: Mapping[str, Any], fail_on: Sequence[str], minimum: int | None, maximum: int | None) -> None:
    """Raises SpeError when the playbook calls the result a failure."""
    word, items = result["result"], result["items_archived"]
    reasons = []
    if word in fail_on:
        reasons.append(f"it ended with {word}")
    if minimum is not None and items < minimum:
        reasons.append(f"it archived {items} items, fewer than min_items ({minimum})")
    if maximum is not None and items > maximum:
        reasons.append(f"it archived {items} items, more than max_items ({maximum})")
    if reasons:
        raise SpeError(
            f"The profile ran, but {joined_by_and(reasons)}; see its report with"
            f" community.mailstore.spe_profile_result_info (id: {result['id']}, report: true)."
        )
