# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a whole tenant consists of: the nouns of an instance, and the entries that a task has for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._api.errors import InputError, NotSupportedByServer
from .._engine.batch import sentences_about
from .._engine.canonical import windows_path
from .._engine.entry import ArgumentSpec, Entry
from .._engine.item import Item
from .._engine.names import alike_key
from .._engine.read import refuse_empty_name
from .._resources.compliance import COMPLIANCE_NOUN
from .._resources.credential import CREDENTIAL_NOUN
from .._resources.directory_services import DIRECTORY_SERVICES_NOUN
from .._resources.index import INDEX_NOUN
from .._resources.instance_smtp import INSTANCE_SMTP_NOUN
from .._resources.job import JOB_NOUN
from .._resources.profile_entry import PROFILE_NOUN
from .._resources.store import STORE_NOUN
from .._resources.store_auto_create import STORE_AUTO_CREATE_NOUN
from .._resources.user_entry import USER_NOUN
from .context import Context
from .secrets import misplaced_secrets
from .specified import SpecifiedOptions, entries_of
from .tenant_entry import MERGE_FROM, NamedEntry, Part
from .tenant_references import holders_of
from .tenant_renaming import Renamings, archives_handed_on, follows, in_order_of_renaming, refusal_of, with_chain

Params = Mapping[str, Any]


#: In the order in which a tenant is made: what an entry refers to comes before it.
PARTS = (
    Part("stores", STORE_NOUN),
    Part("store_auto_create", STORE_AUTO_CREATE_NOUN),
    Part("index", INDEX_NOUN),
    Part("compliance", COMPLIANCE_NOUN),
    Part("smtp", INSTANCE_SMTP_NOUN),
    Part("credentials", CREDENTIAL_NOUN),
    Part("directory_services", DIRECTORY_SERVICES_NOUN),
    Part("users", USER_NOUN),
    Part("profiles", PROFILE_NOUN),
    Part("jobs", JOB_NOUN),
)

PART_OPTIONS: ArgumentSpec = {part.option: part.specification() for part in PARTS}

#: Parts whose objects can be removed when the task does not name them.
LISTS = tuple(part.option for part in PARTS if part.is_list)


def free_settings_in(params: Params) -> list[str]:
    """The secrets that stand in free settings of an entry, where no C(no_log) marks them."""
    return [
        secret
        for part in PARTS
        for option in part.noun.free_settings
        for entry in entries_of(PART_OPTIONS[part.option], params.get(part.option))
        for secret in misplaced_secrets(entry.get(option))
    ]


def options_with_years() -> frozenset[str]:
    """The options of entries in which a year without quotes is taken for a text."""
    return frozenset(f"{part.option}.{option}" for part in PARTS for option in part.noun.years)


def part_of(option: str) -> Part:
    """The part of that option."""
    return next(part for part in PARTS if part.option == option)


def entries_in(params: Params, specified: SpecifiedOptions) -> list[NamedEntry]:
    """All entries of a task, in the order in which they are managed."""
    entries = [entry for part in PARTS for entry in in_order_of_renaming(list(_entries_of(part, params, specified)))]
    return sorted(entries, key=_turn)


def _turn(entry: NamedEntry) -> int:
    """The new current store comes first, so that there is one at any time. What others may need is removed last; a store is
    detached where it stands, because another one may get its directory."""
    if becomes_current_store(entry):
        return -1
    return int(entry.is_absent and bool(holders_of(entry.part.noun.resource)))


def becomes_current_store(entry: NamedEntry) -> bool:
    return entry.part.option == "stores" and not entry.is_absent and entry.options["requested_state"] == "current"


def _entries_of(part: Part, params: Params, specified: SpecifiedOptions) -> Iterator[NamedEntry]:
    value = params.get(part.option)
    if value is None:
        return
    if not part.is_list:
        yield NamedEntry(part, value, specified.entries[part.option][0], part.option)
        return
    for number, (options, named) in enumerate(zip(value, specified.entries[part.option])):
        name = options[part.identity]
        place = f"{part.option}[{number}]"
        yield NamedEntry(part, options, named, f"{place} ({name})" if name else place)


def items_of(entries: list[NamedEntry], instance_id: str, context: Context) -> tuple[list[Item], list[str]]:
    """The items of the entries, and a sentence for each entry that is wrong by itself. mistakes_between has found nothing."""
    items: list[Item] = []
    mistakes: list[str] = []
    renamings = Renamings(entries)
    for named in entries:
        entry = Entry(
            options=named.options,
            specified=named.specified,
            instance_id=instance_id,
            snapshot=context.snapshot,
            # All that could make what is missing stands in this task.
            others_may_make_it=False,
            warn=context.warn,
            place=named.place,
            waits=context.sender.wait,
        )
        try:
            holders = holders_of(named.part.noun.resource) if named.is_absent else frozenset()
            item = replace(item_of(named, entry), after_success_of=holders)
            items.append(with_chain(item, renamings.chain_of(named)))
        except (InputError, NotSupportedByServer) as mistake:
            mistakes += sentences_about(mistake, named.part.noun.resource.in_words, named.place)
    return items, mistakes


def mistakes_between(entries: Sequence[NamedEntry]) -> list[str]:
    """A sentence for each entry that cannot stand beside another one."""
    return [
        *names_given_twice(entries),
        *archives_handed_on(entries),
        *_current_stores_beside_the_first(entries),
        *_directories_given_twice(entries),
        *_stores_that_are_merged(entries),
    ]


def item_of(named: NamedEntry, entry: Entry) -> Item:
    """The item of the entry. Raises InputError for what is wrong with the entry by itself."""
    noun = named.part.noun
    if named.part.is_list:
        refuse_empty_name(noun.resource, named.options[named.part.identity])
    return noun.item(entry)


def _current_stores_beside_the_first(entries: Sequence[NamedEntry]) -> list[str]:
    """Of two current stores each run would make the other one current."""
    current = [entry for entry in entries if becomes_current_store(entry)]
    return [
        f"{entry.place}: {current[0].place} has requested_state: current, too, and an instance has one current store; keep"
        " one of the two."
        for entry in current[1:]
    ]


def _directories_given_twice(entries: Sequence[NamedEntry]) -> list[str]:
    """The server would refuse the second store after the first one was made. What else stores may have together is seen when
    one gets it (see store_directories): two that have it already are left alone."""
    stores = [entry for entry in entries if entry.part.option == "stores" and not entry.is_absent]
    mistakes: list[str] = []
    seen: dict[str, NamedEntry] = {}
    for second in stores:
        path = second.options["database_path"]
        first = seen.setdefault(windows_path(path), second) if path else second
        if first is not second and not _have_a_name_in_common(first, second):
            mistakes.append(
                f"{second.place}: {first.place} has the database_path {first.options['database_path']!r}, too; give each store"
                " a directory of its own."
            )
    return mistakes


def _stores_that_are_merged(entries: Sequence[NamedEntry]) -> Iterator[str]:
    """A merge detaches the other store: another entry would find it there in one run, and miss it in the next one."""
    named = {alike_key(name): entry for entry in entries if entry.part.option == "stores" for name in entry.names}
    merged: dict[str, NamedEntry] = {}
    for entry in entries:
        if not entry.merged_name:
            continue
        other = named.get(alike_key(entry.merged_name), entry)
        if other is not entry:
            yield (
                f"{entry.place}: {MERGE_FROM} detaches the store {entry.merged_name!r}, which {other.place} names; leave one of"
                " the two out."
            )
        first = merged.setdefault(alike_key(entry.merged_name), entry)
        if first is not entry:
            yield (
                f"{entry.place}: {first.place} has {MERGE_FROM}: {entry.merged_name}, too, and detaches that store; keep one of"
                " the two."
            )


def _have_a_name_in_common(first: NamedEntry, second: NamedEntry) -> bool:
    """Two such entries are refused for their names, or are steps of one renaming."""
    return not set(map(alike_key, first.names)).isdisjoint(map(alike_key, second.names))


def names_given_twice(entries: Sequence[NamedEntry]) -> list[str]:
    mistakes = [refusal_of(circle) for circle in Renamings(entries).circles()]
    seen: dict[tuple[str, str], NamedEntry] = {}
    for second in entries:
        for name in dict.fromkeys(map(alike_key, second.names)):
            if not name:
                # A name that is empty is a mistake by itself.
                continue
            first = seen.setdefault((second.part.option, name), second)
            if first is not second and not (follows(second, first) or follows(first, second)):
                mistakes.append(f"{second.place}: {first.place} has the same name; keep one of the two.")
    return list(dict.fromkeys(mistakes))
