# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What instance hosts and client access servers have alike: a port, and a certificate that they are known by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .._api.errors import InputError
from .._api.fingerprint import parse_fingerprint
from .._engine.calls import Call, Once
from .._engine.canonical import host_name
from .._engine.field_types import FieldType, Port
from .._engine.not_none import not_none
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Observed
from .._engine.resource import ApiObject, Field, Options, Resource, Target
from .._engine.snapshot import Snapshot
from .._engine.writers import ConfigurationSetter, SetsWholeObject
from .assumptions import PAIRING_WRITES_CONFIGURATION, is_paired

PAIR = "PairWithManagementServer"

#: Bytes of a SHA-1 fingerprint, the only one that was seen.
SHA1_LENGTH = 20


class Thumbprint(FieldType):
    """The SHA-1 fingerprint inside serverCertificate: 40 upper-case hex digits without separators (observed)."""

    removable = False

    def from_api(self, value: Any) -> Any:
        return str((value or {}).get("thumbprint") or "").upper()

    def to_api(self, value: Any) -> Any:
        """Raises InputError for what is not a SHA-1 fingerprint."""
        return {"thumbprint": normal_thumbprint(value)}

    def equal(self, current: Any, desired: Any) -> bool:
        return bool(current == normal_thumbprint(desired))


@dataclass(frozen=True)
class PairedServerSetter(SetsWholeObject):
    """Writes the configuration whole, after pairing again when the certificate is another one."""

    function: str
    server_type: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        if not any(entry.option == "certificate_thumbprint" for entry in drifted):
            return self._configuration(target, drifted, resource, desired)
        port = desired.get("port", target.current["port"])
        thumbprint = desired["certificate_thumbprint"]
        pairing = pairing_call(self.server_type, target.reference, port, thumbprint, option="certificate_thumbprint")
        return [pairing, *self._configuration(target, _left_by_pairing(drifted), resource, desired)]

    def _configuration(
        self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options
    ) -> list[Call]:
        return ConfigurationSetter(self.function).calls(target, drifted, resource, desired) if drifted else []


def pairing_call(server_type: str, reference: Mapping[str, Any], port: int, thumbprint: str, *, option: str) -> Call:
    """The call by which the management server and another one get to know each other."""
    arguments = {"port": port, "thumbprint": normal_thumbprint(thumbprint)}
    return Call(PAIR, {"serverType": server_type, **reference, **arguments}, options=(option,))


@dataclass
class Pairing:
    """The pairing of a server that a task makes known, or that the management server does not reach.

    After a task that was killed between creating and pairing, the next one pairs if the service status says that the server
    is not active.
    """

    snapshot: Snapshot
    server_type: str
    _is_new: bool = False
    _once: Once = field(default_factory=Once)

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with the pairing, where it is needed, and with a warning where the need cannot be determined."""
        if plan.desired.absent or any(call.function == PAIR for call in plan.calls):
            return plan
        name, row = plan.desired.final_name, observed.api_object
        self._is_new = self._is_new or row is None
        if row is not None and not (self._is_new and not self._once.sent):
            info = _server_info(self.snapshot, self.server_type, name)
            if info is None:
                warning = (
                    f"It is not known whether {name!r} is paired, because the service status does not list it; it was"
                    " not paired again."
                )
                return replace(plan, warnings=(*plan.warnings, warning))
            if is_paired(info):
                return plan
        self._once = Once()
        return self._with_call(plan, name, row)

    def _with_call(self, plan: Plan, name: str, row: ApiObject | None) -> Plan:
        fields, current = plan.desired.fields, row or {}
        port = fields.get("port") or current.get("port")
        thumbprint = fields.get("certificate_thumbprint") or current["serverCertificate"]["thumbprint"]
        call = pairing_call(self.server_type, {"serverName": name}, not_none(port), thumbprint, option="pair")
        call = replace(call, wait_condition=self._once, only_if_needed=True)
        before = plan.before if row is None else {**(plan.before or {}), "paired": False}
        after = {**(plan.after or {}), "paired": True}
        return replace(
            plan, calls=(*plan.calls, call), before=before, after=after, diff_only=plan.diff_only | {"paired"}
        )


def _server_info(snapshot: Snapshot, server_type: str, name: str) -> Mapping[str, Any] | None:
    infos = (snapshot.read("GetServiceStatus") or {}).get("serverInfos") or []
    same = [info for info in infos if info.get("serverType") == server_type]
    return next((info for info in same if host_name(str(info.get("serverName"))) == host_name(name)), None)


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
            f"certificate_thumbprint: {text!r} is not a SHA-1 fingerprint; write 40 hexadecimal digits, with or"
            " without colons."
        )
    return fingerprint.hex().upper()


def refuse_unknown_certificate(plan: Plan, observed: Observed, noun: str) -> None:
    """Raises InputError when a server would be made known without its certificate."""
    if (
        observed.api_object is None
        and not plan.desired.absent
        and not plan.desired.fields.get("certificate_thumbprint")
    ):
        refuse_incomplete(noun, observed.name, ["certificate_thumbprint"])


def named_server(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The named fields, checked before anything is read. Raises InputError for what is not a fingerprint."""
    if "certificate_thumbprint" not in fields:
        return dict(fields)
    return {**fields, "certificate_thumbprint": normal_thumbprint(fields["certificate_thumbprint"])}


def _left_by_pairing(drifted: Sequence[Field]) -> list[Field]:
    if not PAIRING_WRITES_CONFIGURATION:
        return list(drifted)
    return [entry for entry in drifted if entry.option not in ("port", "certificate_thumbprint")]
