# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be strange about an answer, as data: each kind of change takes a place and a value."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.simulation import HttpAnswer

MISSING = "(missing)"
"""In the place of a value: there is none."""

DEEP, DIGITS = "(deep)", "(digits)"
"""In the place of a text: lists in lists, and a very long number."""

Place = tuple[Any, Any]
"""A dictionary or a list, and a key of it."""


@dataclass(frozen=True)
class Change:
    """One kind of change, applied to an answer at a place, which is counted, with a value of JSON."""

    kind: str
    place: int = 0
    value: Any = None

    def apply(self, answer: HttpAnswer) -> None:
        """Change the answer; what is not there cannot be changed."""
        KINDS[self.kind].apply(answer, self.place, self.value)


@dataclass(frozen=True)
class Kind:
    """How an answer is changed, and with which values."""

    apply: Callable[[HttpAnswer, int, Any], None]
    values: st.SearchStrategy[Any]


def document_of(answer: HttpAnswer) -> Any:
    """The JSON of the answer; None for anything else."""
    try:
        return json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _write(answer: HttpAnswer, document: Any) -> None:
    answer.body = json.dumps(document).encode()


def _places(value: Any, holder: Any, key: Any) -> Iterator[Place]:
    yield holder, key
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from _places(member, value, name)


def _put(places: list[Place], place: int, value: Any) -> None:
    holder, key = places[place % len(places)]
    if value == MISSING:
        del holder[key]
    else:
        holder[key] = value


def _in_result(answer: HttpAnswer, place: int, value: Any) -> None:
    document = document_of(answer)
    if isinstance(document, dict) and "result" in document:
        _put(list(_places(document["result"], document, "result")), place, value)
        _write(answer, document)


def _anywhere(answer: HttpAnswer, place: int, value: Any) -> None:
    document = [document_of(answer)]
    _put(list(_places(document[0], document, 0)), place, value)
    if document:
        _write(answer, document[0])


def _in_envelope(answer: HttpAnswer, place: int, value: Any) -> None:
    document = document_of(answer)
    if isinstance(document, dict) and document:
        _put([(document, key) for key in document], place, value)
        _write(answer, document)


def _rows(answer: HttpAnswer, place: int, value: Any) -> None:
    """Something happens to a list, or to a row of it."""
    holder = [document_of(answer)]
    lists = [member for each, key in _places(holder[0], holder, 0) if isinstance(member := each[key], list) and member]
    if not lists:
        return
    rows = lists[place % len(lists)]
    _CHANGES_OF_ROWS[value](rows, place % len(rows))
    _write(answer, holder[0])


_CHANGES_OF_ROWS: dict[str, Callable[[list[Any], int], None]] = {
    "twice": lambda rows, index: rows.append(rows[index]),
    "reversed": lambda rows, _index: rows.reverse(),
    "gone": lambda rows, index: rows.pop(index) and None,
    "empty": lambda rows, _index: rows.clear(),
    "often": lambda rows, index: rows.extend([rows[index]] * 300),
    "in a list": lambda rows, index: rows.__setitem__(index, [rows[index]]),
    "its members": lambda rows, index: rows.__setitem__(
        index, list(rows[index].items()) if isinstance(rows[index], dict) else rows[index]
    ),
}


def _text(answer: HttpAnswer, place: int, value: Any) -> None:
    """Another text where a text stands."""
    holder = [document_of(answer)]
    texts = [(each, key) for each, key in _places(holder[0], holder, 0) if isinstance(each[key], str)]
    if texts:
        _put(texts, place, value)
        _write(answer, holder[0])


def _member_twice(answer: HttpAnswer, place: int, value: Any) -> None:
    """A key that stands twice in an object."""
    text = answer.body.decode("utf-8-sig", "replace")
    brackets = [index for index, character in enumerate(text) if character == "{"]
    if brackets:
        at = brackets[place % len(brackets)] + 1
        answer.body = f'{text[:at]}"result": {json.dumps(value)}, {text[at:]}'.encode()


def _raw(answer: HttpAnswer, place: int, value: Any) -> None:
    """Characters that a writer of JSON would not write there, in the place of a value."""
    holder, mark = [document_of(answer)], "(here)"
    _put(list(_places(holder[0], holder, 0)), place, mark)
    _write(answer, holder[0])
    answer.body = answer.body.replace(json.dumps(mark).encode(), _long(value).encode())


def _body(answer: HttpAnswer, _place: int, value: Any) -> None:
    answer.body = _long(value).encode("latin-1")


def _long(text: str) -> str:
    """What would be too long to be shown."""
    return {DEEP: "[" * 3000 + "]" * 3000, DIGITS: "9" * 5000}.get(text, text)


def _json(answer: HttpAnswer, _place: int, value: Any) -> None:
    _write(answer, value)


def _cut(answer: HttpAnswer, place: int, value: Any) -> None:
    """The end is missing; `value` shows whether the header still promises it."""
    if value:
        answer.promised_length = len(answer.body)
    answer.body = answer.body[: place % (len(answer.body) + 1)]


def _encode(answer: HttpAnswer, _place: int, value: Any) -> None:
    if value == "gzip":
        answer.body = gzip.compress(answer.body)
        answer.headers.append(("Content-Encoding", "gzip"))
        return
    text = answer.body.decode("utf-8-sig", "replace")
    answer.body = text.encode(value, "replace")


def _around(answer: HttpAnswer, place: int, value: Any) -> None:
    """Something before the answer, or behind it."""
    more = value.encode("latin-1")
    answer.body = more + answer.body if place % 2 else answer.body + more


def _status(answer: HttpAnswer, _place: int, value: Any) -> None:
    answer.status = value


def _header(answer: HttpAnswer, _place: int, value: Any) -> None:
    answer.headers.append((value[0], value[1]))


_ODD_TEXTS = (
    "", " ", "*", "* .running", "*host1", "$archiveadmin", "admin", "null", "true", "0", "-1", "1e5", "NaN", "\\", "/", "..",
    "x" * 5000, "Mu\u0308ller", "\ud800", "\u202e\u200b\ufeff", "\x00\x1b[31m\x7f", "a\r\nb\n", "{{ lookup('pipe', 'id') }}",
    "{% raw %}", "<script>", "'; --", "%s%d{0}", "\N{GRINNING FACE}", "0001-01-01T00:00:00", "9999-12-31T23:59:59",
    "2026-13-45T99:99:99", "2026-02-29", "2026-11-26T09:00:00+99:00", "24:00:00", "-1.00:00:00", "25.3.1.99999999999999999999",
    "26", "v25.3.1-beta", "...", "running", "succeeded", "failed", "\u0661\u0662", "\u00b2",
)  # fmt: skip
_NUMBERS = (7, 0, -1, 1.5, 2**31, 2**63, -(2**64), 10**30, 1e308, -0.0, 5e-324)
_VALUES = st.one_of(
    st.sampled_from((
        MISSING, None, True, False, [], [None], ["text"], [[]], [{}], {}, {"other": 1}, {"name": None}, *_NUMBERS, *_ODD_TEXTS,
    )),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(("id", "name", "status", "x", "")), inner, max_size=3)
        ),
        max_leaves=8,
    ),
)  # fmt: skip

KINDS: dict[str, Kind] = {
    "in_result": Kind(_in_result, _VALUES),
    "in_envelope": Kind(_in_envelope, _VALUES),
    "anywhere": Kind(_anywhere, _VALUES),
    "text": Kind(_text, st.one_of(st.sampled_from(_ODD_TEXTS), st.text(max_size=12))),
    "rows": Kind(_rows, st.sampled_from(list(_CHANGES_OF_ROWS))),
    "member_twice": Kind(_member_twice, _VALUES.filter(lambda value: value != MISSING)),
    "raw": Kind(
        _raw,
        st.sampled_from((
            "NaN", "-Infinity", "1e999", DIGITS, "0x10", "01", "-", "'text'", "undefined", "{} {}", DEEP, "\\ud83d", "tru",
        )),
    ),
    "body": Kind(
        _body,
        st.one_of(
            st.sampled_from((
                "", "<html><body>It works!</body></html>", "null", "{}", "[]", "[null]", "0", '"text"', "\xff\xfe", "\xef\xbb\xbf",
                '{"error": null, "statusCode": "succeeded"}', '{"error": null, "statusCode": "running", "result": null}',
                '{"error": {}, "statusCode": "failed", "result": null}', '{"error": null, "statusCode": "", "result": null}',
                DEEP,
            )),
            st.binary(max_size=40).map(lambda content: content.decode("latin-1")),
        ),
    ),
    "json": Kind(_json, _VALUES.filter(lambda value: value != MISSING)),
    "cut": Kind(_cut, st.booleans()),
    "encode": Kind(_encode, st.sampled_from(("utf-8-sig", "utf-16", "utf-32", "latin-1", "cp500", "gzip"))),
    "around": Kind(_around, st.sampled_from(("\xef\xbb\xbf", "\x00", " \r\n\t", "}", ")]}'\n", "{}", "<!-- -->"))),
    "status": Kind(
        _status,
        st.one_of(
            st.sampled_from((201, 204, 206, 301, 304, 307, 400, 401, 403, 404, 407, 408, 411, 413, 418, 429, 500, 501, 502, 503, 504, 511, 599)),
            st.integers(100, 999),
        ),
    ),
    "header": Kind(
        _header,
        st.tuples(
            st.sampled_from((
                "Date", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Location", "Retry-After", "Connection", "Set-Cookie",
                "WWW-Authenticate", "X",
            )),
            st.sampled_from(("", "0", "-1", "chunked", "gzip", "close", "text/html; charset=x", "Thu, 99 Foo 2026 99:99:99 GMT",
                             "Thu, 26 Nov 2026 09:00:00", "9" * 400, "\xff", "https://elsewhere.example/", "Basic realm=x")),
        ).map(list),
    ),
}  # fmt: skip


def changes(secrets: Sequence[str]) -> st.SearchStrategy[tuple[Change, ...]]:
    """One to three changes of an answer; some repeat a secret of the task."""
    # Places of the first row are the most interesting ones.
    place = st.one_of(st.integers(0, 40), st.integers(0, 2000))
    # What is wrong inside of a result is what a module has to bear.
    kinds = st.sampled_from(("in_result",) * 6 + ("text",) * 3 + tuple(KINDS))
    change = kinds.flatmap(lambda kind: st.builds(Change, st.just(kind), place, KINDS[kind].values))
    if secrets:
        repeated = st.builds(Change, st.just("text"), place, st.sampled_from(secrets))
        change = st.one_of(change, change, change, repeated)
    return st.lists(change, min_size=1, max_size=3).map(tuple)
