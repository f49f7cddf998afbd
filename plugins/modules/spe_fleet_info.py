#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_fleet_info
short_description: Read all tenants of a MailStore SPE server in one task
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the state of all tenants, or of selected ones, side by side - status, stores, credentials, profiles, jobs and
    their results, administrators, access and more. RV(fleet) has one row for each tenant.
  - A tenant that is stopped, frozen, deleted meanwhile, closed to the service provider, or that answers something strange
    is a row with C(error), and the others are read all the same.
  - The module switches service provider access on at most once in each tenant, only if something in O(read) needs it and
    only if it is off, and switches it off again. The tenant's audit log then has two entries.
  - Parts that this server is too old for are V(null), with a sentence in C(notes) of the row.
  - M(community.mailstore.spe_health) turns the rows into findings.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  instances:
    description:
      - The tenants to read - their IDs, and patterns with C(*), C(?) and C([a-z]), such as V(tenant-0*). V(all) selects
        all of them.
      - The task fails before it reads any tenant if an ID does not exist, or a pattern matches none.
    type: list
    elements: str
    default: [all]
  instance_hosts:
    description: Only tenants on these instance hosts.
    type: list
    elements: str
  status:
    description: Only tenants with one of these statuses, such as V(running) or V(stopped), in upper or lower case.
    type: list
    elements: str
  depth:
    description:
      - Which tenants to read in detail.
      - V(full) reads all of them.
      - V(quick) reads what the list of instances and the messages of the server (GetServiceStatus) show, in two calls,
        and the details only of tenants that are not clean. These are the ones with an error of their last start, and those
        that a message names which is more than an information. What the server has no message about, such as a paused
        profile, is not found in this way.
    type: str
    choices: [full, quick]
    default: full
  read:
    description:
      - What to read. Each part is a key of the rows, if nothing else is mentioned.
      - V(status), V(administrators) and V(licenses) take one call each for the whole server. V(access) and all others
        take one call for each tenant, V(users) one more for each user.
      - V(status) is the servers and the messages of the whole server, which are in RV(fleet) and in C(messages) of the
        rows.
      - V(administrators) are the system administrators with their multi-factor authentication, in RV(fleet).
      - V(licenses) is the number of used licences, in C(used_license_count) of the rows.
      - V(access) is whether service provider access was on before the task.
      - V(results) and V(job_results) summarize the runs since O(results_since), one row for each profile or job.
      - V(users) are the administrators of the tenant with their multi-factor authentication.
      - V(stores) and V(statistics) do not need service provider access.
      - If not set, the parts that M(community.mailstore.spe_health) needs are read. With O(depth=full) these are V(status),
        V(administrators), V(access), V(stores), V(credentials), V(profiles), V(results), V(jobs) and V(job_results), with
        O(depth=quick) V(status), V(administrators), V(access), V(stores), V(credentials) and V(profiles).
    type: list
    elements: str
    choices:
      - status
      - administrators
      - licenses
      - access
      - stores
      - statistics
      - credentials
      - profiles
      - results
      - jobs
      - job_results
      - directory_services
      - users
  results_since:
    description:
      - Start of the time range of V(results) and V(job_results) in O(read), either a span of time before now, such as
        V(90m), V(48h), V(6d) or V(2w), or a date and time in UTC, such as V(2026-12-31T03:30:00).
      - The server keeps the results of profiles for about 30 days, and those of jobs for about 90.
    type: str
    default: 6d
  service_provider_access:
    description:
      - What to do with tenants to which the service provider has no access, if something in O(read) needs it.
      - With V(require) such a tenant is a row with C(error), and what needs no access is read.
      - With V(open) the task switches access on for as long as it reads the tenant, also in check mode, because even
        reading needs access.
      - If not set, the value of the environment variable E(SPE_SERVICE_PROVIDER_ACCESS) is used.
    type: str
    choices: [require, open]
    default: require
  parallel_per_host:
    description:
      - Maximum number of tenants of one instance host to read at the same time. They share its disks.
      - O(spe_parallel) limits the number of all tenants that are read at the same time.
    type: int
    default: 2
  on_error:
    description:
      - What to do when a tenant cannot be read.
      - With V(row) the task succeeds, and the row of the tenant has C(error).
      - With V(fail) the task reads all other tenants, too, and then fails with all errors.
    type: str
    choices: [row, fail]
    default: row
seealso:
  - module: community.mailstore.spe_health
  - module: community.mailstore.spe_instance_info
  - module: community.mailstore.spe_environment_info
  - module: community.mailstore.spe_archive_admin
"""

EXAMPLES = r"""
- name: Everything that the morning check needs
  community.mailstore.spe_fleet_info:
    service_provider_access: open
    spe_parallel: 8
  register: fleet

- name: Tenants that cannot be read
  ansible.builtin.debug:
    msg: "{{ fleet.fleet.tenants | selectattr('error') | map(attribute='error') }}"

- name: Profiles whose last run failed
  community.mailstore.spe_fleet_info:
    read: [results]
    results_since: 48h
    service_provider_access: open
    query: "tenants[].{tenant: instance_id, failing: results[?failed_in_a_row > `0`].[profile_name, failing_since]}"

- name: A first look that reads only tenants with a message in detail
  community.mailstore.spe_fleet_info:
    depth: quick
    service_provider_access: open

- name: Sizes of the tenants of two hosts, for the bill
  community.mailstore.spe_fleet_info:
    instances: all
    instance_hosts: [host1.example.com, host2.example.com]
    status: [running]
    read: [statistics, licenses]

- name: Tenants that somebody has left open to the service provider
  community.mailstore.spe_fleet_info:
    instances: [baumann, "n*"]
    read: [access]
    query: access_open
    on_error: fail
    parallel_per_host: 1
"""

RETURN = r"""
fleet:
  description: What was read.
  returned: success
  type: dict
  contains:
    read_at:
      description: When the task began to read, by the clock of the machine it ran on, in UTC.
      returned: success
      type: str
      sample: "2026-11-26T09:00:00Z"
    server:
      description:
        - The management server. Its C(time) is that of its own clock when it answered the first call, V(null) if it does
          not show it. C(version) and C(name) are only known with V(status) in O(read).
      returned: success
      type: dict
      sample:
        version: 25.3.1.23021
        name: spe.example.com
        url: https://spe.example.com:8474
        time: "2026-11-26T09:00:01Z"
    depth:
      description: The value of O(depth).
      returned: success
      type: str
      sample: full
    read:
      description: The parts that were asked for.
      returned: success
      type: list
      elements: str
      sample: [status, access, stores]
    results_since:
      description: Start of the time range of the results, in UTC.
      returned: success
      type: str
      sample: "2026-11-20T09:00:00Z"
    servers:
      description: The servers, as M(community.mailstore.spe_environment_info) returns them; V(null) if they were not read.
      returned: success
      type: list
      elements: dict
      sample: []
    messages:
      description: All messages of the server. The C(instance_id) of a message that is not about a tenant is V(null).
      returned: success
      type: list
      elements: dict
      sample:
        - severity: error
          text: "Instance tenant1 on host1.example.com: One or more search indexes have to be rebuilt."
          is_sub_item: false
          tag: null
          flags: null
          instance_id: tenant1
    instance_ids:
      description: The IDs of all tenants of the server, also of those that the options do not select.
      returned: success
      type: list
      elements: str
      sample: [tenant1, tenant2]
    administrators:
      description:
        - The system administrators, as M(community.mailstore.spe_system_administrator_info) returns them; V(null) if they
          were not read.
      returned: success
      type: list
      elements: dict
      sample:
        - name: admin
          full_name: Administrator
          email_address: admin@example.com
          mfa: enabled
    notes:
      description: Sentences about parts for the whole server that could not be read.
      returned: success
      type: list
      elements: str
      sample: []
    tenants:
      description:
        - One row for each tenant, sorted by C(instance_id). It begins with the keys that
          M(community.mailstore.spe_instance_info) returns without a configuration.
        - C(is_clean) is whether the tenant runs, without an error of its last start, and without a message that names it
          and is more than an information; messages are only known with V(status) in O(read). C(is_read) is whether its details were read.
        - C(error) is one sentence if the tenant, or a part of it, could not be read, otherwise V(null).
        - C(notes) has a sentence for each part that the server is too old for.
        - C(service_provider_access_opened) is V(true) if the task switched access on, and off again.
          C(service_provider_access_left_open) is V(true) if access may still be on because of the task.
        - Each part of O(read) is a key, in the form of the _info module of its noun. It is V(null) if it was not read.
        - C(results) and C(job_results) have one row for each profile or job that ran in the time range. All times in them
          are in UTC. C(failed_in_a_row) counts the newest runs that failed, were cancelled or disconnected, as far as no
          other run is newer; C(failing_since) is the start of the first of them. C(empty_in_a_row) and C(empty_since) are
          the same for runs that archived nothing.
      returned: success
      type: list
      elements: dict
      sample:
        - instance_id: tenant1
          alias: t1
          display_name: Tenant One
          instance_host: host1.example.com
          start_mode: automatic
          process_id: 4100
          status: running
          start_stop_error: null
          is_clean: true
          is_read: true
          error: null
          notes: []
          messages: []
          access: {enabled: false}
          service_provider_access_opened: true
          stores:
            - name: "2026"
              id: 2
              error: null
              statistics_count: 632651
              statistics_size: 0
              needs_upgrade: false
              search_indexes_need_rebuild: false
              database_path: 'E:\Tenant1\2026'
              content_path: 'E:\Tenant1\2026\Content'
              index_path: 'E:\Tenant1\2026\Index'
              requested_state: current
          results:
            - profile_name: Microsoft 365 mailboxes
              runs: 48
              counts: {failed: 2, succeeded: 46}
              first_start: "2026-11-20T11:00:00Z"
              last_start: "2026-11-26T08:00:00Z"
              last_complete: "2026-11-26T08:01:20Z"
              last_result: failed
              failed_in_a_row: 2
              failing_since: "2026-11-26T05:00:00Z"
              items_archived: 1288
              empty_in_a_row: 2
              empty_since: "2026-11-26T05:00:00Z"
              last_archived: "2026-11-26T02:00:00Z"
          job_results:
            - job_id: 1
              job_name: Verify stores
              action: VerifyStores
              runs: 1
              counts: {succeeded: 1}
              first_start: "2026-11-22T03:30:00Z"
              last_start: "2026-11-22T03:30:00Z"
              last_complete: "2026-11-22T04:10:00Z"
              last_result: succeeded
              failed_in_a_row: 0
              failing_since: null
    access_open:
      description:
        - The IDs of the tenants whose service provider access was on before the task, of those that were asked. With
          O(depth=quick) only tenants that are not clean are asked.
      returned: with V(access) in O(read)
      type: list
      elements: str
      sample: [tenant1]
    counts:
      description:
        - Numbers of tenants - all that were selected, and of these the clean ones, those that were read, those with an
          error, and those whose service provider access was on.
      returned: success
      type: dict
      sample: {tenants: 200, clean: 186, read: 198, errors: 2, access_open: 3}
    summary:
      description: The same in one sentence.
      returned: success
      type: str
      sample: "200 tenants: 186 clean, 198 read in detail, 2 not readable, 3 of 198 with service provider access on."
query_result:
  description: What O(query) selects from RV(fleet).
  returned: when O(query) is given
  type: raw
  sample: [tenant1]
service_provider_access_opened:
  description: Whether the task switched service provider access of a tenant on, and off again. The rows show of which ones.
  returned: when it did
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - Whether service provider access of a tenant may still be on because of this task. Its row and a warning show which
      one. Switch it off with M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetInstances
    http_status: 200
    status_code: failed
    message: The service is starting.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.fleet import FULL, QUICK, READABLE, read_fleet
from ..module_utils._ansible.fleet_selection import ALL
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "instances": {"type": "list", "elements": "str", "default": [ALL]},
    "instance_hosts": {"type": "list", "elements": "str"},
    "status": {"type": "list", "elements": "str"},
    "depth": {"type": "str", "choices": [FULL, QUICK], "default": FULL},
    "read": {"type": "list", "elements": "str", "choices": list(READABLE)},
    "results_since": {"type": "str", "default": "6d"},
    "service_provider_access": INSTANCE_OPTIONS["service_provider_access"],
    "parallel_per_host": {"type": "int", "default": 2},
    "on_error": {"type": "str", "choices": ["row", "fail"], "default": "row"},
}


MODULE = ModuleDefinition(name="spe_fleet_info", argument_spec=ARGUMENT_SPEC, work=read_fleet)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
