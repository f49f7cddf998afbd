# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nouns as data: names, what results show, and the calls that writers make."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.calls import Call, KnownAfterApply
from ansible_collections.community.mailstore.plugins.module_utils._engine.creators import (
    CreateByArguments,
    CreateByConfiguration,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.field_types import (
    Boolean,
    Choice,
    ChoiceSet,
    Secret,
    SetMap,
    Text,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.keys import camel_case, snake_case, snake_keys
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import (
    Field,
    Read,
    Resource,
    Target,
    Writer,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.writers import (
    ConfigurationSetter,
    EntrySetter,
    Immutable,
    OwnSetter,
    Replacement,
    SharedSetter,
    SwitchedSetter,
)

COLOURS = Choice({"dark_red": "darkRed"})
SHARED = SharedSetter("SetSize")


def thing(*fields: Field, **more: Any) -> Resource:
    return Resource(
        **{
            "noun": "thing",
            "plural": "things",
            "identity": "name",
            "identity_key": "name",
            "listing": Read("GetThings"),
            "reference": {"id": "id"},
            "fields": fields,
            **more,
        }
    )


def calls_of(writer: Writer, fields: list[Field], desired: dict[str, Any], api_object: dict[str, Any]) -> list[Call]:
    resource = thing(*fields)
    target = Target({"tenant": "acme", "id": 7}, api_object, resource.current(api_object))
    return writer.calls(target, [entry for entry in fields if entry.option in desired], resource, desired)


@pytest.mark.parametrize(
    ("key", "option"),
    [
        ("displayName", "display_name"),
        ("processID", "process_id"),
        ("ID", "id"),
        ("totalSizeMB", "total_size_mb"),
        ("totalIOReadBytes", "total_io_read_bytes"),
        ("numberOfMessages", "number_of_messages"),
        ("pop3UserNames", "pop3_user_names"),
        ("lastStartDateTimeUtc", "last_start_date_time_utc"),
        ("name", "name"),
    ],
)
def test_keys_in_snake_case(key: str, option: str) -> None:
    assert snake_case(key) == option


def test_keys_in_snake_case_at_every_level() -> None:
    assert snake_keys({"aB": [{"cD": 1}, "eF"]}) == {"a_b": [{"c_d": 1}, "eF"]}


@pytest.mark.parametrize("option", ["name", "display_name", "pop3_user_names", "vss_writer_exclude_indexes"])
def test_options_in_camel_case_and_back(option: str) -> None:
    assert snake_case(camel_case(option)) == option


def test_results_show_options_and_beside_them_all_that_was_read_but_secrets() -> None:
    resource = thing(
        Field("dark_colour", COLOURS, key="colour"),
        Field("time", key="schedule.time"),
        Field("day", key="schedule.day"),
        Field("missing"),
        Field("password", Secret(), secret=True),
    )
    api_object = {
        "name": "a",
        "id": 7,
        "colour": "darkRed",
        "schedule": {"time": "03:30"},
        "nextStartUtc": None,
        "password": "x",
    }
    assert resource.shown(api_object, "a") == {
        "name": "a",
        "other": {"id": 7, "next_start_utc": None},
        "dark_colour": "dark_red",
        "time": "03:30",
        "day": None,
    }


def test_of_a_new_object_only_the_unknown_is_missing() -> None:
    resource = thing(Field("title"), Field("password", secret=True), Field("words", ChoiceSet()), fresh={"words": []})
    assert resource.blank("a") == {"name": "a", "title": None, "words": []}


def test_a_new_object_is_named_by_what_is_known_of_it() -> None:
    assert thing(reference={"thingName": "name"}).reference_of_new("a", {"tenant": "acme"}) == {
        "tenant": "acme",
        "thingName": "a",
    }
    assert thing().reference_of_new("a", {}) == {"id": KnownAfterApply("id", "thing")}


@pytest.mark.parametrize(
    ("reference", "key"), [({"id": "id"}, "id"), ({"credential": "ID"}, "ID"), ({"name": "name"}, "id")]
)
def test_the_key_that_tells_namesakes_apart(reference: dict[str, str], key: str) -> None:
    assert thing(reference=reference).id_key == key


def test_a_field_can_be_changed_for_one_task() -> None:
    resource = thing(Field("title"), Field("colour"))
    changed = resource.with_field("colour", type=COLOURS)
    assert changed.field_of("colour").type is COLOURS
    assert changed.field_of("title") is resource.field_of("title")
    assert resource.field_of("colour").type == resource.fields[1].type


def test_creating_takes_each_value_as_an_argument() -> None:
    resource = thing(
        Field("dark_colour", COLOURS, key="look.colour", on_create=True),
        Field("password", Secret(), on_create=True, secret=True),
        Field("later"),
    )
    desired = {"dark_colour": "dark_red", "password": "x", "later": 1}
    call = CreateByArguments("CreateThing").call(resource, "a", desired, {"tenant": "acme"})
    assert call == Call(
        "CreateThing",
        {"tenant": "acme", "name": "a", "colour": "darkRed", "password": "x"},
        options=("dark_colour", "password"),
        secrets=frozenset({"password"}),
    )


def test_creating_takes_one_object_with_every_key() -> None:
    resource = thing(Field("title", on_create=True), Field("password", Secret(), on_create=True, secret=True))
    create = CreateByConfiguration("CreateThing", defaults={"title": "", "size": 1}, beside=("password",))
    call = create.call(resource, "a", {"title": "A", "password": "x"}, {})
    assert call.arguments == {"config": {"name": "a", "title": "A", "size": 1}, "password": "x"}
    assert call.secrets == {"password"}


def test_a_field_with_a_setter_of_its_own() -> None:
    colour = Field("dark_colour", COLOURS, key="colour", argument="newColour", writer=OwnSetter("SetColour"))
    secret = Field("password", Secret(), secret=True)
    assert calls_of(OwnSetter("SetColour"), [colour], {"dark_colour": "dark_red"}, {}) == [
        Call("SetColour", {"tenant": "acme", "id": 7, "newColour": "darkRed"}, options=("dark_colour",))
    ]
    (call,) = calls_of(OwnSetter("SetPassword"), [secret], {"password": "x"}, {})
    assert call.secrets == {"password"}


def test_a_setter_of_several_fields_sends_what_did_not_drift_as_it_is() -> None:
    fields = [
        Field("width", writer=SHARED),
        Field("height", writer=SHARED),
        Field("depth", writer=SHARED),
        Field("title"),
    ]
    (call,) = calls_of(SHARED, fields[:3], {"width": "2"}, {"width": "1", "height": "5"})
    assert call == Call(
        "SetSize", {"tenant": "acme", "id": 7, "width": "2", "height": "5", "depth": None}, options=("width",)
    )
    assert call.shown()["arguments"] == {"tenant": "acme", "id": 7, "width": "2", "height": "5"}, "None is left out"


def test_a_field_with_a_function_for_each_value() -> None:
    writer = SwitchedSetter({"on": "SwitchOn", "off": "SwitchOff"})
    assert calls_of(writer, [Field("light", writer=writer)], {"light": "off"}, {}) == [
        Call("SwitchOff", {"tenant": "acme", "id": 7}, options=("light",))
    ]


ENTRIES = EntrySetter("SetRight", clear="ClearRights")


def rights(**words: list[str]) -> list[dict[str, Any]]:
    return [{"folder": folder, "words": given} for folder, given in words.items()]


def test_only_the_entries_that_drifted_are_set() -> None:
    field = Field("rights", SetMap("folder", "words", purge=True), writer=ENTRIES)
    api_object = {"rights": rights(a=["read"], b=["read"], c=["read"])}
    calls = calls_of(ENTRIES, [field], {"rights": rights(a=["read"], b=["write", "read"])}, api_object)
    assert [(call.arguments["folder"], call.arguments["words"]) for call in calls] == [
        ("b", ["read", "write"]),
        ("c", ["none"]),
    ]


def test_all_entries_are_set_when_nobody_knows_which_are_there() -> None:
    field = Field("rights", SetMap("folder", "words"), writer=ENTRIES, unreadable="hidden")
    calls = calls_of(ENTRIES, [field], {"rights": rights(a=["read"], b=["none"])}, {})
    assert [(call.function, call.arguments["words"]) for call in calls] == [
        ("SetRight", ["read"]),
        ("SetRight", ["none"]),
    ]


def test_entries_that_nobody_knows_are_cleared_to_be_purged() -> None:
    field = Field("rights", SetMap("folder", "words", purge=True), writer=ENTRIES, unreadable="hidden")
    calls = calls_of(ENTRIES, [field], {"rights": rights(a=["read"], b=["none"])}, {})
    assert [(call.function, call.arguments.get("folder")) for call in calls] == [
        ("ClearRights", None),
        ("SetRight", "a"),
    ]


def test_entries_are_only_for_maps_of_sets() -> None:
    with pytest.raises(TypeError, match="rights is not a map of sets, which SetRight writes"):
        calls_of(ENTRIES, [Field("rights", writer=ENTRIES)], {"rights": "x"}, {})


def test_a_configuration_is_sent_whole_and_with_nothing_beside_it() -> None:
    writer = ConfigurationSetter("SetThing", keys=("name", "title", "flag"))
    fields = [Field("title", Text(), writer=writer), Field("flag", Boolean(), writer=writer)]
    api_object = {"name": "a", "title": "A", "flag": False, "status": "running"}
    assert calls_of(writer, fields, {"flag": True}, api_object) == [
        Call("SetThing", {"config": {"name": "a", "title": "A", "flag": True}}, options=("flag",))
    ]


def test_a_configuration_that_was_never_set_is_filled_with_defaults() -> None:
    writer = ConfigurationSetter(
        "SetThing", argument="settings", contains_identity=False, defaults={"title": None, "size": 1}
    )
    (call,) = calls_of(writer, [Field("title", writer=writer)], {"title": "A"}, {})
    assert call.arguments == {"tenant": "acme", "id": 7, "settings": {"title": "A", "size": 1}}


def test_a_secret_goes_along_with_every_change_of_its_configuration() -> None:
    writer = ConfigurationSetter("SetThing", contains_identity=False)
    fields = [Field("title", writer=writer), Field("password", Secret(), secret=True, writer=writer)]
    resource = thing(*fields)
    target = Target({}, {"title": "A", "password": None}, {})
    (call,) = writer.calls(target, fields[:1], resource, {"title": "B", "password": "x"})
    assert call.arguments == {"config": {"title": "B", "password": "x"}}
    assert call.secrets == {"password"}
    (call,) = writer.calls(target, fields[:1], resource, {"title": "B", "password": None})
    assert call.arguments == {"config": {"title": "B", "password": None}}
    assert call.secrets == frozenset()


def test_what_is_fixed_is_refused_with_both_values_and_advice() -> None:
    resource = thing(Field("place"))
    target = Target({}, {}, {"name": "a", "place": "here"})
    with pytest.raises(InputError) as refused:
        Immutable("move it by hand.").calls(target, [resource.fields[0]], resource, {"place": "there"})
    assert refused.value.message == "place of the thing 'a' is 'here', but the playbook has 'there': move it by hand."


def test_a_replacement_makes_no_setter_calls() -> None:
    with pytest.raises(AssertionError):
        calls_of(Replacement(), [Field("action", writer=Replacement())], {"action": "x"}, {})


def test_calls_are_shown_without_secrets_and_without_null() -> None:
    call = Call(
        "CreateThing",
        {
            "id": KnownAfterApply("id", "thing"),
            "nothing": None,
            "password": "x",
            "config": {"password": "x", "title": ["A"]},
        },
        secrets=frozenset({"password"}),
    )
    assert call.shown() == {
        "function": "CreateThing",
        "arguments": {
            "id": "(id of the new thing)",
            "password": "********",
            "config": {"password": "********", "title": ["A"]},
        },
    }


def test_secrets_are_masked_at_every_level() -> None:
    call = Call("SetThing", {"config": [{"key": {"inner": "x"}}, {"key": None}]}, secrets=frozenset({"key"}))
    assert call.shown()["arguments"] == {"config": [{"key": "********"}, {"key": None}]}
