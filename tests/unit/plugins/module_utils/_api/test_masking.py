# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server repeats of a request does not reach a person."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.masking import (
    MASK,
    is_secret_name,
    mask,
    secret_values,
    without_secrets,
)
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("arguments", "secrets"),
    [
        ({"userName": "bob", "password": "geheim"}, {"geheim"}),
        ({"encryptionKey": "geheim"}, {"geheim"}),
        ({"config": {"userName": "bob", "password": "geheim"}}, {"geheim"}),
        ({"config": '{"host": "h", "Password": "geheim"}'}, {"geheim"}),
        ({"properties": {"details": {"imapPassword": "geheim"}}}, {"geheim"}),
        ({"settings": [{"clientSecret": "geheim"}, {"apiKey": "auch"}]}, {"geheim", "auch"}),
        ({"config": {"password": 12345}}, {"12345"}),
        ({"config": {"password": 12.5}}, {"12.5"}),
        ({"config": {"passwordSet": True, "password": None}}, set()),
        ({"config": "{not json"}, set()),
        ({"settings": '{"password": "p\\u00e4\\"ss"}'}, {'pä"ss', 'p\\u00e4\\"ss'}),
        ({"action": 'SetUserPassword --userName="jane" --password="ge heim"'}, {"ge heim"}),
        ({"url": "https://me:geheim@host.example/x"}, {"geheim"}),
        ({"secrets": {"one": "geheim", "two": ["auch"]}}, {"geheim", "auch"}),
    ],
)
def test_what_counts_as_secret(arguments: dict[str, Any], secrets: set[str]) -> None:
    assert set(secret_values(arguments)) == secrets


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


SECRET_NAMES = [
    "password",
    "Password",
    "imapPassword",
    "passwd",
    "userPwd",
    "passphrase",
    "secret",
    "clientSecret",
    "client_secret",
    "CLIENT_SECRET",
    "apiKey",
    "API_KEY",
    "ApiKey",
    "apikey",
    "x-api-key",
    "accessToken",
    "access_token",
    "refreshToken",
    "token",
    "tokens",
    "encryptionKey",
    "privateKey",
    "secretKey",
    "sharedKey",
    "accountKey",
    "key",
    "Key",
    "Certificate",
    "clientCertificate",
    "pin",
    "otp",
    "mfaSecret",
    "passwordHash",
    "connectionString",
    "cookie",
    "clientAssertion",
    "privateKeyPem",
    "authHeader",
    "jwt",
]
OTHER_NAMES = [
    "userName",
    "host",
    "serverCertificate",
    "CertificateThumbprint",
    "CertificateExpirationDate",
    "publicKey",
    "tokenEndpoint",
    "openIdClientID",
    "passwordExpires",
    "tokenType",
    "passwordPolicy",
    "monkey",
    "keyboard",
    "mapping",
    "login",
    "compass",
    "passThrough",
    "credentialId",
    "recoverDeletedMessages",
    "update_password",
    "changePassword",
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)
    assert without_secrets({name: "geheim", "list": [{name: 5}]}) == {name: MASK, "list": [{name: MASK}]}
    assert without_secrets({name: True, "list": {name: None}}) == {name: True, "list": {name: None}}, (
        "whether there is one"
    )


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_names_of_other_things(name: str) -> None:
    assert not is_secret_name(name)
    assert without_secrets({name: "offen"}) == {name: "offen"}


def test_texts_are_shown_without_the_secrets_in_them() -> None:
    assert without_secrets('{"password": "p\\u00e4ss", "host": "h"}') == f'{{"password": "{MASK}", "host": "h"}}'
    assert without_secrets('{"host":  "h"}') == '{"host":  "h"}', "as it was written"
    assert without_secrets('A --name="b" --apiKey=geheim') == f'A --name="b" --apiKey="{MASK}"'
    assert without_secrets("http://me:geheim@h:1/") == f"http://me:{MASK}@h:1/"


IN_OTHER_TEXTS = [
    "Server=a;Password={};Pooling=1",
    "Server=a;Client Secret={}",
    "password={}&user=b",
    "https://h/x?token={}&a=b",
    "{{'password': '{}', 'a': 1}}",
    '{{"password": "{}", "a": 1,}}',
    '{{"password": "{}"',
    "<password>{}</password>",
    "<x:clientSecret a='b'>{}</x:clientSecret>",
    "Authorization: Bearer {}",
    "curl -H 'Bearer {}'",
    "SetUserPassword /password:{}",
    "SetUserPassword --password='{}'",
    'SetUserPassword --password "{}"',
    "SetUserPassword --password {}",
]


@pytest.mark.parametrize("text", IN_OTHER_TEXTS)
def test_secrets_in_texts_of_every_writer(text: str) -> None:
    written = text.format("geheim-12")
    assert set(secret_values({"config": written})) == {"geheim-12"}
    assert "geheim" not in without_secrets(written)


@pytest.mark.parametrize(
    "text",
    [
        "password: please ask Jane",
        "Basic settings of the token",
        "bearer of news",
        "key: value",
        "https://host:8474/password",
        "<host>h</host>",
        'VerifyStores --includeIndexes="true"',
        "tokenEndpoint=https://h/x",
    ],
)
def test_other_texts_are_shown_as_they_are(text: str) -> None:
    assert set(secret_values({"config": text})) == set()
    assert without_secrets(text) == text


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
