# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""get-metadata: the functions that a server has, and their arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import NotAnSpeServer


@dataclass(frozen=True)
class Argument:
    """One argument. type: string, number, bool or json (observed); not nullable is mandatory."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True)
class Signature:
    """One function as the server itself describes it."""

    name: str
    arguments: Mapping[str, Argument]


def parse_metadata(answer: Any) -> dict[str, Signature]:
    """Read the bare JSON array of get-metadata. Raises NotAnSpeServer."""
    try:
        signatures = [_signature(function) for function in answer] if isinstance(answer, list) else []
    except (KeyError, TypeError, AttributeError, ValueError):
        signatures = []
    if not signatures:
        raise NotAnSpeServer(
            "The answer to get-metadata is not a list of functions, so the server is not the Management API: check"
            " host and port of spe_url (8474 is usual).",
            function="get-metadata",
        )
    return {signature.name: signature for signature in signatures}


def _signature(function: Mapping[str, Any]) -> Signature:
    arguments = [
        Argument(_text(given["name"]), _text(given["type"]), bool(given["nullable"])) for given in function["args"]
    ]
    return Signature(_text(function["name"]), {argument.name: argument for argument in arguments})


def _text(value: Any) -> str:
    """Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("A name in the list of functions is not a text.")
    return value
