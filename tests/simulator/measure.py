# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures plain reads over one kept-alive TLS connection, and memory, with a fleet loaded.

python3 -m tests.simulator.measure [INSTANCESxUSERS]
"""

from __future__ import annotations

import base64
import http.client
import ssl
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from .fleet import Fleet
from .process import RunningSimulator, running_simulator

_READS = 1000


class _Client:
    """One connection, which times each answer."""

    def __init__(self, simulator: RunningSimulator) -> None:
        address = urlsplit(simulator.url)
        context = ssl.create_default_context(cafile=simulator.ca_path)
        self._connection = http.client.HTTPSConnection(address.hostname or "", address.port, context=context)
        pair = f"{simulator.username}:{simulator.password}".encode()
        self._headers = {
            "Authorization": "Basic " + base64.b64encode(pair).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def milliseconds(self, function: str, **arguments: str) -> float:
        started = time.perf_counter()
        self._connection.request("POST", f"/api/invoke/{function}", urlencode(arguments), self._headers)
        response = self._connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{function} was answered with HTTP status {response.status}.")
        return (time.perf_counter() - started) * 1000


def median_of_reads(client: _Client, function: str, **arguments: str) -> float:
    return statistics.median(client.milliseconds(function, **arguments) for _turn in range(_READS))


def memory_mib(process_id: int) -> float:
    """Resident memory of a process, on Linux."""
    for line in Path(f"/proc/{process_id}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"Process {process_id} does not tell its memory.")


def main(arguments: Sequence[str]) -> None:
    text = arguments[0] if arguments else "2000x25"
    fleet = Fleet.parse(text)
    started = time.perf_counter()
    with running_simulator(fleet=text) as simulator:
        print(f"start with a fleet of {text}: {time.perf_counter() - started:.2f} s")
        print(f"memory after the start: {memory_mib(simulator.process_id):.0f} MiB")
        client = _Client(simulator)
        last = f"tenant-{fleet.instances:04}"
        print(f"GetInstances of all: {client.milliseconds('GetInstances', instanceFilter='*'):.1f} ms")
        for number in range(1, fleet.instances + 1):
            client.milliseconds("GetUsers", instanceID=f"tenant-{number:04}")
        print(f"memory with every instance built: {memory_mib(simulator.process_id):.0f} MiB")
        print(f"GetInstances of one, median: {median_of_reads(client, 'GetInstances', instanceFilter=last):.2f} ms")
        median = median_of_reads(client, "GetUserInfo", instanceID=last, userName="admin")
        print(f"GetUserInfo, median: {median:.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
