# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that can be written in several ways and mean the same: each has one form, in which it is compared."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .names import INVISIBLE, normal, without_case

_GUID = re.compile(r"[{(]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[)}]?", re.IGNORECASE)
#: Of SHA-1 or SHA-256, in the ways of openssl, of the Windows dialog, and of PowerShell.
_FINGERPRINT = re.compile(r"([0-9a-f]{2}([: -]?[0-9a-f]{2}){19}([: -]?[0-9a-f]{2}){0,12})", re.IGNORECASE)
_DISTINGUISHED = re.compile(r"\s*(CN|OU|DC|UID|O|C|L|ST|STREET|E)\s*=.+", re.IGNORECASE | re.DOTALL)
_BETWEEN_PARTS = re.compile(r"(?<!\\)[,;]")
_MAIL_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_URL = re.compile(r"https?://", re.IGNORECASE)
_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)


def thumbprint(text: str) -> str:
    """A fingerprint as servers return it: upper-case hex digits without separators (observed)."""
    digits = re.sub(r"[\s:-]", "", INVISIBLE.sub("", text))
    return digits.upper() if re.fullmatch(r"[0-9A-Fa-f]+", digits) else text


def guid(text: str) -> str:
    return text.strip().strip("{}()").lower()


def distinguished_name(text: str) -> str:
    """Without blanks around the parts; upper and lower case make no difference to a directory."""
    parts = [part.partition("=") for part in _BETWEEN_PARTS.split(text)]
    return without_case(",".join(f"{key.strip()}={value.strip()}" for key, _equals, value in parts))


def mail_address(text: str) -> str:
    """The domain is a host name; what stands before the @ is up to that server."""
    local, at, domain = normal(text.strip()).rpartition("@")
    return f"{local}{at}{without_case(domain)}"


def host_name(text: str) -> str:
    return without_case(text.strip()).rstrip(".")


def url(text: str) -> str:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return text
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, parts.fragment))


def windows_path(text: str) -> str:
    """Case, slashes, doubled and trailing backslashes make no difference to Windows; accents in one character or in two
    make none to people, who would not find out which of two directories is meant."""
    return ntpath.normcase(ntpath.normpath(normal(text))).rstrip("\\") if text else ""


def date_and_time(text: str) -> str:
    """In UTC, to the second."""
    try:
        moment = datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        return text
    return moment.astimezone(timezone.utc).isoformat()


def group(text: str) -> str:
    """A group of a directory, by its distinguished name or its name alone."""
    return distinguished_name(text) if _DISTINGUISHED.fullmatch(text) else without_case(text.strip())


#: By the end of a key's name, where the value is not enough; keys without the case of letters.
_BY_KEY: tuple[tuple[tuple[str, ...], Callable[[str], str]], ...] = (
    (("thumbprint", "fingerprint"), thumbprint),
    (("host", "hostname", "servername", "server"), host_name),
    (("timezoneid", "timezone"), without_case),
    (("basedn", "distinguishedname"), distinguished_name),
    (("groups",), group),
)

_BY_SHAPE: tuple[tuple[Callable[[str], Any], Callable[[str], str]], ...] = (
    (_GUID.fullmatch, guid),
    (_FINGERPRINT.fullmatch, thumbprint),
    (_DISTINGUISHED.fullmatch, distinguished_name),
    (_DATE_AND_TIME.fullmatch, date_and_time),
    (_URL.match, url),
    (_WINDOWS_PATH.match, windows_path),
    (_MAIL_ADDRESS.fullmatch, mail_address),
)


def canonical(value: Any, key: str = "") -> Any:
    """The value of a free dictionary in the form in which it is compared: by the name of its key, or its form."""
    if not isinstance(value, str):
        return value
    for ends, form in _BY_KEY:
        if key.lower().endswith(ends):
            return form(value)
    text = INVISIBLE.sub("", value).strip()
    for has_shape, form in _BY_SHAPE:
        if has_shape(text):
            return form(text)
    return normal(value)


def as_servers_say(value: Any, key: str) -> Any:
    """The value as it is written: as the person wrote it, but for what servers have in one form only (observed)."""
    return thumbprint(value) if isinstance(value, str) and key.lower().endswith("thumbprint") else value
