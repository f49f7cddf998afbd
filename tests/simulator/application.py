# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: authentication, forms, functions, the protocol calls, faults and the journal."""

from __future__ import annotations

import asyncio
import base64
import binascii
import time
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from . import assumptions, clock
from .alternatives import is_another_world, without_what_is_left_out
from .answers import SHORT_WORK_MS, as_shown, is_put_off
from .connection import reset_connection
from .contract import Call, Function, to_number
from .envelope import Envelope, encode
from .errors import ApiError, missing_argument, nullable_without_value, out_of_range
from .faults import PROTOCOL_CALLS, Fault, FaultFile
from .functions import functions_of
from .journal import Journal
from .long_work import Answer, LongWork, as_outcome
from .running_calls import RunningCalls
from .secret_names import mask_form
from .shapes import ShapeError
from .state.administrators import Administrator
from .state.environment import Environment

_HEADERS = {
    "Server": "Microsoft-HTTPAPI/2.0",
    "Cache-Control": "no-cache,private,no-store,must-revalidate,max-stale=0,post-check=0,pre-check=0",
    "Pragma": "no-cache",
}
_ONE_DAY = timedelta(days=1)
_FORM = "application/x-www-form-urlencoded"
_HTML_PAGE = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body>It works!</body></html>"


@dataclass
class Exchange:
    """One request on its way to an answer, and what the journal tells of it."""

    name: str
    form: dict[str, str] = field(default_factory=dict)
    status_code: str | None = None
    fault: Fault | None = None

    def fault_value(self, kind: str) -> Any:
        """What the rule gives for this kind; None when this call does not suffer it."""
        return self.fault.value if self.fault is not None and self.fault.kind == kind else None

    def has_fault(self, kind: str) -> bool:
        return bool(self.fault_value(kind))


class HttpError(Exception):
    """An answer below the API: a bare HTTP status."""

    def __init__(self, status: int, headers: dict[str, str] | None = None, text: str = "") -> None:
        super().__init__(str(status))
        self.status = status
        self.headers = headers or {}
        self.text = text


class ManagementApi:
    """Answers the requests of clients on an environment."""

    def __init__(self, environment: Environment, faults: FaultFile, journal: Journal, latency_ms: int = 0) -> None:
        self._environment = environment
        self._faults = faults
        self._journal = journal
        self._latency_seconds = latency_ms / 1000
        self._functions = functions_of(environment.version)
        self.running_calls = RunningCalls(environment.settings.token_lifetime_ms)

    def application(self) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", self.answer, methods=["GET", "POST", "PUT", "DELETE", "PATCH"])])

    async def answer(self, request: Request) -> Response:
        started = time.perf_counter()
        exchange = Exchange(_function_name(request.url.path))
        try:
            response = await self._respond(request, exchange)
        except HttpError as error:
            response = Response(error.text, error.status, {**_headers(), **error.headers})
        was_reset = exchange.has_fault("reset_before") or exchange.has_fault("reset_after")
        self._journal.write(
            exchange.name,
            mask_form(exchange.form),
            exchange.status_code,
            None if was_reset else response.status_code,
            (time.perf_counter() - started) * 1000,
        )
        if was_reset:
            reset_connection(request.scope)
        return response

    async def _respond(self, request: Request, exchange: Exchange) -> Response:
        _refuse_missing_length(request)
        administrator = self._authenticate(request)
        exchange.form = await _read_form(request)
        if self._latency_seconds:
            await asyncio.sleep(self._latency_seconds)
        exchange.fault = self._next_fault(exchange.name)
        await _suffer_before_work(exchange)
        if exchange.has_fault("reset_before"):
            return Response()
        document = await self._work(request, exchange, administrator)
        return self._write(exchange, document)

    def _next_fault(self, name: str) -> Fault | None:
        try:
            return self._faults.next_fault(name)
        except ShapeError as error:
            raise HttpError(500, text=f"{error}\n") from None

    def _authenticate(self, request: Request) -> Administrator:
        user_name, password = _basic_credentials(request.headers.get("authorization", ""))
        administrator = self._environment.administrators.get(assumptions.name_key(user_name))
        if administrator is None or not administrator.accepts(password):
            raise HttpError(401, {"WWW-Authenticate": assumptions.AUTHENTICATION_CHALLENGE})
        return administrator

    async def _work(self, request: Request, exchange: Exchange, administrator: Administrator) -> Any:
        _refuse_other_methods(request, exchange.name)
        if exchange.name == "get-metadata":
            return [function.metadata(self._environment.version) for function in self._functions.values()]
        if exchange.has_fault("failed"):
            return _failed(ApiError(exchange.fault_value("failed")))
        if exchange.name == "get-status":
            return await self._get_status(exchange)
        if exchange.name == "cancel-async":
            return self._cancel(exchange)
        function = self._functions.get(exchange.name)
        if function is None:
            return _unknown_function(exchange.name)
        return self._invoke(function, exchange, administrator)

    def _invoke(self, function: Function, exchange: Exchange, administrator: Administrator) -> dict[str, Any]:
        try:
            arguments = function.convert(exchange.form, self._environment.version)
            call = Call(self._environment, administrator, arguments)
            answer = as_shown(function, self._answer_of(function, call, exchange))
        except ApiError as error:
            return _failed(error)
        milliseconds = self._work_milliseconds(answer)
        if milliseconds:
            return self._start(answer, milliseconds, exchange)
        try:
            outcome = as_outcome(answer)
        except ApiError as error:
            return _failed(error)
        return Envelope(result=outcome.result, log_output=outcome.log_output).as_dict()

    @staticmethod
    def _answer_of(function: Function, call: Call, exchange: Exchange) -> Answer:
        setting = exchange.fault_value("running")
        if setting is not None:
            steps = tuple(f"{setting['text']} {index + 1}" for index in range(setting["steps"]))
            return LongWork(steps, lambda: as_outcome(function.handler(call)), setting["milliseconds"])
        if is_put_off(function):
            return LongWork(("Working",), lambda: as_outcome(function.handler(call)), SHORT_WORK_MS)
        return function.handler(call)

    def _work_milliseconds(self, answer: Answer) -> int:
        if not isinstance(answer, LongWork) or assumptions.IN_THE_BACKGROUND == "nothing":
            return 0
        return self._environment.settings.work_ms if answer.milliseconds is None else answer.milliseconds

    def _start(self, work: LongWork, milliseconds: int, exchange: Exchange) -> dict[str, Any]:
        call = self.running_calls.start(work, milliseconds)
        if exchange.has_fault("expire_token"):
            self.running_calls.forget(call.token)
        return call.envelope.as_dict()

    async def _get_status(self, exchange: Exchange) -> dict[str, Any]:
        token = exchange.form.get("token")
        if token is None:
            return _failed(missing_argument("token"))
        if exchange.has_fault("expire_token"):
            self.running_calls.forget(token)
        call = self.running_calls.find(token)
        if call is None:
            raise HttpError(404)
        try:
            known_version, milliseconds = _poll_numbers(exchange.form)
        except ApiError as error:
            return _failed(error)
        return await self.running_calls.poll(call, known_version, milliseconds)

    def _cancel(self, exchange: Exchange) -> dict[str, Any]:
        token = exchange.form.get("token")
        if token is None:
            return _failed(missing_argument("token"))
        call = self.running_calls.find(token)
        if call is None or call.execution is None:
            raise HttpError(assumptions.CANCEL_OF_UNKNOWN_TOKEN_STATUS)
        call.execution.cancel()
        return Envelope(result=assumptions.CANCEL_RESULT).as_dict()

    @staticmethod
    def _write(exchange: Exchange, document: Any) -> Response:
        if isinstance(document, dict):
            if exchange.has_fault("status_code"):
                document["statusCode"] = exchange.fault_value("status_code")
            exchange.status_code = document["statusCode"]
        if is_another_world():
            document = without_what_is_left_out(document)
        has_mark = assumptions.ANSWERS_BEGIN_WITH_BYTE_ORDER_MARK and not exchange.has_fault("no_bom")
        body = encode(document, byte_order_mark=has_mark)
        if exchange.has_fault("invalid_json"):
            body = body[: len(body) // 2]
        if exchange.has_fault("html"):
            return Response(_HTML_PAGE, headers={**_headers(), "Content-Type": "text/html"})
        status = _http_status(exchange)
        return Response(body, status, headers={**_headers(), "Content-Type": "application/json"})


def _failed(error: ApiError) -> dict[str, Any]:
    return Envelope.failed(error).as_dict()


def _unknown_function(name: str) -> dict[str, Any]:
    status = assumptions.UNKNOWN_FUNCTION_STATUS
    if status == "failed":
        return _failed(ApiError(assumptions.not_found("Function", name)))
    raise HttpError(int(status))


def _http_status(exchange: Exchange) -> int:
    is_refusal = exchange.status_code == "failed" and exchange.name not in PROTOCOL_CALLS
    return assumptions.HTTP_STATUS_OF_FAILURES if is_refusal else 200


def _headers() -> dict[str, str]:
    """The headers of every answer: it expires one day before its date [documented]."""
    now = clock.now()
    return {
        **_HEADERS,
        "Date": format_datetime(now, usegmt=True),
        "Expires": format_datetime(now - _ONE_DAY, usegmt=True),
    }


def _function_name(path: str) -> str:
    """The name of a function or of a protocol call; other paths stand for themselves, and are not found.

    Empty segments are passed over: `/api//get-status`, `/api/invoke/GetUsers/` [documented, observed].
    """
    path = "/" + "/".join(segment for segment in path.split("/") if segment)
    name = path.rsplit("/", 1)[-1]
    prefix = "/api/" if name in PROTOCOL_CALLS else "/api/invoke/"
    return name if path == prefix + name else path


def _refuse_other_methods(request: Request, name: str) -> None:
    """[observed] GET is proven for get-metadata only."""
    allowed = ("GET", "POST") if name == "get-metadata" else ("POST",)
    if request.method not in allowed:
        raise HttpError(assumptions.WRONG_METHOD_STATUS, {"Allow": ", ".join(allowed)})


def _refuse_missing_length(request: Request) -> None:
    """[observed] POST without a length is 411."""
    has_length = "content-length" in request.headers or "transfer-encoding" in request.headers
    if request.method == "POST" and not has_length:
        raise HttpError(411)


def _basic_credentials(header: str) -> tuple[str, str]:
    """Name and password of a Basic header in UTF-8; two empty texts when it is none."""
    scheme, _separator, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    user_name, _separator, password = decoded.partition(":")
    return user_name, password


async def _read_form(request: Request) -> dict[str, str]:
    body = await request.body()
    content_type = request.headers.get("content-type", _FORM).partition(";")[0].strip().lower()
    if content_type != _FORM and assumptions.OTHER_BODIES_ARE_IGNORED:
        return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _suffer_before_work(exchange: Exchange) -> None:
    if exchange.has_fault("slow"):
        await asyncio.sleep(exchange.fault_value("slow") / 1000)
    if exchange.has_fault("http_status"):
        raise HttpError(exchange.fault_value("http_status"))


def _poll_numbers(form: dict[str, str]) -> tuple[int, int]:
    """The known version, which may be -1 [observed], and the longest wait."""
    for name in assumptions.NEEDED_POLL_NUMBERS:
        if name not in form:
            raise nullable_without_value()
    known_version = to_number(form.get("lastKnownStatusVersion", "-1"))
    milliseconds = to_number(form.get("millisecondsTimeout", "0"))
    if milliseconds < 0 and assumptions.NEGATIVE_POLL_TIME_IS_REFUSED:
        raise out_of_range()
    return known_version, milliseconds
