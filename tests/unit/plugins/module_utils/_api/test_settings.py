# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every way in which a connection can be described wrongly has its sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._api.settings import ConnectionSettings

GOOD: dict[str, Any] = {"url": "https://spe.example.com:8474", "username": "admin", "password": "geheim"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"url": "http://spe.example.com:8474"}, "http:// is refused in spe_url"),
        ({"url": "spe.example.com:8474"}, "spe_url must be the address of the Management API"),
        ({"url": "https://"}, "spe_url must be the address of the Management API"),
        ({"url": "https://spe.example.com:port"}, "spe_url is not a valid URL"),
        ({"url": "https://[::1:8474"}, "spe_url is not a valid URL"),
        ({"url": "https://admin:geheim@spe.example.com:8474"}, "spe_url must not contain a user name"),
        ({"url": "https://spe.example.com:8474/api"}, "spe_url must end after the port"),
        ({"url": "https://spe.example.com:8474?x=1"}, "spe_url must end after the port"),
        ({"url": "https://spe.example.com:8474#x"}, "spe_url must end after the port"),
        ({"username": ""}, "spe_username is empty"),
        ({"username": "a:b"}, "spe_username must not contain a colon"),
        ({"password": ""}, "spe_password is empty"),
        ({"password": "geheim\ud800"}, "not valid Unicode"),
        ({"certificate_fingerprint": "ab" * 19}, "spe_certificate_fingerprint must be"),
        ({"certificate_fingerprint": "xy" * 32}, "spe_certificate_fingerprint must be"),
        ({"certificate_fingerprint": "SHA1 Fingerprint=" + "ab" * 32}, "spe_certificate_fingerprint must be"),
        ({"certificate_fingerprint": "sha256 Fingerprint="}, "spe_certificate_fingerprint must be"),
        ({"certificate_fingerprint": "md5 Fingerprint=" + "ab" * 16}, "spe_certificate_fingerprint must be"),
        ({"ca_path": "/does/not/exist"}, "spe_ca_path /does/not/exist does not exist"),
        ({"proxy": "proxy.example.com:3128"}, "spe_proxy must be the address of an HTTP proxy"),
        ({"proxy": "socks5://proxy.example.com:1080"}, "spe_proxy must be the address of an HTTP proxy"),
        ({"proxy": "http://proxy.example.com:port"}, "spe_proxy is not a valid URL"),
        (
            {"proxy": "http://me:ge#heim@proxy.example.com:3128"},
            "write special characters of its password as %23 for #",
        ),
        ({"timeout": 0}, "spe_timeout is 0 seconds, but must be from 1 to 86400 seconds."),
        ({"timeout": 10**10}, "spe_timeout is 10000000000 seconds, but must be from 1 to 86400 seconds."),
        ({"retries": -1}, "spe_retries is -1, but must be from 0 to 15."),
        ({"retries": 1100}, "spe_retries is 1100, but must be from 0 to 15."),
    ],
)
def test_wrong_settings(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        ConnectionSettings(**{**GOOD, **given})
    assert sentence in refused.value.message
    assert "geheim" not in refused.value.message
    assert refused.value.message.endswith(".")


COLONS_256, COLONS_1 = ":".join(["AB"] * 32), ":".join(["AB"] * 20)


@pytest.mark.parametrize(
    "fingerprint",
    [
        *("ab" * 32, "AB" * 32, ":".join(["aB"] * 32), " ".join(["ab"] * 32), "ab" * 20, COLONS_1),
        # openssl 3, 1.1 and what older ones print.
        *(f"sha256 Fingerprint={COLONS_256}", f"SHA256 Fingerprint={COLONS_256}\n", f"SHA1 Fingerprint={COLONS_1}"),
        *(f"sha1 Fingerprint={COLONS_1}\r\n", f"  sha256 fingerprint = {COLONS_256.lower()}  "),
        # The Windows dialog: blanks, marks of direction, the byte order mark, blanks that do not break.
        *("\u200e" + " ".join(["ab"] * 20), "\ufeff" + "ab" * 20 + "\u200f", "\u202aab" + "\u00a0ab" * 19 + "\u202c"),
        *(f"Thumbprint: {'AB' * 20}", f"SHA-256 {COLONS_256}", f"SHA-1 {COLONS_1}", f"SHA256:{'ab' * 32}"),
        *("-".join(["AB"] * 32), f'"{COLONS_256}"', f"Fingerprint: {COLONS_256}"),
    ],
)
def test_spellings_of_fingerprints(fingerprint: str) -> None:
    pinned = ConnectionSettings(**GOOD, certificate_fingerprint=fingerprint).pinned_fingerprint
    assert pinned is not None
    assert set(pinned) == {0xAB}


@pytest.mark.parametrize("url", ["https://spe.example.com:8474", "https://spe.example.com:8474/", "https://[::1]:8474"])
def test_urls_that_are_fine(url: str) -> None:
    assert ConnectionSettings(**{**GOOD, "url": url}).base_url == url.rstrip("/")


def test_ca_path_may_be_a_directory(tmp_path: Path) -> None:
    assert ConnectionSettings(**GOOD, ca_path=str(tmp_path)).ca_path == str(tmp_path)


def test_repr_shows_no_secret() -> None:
    settings = ConnectionSettings(**GOOD, proxy="http://me:alsogeheim@proxy.example.com:3128")
    assert "geheim" not in repr(settings)
    assert settings.proxy_address == "proxy.example.com:3128"
    assert set(settings.secrets) == {"geheim", "alsogeheim"}
