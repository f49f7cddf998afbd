# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator in the background, to try a playbook by hand: `start` ends as soon as it listens, `stop` ends it."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.tools.steps import BUILD, ROOT

PLACE = BUILD / "simulator"
LOCK = "lock"
_START_SECONDS = 60.0
_END_SECONDS = 10.0


class NotStarted(Exception):
    """The simulator does not listen; the text is a sentence for the user."""


def start(port: str, seed: str, place: Path = PLACE) -> Mapping[str, str]:
    """The variables of the environment that lead to the simulator; one that is there already is taken as it is.

    :raises NotStarted: with the simulator's own words.
    """
    place.mkdir(parents=True, exist_ok=True)
    ready = place / "ready.json"
    if not _runs(place):
        ready.unlink(missing_ok=True)
        _start(ready, ["--port", port, "--seed", seed, "--ready-file", str(ready)])
    told = json.loads(ready.read_text(encoding="utf-8"))
    variables = {
        "SPE_URL": told["url"],
        "SPE_USERNAME": told["username"],
        "SPE_PASSWORD": told["password"],
        "SPE_CERTIFICATE_FINGERPRINT": told["certificate_fingerprint"],
    }
    (place / "environment").write_text(exports(variables), encoding="utf-8")
    return variables


def stop(place: Path = PLACE) -> bool:
    """End the simulator, if there is one.

    :return: whether there was one.
    """
    if not _runs(place):
        return False
    os.kill(int((place / "process_id").read_text(encoding="utf-8")), signal.SIGTERM)
    deadline = time.monotonic() + _END_SECONDS
    while _runs(place) and time.monotonic() < deadline:
        time.sleep(0.02)
    return True


def exports(variables: Mapping[str, str]) -> str:
    """Lines for a shell."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())


def _start(ready: Path, arguments: list[str]) -> None:
    place = ready.parent
    with (place / "output.txt").open("w", encoding="utf-8") as output, (place / LOCK).open("w") as lock:
        # It is held as long as the simulator runs.
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.simulator", *arguments],
            cwd=ROOT,
            # The certificate stays inside the checkout.
            env={**os.environ, "TMPDIR": str(place)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C in this terminal is not for the simulator.
            start_new_session=True,
            pass_fds=[lock.fileno()],
        )
        (place / "process_id").write_text(str(process.pid), encoding="utf-8")
        deadline = time.monotonic() + _START_SECONDS
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise NotStarted((place / "output.txt").read_text(encoding="utf-8").strip() or "It said nothing.")
            time.sleep(0.02)


def _runs(place: Path) -> bool:
    """Whether a simulator that was started before still runs."""
    if not (place / LOCK).exists():
        return False
    with (place / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m tests.tools.simulator", description=__doc__)
    parser.add_argument("what", choices=["start", "stop"])
    parser.add_argument("--port", default="8474", help="port to listen on; 0 picks a free one (8474)")
    parser.add_argument("--seed", default="demo", help="demo, empty, or a YAML file (demo)")
    options = parser.parse_args(arguments)
    if options.what == "stop":
        print("The simulator is stopped." if stop() else "No simulator was started from this checkout.")
        return 0
    try:
        variables = start(options.port, options.seed)
    except NotStarted as error:
        print(f'{error}\nAnother port is taken with: make simulator ARGS="--port 0"', file=sys.stderr)
        return 1
    print(exports(variables), end="")
    print(f"# The simulator listens. In each terminal: . {(PLACE / 'environment').relative_to(ROOT)}")
    print("# `make stop-simulator` ends it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
