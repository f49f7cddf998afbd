# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one rule for names: accents in one character or two are the same, other letters are refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.field_types import RequiredText, SetMap
from ansible_collections.community.mailstore.plugins.module_utils._engine.listing import rows_of
from ansible_collections.community.mailstore.plugins.module_utils._engine.names import (
    NameIndex,
    name_among,
    refuse_unfit_name,
    same_name,
    without_case,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.plan import make_plan
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import Desired, find
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.documentation import all_resources
from tests.unit.plugins.module_utils.server import Server

NFC = unicodedata.normalize("NFC", "J\u00fcrgen")
NFD = unicodedata.normalize("NFD", NFC)
SPELLINGS = [(NFC, NFD), (NFD, NFC)]
_NAMED = [resource for resource in all_resources().values() if not resource.single and resource.noun != "instance"]
NAMED = [pytest.param(resource, id=resource.noun) for resource in _NAMED]
RENAMED = [pytest.param(resource, id=resource.noun) for resource in _NAMED if resource.rename is not None]


@given(st.text(max_size=20))
def test_every_spelling_of_a_name_is_that_name(name: str) -> None:
    spellings = [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]
    assert all(same_name(one, other) for one in spellings for other in spellings)
    assert len({without_case(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("there", "written"), SPELLINGS)
def test_the_spelling_that_exists_is_taken(there: str, written: str) -> None:
    assert name_among(written, ["other", there], "folder") == there
    assert name_among(written, [there, written], "folder") == written
    assert name_among("nobody", [there], "folder") is None


def test_other_letters_are_refused() -> None:
    with pytest.raises(InputError, match=r"^There is no folder 'INFO', but there is 'info', .*: write 'info'"):
        name_among("INFO", ["info"], "folder")
    assert name_among("stra\u00dfe", ["strasse"], "folder") is None


@pytest.mark.parametrize("written", [" info", "info ", "info\t", "\u00a0info"])
def test_blanks_around_a_name_are_refused(written: str) -> None:
    with pytest.raises(
        InputError, match=r", but there is 'info', which differs only in spaces around it: write 'info'"
    ):
        name_among(written, ["info"], "folder")
    with pytest.raises(InputError, match=r"^There is no folder .*, and a new one must not .* space: write 'info'"):
        refuse_unfit_name(written, "folder")
    refuse_unfit_name("in fo", "folder")


@pytest.mark.parametrize("name", [" ", "\u00a0", "\t \n"])
def test_a_name_of_only_spaces_is_not_advised(name: str) -> None:
    with pytest.raises(InputError, match="contains only spaces: name the folder"):
        refuse_unfit_name(name, "folder")


def _snapshot(server: Server, resource: Resource, there: str) -> Snapshot:
    """Of a server that has one object of this noun."""
    row = {**dict.fromkeys(resource.reference.values(), 7), resource.identity_key: there}
    server.answer(resource.listing.function, [row])
    if resource.detail is not None:
        server.answer(resource.detail.function, row)
    return Snapshot(server.client())


def _scope(resource: Resource) -> dict[str, str]:
    return {"instanceID": "acme"} if FUNCTIONS[resource.listing.function].scope == "instance" else {}


@pytest.mark.parametrize("resource", NAMED)
@pytest.mark.parametrize(("there", "written"), SPELLINGS)
def test_every_noun_finds_its_object_and_neither_renames_nor_makes_it_again(
    server: Server, resource: Resource, there: str, written: str
) -> None:
    reading = _snapshot(server, resource, there)
    desired = Desired(written, {}, scope=_scope(resource))
    observed = find(resource, desired, reading)
    assert observed.api_object is not None
    assert make_plan(resource, observed, desired).calls == ()
    gone = replace(desired, absent=True)
    (call,) = make_plan(resource, find(resource, gone, reading), gone).calls
    assert written not in call.arguments.values()
    assert rows_of(resource, reading, _scope(resource), written) != []


@pytest.mark.parametrize("resource", NAMED)
def test_every_noun_refuses_its_name_in_other_letters(server: Server, resource: Resource) -> None:
    desired = Desired("INFO", {}, absent=True, scope=_scope(resource))
    with pytest.raises(InputError, match="there is 'info', which differs only in upper and lower case"):
        find(resource, desired, _snapshot(server, resource, "info"))


@pytest.mark.parametrize("resource", NAMED)
@pytest.mark.parametrize("written", ["INFO", " info"])
def test_reading_one_of_every_noun_does_not_take_other_letters_for_nothing(
    server: Server, resource: Resource, written: str
) -> None:
    reading = _snapshot(server, resource, "info")
    with pytest.raises(InputError, match=r"but there is 'info', .*: write 'info'"):
        rows_of(resource, reading, _scope(resource), written)
    assert rows_of(resource, reading, _scope(resource), "nobody") == []


@pytest.mark.parametrize("resource", NAMED)
@pytest.mark.parametrize("written", [" info", "info "])
@pytest.mark.parametrize("there", ["info", "other"])
def test_every_noun_refuses_blanks_around_its_name(
    server: Server, resource: Resource, there: str, written: str
) -> None:
    desired = Desired(written, {}, scope=_scope(resource))
    with pytest.raises(InputError, match="write 'info'"):
        find(resource, desired, _snapshot(server, resource, there))


@pytest.mark.parametrize("resource", NAMED)
@pytest.mark.parametrize("written", [" info", "info ", "in\nfo", "in\x00fo"])
def test_every_noun_removes_what_no_new_object_could_be_called(
    server: Server, resource: Resource, written: str
) -> None:
    """Also if it is gone already: the second run of a removal does nothing."""
    gone = Desired(written, {}, absent=True, scope=_scope(resource))
    assert find(resource, gone, _snapshot(server, resource, written)).api_object is not None
    assert find(resource, gone, _snapshot(server, resource, "other")).api_object is None
    with pytest.raises(InputError, match="a new one must not"):
        find(resource, replace(gone, absent=False), _snapshot(server, resource, "other"))


@pytest.mark.parametrize("resource", NAMED)
@pytest.mark.parametrize("written", ["in\u200bfo", "\u202einfo", "info\ufeff", "in\u00adfo"])
def test_every_noun_refuses_its_name_with_what_nobody_sees(server: Server, resource: Resource, written: str) -> None:
    for name, there, advice in ((written, "info", "write 'info'"), ("info", written, 'write "')):
        desired = Desired(name, {}, scope=_scope(resource))
        with pytest.raises(InputError, match=f"differs only in invisible characters: {advice}"):
            find(resource, desired, _snapshot(server, resource, there))
    desired = Desired(written, {}, scope=_scope(resource))
    observed = find(resource, desired, _snapshot(server, resource, written))
    assert make_plan(resource, observed, desired).calls == ()


@pytest.mark.parametrize("resource", RENAMED)
@pytest.mark.parametrize(("there", "written"), SPELLINGS)
def test_another_spelling_is_no_new_name(server: Server, resource: Resource, there: str, written: str) -> None:
    desired = Desired(there, {}, new_name=written, scope=_scope(resource))
    observed = find(resource, desired, _snapshot(server, resource, there))
    assert make_plan(resource, observed, desired).calls == ()


class TestNamesInsideValues:
    field_type = SetMap("folder", "privileges", purge=True)

    @pytest.mark.parametrize(("there", "written"), SPELLINGS)
    def test_accents_make_no_second_entry(self, there: str, written: str) -> None:
        current = [{"folder": there, "privileges": ["read"]}]
        assert self.field_type.equal(current, [{"folder": written, "privileges": ["read"]}])
        assert self.field_type.drift(current, [{"folder": written, "privileges": ["write"]}]) == {
            there: frozenset({"write"})
        }
        assert self.field_type.drift(current, [{"folder": written, "privileges": ["none"]}]) == {there: frozenset()}

    @pytest.mark.parametrize("words", [["none"], ["read"], ["write"]])
    @pytest.mark.parametrize("purge", [True, False])
    def test_other_letters_are_refused(self, words: list[str], purge: bool) -> None:
        field_type = SetMap("folder", "privileges", purge=purge)
        current = [{"folder": "reception", "privileges": ["read"]}]
        for ask in (field_type.equal, field_type.merged):
            with pytest.raises(InputError, match="no folder 'Reception', but there is 'reception'"):
                ask(current, [{"folder": "Reception", "privileges": words}])

    def test_texts_are_compared_so_too(self) -> None:
        assert RequiredText().equal(NFC, NFD)
        assert not RequiredText().equal("a", "A")


@pytest.mark.parametrize(
    "name", ["Anna", "anna", "jonas ", "Zo\u00eb", "Zoe\u0308", "anna ", "jonas", "nobody", "Zoe", "ZO\u00cb"]
)
def test_an_index_finds_a_name_as_looking_at_each_of_them_does(name: str) -> None:
    names = ["Anna", "anna", "jonas ", "Zo\u00eb", "Zoe\u0308"]

    def found(find: Callable[[], str | None]) -> str | None:
        try:
            return find()
        except InputError as error:
            return error.message

    index = NameIndex(names)
    assert found(lambda: index.find(name, "archive")) == found(lambda: name_among(name, names, "archive"))
    others = [other for other in names if other != "anna"]
    assert found(lambda: index.find(name, "archive", without="anna")) == found(
        lambda: name_among(name, others, "archive")
    )


def test_an_index_keeps_the_order_of_the_names() -> None:
    index = NameIndex(["b", "Anna", "anna", "a"])
    assert index.names == ("b", "Anna", "anna", "a")
    assert index.alike("ANNA") == ["Anna", "anna"]
    assert index.alike("c") == []
