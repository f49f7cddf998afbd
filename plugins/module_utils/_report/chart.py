# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Charts as SVG inside the page. What a chart shows stands beside it in words, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .html import Html, element

_WIDTH, _HEIGHT = 600.0, 160.0
_SPARK_WIDTH, _SPARK_HEIGHT = 100.0, 24.0


@dataclass(frozen=True)
class Point:
    """A value at a time, which is in seconds from any beginning."""

    at: float
    value: float


def trend(points: Sequence[Point], *, label: str, first: str, last: str, top: str) -> Html:
    """How a value grew, from zero up. `first` and `last` are shown at the ends of the time axis, `top` above."""
    highest = max((point.value for point in points), default=0.0) or 1.0
    places = _places(points, _WIDTH, _HEIGHT - 10.0, 0.0, highest)
    line = " ".join(f"{x:.1f},{y + 5:.1f}" for x, y in places)
    ends = (places[0][0], places[-1][0])
    area = f"{ends[0]:.1f},{_HEIGHT} {line} {ends[1]:.1f},{_HEIGHT}"
    grid = (
        element("line", x1=0, x2=_WIDTH, y1=f"{height:.1f}", y2=f"{height:.1f}", class_="grid")
        for height in (5.0, _HEIGHT / 2, _HEIGHT - 1)
    )
    drawing = element(
        "svg",
        element("title", label),
        *grid,
        element("polygon", points=area, class_="area"),
        element("polyline", points=line, class_="line"),
        viewBox=f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}",
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
        class_="trend",
    )
    return element(
        "figure",
        element("div", element("span", top), class_="axis"),
        drawing,
        element("div", element("span", first), element("span", last), class_="axis"),
        element("figcaption", label),
    )


def sparkline(points: Sequence[Point], label: str) -> Html | None:
    """The same in the height of a line, from the lowest value up; nothing for fewer than two points."""
    if len(points) < 2:
        return None
    values = [point.value for point in points]
    places = _places(points, _SPARK_WIDTH, _SPARK_HEIGHT - 4.0, min(values), max(values))
    return element(
        "svg",
        element("title", label),
        element("polyline", points=" ".join(f"{x:.1f},{y + 2:.1f}" for x, y in places), class_="line"),
        viewBox=f"0 0 {_SPARK_WIDTH:.0f} {_SPARK_HEIGHT:.0f}",
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
        class_="spark",
    )


def _places(
    points: Sequence[Point], width: float, height: float, lowest: float, highest: float
) -> list[tuple[float, float]]:
    begin, end = points[0].at, points[-1].at
    long, high = (end - begin) or 1.0, (highest - lowest) or 1.0
    return [((point.at - begin) / long * width, height - (point.value - lowest) / high * height) for point in points]


@dataclass(frozen=True)
class Bar:
    """One bar: its length from 0 to 1, and the words beside it."""

    label: str
    share: float
    when: str
    kind: str = "neutral"


def bars(entries: Sequence[Bar]) -> Html:
    """Bars below each other, each with its words."""
    return element(
        "ul",
        *(
            element("li", element("span", entry.label), _bar(entry), element("span", entry.when, class_="when"))
            for entry in entries
        ),
        class_="bars",
    )


def _bar(entry: Bar) -> Html:
    length = max(0.0, min(1.0, entry.share)) * 100
    return element(
        "svg",
        element("rect", width=100, height=10, rx=1, class_="track"),
        element("rect", width=f"{length:.1f}", height=10, rx=1, class_=entry.kind),
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        aria_hidden="true",
        class_="bar",
    )
