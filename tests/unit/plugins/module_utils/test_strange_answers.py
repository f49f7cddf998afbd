# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that lack a key or have another shape: one sentence that names the answer, never a defect of the collection."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulation import Disturbance, Trouble, World, simulation
from tests.simulation.network import HttpAnswer
from tests.simulator.state.environment import Environment

STRANGE_VALUES: tuple[Any, ...] = (None, 7, 1.5, "", "text", True, [], [None], ["text"], {}, {"other": 1})

SEEDS = 8
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


class Strange(Disturbance):
    """One answer, or all of that function from then on, with something missing or of another kind."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  a test has no secrets
        self._index = self._random.choice([0, 0, 0, 1, 1, 2, 3, 5])
        self._stays = self._random.random() < 0.5
        self._function: str | None = None

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        if name.startswith("Get") and index >= self._index and self._function is None:
            self._function = name
            return Trouble(alter=self._alter)
        if self._stays and name == self._function:
            return Trouble(alter=self._alter)
        return Trouble()

    def _alter(self, answer: HttpAnswer) -> None:
        document = json.loads(answer.body.decode("utf-8-sig"))
        places = list(_places(document["result"], document, "result"))
        holder, key = self._random.choice(places[:1] + places[1:60])
        if isinstance(holder, dict) and key != "result" and self._random.random() < 0.5:
            del holder[key]
        else:
            holder[key] = self._random.choice(STRANGE_VALUES)
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


@pytest.mark.parametrize("module", TASKS)
def test_strange_answers_are_named(world: World, module: str) -> None:
    before = world.snapshot()
    for seed in range(SEEDS):
        world.restore(before)
        result = world.run(world.task(module, **TASKS[module]), check_mode=seed % 2 == 1, disturbance=Strange(seed))
        if not result.get("failed"):
            continue
        replay = f"{module}, seed {seed}: {result['msg']}"
        assert "defect" not in result["msg"], replay
        assert result["msg"].isprintable(), replay
        assert len(result["msg"]) < 1600, replay
        if result["error"]["type"] == "NotUnderstood":
            assert "The server's answer to Get" in result["msg"], replay
    world.restore(before)
