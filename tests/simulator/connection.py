# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A way to the connection of a request, so that a fault can reset it."""

from __future__ import annotations

import os
import socket
import struct
from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

CONNECTION_OF_REQUEST = "simulator.transport"
"""The key under which the scope of a request holds its transport."""


class ResettableProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which tells each request its transport."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        cast(dict[str, Any], self.scope)[CONNECTION_OF_REQUEST] = self.transport


def reset_connection(scope: Scope) -> None:
    """Drops the connection at once; the client reads a reset instead of an answer."""
    transport = scope[CONNECTION_OF_REQUEST]
    raw_socket = transport.get_extra_info("socket")
    if raw_socket is not None:
        # Lingering for no time makes the system send RST instead of an orderly end.
        with socket.socket(fileno=os.dup(raw_socket.fileno())) as duplicate:
            duplicate.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    transport.abort()
