#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_instance_info
short_description: Read instances (tenants) of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads all instances, or one, in the form that M(community.mailstore.spe_instance) takes.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  instance_id:
    description: The ID of the one instance to read. The list is empty if there is no such instance.
    type: str
  instance_host:
    description: Only instances on this instance host.
    type: str
  status:
    description:
      - Only instances with this status, such as V(running), V(stopped) or V(frozen), in upper or lower case.
      - For V(running) and V(stopped) the server itself selects them.
    type: str
  configuration:
    description:
      - Whether to read the base directory and all other values that the list of instances does not show.
      - That needs one call for each instance. The module makes O(spe_parallel) of them at the same time.
    type: bool
    default: true
  statistics:
    description:
      - Whether to read sizes and numbers of messages, too, into C(statistics). Sizes are in MiB.
      - That needs one call for each running instance.
    type: bool
    default: false
  live_statistics:
    description:
      - Whether to read the counters of the running processes, too, into C(live_statistics).
      - That needs one call for each running instance.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_instance
"""

EXAMPLES = r"""
- name: Instances that do not run
  community.mailstore.spe_instance_info:
    configuration: false
    query: "[?status != 'running'].instance_id"

- name: Instances of one host that run, before it is updated
  community.mailstore.spe_instance_info:
    instance_host: host1.example.com
    status: running
    configuration: false

- name: The size of this tenant
  community.mailstore.spe_instance_info:
    instance_id: baumann
    statistics: true
"""

RETURN = r"""
instances:
  description: The instances, with what the options select. Statistics of an instance that is not running are V(null).
  returned: success
  type: list
  elements: dict
  sample:
    - instance_id: contoso
      alias: con
      display_name: Contoso AG
      instance_host: spe.example.com
      start_mode: automatic
      process_id: 6652
      status: running
      start_stop_error: null
      base_directory: E:\Contoso
      debug_log_enabled: false
      imap_server_connection_log_enabled: false
      vss_writer_enabled: true
      vss_writer_exclude_indexes: false
      statistics:
        total_size_mb: 53376
        database_file_size_mb: 760
        content_file_size_mb: 51832
        index_file_size_mb: 784
        number_of_messages: 632651
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [contoso]
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: CredentialsRefused
    function: GetInstances
    http_status: 401
    status_code: null
    message: null
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import info_result
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, QUERY_OPTION, parallel_calls
from ..module_utils._resources.instance import read_instances, require_host_name, require_instance_id

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "instance_id": {"type": "str"},
    "instance_host": {"type": "str"},
    "status": {"type": "str"},
    "configuration": {"type": "bool", "default": True},
    "statistics": {"type": "bool", "default": False},
    "live_statistics": {"type": "bool", "default": False},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read instances."""
    if params["instance_id"] is not None:
        require_instance_id(params["instance_id"])
    if params["instance_host"] is not None:
        require_host_name(params["instance_host"])
    instances = read_instances(
        context.snapshot,
        params["instance_id"],
        host=params["instance_host"],
        status=params["status"],
        parallel=parallel_calls(params),
        configuration=params["configuration"],
        statistics=params["statistics"],
        live_statistics=params["live_statistics"],
    )
    return info_result("instances", instances, params)


MODULE = ModuleDefinition(name="spe_instance_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
