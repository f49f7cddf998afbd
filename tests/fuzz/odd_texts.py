# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd texts in every name and in every free text: written as they are, or refused in a sentence before anything is
written; and each noun finds, exports and removes what has an odd name already."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.cases import problems_of
from tests.faults.life import beside_access
from tests.faults.pool import parallel_map
from tests.simulation import World, simulation
from tests.simulation.odd_texts import ODD_TEXTS, REFUSED_IN_NEW_NAMES, other_spelling
from tests.simulator.state.instances import Instance
from tests.simulator.state.users import User

HERE = "(here)"
"""Where the odd text stands."""
TENANT = {"instance_id": "baumann"}
JOB = {"action": "VerifyStores", "owner": "admin", "time": "03:00"}
PROFILE = {"owner": "admin", "connector": "IMAP", "secret_details": {"password": "x-y-z"}}
SETTINGS = {"type": "Office365_Modern", "settings": {"TenantId": "x"}}
CERTIFICATE = {"certificate_thumbprint": "44" * 20}


@dataclass(frozen=True)
class Place:
    """An option that takes a free text. `names` shows whether it is what an object is called."""

    module: str
    options: Mapping[str, Any]
    names: bool = False
    is_an_element: bool = False
    """Elements of lists have no blanks around them."""
    is_a_directory: bool = False
    """It is made with all directories above it, as Windows writes their paths."""

    def with_text(self, text: str) -> dict[str, Any]:
        filled: dict[str, Any] = json.loads(json.dumps(self.options).replace(HERE, json.dumps(text)[1:-1]))
        return filled


PLACES: Mapping[str, Place] = {
    "user": Place("spe_user", {**TENANT, "name": HERE}, names=True),
    "renamed user": Place("spe_user", {**TENANT, "name": "reception", "new_name": HERE}, names=True),
    "full name": Place("spe_user", {**TENANT, "name": "reception", "full_name": HERE}),
    "distinguished name": Place("spe_user", {**TENANT, "name": "reception", "distinguished_name": f"CN={HERE}"}),
    "e-mail address": Place(
        "spe_user", {**TENANT, "name": "reception", "email_addresses": [f"a{HERE}@x.example"]}, is_an_element=True
    ),
    "POP3 name": Place("spe_user", {**TENANT, "name": "reception", "pop3_user_names": [HERE]}, is_an_element=True),
    "folder of a user": Place(
        "spe_user",
        {**TENANT, "name": "reception", "folder_privileges": [{"folder": HERE, "privileges": ["read"]}]},
        names=True,
    ),
    "password": Place("spe_user", {**TENANT, "name": "new", "password": HERE}),
    "store": Place("spe_store", {**TENANT, "name": HERE, "database_path": r"E:\Archives\baumann\odd"}, names=True),
    "renamed store": Place("spe_store", {**TENANT, "name": "2024", "new_name": HERE}, names=True),
    "path of a store": Place("spe_store", {**TENANT, "name": "odd", "database_path": rf"E:\Archives\x{HERE}x"}),
    "job": Place("spe_job", {**TENANT, "name": HERE, **JOB}, names=True),
    "renamed job": Place("spe_job", {**TENANT, "name": "Statistics", "new_name": HERE}, names=True),
    "argument of a job": Place(
        "spe_job",
        {
            **TENANT,
            "name": "odd",
            "owner": "admin",
            "time": "03:00",
            "command": "SendStatusReport",
            "arguments": {"timespan": "lastday", "timeZoneId": "$Local", "recipients": HERE},
        },
    ),
    "profile": Place("spe_profile", {**TENANT, "name": HERE, **PROFILE}, names=True),
    "renamed profile": Place(
        "spe_profile",
        {**TENANT, "name": "Microsoft 365 mailboxes", "new_name": HERE, "secret_details": {"password": "x-y-z"}},
        names=True,
    ),
    "detail of a profile": Place(
        "spe_profile", {**TENANT, "name": "odd", **PROFILE, "details": {"folder": f"a{HERE}"}}
    ),
    "credential": Place("spe_credential", {**TENANT, "description": HERE, **SETTINGS}, names=True),
    "setting of a credential": Place(
        "spe_credential", {**TENANT, "description": "odd", **SETTINGS, "settings": {"Note": HERE}}
    ),
    "administrator": Place("spe_system_administrator", {"name": HERE, "password": "x-y-z"}, names=True),
    "name of an administrator": Place("spe_system_administrator", {"name": "admin", "full_name": HERE}),
    "address of an administrator": Place(
        "spe_system_administrator", {"name": "admin", "email_address": f"a{HERE}a@x.example"}
    ),
    "client access server": Place("spe_client_access_server", {"name": HERE, **CERTIFICATE}, names=True),
    "instance host": Place("spe_instance_host", {"name": HERE, **CERTIFICATE, "base_directory": r"E:\A"}, names=True),
    "directory of a host": Place(
        "spe_instance_host", {"name": "new.example.com", **CERTIFICATE, "base_directory": rf"E:\a{HERE}a"}
    ),
    "directory": Place(
        "spe_host_directory",
        {"instance_host": "host1.example.com", "path": rf"E:\Archives\a{HERE}a"},
        is_a_directory=True,
    ),
    "new path of a folder": Place("spe_folder", {**TENANT, "path": "jonas.klein", "new_path": HERE}, names=True),
    "instance": Place(
        "spe_instance",
        {
            "instance_id": HERE,
            "instance_host": "host1.example.com",
            "base_directory": r"E:\Archives\odd",
            "create_base_directory": True,
        },
        names=True,
    ),
    "alias": Place("spe_instance", {**TENANT, "alias": HERE}, names=True),
    "display name": Place("spe_instance", {**TENANT, "display_name": HERE}),
    "sender": Place("spe_smtp", {**TENANT, "from_display_name": HERE, "password": "x-y-z"}),
    "user of a mail server": Place("spe_smtp", {**TENANT, "username": HERE, "password": "x-y-z"}),
    "mail server": Place("spe_smtp", {**TENANT, "hostname": f"a{HERE}a", "password": "x-y-z"}),
    "address of the sender": Place("spe_smtp", {**TENANT, "from_email_address": f"a{HERE}a@x.example"}),
    "recipient": Place("spe_smtp", {**TENANT, "recipients": [HERE]}, is_an_element=True),
    "sender of the system": Place("spe_system_smtp", {"from_display_name": HERE, "password": "x-y-z"}),
    "directory services": Place("spe_directory_services", {**TENANT, "configuration": {"redirectUrl": HERE}}),
    "group": Place("spe_directory_services", {**TENANT, "configuration": {"groups": [HERE]}}, is_an_element=True),
    "extension": Place("spe_index", {**TENANT, "attachment_extensions": [f"a{HERE}"]}, is_an_element=True),
    "directory of new stores": Place("spe_store_auto_create", {**TENANT, "base_directory": rf"E:\a{HERE}a"}),
}

LIFE = "life of a tenant"
"""In the place of an option: what happens to objects that have the name already."""


def try_all(processes: int, only: str = "") -> list[str]:
    """What is wrong with any odd text at any place whose name contains `only`."""
    with simulation() as world:
        start = world.snapshot()

        def work(where: str) -> list[str]:
            return list(problems_at(world, start, where, list(ODD_TEXTS)))

        places = [where for where in (LIFE, *PLACES) if only in where]
        return [problem for problems in parallel_map(work, places, processes) for problem in problems]


def problems_at(world: World, start: bytes, where: str, texts: Sequence[str]) -> Iterator[str]:
    """What is wrong with odd texts, which are named by what is odd about them, at one place."""
    for what in texts:
        text = ODD_TEXTS[what]
        found = (
            problems_of_life(world, start, text)
            if where == LIFE
            else problems_of_place(world, start, PLACES[where], text)
        )
        yield from (f"{where}, {what}: {problem}" for problem in found)


def problems_of_place(world: World, start: bytes, place: Place, text: str) -> Iterator[str]:
    world.restore(start)
    task = world.task(place.module, **place.with_text(text))
    foretold = world.run(task, check_mode=True)
    if beside_access(world.work):
        yield f"check mode writes {world.work}"
    result = world.run(task)
    yield from problems_of(result)
    written = beside_access(world.work)
    if result.get("failed"):
        if written:
            yield f"refused after {[work.function for work in written]}: {result['msg']}"
        return
    if foretold.get("failed") or foretold["calls"] != result["calls"]:
        yield f"check mode foretells {foretold.get('calls')} {foretold.get('msg')}, not {result['calls']}"
    as_sent = text.strip() if place.is_an_element else text.replace("/", "\\") if place.is_a_directory else text
    if written and not any(as_sent in sent for work in written for sent in _texts(work.arguments)):
        yield f"it is not written as it is: {[work.arguments for work in written]}"
    if place.names and any(text == ODD_TEXTS[what] for what in REFUSED_IN_NEW_NAMES):
        yield "it is written, although no new object should be called so"
    yield from _changes(world, task.module, place.with_text(text))
    if other_spelling(text) != text:
        yield from _changes(world, task.module, place.with_text(other_spelling(text)))


def _changes(world: World, module: str, options: Mapping[str, Any]) -> Iterator[str]:
    world.start_recording()
    result = world.run(world.task(module, **options))
    if result.get("failed") or result["changed"] or beside_access(world.work):
        yield f"the next run does {[work.function for work in world.work]} {result.get('msg', '')}"


def _texts(value: Any) -> Iterator[str]:
    """All texts in the arguments of a call, those of JSON included."""
    if isinstance(value, str):
        yield value
        if value.startswith(("{", "[")):
            try:
                yield from _texts(json.loads(value))
            except ValueError:
                return
    members = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    for member in members:
        yield from _texts(member)


PARTS = {"users": "name", "jobs": "name", "profiles": "name", "stores": "name", "credentials": "description"}
PURGE = {"purge": list(PARTS), "purge_synchronized": True, "max_deletions": "100%"}
REMOVED = ["DeleteCredential", "DeleteJob", "DeleteProfile", "DeleteUser", "DetachStore"]


def fill(world: World, text: str) -> None:
    """Each list of the tenant gets an object of that name, past the collection."""
    for module, options in (
        ("spe_job", {"name": "odd", **JOB}),
        ("spe_profile", {"name": "odd", **PROFILE}),
        ("spe_store", {"name": "odd", "database_path": r"E:\Archives\baumann\odd"}),
        ("spe_credential", {"description": "odd", **SETTINGS}),
    ):
        made = world.run(world.task(module, **TENANT, **options))
        assert made["changed"], made
    instance = world.environment.instances["baumann"]
    for each in _odd_ones(instance):
        setattr(each, "description" if hasattr(each, "description") else "name", text)
    instance.content.users.add(
        User(text, full_name=text, email_addresses=("a@x.example",), folder_privileges={"reception": ("read",)})
    )


def _odd_ones(instance: Instance) -> Iterator[Any]:
    content = instance.content
    for several in (content.jobs.jobs, content.profiles.profiles, content.stores.stores, content.credentials):
        yield from (
            each for each in several.values() if "odd" in (getattr(each, "name", ""), getattr(each, "description", ""))
        )


def apply_tenant(world: World, tenant: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    world.start_recording()
    return world.run(world.task("spe_tenant", **{**tenant, **options}))


def changes_in(result: Mapping[str, Any], what: str) -> Iterator[str]:
    if result.get("failed") or result["changed"]:
        yield f"{what}: {result.get('calls')} {result.get('msg', '')}"


def problems_of_life(world: World, start: bytes, text: str) -> Iterator[str]:
    world.restore(start)
    fill(world, text)
    tenant = world.run(world.task("spe_tenant_info", **TENANT))["tenant"]
    missing = [part for part, key in PARTS.items() if text not in [entry[key] for entry in tenant[part]]]
    if missing:
        yield f"the export lacks it in {missing}"
        return
    yield from changes_in(apply_tenant(world, tenant, **PURGE), "applied")
    spelled = {part: _renamed(tenant[part], key, text, other_spelling(text)) for part, key in PARTS.items()}
    yield from changes_in(apply_tenant(world, {**tenant, **spelled}, **PURGE), "applied in the other spelling")
    without = {part: _renamed(tenant[part], key, text, None) for part, key in PARTS.items()}
    protect = {part: [other_spelling(text)] for part in PARTS}
    yield from changes_in(apply_tenant(world, {**tenant, **without}, **PURGE, protect=protect), "protected")
    result = apply_tenant(world, {**tenant, **without}, **PURGE)
    if result.get("failed") or sorted(call["function"] for call in result["calls"]) != REMOVED:
        yield f"purged: {result.get('calls')} {result.get('msg', '')}"
    yield from changes_in(apply_tenant(world, {**tenant, **without}, **PURGE), "purged again")
    absent = {part: [{key: text, "state": "absent"}] for part, key in PARTS.items()}
    yield from changes_in(apply_tenant(world, {**TENANT, **absent}), "removed again")


def _renamed(entries: list[dict[str, Any]], key: str, name: str, other: str | None) -> list[dict[str, Any]]:
    """The entries with another name for the one of that name, or without it."""
    kept = [entry for entry in entries if entry[key] != name or other is not None]
    return [{**entry, key: other} if entry[key] == name else entry for entry in kept]
