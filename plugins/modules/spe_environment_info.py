#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_environment_info
short_description: Read version, servers and messages of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads information about the management server and its other servers, and the messages about what needs attention.
  - With an instance it also reads the time zones that jobs can use.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  environment:
    description: Whether to read version, licence and operating system.
    type: bool
    default: true
  status:
    description:
      - Whether to read the servers and the messages. This takes the longest, because the management server asks all
        other servers.
    type: bool
    default: true
  minimum_severity:
    description: Minimum severity of the messages to return. Only used with O(status=true).
    type: str
    choices: [information, warning, error]
    default: information
  ping:
    description:
      - Whether to ping the server.
      - Together with O(environment=false) and O(status=false) this is the fastest way to check server, certificate
        and password.
    type: bool
    default: false
  instance_id:
    description: The ID of an instance (a tenant) whose time zones to read.
    type: str
  service_provider_access:
    description:
      - What to do when the service provider has no access to O(instance_id), which is needed to read its time zones.
      - With V(require) the task fails and reports it.
      - With V(open) the task switches access on when it needs it, and off again afterwards, also when it fails. Check
        mode does this, too, because even reading needs access. The tenant's audit log records both.
    type: str
    choices: [require, open]
    default: require
seealso:
  - module: community.mailstore.spe_instance_host_info
  - module: community.mailstore.spe_client_access_server_info
  - module: community.mailstore.spe_license_info
"""

EXAMPLES = r"""
- name: Server and password are right
  community.mailstore.spe_environment_info:
    environment: false
    status: false
    ping: true

- name: What needs attention
  community.mailstore.spe_environment_info:
    minimum_severity: warning
    query: messages[].text
  register: status

- name: Show it
  ansible.builtin.debug:
    var: status.query_result

- name: No server is down
  ansible.builtin.assert:
    that: status.environment.servers | rejectattr('active') | length == 0

- name: Only the version, in one fast call
  community.mailstore.spe_environment_info:
    status: false
    query: version

- name: The time zones that a job of this tenant can have
  community.mailstore.spe_environment_info:
    environment: false
    status: false
    instance_id: baumann
    query: time_zones[].id
    service_provider_access: open
"""

RETURN = r"""
environment:
  description: The information that the options select.
  returned: success
  type: dict
  contains:
    version:
      description: Version of the server.
      returned: with O(environment=true)
      type: str
      sample: 25.3.1.23021
    web_client_version:
      description: Version of the web client.
      returned: with O(environment=true)
      type: str
      sample: 25.3.1.23021
    copyright:
      description: The copyright notice of the vendor.
      returned: with O(environment=true)
      type: str
      sample: Copyright (c) 2005-2025 MailStore Software GmbH
    licensee_name:
      description: Name of the licensee.
      returned: with O(environment=true)
      type: str
      sample: Example Provider GmbH
    licensee_id:
      description: Number of the licensee.
      returned: with O(environment=true)
      type: int
      sample: 12345
    server_name:
      description: Name of the management server.
      returned: with O(environment=true)
      type: str
      sample: spe.example.com
    user_name:
      description: The system administrator that the task logged in as.
      returned: with O(environment=true)
      type: str
      sample: admin
    system_properties:
      description: Processors, memory in bytes and operating system of the management server.
      returned: with O(environment=true)
      type: dict
      sample:
        processors: [Example CPU @ 2.00GHz, Example CPU @ 2.00GHz]
        total_physical_memory: 8589398016
        operating_system: Microsoft Windows Server 2022 Standard
    servers:
      description: The servers, each with its type V(management_server), V(instance_host) or V(client_access_server).
      returned: with O(status=true)
      type: list
      elements: dict
      sample:
        - name: host1.example.com
          type: instance_host
          certificate_thumbprint: 00112233445566778899AABBCCDDEEFF00112233
          port: 8472
          active: true
          system_properties:
            processors: [Example CPU @ 2.00GHz, Example CPU @ 2.00GHz]
            total_physical_memory: 8589398016
            operating_system: Microsoft Windows Server 2022 Standard
          number_of_instances: 3
          number_of_running_instances: 3
    messages:
      description: The messages with O(minimum_severity) or a higher severity, in the order of the server.
      returned: with O(status=true)
      type: list
      elements: dict
      sample:
        - severity: error
          text: "Instance tenant1 on host1.example.com: One or more search indexes have to be rebuilt."
          is_sub_item: false
          tag: null
          flags: null
    worst_severity:
      description: The highest severity in RV(environment.messages); V(null) when there are no messages.
      returned: with O(status=true)
      type: str
      sample: error
    ping:
      description: Whether the server answered.
      returned: with O(ping=true)
      type: bool
      sample: true
    time_zones:
      description: The time zones of the instance, by their Windows IDs.
      returned: with O(instance_id)
      type: list
      elements: dict
      sample:
        - id: W. Europe Standard Time
query_result:
  description: What O(query) selects from RV(environment).
  returned: when O(query) is given
  type: raw
  sample: ["One or more search indexes have to be rebuilt."]
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
    function: GetServiceStatus
    http_status: 200
    status_code: failed
    message: The service is starting.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import info_result
from ..module_utils._ansible.instance import InstanceWork
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._resources.environment import SEVERITIES, read_environment, read_time_zones

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "environment": {"type": "bool", "default": True},
    "status": {"type": "bool", "default": True},
    "minimum_severity": {"type": "str", "choices": list(SEVERITIES), "default": SEVERITIES[0]},
    "ping": {"type": "bool", "default": False},
    "instance_id": {"type": "str"},
    "service_provider_access": INSTANCE_OPTIONS["service_provider_access"],
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read the environment."""
    snapshot = context.snapshot
    found: dict[str, Any] = {}
    if params["ping"]:
        snapshot.read("Ping")
        found["ping"] = True
    found.update(
        read_environment(
            snapshot,
            environment=params["environment"],
            status=params["status"],
            minimum_severity=params["minimum_severity"],
        )
    )
    if params["instance_id"] is None:
        return info_result("environment", found, params)

    found["time_zones"] = []
    with InstanceWork(params, context, needs_access=True, missing_ok=True, stopped_ok=True):
        found["time_zones"] = read_time_zones(snapshot, params["instance_id"])
    return info_result("environment", found, params)


MODULE = ModuleDefinition(name="spe_environment_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
