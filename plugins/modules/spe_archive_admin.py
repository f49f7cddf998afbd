#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_archive_admin
short_description: Switch service provider access to a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Switches the service provider's access to an instance (the account C($archiveadmin)) on or off.
  - Most functions that work inside an instance need the access. The tenant's audit log records every switching, so it is
    best on only while it is needed. The option O(community.mailstore.spe_user#module:service_provider_access) of the other
    modules does that for one task.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  instance_id:
    description: The ID of the instance (the tenant).
    type: str
    required: true
  state:
    description: Whether the service provider has access.
    type: str
    choices: [enabled, disabled]
    required: true
"""

EXAMPLES = r"""
- name: Work inside a tenant with access that is only on for that time
  block:
    - name: Switch service provider access on
      community.mailstore.spe_archive_admin:
        instance_id: weber
        state: enabled
      check_mode: false # what cannot be read cannot be compared
      register: access

    - name: Work inside the tenant
      community.mailstore.spe_user:
        instance_id: weber
        name: jane.doe
        full_name: Jane Doe
  always:
    - name: Switch service provider access off again
      community.mailstore.spe_archive_admin:
        instance_id: weber
        state: disabled
      check_mode: false
      when: access is changed
"""

RETURN = r"""
archive_admin:
  description: The access as the server says it, or in check mode as it would be.
  returned: success
  type: dict
  sample:
    instance_id: contoso
    enabled: true
calls:
  description: The calls that were made, or in check mode would be made.
  returned: success
  type: list
  elements: dict
  sample:
    - function: SetArchiveAdminEnabled
      arguments:
        instanceID: contoso
        enabled: true
error:
  description: What is known of an error of the API.
  returned: failure
  type: dict
  sample:
    type: InputError
    function: GetArchiveAdminEnabled
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.face import Face
from ..module_utils._ansible.module import run_module
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS
from ..module_utils._ansible.state import manage_setting
from ..module_utils._resources.archive_admin import ARCHIVE_ADMIN

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "instance_id": INSTANCE_OPTIONS["instance_id"],
    "state": {"type": "str", "choices": ["enabled", "disabled"], "required": True},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Switch access, if it is not yet as it should be."""
    return manage_setting(ARCHIVE_ADMIN, {"enabled": params["state"] == "enabled"}, params, context)


FACE = Face(name="spe_archive_admin", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(FACE)


if __name__ == "__main__":
    main()
