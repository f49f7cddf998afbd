# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line of the simulator."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from .application import ManagementApi
from .faults import FaultFile
from .fleet import Fleet
from .journal import Journal
from .seeding import load_environment
from .server import prepare_ready_file, serve
from .shapes import ShapeError
from .versions import NEWEST_VERSION, SUPPORTED_VERSIONS


def _whole_number(minimum: int, maximum: int | None = None) -> Callable[[str], int]:
    """A reader of one number of the command line."""
    span = f"of at least {minimum}" if maximum is None else f"between {minimum} and {maximum}"

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < minimum or (maximum is not None and int(text) > maximum):
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number {span}")
        return int(text)

    return read


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m tests.simulator", description="A simulated SPE Management server."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument(
        "--port", type=_whole_number(0, 65535), default=8474, help="port to listen on; 0 picks a free one (8474)"
    )
    parser.add_argument("--seed", default="empty", help="empty, demo, planted, or a YAML file (empty)")
    parser.add_argument("--fleet", type=Fleet.parse, metavar="INSTANCESxUSERS", help="adds that many, such as 2000x25")
    parser.add_argument("--server-version", choices=SUPPORTED_VERSIONS, default=NEWEST_VERSION)
    parser.add_argument("--latency-ms", type=_whole_number(0), default=0, help="time added to every answer")
    parser.add_argument(
        "--work-ms", type=_whole_number(0), help="how long a long function takes (the seed's setting, or 200)"
    )
    parser.add_argument("--faults", type=Path, help="YAML or JSON file of faults, read again when it changes")
    parser.add_argument(
        "--assume", metavar="NAME=VALUE", action="append", help="an alternative of docs/unknowns.md; can be repeated"
    )
    parser.add_argument("--journal", type=Path, help="file that gets one JSON line for each call")
    parser.add_argument("--ready-file", type=Path, help="file that appears when the server listens")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    options = parse_arguments(arguments)
    try:
        environment = load_environment(options.seed, options.server_version)
        faults = FaultFile(options.faults)
        if options.fleet is not None:
            options.fleet.add_to(environment)
        if options.ready_file is not None:
            prepare_ready_file(options.ready_file)
        journal = Journal(options.journal)
    except (ShapeError, OSError) as error:
        print(f"The simulator cannot start: {error}", file=sys.stderr)
        return 2
    if options.work_ms is not None:
        environment.settings.work_ms = options.work_ms
    try:
        serve(
            ManagementApi(environment, faults, journal, options.latency_ms),
            environment,
            options.host,
            options.port,
            options.ready_file,
        )
    except OSError as error:
        print(f"The simulator cannot listen on {options.host}:{options.port}: {error}", file=sys.stderr)
        return 2
    finally:
        journal.close()
    return 0
