# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of structured data: one small language for json arguments, seeds and fault files.

A shape checks a value and returns it, completed by defaults. What does not fit raises ShapeError with the path
to the place, such as `instances[2].stores[0].name`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class ShapeError(Exception):
    """`path` tells where, `problem` what is wrong."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


class Shape(Protocol):
    """What a JSON value must look like."""

    def check(self, value: Any, path: str) -> Any:
        """The value, with what was left out filled in. Raises ShapeError."""


@dataclass(frozen=True)
class Anything:
    """Whatever JSON can say; YAML can say more, such as dates."""

    def check(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {str(key): self.check(entry, f"{path}.{key}") for key, entry in value.items()}
        if isinstance(value, list):
            return [self.check(entry, f"{path}[{index}]") for index, entry in enumerate(value)]
        is_plain = value is None or isinstance(value, (str, int)) or (isinstance(value, float) and math.isfinite(value))
        if not is_plain:
            raise ShapeError(path, f"{value!r} cannot be written as JSON; quote it if it is a text")
        return value


@dataclass(frozen=True)
class Text:
    pattern: str | None = None
    choices: tuple[str, ...] = ()

    def check(self, value: Any, path: str) -> str:
        if not isinstance(value, str):
            raise ShapeError(path, f"a text is expected, not {value!r}")
        if self.choices and value not in self.choices:
            raise ShapeError(path, f"{value!r} is not one of {', '.join(self.choices)}")
        if self.pattern is not None and not re.fullmatch(self.pattern, value):
            raise ShapeError(path, f"{value!r} does not match {self.pattern}")
        return value


@dataclass(frozen=True)
class Number:
    """A whole number."""

    minimum: int | None = None
    maximum: int | None = None

    def check(self, value: Any, path: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ShapeError(path, f"a whole number is expected, not {value!r}")
        if self.minimum is not None and value < self.minimum:
            raise ShapeError(path, f"{value!r} is less than {self.minimum}")
        if self.maximum is not None and value > self.maximum:
            raise ShapeError(path, f"{value!r} is more than {self.maximum}")
        return value


@dataclass(frozen=True)
class Flag:
    def check(self, value: Any, path: str) -> bool:
        if not isinstance(value, bool):
            raise ShapeError(path, f"true or false is expected, not {value!r}")
        return value


@dataclass(frozen=True)
class OrNull:
    shape: Shape

    def check(self, value: Any, path: str) -> Any:
        return None if value is None else self.shape.check(value, path)


@dataclass(frozen=True)
class ListOf:
    item: Shape

    def check(self, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise ShapeError(path, f"a list is expected, not {value!r}")
        return [self.item.check(entry, f"{path}[{index}]") for index, entry in enumerate(value)]


@dataclass(frozen=True)
class MapOf:
    """Free keys, all values of one shape."""

    value: Shape

    def check(self, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ShapeError(path, f"a mapping is expected, not {value!r}")
        return {str(key): self.value.check(entry, f"{path}.{key}") for key, entry in value.items()}


@dataclass(frozen=True)
class Key:
    """One key of a record: required, or with a default (a function, so that lists are never shared)."""

    shape: Shape
    required: bool = True
    default: Any = None


@dataclass(frozen=True)
class Record:
    """Named keys in the order in which they are written out."""

    keys: Mapping[str, Key] = field(default_factory=dict)

    def check(self, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ShapeError(path, f"a mapping is expected, not {value!r}")
        unknown = [str(key) for key in value if key not in self.keys]
        if unknown:
            raise ShapeError(path, f"unknown key {unknown[0]!r}; known are {', '.join(self.keys)}")
        return {name: self._member(name, key, value, path) for name, key in self.keys.items()}

    @staticmethod
    def _member(name: str, key: Key, value: dict[str, Any], path: str) -> Any:
        where = f"{path}.{name}" if path else name
        if name in value:
            return key.shape.check(value[name], where)
        if key.required:
            raise ShapeError(path, f"the key {name!r} is missing")
        return key.default() if callable(key.default) else key.default


def required(shape: Shape) -> Key:
    return Key(shape)


def optional(shape: Shape, default: Any = None) -> Key:
    return Key(shape, required=False, default=default)
