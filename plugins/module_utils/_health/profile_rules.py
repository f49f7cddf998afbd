# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules about profiles and their runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from .finding import Finding
from .rule import TenantRule
from .subjects import Row, Tenant, named
from .times import length_in_words
from .troubles import EMPTY, FAILING, SILENT, cause_of, troubles

_ACTIONS = {
    FAILING: "read the report of the last run (spe_profile_result_info), repair the cause, then run the profile",
    SILENT: "check whether the instance runs in safe mode or the profile hangs, then restart the instance",
    EMPTY: "check whether the mailboxes still get mail, and whether the profile still reads them",
}
_SEVERITIES = {FAILING: "critical", SILENT: "critical", EMPTY: "warning"}


def _in_trouble(tenant: Tenant, *, rule: str) -> Iterator[Finding]:
    """Profiles that do not archive for a reason that no other rule reports."""
    for trouble in troubles(tenant):
        if trouble.rule == rule and cause_of(tenant, trouble) is None:
            yield tenant.finding(
                rule, _SEVERITIES[rule], trouble.words, _ACTIONS[rule], subject=trouble.name, since=trouble.since
            )


def _no_profile(tenant: Tenant) -> Iterator[Finding]:
    if tenant.was_read("profiles") and not tenant.archiving_profiles:
        yield tenant.finding(
            "no_profile",
            "warning",
            "there is no profile that archives",
            "create one with spe_profile, or stop the instance",
        )


def _paused(tenant: Tenant) -> Iterator[Finding]:
    profiles = tenant.archiving_profiles
    # Beside an automatic profile, others may be there to be run by hand once.
    severity = "information" if any(profile.get("automatic") for profile in profiles) else "warning"
    for profile in profiles:
        if not profile.get("automatic") and not _runs_by_hand(tenant, profile):
            last = tenant.last_run(profile)
            ran = f"last run {tenant.when(last)}" if last else _no_run(tenant)
            yield tenant.finding(
                "profile_paused",
                severity,
                f"profile {named([str(profile.get('name'))])} is paused ({ran})",
                "set automatic: true with spe_profile, or delete the profile",
                subject=str(profile.get("name")),
                since=last,
            )


def _no_run(tenant: Tenant) -> str:
    if tenant.window is None or not tenant.was_read("results"):
        return "its runs were not read"
    return f"no run in the last {length_in_words(tenant.now - tenant.window)}"


def _runs_by_hand(tenant: Tenant, profile: Row) -> bool:
    last = tenant.last_run(profile)
    return last is not None and bool(tenant.now - last < tenant.settings.limit("silent_after"))


RULES = (
    TenantRule(FAILING, "Runs fail", partial(_in_trouble, rule=FAILING)),
    TenantRule(SILENT, "Profile does not run", partial(_in_trouble, rule=SILENT)),
    TenantRule(EMPTY, "Nothing archived", partial(_in_trouble, rule=EMPTY)),
    TenantRule("profile_paused", "Profile paused", _paused),
    TenantRule("no_profile", "No profile", _no_profile),
)
