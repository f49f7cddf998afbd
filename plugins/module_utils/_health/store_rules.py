# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules about stores."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Finding
from .rule import TenantRule
from .subjects import Row, Tenant
from .troubles import Cause, troubles_caused_by


def _in_error(tenant: Tenant) -> Iterator[Finding]:
    for store in tenant.entries("stores"):
        if store.get("error"):
            name = _name(store)
            parts = [f"{_in_words(store)} is in error: {str(store['error']).rstrip('. ')}"]
            if store.get("needs_upgrade"):
                parts.append("it needs an upgrade")
            consequences = troubles_caused_by(tenant, Cause("store_error", name))
            yield tenant.finding(
                "store_error",
                "critical",
                "; ".join([*parts, *(trouble.words for trouble in consequences)]),
                "repair it with spe_store_maintenance",
                subject=name,
                since=min((trouble.since for trouble in consequences if trouble.since), default=None),
            )


def _no_current(tenant: Tenant) -> Iterator[Finding]:
    stores = tenant.entries("stores")
    if not tenant.was_read("stores") or any(store.get("requested_state") == "current" for store in stores):
        return
    consequences = troubles_caused_by(tenant, Cause("no_current_store", None))
    message = (
        "no store is current, so nothing can be archived" if stores else "there is no store, so nothing can be archived"
    )
    yield tenant.finding(
        "no_current_store",
        "critical",
        "; ".join([message, *(trouble.words for trouble in consequences)]),
        "set requested_state: current for one store with spe_store",
        since=min((trouble.since for trouble in consequences if trouble.since), default=None),
    )


def _upgrade(tenant: Tenant) -> Iterator[Finding]:
    for store in tenant.entries("stores"):
        if store.get("needs_upgrade") and not store.get("error"):
            yield tenant.finding(
                "store_upgrade",
                "warning",
                f"{_in_words(store)} needs an upgrade",
                "upgrade it with spe_store_maintenance",
                subject=_name(store),
            )


def _rebuild(tenant: Tenant) -> Iterator[Finding]:
    for store in tenant.entries("stores"):
        if store.get("search_indexes_need_rebuild") and not store.get("error"):
            yield tenant.finding(
                "index_rebuild",
                "warning",
                f"search indexes of {_in_words(store)} must be rebuilt, so searches do not find all messages",
                "rebuild them with spe_store_maintenance",
                subject=_name(store),
            )


def _too_large(tenant: Tenant) -> Iterator[Finding]:
    limit = tenant.settings.limit("store_messages")
    for store in tenant.entries("stores"):
        count = store.get("statistics_count")
        if isinstance(count, int) and count > limit:
            is_current = store.get("requested_state") == "current"
            yield tenant.finding(
                "store_too_large",
                # One that no longer grows harms less.
                "warning" if is_current else "information",
                f"{_in_words(store)} has {count:,} messages, where at most {limit:,} are advised",
                "create a new current store, or have them created by spe_store_auto_create",
                subject=_name(store),
            )


def _name(store: Row) -> str:
    return str(store.get("name"))


def _in_words(store: Row) -> str:
    is_current = store.get("requested_state") == "current"
    return f"the current store '{_name(store)}'" if is_current else f"store '{_name(store)}'"


RULES = (
    TenantRule("store_error", "Store in error", _in_error),
    TenantRule("no_current_store", "No current store", _no_current),
    TenantRule("store_upgrade", "Upgrade due", _upgrade),
    TenantRule("index_rebuild", "Index rebuild due", _rebuild),
    TenantRule("store_too_large", "Store too large", _too_large),
)
