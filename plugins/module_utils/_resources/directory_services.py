# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Directory services of an instance: where its users come from.

The object is polymorphic by its type; two types are known (observed), so the configuration is a free dictionary with
the keys of the API.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call
from .._engine.resource import Field, Options, Read, Resource, Target
from .._engine.values import GivenKeys, Secret

PASSWORD_KEY = "password"  # noqa: S105  the name of a key


class SameType(GivenKeys):
    """Keys are merged over what is there as long as the type stays; another type starts anew."""

    def same(self, current: Any, desired: Any) -> bool:
        return _same_type(current, desired) and super().same(current, desired)

    def after(self, current: Any, desired: Any) -> Any:
        return super().after(current, desired) if _same_type(current, desired) else desired


def _same_type(current: Any, desired: Mapping[str, Any]) -> bool:
    there = (current or {}).get("type")
    return bool(desired.get("type", there) == there)


@dataclass(frozen=True)
class WholeSetter:
    """Sends the whole configuration, the password with it whenever anything changes.

    Whether a password of null keeps the stored one is unknown.
    """

    function: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        current = target.current["configuration"]
        config = resource.field_of("configuration").rule.after(current, desired.get("configuration", current))
        password = desired.get("password")
        return [
            Call(
                self.function,
                {
                    **target.reference,
                    "config": {**config, **({PASSWORD_KEY: password} if password is not None else {})},
                },
                options=tuple(entry.option for entry in drifted),
                secrets=frozenset({PASSWORD_KEY}) if password is not None else frozenset(),
            )
        ]


_CONFIGURATION = WholeSetter("SetDirectoryServicesConfiguration")

DIRECTORY_SERVICES = Resource(
    noun="directory_services",
    plural="directory_services",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    # What an instance without directory services answers is unknown: null, or an object of another type.
    listing=Read("GetDirectoryServicesConfiguration", shape=lambda result: {"configuration": result}),
    fields=(
        Field("configuration", SameType(), writer=_CONFIGURATION),
        Field("password", Secret(), secret=True, writer=_CONFIGURATION),
    ),
)


def refuse_password_inside(configuration: Mapping[str, Any] | None) -> None:
    """Raises InputError: inside a free dictionary nothing could keep the password out of logs and comparison."""
    if configuration and PASSWORD_KEY in configuration:
        raise InputError(
            "configuration contains a password, which would be compared and shown; give it in the option password instead."
        )
