# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What --diff shows: the fields that drift, and nothing that the playbook does not name."""

from __future__ import annotations

from typing import Any


def difference(
    noun: str,
    name: str | None,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    tenant: str | None = None,
) -> dict[str, Any]:
    """Before and after in the form of Ansible's diff; None means that the object does not exist.

    An empty `before` and `after` say that nothing changes. The header names the tenant of an object that belongs to one;
    what a tenant has once has no `name`.
    """
    described = noun if name is None else f"{noun} {name}"
    header = described if tenant is None else f"{tenant}: {described}"
    if before == after:
        return {"before": {}, "after": {}}
    return {
        "before_header": header,
        "after_header": header,
        "before": _with_state(before, after),
        "after": _with_state(after, before),
    }


def _with_state(this: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any]:
    if this is None:
        return {"state": "absent"}
    return {"state": "present", **this} if other is None else this
