# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names and patterns of names, as a playbook lists them: what makes no difference between names makes none here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from .names import alike_key

_WILDCARD = re.compile(r"[*?\[]")


class Patterns:
    """What a list of names and patterns stands for. A pattern stands for itself, too: a name may have a bracket."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._names = {alike_key(pattern) for pattern in patterns}
        self._patterns = [name for name in self._names if _WILDCARD.search(name)]

    def fit(self, name: str) -> bool:
        """Whether the name, or a pattern that fits it, is in the list."""
        key = alike_key(name)
        return key in self._names or any(fnmatchcase(key, pattern) for pattern in self._patterns)


def unfit(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """The patterns that fit none of the names."""
    keys = {alike_key(name) for name in names}
    return [
        pattern
        for pattern in patterns
        if alike_key(pattern) not in keys
        and not (_WILDCARD.search(pattern) and any(fnmatchcase(key, alike_key(pattern)) for key in keys))
    ]
