# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One thing that is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: From the worst to the least.
SEVERITIES = ("critical", "warning", "information")


@dataclass(frozen=True)
class Finding:
    """What is wrong with a tenant, or with the server itself if there is no tenant.

    `message` is one sentence with the root cause, without the tenant; `action` is what to do; `since` is a point in
    time as results have it.
    """

    tenant: str | None
    rule: str
    severity: str
    subject: str | None
    message: str
    action: str
    since: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same finding tomorrow."""
        return self.tenant or "", self.rule, self.subject or ""

    @property
    def order(self) -> tuple[int, str, str, str]:
        """The worst first, then by tenant."""
        return SEVERITIES.index(self.severity), *self.key

    def shown(self) -> dict[str, Any]:
        return {
            "tenant": self.tenant,
            "severity": self.severity,
            "rule": self.rule,
            "subject": self.subject,
            "message": self.message,
            "action": self.action,
            "since": self.since,
        }
