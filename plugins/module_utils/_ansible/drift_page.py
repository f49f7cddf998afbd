# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a comparison of many tenants as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._report.html import Html, element
from .._report.page import Section, Tile, mark, page
from .._report.table import Cell, Column, table

Options = Mapping[str, Any]

_COLUMNS = (Column("Tenant"), Column("Result", pick=True), Column("Difference"))

#: The word for a row, and in which colour it is shown.
_DIFFERS = ("differs", "warning")
_UNREADABLE = ("unreadable", "critical")
_STOPPED = ("stopped", "information")
_UNKNOWN = ("not described", "information")


def drift_page(drift: Options) -> str:
    """The page: the figures, and a table of all that is not clean."""
    counts = drift["counts"]
    tiles = (
        Tile(counts["tenants"], "tenants"),
        Tile(counts["clean"], "as described", "clean"),
        Tile(counts["differ"], "differ", "warning" if counts["differ"] else "neutral"),
        Tile(counts["stopped"], "stopped", "information" if counts["stopped"] else "neutral"),
        Tile(counts["unreadable"], "unreadable", "critical" if counts["unreadable"] else "neutral"),
    )
    rows = [_cells(name, kind, text) for name, kind, text in _entries(drift)]
    shown = table("tenants", "Tenants that are not as described", _COLUMNS, rows, empty="All tenants are as described.")
    return page(
        "Tenants and their descriptions",
        f"As of {drift['read_at']}",
        tiles=tiles,
        sections=[Section("differences", "Differences", shown)],
        footer=drift["summary"],
    )


def _entries(drift: Options) -> Iterator[tuple[str, tuple[str, str], Sequence[str]]]:
    for row in drift["tenants"]:
        if row["differs"]:
            yield row["name"], _DIFFERS, row["differences"]
        if row["error"] is not None:
            yield row["name"], _UNREADABLE, [row["error"]]
        if row["name"] in drift["stopped"]:
            yield row["name"], _STOPPED, [f"is {row['status']} (code: {row['state']})"]
        if not row["described"]:
            yield row["name"], _UNKNOWN, ["its variables describe no tenant"]
    for name in drift["unknown_tenants"]:
        yield name, _UNKNOWN, ["is on the server, but not in the inventory"]


def _cells(name: str, kind: tuple[str, str], texts: Sequence[str]) -> list[Cell]:
    return [Cell(name), Cell(mark(*kind), kind[0]), Cell(_list(texts), texts[0])]


def _list(texts: Sequence[str]) -> Html:
    return element("ul", *(element("li", text) for text in texts))
