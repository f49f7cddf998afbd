# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether what a task shows names the tenant that it works on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def sentences_of(result: Mapping[str, Any]) -> list[str]:
    """The warnings of a result and the headers of its diff, if it has such and the task is about one tenant."""
    if tenant_of(result) is None:
        return []
    diff = result.get("diff") or {}
    headers = [diff[key] for key in ("before_header", "after_header") if key in diff]
    return [*result.get("warnings", ()), *headers]


def names_tenant(sentence: str, result: Mapping[str, Any]) -> bool:
    """Whether the tenant stands there as a word of its own."""
    tenant = tenant_of(result)
    assert tenant is not None
    return re.search(rf"(?<![\w-]){re.escape(tenant)}(?![\w-])", sentence) is not None


def tenant_of(result: Mapping[str, Any]) -> str | None:
    """The instance that the task named, if it did and the result says so."""
    arguments = result.get("invocation", {}).get("module_args", {})
    tenant: str | None = arguments.get("instance_id")
    return tenant
