# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is and what should be to the calls between the two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.calls import Call, KnownAfterApply
from ansible_collections.community.mailstore.plugins.module_utils._engine.compare import drifted_fields
from ansible_collections.community.mailstore.plugins.module_utils._engine.plan import (
    Plan,
    Replaced,
    make_plan,
    plan_renaming,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import Desired, Observed

from tests.unit.cost import functions_called
from tests.unit.plugins.module_utils._engine.things import API_OBJECT, NOTHING_FOUND, THING, desired, observed


def plan(desired: Desired, there: Observed | None = None) -> Plan:
    return make_plan(THING, there or observed(), desired)


def shown(calls: tuple[Call, ...]) -> list[tuple[str, dict[str, Any]]]:
    return [(call.function, dict(call.arguments)) for call in calls]


def test_all_as_it_should_be() -> None:
    made = plan(desired(title="One", tags=["b", "a"], start="03:30", width="1", pin="1234"))
    assert not made.changes
    assert made.before == made.after == {"name": "one"}


def test_what_is_not_named_is_not_compared() -> None:
    assert not plan(desired()).changes


def test_writers_come_once_and_in_the_order_of_the_fields() -> None:
    made = plan(desired(tags=["c"], height="9", border="thin", width="8", title="Two"))
    assert shown(made.calls) == [
        ("SetTitle", {"tenant": "acme", "id": 1, "title": "Two"}),
        ("SetSize", {"tenant": "acme", "id": 1, "width": "8", "height": "9"}),
        ("SetLook", {"tenant": "acme", "id": 1, "config": {"colour": "red", "border": "thin"}}),
        ("SetTags", {"tenant": "acme", "id": 1, "tags": ["c"]}),
    ]
    assert [call.options for call in made.calls] == [("title",), ("width", "height"), ("border",), ("tags",)]


def test_both_sides_show_only_what_drifted_as_the_server_reads_it() -> None:
    made = plan(desired(title="One", start="04:00", tags=[]))
    assert made.before == {"name": "one", "tags": ["a", "b"], "start": "03:30:00"}
    assert made.after == {"name": "one", "tags": [], "start": "04:00:00"}


def test_null_removes() -> None:
    made = plan(desired(title=None, tags=None))
    assert shown(made.calls) == [
        ("SetTitle", {"tenant": "acme", "id": 1, "title": None}),
        ("SetTags", {"tenant": "acme", "id": 1, "tags": None}),
    ]
    assert made.after == {"name": "one", "title": None, "tags": []}


def test_a_secret_is_written_only_on_demand_and_never_shown() -> None:
    assert not plan(desired(pin="1234")).changes
    made = plan(desired(pin="1234", update_secrets=True))
    assert made.calls[0].secrets == {"pin"}
    assert (made.before, made.after) == ({"name": "one"}, {"name": "one", "password_updated": True})
    assert made.diff_only == {"password_updated"}
    assert not plan(desired(pin=None, update_secrets=True)).changes


def test_what_cannot_be_read_is_left_alone_with_a_warning() -> None:
    made = plan(desired(hidden=True))
    assert not made.changes
    assert made.warnings == ("hidden of the thing 'one' was not changed: the server does not show it",)
    assert plan(desired(hidden=True), observed({**API_OBJECT, "hidden": False})).changes
    assert plan(desired(hidden=True), observed({**API_OBJECT, "hidden": False})).warnings == ()


def test_what_will_be_shown_is_written_without_comparing() -> None:
    resource = THING.with_field("hidden", shown_after=lambda desired: desired.get("title") == "Open")
    made = make_plan(resource, observed(), desired(title="Open", hidden=True))
    assert [call.function for call in made.calls] == ["SetTitle", "SetHidden"]
    assert made.before == {"name": "one", "title": "One", "hidden": None}
    assert made.warnings == ()


def test_what_is_fixed_is_refused() -> None:
    with pytest.raises(InputError, match=r"place of the thing 'one' is 'here', but the playbook has 'there'"):
        plan(desired(place="there"))
    assert not plan(desired(place="here")).changes


def test_creating_fills_in_defaults_and_sets_the_rest_of_what_a_new_one_has_not() -> None:
    made = plan(desired(kind="round", place="here", tags=[], width="5", pin="1234"), NOTHING_FOUND)
    later = KnownAfterApply("id", "thing")
    assert shown(made.calls) == [
        (
            "CreateThing",
            {"tenant": "acme", "name": "one", "title": "untitled", "kind": "round", "place": "here", "pin": "1234"},
        ),
        ("SetSize", {"tenant": "acme", "id": later, "width": "5", "height": None}),
    ]
    assert made.calls[0].secrets == {"pin"}
    assert made.before is None
    assert made.after == {
        "name": "one",
        "title": "untitled",
        "kind": "round",
        "place": "here",
        "width": "5",
        "tags": [],
    }


@pytest.mark.parametrize("title", [None, "untitled"])
def test_null_of_a_new_object_is_the_default(title: str | None) -> None:
    assert plan(desired(title=title), NOTHING_FOUND).calls[0].arguments["title"] == "untitled"


def test_a_new_object_gets_the_new_name_at_once() -> None:
    made = plan(desired("two"), NOTHING_FOUND)
    assert shown(made.calls) == [("CreateThing", {"tenant": "acme", "name": "two", "title": "untitled"})]


def test_renaming_comes_first() -> None:
    made = plan(desired("two", title="Two"))
    assert shown(made.calls) == [
        ("RenameThing", {"tenant": "acme", "id": 1, "name": "two"}),
        ("SetTitle", {"tenant": "acme", "id": 1, "title": "Two"}),
    ]
    assert made.before == {"name": "one", "title": "One"}
    assert made.after == {"name": "two", "title": "Two"}


def test_what_has_the_new_name_is_not_renamed() -> None:
    assert not plan(desired("two"), Observed("two", {**API_OBJECT, "name": "two"})).changes


def test_renaming_what_nobody_has_seen() -> None:
    made = plan_renaming(THING, desired("two", title="Two"))
    assert shown(made.calls) == [
        ("RenameThing", {"tenant": "acme", "id": KnownAfterApply("id", "thing"), "name": "two"})
    ]
    assert (made.before, made.after) == ({"name": "one"}, {"name": "two"})


def test_what_cannot_be_renamed_is_replaced() -> None:
    resource = replace(THING, rename=None)
    made = make_plan(resource, observed(), desired("two"))
    assert made.calls[0].arguments["name"] == "two"
    assert made.calls[-1] == Call("DeleteThing", {"tenant": "acme", "id": 1}, only_if_verified=True)
    predicted = plan_renaming(resource, desired("two", title="Two"))
    assert [call.function for call in predicted.calls] == ["CreateThing", "DeleteThing"]


def test_removing() -> None:
    made = plan(desired(absent=True))
    assert shown(made.calls) == [("DeleteThing", {"tenant": "acme", "id": 1})]
    assert (made.before, made.after) == ({"name": "one"}, None)
    assert not plan(desired(absent=True), NOTHING_FOUND).changes


def test_a_replacement_keeps_everything_else() -> None:
    made = plan(desired(kind="square", title="Two"))
    later = KnownAfterApply("id", "thing")
    assert shown(made.calls) == [
        (
            "CreateThing",
            {
                "tenant": "acme",
                "name": "one (replaces thing 1)",
                "title": "Two",
                "kind": "square",
                "place": "here",
            },
        ),
        ("SetSize", {"tenant": "acme", "id": later, "width": "1", "height": "2"}),
        ("SetLook", {"tenant": "acme", "id": later, "config": {"colour": "red"}}),
        ("SetTags", {"tenant": "acme", "id": later, "tags": ["a", "b"]}),
        ("SetStart", {"tenant": "acme", "id": later, "start": "03:30:00"}),
        ("DeleteThing", {"tenant": "acme", "id": 1}),
        ("RenameThing", {"tenant": "acme", "id": later, "name": "one"}),
    ]
    assert [call.only_if_verified for call in made.calls] == [False] * 5 + [True, False]
    assert made.before == {"name": "one", "title": "One", "kind": "round"}
    assert made.after == {"name": "one", "title": "Two", "kind": "square"}
    assert made.replaced == Replaced(API_OBJECT, "one (replaces thing 1)", off=False)


def test_a_plan_is_a_value() -> None:
    assert plan(desired(title="Two")) == plan(desired(title="Two"))


def test_drifted_fields() -> None:
    drifted = drifted_fields(THING, API_OBJECT, desired(title="Two", tags=["b", "a"], note=None))
    assert [entry.option for entry in drifted] == ["title"]


def test_the_engines_own_work_is_small() -> None:
    asked = desired(title="One", tags=["b", "a"], start="03:30", width="1", height="2", colour="red", pin="x")
    there = observed()

    assert functions_called(lambda: make_plan(THING, there, asked)) < 500
