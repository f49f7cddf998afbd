# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.rotate_passwords: the new secret works, is stored, and is shown nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.integration.journal import writes
from tests.integration.playbook import Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator

NEW = "S3cret-of-next-month"
#: Stores the secret in a file. With a file `full` beside it, there is no room for a second one.
STORE = """
- name: Fail as a password manager may
  ansible.builtin.assert:
    that: "'{directory}/full' is not exists or '{directory}/secret' is not exists"
    fail_msg: The password manager is full.

- name: Store the secret
  ansible.builtin.copy:
    content: "{{{{ rotate_secret }}}}"
    dest: "{directory}/secret"
    mode: "0600"
  no_log: true
"""


class Rotation(Playbooks):
    """Runs of the playbook against one server."""

    def rotate(self, *options: str) -> Run:
        return self.ansible_playbook.execute(
            {"localhost": self.server.journal_path},
            *("-vvv", "community.mailstore.rotate_passwords", *options),
            environment=self.server.environment(),
        )


@pytest.fixture
def server(server_version: str) -> Iterator[RunningSimulator]:
    with running_simulator("demo", work_ms=0, server_version=server_version) as running:
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Rotation:
    (tmp_path / "store.yml").write_text(STORE.format(directory=tmp_path), encoding="utf-8")
    return Rotation(ansible_playbook, server, tmp_path, {})


def _messages(run: Run) -> str:
    return " ".join(str(task.result.get("msg")) for task in run.tasks)


def _status(server: RunningSimulator, password: str) -> int:
    """What the server answers to somebody with this password."""
    return requests.post(
        f"{server.url}/api/invoke/GetSystemAdministrators",
        auth=(server.username, password),
        verify=server.ca_path,
        timeout=10,
    ).status_code


def test_a_random_password_is_stored(playbook: Rotation, server: RunningSimulator, tmp_path: Path) -> None:
    check = playbook.rotate("-e", "rotate_store=store.yml", "--check")
    assert check.succeeded, check.end_of_output
    assert writes([*server.journal()]) == []
    assert not (tmp_path / "secret").exists()

    rotated = playbook.rotate("-e", "rotate_store=store.yml")
    assert rotated.succeeded, rotated.end_of_output
    secret = (tmp_path / "secret").read_text("utf-8")
    assert _status(server, secret) == 200
    assert _status(server, server.password) == 401
    assert secret not in rotated.output


def test_a_password_that_cannot_be_stored_is_taken_back(
    playbook: Rotation, server: RunningSimulator, tmp_path: Path
) -> None:
    (tmp_path / "full").touch()
    failed = playbook.rotate("-e", "rotate_store=store.yml", "-e", f"rotate_password={NEW}")
    assert failed.exit_code != 0
    assert "The password manager is full. The old password of admin is valid again." in _messages(failed)
    assert _status(server, server.password) == 200
    assert _status(server, NEW) == 401
    assert server.password not in failed.output


def test_an_api_password_is_stored(playbook: Rotation, server: RunningSimulator, tmp_path: Path) -> None:
    rotated = playbook.rotate("-e", "rotate_kind=api_password", "-e", "rotate_store=store.yml")
    assert rotated.succeeded, rotated.end_of_output
    secret = (tmp_path / "secret").read_text("utf-8")
    assert _status(server, secret) == 200
    assert secret not in rotated.output


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Nobody would know the new secret; give the tasks that store it in rotate_store"),
        (
            {"rotate_kind": "word", "rotate_password": "short", "rotate_store": "nowhere.yml"},
            (
                "rotate_kind must be password or api_password.\n"
                "rotate_password must have at least 12 characters and no line break or other control character.\n"
                "There is no file "
            ),
        ),
        ({"rotate_password": "simulator-password"}, "rotate_password is the present password"),
        ({"rotate_store": "nowhere.yml"}, "nowhere.yml; check rotate_store"),
        (
            {"rotate_administrator": "nobody", "rotate_password": NEW},
            "There is no system administrator nobody on this server; check rotate_administrator.",
        ),
    ],
)
def test_a_mistake_is_refused_in_one_sentence(
    playbook: Rotation, server: RunningSimulator, options: dict[str, str], sentence: str
) -> None:
    refused = playbook.rotate(*(part for item in options.items() for part in ("-e", "=".join(item))))
    assert refused.exit_code != 0
    assert sentence in _messages(refused)
    assert writes([*server.journal()]) == []
