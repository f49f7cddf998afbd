# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person writes into a free dictionary: Ansible's words for flags count, all else is refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.parsing.convert_bool import BOOLEANS_FALSE, BOOLEANS_TRUE
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.calls import SaidInWords
from ansible_collections.community.mailstore.plugins.module_utils._engine.field_types import PartialDict
from ansible_collections.community.mailstore.plugins.module_utils._engine.free_values import in_digits, number, typed
from ansible_collections.community.mailstore.plugins.module_utils._resources.directory_services import (
    DIRECTORY_SERVICES,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.profile import PROFILE

TRUE = [*BOOLEANS_TRUE, "Yes", "ON", " true "]
FALSE = [*BOOLEANS_FALSE, "No", "OFF", "False "]
NONSENSE = ["tru", "", "  ", "perhaps", "2", 2, "null", "enabled", [True]]


def _wrapped(value: Any, depth: int) -> Any:
    for _level in range(depth):
        value = {"deeper": value}
    return value


@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("there", [True, False])
class TestFlags:
    @pytest.mark.parametrize(("words", "meant"), [(TRUE, True), (FALSE, False)])
    def test_every_word_of_ansible_counts(self, depth: int, there: bool, words: list[Any], meant: bool) -> None:
        current = _wrapped({"flag": there}, depth)
        for word in words:
            desired = _wrapped({"flag": word}, depth)
            assert PartialDict("settings").merged(current, desired) == _wrapped({"flag": meant}, depth)
            assert PartialDict("settings").equal(current, desired) is (there is meant)

    @pytest.mark.parametrize("word", NONSENSE)
    def test_all_else_is_refused_by_name(self, depth: int, there: bool, word: Any) -> None:
        current, desired = _wrapped({"flag": there}, depth), _wrapped({"flag": word}, depth)
        place = ".".join(["settings", *["deeper"] * depth, "flag"])
        for ask in (PartialDict("settings").equal, PartialDict("settings").merged):
            with pytest.raises(InputError) as error:
                ask(current, desired)
            assert error.value.message.startswith(place)


@pytest.mark.parametrize(("written", "meant"), [("60", 60), (60, 60), (" 60 ", 60), ("-1", -1), ("1.5", 1.5)])
def test_numbers_are_numbers(written: Any, meant: float) -> None:
    assert typed({"n": written}, {"n": 7}, "settings") == {"n": meant}
    assert PartialDict().equal({"n": meant}, {"n": written})


@pytest.mark.parametrize("written", ["", "sixty", "0x1F", "1e3", True, "yes"])
def test_what_is_no_number_is_refused_by_name(written: Any) -> None:
    with pytest.raises(InputError, match=r"^settings\.n"):
        typed({"n": written}, {"n": 7}, "settings")
    with pytest.raises(InputError):
        number(written, "settings.n")


@pytest.mark.parametrize("written", ["yes", "true", "60", "007", ""])
def test_texts_stay_texts(written: str) -> None:
    assert typed({"t": written}, {"t": "a text"}, "settings") == {"t": written}
    assert typed({"t": written}, {}, "settings") == {"t": written}


@pytest.mark.parametrize("written", [["a"], {"a": 1}])
@pytest.mark.parametrize("there", ["a text", 5, True])
def test_a_list_or_a_dictionary_is_no_single_value(written: Any, there: Any) -> None:
    with pytest.raises(InputError, match=r"^settings\.t"):
        typed({"t": written}, {"t": there}, "settings")


@pytest.mark.parametrize("written", [True, False, 1000.0])
def test_what_yaml_made_of_a_text_is_refused(written: Any) -> None:
    with pytest.raises(InputError, match=r"^settings\.t: .* put it in quotes"):
        typed({"t": written}, {"t": "a text"}, "settings")


def test_elements_of_lists_are_stripped_and_never_empty() -> None:
    assert typed({"groups": " a , b"}, {"groups": ["x"]}, "c") == {"groups": ["a", "b"]}
    assert typed({"groups": ["a ", " CN=b,DC=c"]}, {}, "c") == {"groups": ["a", "CN=b,DC=c"]}
    assert typed({"groups": ""}, {"groups": ["x"]}, "c") == {"groups": []}
    for written in (["a", ""], "a,,b", [None], [" "]):
        with pytest.raises(InputError, match=r"^c\.groups has an empty element"):
            typed({"groups": written}, {"groups": ["x"]}, "c")


def test_a_key_in_other_letters_makes_no_second_one() -> None:
    for ask in (typed, in_digits):
        with pytest.raises(InputError, match=r"^c has 'deleteUsers', but no 'deleteusers': write 'deleteUsers'"):
            ask({"deleteusers": "1"}, {"deleteUsers": "1"}, "c")


@pytest.mark.parametrize(("words", "meant"), [(TRUE, "1"), (FALSE, "0")])
def test_flags_are_digits_where_the_server_has_texts(words: list[Any], meant: str) -> None:
    for word in words:
        assert in_digits({"flag": word}, {"flag": "0"}, "details")["flag"] in (meant, str(word))
        if isinstance(word, str) and not word.strip().isdigit():
            assert in_digits({"flag": word}, {"flag": "1"}, "details") == {"flag": meant}
    for word in ("tru", ""):
        with pytest.raises(InputError, match=r"^details\.flag"):
            in_digits({"flag": word}, {"flag": "1"}, "details")
    assert in_digits({"text": "yes", "timeout": 60}, {"text": "a", "timeout": "0"}, "d") == {
        "text": "yes",
        "timeout": "60",
    }


#: Each free dictionary that describes a state, and a flag and a text that are known before anything was read.
KNOWN = [
    (DIRECTORY_SERVICES.field_of("configuration").type, "configuration", "enabledUsersOnly", True),
    (PROFILE.field_of("details").type, "details", "excludeUnRead", "1"),
]


@pytest.mark.parametrize(("field_type", "option", "key", "meant"), KNOWN)
def test_what_is_known_counts_before_anything_is_there(field_type: Any, option: str, key: str, meant: Any) -> None:
    for word in ("yes", "on", "y", "True", True):
        assert field_type.merged(None, {"type": "t", key: word})[key] == meant
    for word in ("tru", ""):
        with pytest.raises(InputError, match=rf"^{option}\.{key}"):
            field_type.merged(None, {"type": "t", key: word})


def test_flags_of_a_new_object_are_digits_in_whatever_way_they_are_written() -> None:
    for word, meant in (("True", "1"), (" true", "1"), ("False", "0"), (False, "0"), (True, "1")):
        assert in_digits({"flag": word}, {}, "details") == {"flag": meant}
    # Without a known type a word may be a name, such as that of a mailbox.
    for text in ("yes", "No", "on", " off", "y", "n", "t", "1", "tru", "online", ""):
        assert in_digits({"text": text}, {}, "details") == {"text": text}


def test_what_is_only_known_later_is_not_a_mistake() -> None:
    later = SaidInWords("(ID of the new credential 'm365')")
    assert in_digits({"credentialId": later}, {"credentialId": "1"}, "details") == {"credentialId": later}
    assert typed({"credentialId": later}, {"credentialId": True}, "c") == {"credentialId": later}


def test_a_flag_is_never_null() -> None:
    with pytest.raises(InputError, match=r"^c\.deleteUsers is null, but must be true or false"):
        typed({"deleteUsers": None}, {"deleteUsers": True}, "c")
    assert typed({"groups": None, "name": None}, {"groups": ["a"], "name": "n"}, "c") == {"groups": None, "name": None}
