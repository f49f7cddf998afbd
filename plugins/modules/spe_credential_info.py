#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_credential_info
short_description: Read the credentials for cloud services of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the credentials of an instance, and in how many days their certificates expire.
  - Needs MailStore SPE 24.2 or newer.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  description:
    description: The description of the one credential to read. The list is empty if there is no such credential.
    type: str
seealso:
  - module: community.mailstore.spe_credential
"""

EXAMPLES = r"""
- name: Certificates that expire within a month
  community.mailstore.spe_credential_info:
    instance_id: weber
    query: "[?expires_in_days < `30`].description"
    service_provider_access: open
"""

RETURN = r"""
credentials:
  description: The credentials. Secrets are never among the settings.
  returned: success
  type: list
  elements: dict
  contains:
    expires_in_days:
      description:
        - Whole days until the certificate expires. They are negative if it expired a day or longer ago, and V(0) during the
          last day before and the first day after.
        - V(null) if the server shows no date.
      type: int
    expired:
      description: Whether the certificate has expired. V(null) if the server shows no date.
      type: bool
  sample:
    - id: 1
      type: Office365_Modern
      description: weber mailboxes
      settings:
        ApplicationId: 00000000-0000-0000-0000-000000000001
        TenantId: 00000000-0000-0000-0000-000000000002
        CertificateThumbprint: 0123456789ABCDEF0123456789ABCDEF01234567
        CertificateExpirationDate: "2026-12-05T00:00:00Z"
      expires_in_days: 12
      expired: false
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [weber mailboxes]
service_provider_access_opened:
  description: Whether the task switched service provider access on, and off again.
  returned: when it did
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - Whether service provider access may still be on because of this task. Switch it off with
      M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetCredentials
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import info_result
from ..module_utils._ansible.instance import InstanceWork
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._engine.names import same_name
from ..module_utils._resources.credential import shown_credential

ARGUMENT_SPEC = {**CONNECTION_OPTIONS, **INSTANCE_OPTIONS, **QUERY_OPTION, "description": {"type": "str"}}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read credentials."""
    only, found = params["description"], []
    with InstanceWork(params, context, needs_access=True, missing_ok=True, stopped_ok=True):
        rows = context.client.call("GetCredentials", {"instanceID": params["instance_id"]}) or []
        now = datetime.now(timezone.utc)
        found = [shown_credential(row, now) for row in rows if only is None or same_name(row["Description"], only)]
    return info_result("credentials", found, params)


MODULE = ModuleDefinition(name="spe_credential_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
