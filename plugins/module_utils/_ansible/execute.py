# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Doing the work of a module: the part that is the same in an ordinary module and inside the controller."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from .._api.client import Client
from .._api.errors import SpeError
from .._api.one_line import one_line
from .._api.record import Record
from .._api.requests_library import REQUESTS_IMPORT_ERROR
from .._api.understanding import place_of, understanding
from .context import Context
from .interruption import tidy_interruption
from .libraries import LibraryMissing
from .module_definition import ModuleDefinition
from .no_client import NoClient
from .options import asks_a_server, connection_settings, full_waiting, sender_of
from .query import check_query
from .secrets import scrub
from .specified import SpecifiedOptions
from .tenant import tenant_of, with_tenant

Progress = Callable[[str], None]


def execute(
    definition: ModuleDefinition,
    validated: Mapping[str, Any],
    *,
    specified: SpecifiedOptions,
    secrets: set[str],
    check_mode: bool,
    diff_mode: bool,
    no_log: bool = False,
    progress: Progress | None = None,
    record: Record | None = None,
) -> dict[str, Any]:
    """The result of the task, free of secrets and of plain JSON types; a failure is a result with `failed=true`.

    `secrets` are those of the options. Options that the module ignores do not reach its work. Warnings, each reported once,
    are under `warnings`. A failure also shows what was done before it, by the record of the task.

    Catches SystemExit, which would end the whole play inside the controller, but no other BaseException: the time-out
    of a task and Ctrl-C are some.
    """
    params = {name: value for name, value in validated.items() if name in definition.argument_spec}
    tenant = tenant_of(params)
    warnings: list[str] = []

    def warn(text: str) -> None:
        warning = one_line(with_tenant(text, tenant))
        if warning not in warnings:
            warnings.append(warning)

    record = record or Record()
    try:
        check_query(params.get("query"))
        client = _client(definition, params, record, check_mode, _progress_of(tenant, progress, secrets), warnings)
        context = Context(
            sender=sender_of(params, client),
            check_mode=check_mode,
            diff_mode=diff_mode,
            specified=specified,
            warn=warn,
            no_log=no_log,
        )
        with tidy_interruption(), understanding(record):
            done = {**definition.work(params, context), **record.access()}
        # As an ordinary module's result travels: a tuple becomes a list, and what JSON cannot express is a defect.
        result = json.loads(json.dumps(done))
    except SpeError as error:
        result = {**_plain(record.shown()), **_failed(error.message, error.facts())}
    except (Exception, SystemExit) as error:
        result = {**_plain(record.shown()), **defect(definition, error)}
    if result.get("failed"):
        mistakes = len(result.get("error", {}).get("mistakes", ()))
        result["msg"] = one_line(with_tenant(result["msg"], tenant, mistakes=mistakes))
    if warnings:
        result["warnings"] = warnings
    scrubbed: dict[str, Any] = scrub(result, secrets)
    return scrubbed


def _client(
    definition: ModuleDefinition,
    params: Mapping[str, Any],
    record: Record,
    check_mode: bool,
    progress: Progress | None,
    warnings: list[str],
) -> Client:
    """The client of the task. A warning about the connection belongs to no tenant, so that Ansible shows it once."""
    if not asks_a_server(definition.argument_spec):
        return NoClient()
    if REQUESTS_IMPORT_ERROR:
        raise LibraryMissing("requests", needed_by="community.mailstore")
    settings = connection_settings(params)
    if settings.caution:
        warnings.append(settings.caution)
    return Client(
        settings,
        check_mode=check_mode,
        waiting=full_waiting(params),
        progress=progress,
        needed_by=definition.name,
        record=record,
    )


def _progress_of(tenant: str | None, progress: Progress | None, secrets: set[str]) -> Progress | None:
    if progress is None:
        return None
    show = progress
    return lambda text: show(one_line(scrub(with_tenant(text, tenant), secrets)))


def defect(definition: ModuleDefinition, error: BaseException) -> dict[str, Any]:
    """The result after an error that nobody expected. Its text may hold values of the task: type and place must do."""
    kind = type(error).__name__
    failure = SpeError(
        f"{definition.name} stopped at an unexpected {kind}{place_of(error)}: this is a defect of the collection"
        " community.mailstore, please report it with this sentence, the task and the versions in use."
    )
    return _failed(failure.message, {**failure.facts(), "type": kind})


def refused(error: SpeError, written: Mapping[str, Any], secrets: set[str]) -> dict[str, Any]:
    """The result of a task whose arguments, as they are written, are refused before any work."""
    facts = error.facts()
    message = with_tenant(error.message, tenant_of(written), mistakes=len(facts.get("mistakes", ())))
    result: dict[str, Any] = scrub(_failed(message, facts), secrets)
    return result


def _failed(message: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"failed": True, "msg": one_line(message), "error": facts}


def _plain(done_before: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(done_before, default=str))
    return plain
