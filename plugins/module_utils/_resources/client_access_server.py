# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client access servers: where the users' programs connect."""

from __future__ import annotations

from dataclasses import replace

from .._engine.creators import CreateByConfiguration
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import Read, ReadOnly, Resource
from .assumptions import CLIENT_ACCESS_SERVERS_AS_CONFIGURED, KEYS_OF_SERVICE_STATUS
from .paired_server import PairedServerSetter, Pairing, refuse_unknown_certificate, server_fields

#: Where client access servers listen (observed).
DEFAULT_PORT = 8473
SERVER_TYPE = "clientAccessServer"

CLIENT_ACCESS_SERVER = Resource(
    noun="client_access_server",
    plural="client_access_servers",
    identity="name",
    identity_key="serverName",
    # Not by its filter: servers are few, and a name in other letters must be seen.
    listing=Read("GetClientAccessServers", CLIENT_ACCESS_SERVERS_AS_CONFIGURED),
    reference={"serverName": "serverName"},
    create=CreateByConfiguration("CreateClientAccessServer"),
    delete="DeleteClientAccessServer",
    read_only=ReadOnly(sometimes=KEYS_OF_SERVICE_STATUS),
    defaults={"port": DEFAULT_PORT},
    fields=server_fields(PairedServerSetter("SetClientAccessServerConfiguration", SERVER_TYPE)),
)


def refine_client_access_server(plan: Plan, observed: Observed, pairing: Pairing | None) -> Plan:
    """The plan with the pairing, if the task wants it.

    Raises InputError for a new server without a certificate."""
    refuse_unknown_certificate(plan, observed, "client access server")
    return pairing.refine(plan, observed) if pairing is not None else plan


def client_access_servers(*, service_status: bool) -> Resource:
    """The noun, read with the status of the service or without."""
    listing = replace(CLIENT_ACCESS_SERVER.listing, arguments={"withServiceStatus": service_status})
    return replace(CLIENT_ACCESS_SERVER, listing=listing)
