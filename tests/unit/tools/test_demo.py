# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo fails, with a sentence, when a step does not keep its promise."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from tests.tools import demo
from tests.tools.demo import Disappointment, Run

TENANTS = ("bakery", "lakeside-clinic", "old-mill")


def _run(title: str, tasks: int, writes: int = 0) -> Run:
    return Run(title, {**dict.fromkeys(TENANTS, tasks), "localhost": 0}, reads=10, writes=writes, seconds=1.0)


GOOD = [_run("first", 4, 30), _run("again", 0), _run("drift", 1), _run("mended", 1, 3), _run("last", 0)]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """The runs that the demo is going to see."""
    runs = list(GOOD)
    remaining = iter(range(len(runs)))

    @contextmanager
    def server(seed: str) -> Iterator[Any]:
        yield type("Server", (), {"url": "https://127.0.0.1:8474"})

    monkeypatch.setattr(demo, "running_simulator", server)
    monkeypatch.setattr(demo, "run_playbook", lambda server, title, *options: runs[next(remaining)])
    monkeypatch.setattr(demo, "make_drift", lambda server: set(TENANTS))
    # main() sets both for the demo's own process.
    monkeypatch.setenv("TMPDIR", "/tmp")  # noqa: S108  # put back afterwards
    monkeypatch.setattr(tempfile, "tempdir", None)
    return runs


def test_a_good_story_ends_well(played: list[Run], capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.main() == 0
    assert "changed=12" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("step", "run", "sentence"),
    [
        (
            0,
            _run("first", 0),
            "'first' should change bakery, lakeside-clinic, old-mill, but its recap says changed for nothing",
        ),
        (1, _run("again", 1), "'again' should change nothing, but its recap says changed for bakery"),
        (1, _run("again", 0, writes=2), "'again' should write nothing, but the server's journal has 2 writing calls."),
        (2, _run("drift", 0), "'drift' should change bakery"),
        (2, _run("drift", 1, writes=1), "'drift' should write nothing"),
        (3, _run("mended", 2, 3), "Check mode predicted the changed tasks"),
        (4, _run("last", 1), "'last' should change nothing"),
    ],
)
def test_a_broken_promise_ends_with_a_sentence(
    played: list[Run], capsys: pytest.CaptureFixture[str], step: int, run: Run, sentence: str
) -> None:
    played[step] = run
    assert demo.main() == 1
    assert sentence in capsys.readouterr().err


def test_the_recap_is_read_as_ansible_writes_it() -> None:
    line = "\x1b[0;33mlakeside-clinic\x1b[0m : \x1b[0;32mok=23  \x1b[0m \x1b[0;33mchanged=4   \x1b[0m unreachable=0    failed=0"
    match = demo.RECAP.match(demo.COLOUR.sub("", line))
    assert match is not None
    assert match.groups() == ("lakeside-clinic", "4", "0", "0")


def test_a_refusal_of_the_server_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    server = type("Server", (), {"url": "https://127.0.0.1:8474", "username": "a", "password": "b", "ca_path": "c"})
    script = demo.HandMadeScript(server)  # type: ignore[arg-type]
    answer = type("Response", (), {"content": b'{"statusCode": "failed", "error": {"message": "No."}}'})
    monkeypatch.setattr(requests.Session, "post", lambda *arguments, **options: answer)
    with pytest.raises(Disappointment, match="refused GetJobs"):
        script.call("GetJobs")
