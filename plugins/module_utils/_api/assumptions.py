# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles about the Management API, each in one place.

Every constant is a decision of ours with its mark: inferred (it follows from related evidence) or unknown (no
evidence at all). When a real server says otherwise, its line here is the one to change.
"""

from __future__ import annotations

from typing import Final

# inferred: the reference demands service provider access for every function with instanceID, but these are answered by
# the management server itself, and access could never be switched on if switching needed it.
ACCESS_OF_MANAGEMENT_SIDE_FUNCTIONS: Final = "exempt"

# inferred: an error of the application is HTTP 200 with this statusCode.
FAILED: Final = "failed"

# unknown: the statusCode of a call that ended because it was cancelled.
CANCELLED: Final = "cancelled"

# unknown: how the server answers a call of a function that it does not have. get-metadata then settles it.
HTTP_STATUS_OF_UNKNOWN_FUNCTION: Final = 404

# inferred: a dry run of this function changes nothing, so that it may be repeated and runs in check mode.
DRY_RUN_ONLY_READS: Final = frozenset({"SyncUsersWithDirectoryServices"})

# inferred: it returns the data that a licence is requested with, and no note says that it stores anything.
CREATE_LICENSE_REQUEST_ONLY_READS: Final = True

# unknown: TransferStores has no public description; by its name stores leave the instance.
TRANSFER_STORES_DESTROYS: Final = True

# inferred: a gateway in front of the server answers so when it lost the server: the work may have been done, and may
# still be under way.
HTTP_STATUSES_OF_A_LOST_ANSWER: Final = frozenset({502, 504})


def http_status_refuses(status: int) -> bool:
    """Whether an HTTP status proves that nothing was done (inferred: 4xx says that the request itself is not taken).

    Not 408, with which some gateways answer when the server takes its time. 5xx and all else prove nothing.
    """
    return 400 <= status < 500 and status != 408
