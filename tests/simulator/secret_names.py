# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which names say that their value is a secret, and how such values are masked."""

from __future__ import annotations

import json
import re
from typing import Any

MASK = "********"
_SECRET_WORDS = ("password", "secret", "encryptionkey", "privatekey")
_CERTIFICATE = "certificate"
"""As the whole name: it comes with its private key; a thumbprint or a date of a certificate is none."""
_ACTION_ARGUMENT = re.compile(r"--(\w+)=(\"[^\"]*\"|\S+)")


def is_secret_name(name: str) -> bool:
    return name.lower() == _CERTIFICATE or any(word in name.lower() for word in _SECRET_WORDS)


def mask_form(form: dict[str, str]) -> dict[str, str]:
    """Arguments of a form as they may be written down.

    Values are masked by what they are, not by what the function expects: a client's mistake must not show a secret.
    """
    return {name: MASK if is_secret_name(name) else _mask_value(value) for name, value in form.items()}


def _mask_value(value: str) -> str:
    if value.lstrip().startswith(("{", "[")):
        return _mask_json(value)
    return _ACTION_ARGUMENT.sub(_mask_action_argument, value)


def _mask_json(value: str) -> str:
    try:
        return json.dumps(_mask_members(json.loads(value)), ensure_ascii=False)
    except (ValueError, RecursionError):
        return MASK if is_secret_name(value) else value


def _mask_action_argument(match: re.Match[str]) -> str:
    """An argument in the action of a job, which is a command line."""
    name, value = match.groups()
    return f'--{name}="{MASK}"' if is_secret_name(name) or is_secret_name(value) else match.group()


def _mask_members(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: MASK if is_secret_name(key) and member is not None else _mask_members(member)
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_mask_members(entry) for entry in value]
    return value
