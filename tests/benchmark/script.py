# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user would write instead: one session that is kept alive, and one call after the other.

`python -m tests.benchmark.script CALLS.json` makes the calls, each `[function, arguments]`, and prints their seconds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import requests


def make_calls(calls: list[tuple[str, dict[str, Any]]]) -> None:
    """Raises RuntimeError when one is refused."""
    url = os.environ["SPE_URL"]
    with requests.Session() as session:
        session.trust_env = False
        session.auth = (os.environ["SPE_USERNAME"], os.environ["SPE_PASSWORD"])
        session.verify = os.environ["SPE_CA_PATH"]
        for function, arguments in calls:
            answer = _answer(session.post(f"{url}/api/invoke/{function}", data=arguments, timeout=60))
            while answer["statusCode"] == "running":
                form = {
                    "token": answer["token"],
                    "lastKnownStatusVersion": answer["statusVersion"],
                    "millisecondsTimeout": 5000,
                }
                answer = _answer(session.post(f"{url}/api/get-status", data=form, timeout=60))
            if answer["statusCode"] != "succeeded":
                raise RuntimeError(f"{function} was refused: {answer['error']}")


def _answer(response: requests.Response) -> Any:
    response.raise_for_status()
    return json.loads(response.content.decode("utf-8-sig"))


def main() -> None:
    calls = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    started = time.perf_counter()
    make_calls(calls)
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
