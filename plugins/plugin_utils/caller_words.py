# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module says of its options, with the variables of the role or playbook that gives them.

Whoever runs a role has set `tenant_confirm`, and has never seen the option `confirm` of its task.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: The variable of a task with the names: those of the options, each with the variable that gives it.
VARIABLE = "__spe_option_names"

#: Values are left alone. An apostrophe inside a word begins none.
_QUOTED = r"(?<!\w)'[^']*'|\"[^\"]*\""


def with_words_of_caller(result: Mapping[str, Any], names: Mapping[str, str], instance_id: Any) -> dict[str, Any]:
    """The result of a task with the names of the variables, in what it says of a failure and in its warnings."""
    renamed = dict(result)
    if result.get("failed"):
        renamed |= _failure_in_words(result, names, f"{instance_id}: ")
    if result.get("warnings"):
        renamed["warnings"] = [_after_tenant(str(warning), names, f"{instance_id}: ") for warning in result["warnings"]]
    return renamed


def _failure_in_words(result: Mapping[str, Any], names: Mapping[str, str], tenant: str) -> dict[str, Any]:
    message, error = str(result.get("msg", "")), result.get("error") or {}
    mistakes = [str(mistake) for mistake in error.get("mistakes", ())]
    if not mistakes:
        return {"msg": _after_tenant(message, names, tenant)}
    renamed = [in_words_of_caller(mistake, names) for mistake in mistakes]
    for mistake, other in zip(mistakes, renamed, strict=True):
        message = message.replace(mistake, other, 1)
    return {"msg": message, "error": {**error, "mistakes": renamed}}


def _after_tenant(sentence: str, names: Mapping[str, str], tenant: str) -> str:
    beginning = tenant if sentence.startswith(tenant) else ""
    return beginning + in_words_of_caller(sentence.removeprefix(beginning), names)


def in_words_of_caller(sentence: str, names: Mapping[str, str]) -> str:
    """The sentence with the names of the variables.

    One that begins with a place, such as `users[0] (anna): `, is about options of that entry, which keep their names.
    """
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    place = re.match(rf"({known})(\[\d+\])?( \([^)]*\))?: ", sentence)
    if place:
        return names[place[1]] + re.sub(rf"(?<![\w.])({known})(?=\[\d)", _renamed(names), sentence[place.end(1) :])
    return re.sub(rf"{_QUOTED}|(?<![\w.-])({known})(?![\w-])", _renamed(names), sentence)


def _renamed(names: Mapping[str, str]) -> Any:
    def replacement(match: re.Match[str]) -> str:
        name = match[1]
        if name is None or not _is_an_option(name, match):
            return match[0]
        return names[name]

    return replacement


def _is_an_option(name: str, match: re.Match[str]) -> bool:
    """Whether it is not an ordinary word, such as `jobs`."""
    return not name.isalpha() or match.start() == 0 or match.string[match.end() : match.end() + 1] in tuple(":[=")
