# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of a list call, found by name without looking at each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .names import alike_key

Row = Mapping[str, Any]


class Rows(tuple[Row, ...]):
    """The rows in the order of the server."""

    _by_name: dict[str, dict[str, list[Row]]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Rows:
        """The rows themselves, if they are Rows already: their index is kept then."""
        return rows if isinstance(rows, cls) else cls(rows)

    def alike(self, identity_key: str, name: str) -> list[Row]:
        """The rows whose name differs from this one in upper and lower case, or in spaces around it, at most."""
        return self._index(identity_key).get(alike_key(name), [])

    def _index(self, identity_key: str) -> dict[str, list[Row]]:
        indexes = self.__dict__.setdefault("_by_name", {})
        if identity_key not in indexes:
            index: dict[str, list[Row]] = {}
            for row in self:
                index.setdefault(alike_key(str(row[identity_key])), []).append(row)
            indexes[identity_key] = index
        found: dict[str, list[Row]] = indexes[identity_key]
        return found
