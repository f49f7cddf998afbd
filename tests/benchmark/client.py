# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls of the script by the collection's own client, without Ansible.

`python -m tests.benchmark.client CALLS.json PARALLEL` makes the calls, each `[function, arguments]`, and prints their seconds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client, ConnectionSettings
from ansible_collections.community.mailstore.plugins.module_utils._api.parallel import parallel_map


def main() -> None:
    calls = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    connection = ConnectionSettings(
        url=os.environ["SPE_URL"],
        username=os.environ["SPE_USERNAME"],
        password=os.environ["SPE_PASSWORD"],
        ca_path=os.environ["SPE_CA_PATH"],
    )
    started = time.perf_counter()
    client = Client(connection)
    parallel_map(lambda call: client.call(*call), calls, int(sys.argv[2]))
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
