# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""System administrators, who alone may call the API."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from .. import assumptions


@dataclass
class Administrator:
    user_name: str
    password: str
    full_name: str | None = None
    email_address: str | None = None
    mfa_status: str = assumptions.MFA_STATUS_OFF
    api_password: str | None = None

    @property
    def has_mfa(self) -> bool:
        return self.mfa_status != assumptions.MFA_STATUS_OFF

    def accepts(self, password: str) -> bool:
        """With MFA the API password takes the place of the password."""
        if not self.has_mfa and _same(password, self.password):
            return True
        if self.api_password is None or not (self.has_mfa or assumptions.API_PASSWORD_WORKS_WITHOUT_MFA):
            return False
        return _same(password, self.api_password)

    def renew_api_password(self) -> str:
        self.api_password = secrets.token_urlsafe(24)
        return self.api_password

    def row(self) -> dict[str, Any]:
        return {
            "userName": self.user_name,
            "fullName": self.full_name,
            "emailAddress": self.email_address,
            assumptions.ADMINISTRATOR_MFA_KEY: self.mfa_status,
        }


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
