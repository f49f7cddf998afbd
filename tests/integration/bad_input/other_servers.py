# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers that are no MailStore SPE Management Server, and addresses where nothing answers."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import trustme

# What each of them answers to everything: status, type of the content, and content.
ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "web_site": (200, "text/html", b"<!DOCTYPE html><html><body><h1>It works!</h1></body></html>"),
    "web_site_without_api": (404, "text/html", b"<html><body>404 Not Found</body></html>"),
    "moved": (302, "text/html", b""),
    "broken_json": (200, "application/json", b'{"error": null, "statusCode": "succee'),
    "other_json": (200, "application/json", b'{"status": "ok", "version": 2}'),
}


@contextmanager
def other_servers(directory: Path) -> Iterator[dict[str, str]]:
    """The address of each, by its name, of one that speaks no TLS, of one that is down, and the path of their CA."""
    authority = trustme.CA(organization_name="Nobody's CA")
    ca_path = directory / "nobody.pem"
    authority.cert_pem.write_to_path(str(ca_path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ExitStack() as stack:
        addresses = {name: stack.enter_context(_server(answer, context)) for name, answer in ANSWERS.items()}
        without_tls = stack.enter_context(_server(ANSWERS["web_site"], None))
        yield {**addresses, "without_tls": without_tls, "down": _address_of_nobody(), "ca_path": str(ca_path)}


@contextmanager
def _server(answer: tuple[int, str, bytes], context: ssl.SSLContext | None) -> Iterator[str]:
    class Handler(_SameAnswer):
        fixed = answer

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _SameAnswer(BaseHTTPRequestHandler):
    """Answers everything alike."""

    fixed: ClassVar[tuple[int, str, bytes]]

    def do_POST(self) -> None:
        status, content_type, content = self.fixed
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "https://127.0.0.1/login")
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its name in the standard library
        """Says nothing: the test's output is for the tests."""


def _address_of_nobody() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"https://127.0.0.1:{unused.getsockname()[1]}"
