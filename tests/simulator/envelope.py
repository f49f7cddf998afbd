# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The eight-key envelope, and how it is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import assumptions
from .errors import ApiError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def error_member(error: ApiError) -> dict[str, str]:
    return {"message": error.message, "details": assumptions.error_details(error.exception_type, error.message)}


@dataclass
class Envelope:
    error: dict[str, str] | None = None
    token: Any = None
    status_version: int = assumptions.FINISHED_STATUS_VERSION
    status_code: str = "succeeded"
    percent_progress: int | None = None
    status_text: str | None = None
    result: Any = None
    log_output: str | None = None

    @classmethod
    def running(cls, token: Any) -> Envelope:
        return cls(
            token=token,
            status_version=assumptions.FIRST_STATUS_VERSION,
            status_code="running",
            result=assumptions.RESULT_WHILE_RUNNING,
            log_output=assumptions.LOG_OUTPUT_WHILE_RUNNING,
        )

    @classmethod
    def failed(cls, error: ApiError) -> Envelope:
        return cls(error=error_member(error), status_code="failed")

    def as_dict(self) -> dict[str, Any]:
        """The keys in the order of a real answer."""
        return {
            "error": self.error,
            "token": self.token,
            "statusVersion": self.status_version,
            "statusCode": self.status_code,
            "percentProgress": self.percent_progress,
            "statusText": self.status_text,
            "result": self.result,
            "logOutput": self.log_output,
        }


def encode(document: Any, byte_order_mark: bool = True) -> bytes:
    """JSON as the server writes it: indent 2, CRLF, UTF-8 with a byte order mark.

    Half a surrogate pair, which JSON can hold and UTF-8 cannot, is replaced.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False).replace("\n", "\r\n")
    return (BYTE_ORDER_MARK if byte_order_mark else b"") + text.encode("utf-8", "replace")
