# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instance hosts: the servers that run instances."""

from __future__ import annotations

from .._api.errors import InputError
from .._engine.canonical import host_name
from .._engine.creators import CreateByConfiguration
from .._engine.field_types import WindowsPath
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import Field, Read, Resource
from .._engine.snapshot import Snapshot
from .paired_server import PairedServerSetter, Pairing, refuse_unknown_certificate, server_fields

#: Where instance hosts listen (observed).
DEFAULT_PORT = 8472

SERVER_TYPE = "instanceHost"
_CONFIGURATION = PairedServerSetter("SetInstanceHostConfiguration", SERVER_TYPE)

INSTANCE_HOST = Resource(
    noun="instance_host",
    plural="instance_hosts",
    identity="name",
    identity_key="serverName",
    # Not by its filter: servers are few, and a name in other letters must be seen.
    listing=Read("GetInstanceHosts"),
    reference={"serverName": "serverName"},
    create=CreateByConfiguration("CreateInstanceHost"),
    delete="DeleteInstanceHost",
    defaults={"port": DEFAULT_PORT},
    fields=(
        *server_fields(_CONFIGURATION),
        # The creating function does not take it (documented), so it is set afterwards.
        Field("base_directory", WindowsPath(), writer=_CONFIGURATION),
    ),
)


def refine_instance_host(plan: Plan, observed: Observed, snapshot: Snapshot, pairing: Pairing | None) -> Plan:
    """The plan with the pairing, if the task wants it.

    Raises InputError for a new host without a certificate, and for deleting a host that has instances."""
    refuse_unknown_certificate(plan, observed, "instance host")
    if plan.desired.absent and observed.api_object is not None:
        _refuse_with_instances(observed.name, snapshot)
    return pairing.refine(plan, observed) if pairing is not None else plan


def _refuse_with_instances(name: str, snapshot: Snapshot) -> None:
    rows = snapshot.read("GetInstances", {"instanceFilter": "*"}) or []
    instances = [row["instanceID"] for row in rows if host_name(row["instanceHost"]) == host_name(name)]
    if instances:
        raise InputError(
            f"The instance host {name!r} cannot be deleted: it has {_counted(instances)}; move or delete them first."
        )


def _counted(instances: list[str]) -> str:
    if len(instances) == 1:
        return f"the instance {instances[0]}"
    shown = ", ".join(instances[:5])
    return f"{len(instances)} instances ({shown}{', ...' if len(instances) > 5 else ''})"
