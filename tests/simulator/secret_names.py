# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which names say that their value is a secret, and how such values are masked."""

from __future__ import annotations

import json
from typing import Any

MASK = "********"
_SECRET_WORDS = ("password", "secret", "encryptionkey", "privatekey")
_CERTIFICATE = "certificate"
"""As the whole name: it comes with its private key; a thumbprint or a date of a certificate is none."""


def is_secret_name(name: str) -> bool:
    return name.lower() == _CERTIFICATE or any(word in name.lower() for word in _SECRET_WORDS)


def mask_form(form: dict[str, str], json_names: set[str]) -> dict[str, str]:
    """Arguments of a form as they may be written down."""
    return {name: _mask_argument(name, value, name in json_names) for name, value in form.items()}


def _mask_argument(name: str, value: str, is_json: bool) -> str:
    if is_secret_name(name):
        return MASK
    if not is_json:
        return value
    try:
        return json.dumps(_mask_members(json.loads(value)), ensure_ascii=False)
    except ValueError:
        return MASK if is_secret_name(value) else value


def _mask_members(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: MASK if is_secret_name(key) and member is not None else _mask_members(member)
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_mask_members(entry) for entry in value]
    return value
