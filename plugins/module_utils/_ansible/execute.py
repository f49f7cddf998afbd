# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Doing a face's work: the part that is the same in an ordinary module and inside the controller."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from traceback import walk_tb
from typing import Any

from .._api.client import Client, ReadAnswer
from .._api.errors import NotUnderstood, SpeError
from .._api.one_line import one_line
from .._api.requests_library import REQUESTS_IMPORT_ERROR
from .context import Context
from .face import Face
from .given import Given
from .interruption import tidy_interruption
from .libraries import LibraryMissing
from .options import connection_settings, patience
from .secrets import scrub, secret_values
from .tenant import tenant_of, with_tenant

Progress = Callable[[str], None]


def execute(
    face: Face,
    validated: Mapping[str, Any],
    *,
    given: Given,
    check_mode: bool,
    diff_mode: bool,
    no_log: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The result of the task, free of secrets and of plain JSON types; a failure is a result with C(failed=true).

    Those options that the face ignores do not reach its work. Warnings, each said once, are under C(warnings). An error may carry what was done
    before it in an attribute C(partial): those keys are part of the result.

    Catches SystemExit, which would end the whole play inside the controller, but no other BaseException: the time-out
    of a task and Ctrl-C are some.
    """
    params = {name: value for name, value in validated.items() if name in face.argument_spec}
    secrets = secret_values(face, params)
    tenant = tenant_of(params)
    warnings: list[str] = []

    def warn(text: str) -> None:
        warning = one_line(with_tenant(text, tenant))
        if warning not in warnings:
            warnings.append(warning)

    client: Client | None = None
    try:
        if REQUESTS_IMPORT_ERROR:
            raise LibraryMissing("requests", needed_by="community.mailstore")
        client = Client(
            connection_settings(params),
            read_only=check_mode,
            waiting=patience(params),
            progress=_progress_of(tenant, progress, secrets),
            needed_by=face.name,
        )
        context = Context(
            client=client,
            check_mode=check_mode,
            diff_mode=diff_mode,
            given=given,
            warn=warn,
            no_log=no_log,
        )
        with tidy_interruption():
            done = face.work(params, context)
        # As an ordinary module's result travels: a tuple becomes a list, and what JSON cannot say is a defect.
        result = json.loads(json.dumps(done))
    except SpeError as error:
        result = _failed(error, error.message, error.facts())
    except ERRORS_OF_READING as error:
        result = not_understood(client.answers if client is not None else (), error) or defect(face, error)
    except (Exception, SystemExit) as error:
        result = defect(face, error)
    if result.get("failed"):
        result["msg"] = one_line(with_tenant(result["msg"], tenant))
    if warnings:
        result["warnings"] = warnings
    scrubbed: dict[str, Any] = scrub(result, secrets)
    return scrubbed


def _progress_of(tenant: str | None, progress: Progress | None, secrets: set[str]) -> Progress | None:
    if progress is None:
        return None
    show = progress
    return lambda text: show(one_line(scrub(with_tenant(text, tenant), secrets)))


def defect(face: Face, error: BaseException) -> dict[str, Any]:
    """The result after an error that nobody expected. Its text may hold values of the task: type and place must do."""
    kind = type(error).__name__
    failure = SpeError(
        f"{face.name} stopped at an unexpected {kind}{_place(error)}: this is a defect of the collection"
        " community.mailstore, please report it with this sentence, the task and the versions in use."
    )
    return _failed(error, failure.message, {**failure.facts(), "type": kind})


#: What is raised where an answer lacks a key, or has null, a text or a list where something else is expected.
ERRORS_OF_READING = (LookupError, TypeError, AttributeError, ValueError)


def not_understood(answers: Sequence[ReadAnswer], error: Exception) -> dict[str, Any] | None:
    """The result after an error that an answer of the server explains; nothing when no answer was read.

    When all is as this collection knows it, no answer raises such an error: its own tests see to that.
    """
    if not answers:
        return None
    key = error.args[0] if isinstance(error, KeyError) and error.args and isinstance(error.args[0], str) else None
    lacking = [answer for answer in reversed(answers) if key is not None and _lacks(answer.result, key)]
    function = (lacking or list(reversed(answers)))[0].function
    what = f"it lacks {key}" if lacking else "a value in it is of another kind than expected"
    failure = NotUnderstood(
        f"The server's answer to {function} is not understood: {what}{_place(error)}. Update this collection, or report it with"
        " this sentence and the version of the server.",
        function=function,
    )
    return _failed(error, failure.message, failure.facts())


def _lacks(value: Any, key: str) -> bool:
    """Whether an object in the answer does not have the key, at any depth."""
    if isinstance(value, Mapping):
        return key not in value or any(_lacks(member, key) for member in value.values())
    return isinstance(value, list) and any(_lacks(entry, key) for entry in value)


def refused(error: SpeError, written: Mapping[str, Any], secrets: set[str]) -> dict[str, Any]:
    """The result of a task whose arguments, as they are written, are refused before any work."""
    message = with_tenant(error.message, tenant_of(written))
    result: dict[str, Any] = scrub(_failed(error, message, error.facts()), secrets)
    return result


def _failed(error: BaseException, message: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    done_before: Mapping[str, Any] = getattr(error, "partial", {})
    return {
        **json.loads(json.dumps(done_before, default=str)),
        "failed": True,
        "msg": one_line(message),
        "error": facts,
    }


def _place(error: BaseException) -> str:
    """The last line of this collection that the error went through; the path is the same in a packed module."""
    places = [
        f" in {path.rpartition('/plugins/')[2]}, line {line}"
        for path, line in ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
        if "/plugins/" in path and "community" in path
    ]
    return places[-1] if places else ""
