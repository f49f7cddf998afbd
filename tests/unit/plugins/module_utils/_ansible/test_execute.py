# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part of a task that is the same in an ordinary module and inside the controller."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible import execute as execute_module
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.execute import execute
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import (
    ModuleDefinition,
    Work,
)
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import (
    CONNECTION_OPTIONS,
    WAIT_OPTIONS,
    ArgumentSpec,
)
from ansible_collections.community.mailstore.plugins.module_utils._ansible.secrets import secret_values
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError, SpeError, WriteRefused

PARAMS = MappingProxyType(
    {
        "spe_url": "https://127.0.0.1:1",
        "spe_username": "admin",
        "spe_password": "hunter2",
        "spe_validate_certs": True,
        "spe_ca_path": None,
        "spe_certificate_fingerprint": None,
        "spe_timeout": 1,
        "spe_retries": 0,
        "spe_proxy": None,
        "spe_read_only": False,
        "spe_facts": None,
        "spe_parallel": 4,
    }
)


def _execute(
    work: Work, params: Mapping[str, Any] = PARAMS, options: ArgumentSpec = MappingProxyType({}), **more: Any
) -> dict[str, Any]:
    spec = {**CONNECTION_OPTIONS, **WAIT_OPTIONS, **options}
    definition = ModuleDefinition(name="definition", argument_spec=spec, work=work)
    secrets = secret_values(definition, params)
    how = {"specified": SpecifiedOptions([]), "secrets": secrets, "check_mode": False, "diff_mode": False, **more}
    return execute(definition, params, **how)


def test_work_gets_the_options_and_how_it_runs() -> None:
    seen: list[Any] = []

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        seen.extend([params, context.specified, context.check_mode, context.diff_mode])
        return {"changed": False}

    assert _execute(work, specified=SpecifiedOptions(["name"]), check_mode=True, diff_mode=True) == {"changed": False}
    assert seen == [PARAMS, {"name"}, True, True]


def test_the_client_waits_as_asked() -> None:
    seen: list[Any] = []

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        seen.append(context.client._waiting)
        return {}

    _execute(work, {**PARAMS, "wait": True, "wait_timeout": 7, "wait_interval": 2, "cancel_on_timeout": True})
    assert seen == [Waiting(timeout=7, interval=2, cancel_on_timeout=True)]


def test_check_mode_never_writes() -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        context.client.call("DeleteUser", {"instanceID": "a", "userName": "b"})
        return {}

    assert _execute(work, check_mode=True)["error"]["type"] == WriteRefused.__name__


def test_the_result_is_what_json_can_say() -> None:
    assert _execute(lambda params, context: {"names": ("a", "b"), "by_number": {1: None}}) == {
        "names": ["a", "b"],
        "by_number": {"1": None},
    }


def test_a_result_that_json_cannot_say_is_a_defect() -> None:
    result = _execute(lambda params, context: {"names": {"a"}})
    assert result["failed"] is True
    assert result["error"]["type"] == "TypeError"


def test_an_error_is_a_failure_with_its_facts_and_what_was_done() -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        context.client.record.done({"function": "CreateUser", "arguments": {"x": "hunter2"}})
        raise SpeError("Not hunter2.", function="CreateUser", http_status=200, status_code="failed")

    assert _execute(work) == {
        "failed": True,
        "msg": "Not ********.",
        "changed": True,
        "calls": [{"function": "CreateUser", "arguments": {"x": "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"}}],
        "error": {
            "type": "SpeError",
            "function": "CreateUser",
            "http_status": 200,
            "status_code": "failed",
        },
    }


def test_settings_that_cannot_work_fail_before_the_work() -> None:
    result = _execute(lambda params, context: pytest.fail("worked"), {**PARAMS, "spe_url": "http://127.0.0.1"})
    assert result["error"]["type"] == InputError.__name__
    assert result["msg"].startswith("http:// is refused in spe_url")


@pytest.mark.parametrize("kind", [KeyError, ZeroDivisionError, SystemExit])
def test_an_unexpected_error_tells_its_type_and_place_and_no_value(kind: type[BaseException]) -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        context.warn("Something was odd.")
        raise kind("a value of the task")

    result = _execute(work)
    assert result["failed"] is True
    assert result["msg"].startswith(
        f"definition stopped at an unexpected {kind.__name__} in module_utils/_ansible/execute.py, line "
    )
    assert "a value of the task" not in str(result)
    assert result["error"]["type"] == kind.__name__
    assert result["warnings"] == ["Something was odd."]


def test_time_out_and_interrupt_are_not_caught() -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _execute(work)


def test_work_tidies_up_when_its_process_is_asked_to_end() -> None:
    tidied: list[bool] = []

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            tidied.append(True)
        return {}

    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with pytest.raises(KeyboardInterrupt):
            _execute(work)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert tidied


def test_warnings_are_said_once_in_their_order_and_masked() -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        for text in ("b", "a hunter2", "b", "a hunter2"):
            context.warn(text)
        return {}

    assert _execute(work) == {"warnings": ["b", "a ********"]}


def test_progress_is_masked() -> None:
    told: list[str] = []

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        assert context.client.progress
        context.client.progress("hunter2 is 42 % done")
        return {}

    assert _execute(work, progress=told.append) == {}
    assert told == ["******** is 42 % done"]


def test_without_requests_it_is_said_where_to_install_what(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execute_module, "REQUESTS_IMPORT_ERROR", "it is not there")
    result = _execute(lambda params, context: pytest.fail("worked"))
    assert result["failed"] is True
    assert result["msg"].startswith(
        f"The Python library requests, which community.mailstore needs, is not installed for {sys.executable} on "
    )
    assert f"{sys.executable} -m pip install requests" in result["msg"]


@pytest.mark.parametrize(
    ("trust", "warns"),
    [
        ({"spe_validate_certs": False}, True),
        ({"spe_validate_certs": False, "spe_ca_path": "/"}, True),
        ({"spe_validate_certs": False, "spe_certificate_fingerprint": "ab" * 32}, False),
        ({"spe_certificate_fingerprint": "ab" * 32}, False),
        ({}, False),
    ],
)
def test_a_connection_that_nobody_checks_is_warned_of(trust: dict[str, Any], warns: bool) -> None:
    """Also in a failure, and without the name of a tenant, so that Ansible shows it once for many of them."""

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        raise InputError("no")

    result = _execute(work, {**PARAMS, **trust, "instance_id": "baumann"})
    assert ("warnings" in result) == warns
    if warns:
        (warning,) = result["warnings"]
        assert warning == (
            "The certificate of https://127.0.0.1:1 is not checked, because spe_validate_certs (SPE_VALIDATE_CERTS) is off: "
            "whoever is between here and the server can read and change everything, passwords too. Set "
            "spe_certificate_fingerprint or spe_ca_path instead."
        )


def test_a_query_is_refused_before_the_work() -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        raise AssertionError

    result = _execute(work, {**PARAMS, "query": "["}, options={"query": {"type": "str"}})
    assert result["msg"].startswith("The option query is not a valid JMESPath expression: ")
