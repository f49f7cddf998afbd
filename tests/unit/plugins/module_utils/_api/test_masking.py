# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server repeats of a request does not reach a person."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.masking import MASK, mask, secret_values
from hypothesis import given
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
    ],
)
def test_what_counts_as_secret(arguments: dict[str, Any], secrets: set[str]) -> None:
    assert set(secret_values(arguments)) == secrets


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


def test_the_longer_secret_goes_first() -> None:
    assert mask("geheim-lang", ["geheim", "geheim-lang"]) == MASK
