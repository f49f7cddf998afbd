# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No spelling of a secret reaches a person, and looking for many secrets costs little."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api import spellings
from ansible_collections.community.mailstore.plugins.module_utils._api.spellings import MASK, Secrets, mask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.cost import functions_called


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="*"), min_size=1), st.text(), st.text())
def test_a_secret_never_stays(secret: str, before: str, behind: str) -> None:
    assert secret not in mask(f"{before}{secret}{behind}", [secret])


@pytest.mark.parametrize("echo", ['ge"h\\eim', 'ge\\"h\\\\eim', "ge%22h%5Ceim"])
def test_escaped_spellings_are_masked(echo: str) -> None:
    assert mask(f"bad value {echo}.", ['ge"h\\eim']) == f"bad value {MASK}."


@pytest.mark.parametrize(
    "echo",
    [
        "Zoë's pass+word/1 𝄞",
        "Zoë\\u0027s pass+word\\/1 𝄞",
        "Zo\\u00EB\\u0027s pass\\u002Bword/1 \\uD834\\udd1e",
        "Zo%C3%AB%27s+pass%2Bword%2F1+%F0%9D%84%9E",
        "Zo%c3%ab's%20pass%2bword%2f1%20%f0%9d%84%9e",
    ],
)
def test_each_writer_escapes_in_a_way_of_its_own(echo: str) -> None:
    assert mask(f"bad value '{echo}'.", ["Zoë's pass+word/1 𝄞"]) == f"bad value '{MASK}'."


def _html(text: str) -> str:
    return html.escape(text)


def _form(text: str) -> str:
    return quote(text, safe="")


def _form_plus(text: str) -> str:
    return quote_plus(text)


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _decimal(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _hexadecimal(text: str) -> str:
    return "".join(f"&#x{ord(character):X};" for character in text)


WRITERS = [_html, _form, _form_plus, _json, _decimal, _hexadecimal, str.upper, str.lower, str.swapcase]


@pytest.mark.parametrize("first", WRITERS)
@pytest.mark.parametrize("second", [None, _html, _form, _form_plus, _json])
def test_every_writer_and_two_of_them_after_each_other(
    first: Callable[[str], str], second: Callable[[str], str] | None
) -> None:
    secret = "pä\"ss\\w/ör'd & <x> 𝄞+"
    written = first(secret)
    if second is not None:
        written = second(written)
    assert mask(f"({written})", [secret]) == f"({MASK})"


def test_short_secrets_are_masked_in_their_own_letters_alone() -> None:
    assert mask("User user", ["user"]) == f"User {MASK}"


def test_the_longer_secret_goes_first() -> None:
    assert mask("geheim-lang", ["geheim", "geheim-lang"]) == MASK


def test_a_number_may_stand_for_any_letter() -> None:
    """Some writers escape one letter alone, each by another kind of number."""
    spelled = "p\\u0061%73&#115;&#x77;&amp;#111;\\\\u0072d-1"
    assert mask(f"({spelled})", ["password-1", *(f"other-{number}" for number in range(200))]) == f"({MASK})"


SECRETS = [f"user-{number:03}-Geheim" for number in range(200)] + ["ab", "\u00e4\u00f6", "\u00a7\u00a7\u00a7", "12"]


@pytest.mark.parametrize("write", [str, *WRITERS])
@pytest.mark.parametrize("secret", [SECRETS[0], SECRETS[123], SECRETS[199], *SECRETS[200:]])
def test_one_of_many_is_found_as_if_it_were_alone(secret: str, write: Callable[[str], str]) -> None:
    written = f"<{write(secret)}> " + "." * 50
    many, alone = Secrets(SECRETS), Secrets([secret])
    # Whichever way is the cheaper one: the text is shorter than the list, and longer.
    for text in (written, written + "." * 1000):
        assert (secret in many.possible_in(text)) == (secret in alone.possible_in(text))
        assert many.masked(text) == alone.masked(text)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text(min_size=1), max_size=30), st.text(), st.text(), st.data())
def test_no_secret_of_many_stays(secrets: list[str], before: str, behind: str, data: st.DataObject) -> None:
    secret = data.draw(st.sampled_from(secrets)) if secrets else "x"
    assert secret in Secrets([*secrets, secret]).possible_in(f"{before}{secret}{behind}")


@pytest.mark.parametrize("password", ["Secret-of-user-{:05}-x", "User-{:05}"])
def test_texts_without_them_cost_little_with_many_secrets(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    def no_pattern(secret: str) -> None:
        raise AssertionError(f"a pattern was made for {secret}")

    monkeypatch.setattr(spellings, "_pattern", no_pattern)
    texts = [*(f"user{number:05}" for number in range(7000, 7500)), "User 1", "user1@tenant.example.com", "login"]

    def cost(count: int) -> int:
        secrets = Secrets(password.format(number) for number in range(count))
        return functions_called(lambda: [secrets.masked(text) for text in texts])

    assert cost(5000) <= cost(5) * 4
