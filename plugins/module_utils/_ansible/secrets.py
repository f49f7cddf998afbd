# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which values of a task must never be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ansible.module_utils.common.parameters import remove_values

from .._api.masking import secret_values as secrets_by_name
from .._api.masking import secrets_in_text
from .._api.spellings import Secrets
from .._resources.secret_settings import secrets_in
from .module_definition import ModuleDefinition
from .specified import entries_of, written_options


def secret_values(definition: ModuleDefinition, params: Mapping[str, Any]) -> set[str]:
    """Every secret text in the options: marked `no_log`, a password in a URL, named by the module itself, or by its own
    name in a free dictionary, a text of JSON or a command line.

    The options are validated ones, or at least all there. Booleans and null are not secrets; numbers are, as text.
    """
    passwords = (_password_in(params.get(option)) for option in ("spe_url", "spe_proxy"))
    found = (*passwords, *definition.secrets(params), *_secrets_in(definition.accepted_options, params))
    return {text for text in found if text}


def secrets_as_written(definition: ModuleDefinition, raw: Mapping[str, Any]) -> set[str]:
    """The secrets of arguments that nobody has validated; every text of them, if they cannot be distinguished.

    When AnsibleModule refuses arguments, it shows them, and it may have given up before it knew the secrets.
    """
    params: dict[str, Any] = dict.fromkeys(definition.accepted_options)
    for name, _option, written in written_options(definition.accepted_options, raw):
        params[name] = raw[written[0]]
    try:
        return secret_values(definition, params)
    except Exception:
        return set(_texts(raw))


def misplaced_secrets(settings: Any) -> list[str]:
    """Secrets that stand in free settings, where no `no_log` marks them: they must not be shown when they are refused."""
    return [str(value) for entry in entries_of({"type": "dict"}, settings) for value in secrets_in(entry).values()]


def scrub(value: Any, secrets: set[str]) -> Any:
    """The value without the secrets, masked as Ansible masks them.

    Booleans and null at the top of a result stay, as in AnsibleModule: a secret `e` must not hide `changed=true`.
    """
    if not secrets:
        return value
    scrubbed = _scrubbed(value, _looked_for(frozenset(secrets)))
    if isinstance(value, dict):
        scrubbed.update((key, member) for key, member in value.items() if member is None or isinstance(member, bool))
    return scrubbed


@lru_cache(maxsize=4)
def _looked_for(secrets: frozenset[str]) -> Secrets:
    """The same ones for each line of progress, and for the result."""
    return Secrets(secrets)


def _scrubbed(value: Any, secrets: Secrets) -> Any:
    # Most of a result has none of them, and one look at a whole branch shows that.
    possible = secrets.possible_in(str(value))
    if not possible:
        return value
    if isinstance(value, Mapping):
        return {key: _scrubbed(member, secrets) for key, member in value.items()}
    if isinstance(value, list):
        return [_scrubbed(member, secrets) for member in value]
    # Ansible looks for them as they are, and in numbers; ansible-core 2.16 in truths and in null, too. What it leaves may be
    # in other spellings.
    removed = remove_values(value, possible)
    return secrets.masked(removed) if isinstance(removed, str) else removed


def _password_in(url: str | None) -> str:
    """What stands where a URL has its password, also where special characters keep it from being a valid one."""
    address = (url or "").partition("//")[2] or url or ""
    return address.rpartition("@")[0].partition(":")[2]


def _secrets_in(argument_spec: Mapping[str, Mapping[str, Any]], params: Mapping[str, Any]) -> Iterator[str]:
    """What is marked, and in the other options what is secret by its name."""
    for _name, option, written in written_options(argument_spec, params):
        value = params[written[0]]
        if value is not None:
            yield from _secrets_of(option, value)


def _secrets_of(option: Mapping[str, Any], value: Any) -> Iterator[str]:
    if option.get("no_log"):
        yield from _texts(value)
    elif option.get("options"):
        for entry in entries_of(option, value):
            yield from _secrets_in(option["options"], entry)
    elif option.get("type") == "dict":
        yield from _texts_of_secrets(value)
        for entry in entries_of(option, value):
            yield from secrets_by_name(entry)
    else:
        yield from _texts_of_secrets(value)


def _texts_of_secrets(value: Any) -> Iterator[str]:
    for text in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(text, str):
            yield from secrets_in_text(text)


def _texts(value: Any) -> Iterator[str]:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, Mapping):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from _texts(member)
    elif value != "":
        yield str(value)
