# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The functions of a server, compared with those that the collection knows, or with those of an earlier check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .._api.contract import FUNCTIONS, NEWER_ARGUMENTS, Function, version_numbers
from .._api.metadata import Signature
from .uses import USES

#: Functions by name, and in each its arguments with what is known of them; an empty text is nothing.
Signatures = Mapping[str, Mapping[str, str]]

MAY_BE_LEFT_OUT = ", may be left out"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,80}")
_VERSION = re.compile(r"\d+(\.\d+){1,4}")
_OTHER_TYPE = "another type"


def signatures_of(metadata: Mapping[str, Signature]) -> dict[str, dict[str, str]]:
    """The functions of a server, by name. What is no plain name is left out."""
    return {
        signature.name: {
            argument.name: _plain(argument.type) + (MAY_BE_LEFT_OUT if argument.nullable else "")
            for argument in signature.arguments.values()
            if _NAME.fullmatch(argument.name)
        }
        for signature in sorted(metadata.values(), key=lambda each: each.name)
        if _NAME.fullmatch(signature.name)
    }


def are_signatures(value: Any) -> bool:
    """Whether it is what `signatures_of` returns, with nothing else in it."""
    return isinstance(value, Mapping) and all(
        _is_name(name) and isinstance(arguments, Mapping) and all(_is_argument(*each) for each in arguments.items())
        for name, arguments in value.items()
    )


def shown_version(value: Any) -> str:
    """The version of a server, if it looks like one."""
    return value if isinstance(value, str) and _VERSION.fullmatch(value) else "unknown"


def _is_argument(name: Any, kind: Any) -> bool:
    plain = kind.removesuffix(MAY_BE_LEFT_OUT) if isinstance(kind, str) else kind
    return _is_name(name) and plain == _plain(plain)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def compared_with_contract(now: Signatures, version: str) -> dict[str, Any]:
    """What the server has that the collection does not know, and the reverse. What the version explains is `later`."""
    later = {name: function.since for name, function in FUNCTIONS.items() if _came_after(function.since, version)}
    expected = {
        name: dict.fromkeys(_arguments_of(function, now), "")
        for name, function in FUNCTIONS.items()
        if name in now or name not in later
    }
    return {
        "known": len(FUNCTIONS),
        "here": len(now),
        **compared(expected, now),
        "later": {name: since for name, since in later.items() if name not in now},
    }


def compared(before: Signatures, now: Signatures) -> dict[str, Any]:
    """What is new, gone and changed, with the modules that use it, and all that is touched in `modules`."""
    new = {name: dict(now[name]) for name in now if name not in before}
    gone = {name: {"modules": modules_of(name)} for name in before if name not in now}
    changed = {
        name: {**change, "modules": modules_of(name)}
        for name in now
        if name in before and (change := _change(before[name], now[name]))
    }
    return {"new": new, "gone": gone, "changed": changed, "modules": _touched([*gone, *changed])}


def modules_of(function: str) -> list[str]:
    """The modules that use a function, besides those that call any."""
    return USES.get(function, "").split()


def _arguments_of(function: Function, now: Signatures) -> Iterable[str]:
    """The arguments that a server of that version has."""
    here = now.get(function.name, {})
    if function.scope == "instance" and not function.arguments:
        # Its arguments are not public: whatever the server has is right.
        return here
    newer = NEWER_ARGUMENTS.get(function.name, frozenset())
    return [name for name in function.arguments if name in here or name not in newer]


def _change(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, Any]:
    change = {
        "new_arguments": {name: kind for name, kind in now.items() if name not in before},
        "gone_arguments": [name for name in before if name not in now],
        "other_arguments": {
            name: f"{before[name]} -> {now[name]}" for name in now if before.get(name) and before[name] != now[name]
        },
    }
    return {name: what for name, what in change.items() if what}


def _touched(functions: Iterable[str]) -> dict[str, list[str]]:
    touched: dict[str, list[str]] = {}
    for function in functions:
        for module in modules_of(function):
            touched.setdefault(module, []).append(function)
    return dict(sorted(touched.items()))


def _came_after(since: str | None, version: str) -> bool:
    numbers = version_numbers(version)
    return since is not None and bool(numbers) and version_numbers(since) > numbers


def _plain(kind: Any) -> str:
    return kind if _is_name(kind) else _OTHER_TYPE
