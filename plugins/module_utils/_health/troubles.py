# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the runs of a profile, and which other fault causes it.

A profile that fails because its credential has expired is one fault, not two: the rule about the cause has the profile
in its sentence, and the rules about profiles leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .credentials import expired_credential_of
from .subjects import Row, Tenant
from .times import counted, length_in_words, moment

FAILING, SILENT, EMPTY = "profile_failing", "profile_silent", "nothing_archived"


@dataclass(frozen=True)
class Trouble:
    """One profile that does not archive: the rule about it, the sentence, and since when."""

    rule: str
    profile: Row
    words: str
    since: datetime | None

    @property
    def name(self) -> str:
        return str(self.profile.get("name"))


@dataclass(frozen=True)
class Cause:
    """The rule that reports the cause, and the subject of its finding."""

    rule: str
    subject: str | None


def troubles(tenant: Tenant) -> Iterator[Trouble]:
    """Of each profile the one thing that is most wrong with its runs."""
    if not tenant.was_read("results"):
        return
    for profile in tenant.archiving_profiles:
        trouble = _failing(tenant, profile) or _silent(tenant, profile) or _empty(tenant, profile)
        if trouble is not None:
            yield trouble


def troubles_caused_by(tenant: Tenant, cause: Cause) -> list[Trouble]:
    return [trouble for trouble in troubles(tenant) if cause_of(tenant, trouble) == cause]


def cause_of(tenant: Tenant, trouble: Trouble) -> Cause | None:
    """The fault behind it, if it is seen, and if its rule is not switched off."""
    credential = expired_credential_of(tenant, trouble.profile.get("details"))
    if credential is not None and not tenant.settings.is_off("credential_expired"):
        return Cause("credential_expired", credential.name)
    if not tenant.entries("stores"):
        return None
    current = [store for store in tenant.entries("stores") if store.get("requested_state") == "current"]
    if not current and not tenant.settings.is_off("no_current_store"):
        return Cause("no_current_store", None)
    broken = [store for store in current if store.get("error")]
    if broken and not tenant.settings.is_off("store_error"):
        return Cause("store_error", str(broken[0].get("name")))
    return None


def _failing(tenant: Tenant, profile: Row) -> Trouble | None:
    result = tenant.result_of(profile)
    failed = int(result.get("failed_in_a_row") or 0) if result else 0
    if result is None or failed < tenant.settings.limit("failed_runs"):
        return None
    since, words = _since(tenant, profile, result, "failing_since")
    return Trouble(
        FAILING,
        profile,
        f"profile '{profile.get('name')}' has not archived {words} ({counted(failed, 'run')} failed)",
        since,
    )


def _silent(tenant: Tenant, profile: Row) -> Trouble | None:
    if not profile.get("automatic"):
        return None
    pause = profile.get("automatic_pause_between_executions")
    longest_silence = tenant.settings.limit("silent_after") + timedelta(seconds=pause if isinstance(pause, int) else 0)
    last = tenant.last_run(profile)
    name = profile.get("name")
    if last is not None:
        if tenant.now - last < longest_silence:
            return None
        return Trouble(
            SILENT, profile, f"profile '{name}' is automatic, but has not run since {tenant.when(last)}", last
        )
    if tenant.window is None or tenant.now - tenant.window < longest_silence:
        return None
    seen = length_in_words(tenant.now - tenant.window)
    return Trouble(
        SILENT, profile, f"profile '{name}' is automatic, but has not run for {seen} or longer", tenant.window
    )


def _empty(tenant: Tenant, profile: Row) -> Trouble | None:
    result = tenant.result_of(profile)
    if result is None or not result.get("empty_in_a_row"):
        return None
    since, words = _since(tenant, profile, result, "empty_since")
    if since is None or tenant.now - since < tenant.settings.limit("empty_after"):
        return None
    runs = counted(int(result["empty_in_a_row"]), "run")
    return Trouble(
        EMPTY, profile, f"profile '{profile.get('name')}' runs, but has archived nothing {words} ({runs})", since
    )


def _since(tenant: Tenant, profile: Row, result: Row, key: str) -> tuple[datetime | None, str]:
    """When it began. What began before the results were read is as old as the history shows."""
    began = moment(result.get(key))
    if began is None or result.get(key) != result.get("first_start"):
        return began, f"since {tenant.when(began)}" if began else "recently"
    archived = tenant.last_archived(profile)
    if archived is not None and archived < began:
        return archived, f"since {tenant.when(archived)}"
    return began, f"since {tenant.when(began)} or earlier"
