# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task for each user, as playbooks without this collection and with its single modules have it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmark.figures import Figure
from tests.benchmark.measures.tasks import Task, debug_task, looped, uri_task
from tests.benchmark.workbench import Call, Workbench
from tests.simulator.process import RunningSimulator

INSTANCE = "tenant-0001"
ITEMS = 100
SAMPLE = 50

USER = {
    "instance_id": INSTANCE,
    "name": "{{ item }}",
    "full_name": "{{ item | regex_replace('^user', 'User ') }}",
    "email_addresses": [f"{{{{ item }}}}@{INSTANCE}.example.com"],
    "privileges": ["login"],
    "own_archive_privileges": ["read"],
}
"""What the loop has for each user."""


def loop(bench: Workbench) -> Iterator[Figure]:
    """Looped `spe_user` without a change against an empty loop, whole processes.

    Nothing can be faster than Ansible with the same arguments and a script with the same calls, one after the other.
    """
    with bench.simulator(fleet=f"1x{ITEMS + 1}") as server:
        ways = {
            "empty play": partial(bench.empty_play, server),
            "debug": partial(_seconds, bench, server, debug_task(), ITEMS),
            "debug of the same arguments": partial(_seconds, bench, server, debug_task(USER), ITEMS),
            "script": partial(bench.script, server, _calls()),
            "spe_user": partial(_seconds, bench, server, _user_task(), ITEMS),
        }
        seconds = bench.medians(ways)
        empty, debug, arguments, script, user = (seconds[way] for way in ways)
        beside = (
            f"{user:.2f} s, debug {debug:.2f} s; debug of the same arguments {arguments:.2f} s and a script of the same calls"
            f" {script:.2f} s are {(arguments + script) / debug:.1f} times together"
        )
        yield Figure("loop", "spe_user against debug", user / debug, "times", beside, at_most=2.0)
        uri, own = uri_seconds(bench), (user - empty) / ITEMS
        beside = f"{own * 1000:.0f} ms for each user, uri {uri * 1000:.0f} ms"
        yield Figure("loop", "spe_user against uri", uri / own, "times", beside)
        bench.tell("spe_user as an ordinary module")
        ordinary = (_seconds(bench, server, _in_own_process(_user_task(), bench.directory), 10) - empty) / 10
        beside = f"{ordinary * 1000:.0f} ms for each user"
        yield Figure("loop", "spe_user against itself in a process", ordinary / own, "times", beside)


def uri_seconds(bench: Workbench) -> float:
    """Seconds of one `ansible.builtin.uri`, of a sample."""

    def measure() -> float:
        bench.tell(f"{SAMPLE} users with ansible.builtin.uri")
        with bench.simulator(fleet=f"1x{SAMPLE + 1}") as server:
            whole = _seconds(bench, server, uri_task(server, INSTANCE), SAMPLE)
            return (whole - bench.empty_play(server)) / SAMPLE

    return bench.once("uri", measure)


def _seconds(bench: Workbench, server: RunningSimulator, task: Task, items: int) -> float:
    return bench.play(server, [looped(task)], {"names": _names(items)}).expect(changes=False).seconds


def _user_task() -> Task:
    return {"community.mailstore.spe_user": USER}


def _calls() -> list[Call]:
    return [("GetUserInfo", {"instanceID": INSTANCE, "userName": name}) for name in _names(ITEMS)]


def _names(items: int) -> list[str]:
    return [f"user{number:03}" for number in range(1, items + 1)]


def _in_own_process(task: Task, directory: Path) -> Task:
    """For another path to the same Python, Ansible starts an ordinary module."""
    wrapper = directory / "python"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    return {**task, "vars": {"ansible_python_interpreter": str(wrapper)}}
