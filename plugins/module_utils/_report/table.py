# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables that can be sorted and filtered, and that become cards on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .html import Child, Html, element


@dataclass(frozen=True)
class Column:
    """A column; `kind` is text, name, number, date or action. `pick` offers its values as a choice beside the filter."""

    title: str
    kind: str = "text"
    pick: bool = False


@dataclass(frozen=True)
class Cell:
    """What is shown, and by what it is sorted if that is something else."""

    shown: Child
    sort: str | int | float | None = None


def table(anchor: str, caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, empty: str) -> Html:
    """The table, or the sentence `empty` when it has no row. The first cell of a row is its heading."""
    body = [_row(columns, row) for row in rows]
    if not body:
        return element("p", empty, class_="none")
    picked = next((number for number, column in enumerate(columns) if column.pick), None)
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *(_head(column) for column in columns), role="row"), role="rowgroup"),
        element("tbody", *body, role="rowgroup"),
        id=anchor,
        role="table",
        data_tools=True,
        data_pick=picked,
    )


def _head(column: Column) -> Html:
    is_number = column.kind == "number"
    return element(
        "th",
        column.title,
        scope="col",
        role="columnheader",
        data_number=is_number,
        class_="number" if is_number else None,
    )


def _row(columns: Sequence[Column], cells: Sequence[Cell]) -> Html:
    return element(
        "tr", *(_cell(number, column, cell) for number, (column, cell) in enumerate(zip(columns, cells))), role="row"
    )


def _cell(number: int, column: Column, cell: Cell) -> Html:
    kinds = [] if column.kind == "text" else [column.kind]
    if cell.shown in (None, ""):
        kinds.append("empty")
    is_heading = number == 0
    return element(
        "th" if is_heading else "td",
        cell.shown,
        scope="row" if is_heading else None,
        role="rowheader" if is_heading else "cell",
        class_=" ".join(kinds) or None,
        data_label=column.title,
        data_sort=_sort_value(column, cell),
    )


def _sort_value(column: Column, cell: Cell) -> str | int | float | None:
    if cell.sort is not None:
        return cell.sort
    return "" if column.kind == "number" and cell.shown is None else None
