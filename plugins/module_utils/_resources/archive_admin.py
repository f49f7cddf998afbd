# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access to an instance, the account $archiveadmin."""

from __future__ import annotations

from .._api.client import Client
from .._engine.field_types import Boolean
from .._engine.resource import Field, Read, Resource
from .._engine.writers import OwnSetter
from .assumptions import service_provider_access_is_on

#: The function that shows whether access is on.
LOOK = "GetArchiveAdminEnabled"


def access_is_on(client: Client, instance_id: str) -> bool:
    """Whether service provider access of the instance is on."""
    return service_provider_access_is_on(client.call(LOOK, {"instanceID": instance_id}))


ARCHIVE_ADMIN = Resource(
    noun="archive_admin",
    plural="archive_admins",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    listing=Read("GetArchiveAdminEnabled", shape=lambda result: {"enabled": service_provider_access_is_on(result)}),
    fields=(Field("enabled", Boolean(), writer=OwnSetter("SetArchiveAdminEnabled")),),
)
