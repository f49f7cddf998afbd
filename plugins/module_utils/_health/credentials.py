# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials of a tenant, when they expire, and which profile uses which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .._resources.assumptions import CREDENTIAL_KEY
from .subjects import Tenant
from .times import counted, moment

#: The setting of a credential that shows when its certificate expires (observed).
EXPIRATION = "CertificateExpirationDate"


@dataclass(frozen=True)
class Credential:
    """One credential whose date of expiry the server shows."""

    key: str
    name: str
    expires: datetime

    def days_left(self, now: datetime) -> int:
        """Whole days; negative if it expired a day or longer ago."""
        seconds = (self.expires - now).total_seconds()
        return int(seconds / 86400)

    def is_expired(self, now: datetime) -> bool:
        return self.expires <= now

    def in_words(self, now: datetime) -> str:
        days = self.days_left(now)
        if self.is_expired(now):
            ago = f"{counted(-days, 'day')} ago" if days else "within the last 24 hours"
            return f"credential '{self.name}' expired {ago}"
        return f"credential '{self.name}' expires in {counted(days, 'day')}"


def credentials(tenant: Tenant) -> list[Credential]:
    """Those that have a date."""
    found = []
    for row in tenant.entries("credentials"):
        settings = row.get("settings")
        expires = moment(settings.get(EXPIRATION)) if isinstance(settings, dict) else None
        if expires is not None:
            found.append(Credential(str(row.get("id")), str(row.get("description")), expires))
    return found


def expired_credential_of(tenant: Tenant, details: Any) -> Credential | None:
    """The expired credential that the details of a profile, or of directory services, refer to."""
    key = _reference(details)
    return next((each for each in credentials(tenant) if each.key == key and each.is_expired(tenant.now)), None)


def uses(tenant: Tenant, credential: Credential) -> bool:
    """Whether a profile or the directory services refer to the credential."""
    users = [profile.get("details") for profile in tenant.entries("profiles")]
    return credential.key in [_reference(user) for user in (*users, directory_settings(tenant))]


def directory_settings(tenant: Tenant) -> Any:
    """The settings of directory services, if they were read."""
    services = tenant.row.get("directory_services")
    return services.get("settings", services) if isinstance(services, dict) else None


def _reference(details: Any) -> str | None:
    key = details.get(CREDENTIAL_KEY) if isinstance(details, dict) else None
    return None if key is None else str(key)
