# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the server talks: what experiments find out about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .bench import Bench
from .experiment import READING, Experiment, Found, Unknown

UNKNOWNS: Sequence[Unknown] = (
    Unknown("UNKNOWN_FUNCTION_STATUS", "How is a call of a function answered that the server does not have?", "404"),
)


def unknown_function(bench: Bench) -> Iterable[Found]:
    """A call of a function that no server has."""
    reply = bench.conversation.request("POST", "invoke/GetNoSuchThing")
    yield "UNKNOWN_FUNCTION_STATUS", str(reply.status_code if reply.http_status == 200 else reply.http_status)


EXPERIMENTS: Sequence[Experiment] = (Experiment(("UNKNOWN_FUNCTION_STATUS",), unknown_function, READING),)
