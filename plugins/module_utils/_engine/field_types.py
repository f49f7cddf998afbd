# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the values of a field are read, written and compared.

A field type knows the two forms of a value: the form of the option, as playbooks and results show it, and the form of the
API. Everything is compared in the option's form. `None` in the option's form means "nothing there".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from .._api.assumptions import (
    EMPTY_LIST_ARGUMENT,
    EMPTY_LIST_IN_CONFIGURATION,
    NO_TEXT_IN_CONFIGURATION,
    flag_as_read,
    job_time_as_sent,
    number_as_read,
    text_as_read,
)
from .._api.errors import InputError
from . import canonical
from .free_values import typed
from .names import name_among, normal, without_case
from .windows_paths import directory_path


class FieldType:
    """A plain value, compared as it is; the base of all field types."""

    #: Whether null may be given for such a field, to remove its value.
    removable = True

    def from_api(self, value: Any) -> Any:
        """The option's form of what the server returns."""
        return value

    def to_api(self, value: Any) -> Any:
        """What goes into the call; None is left out of the request."""
        return value

    def check(self, option: str, value: Any) -> None:
        """Raises InputError for what no value of such a field can be; `option` is for the sentence."""

    def equal(self, current: Any, desired: Any) -> bool:
        """Whether the server already has what the playbook asks for; both in the option's form."""
        return bool(current == desired)

    def merged(self, current: Any, desired: Any) -> Any:
        """What will be read after writing `desired` over `current`, in the option's form."""
        return self.from_api(self.to_api(desired))

    def diff_value(self, value: Any, desired: Any) -> Any:
        """What the diff shows of a value, before or after: nothing that the playbook does not name."""
        return value

    def in_order(self, value: Any) -> Any:
        """The value with what has no order of its own in one that does not depend on the server."""
        return value


class Text(FieldType):
    """A text; empty and missing are the same, and are written by leaving the argument out (documented)."""

    def from_api(self, value: Any) -> Any:
        return text_as_read(value) or None

    def to_api(self, value: Any) -> Any:
        return value or None

    def equal(self, current: Any, desired: Any) -> bool:
        return bool(self.canonical(current or "") == self.canonical(desired or ""))

    def canonical(self, text: Any) -> Any:
        """The form of a value that was written in one of several ways, which mean the same."""
        return normal(text) if isinstance(text, str) else text


class RequiredText(Text):
    """A text that is always there: the server has no way to take it away."""

    removable = False


class HostName(RequiredText):
    """The name of a server, of which the case of letters makes no difference."""

    def canonical(self, text: Any) -> Any:
        return canonical.host_name(text)


class DistinguishedName(Text):
    """The name of an entry in a directory, of which neither case nor blanks between its parts make a difference."""

    def canonical(self, text: Any) -> Any:
        return canonical.distinguished_name(text) if text else ""


@dataclass(frozen=True)
class NameInside(RequiredText):
    """The name of something else, which `what` says in words; it follows the rule for names."""

    what: str

    def equal(self, current: Any, desired: Any) -> bool:
        """Raises InputError for the same name in other letters."""
        return name_among(desired or "", [current or ""], self.what) is not None


class ConfiguredText(Text):
    """A text inside a configuration, which has another word for none."""

    def to_api(self, value: Any) -> Any:
        return value or NO_TEXT_IN_CONFIGURATION


class ConfiguredHostName(ConfiguredText):
    """The name of a server inside a configuration."""

    def canonical(self, text: Any) -> Any:
        return canonical.host_name(text)


class MailAddress(ConfiguredText):
    """An e-mail address inside a configuration: its domain is a host name."""

    def check(self, option: str, value: Any) -> None:
        _refuse_several_addresses(option, value)

    def canonical(self, text: Any) -> Any:
        return canonical.mail_address(text)


class WindowsPath(Text):
    """A path on the instance host: case, slashes, doubled and trailing backslashes make no difference to Windows."""

    def check(self, option: str, value: Any) -> None:
        if value:
            directory_path(value, option)

    def canonical(self, text: Any) -> Any:
        return canonical.windows_path(text)


class RequiredPath(WindowsPath):
    """A path that is always there."""

    removable = False


class Boolean(FieldType):
    """Yes or no."""

    removable = False

    def from_api(self, value: Any) -> Any:
        return flag_as_read(value)


class Number(FieldType):
    """A number, which the server may say as a text."""

    def from_api(self, value: Any) -> Any:
        return number_as_read(value)


class Port(Number):
    """A TCP port, which is always there."""

    removable = False

    def check(self, option: str, value: Any) -> None:
        if not 1 <= value <= 65535:
            raise InputError(f"{option} is {value}, but a port is a number from 1 to 65535.")


@dataclass(frozen=True)
class Choice(FieldType):
    """One of a few words; `words` maps the option's word to the API's where the two differ."""

    words: Mapping[str, str] = field(default_factory=dict)
    removable = False

    def from_api(self, value: Any) -> Any:
        return _reversed(self.words).get(value, value)

    def to_api(self, value: Any) -> Any:
        return self.words.get(value, value)


@dataclass(frozen=True)
class TimeZone(RequiredText):
    """A Windows time zone, of which case makes no difference; not compared when it is one of `unless`, which the server
    may say in other words."""

    unless: frozenset[str] = frozenset()

    def equal(self, current: Any, desired: Any) -> bool:
        return desired in self.unless or super().equal(current, desired)

    def canonical(self, text: Any) -> Any:
        return without_case(text)


class TimeOfDay(FieldType):
    """A time of day: 03:30 and 03:30:00 are the same."""

    def from_api(self, value: Any) -> Any:
        return _iso(time.fromisoformat, value)

    def to_api(self, value: Any) -> Any:
        return job_time_as_sent(value)

    def equal(self, current: Any, desired: Any) -> bool:
        return bool(self.from_api(current) == self.from_api(desired))


class DateAndTime(FieldType):
    """A date and time without a zone, to the second; a blank or a T between date and time makes no difference."""

    def from_api(self, value: Any) -> Any:
        return _iso(datetime.fromisoformat, value)

    def to_api(self, value: Any) -> Any:
        return self.from_api(value)

    def equal(self, current: Any, desired: Any) -> bool:
        return bool(self.from_api(current) == self.from_api(desired))


@dataclass(frozen=True)
class TextSet(FieldType):
    """A list whose order carries no meaning."""

    def from_api(self, value: Any) -> Any:
        return list(value or [])

    def to_api(self, value: Any) -> Any:
        return self.distinct(value) or EMPTY_LIST_ARGUMENT

    def equal(self, current: Any, desired: Any) -> bool:
        return self.keys(self.distinct(current)) == self.keys(self.distinct(desired))

    def in_order(self, value: Any) -> Any:
        return sorted(value)

    def key(self, element: Any) -> Any:
        """What is equal for two ways of writing one element."""
        return normal(element.strip()) if isinstance(element, str) else element

    def repetition(self, element: Any) -> Any:
        """What is equal for elements of which one list keeps the first only."""
        return self.key(element)

    def keys(self, value: Iterable[Any] | None) -> set[Any]:
        return {self.key(element) for element in value or []}

    def distinct(self, value: Iterable[Any] | None) -> list[Any]:
        """The elements without repetitions, of which the first stays."""
        first: dict[Any, Any] = {}
        for element in value or []:
            first.setdefault(self.repetition(element), element)
        return list(first.values())


class ConfiguredSet(TextSet):
    """A set inside a configuration, where an empty one is written in another way."""

    def to_api(self, value: Any) -> Any:
        return self.distinct(value) or list(EMPTY_LIST_IN_CONFIGURATION)


class PrimaryThenSet(TextSet):
    """A list whose first entry has a meaning of its own (the primary address); the rest is a set."""

    def in_order(self, value: Any) -> Any:
        return [*value[:1], *sorted(value[1:])]

    def equal(self, current: Any, desired: Any) -> bool:
        return self.keys((current or [])[:1]) == self.keys((desired or [])[:1]) and super().equal(current, desired)


class _AddressSet(TextSet):
    """E-mail addresses: their domains are host names, and one address in other letters is the same address."""

    def check(self, option: str, value: Any) -> None:
        for address in value:
            _refuse_several_addresses(option, address)

    def key(self, element: Any) -> Any:
        return canonical.mail_address(element)

    def repetition(self, element: Any) -> Any:
        return without_case(element)


class MailAddresses(_AddressSet, PrimaryThenSet):
    """The addresses of a user, the primary one first."""


class Recipients(_AddressSet, ConfiguredSet):
    """Addresses inside a configuration."""


@dataclass(frozen=True)
class ChoiceSet(TextSet):
    """A set of words, where `none` means that there are none; [] and ["none"] are the same.

    Words of `optional` count only when the playbook names them: the server may add them itself.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()

    def from_api(self, value: Any) -> Any:
        option_words = _reversed(self.words)
        return [option_words.get(word, word) for word in value or [] if word != "none"]

    def to_api(self, value: Any) -> Any:
        return [self.words.get(word, word) for word in dict.fromkeys(value)] if value else ["none"]

    def equal(self, current: Any, desired: Any) -> bool:
        desired_words = set(desired or []) - {"none"}
        ignored = self.optional - desired_words
        return set(current or []) - {"none"} - ignored == desired_words - ignored


@dataclass(frozen=True)
class SetMap(FieldType):
    """A list of entries, each a name and a set of words: compared as a map.

    Entries that the playbook does not name stay as they are, unless `purge`. The names follow the rule for names.
    """

    name: str
    members: str
    purge: bool = False

    def from_api(self, value: Any) -> Any:
        entries = [
            {self.name: entry[self.name], self.members: sorted(entry[self.members] or [])} for entry in value or []
        ]
        return sorted(entries, key=lambda entry: str(entry[self.name]))

    def as_map(self, value: Any) -> dict[str, frozenset[str]]:
        """Name to set of words; an empty set means "no such entry"."""
        return {
            entry[self.name]: frozenset(word for word in entry[self.members] or [] if word != "none")
            for entry in value or []
        }

    def drift(self, current: Any, desired: Any) -> dict[str, frozenset[str]]:
        """The entries to write, in the order of the playbook, those to purge last.

        Raises InputError for a name that exists only in other letters.
        """
        there = self.as_map(current)
        desired_entries = {
            name_among(name, there, self.name) or name: words for name, words in self.as_map(desired).items()
        }
        entries = {name: words for name, words in desired_entries.items() if there.get(name, frozenset()) != words}
        if self.purge:
            entries.update({name: frozenset() for name in there if name not in desired_entries})
        return entries

    def equal(self, current: Any, desired: Any) -> bool:
        return not self.drift(current, desired)

    def merged(self, current: Any, desired: Any) -> Any:
        merged = {**self.as_map(current), **self.drift(current, desired)}
        return self.from_api([{self.name: name, self.members: words} for name, words in merged.items() if words])


@dataclass(frozen=True)
class PartialDict(FieldType):
    """A dictionary of which only the keys that the playbook names are compared, level by level.

    No option gives its values a type: they get those that the server has, or `examples`, and what a person wrote must
    fit. `place` is the option's name for sentences. Each text is compared in the one form that its kind has.
    The order of a list inside carries no meaning: the known ones, such as groups of a directory, are sets (observed).
    """

    place: str = ""
    examples: Mapping[str, Any] = field(default_factory=dict)

    def typed(self, current: Any, desired: Any) -> Any:
        """What is `desired`, with the types of what is there. Raises InputError for what does not fit."""
        return typed(desired, self.example(current), self.place)

    def example(self, current: Any) -> Any:
        """What defines the types: what the server has, beside what is known of it."""
        there = current if isinstance(current, Mapping) else {}
        return {**self.examples, **{key: value for key, value in there.items() if value is not None}}

    def equal(self, current: Any, desired: Any) -> bool:
        return _same(current, self.typed(current, desired), "")

    def merged(self, current: Any, desired: Any) -> Any:
        return _merged(current, self.typed(current, desired), "")

    def diff_value(self, value: Any, desired: Any) -> Any:
        if not isinstance(value, Mapping) or not isinstance(desired, Mapping):
            return value
        return {key: self.diff_value(value[key], entry) for key, entry in desired.items() if key in value}


def _same(current: Any, desired: Any, key: str) -> bool:
    if isinstance(desired, list) and isinstance(current, list):
        return _sorted(current, key) == _sorted(desired, key)
    if not isinstance(desired, Mapping):
        return bool(canonical.canonical(current, key) == canonical.canonical(desired, key))
    there = current if isinstance(current, Mapping) else {}
    return all(_same(there.get(name), value, name) for name, value in desired.items())


def _sorted(elements: list[Any], key: str) -> list[str]:
    return sorted({str(canonical.canonical(element, key)) for element in elements})


def _merged(current: Any, desired: Any, key: str) -> Any:
    if isinstance(desired, str) and _same(current, desired, key):
        return current
    if not isinstance(desired, Mapping):
        return canonical.as_servers_say(desired, key)
    there = dict(current) if isinstance(current, Mapping) else {}
    there.update({name: _merged(there.get(name), value, name) for name, value in desired.items()})
    return there


class Secret(FieldType):
    """A value that is never read back: it can be written, never compared."""

    removable = False

    def equal(self, current: Any, desired: Any) -> bool:
        return False


def _refuse_several_addresses(option: str, text: str) -> None:
    """Raises InputError for addresses with a blank or a semicolon between them: they would be one that gets no mail."""
    if text.count("@") > 1 and '"' not in text:
        raise InputError(
            f"{option}: {text!r} is not one e-mail address; separate addresses with commas, or list each by itself."
        )


def _reversed(words: Mapping[str, str]) -> dict[str, str]:
    return {api: option for option, api in words.items()}


def _iso(parse: Any, value: Any) -> Any:
    """The value in ISO form to the second, or as it is when it is none: the server, or a check of ours, will say so."""
    if not isinstance(value, str):
        return value
    try:
        return parse(value).replace(microsecond=0).isoformat()
    except ValueError:
        return value
