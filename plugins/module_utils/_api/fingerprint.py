# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fingerprints of certificates: SHA-256 or SHA-1 over the whole certificate (DER)."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_ALGORITHM_OF_LENGTH = {20: "sha1", 32: "sha256"}
# openssl writes "sha256 Fingerprint=AB:CD", this collection "SHA-256 AB:CD", others "Thumbprint: AB CD".
_LABEL = re.compile(
    r"\s*(?P<algorithm>sha-?(?:256|1)\b)?[\s:]*(?:(?:fingerprint|thumbprint)\b)?\s*[=:]?", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[\s:\"'-]")


def parse_fingerprint(text: str) -> bytes:
    """The fingerprint as people paste it: hex digits of any case, with or without colons or blanks between them, with
    the algorithm in front as openssl writes it, and with the invisible marks of the Windows dialog.

    Raises ValueError when it is neither a SHA-256 nor a SHA-1 fingerprint.
    """
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf").strip("\"' \t\r\n")
    label = _LABEL.match(visible)
    algorithm = re.sub("-", "", (label and label["algorithm"]) or "").lower()
    fingerprint = bytes.fromhex(_SEPARATORS.sub("", visible[label.end() if label else 0 :]))
    found = _ALGORITHM_OF_LENGTH.get(len(fingerprint))
    if found is None or algorithm not in ("", found):
        raise ValueError("not the length of a fingerprint")
    return fingerprint


def fingerprint_like(example: bytes, certificate: bytes) -> bytes:
    """The fingerprint of a certificate (DER), by the algorithm that the example was made with."""
    return hashlib.new(_ALGORITHM_OF_LENGTH[len(example)], certificate).digest()


def show_fingerprint(fingerprint: bytes) -> str:
    """The usual form: SHA-256 AB:CD:..."""
    name = {"sha1": "SHA-1", "sha256": "SHA-256"}[_ALGORITHM_OF_LENGTH[len(fingerprint)]]
    return f"{name} {fingerprint.hex(':').upper()}"
