#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_system_smtp_info
short_description: Read how MailStore SPE sends mail to its administrators
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the SMTP settings of the whole system, in the form that M(community.mailstore.spe_system_smtp) takes.
  - The server never returns the password.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
seealso:
  - module: community.mailstore.spe_system_smtp
"""

EXAMPLES = r"""
- name: Who receives messages of the system
  community.mailstore.spe_system_smtp_info:
    query: recipients
  register: smtp

- name: Show them
  ansible.builtin.debug:
    var: smtp.query_result
"""

RETURN = r"""
system_smtp:
  description: The settings. If SMTP was never configured, only RV(system_smtp.server) is present.
  returned: success
  type: dict
  contains:
    server:
      description: The management server.
      returned: success
      type: str
      sample: https://spe.example.com:8474
  sample:
    server: https://spe.example.com:8474
    hostname: mail.example.com
    port: 587
    protocol: SMTP-TLS
    ignore_ssl_policy_errors: false
    authentication_required: true
    username: spe@example.com
    from_display_name: Mail archive
    from_email_address: spe@example.com
    recipients: [admin]
query_result:
  description: What O(query) selects from RV(system_smtp).
  returned: when O(query) is given
  type: raw
  sample: [admin]
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetSystemSmtpConfiguration
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
from ..module_utils._engine.listing import shown_single
from ..module_utils._resources.system_smtp import SYSTEM_SMTP

ARGUMENT_SPEC = {**CONNECTION_OPTIONS, **QUERY_OPTION}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read the settings."""
    found = shown_single(SYSTEM_SMTP, context.snapshot, params["spe_url"])
    return info_result("system_smtp", found, params)


MODULE = ModuleDefinition(name="spe_system_smtp_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
