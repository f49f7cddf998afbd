# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator in the background: whoever has started it can go on at once."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.tools.simulator import NotStarted, exports, start, stop


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    stop(tmp_path)


def _listens(url: str) -> bool:
    address = urlsplit(url)
    with socket.socket() as client:
        return client.connect_ex((address.hostname, address.port)) == 0


def test_it_listens_when_the_start_has_ended(place: Path) -> None:
    variables = start("0", "demo", place)
    assert _listens(variables["SPE_URL"])
    assert start("0", "demo", place) == variables, "A second one was started."
    assert stop(place)
    assert not _listens(variables["SPE_URL"])
    assert not stop(place)


def test_a_shell_takes_the_variables(place: Path) -> None:
    variables = start("0", "demo", place)
    script = f'. {place}/environment; echo "$SPE_URL $SPE_USERNAME $SPE_PASSWORD $SPE_CERTIFICATE_FINGERPRINT"'
    told = subprocess.run(["sh", "-c", script], stdout=subprocess.PIPE, text=True, check=True).stdout
    assert told.split() == list(variables.values())


def test_what_a_shell_would_read_otherwise_is_quoted() -> None:
    assert exports({"SPE_PASSWORD": "a b"}) == "export SPE_PASSWORD='a b'\n"


def test_a_port_that_is_taken_is_named(place: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(NotStarted, match=f"cannot listen on 127.0.0.1:{port}"):
            start(port, "demo", place)


def test_a_seed_that_is_not_there_is_named(place: Path) -> None:
    with pytest.raises(NotStarted, match="nowhere"):
        start("0", "nowhere.yml", place)
