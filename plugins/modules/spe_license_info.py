#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_license_info
short_description: Read the licence request and the used licences of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the data for a licence request, and the number of licences that each instance uses.
  - The vendor's reference does not show that the function stores anything. The collection treats it as a function
    that only reads.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
seealso:
  - module: community.mailstore.spe_environment_info
"""

EXAMPLES = r"""
- name: How many licences are in use
  community.mailstore.spe_license_info:
    query: used_license_count
  register: licences

- name: Show it
  ansible.builtin.debug:
    var: licences.query_result
"""

RETURN = r"""
license:
  description: The data about licences.
  returned: success
  type: dict
  contains:
    request:
      description: The request for the vendor, exactly as the server made it.
      returned: success
      type: dict
      sample:
        instanceData:
          - instanceID: baumann
            usedLicenseCount: 4
    instances:
      description: The instances with the number of licences that each of them uses. Some have no number.
      returned: success
      type: list
      elements: dict
      sample:
        - instance_id: baumann
          used_license_count: 4
    used_license_count:
      description: The number of licences that all instances use together.
      returned: success
      type: int
      sample: 4
query_result:
  description: What O(query) selects from RV(license).
  returned: when O(query) is given
  type: raw
  sample: 4
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateLicenseRequest
    http_status: 200
    status_code: failed
    message: The service is starting.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import info_result
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, QUERY_OPTION
from ..module_utils._resources.license import shown_license

ARGUMENT_SPEC = {**CONNECTION_OPTIONS, **QUERY_OPTION}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read the licence request."""
    return info_result("license", shown_license(context.client.call("CreateLicenseRequest")), params)


MODULE = ModuleDefinition(name="spe_license_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
