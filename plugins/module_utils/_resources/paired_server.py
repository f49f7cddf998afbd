# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What instance hosts and client access servers have alike: a port, and a certificate that they are known by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._api.errors import InputError
from .._api.fingerprint import parse_fingerprint
from .._engine.calls import Call
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Found
from .._engine.resource import ConfigurationSetter, Field, Options, Resource, Target
from .._engine.values import Port, Rule
from .assumptions import PAIRING_WRITES_CONFIGURATION

#: Bytes of a SHA-1 fingerprint, the only one that was seen.
SHA1_LENGTH = 20


class Thumbprint(Rule):
    """The SHA-1 fingerprint inside serverCertificate: 40 upper-case hex digits without separators (observed)."""

    removable = False

    def from_api(self, value: Any) -> Any:
        return str((value or {}).get("thumbprint") or "").upper()

    def to_api(self, value: Any) -> Any:
        """Raises InputError for what is no SHA-1 fingerprint."""
        return {"thumbprint": normal_thumbprint(value)}

    def same(self, current: Any, desired: Any) -> bool:
        return bool(current == normal_thumbprint(desired))


@dataclass(frozen=True)
class PairedServerSetter:
    """Writes the configuration whole, after pairing anew when the certificate is another one."""

    function: str
    server_type: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        if not any(entry.option == "certificate_thumbprint" for entry in drifted):
            return self._configuration(target, drifted, resource, desired)
        port = desired.get("port", target.current["port"])
        pairing = Call(
            "PairWithManagementServer",
            {
                "serverType": self.server_type,
                **target.reference,
                "port": port,
                "thumbprint": normal_thumbprint(desired["certificate_thumbprint"]),
            },
            options=("certificate_thumbprint",),
        )
        return [pairing, *self._configuration(target, _left_by_pairing(drifted), resource, desired)]

    def _configuration(
        self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options
    ) -> list[Call]:
        return ConfigurationSetter(self.function).calls(target, drifted, resource, desired) if drifted else []


def server_fields(setter: PairedServerSetter) -> tuple[Field, ...]:
    """The fields that both kinds of servers have."""
    return (
        Field("port", Port(), on_create=True, writer=setter),
        Field("certificate_thumbprint", Thumbprint(), key="serverCertificate", on_create=True, writer=setter),
    )


def normal_thumbprint(text: str) -> str:
    """The SHA-1 fingerprint that a person wrote as the server writes it.

    Raises InputError for anything else.
    """
    try:
        fingerprint = parse_fingerprint(text)
    except ValueError:
        fingerprint = b""
    if len(fingerprint) != SHA1_LENGTH:
        raise InputError(
            f"certificate_thumbprint: {text!r} is no SHA-1 fingerprint; it has 40 hex digits, with or without colons."
        )
    return fingerprint.hex().upper()


def refuse_unknown_certificate(plan: Plan, found: Found, noun: str) -> None:
    """Raises InputError when a server would be made known without its certificate."""
    if found.raw is None and not plan.wanted.absent and not plan.wanted.fields.get("certificate_thumbprint"):
        refuse_incomplete(noun, found.name, ["certificate_thumbprint"])


def named_server(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The named fields, checked before anything is read. Raises InputError for what is no fingerprint."""
    if "certificate_thumbprint" not in fields:
        return dict(fields)
    return {**fields, "certificate_thumbprint": normal_thumbprint(fields["certificate_thumbprint"])}


def _left_by_pairing(drifted: Sequence[Field]) -> list[Field]:
    if not PAIRING_WRITES_CONFIGURATION:
        return list(drifted)
    return [entry for entry in drifted if entry.option not in ("port", "certificate_thumbprint")]
