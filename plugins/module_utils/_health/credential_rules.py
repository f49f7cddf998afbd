# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules about credentials."""

from __future__ import annotations

from collections.abc import Iterator

from .credentials import credentials, uses
from .finding import SEVERITIES, Finding
from .jobs import failing_syncs_of
from .rule import TenantRule
from .subjects import Tenant
from .times import in_words
from .troubles import Cause, troubles_caused_by


def _expired(tenant: Tenant) -> Iterator[Finding]:
    for credential in credentials(tenant):
        if not credential.is_expired(tenant.now):
            continue
        words = credential.in_words(tenant.now)
        stopped = troubles_caused_by(tenant, Cause("credential_expired", credential.name))
        consequences = [trouble.words for trouble in stopped] + [
            sync.words for sync in failing_syncs_of(tenant, credential)
        ]
        is_used = uses(tenant, credential)
        action = "renew the certificate with spe_credential"
        yield tenant.finding(
            "credential_expired",
            "critical" if is_used or consequences else "warning",
            "; ".join([*consequences, words]) if consequences or is_used else f"{words}, but no profile uses it",
            f"{action}, then run the profile"
            if stopped
            else action
            if is_used or consequences
            else f"{action}, or delete it",
            subject=credential.name,
            since=credential.expires,
        )


def _expires(tenant: Tenant) -> Iterator[Finding]:
    limits = tenant.settings.limit("certificate_days")
    for credential in credentials(tenant):
        days = credential.days_left(tenant.now)
        reached = [limit for limit in limits if days < limit]
        if reached and not credential.is_expired(tenant.now):
            yield tenant.finding(
                "credential_expires",
                severity_of(len(limits), len(reached)),
                f"{credential.in_words(tenant.now)} ({in_words(credential.expires, credential.expires).split()[0]})",
                "renew the certificate with spe_credential",
                subject=credential.name,
            )


def severity_of(limits: int, reached: int) -> str:
    """Of three limits the last makes it critical, the second a warning; of one limit alone it is a warning."""
    return "warning" if limits == 1 else SEVERITIES[min(limits - reached, 2)]


RULES = (
    TenantRule("credential_expired", "Credential expired", _expired),
    TenantRule("credential_expires", "Credential expires", _expires),
)
