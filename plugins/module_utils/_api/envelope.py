# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server answers: the envelope around every result."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from .assumptions import TYPES_OF_TOKENS
from .doubt import unless_in_doubt
from .encoding import HALF_OF_A_CHARACTER
from .errors import NotAnSpeServer
from .http_request import HttpRequest
from .spellings import mask

RUNNING = "running"
SUCCEEDED = "succeeded"

# Of the eight keys (observed) these are the ones that nothing works without.
_REQUIRED_KEYS = ("error", "statusCode", "result")


@dataclass(frozen=True)
class Envelope:
    """One answer. The token is there while the call is running; status_version grows with every news. was_running: the
    server took its time before this answer."""

    status_code: str
    result: Any
    error_message: str | None = None
    token: str | None = None
    status_version: int = 0
    percent_progress: float | None = None
    status_text: str | None = None
    log_output: str | None = None
    was_running: bool = False


def _no_number(word: str) -> NoReturn:
    """Python would take NaN and Infinity, and write them into results that are not JSON then."""
    raise ValueError(f"{word} is not JSON.")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


_JSON = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)

#: JSON can name one half of a pair of UTF-16, which no text in UTF-8 has, so that nobody could write it down.
_NAMES_A_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_UNKNOWN_CHARACTER = "\ufffd"


def _plain(value: Any) -> Any:
    """The value with what cannot be written down replaced in its texts."""
    if isinstance(value, str):
        return HALF_OF_A_CHARACTER.sub(_UNKNOWN_CHARACTER, value)
    if isinstance(value, dict):
        return {_plain(key): _plain(member) for key, member in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list) else value


def decode_json(content: bytes, request: HttpRequest) -> Any:
    """The JSON of an answer: UTF-8, with a byte order mark in most answers (documented), never with a charset."""
    try:
        decoded = _JSON.decode(content.decode("utf-8-sig"))
        return _plain(decoded) if _NAMES_A_HALF.search(content) else decoded
    except (ValueError, RecursionError):
        error = NotAnSpeServer(
            f"The answer to {request.function} is not JSON, so the server at spe_url is not the Management API: check"
            " host and port (8474 is usual).",
            function=request.function,
        )
        raise unless_in_doubt(error, request, what="the answer is not JSON") from None


def parse_envelope(content: bytes, request: HttpRequest) -> Envelope:
    """The words in it are masked. Raises NotAnSpeServer when the answer is not an envelope, after a write AnswerLost."""
    answer = decode_json(content, request)
    envelope = _envelope(answer, request) if isinstance(answer, dict) else None
    if envelope is None:
        error = NotAnSpeServer(
            f"The answer to {request.function} lacks what every answer of the Management API has (statusCode, result, "
            "error): check host and port of spe_url (8474 is usual).",
            function=request.function,
        )
        raise unless_in_doubt(error, request, what="the answer lacks statusCode, result or error")
    return envelope


def _envelope(answer: dict[str, Any], request: HttpRequest) -> Envelope | None:
    if any(key not in answer for key in _REQUIRED_KEYS) or not isinstance(answer["statusCode"], str):
        return None
    return Envelope(
        status_code=answer["statusCode"],
        result=answer["result"],
        error_message=_words(_message_of(answer["error"]), request),
        token=_token(answer.get("token")),
        status_version=int(_number(answer.get("statusVersion")) or 0),
        percent_progress=_number(answer.get("percentProgress")),
        status_text=_words(answer.get("statusText"), request),
        log_output=_words(answer.get("logOutput"), request),
    )


def _message_of(error: Any) -> Any:
    return error.get("message") if isinstance(error, dict) else error


def _words(text: Any, request: HttpRequest) -> str | None:
    return mask(str(text), request.secrets) if text else None


def _token(value: Any) -> str | None:
    return str(value) if isinstance(value, TYPES_OF_TOKENS) and not isinstance(value, bool) else None


def _number(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if is_number and math.isfinite(value) else None
