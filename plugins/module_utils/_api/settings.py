# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the server is, who asks, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from .errors import InputError
from .facts import Facts
from .fingerprint import parse_fingerprint

#: Seconds. No answer takes a day, and a socket does not take any number.
LONGEST_TIMEOUT = 86_400
#: The pauses between them double: the last one is almost two hours.
MOST_RETRIES = 15


@dataclass(frozen=True)
class ConnectionSettings:
    """What one connection needs. Raises InputError, with one sentence, for what cannot work.

    url: `https://host:8474`, nothing behind the port.
    certificate_fingerprint: SHA-256 or SHA-1 of the server's certificate. It replaces the check against
    certificate authorities, whatever validate_certs says; the host name is not checked then.
    ca_path: file or directory of the authorities to trust, instead of those of this machine.
    timeout: seconds to wait for a connection, and for an answer once connected.
    retries: how often a call is repeated that may safely be repeated.
    proxy: `http://[user:password@]host:port`. The proxy variables of the environment and a .netrc are not looked at,
    so that a connection depends on nothing but these settings.
    read_only: the client refuses every call that does not only read.
    facts: what this site knows of its server.
    """

    url: str
    username: str
    password: str = field(repr=False)
    validate_certs: bool = True
    ca_path: str | None = None
    certificate_fingerprint: str | None = None
    timeout: float = 30
    retries: int = 3
    # It may carry a password.
    proxy: str | None = field(default=None, repr=False)
    read_only: bool = False
    facts: Facts = field(default_factory=Facts)

    def __post_init__(self) -> None:
        _check_url(self.url)
        _check_credentials(self.username, self.password)
        _check_fingerprint(self.certificate_fingerprint)
        _check_ca_path(self.ca_path)
        _check_proxy(self.proxy)
        require_in_range("spe_timeout", ceil(self.timeout), 1, LONGEST_TIMEOUT, " seconds")
        require_in_range("spe_retries", self.retries, 0, MOST_RETRIES)

    @property
    def base_url(self) -> str:
        """The URL without a slash at its end."""
        return self.url.strip().rstrip("/")

    @property
    def host(self) -> str:
        """Name or IP address of the server."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def pinned_fingerprint(self) -> bytes | None:
        """The fingerprint that the server's certificate must have, if one is given."""
        return parse_fingerprint(self.certificate_fingerprint) if self.certificate_fingerprint else None

    @property
    def caution(self) -> str | None:
        """The warning about a connection whose server nobody checks."""
        if self.validate_certs or self.pinned_fingerprint is not None:
            return None
        return (
            f"The certificate of {self.base_url} is not checked, because spe_validate_certs (SPE_VALIDATE_CERTS) is off: "
            "whoever is between here and the server can read and change everything, passwords too. Set "
            "spe_certificate_fingerprint or spe_ca_path instead."
        )

    @property
    def proxy_address(self) -> str:
        """Host and port of the proxy, without its credentials."""
        return _address(urlsplit(self.proxy or ""))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        proxy_password = urlsplit(self.proxy or "").password
        return tuple(secret for secret in (self.password, proxy_password) if secret)


def require_in_range(option: str, number: int, lowest: int, highest: int, unit: str = "") -> None:
    """Raises InputError for a number outside of the range, whose ends belong to it."""
    if not lowest <= number <= highest:
        raise InputError(f"{option} is {number}{unit}, but must be from {lowest} to {highest}{unit}.")


def _check_url(url: str) -> None:
    parts = _split("spe_url", url, "give one such as https://host:8474")
    if parts.scheme == "http":
        raise InputError(
            "http:// is refused in spe_url, because it would send the password in clear text: use https://host:8474."
        )
    if parts.scheme != "https" or not parts.hostname:
        raise InputError("spe_url must be the address of the Management API, such as https://host:8474.")
    if "@" in parts.netloc:
        raise InputError("spe_url must not contain a user name or password: use spe_username and spe_password.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise InputError("spe_url must end after the port, such as https://host:8474, without path, query or fragment.")


def _check_credentials(username: str, password: str) -> None:
    if not username:
        raise InputError("spe_username is empty: give the name of a system administrator.")
    if ":" in username:
        raise InputError("spe_username must not contain a colon, because HTTP Basic authentication cannot carry one.")
    if not _is_unicode(username + password):
        raise InputError("spe_username or spe_password contains text that is not valid Unicode: correct it.")
    if not password:
        raise InputError("spe_password is empty: give the password, or the API password, of spe_username.")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_fingerprint(fingerprint: str | None) -> None:
    if not fingerprint:
        return
    try:
        parse_fingerprint(fingerprint)
    except ValueError:
        raise InputError(
            "spe_certificate_fingerprint must be a SHA-256 (64 hex digits) or SHA-1 (40 hex digits) fingerprint, "
            "with or without colons, such as openssl x509 -fingerprint -sha256 prints it."
        ) from None


def _check_ca_path(ca_path: str | None) -> None:
    if ca_path and not Path(ca_path).exists():
        raise InputError(
            f"spe_ca_path {ca_path} does not exist where the task runs: give a file or directory of CA certificates."
        )


def _check_proxy(proxy: str | None) -> None:
    if not proxy:
        return
    example = "give one such as http://host:3128, and write special characters of its password as %23 for #"
    parts = _split("spe_proxy", proxy, example)
    if parts.scheme != "http" or not parts.hostname or parts.path.strip("/"):
        raise InputError("spe_proxy must be the address of an HTTP proxy, such as http://host:3128.")


def _split(option: str, url: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _address(parts)
    except ValueError:
        raise InputError(f"{option} is not a valid URL: {example}.") from None
    return parts


def _address(parts: SplitResult) -> str:
    # Reading the port checks it.
    return f"{parts.hostname}:{parts.port}" if parts.port is not None else str(parts.hostname)
