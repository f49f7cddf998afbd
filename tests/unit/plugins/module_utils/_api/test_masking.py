# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server repeats of a request does not reach a person."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.masking import (
    is_secret_name,
    secret_values,
    without_secrets,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.spellings import MASK


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
