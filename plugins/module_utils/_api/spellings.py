# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets in texts: the spellings in which a server, or a text of JSON, may repeat them, and how they are replaced."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from html.entities import codepoint2name

MASK = "********"

_LETTERS_AND_DIGITS = re.compile(r"[a-z0-9]+")
#: Shorter ones are masked in their own letters alone: too many words contain them in others.
_LONG_ENOUGH_FOR_OTHER_LETTERS = 6
#: So many letters of a secret, its rarest ones, are looked up in a text.
_GRAM = 3


def mask(text: str, secrets: Iterable[str]) -> str:
    """The text with each secret replaced, also where characters of it are escaped for JSON, for a form or for HTML, once or
    several times, and in other letters."""
    return Secrets(secrets).masked(text)


class Secrets:
    """Many secrets, to be replaced in many texts.

    A look that costs next to nothing comes first, since the pattern of a secret costs much: no writer escapes letters and
    digits, but by number. So a text that lacks some of those of a secret has no spelling of it.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        longest_first = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._runs = {secret: set(_LETTERS_AND_DIGITS.findall(secret.casefold())) for secret in longest_first}
        grams = {secret: {run[-_GRAM:] for run in runs if len(run) >= _GRAM} for secret, runs in self._runs.items()}
        frequency = Counter(gram for of_one in grams.values() for gram in of_one)
        self._by_gram: dict[str, list[str]] = defaultdict(list)
        self._too_short = [secret for secret, of_one in grams.items() if not of_one]
        for secret, of_one in grams.items():
            if of_one:
                self._by_gram[min(of_one, key=frequency.__getitem__)].append(secret)

    def masked(self, text: str) -> str:
        """The text without them."""
        for secret in self.possible_in(text):
            text = text.replace(secret, MASK)
            if self._may_be_in(_plain_letters(text), secret):
                text = _pattern(secret).sub(MASK, text)
        return text

    def possible_in(self, text: str) -> list[str]:
        """Those that the text may contain, the longest first."""
        letters = _plain_letters(text)
        possible = [secret for secret in self._to_look_for(letters) if self._may_be_in(letters, secret)]
        return sorted(possible, key=len, reverse=True)

    def _to_look_for(self, letters: str) -> Iterable[str]:
        if len(self._runs) <= len(letters):
            return self._runs
        grams = {letters[start : start + _GRAM] for start in range(len(letters) - _GRAM + 1)}
        return [*self._too_short, *(secret for gram in self._by_gram.keys() & grams for secret in self._by_gram[gram])]

    def _may_be_in(self, letters: str, secret: str) -> bool:
        return all(run in letters for run in self._runs[secret])


def _plain_letters(text: str) -> str:
    """The text in small letters; behind it once more, if it has characters by their numbers, with the characters."""
    letters = text.casefold()
    # A look that costs little: each of the numbers begins with one of these.
    if not any(sign in letters for sign in "\\%&") or not _BY_NUMBER.search(letters):
        return letters
    return f"{letters}\n{_BY_NUMBER.sub(_character, letters).casefold()}"


def _character(match: re.Match[str]) -> str:
    hexadecimal = match["utf16"] or match["hexadecimal"] or match["octet"]
    number = int(hexadecimal, 16) if hexadecimal else int(match["decimal"])
    return chr(number) if number <= _LAST_CHARACTER else match.group()


# Percent signs that were themselves sent through a form, and ampersands that were written in HTML.
_PERCENT = r"%(?:25)*"
_SEMICOLON, _HASH = rf"(?:;|{_PERCENT}3b)", rf"(?:#|{_PERCENT}23)"
_AMPERSAND = rf"(?:&|{_PERCENT}26)(?:amp{_SEMICOLON})*"
_BACKSLASHES = rf"(?i:\\|{_PERCENT}5c|{_AMPERSAND}{_HASH}0*92{_SEMICOLON}|{_AMPERSAND}{_HASH}x0*5c{_SEMICOLON}){{1,8}}"
_BLANKS = rf"\+|(?i:{_PERCENT}2b)"
_BY_NUMBER = re.compile(
    rf"{_BACKSLASHES}u(?P<utf16>[0-9a-f]{{4}})"
    rf"|{_AMPERSAND}{_HASH}(?:x0*(?P<hexadecimal>[0-9a-f]{{1,6}})|0*(?P<decimal>[0-9]{{1,7}})){_SEMICOLON}"
    rf"|{_PERCENT}(?P<octet>3[0-9]|[46][1-9a-f]|[57][0-9a])"
)
_LAST_CHARACTER = 0x10FFFF
_ESCAPE_LETTERS = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}


@lru_cache(maxsize=256)
def _pattern(secret: str) -> re.Pattern[str]:
    if len(secret) < _LONG_ENOUGH_FOR_OTHER_LETTERS:
        return re.compile("".join(_spellings(character) for character in secret))
    return re.compile("".join(f"(?:{'|'.join(map(_spellings, _letters(character)))})" for character in secret))


def _letters(character: str) -> list[str]:
    """The character in upper and lower case."""
    return sorted({character, *(other for other in (character.lower(), character.upper()) if len(other) == 1)})


def _spellings(character: str) -> str:
    """A pattern for one character: every writer has a choice of its own what it escapes, and in which case."""
    utf16 = character.encode("utf-16-be", "surrogatepass").hex()
    in_json = "".join(f"{_BACKSLASHES}u{utf16[start : start + 4]}" for start in range(0, len(utf16), 4))
    in_form = "".join(f"{_PERCENT}{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    code = ord(character)
    name = {"'": "apos"}.get(character) or codepoint2name.get(code)
    in_html = [f"{_AMPERSAND}{_HASH}{number}{_SEMICOLON}" for number in (f"0*{code}", f"x0*{code:x}")]
    once = [in_form, *in_html, *([f"{_AMPERSAND}{name}{_SEMICOLON}"] if name else [])]
    # What JSON escapes by a backslash may have been written for a form or for HTML afterwards.
    slash = f"(?:{_BACKSLASHES})?" if character in "\"'/" else ""
    plain = _BACKSLASHES if character == "\\" else re.escape(character)
    if character in _ESCAPE_LETTERS:
        plain = f"{_BACKSLASHES}{_ESCAPE_LETTERS[character]}|{plain}"
    if character == " ":
        plain = f"{_BLANKS}|{plain}"
    return f"(?:(?i:{in_json})|{slash}(?:(?i:{'|'.join(once)})|{plain}))"
