#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_server_check
short_description: Find out how a MailStore SPE server differs from what the collection knows and assumes
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Not everything about the Management API is public. What the collection assumes is listed in C(docs/unknowns.md). This module
    asks a server, and reports which functions and arguments are new or gone, what its answers look like, and which of the
    assumptions hold.
  - By default it only reads. With O(throwaway_host) it creates an instance of its own, makes experiments in it, and removes it.
  - Results and files have no data of a customer. They have the names of functions, arguments and keys, types, null, and words
    that the server itself has chosen.
  - The playbook C(community.mailstore.check_server) runs this module and shows what it found.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
    details:
      - In check mode the module only reads, and writes no files. With O(throwaway_host) it reports what it would do.
  diff_mode:
    support: N/A
    details:
      - There is no state to compare.
  idempotent:
    support: partial
    details:
      - Without O(throwaway_host) the module changes nothing.
      - With it, each run creates and removes an instance.
options:
  throwaway_host:
    description:
      - Name of the instance host on which the module creates an instance of its own. Its ID is C(spe-check-) and eight random
        letters, and its display name says what it is for.
      - The module removes the instance in every case, also after an error, Ctrl-C or a time-out. If it is killed, the next run
        removes what is left. Only what has such a name and such a display name is removed.
      - The API has no function that removes directories, so those of the instance remain on the host. RV(check.remaining)
        names them.
      - Run only one such check on a server at the same time.
    type: str
  confirm:
    description: Must repeat the name in O(throwaway_host).
    type: str
  throwaway_directory:
    description: Directory on the host below which the instance is created. If not set, it is the base directory of the host.
    type: str
  system:
    description:
      - Whether to make experiments with objects of the whole server, too. The module creates system administrators, a client
        access server and an instance host with names of its own, and removes them.
    type: bool
    default: false
  instances:
    description: How many running instances to read. None is read to which the service provider has no access.
    type: int
    default: 3
  service_provider_access:
    description:
      - What to do with instances to which the service provider has no access. With V(require) the module does not read them.
      - With V(open) the module switches access on while it reads one, and off again afterwards, until it has read as many as
        O(instances) says. The tenant's audit log records both.
      - If not set, the value of the environment variable E(SPE_SERVICE_PROVIDER_ACCESS) is used.
    type: str
    choices: [require, open]
    default: require
  report:
    description: Path of a YAML file with the result. It can be attached to an issue as it is. An existing file is replaced.
    type: path
  facts:
    description:
      - Path of a YAML file for O(spe_facts), with what the server does otherwise than assumed.
      - If the file is there already, what it has about unknowns that this check does not settle stays. A file with anything
        else in it is refused.
    type: path
  since:
    description:
      - Path of a report that O(report) has written earlier, for example before an update of the server. The result then also
        has what is new, gone and changed since.
      - In check mode nothing is compared, with a warning, if the file is not there, because an earlier task may write it.
    type: path
seealso:
  - module: community.mailstore.spe_environment_info
  - module: community.mailstore.spe_command
"""

EXAMPLES = r"""
- name: Look at the server, without changing anything
  community.mailstore.spe_server_check:
    report: server.yml
  register: look

- name: Show what is different
  ansible.builtin.debug:
    var: look.check.lines

- name: Compare it with the look before
  community.mailstore.spe_server_check:
    since: server.yml
    instances: 0
    query: since.modules

- name: Read an instance to which the service provider has no access, too
  community.mailstore.spe_server_check:
    instances: 4
    service_provider_access: open

- name: Say what a check with an instance of its own would do
  community.mailstore.spe_server_check:
    throwaway_host: host1.example.com
    confirm: host1.example.com
    throwaway_directory: E:\Archives
    system: true
    facts: facts.yml
  check_mode: true
"""

RETURN = r"""
check:
  description: What was found.
  returned: success
  type: dict
  contains:
    summary:
      description: The result in one line.
      type: str
      sample: 171 of 195 unknowns settled, 2 of them otherwise than assumed
    lines:
      description: The summary, what is otherwise, new, gone or changed, what remains on the server, and where the files are.
      type: list
      elements: str
      sample: ["171 of 195 unknowns settled, 0 of them otherwise than assumed."]
    server:
      description:
        - C(version) of the server, whether it is C(newer_than_known), and the C(headers) of its answers with their values where
          these are known.
      type: dict
      sample: {version: 25.3.1.23021, newer_than_known: false, headers: {Content-Type: application/json}}
    counts:
      description: Numbers of all unknowns, of those that are settled, of those found otherwise, and of instances that were read.
      type: dict
      sample: {unknowns: 195, settled: 171, otherwise: 2, instances_read: 3}
    otherwise:
      description: What the server does otherwise than assumed, by the name in C(docs/unknowns.md).
      type: dict
      sample: {STATUS_FROZEN: "assumed frozen, found paused"}
    unknowns:
      description:
        - All unknowns by their names, each with its C(question), the C(assumed) answer and the one that was C(found). Where that
          is null, C(reason) explains why.
      type: dict
      sample:
        STATUS_FROZEN: {question: "What is the status of a frozen instance?", assumed: frozen, found: paused}
    facts:
      description: What belongs into a file for O(spe_facts).
      type: dict
      sample: {STATUS_FROZEN: paused}
    functions:
      description:
        - Functions of the server compared with those that the collection knows, which are C(new), C(gone) or C(changed), and the
          C(modules) that use what is gone or changed. C(later) are functions that came after the version of the server.
      type: dict
      sample: {known: 117, here: 117, new: {}, gone: {}, changed: {}, modules: {}, later: {}}
    since:
      description: The same, compared with the report in O(since). Null without it.
      type: dict
      sample: null
    answers:
      description:
        - A row for each function that only reads, with the number of calls, what was answered, whether with a byte order mark,
          whether the call was running first, the longest time in seconds, and the shape of the answers.
      type: dict
      sample:
        GetUsers:
          asked: 1
          answer: succeeded
          byte_order_mark: "yes"
          running_first: "no"
          seconds: 0.02
          shape: [{userName: text, fullName: null or text}]
    would:
      description: In check mode, what a run with O(throwaway_host) would do.
      type: list
      elements: str
      sample: []
    removed:
      description: What an earlier check had left, and this one has removed.
      type: list
      elements: str
      sample: []
    remaining:
      description: What remains on the server, in a sentence each.
      type: list
      elements: str
      sample: []
  sample: {}
query_result:
  description: What O(query) selects from RV(check).
  returned: when O(query) is given
  type: raw
  sample: {}
service_provider_access_opened:
  description: Whether the task switched service provider access of an instance on, and off again.
  returned: when it was
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - Whether service provider access of an instance may still be on because of this task. Switch it off with
      M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: NotReached
    function: get-metadata
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._ansible.server_check import check_server

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "throwaway_host": {"type": "str"},
    "confirm": {"type": "str"},
    "throwaway_directory": {"type": "str"},
    "system": {"type": "bool", "default": False},
    "instances": {"type": "int", "default": 3},
    "service_provider_access": INSTANCE_OPTIONS["service_provider_access"],
    "report": {"type": "path"},
    "facts": {"type": "path"},
    "since": {"type": "path"},
}

MODULE = ModuleDefinition(name="spe_server_check", argument_spec=ARGUMENT_SPEC, work=check_server)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
