# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that do not depend on each other are all made, and their mistakes come together."""

from __future__ import annotations

from functools import partial

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.mistakes import (
    Mistakes,
    after_all,
    check_all,
    mistakes_of,
    single_mistakes,
)


def _refuse(error: InputError) -> None:
    raise error


def _add(number: int, value: int) -> int:
    if number < 0:
        raise InputError(f"{number} is too little.")
    return value + number


def test_checks_that_find_nothing() -> None:
    check_all()
    check_all(lambda: None, lambda: 5)
    assert mistakes_of(lambda: None) == ()


def test_one_mistake_stays_the_error_that_it_is() -> None:
    class Special(InputError):
        """An error that somebody catches."""

    error = Special("One.")
    with pytest.raises(Special) as caught:
        check_all(lambda: None, partial(_refuse, error))
    assert caught.value is error


def test_several_mistakes_are_one_error_with_a_sentence_for_each() -> None:
    first, second, third = InputError("One."), InputError("Two.", needs="time"), InputError("Three.")
    inner = partial(check_all, partial(_refuse, second), partial(_refuse, third))
    with pytest.raises(Mistakes) as caught:
        check_all(partial(_refuse, first), inner)
    assert caught.value.message == "3 mistakes; nothing was changed. One. Two. Three."
    assert single_mistakes(caught.value) == (first, second, third)
    assert [mistake.needs for mistake in single_mistakes(caught.value)] == [None, "time", None]


def test_mistakes_that_are_only_known_as_sentences() -> None:
    assert [str(mistake) for mistake in single_mistakes(Mistakes(["One.", "Two."]))] == ["One.", "Two."]


def test_a_value_after_all_steps() -> None:
    assert after_all(1, partial(_add, 2), partial(_add, 4)) == 7
    with pytest.raises(Mistakes) as caught:
        after_all(1, partial(_add, -2), partial(_add, 4), partial(_add, -8))
    assert caught.value.sentences == ("-2 is too little.", "-8 is too little.")
