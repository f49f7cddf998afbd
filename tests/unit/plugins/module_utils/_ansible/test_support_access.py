# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access for a person, with a reason and an end, and the history of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleLookupError
from ansible.utils.display import Display
from ansible_collections.community.mailstore.plugins.lookup import support_accesses
from ansible_collections.community.mailstore.plugins.module_utils._ansible import support_access
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.modules import spe_archive_admin

from tests.simulation import World, simulation

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=timezone.utc)
#: Of the demo, `weber` is closed and `baumann` open.
ERIKA: dict[str, Any] = {"person": "Erika Muster", "reason": "Ticket 4711", "until": "2h"}


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo") as world:
        yield world


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    clock(monkeypatch, NOW)
    return tmp_path / "support_access.jsonl"


def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(spe_archive_admin, "current_time", lambda: now)
    monkeypatch.setattr(support_accesses, "current_time", lambda: now)


def switch(
    world: World,
    history: Path,
    state: str = "enabled",
    *,
    check_mode: bool = False,
    tenant: str = "weber",
    **record: Any,
) -> dict[str, Any]:
    arguments = {"instance_id": tenant, "state": state, "record": {"history": str(history), **record}}
    return world.run(world.task("spe_archive_admin", **arguments), check_mode=check_mode)


def records(history: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in history.read_text("utf-8").splitlines()] if history.exists() else []


def is_open(world: World, tenant: str = "weber") -> bool:
    would_open = world.run(world.task("spe_archive_admin", instance_id=tenant, state="enabled"), check_mode=True)
    return not would_open["changed"]


def test_an_opening_and_a_closing_are_a_line_each(world: World, history: Path) -> None:
    opened = switch(world, history, **ERIKA)
    assert opened["changed"]
    assert is_open(world)
    grant = {
        "server": "https://spe.example.com:8474",
        "tenant": "weber",
        "person": "Erika Muster",
        "reason": "Ticket 4711",
        "until": "2026-11-26T14:00:00Z",
    }
    assert opened["support_access"] == [{"action": "opened", **grant}]
    closed = switch(world, history, "disabled", reason="done")
    assert closed["changed"]
    assert not is_open(world)
    at = {"kind": "support_access", "at": "2026-11-26T12:00:00Z"}
    assert records(history) == [
        {**at, "action": "opened", **grant},
        {**at, "action": "closed", **grant, "reason": "done"},
    ]
    again = switch(world, history, "disabled", reason="done")
    assert not again["changed"]
    assert again["support_access"] == []
    assert len(records(history)) == 2


def test_the_same_again_changes_nothing_and_another_end_extends(world: World, history: Path) -> None:
    end = {**ERIKA, "until": "2026-11-26T18:00:00+01:00"}
    assert switch(world, history, **end)["changed"]
    assert not switch(world, history, **end)["changed"]
    later = switch(world, history, **{**end, "until": "2d"})
    assert [entry["action"] for entry in later["support_access"]] == ["extended"]
    shorter = switch(world, history, **end)
    assert [entry["action"] for entry in shorter["support_access"]] == ["changed"]
    assert [entry["until"] for entry in records(history)] == [
        "2026-11-26T17:00:00Z",
        "2026-11-28T12:00:00Z",
        "2026-11-26T17:00:00Z",
    ]


def test_check_mode_writes_nothing(world: World, history: Path) -> None:
    world.start_recording()
    predicted = switch(world, history, check_mode=True, **ERIKA)
    assert world.work == []
    assert not history.exists()
    done = switch(world, history, **ERIKA)
    assert {key: predicted[key] for key in ("changed", "calls", "support_access")} == {
        key: done[key] for key in ("changed", "calls", "support_access")
    }


def test_access_that_was_open_is_recorded_for_the_person(world: World, history: Path) -> None:
    opened = switch(world, history, tenant="baumann", **ERIKA)
    assert opened["calls"] == []
    assert [entry["action"] for entry in opened["support_access"]] == ["opened"]


def test_a_closing_ends_it_for_all_persons(world: World, history: Path) -> None:
    switch(world, history, **ERIKA)
    switch(world, history, **{**ERIKA, "person": "Max Beispiel"})
    closed = switch(world, history, "disabled")
    assert [entry["person"] for entry in closed["support_access"]] == ["Erika Muster", "Max Beispiel"]
    assert support_access.open_grants(str(history), NOW, []) == []


def test_a_closing_of_what_nobody_has_opened_is_recorded(world: World, history: Path) -> None:
    closed = switch(world, history, "disabled", tenant="baumann", reason="found open")
    assert [(entry["action"], entry["person"]) for entry in closed["support_access"]] == [("closed", None)]


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ({**ERIKA, "person": " "}, "record: person is missing; access is opened only for a person, with a reason and"),
        ({}, "record: person, reason and until are missing; access is opened only for a person"),
        ({"person": "Erika"}, "record: reason and until are missing; access is opened only for a person"),
        (
            {**ERIKA, "until": "2020-01-01T00:00:00Z"},
            "record.until: '2020-01-01T00:00:00Z' is not in the future; the clock",
        ),
        (
            {**ERIKA, "until": "0h"},
            "record.until: '0h' is not in the future; the clock of this machine shows 2026-11-26T12",
        ),
        (
            {**ERIKA, "until": "tomorrow"},
            "record.until: 'tomorrow' is not understood; write a span of time such as '2h'",
        ),
        ({**ERIKA, "until": "2026-12-31T18:00:00"}, "record.until: '2026-12-31T18:00:00' is not understood"),
        ({**ERIKA, "until": "999999999w"}, "record.until: '999999999w' is not understood"),
        ({**ERIKA, "history": "/missing/history"}, "record.history: there is no directory '/missing'; create it"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_asked(
    world: World, history: Path, record: dict[str, Any], sentence: str
) -> None:
    arguments = {"history": str(history), **record}
    world.start_recording()
    result = world.run(world.task("spe_archive_admin", instance_id="weber", state="enabled", record=arguments))
    assert result["failed"]
    assert result["msg"].startswith(f"weber: {sentence}")
    assert world.requests == []
    assert not history.exists()


def test_a_tenant_that_is_not_there_leaves_no_record(world: World, history: Path) -> None:
    result = switch(world, history, tenant="nobody", **ERIKA)
    assert result["msg"].startswith("There is no instance 'nobody'")
    assert not history.exists()


def test_what_cannot_be_recorded_does_not_stay_open(
    world: World, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> bool:
        raise InputError("history: the disk is full.")

    monkeypatch.setattr(support_access, "append", refuse)
    result = switch(world, history, **ERIKA)
    assert result["msg"] == "weber: history: the disk is full."
    assert not is_open(world)


def test_a_line_that_is_cut_is_left_out_and_named(world: World, history: Path) -> None:
    switch(world, history, **ERIKA)
    with history.open("a", encoding="utf-8") as file:
        file.write('{"kind": "support_acc')
    result = switch(world, history, "disabled")
    assert any("is cut" in warning for warning in result["warnings"])
    assert [entry["action"] for entry in result["support_access"]] == ["closed"]
    assert len(history.read_text("utf-8").splitlines()) == 3


def test_a_history_from_the_future_is_refused(world: World, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(world, history, **ERIKA)
    clock(monkeypatch, NOW - timedelta(hours=1))
    result = switch(world, history, "disabled")
    assert "but the clock of this machine shows 2026-11-26T11:00:00Z: set the clock" in result["msg"]
    with pytest.raises(AnsibleLookupError, match="set the clock"):
        look_up(history)


def look_up(history: Path, server: str | None = None) -> list[dict[str, Any]]:
    lookup = support_accesses.LookupModule()
    lookup.set_options = lambda **_options: None
    lookup.get_option = lambda _name: server
    return lookup.run([str(history)])


def test_the_lookup_shows_who_has_access(world: World, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(world, history, **ERIKA)
    switch(world, history, tenant="baumann", **{**ERIKA, "until": "3d"})
    with history.open("a", encoding="utf-8") as file:
        file.write('{"kind": "fleet"}\nnot JSON\n{"kind": "support_access", "tenant": "odd"}\n')
    warnings: list[str] = []
    monkeypatch.setattr(Display, "warning", lambda _self, text: warnings.append(text))
    clock(monkeypatch, NOW + timedelta(days=1))
    found = look_up(history)
    assert [(each["tenant"], each["past"]) for each in found] == [("weber", True), ("baumann", False), ("odd", True)]
    assert found[1]["in_words"] == "baumann is open for Erika Muster until 2026-11-29T12:00:00Z: Ticket 4711"
    assert len(warnings) == 1
    assert [each["tenant"] for each in look_up(history, "HTTPS://spe.example.com:8474/")] == ["weber", "baumann"]
    assert look_up(history.with_name("other")) == []
