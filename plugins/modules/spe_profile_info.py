#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_profile_info
short_description: Read the archiving profiles of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads all profiles of an instance, or one, in the form that M(community.mailstore.spe_profile) takes. Secrets are left out.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  name:
    description: Name of the one profile to read. The list is empty if there is no such profile.
    type: str
seealso:
  - module: community.mailstore.spe_profile
  - module: community.mailstore.spe_profile_result_info
"""

EXAMPLES = r"""
- name: Profiles that do not run automatically
  community.mailstore.spe_profile_info:
    instance_id: baumann
    query: "[?!automatic].name"
    service_provider_access: open
"""

RETURN = r"""
profiles:
  description: The profiles.
  returned: success
  type: list
  elements: dict
  sample:
    - id: 7
      version: 1
      name: Sales mailbox
      owner: admin
      type: I
      connector: IMAP
      details:
        emailAddress: sales@baumann.example
        host: imap.baumann.example
      automatic: true
      automatic_pause_between_executions: 300
      automatic_maintenance_windows: null
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [Old mailbox]
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
    function: GetProfiles
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import list_on_instance
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._resources.profile import PROFILE

ARGUMENT_SPEC = {**CONNECTION_OPTIONS, **INSTANCE_OPTIONS, **QUERY_OPTION, "name": {"type": "str"}}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read profiles."""
    return list_on_instance(PROFILE, params, context)


MODULE = ModuleDefinition(name="spe_profile_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
