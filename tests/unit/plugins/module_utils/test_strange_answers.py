# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that lack a key or have another shape: one sentence that names the answer, never a defect of the collection."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.action.spe_instance_info import ActionModule
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import Work
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulation import Disturbance, Trouble, World, simulation
from tests.simulation.network import HttpAnswer
from tests.simulator.state.environment import Environment

INSTANCE = {"instance_id": "baumann"}
TASKS: dict[str, dict[str, Any]] = {
    "spe_archive_admin": {**INSTANCE, "state": "disabled"},
    "spe_client_access_server_info": {},
    "spe_compliance": {**INSTANCE, "legal_hold_enabled": True},
    "spe_credential_info": INSTANCE,
    "spe_directory_services": {**INSTANCE, "configuration": {"deleteUsers": True}},
    "spe_environment_info": {**INSTANCE, "status": True},
    "spe_folder_info": {**INSTANCE, "statistics": True},
    "spe_host_directory_info": {"instance_host": "host1"},
    "spe_index": {**INSTANCE, "include_attachments_of_pdfs": True},
    "spe_instance": {**INSTANCE, "display_name": "Other"},
    "spe_instance_control": {"instance_ids": ["baumann"], "state": "restarted"},
    "spe_instance_host_info": {},
    "spe_instance_info": {**INSTANCE, "statistics": True},
    "spe_job": {**INSTANCE, "name": "New", "action": "VerifyStores", "owner": "admin", "time": "03:00"},
    "spe_job_info": INSTANCE,
    "spe_job_result_info": INSTANCE,
    "spe_license_info": {},
    "spe_profile": {
        **INSTANCE,
        "name": "New",
        "owner": "admin",
        "connector": "IMAP",
        "secret_details": {"password": "x"},
    },
    "spe_profile_info": INSTANCE,
    "spe_profile_result_info": INSTANCE,
    "spe_settings_info": INSTANCE,
    "spe_smtp": {**INSTANCE, "hostname": "smtp.example.com"},
    "spe_store": {**INSTANCE, "name": "2031"},
    "spe_store_auto_create": {**INSTANCE, "size_threshold": 5},
    "spe_store_info": INSTANCE,
    "spe_store_maintenance": {**INSTANCE, "task": "verify"},
    "spe_system_administrator": {"name": "admin", "full_name": "Other"},
    "spe_system_administrator_info": {},
    "spe_system_smtp": {"hostname": "smtp.example.com"},
    "spe_system_smtp_info": {},
    "spe_user": {**INSTANCE, "name": "jane", "full_name": "Jane", "email_addresses": ["jane@example.com"]},
    "spe_user_info": INSTANCE,
}


class Missing:
    """In the place of a value: there is none."""

    def __repr__(self) -> str:
        return "missing"


MISSING = Missing()
STRANGE_VALUES: tuple[Any, ...] = (
    MISSING, None, 7, 1.5, -1, "", "text", True, [], [None], ["text"], [[]], {}, {"other": 1}, {"name": None},
)  # fmt: skip


@dataclass
class Strange(Disturbance):
    """One answer, or all of that function from then on, with something missing or of another kind."""

    after: int
    place: int
    value: Any
    stays: bool

    def __post_init__(self) -> None:
        self._function: str | None = None

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        if name.startswith("Get") and index >= self.after and self._function is None:
            self._function = name
            return Trouble(alter=self._alter)
        if self.stays and name == self._function:
            return Trouble(alter=self._alter)
        return Trouble()

    def _alter(self, answer: HttpAnswer) -> None:
        document = json.loads(answer.body.decode("utf-8-sig"))
        places = list(_places(document["result"], document, "result"))
        holder, key = places[self.place % len(places)]
        if self.value is not MISSING:
            holder[key] = self.value
        elif key != "result":
            del holder[key]
        answer.body = json.dumps(document).encode()


def _places(value: Any, holder: Any, key: Any) -> Iterator[tuple[Any, Any]]:
    yield holder, key
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from _places(member, value, name)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with simulation() as world:
        yield world


STRANGE = st.builds(
    Strange,
    after=st.sampled_from([0, 0, 1, 2, 3, 5, 7]),
    # Places of the first row are the most interesting ones.
    place=st.one_of(st.integers(0, 40), st.integers(0, 2000)),
    value=st.sampled_from(STRANGE_VALUES),
    stays=st.booleans(),
)


@pytest.mark.parametrize("module", TASKS)
def test_strange_answers_are_named(world: World, module: str) -> None:
    before = world.snapshot()

    # More of them: STRANGE_ANSWERS=500 in the environment.
    @settings(
        max_examples=int(os.environ.get("STRANGE_ANSWERS", "12")),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strange=STRANGE, check_mode=st.booleans())
    def named(strange: Strange, check_mode: bool) -> None:
        world.restore(before)
        result = world.run(world.task(module, **TASKS[module]), check_mode=check_mode, disturbance=strange)
        if not result.get("failed"):
            return
        assert "defect" not in result["msg"]
        assert result["msg"].isprintable()
        assert len(result["msg"]) < 1600
        if result["error"]["type"] == "NotUnderstood":
            assert "The server's answer to " in result["msg"]
            _require_what_was_done(world, result)

    named()
    world.restore(before)


def _require_what_was_done(world: World, result: dict[str, Any]) -> None:
    done = [work.function for work in world.work]
    told = [call["function"] for call in result.get("calls", [])]
    assert [function for function in done if function in told] == done
    assert result.get("changed", False) or not done


def _run_with(world: World, work: Work, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(ActionModule, "definition", replace(ActionModule.definition, work=work))
    return world.run(world.task("spe_instance_info"))


def test_a_defect_of_ours_is_not_put_down_to_the_server(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        context.client.call("GetInstances", {"instanceFilter": "*"})
        return {"option": params["no_such_option"]}

    result = _run_with(world, work, monkeypatch)
    assert "this is a defect of the collection" in result["msg"]
    assert result["error"]["type"] == "KeyError"


def test_a_value_that_nobody_knows_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        status = context.client.call("GetInstances", {"instanceFilter": "baumann"})[0]["status"]
        return {"state": {"asleep": "off"}[status]}

    result = _run_with(world, work, monkeypatch)
    assert (
        "The server's answer to GetInstances is not understood: the value 'running' in it is not known" in result["msg"]
    )


class AfterTheWrite(Disturbance):
    """From the first write on the lists of users lack the names."""

    def __init__(self) -> None:
        self._is_written = False

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        self._is_written = self._is_written or name == "CreateUser"
        return Trouble(alter=_without_names) if self._is_written and name.startswith("GetUser") else Trouble()


def _without_names(answer: HttpAnswer) -> None:
    answer.body = answer.body.replace(b'"userName"', b'"other"')


@pytest.mark.parametrize("access", ["require", "open"])
def test_what_was_done_is_told_when_the_proof_is_not_understood(world: World, access: str) -> None:
    before = world.snapshot()
    world.environment.instances["baumann"].archive_admin_enabled = access == "require"
    task = world.task("spe_user", instance_id="baumann", name="jane.new", service_provider_access=access)
    result = world.run(task, disturbance=AfterTheWrite())
    assert result["error"]["type"] == "NotUnderstood"
    assert (result["changed"], [call["function"] for call in result["calls"]]) == (True, ["CreateUser"])
    assert result.get("service_provider_access_opened", False) == (access == "open")
    assert world.environment.instances["baumann"].archive_admin_enabled == (access == "require")
    world.restore(before)
