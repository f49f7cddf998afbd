#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_health
short_description: Find what is wrong in a fleet of MailStore SPE instances, and write reports about it
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Judges what M(community.mailstore.spe_fleet_info) has read. The module itself asks no server.
  - Each finding names the root cause where the server's fields show it. A profile that fails because its credential has
    expired is one finding, not two.
  - Writes a page (HTML), tables (CSV), JSON, the list for the invoices of a month, and a page for each customer.
  - Keeps a history, because the server forgets the results of profiles after about 30 days, those of jobs after about 90
    days, and the sizes of yesterday at once.
  - The rules decide by fields, never by the English text of the server.
extends_documentation_fragment:
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
  - community.mailstore.attributes.no_server
attributes:
  check_mode:
    support: full
    details:
      - In check mode no file is written, and the history is only read.
  diff_mode:
    support: none
    details:
      - RV(files) names the files that changed.
  idempotent:
    support: full
    details:
      - The same O(fleet) leads to the same files, and stands in the history once. All ages are counted from the time of
        the reading.
      - A new reading has a new time, so it changes the reports and the history.
options:
  fleet:
    description:
      - The registered result of M(community.mailstore.spe_fleet_info).
      - If not set, nothing is judged. The other options are checked, whether the files can be written included. Do that
        before the reading, which may take minutes.
    type: raw
  rules:
    description:
      - Limits and severities that differ from the defaults. Each key is a limit or the name of a rule.
      - The limits are V(silent_after) (24h, an automatic profile that did not run), V(empty_after) (5d, runs that archive
        nothing), V(failed_runs) (3, failed runs in a row), V(certificate_days) (V([60, 30, 7]), from when on a certificate
        that expires is an information, a warning, critical), V(store_messages) (5000000, the advised size of a store) and
        V(clock_difference) (5m, between the server and the controller).
      - The rules are V(credential_expired), V(credential_expires), V(store_error), V(no_current_store), V(store_upgrade),
        V(index_rebuild), V(store_too_large), V(profile_failing), V(profile_silent), V(nothing_archived),
        V(profile_paused), V(no_profile), V(directory_sync_failed), V(job_failed), V(job_never_ran), V(access_open),
        V(mfa_missing), V(not_readable), V(clock_off) and V(server_message).
      - The value of a rule is V(critical), V(warning) or V(information), the severity of its findings. V(true) is the
        default. V(false) switches the rule off, also as the value of a limit.
      - The key V(tenants) holds exceptions. Below it is the ID of each tenant with its own limits and rules.
    type: dict
  known:
    description:
      - Findings that are accepted until a date, for a reason. They are hidden, but counted as known.
      - After that date they count again, and their message shows the entry.
    type: list
    elements: dict
    suboptions:
      tenant:
        description: ID of the tenant. Leave it out for findings about the server itself.
        type: str
      rule:
        description: Name of the rule; see O(rules).
        type: str
        required: true
        aliases: [finding]
      subject:
        description: The subject of the finding, such as the name of a store. All subjects if not set.
        type: str
      until:
        description: The last day on which it is accepted, in UTC, for example V(2026-12-31).
        type: str
        required: true
      reason:
        description: Why it is accepted.
        type: str
        required: true
  history:
    description:
      - Path of the history, a file of JSON lines. It is created if it is not there, and one line is added for each reading.
      - A line that is cut is not used, and remains in the file; a warning names it. Several runs may write into one history.
      - Reports take from it how tenants grow, since when a finding is there, and the figures of the month before.
      - With the records of the role P(community.mailstore.support_access#role) in the same file, access that is open for a
        person is an information until its end, and the finding names the person and the reason.
    type: path
  report:
    description:
      - The files to write. Each is written as a whole or not at all, and before the task fails because of O(fail_on).
      - Their directories must exist. All paths are checked before anything else.
    type: dict
    suboptions:
      html:
        description: A page with all findings, certificates, growth and tenants. It is one file that loads nothing else.
        type: path
      csv:
        description: The findings as a table.
        type: path
      json:
        description: Findings, counts and tenants for other programs.
        type: path
      billing:
        description:
          - One row in CSV for each tenant with its licences, messages and size at the end of the month, and the messages
            of the month before.
          - Read V(licenses) and V(statistics) for it, too.
        type: path
      customers:
        description: A directory that gets a page for each customer, named by the ID of the tenant. It is created if needed.
        type: path
      month:
        description:
          - The month of O(report.billing) and O(report.customers), for example V(2026-11). Earlier months come from the
            history.
          - The month of the reading if not set. Months are those of UTC.
        type: str
  fail_on:
    description: The severity from which on findings make the task fail. Known findings never do.
    type: str
    choices: [never, warning, critical]
    default: never
seealso:
  - module: community.mailstore.spe_fleet_info
"""

EXAMPLES = r"""
- name: Check the options and the paths before the reading
  community.mailstore.spe_health:
    rules:
      silent_after: 36h
    report:
      html: health.html
    history: history.jsonl

- name: Read all tenants
  community.mailstore.spe_fleet_info:
    service_provider_access: open
  register: fleet

- name: Find what is wrong, and write a page about it
  community.mailstore.spe_health:
    fleet: "{{ fleet }}"
    rules:
      silent_after: 36h
      certificate_days: [60, 30, 7]
      access_open: information
      job_failed: false
      tenants:
        weber:
          store_messages: 10000000
    known:
      - tenant: nordlicht
        rule: store_error
        subject: "2024"
        until: 2099-12-31
        reason: The store is being repaired, ticket 4711.
    history: history.jsonl
    report:
      html: health.html
      csv: health.csv
      json: health.json
  register: health

- name: Show one line for each finding
  ansible.builtin.debug:
    var: health.lines
"""

RETURN = r"""
findings:
  description: What is wrong, the worst first, then by tenant.
  returned: when O(fleet) is given
  type: list
  elements: dict
  contains:
    tenant:
      description: ID of the tenant; V(null) for the server itself.
      type: str
    severity:
      description: V(critical), V(warning) or V(information).
      type: str
    rule:
      description: Name of the rule; see O(rules).
      type: str
    subject:
      description: What it is about, such as the name of a profile; V(null) if it is about the whole tenant.
      type: str
    message:
      description: One sentence with the root cause.
      type: str
    action:
      description: What to do.
      type: str
    since:
      description: Since when it is known, in UTC. The history may know an earlier time than the reading.
      type: str
  sample:
    - tenant: tenant-001
      severity: critical
      rule: credential_expired
      subject: m365
      message: >-
        profile 'Mailboxes' has not archived since 2026-11-15 (20 runs failed); credential 'm365' expired 10 days ago
      action: renew the certificate with spe_credential, then run the profile
      since: "2026-11-15T00:00:00Z"
counts:
  description: >-
    The number of tenants by their worst finding, of all findings, and of those about the server itself. A tenant that could
    not be read is counted as unreadable alone.
  returned: when O(fleet) is given
  type: dict
  sample:
    tenants: 200
    critical: 6
    warning: 38
    information: 0
    known: 0
    clean: 154
    unreadable: 2
    findings: 46
    server: 0
clean:
  description: The number of tenants without a finding.
  returned: when O(fleet) is given
  type: int
  sample: 154
unreadable:
  description: Tenants that could not be read, or not completely, and why.
  returned: when O(fleet) is given
  type: list
  elements: dict
  sample:
    - tenant: tenant-025
      status: stopped
      error: stopped
known:
  description: Findings that O(known) hides, each with the reason and the end of its entry.
  returned: when O(fleet) is given
  type: list
  elements: dict
  sample:
    - tenant: tenant-031
      severity: warning
      rule: store_too_large
      subject: "2026"
      message: the current store '2026' has 6,120,331 messages, where at most 5,000,000 are advised
      action: create a new current store, or have them created by spe_store_auto_create
      since: "2026-11-01T06:00:00Z"
      reason: A new store comes with the new disks.
      until: "2026-12-31"
unused_known:
  description: Entries of O(known) that hide nothing any more. Remove them.
  returned: when O(fleet) is given
  type: list
  elements: dict
  sample:
    - tenant: tenant-044
      rule: no_profile
      subject: null
      until: "2026-12-31"
      reason: Not yet in use.
lines:
  description: One line for each finding, one for each entry of O(known) that hides nothing, and at the end the summary.
  returned: when O(fleet) is given
  type: list
  elements: str
  sample:
    - >-
      CRIT tenant-001  profile 'Mailboxes' has not archived since 2026-11-15 (20 runs failed); credential 'm365' expired 10
      days ago -> renew the certificate with spe_credential, then run the profile
    - "154 clean, 38 warnings, 6 critical; not readable: tenant-025 (stopped), tenant-115 (stopped)"
summary:
  description: What was found, in one sentence.
  returned: success, and when findings make the task fail
  type: str
  sample: "154 clean, 38 warnings, 6 critical; not readable: tenant-025 (stopped), tenant-115 (stopped)"
files:
  description: The reports that were written because their content changed. In check mode, those that would be.
  returned: when O(fleet) is given
  type: list
  elements: str
  sample: [health.html]
error:
  description: Details of an error in the options.
  returned: failure
  type: dict
  sample:
    type: InputError
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.health import HEALTH_OPTIONS, check_health
from ..module_utils._ansible.module_definition import ModuleDefinition


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Judge what was read, and write reports."""
    return check_health(params, context)


MODULE = ModuleDefinition(
    name="spe_health", argument_spec=HEALTH_OPTIONS, work=work, years=frozenset({"known.subject"})
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
