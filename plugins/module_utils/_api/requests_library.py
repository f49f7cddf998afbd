# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests library, or why it is not there.

Ansible must be able to load this module without it, to report that it is missing.
"""

from __future__ import annotations

import socket
import traceback
from http.client import HTTPException

REQUESTS_IMPORT_ERROR: str | None = None
#: What requests, and urllib3 behind its back, raise when a request fails.
REQUEST_FAILURES: tuple[type[Exception], ...] = (OSError,)
#: Those of them that say that something took too long.
TIME_OUTS: tuple[type[Exception], ...] = (socket.timeout,)
try:
    import requests
    from requests.adapters import HTTPAdapter
    from requests.utils import DEFAULT_CA_BUNDLE_PATH
    from urllib3 import Retry, Timeout
    from urllib3.connection import HTTPSConnection
    from urllib3.connectionpool import HTTPSConnectionPool
    from urllib3.exceptions import HTTPError
    from urllib3.exceptions import TimeoutError as Urllib3TimeoutError

    # ValueError: the length of a part of an answer that is less than nothing.
    REQUEST_FAILURES = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError)
    TIME_OUTS = (requests.Timeout, Urllib3TimeoutError, socket.timeout)
except ImportError:
    # Stand-ins, so that all can be imported: the task fails with a sentence about what is missing.
    REQUESTS_IMPORT_ERROR = traceback.format_exc()
    requests = None  # type: ignore[assignment]
    HTTPAdapter = HTTPSConnection = HTTPSConnectionPool = object  # type: ignore[assignment, misc]
    Retry = Timeout = DEFAULT_CA_BUNDLE_PATH = object  # type: ignore[assignment, misc]

__all__ = [
    "DEFAULT_CA_BUNDLE_PATH",
    "REQUESTS_IMPORT_ERROR",
    "REQUEST_FAILURES",
    "TIME_OUTS",
    "HTTPAdapter",
    "HTTPSConnection",
    "HTTPSConnectionPool",
    "Retry",
    "Timeout",
    "requests",
]
