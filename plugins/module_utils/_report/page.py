# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A page that is one file: it loads nothing, links to nothing outside, and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from .html import Html, element, joined, raw
from .script import SCRIPT
from .style import STYLE


@dataclass(frozen=True)
class Tile:
    """One figure at the top of a page; `kind` is critical, warning, information, clean or neutral."""

    figure: int | str
    label: str
    kind: str = "neutral"


@dataclass(frozen=True)
class Section:
    """A part of a page with a heading; `anchor` is its place in the page."""

    anchor: str
    title: str
    content: Html
    note: str | None = None


def page(
    title: str, subtitle: str, *, tiles: Iterable[Tile] = (), sections: Iterable[Section] = (), footer: str = ""
) -> str:
    """The whole page."""
    shown = list(sections)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="robots", content="noindex"),
        element("meta", name="referrer", content="no-referrer"),
        element("link", rel="icon", href="data:,"),
        element("title", title),
        element("style", raw(STYLE)),
    )
    body = element(
        "body",
        element("a", "To the content", class_="skip", href="#content"),
        element(
            "header",
            element("div", element("h1", title), element("p", subtitle, class_="quiet")),
            element("button", "Dark theme", class_="switch", type="button", hidden=True),
        ),
        element(
            "main",
            _tiles(tiles),
            _contents(shown) if len(shown) > 2 else None,
            *(_section(each) for each in shown),
            id="content",
        ),
        element("footer", element("p", footer)),
        element("script", raw(SCRIPT)),
    )
    return joined(raw("<!DOCTYPE html>\n"), element("html", head, body, lang="en"), raw("\n"))


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )


def _tiles(tiles: Iterable[Tile]) -> Html | None:
    entries = [
        element("li", element("strong", tile.figure), element("span", tile.label), class_=f"{tile.kind} tile")
        for tile in tiles
    ]
    return element("ul", *entries, class_="tiles") if entries else None


def _contents(sections: list[Section]) -> Html:
    links = (element("a", each.title, href=f"#{each.anchor}") for each in sections)
    return element("nav", *links, aria_label="On this page")


def _section(section: Section) -> Html:
    note = element("p", section.note, class_="quiet") if section.note else None
    heading = f"{section.anchor}-heading"
    return element(
        "section",
        element("h2", section.title, id=heading),
        note,
        section.content,
        id=section.anchor,
        aria_labelledby=heading,
    )


def mark(word: str, kind: str | None = None) -> Html:
    """A word such as `critical` with the colour of its kind, which is the word itself if not given."""
    return element("span", word, class_=f"{kind or word} mark")
