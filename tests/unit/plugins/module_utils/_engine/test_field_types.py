# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules by which values are read, written and compared."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.field_types import (
    Boolean,
    Choice,
    ChoiceSet,
    ConfiguredSet,
    ConfiguredText,
    DateAndTime,
    FieldType,
    MailAddress,
    MailAddresses,
    Number,
    PartialDict,
    Port,
    PrimaryThenSet,
    Recipients,
    RequiredPath,
    RequiredText,
    Secret,
    SetMap,
    Text,
    TextSet,
    TimeOfDay,
    TimeZone,
    WindowsPath,
)
from hypothesis import given
from hypothesis import strategies as st

WORDS = {"none": "none", "login": "login", "change_password": "changePassword", "windows_cmd": "windowsCmd"}
NAMES = st.text(st.characters(codec="utf-8"), max_size=8)
WORD_LISTS = st.lists(st.sampled_from([word for word in WORDS if word != "none"]), unique=True)
FOLDERS = SetMap(name="folder", members="privileges")
ENTRIES = st.lists(
    # Names that differ in more than letters: see test_names.py.
    st.fixed_dictionaries(
        {
            "folder": st.sampled_from(["info", "Sales", "\u00c4rger", "\U0001f600"]),
            "privileges": st.lists(st.sampled_from(["read", "write", "delete"])),
        }
    ),
    unique_by=lambda entry: entry["folder"],
)
TIMES = st.times().map(lambda value: value.replace(microsecond=0))
DATES = st.datetimes().map(lambda value: value.replace(microsecond=0))

# What stays of a type, as the server has it.
ELEMENTS = NAMES.map(str.strip).filter(bool)
GIVEN_KEYS = {"text": NAMES, "flag": st.booleans(), "number": st.integers(), "list": st.lists(ELEMENTS)}
GIVEN_KEYS["deeper"] = st.fixed_dictionaries({}, optional=dict(GIVEN_KEYS))

# Every rule that compares, with values that options may have.
RULES_AND_VALUES = [
    (FieldType(), NAMES),
    (Text(), st.none() | NAMES),
    (RequiredText(), NAMES),
    (ConfiguredText(), st.none() | NAMES),
    (WindowsPath(), st.none() | NAMES),
    (RequiredPath(), NAMES),
    (Boolean(), st.booleans()),
    (Number(), st.none() | st.integers()),
    (Port(), st.integers(min_value=1, max_value=65535)),
    (Choice(WORDS), st.sampled_from(list(WORDS))),
    (TimeZone(frozenset({"$Local"})), st.sampled_from(["$Local", "UTC"])),
    (TimeOfDay(), st.none() | TIMES.map(time.isoformat)),
    (DateAndTime(), st.none() | DATES.map(datetime.isoformat)),
    (TextSet(), st.none() | st.lists(NAMES)),
    (ConfiguredSet(), st.none() | st.lists(NAMES)),
    (PrimaryThenSet(), st.none() | st.lists(NAMES)),
    (ChoiceSet(words=WORDS), st.none() | WORD_LISTS | st.just(["none"])),
    (ChoiceSet(words=WORDS, optional=frozenset({"windows_cmd"})), st.none() | WORD_LISTS),
    (FOLDERS, st.none() | ENTRIES),
    (PartialDict("settings"), st.fixed_dictionaries({}, optional=GIVEN_KEYS)),
]
BY_FIELD_TYPE = [pytest.param(*pair, id=type(pair[0]).__name__) for pair in RULES_AND_VALUES]


@pytest.mark.parametrize(("field_type", "values"), BY_FIELD_TYPE)
def test_what_was_written_is_no_drift(field_type: FieldType, values: st.SearchStrategy[Any]) -> None:
    @given(values)
    def holds(value: Any) -> None:
        assert field_type.equal(field_type.from_api(field_type.to_api(value)), value)

    holds()


@pytest.mark.parametrize(("field_type", "values"), BY_FIELD_TYPE)
def test_what_is_predicted_is_no_drift_and_reads_the_same_again(
    field_type: FieldType, values: st.SearchStrategy[Any]
) -> None:
    @given(values, values)
    def holds(current: Any, desired: Any) -> None:
        predicted = field_type.merged(field_type.from_api(field_type.to_api(current)), desired)
        assert field_type.equal(predicted, desired)
        assert field_type.merged(predicted, desired) == predicted

    holds()


@pytest.mark.parametrize(
    "field_type",
    [TextSet(), ConfiguredSet(), ChoiceSet(words=WORDS), FOLDERS],
    ids=lambda field_type: type(field_type).__name__,
)
def test_order_carries_no_meaning(field_type: FieldType) -> None:
    values = ENTRIES if field_type is FOLDERS else WORD_LISTS

    @given(values.flatmap(lambda value: st.tuples(st.just(value), st.permutations(value))))
    def holds(pair: tuple[Any, Any]) -> None:
        assert field_type.equal(*pair)

    holds()


@given(
    st.lists(ELEMENTS, min_size=1, unique_by=PrimaryThenSet().key).flatmap(
        lambda value: st.tuples(st.just(value), st.permutations(value))
    )
)
def test_only_the_first_address_has_a_place_of_its_own(pair: tuple[list[str], list[str]]) -> None:
    value, permuted = pair
    assert PrimaryThenSet().equal(value, permuted) == (value[0] == permuted[0])


@pytest.mark.parametrize(
    "field_type", [Text(), ConfiguredText(), WindowsPath()], ids=lambda field_type: type(field_type).__name__
)
def test_nothing_and_an_empty_text_are_the_same(field_type: FieldType) -> None:
    assert field_type.equal(None, "")
    assert field_type.equal("", None)
    assert field_type.from_api("") is None
    assert not field_type.equal("there", None)
    assert not field_type.equal(None, "there")
    assert field_type.removable


def test_no_text_is_left_out_of_a_call_and_empty_in_a_configuration() -> None:
    assert Text().to_api("") is None
    assert ConfiguredText().to_api(None) == ""


@pytest.mark.parametrize(
    "field_type", [TextSet(), PrimaryThenSet(), ChoiceSet(), FOLDERS], ids=lambda field_type: type(field_type).__name__
)
def test_nothing_and_an_empty_list_are_the_same(field_type: FieldType) -> None:
    assert field_type.equal([], None)
    assert field_type.equal(None, [])
    assert field_type.from_api(None) == []


def test_an_empty_list_is_left_out_of_a_call_and_empty_in_a_configuration() -> None:
    assert TextSet().to_api([]) is None
    assert TextSet().to_api(["a", "b", "a"]) == ["a", "b"]
    assert ConfiguredSet().to_api(None) == []


@pytest.mark.parametrize(
    "path", ["E:\\Stores\\One", "e:\\stores\\one", "E:/Stores/One", "E:\\Stores\\One\\", "E:\\\\Stores\\\\One"]
)
def test_paths_are_compared_as_windows_does(path: str) -> None:
    assert WindowsPath().equal("E:\\Stores\\One", path)
    assert not WindowsPath().equal("E:\\Stores\\Two", path)


def test_the_start_of_a_share_is_no_doubled_backslash() -> None:
    assert WindowsPath().equal("\\\\nas\\archive", "//NAS/archive/")
    assert not WindowsPath().equal("\\\\nas\\archive", "\\nas\\archive")


@pytest.mark.parametrize(
    "field_type", [RequiredText(), RequiredPath(), Boolean(), Choice(), TimeZone(), Secret(), Port()]
)
def test_what_is_always_there_cannot_be_removed(field_type: FieldType) -> None:
    assert not field_type.removable


@pytest.mark.parametrize(("said", "read"), [(True, True), ("true", True), ("1", True), ("0", False), ("False", False)])
def test_flags_may_be_said_as_texts(said: Any, read: bool) -> None:
    assert Boolean().from_api(said) is read


@pytest.mark.parametrize(("said", "read"), [(360, 360), ("360", 360), (" -5 ", -5), ("often", "often"), (None, None)])
def test_numbers_may_be_said_as_texts(said: Any, read: Any) -> None:
    assert Number().from_api(said) == read


def test_words_are_the_options_own_in_results_and_the_servers_in_calls() -> None:
    field_type = Choice({"write_protected": "writeProtected"})
    assert field_type.from_api("writeProtected") == "write_protected"
    assert field_type.to_api("write_protected") == "writeProtected"
    assert field_type.from_api("a word that is new") == "a word that is new"


def test_a_text_that_the_server_says_otherwise_is_never_compared() -> None:
    field_type = TimeZone(frozenset({"$Local"}))
    assert field_type.equal("W. Europe Standard Time", "$Local")
    assert not field_type.equal("$Local", "UTC")


@pytest.mark.parametrize("written", ["03:30", "03:30:00", "03:30:00.5"])
def test_times_are_the_same_with_and_without_seconds(written: str) -> None:
    field_type = TimeOfDay()
    assert field_type.equal("03:30:00", written)
    assert field_type.merged(None, written) == "03:30:00"
    assert not field_type.equal("03:30:01", written)


@pytest.mark.parametrize("written", ["2026-12-31 03:30", "2026-12-31T03:30:00"])
def test_dates_are_the_same_with_a_blank_and_a_letter(written: str) -> None:
    field_type = DateAndTime()
    assert field_type.equal("2026-12-31T03:30:00", written)
    assert field_type.to_api(written) == "2026-12-31T03:30:00"


def test_what_is_no_time_is_left_to_the_server() -> None:
    assert TimeOfDay().from_api("noon") == "noon"
    assert DateAndTime().to_api("some day") == "some day"
    assert TimeOfDay().from_api(None) is None


def test_no_words_are_said_by_the_word_none() -> None:
    field_type = ChoiceSet(words=WORDS)
    assert field_type.to_api([]) == field_type.to_api(None) == field_type.to_api(["none"]) == ["none"]
    assert field_type.from_api(["none"]) == []
    assert field_type.equal([], ["none"])
    assert not field_type.equal(["login"], ["none"])
    assert field_type.to_api(["change_password"]) == ["changePassword"]


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(InputError, match=f"port is {port}, but a port is a number from 1 to 65535"):
        Port().check("port", port)


def test_words_that_the_server_adds_count_only_when_they_are_named() -> None:
    field_type = ChoiceSet(words=WORDS, optional=frozenset({"api"}))
    assert field_type.equal(["login", "api"], ["login"])
    assert field_type.equal(["api"], [])
    assert field_type.equal(["login", "api"], ["login", "api"])
    assert not field_type.equal(["login"], ["login", "api"])
    assert not field_type.equal(["api"], ["login"])


def folders(**privileges: list[str]) -> list[dict[str, Any]]:
    return [{"folder": folder, "privileges": words} for folder, words in privileges.items()]


def test_folders_that_are_not_named_stay() -> None:
    there, desired = folders(info=["read"], own=["read"]), folders(own=["write", "read"])
    assert FOLDERS.drift(there, desired) == {"own": frozenset({"read", "write"})}
    assert FOLDERS.merged(there, desired) == folders(info=["read"], own=["read", "write"])


def test_folders_that_are_not_named_are_purged_on_demand() -> None:
    field_type = SetMap("folder", "privileges", purge=True)
    there = folders(info=["read"], own=["read"])
    assert field_type.drift(there, folders(own=["read"])) == {"info": frozenset()}
    assert field_type.merged(there, folders(own=["read"])) == folders(own=["read"])
    assert field_type.drift(there, None) == {"info": frozenset(), "own": frozenset()}


@pytest.mark.parametrize("nothing", [[], ["none"], None])
def test_an_entry_without_words_is_none(nothing: Any) -> None:
    assert FOLDERS.drift(folders(own=["read"]), folders(own=nothing)) == {"own": frozenset()}
    assert FOLDERS.equal([], folders(own=nothing))
    assert FOLDERS.merged(folders(own=["read"]), folders(own=nothing)) == []


def test_only_the_given_keys_of_a_dictionary_count() -> None:
    field_type = PartialDict()
    there = {"type": "a", "inner": {"x": 1, "y": 2}, "groups": ["one", "two"]}
    assert field_type.equal(there, {"inner": {"x": 1}})
    assert field_type.equal(there, {"groups": ["two", "one"]})
    assert not field_type.equal(there, {"inner": {"x": 2}})
    assert not field_type.equal(there, {"groups": ["one"]})
    assert not field_type.equal(None, {"type": "a"})
    assert field_type.merged(there, {"inner": {"x": 3}}) == {**there, "inner": {"x": 3, "y": 2}}
    assert field_type.merged(None, {"type": "a"}) == {"type": "a"}


def test_secrets_are_never_the_same() -> None:
    assert not Secret().equal("a", "a")


@pytest.mark.parametrize("field_type", [MailAddresses(), Recipients()], ids=lambda each: type(each).__name__)
def test_several_addresses_in_one_text_are_refused(field_type: FieldType) -> None:
    """They would be one address, which gets no mail."""
    for text in ("a@x.example b@x.example", "a@x.example\tb@x.example", "a@x.example;b@x.example"):
        with pytest.raises(InputError, match=r"recipients: .* is not one e-mail address"):
            field_type.check("recipients", ["c@x.example", text])
        with pytest.raises(InputError, match="is not one e-mail address"):
            MailAddress().check("recipients", text)
    field_type.check("recipients", ["c@x.example", '"a@b c"@x.example', "noat", "two words"])
