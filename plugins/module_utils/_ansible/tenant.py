# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tenant a task works on: in a loop over many, every sentence of the task names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._resources.instance import is_exact_id

#: The arguments of functions that say which instance a call reaches, for functions that are called by name.
ARGUMENTS = ("instanceID", "instanceFilter")


def tenant_of(params: Mapping[str, Any]) -> str | None:
    """The one instance that the options name; none for a task about the whole server, or about several instances."""
    if params.get("instance_id") is not None:
        return str(params["instance_id"])
    arguments = params.get("arguments")
    if not isinstance(arguments, Mapping):
        return None
    named = [arguments[name] for name in ARGUMENTS if name in arguments]
    return named[0] if named and isinstance(named[0], str) and is_exact_id(named[0]) else None


def with_tenant(text: str, tenant: str | None, *, mistakes: int = 1) -> str:
    """The text, which begins with the tenant unless it names the tenant anyway; where it consists of several mistakes, the
    one that names the tenant may stand far behind."""
    if tenant is None:
        return text
    if mistakes < 2 and (f"instance {tenant!r}" in text or text.startswith(f"instance_id: {tenant!r}")):
        return text
    return f"{tenant if is_exact_id(tenant) else repr(tenant)}: {text}"
