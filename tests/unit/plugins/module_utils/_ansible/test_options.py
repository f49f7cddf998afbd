# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shared options and what they mean to the client."""

from __future__ import annotations

import math
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.module_utils._ansible.arguments import sanitized_arguments
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import (
    CONNECTION_OPTIONS,
    FROM_ENVIRONMENT,
    INSTANCE_OPTIONS,
    WAIT_OPTIONS,
    connection_settings,
    full_waiting,
    parallel_calls,
    waiting,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.modules import (
    spe_command,
    spe_directory_sync,
    spe_instance,
    spe_job_run,
    spe_profile_run,
    spe_store,
    spe_store_maintenance,
    spe_store_transfer,
    spe_user,
)

LOGIN = {"spe_url": "https://127.0.0.1:8474", "spe_username": "admin", "spe_password": "hunter2"}

#: Their functions work through a whole archive, or through mailboxes.
MODULES_WITH_LONG_WORK = (
    *(spe_command, spe_directory_sync, spe_job_run, spe_profile_run, spe_store, spe_store_maintenance),
    spe_store_transfer,
)


def _validated(spec: Any, **arguments: Any) -> dict[str, Any]:
    result = ArgumentSpecValidator(spec).validate(arguments)
    assert result.error_messages == []
    params: dict[str, Any] = result.validated_parameters
    return params


def test_settings_carry_every_connection_option() -> None:
    params = _validated(
        CONNECTION_OPTIONS,
        **LOGIN,
        spe_validate_certs=False,
        spe_ca_path="/",
        spe_certificate_fingerprint="ab" * 32,
        spe_timeout=7,
        spe_retries=0,
        spe_proxy="http://127.0.0.1:3128",
        spe_read_only=True,
        spe_parallel=9,
    )
    settings = connection_settings(params)
    assert (settings.url, settings.username, settings.password) == tuple(LOGIN.values())
    assert (settings.validate_certs, settings.ca_path, settings.certificate_fingerprint) == (False, "/", "ab" * 32)
    assert (settings.timeout, settings.retries, settings.proxy) == (7, 0, "http://127.0.0.1:3128")
    assert settings.read_only
    assert parallel_calls(params) == 9


def test_every_connection_option_falls_back_to_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "SPE_URL": "https://127.0.0.1:1",
        "SPE_USERNAME": "someone",
        "SPE_PASSWORD": "something",
        "SPE_VALIDATE_CERTS": "no",
        "SPE_CA_PATH": "/etc",
        "SPE_CERTIFICATE_FINGERPRINT": "00" * 20,
        "SPE_TIMEOUT": "8",
        "SPE_RETRIES": "1",
        "SPE_PROXY": "http://127.0.0.1:2",
        "SPE_READ_ONLY": "true",
        "SPE_FACTS": "/facts.yml",
        "SPE_PARALLEL": "2",
        "SPE_PROGRESS": "never",
    }
    assert {variable.lower() for variable in variables} == set(CONNECTION_OPTIONS)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert _validated(CONNECTION_OPTIONS) == {
        "spe_url": "https://127.0.0.1:1",
        "spe_username": "someone",
        "spe_password": "something",
        "spe_validate_certs": False,
        "spe_ca_path": "/etc",
        "spe_certificate_fingerprint": "00" * 20,
        "spe_timeout": 8,
        "spe_retries": 1,
        "spe_proxy": "http://127.0.0.1:2",
        "spe_read_only": True,
        "spe_facts": "/facts.yml",
        "spe_parallel": 2,
        "spe_progress": "never",
    }


@pytest.mark.parametrize("empty", ["", " ", "\t"])
@pytest.mark.parametrize("option", sorted(FROM_ENVIRONMENT))
def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch, option: str, empty: str) -> None:
    monkeypatch.setenv(option.upper(), empty)
    spec = {**CONNECTION_OPTIONS, **INSTANCE_OPTIONS}
    others = {name: value for name, value in {**LOGIN, "instance_id": "acme"}.items() if name != option}
    params = ArgumentSpecValidator(spec).validate(others)
    if spec[option].get("required"):
        assert params.error_messages == [f"missing required arguments: {option}"]
    else:
        assert params.error_messages == []
        assert params.validated_parameters[option] == spec[option].get("default")


@pytest.mark.parametrize("empty", ["", " ", None])
@pytest.mark.parametrize("option", sorted(FROM_ENVIRONMENT))
@pytest.mark.parametrize("definition", [spe_user.MODULE, spe_instance.MODULE], ids=["with access", "without"])
def test_an_empty_option_is_not_given(definition: ModuleDefinition, option: str, empty: str | None) -> None:
    """As AWX passes on what nobody has filled in; a variable of the environment then counts."""
    written = {**LOGIN, "instance_id": "acme", option: empty}
    assert sanitized_arguments(definition, written) == {name: written[name] for name in written if name != option}


def test_every_connection_option_may_come_from_the_environment() -> None:
    assert {*CONNECTION_OPTIONS, "service_provider_access"} == FROM_ENVIRONMENT


def test_what_the_task_says_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPE_TIMEOUT", "8")
    assert _validated(CONNECTION_OPTIONS, **LOGIN, spe_timeout=9)["spe_timeout"] == 9


@pytest.mark.parametrize("parallel", [-1, 0, 33, 1000])
def test_an_impossible_number_of_parallel_calls_is_refused_by_every_module(parallel: int) -> None:
    params = {**_validated(CONNECTION_OPTIONS, **LOGIN), "spe_parallel": parallel}
    for read in (parallel_calls, connection_settings):
        with pytest.raises(InputError, match=f"spe_parallel is {parallel}, but must be from 1 to 32"):
            read(params)


@pytest.mark.parametrize("parallel", [1, 4, 32])
def test_a_possible_number_of_parallel_calls(parallel: int) -> None:
    assert parallel_calls({"spe_parallel": parallel}) == parallel


def test_a_module_without_wait_options_waits_as_the_client_does() -> None:
    assert waiting(LOGIN) == Waiting()


def test_waiting_defaults_are_those_of_the_client() -> None:
    assert waiting(_validated(WAIT_OPTIONS)) == Waiting()


@pytest.mark.parametrize("module", MODULES_WITH_LONG_WORK, ids=lambda module: module.MODULE.name)
def test_long_work_is_waited_for_without_end_by_default(module: Any) -> None:
    """A time-out of the collection's own would give up an upgrade that takes the night."""
    option = module.MODULE.argument_spec["wait_timeout"]
    assert "default" not in option
    params = {name: option.get("default") for name, option in module.MODULE.argument_spec.items()}
    assert waiting(params).timeout == math.inf
    assert waiting({**params, "wait_timeout": 4}).timeout == 4
    assert not waiting(params).cancel_on_timeout


def test_without_waiting_a_call_goes_on_at_the_server() -> None:
    assert waiting(_validated(WAIT_OPTIONS, wait=False)) == Waiting(timeout=0, interval=5)


def test_what_is_read_is_waited_for_all_the_same() -> None:
    assert full_waiting(_validated(WAIT_OPTIONS, wait=False, wait_timeout=9)) == Waiting(timeout=9)


def test_times_reach_the_client() -> None:
    assert waiting(_validated(WAIT_OPTIONS, wait_timeout=9, wait_interval=2)) == Waiting(timeout=9, interval=2)


@pytest.mark.parametrize(
    ("times", "sentence"),
    [({"wait_timeout": -1}, "wait_timeout is -1 seconds"), ({"wait_interval": 0}, "wait_interval is 0 seconds")],
)
def test_times_that_cannot_be_are_refused(times: dict[str, int], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        waiting(_validated(WAIT_OPTIONS, **times))
