# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of a call whose answer does not show it: nothing of a call that only reads, nobody knows of a write."""

from __future__ import annotations

from .errors import AnswerLost, SpeError
from .http_request import HttpRequest


def unless_in_doubt(error: SpeError, request: HttpRequest, *, what: str, may_still_run: bool = False) -> SpeError:
    """The error itself for a call that only reads. After a write AnswerLost, because the write may have been done.

    what: what came instead of a plain answer, as the middle of a sentence.
    may_still_run: whether the server may still work on the call; it always may while a running call is followed.
    """
    if request.only_reads:
        return error
    return AnswerLost(
        f"{request.function} may or may not have taken effect, because {what}: check the server, then run the"
        " task again.",
        may_still_run=may_still_run or request.is_followed,
        function=error.function,
        http_status=error.http_status,
        status_code=error.status_code,
        server_message=error.server_message,
        log_output=error.log_output,
    )
