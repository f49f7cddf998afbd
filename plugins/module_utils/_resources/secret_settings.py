# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Free settings of which some are secret: those have their own option, which nothing shows or compares."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from .._api.errors import InputError
from .._api.masking import secret_values
from .._api.one_line import joined_by_and
from .._engine.mistakes import check_all


def secrets_in(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that are secret by their names, or have such a one in them."""
    return {key: value for key, value in settings.items() if any(True for _secret in secret_values({key: value}))}


def check_secret_settings(options: Mapping[str, Any], option: str) -> None:
    """Raises InputError for a secret among the settings of `option`, for one that is empty in the option for
    secrets, whose name has `secret_` in front, and for a setting that both name. Null means that there is no such
    secret."""
    secret_option = f"secret_{option}"
    settings, secrets = options.get(option) or {}, options.get(secret_option) or {}
    check_all(
        partial(_refuse_exposed, settings, option, secret_option),
        partial(_refuse_in_both, settings, secrets, option, secret_option),
        partial(_refuse_empty_secrets, secrets, secret_option),
    )


def _refuse_exposed(settings: Mapping[str, Any], option: str, secret_option: str) -> None:
    exposed = list(secrets_in(settings))
    if exposed:
        raise InputError(
            f"{option} would show {joined_by_and(exposed)} in the output, and the server does not return it for a"
            f" comparison: move {it_or_them(exposed)} to {secret_option}."
        )


def _refuse_in_both(settings: Mapping[str, Any], secrets: Mapping[str, Any], option: str, secret_option: str) -> None:
    twice = [key for key in settings if key in secrets]
    if twice:
        raise InputError(f"{option} and {secret_option} both name {joined_by_and(twice)}; keep one of the two.")


def _refuse_empty_secrets(secrets: Mapping[str, Any], secret_option: str) -> None:
    empty = [key for key, value in secrets.items() if value == ""]
    if empty:
        verb = "is" if len(empty) == 1 else "are"
        raise InputError(
            f"{secret_option}: {joined_by_and(empty)} {verb} empty; set a value, null to remove {it_or_them(empty)}, or"
            f" leave {it_or_them(empty)} out."
        )


def without_keys(settings: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """The settings without these."""
    return {key: value for key, value in settings.items() if key not in keys}


def given_secrets(secrets: Mapping[str, Any] | None) -> dict[str, Any]:
    """The secrets that have a value: null drops one."""
    return {key: value for key, value in (secrets or {}).items() if value is not None}


def it_or_them(words: Sequence[str]) -> str:
    return "it" if len(words) == 1 else "them"
