#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_user_info
short_description: Read the users of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads all users of an instance, or one, in the form that M(community.mailstore.spe_user) takes.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  name:
    description: Name of the one user to read. The list is empty if there is no such user.
    type: str
  details:
    description:
      - Whether to read e-mail addresses, privileges and all other values that the list of users does not show.
      - That needs one call for each user. The module makes O(spe_parallel) of them at the same time.
    type: bool
    default: true
  include_archive_admin:
    description:
      - Whether to return the service provider's own account C($archiveadmin), too. It exists while service provider
        access is on, and no module manages it.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_user
"""

EXAMPLES = r"""
- name: All administrators
  community.mailstore.spe_user_info:
    instance_id: weber
    query: "[?contains(privileges, 'admin')].name"
    service_provider_access: open
  register: users

- name: Show their names
  ansible.builtin.debug:
    var: users.query_result

- name: All users and the service provider's account
  community.mailstore.spe_user_info:
    instance_id: weber
    include_archive_admin: true
    service_provider_access: open

- name: Names only, in one call
  community.mailstore.spe_user_info:
    instance_id: weber
    details: false
    service_provider_access: open
"""

RETURN = r"""
users:
  description: The users.
  returned: success
  type: list
  elements: dict
  sample:
    - name: jane.doe
      full_name: Jane Doe
      distinguished_name: null
      authentication: integrated
      mfa: disabled
      email_addresses: [jane.doe@contoso.example]
      pop3_user_names: []
      privileges: [login]
      login_privileges: [windows, web, outlook, windows_cmd, imap, api]
      folder_privileges:
        - folder: jane.doe
          privileges: [read]
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [jane.doe]
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
    type: InputError
    function: GetUsers
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import list_on_instance
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._resources.user import USER

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **QUERY_OPTION,
    "name": {"type": "str"},
    "details": {"type": "bool", "default": True},
    "include_archive_admin": {"type": "bool", "default": False},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read users."""
    users = replace(USER, unlisted=frozenset()) if params["include_archive_admin"] else USER
    return list_on_instance(users, params, context, details=params["details"])


MODULE = ModuleDefinition(name="spe_user_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
