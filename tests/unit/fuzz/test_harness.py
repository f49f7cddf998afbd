# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The harness of `make fuzz` changes answers, and sees what is not right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.action.spe_store_info import ActionModule

from tests.fuzz import trial
from tests.fuzz.changes import DEEP, DIGITS, KINDS, MISSING, Change
from tests.fuzz.subjects import Subject
from tests.fuzz.trial import Strange, problems_of_result, run, try_answer
from tests.simulation import HttpAnswer, World, load_modules, simulation


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_changes_something(kind: str) -> None:
    values = {"rows": "twice", "raw": "NaN", "status": 500, "header": ["Date", "x"], "encode": "utf-16", "cut": False}
    body = b'{"error": null, "statusCode": "succeeded", "result": [{"a": "b"}]}'
    answer = HttpAnswer(200, [], body)
    Change(kind, 3, values.get(kind, "strange")).apply(answer)
    assert (answer.status, answer.headers, answer.body) != (200, [], body)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"{}", b"[]", b"<html>", b"\xff", b'{"result": null}', b'{"result": []}']
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_change_bears_what_another_has_left(kind: str, body: bytes) -> None:
    values = {"rows": "gone", "raw": DEEP, "status": 500, "header": ["Date", "x"], "encode": "gzip", "body": DIGITS}
    Change(kind, 3, values.get(kind, MISSING if kind.startswith("in_") else "x")).apply(HttpAnswer(200, [], body))


def _with_work(monkeypatch: pytest.MonkeyPatch, work: Any) -> None:
    definition = load_modules()["spe_store_info"]
    monkeypatch.setattr(ActionModule, "definition", replace(definition, work=work))


WRONG_WORK: dict[str, Any] = {
    "defect": lambda params, context: params["no_such_option"],
    "Geheim": lambda params, context: {"changed": False, "shown": "Geheim-1"},
    "JSON": lambda params, context: {"changed": False, "shown": "\ud800"},
    "does not end": lambda params, context: [
        context.client.call("GetStores", {"instanceID": "baumann"}) for _call in range(99)
    ],
}


@pytest.fixture(scope="module")
def demo() -> Iterator[World]:
    with simulation() as world:
        yield world


@pytest.fixture(scope="module")
def stores(demo: World) -> Subject:
    return Subject("stores", "spe_store_info", {"instance_id": "baumann"}, demo.snapshot(), ("GetStores",))


@pytest.mark.parametrize("problem", WRONG_WORK)
def test_the_harness_sees_what_is_not_right(
    demo: World, stores: Subject, monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    monkeypatch.setattr(trial, "MOST_REQUESTS", 50)
    _with_work(monkeypatch, WRONG_WORK[problem])
    problems, _failed = try_answer(demo, stores, Strange("stores", 9999, ()))
    assert problem in "; ".join(problems)


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        ({"failed": True, "msg": "Two\nlines.", "error": {"type": "SpeError"}}, "not one short sentence"),
        ({"failed": True, "msg": " ", "error": {"type": "SpeError"}}, "not one short sentence"),
        ({"failed": True, "msg": "x" * 2000, "error": {"type": "SpeError"}}, "not one short sentence"),
        ({"warnings": ["\x1b[31m"]}, "not one short sentence"),
        ({"failed": True, "msg": "No.", "error": {"type": "KeyError"}}, "type of the error is unknown"),
        ({"size": float("nan")}, "no JSON"),
    ],
)
def test_the_harness_sees_what_a_result_must_not_be(stores: Subject, result: dict[str, Any], problem: str) -> None:
    assert problem in "; ".join(problems_of_result(stores, result))


def test_a_strange_answer_can_be_replayed(demo: World, stores: Subject) -> None:
    strange = Strange("stores", 0, (Change("in_result", 0, 7),))
    demo.restore(stores.before)
    assert Strange.parse(str(strange)) == strange
    assert "The server's answer to GetStores is not understood" in run(demo, stores, strange)["msg"]
