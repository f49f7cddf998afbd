# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTML in which every text is escaped, unless it was made here."""

from __future__ import annotations

import html
import re
from typing import Union

Child = Union["Html", str, int, float, None]

#: Control characters and surrogates are invalid in HTML; bidirectional controls would turn the words after a name.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

#: Elements that have no content and no end tag.
_EMPTY = frozenset({"meta", "input", "link", "br"})


class Html(str):
    """Text that is HTML already. Only `element` and `raw` make it."""

    __slots__ = ()


def raw(text: str) -> Html:
    """Our own text as it stands: style, script, the document type. Never a value of a server or of a playbook."""
    return Html(text)


def text(value: object) -> Html:
    """The value such that a browser shows it and does nothing else with it.

    Invisible characters that change the direction of what follows are shown as a replacement character.
    """
    return Html(html.escape(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", str(value)), quote=True))


def joined(*children: Child) -> Html:
    """The children one after the other; None is nothing."""
    return Html("".join(child if isinstance(child, Html) else text(child) for child in children if child is not None))


def element(tag: str, *children: Child, **attributes: str | int | float | bool | None) -> Html:
    """One element. `class_` is the attribute class, an underscore inside a name a dash; None and False leave one out."""
    written = "".join(
        f" {_attribute(name)}" if value is True else f' {_attribute(name)}="{text(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    if tag in _EMPTY:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(*children)}</{tag}>")


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
