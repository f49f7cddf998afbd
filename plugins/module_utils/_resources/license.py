# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The licence: what it is requested with, and how many licences are in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.keys import snake_keys


def shown_license(request: Any) -> dict[str, Any]:
    """The request as the server made it, and what is known inside: instanceData with usedLicenseCount (documented)."""
    instances = request.get("instanceData") if isinstance(request, Mapping) else None
    rows = [snake_keys(row) for row in instances or []]
    return {
        "request": request,
        "instances": rows,
        # Some instances have no count (documented).
        "used_license_count": sum(row.get("used_license_count") or 0 for row in rows),
    }
