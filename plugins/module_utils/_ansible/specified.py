# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook named: omitted (no change), null (remove) and empty (remove all) are three different cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ansible.module_utils.common.validation import check_type_dict, check_type_list


class SpecifiedOptions(frozenset[str]):
    """The names (never aliases) of the options that the playbook named, `null` included.

    `entries` does the same for options inside options: for each one the entries in their order, a single dictionary
    being a list of one. `specified.entries["users"][0]` is what the playbook named of the first user.
    """

    entries: Mapping[str, tuple[SpecifiedOptions, ...]]

    def __new__(
        cls, names: Iterable[str], entries: Mapping[str, tuple[SpecifiedOptions, ...]] | None = None
    ) -> SpecifiedOptions:
        specified = super().__new__(cls, names)
        specified.entries = entries or {}
        return specified


def specified_in(argument_spec: Mapping[str, Mapping[str, Any]], raw: Mapping[str, Any]) -> SpecifiedOptions:
    """What the arguments, as the playbook wrote them, name of this specification."""
    names, entries = [], {}
    for name, option, written in written_options(argument_spec, raw):
        names.append(name)
        inner = option.get("options")
        if inner:
            entries[name] = tuple(specified_in(inner, entry) for entry in entries_of(option, raw[written[0]]))
    return SpecifiedOptions(names, entries)


def as_shown(params: Mapping[str, Any], specified: SpecifiedOptions) -> dict[str, Any]:
    """The options as a result shows them in its `invocation`.

    Of options inside options only what the playbook names: what Ansible fills in would be most of the result of a task with
    many entries, and travel through each process of Ansible.
    """
    return {name: _entries_as_shown(value, specified.entries.get(name, ())) for name, value in params.items()}


def _entries_as_shown(value: Any, entries: tuple[SpecifiedOptions, ...]) -> Any:
    if not entries:
        return value
    if isinstance(value, list):
        return [_entry_as_shown(entry, named) for entry, named in zip(value, entries)]
    return _entry_as_shown(value, entries[0])


def _entry_as_shown(entry: Mapping[str, Any], named: SpecifiedOptions) -> dict[str, Any]:
    return as_shown({name: value for name, value in entry.items() if name in named}, named)


def without_null_words(argument_spec: Mapping[str, Mapping[str, Any]], raw: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments without those that are null where only certain words are allowed, also in options inside options.

    Ansible refuses null there, although it means that the value shall be removed; `specified_in` still shows it.
    """
    by_name = {key: option for name, option in argument_spec.items() for key in (name, *option.get("aliases", ()))}
    return {
        key: _without_null_words_inside(by_name.get(key, {}), value)
        for key, value in raw.items()
        if value is not None or not _is_word_that_may_be_null(by_name.get(key, {}))
    }


def _is_word_that_may_be_null(option: Mapping[str, Any]) -> bool:
    return bool(option.get("choices")) and "default" not in option and not option.get("required")


def _without_null_words_inside(option: Mapping[str, Any], value: Any) -> Any:
    inner = option.get("options")
    if not inner:
        return value
    if isinstance(value, list):
        return [without_null_words(inner, entry) if isinstance(entry, Mapping) else entry for entry in value]
    return without_null_words(inner, value) if isinstance(value, Mapping) else value


def written_options(
    argument_spec: Mapping[str, Mapping[str, Any]], raw: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any], Sequence[str]]]:
    """The options that the playbook gives, in the order of the specification, and the names under which it gives each;
    the value of the first of these counts, as in AnsibleModule."""
    for name, option in argument_spec.items():
        aliases = option.get("aliases")
        if aliases:
            written = [key for key in (*reversed(aliases), name) if key in raw]
            if written:
                yield name, option, written
        elif name in raw:
            yield name, option, (name,)


def entries_of(option: Mapping[str, Any], value: Any) -> list[Mapping[str, Any]]:
    """The dictionaries that an option with options of its own holds, converted as AnsibleModule does.

    Without what AnsibleModule refuses: refusing is its part.
    """
    if value is None:
        return []
    entries: list[Mapping[str, Any]] = []
    with suppress(TypeError):
        for entry in check_type_list(value) if option.get("type") == "list" else [value]:
            if isinstance(entry, dict):
                entries.append(entry)
                continue
            with suppress(TypeError):
                entries.append(check_type_dict(entry))
    return entries
