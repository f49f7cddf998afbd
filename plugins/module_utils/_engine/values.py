# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the values of a field are read, written and compared.

A rule knows the two forms of a value: the form of the option, as playbooks and results show it, and the form of the
API. Everything is compared in the option's form. C(None) in the option's form means "nothing there".
"""

from __future__ import annotations

import ntpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from .._api.errors import InputError


class Rule:
    """A plain value, compared as it is; the base of all rules."""

    #: Whether null may be said of such a field, to remove what is there.
    removable = True

    def from_api(self, value: Any) -> Any:
        """The option's form of what the server says."""
        return value

    def to_api(self, value: Any) -> Any:
        """What goes into the call; None is left out of the request."""
        return value

    def same(self, current: Any, desired: Any) -> bool:
        """Whether the server already has what the playbook asks for; both in the option's form."""
        return bool(current == desired)

    def after(self, current: Any, desired: Any) -> Any:
        """What will be read after writing O(desired) over O(current), in the option's form."""
        return self.from_api(self.to_api(desired))

    def in_diff(self, value: Any, desired: Any) -> Any:
        """What the diff shows of a value, before or after: nothing that the playbook does not name."""
        return value


class Text(Rule):
    """A text; empty and missing are the same, and are written by leaving the argument out (documented)."""

    def from_api(self, value: Any) -> Any:
        return value or None

    def to_api(self, value: Any) -> Any:
        return value or None

    def same(self, current: Any, desired: Any) -> bool:
        return (current or None) == (desired or None)


class RequiredText(Text):
    """A text that is always there: the server has no way to take it away."""

    removable = False


class HostName(RequiredText):
    """The name of a server, of which the case of letters makes no difference."""

    def same(self, current: Any, desired: Any) -> bool:
        return (current or "").lower() == (desired or "").lower()


class ConfiguredText(Text):
    """A text inside a configuration, where none is written as an empty text (unknown; observed are texts only)."""

    def to_api(self, value: Any) -> Any:
        return value or ""


class WindowsPath(Text):
    """A path on the instance host: case, slashes, doubled and trailing backslashes make no difference to Windows."""

    def same(self, current: Any, desired: Any) -> bool:
        return self._normal(current) == self._normal(desired)

    @staticmethod
    def _normal(path: Any) -> str:
        return ntpath.normcase(ntpath.normpath(path or "")).rstrip("\\")


class RequiredPath(WindowsPath):
    """A path that is always there."""

    removable = False


class Flag(Rule):
    """Yes or no; some reads say it as a text (observed for profiles)."""

    removable = False

    def from_api(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.strip().lower() in ("true", "1")
        return value


class Number(Rule):
    """A number that the server may say as a text (unknown for the interval of a job)."""

    def from_api(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip().lstrip("-").isdigit():
            return int(value)
        return value


class Port(Number):
    """A TCP port, which is always there."""

    removable = False

    def to_api(self, value: Any) -> Any:
        """Raises InputError for what is no port."""
        if not 1 <= value <= 65535:
            raise InputError(f"port is {value}, but a port is a number from 1 to 65535.")
        return value


@dataclass(frozen=True)
class Word(Rule):
    """One of a few words; C(words) maps the option's word to the API's where the two differ."""

    words: Mapping[str, str] = field(default_factory=dict)
    removable = False

    def from_api(self, value: Any) -> Any:
        return _reversed(self.words).get(value, value)

    def to_api(self, value: Any) -> Any:
        return self.words.get(value, value)


@dataclass(frozen=True)
class TextUnless(RequiredText):
    """A text that is not compared when it is one of C(unless): the server may say it in other words."""

    unless: frozenset[str] = frozenset()

    def same(self, current: Any, desired: Any) -> bool:
        return desired in self.unless or super().same(current, desired)


class TimeOfDay(Rule):
    """A time of day: 03:30 and 03:30:00 are the same."""

    def from_api(self, value: Any) -> Any:
        return _iso(time.fromisoformat, value)

    def same(self, current: Any, desired: Any) -> bool:
        return bool(self.from_api(current) == self.from_api(desired))


class DateAndTime(Rule):
    """A date and time without a zone, to the second; a blank or a T between date and time makes no difference."""

    def from_api(self, value: Any) -> Any:
        return _iso(datetime.fromisoformat, value)

    def to_api(self, value: Any) -> Any:
        return self.from_api(value)

    def same(self, current: Any, desired: Any) -> bool:
        return bool(self.from_api(current) == self.from_api(desired))


@dataclass(frozen=True)
class TextSet(Rule):
    """A list whose order carries no meaning; an empty one is written by leaving it out (inferred)."""

    def from_api(self, value: Any) -> Any:
        return list(value or [])

    def to_api(self, value: Any) -> Any:
        return list(dict.fromkeys(value)) if value else None

    def same(self, current: Any, desired: Any) -> bool:
        return set(current or []) == set(desired or [])


class ConfiguredSet(TextSet):
    """A set inside a configuration, where an empty one is written as an empty list."""

    def to_api(self, value: Any) -> Any:
        return list(value or [])


class FirstThenSet(TextSet):
    """A list whose first entry has a meaning of its own (the primary address); the rest is a set."""

    def same(self, current: Any, desired: Any) -> bool:
        return list(current or [])[:1] == list(desired or [])[:1] and super().same(current, desired)


@dataclass(frozen=True)
class WordSet(TextSet):
    """A set of words, where C(none) says that there are none; [] and ["none"] are the same.

    Words of C(optional) count only when the playbook names them: the server may add them by itself.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()

    def from_api(self, value: Any) -> Any:
        option_words = _reversed(self.words)
        return [option_words.get(word, word) for word in value or [] if word != "none"]

    def to_api(self, value: Any) -> Any:
        return [self.words.get(word, word) for word in value] if value else ["none"]

    def same(self, current: Any, desired: Any) -> bool:
        wanted = set(desired or []) - {"none"}
        ignored = self.optional - wanted
        return set(current or []) - {"none"} - ignored == wanted - ignored


@dataclass(frozen=True)
class SetsByName(Rule):
    """A list of entries, each a name and a set of words: compared as a map.

    Entries that the playbook does not name are left alone, unless C(purge).
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
        """The entries to write, in the order of the playbook, those to purge last."""
        there, wanted = self.as_map(current), self.as_map(desired)
        entries = {name: words for name, words in wanted.items() if there.get(name, frozenset()) != words}
        if self.purge:
            entries.update({name: frozenset() for name in there if name not in wanted})
        return entries

    def same(self, current: Any, desired: Any) -> bool:
        return not self.drift(current, desired)

    def after(self, current: Any, desired: Any) -> Any:
        merged = {**self.as_map(current), **self.drift(current, desired)}
        return self.from_api([{self.name: name, self.members: words} for name, words in merged.items() if words])


class GivenKeys(Rule):
    """A dictionary of which only the keys that the playbook names are compared, level by level.

    The order of a list inside carries no meaning: the known ones, such as groups of a directory, are sets (observed).
    """

    def same(self, current: Any, desired: Any) -> bool:
        if isinstance(desired, list) and isinstance(current, list):
            return sorted(map(str, current)) == sorted(map(str, desired))
        if not isinstance(desired, Mapping):
            return bool(current == desired)
        there = current if isinstance(current, Mapping) else {}
        return all(self.same(there.get(key), value) for key, value in desired.items())

    def after(self, current: Any, desired: Any) -> Any:
        if not isinstance(desired, Mapping):
            return desired
        there = dict(current) if isinstance(current, Mapping) else {}
        there.update({key: self.after(there.get(key), value) for key, value in desired.items()})
        return there

    def in_diff(self, value: Any, desired: Any) -> Any:
        if not isinstance(value, Mapping) or not isinstance(desired, Mapping):
            return value
        return {key: self.in_diff(value[key], entry) for key, entry in desired.items() if key in value}


class Secret(Rule):
    """A value that is never read back: it can be written, never compared."""

    removable = False

    def same(self, current: Any, desired: Any) -> bool:
        return False


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
