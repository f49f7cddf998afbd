# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of a server and of a playbook do no harm in a page, and a page is one file."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._report import chart, page, table
from ansible_collections.community.mailstore.plugins.module_utils._report.html import element, joined, text

NAMES = [
    "<script>alert(1)</script>",
    "</script><b>",
    "\"quotes\" and 'quotes'",
    "{{ 7 * 7 }}",
    "O'Brien & Söhne 🏨",
    "x" * 300,
    "</title></style>",
    "javascript:alert(1)",
]


class Reader(HTMLParser):
    """Collects what a browser would show and load."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def whole_page(name: str) -> str:
    rows = [[table.Cell(name, sort=name), table.Cell(element("b", name))]]
    columns = [table.Column(name), table.Column(name, pick=True)]
    points = [chart.Point(0, 1), chart.Point(5, 4)]
    content = joined(
        table.table("one", name, columns, rows, empty="None."),
        chart.bars([chart.Bar(name, 0.5, name)]),
        chart.trend(points, label=name, first=name, last=name, top=name),
        chart.sparkline(points, name),
    )
    return page.page(
        name,
        name,
        tiles=[page.Tile(3, name)],
        sections=[page.Section(f"s{number}", name, content, note=name) for number in range(3)],
        footer=name,
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is_and_changes_nothing_else(name: str) -> None:
    plain, named = read(whole_page("name")), read(whole_page(name))
    assert named.tags == plain.tags
    assert [key for key, _value in named.attributes] == [key for key, _value in plain.attributes]
    assert named.texts.count(name) == plain.texts.count("name")


def test_a_page_loads_and_links_nothing_outside() -> None:
    attributes = read(whole_page("name")).attributes
    links = [value for key, value in attributes if key in ("href", "src", "action", "srcset")]
    assert {link for link in links if link is not None and not link.startswith("#")} == {"data:,"}
    assert "url(" not in whole_page("name")
    assert "@import" not in whole_page("name")


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\N{RIGHT-TO-LEFT OVERRIDE}", "\ud800", "\x85"])
def test_what_html_cannot_hold_is_replaced(letter: str) -> None:
    assert text(f"a{letter}b") == "a\N{REPLACEMENT CHARACTER}b"


def test_text_that_was_escaped_is_not_escaped_again() -> None:
    assert joined(text("a & b"), element("i", text("<")), "<", None, 3) == "a &amp; b<i>&lt;</i>&lt;3"


def test_attributes_are_left_out_or_have_no_value() -> None:
    assert element("input", hidden=True, value=None, checked=False, data_x='"') == '<input hidden data-x="&quot;">'


def test_a_table_without_rows_is_a_sentence() -> None:
    assert table.table("t", "Caption", [table.Column("A")], [], empty="Nothing.") == '<p class="none">Nothing.</p>'


def test_an_unknown_number_sorts_as_nothing() -> None:
    columns = [table.Column("A"), table.Column("B", "number")]
    shown = table.table("t", "Caption", columns, [[table.Cell("a"), table.Cell(None)]], empty="")
    assert '<td role="cell" class="number empty" data-label="B" data-sort="">' in shown


def test_one_point_is_no_curve() -> None:
    assert chart.sparkline([chart.Point(0, 1)], "x") is None
    assert "polyline" in chart.trend([chart.Point(0, 0)], label="x", first="", last="", top="")
