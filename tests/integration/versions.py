# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an older server does not know: told by the product, and looked up in the simulator's own table of functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.journal import access_left_as_it_was
from tests.integration.playbook import Run, TaskResult
from tests.simulator.functions import functions_of
from tests.simulator.versions import FULL_VERSIONS

_SENTENCE = re.compile(
    r"Your server \((?P<version>[\d.]+)\) does not know (?:the argument (?P<argument>\w+) of )?(?P<function>\w+), "
    r"which (?P<option>[\w ,.]+) needs(?:: leave it out, or update the server|\. Update the server to use this module)\."
)


@dataclass(frozen=True)
class Lack:
    """A task that failed because the server is too old for it."""

    task: TaskResult
    what: str

    def assert_told_before_writing(self) -> None:
        """The task changed nothing before it failed."""
        assert self.task.own_writes == [], f"'{self.task.name}' wrote before it said what the server lacks."
        assert access_left_as_it_was(self.task.server_calls), f"'{self.task.name}' left access changed."


def find_lacks(runs: Mapping[str, Run], server_version: str) -> dict[str, Lack]:
    """The runs that failed on something that a server of this version really lacks; None does on a new server."""
    lacks = {name: _lack_of(run, server_version) for name, run in runs.items()}
    return {name: lack for name, lack in lacks.items() if lack is not None}


def skip_what_is_lacking(runs: Mapping[str, Run], server_version: str) -> None:
    """End the test, saying why, if the server is too old for it."""
    for lack in find_lacks(runs, server_version).values():
        pytest.skip(f"A server of {server_version} does not know {lack.what}.")


def assert_lack_is_told(runs: Mapping[str, Run], lacks: Mapping[str, Lack]) -> None:
    """Every way of running says the same at the same task, and has written nothing in it."""
    assert len({(lack.task.name, lack.what) for lack in lacks.values()}) == 1, (
        f"The ways lack different things: {lacks}"
    )
    assert lacks.keys() == runs.keys(), f"Only {', '.join(lacks)} said that the server is too old."
    for lack in lacks.values():
        lack.assert_told_before_writing()


def _lack_of(run: Run, server_version: str) -> Lack | None:
    for task in run.tasks:
        for result in task.items:
            what = what_is_lacking(result, server_version)
            if task.status == "failed" and what is not None:
                return Lack(task, what)
    return None


def what_is_lacking(result: Mapping[str, Any], server_version: str) -> str | None:
    """The function, or the argument of a function, that a failure names; None when it is about something else.

    Fails when the sentence is not clear, or when the simulator has what is said to be lacking.
    """
    error = result.get("error")
    if not isinstance(error, Mapping) or error.get("type") != "NotSupportedByServer":
        return None
    told = _SENTENCE.fullmatch(result["msg"])
    assert told is not None, f"This does not say clearly what the server lacks: {result['msg']}"
    assert told["version"] == FULL_VERSIONS[server_version]
    function = functions_of(server_version).get(told["function"])
    if told["argument"] is None:
        assert function is None, f"The server does know {told['function']}."
        return told["function"]
    assert function is not None
    assert told["argument"] not in [argument.name for argument in function.arguments_of(server_version)]
    return f"{told['argument']} of {told['function']}"
