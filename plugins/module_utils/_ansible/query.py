# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Picking from a result with JMESPath."""

from __future__ import annotations

from typing import Any

from .._api.errors import InputError
from .libraries import LibraryMissing

try:
    import jmespath
except ImportError:
    HAS_JMESPATH = False
else:
    HAS_JMESPATH = True


def check_query(expression: str | None, *, option: str = "query") -> None:
    """Before any work: raises LibraryMissing without jmespath, InputError for what is not an expression."""
    if expression is None:
        return
    if not HAS_JMESPATH:
        raise LibraryMissing("jmespath", needed_by=f"the option {option}")
    try:
        jmespath.compile(expression)
    except (jmespath.exceptions.JMESPathError, ValueError) as error:
        raise _invalid(option, error) from None


def apply_query(expression: str | None, value: Any, *, option: str = "query") -> Any:
    """What the expression picks from the value; without an expression the value itself.

    Raises LibraryMissing without jmespath, InputError for an expression that cannot be read or applied.
    """
    if expression is None:
        return value
    check_query(expression, option=option)
    try:
        return jmespath.search(expression, value)
    except jmespath.exceptions.JMESPathTypeError as error:
        # The library's own sentence repeats the value, which may be long and may be private.
        raise InputError(
            f"The option {option} cannot be applied: {error.function_name}() takes {_words(error.expected_types)},"
            f" but gets {error.actual_type}."
        ) from None
    except (jmespath.exceptions.JMESPathError, ValueError) as error:
        raise _invalid(option, error) from None


def _invalid(option: str, error: Exception) -> InputError:
    reason = str(error).splitlines()[0].rstrip(":.") if str(error) else type(error).__name__
    reason = reason.removeprefix("Invalid jmespath expression: ")
    return InputError(f"The option {option} is not a valid JMESPath expression: {reason}.")


def _words(names: Any) -> str:
    return names if isinstance(names, str) else " or ".join(str(name) for name in names)
