# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is between Ansible and the API. Every module imports this package first.

So an older Python can be refused here, before it meets a line that it does not understand: this file has none.
"""

from __future__ import annotations

import json
import platform
import sys

if sys.version_info < (3, 9):  # noqa: UP036  a host to which a task is delegated may have an older one
    sys.stdout.write(
        json.dumps(
            {
                "failed": True,
                "msg": "community.mailstore needs Python 3.9 or newer where its modules run, but"
                f" {sys.executable} on {platform.node()} is Python {platform.python_version()}:"
                " set ansible_python_interpreter to a newer Python there that has the library requests, or do not"
                " delegate the task.",
            }
        )
    )
    raise SystemExit(1)
