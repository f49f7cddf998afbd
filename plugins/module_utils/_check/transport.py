# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the server talks: what experiments find out about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .answers import flag
from .bench import Bench
from .conversation import Reply
from .experiment import READING, Experiment, Found, Unknown
from .shapes import in_words

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

#: Basic authentication as it is inferred, and what stands before the realm of another.
_CHALLENGE, _BASIC = 'Basic realm="MailStore Service Provider Edition", charset="UTF-8"', "basic"

#: The keys of rows that were seen, of lists that each server has.
_ROWS: Mapping[str, tuple[Mapping[str, Any], frozenset[str]]] = {
    "GetInstances": (
        {"instanceFilter": "*"},
        frozenset(
            ["instanceID", "alias", "displayName", "instanceHost", "startMode", "processID", "status", "startStopError"]
        ),
    ),
    "GetInstanceHosts": ({}, frozenset(("serverName", "port", "serverCertificate", "baseDirectory"))),
}

#: Lists of a new instance that nobody has put anything into, and of which no empty one was seen.
_EMPTY_LISTS: Sequence[tuple[str, Mapping[str, Any]]] = (("GetProfiles", {"raw": True}), ("GetStores", {}))

_AS_WRITTEN, _BY_LETTERS, _BACKWARDS, _IN_ANOTHER_ORDER = "as written", "by letters", "backwards", "in another order"

UNKNOWNS: Sequence[Unknown] = (
    Unknown("AUTHENTICATION_CHALLENGE", "Which challenge comes without credentials?", "Basic with realm and charset"),
    Unknown("UNKNOWN_FUNCTION_STATUS", "How is a call of a function answered that the server does not have?", "404"),
    Unknown("WRONG_METHOD_STATUS", "How is a GET answered where a POST is wanted?", "405"),
    Unknown("UNKNOWN_ARGUMENT_IS_REFUSED", "Is an argument refused that the function does not have?", "false"),
    Unknown("OTHER_BODIES_ARE_IGNORED", "Are arguments in a body of another content type ignored?", "true"),
    Unknown(
        "FULL_VERSIONS",
        "Which builds have the versions 24.2 and 24.4?",
        "24.2.0.22151, 24.4.0.22609",
        out_of_reach="A server shows the build of its own version alone.",
    ),
    Unknown("metadata_order", "In which order does get-metadata list the functions?", _BY_LETTERS),
    Unknown("HTTP_STATUS_OF_FAILURES", "Which HTTP status has an answer whose statusCode is failed?", "200"),
    Unknown("ANSWERS_BEGIN_WITH_BYTE_ORDER_MARK", "Do answers begin with a byte order mark?", "true"),
    Unknown("RESULT_OF_CHANGES", "What do functions return that change something?", "null"),
    Unknown("NO_ROWS", "How does a list without rows read?", "an empty list"),
    Unknown("ADDED_KEYS", "Have rows of lists other keys than those that were seen?", "false"),
    Unknown("rows_as_read", "In which order do the rows of lists come?", "as created"),
    Unknown("words_as_read", "In which order do the POP3 user names of a user read?", _AS_WRITTEN),
)


def challenge(bench: Bench) -> Iterable[Found]:
    """A request without credentials. The realm may be a name of the provider, so only a known one is told."""
    reply = bench.conversation.request("POST", "invoke/GetEnvironmentInfo", headers={"Authorization": None})
    text = next((value for name, value in reply.headers.items() if name.lower() == "www-authenticate"), "")
    if reply.http_status == 401:
        yield "AUTHENTICATION_CHALLENGE", _challenge_in_words(text)


def _challenge_in_words(text: str) -> str:
    if text == _CHALLENGE:
        return "Basic with realm and charset"
    schemes = [
        scheme for scheme in ("Basic", "Negotiate", "NTLM", "Digest", "Bearer") if scheme.lower() in text.lower()
    ]
    return f"other words for {' and '.join(schemes)}" if schemes else "none"


def requests(bench: Bench) -> Iterable[Found]:
    """Requests that are not quite right."""
    talk = bench.conversation
    yield "UNKNOWN_FUNCTION_STATUS", _refusal(talk.request("POST", "invoke/GetNoSuchThing"))
    yield "WRONG_METHOD_STATUS", _refusal(talk.request("GET", "invoke/GetEnvironmentInfo"))
    reply = bench.read("GetEnvironmentInfo", noSuchArgument="1")
    yield "UNKNOWN_ARGUMENT_IS_REFUSED", flag(not reply.is_success)
    reply = talk.request("POST", "invoke/GetInstances", b"instanceFilter=*", {"Content-Type": "text/plain"})
    if reply.is_success or reply.status_code == "failed":
        yield "OTHER_BODIES_ARE_IGNORED", flag(not reply.is_success)


def _refusal(reply: Reply) -> str:
    """The HTTP status; the statusCode where there is an envelope."""
    if reply.status_code in ("failed", "succeeded"):
        return str(reply.status_code)
    return str(reply.http_status)


def answers(bench: Bench) -> Iterable[Found]:
    """What all answers have in common."""
    reply = bench.read("GetEnvironmentInfo")
    yield "ANSWERS_BEGIN_WITH_BYTE_ORDER_MARK", flag(reply.content.startswith(_BYTE_ORDER_MARK))
    # There is no such instance: an ID has no blank.
    failed = bench.read("GetUsers", instanceID=f"{bench.instance_id} none")
    if failed.status_code == "failed":
        yield "HTTP_STATUS_OF_FAILURES", str(failed.http_status)
    names = [each["name"] for each in bench.conversation.request("POST", "get-metadata").value]
    yield "metadata_order", _order(names, sorted(names), _BY_LETTERS)


def keys(bench: Bench) -> Iterable[Found]:
    """The keys of the rows that each server has."""
    rows = [(row, known) for name, (arguments, known) in _ROWS.items() for row in bench.look(name, **arguments) or ()]
    if rows:
        yield "ADDED_KEYS", flag(any(not known.issuperset(row) for row, known in rows))


def empty_lists(bench: Bench) -> Iterable[Found]:
    """A list that has no rows yet."""
    bench.start()
    for function, arguments in _EMPTY_LISTS:
        result = bench.inside(function, **arguments)
        if not result:
            yield "NO_ROWS", in_words(result)
            return


def changes(bench: Bench) -> Iterable[Found]:
    """A change of a user, and words in the order in which they come back."""
    bench.start()
    user = bench.make_user()
    result = bench.inside("SetUserFullName", userName=user, fullName="Check")
    yield "RESULT_OF_CHANGES", in_words(result)
    written = [f"{user}-{letter}" for letter in "bac"]
    bench.inside("SetUserPop3UserNames", userName=user, pop3UserNames=written)
    yield "words_as_read", _order(bench.inside("GetUserInfo", userName=user)["pop3UserNames"], written, _AS_WRITTEN)


def rows(bench: Bench) -> Iterable[Found]:
    """Three stores, in the order in which the list has them."""
    bench.start()
    made = [bench.make_store() for _number in range(3)]
    read = [row["id"] for row in bench.rows_of("GetStores") if row["id"] in made]
    yield "rows_as_read", _order(read, made, "as created")


def _order(read: Sequence[Any], expected: Sequence[Any], name: str) -> str:
    orders = {name: list(expected), _BACKWARDS: list(expected)[::-1], _BY_LETTERS: sorted(expected)}
    return next((word for word, order in orders.items() if list(read) == order), _IN_ANOTHER_ORDER)


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("AUTHENTICATION_CHALLENGE",), challenge, READING),
    Experiment(
        ("UNKNOWN_FUNCTION_STATUS", "WRONG_METHOD_STATUS", "UNKNOWN_ARGUMENT_IS_REFUSED", "OTHER_BODIES_ARE_IGNORED"),
        requests,
        READING,
    ),
    Experiment(("ANSWERS_BEGIN_WITH_BYTE_ORDER_MARK", "HTTP_STATUS_OF_FAILURES", "metadata_order"), answers, READING),
    Experiment(("ADDED_KEYS",), keys, READING),
    Experiment(("NO_ROWS",), empty_lists),
    Experiment(("RESULT_OF_CHANGES", "words_as_read"), changes),
    Experiment(("rows_as_read",), rows),
)
