#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_store_maintenance
short_description: Verify, compact, upgrade and repair archive stores of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Does upkeep of one archive store, or of all stores of an instance, waits for it and returns its log.
  - Needs no service provider access.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.long_wait
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
    details:
      - Tells the calls. The stores themselves are only looked at as far as O(only_if_needed) wants it.
  diff_mode:
    support: N/A
    details:
      - There is no state that could be compared.
  idempotent:
    support: partial
    details:
      - Upkeep whose need a store shows is only done when it is needed, unless O(only_if_needed=false). All other upkeep is
        done every time, and is a change, but for O(task=verify), which changes nothing.
options:
  instance_id:
    description: The ID of the instance (the tenant) to work on.
    type: str
    required: true
  name:
    description:
      - Name of the one store. All stores are taken if this is not given, by one call, or one store after the other.
      - With O(task=refresh_statistics), O(task=retry_open), O(task=maintain_databases) and all tasks about indexes the server
        takes all stores in any case, and naming one is an error.
    type: str
  task:
    description:
      - V(verify) checks that what the databases say is there and readable.
      - V(compact) frees unused space, in one store after the other.
      - V(upgrade) brings stores to the current format, if they need it. It takes minutes for each GB. Before MailStore SPE
        24.2 there is no call for all stores, and one is upgraded after the other.
      - V(repair) repairs faults of databases, of stores that are in error.
      - V(recover) makes databases anew from their recovery records, of stores that are in error, or, with
        O(only_if_needed=false) and O(name), of one that is disabled. Their search indexes have to be rebuilt afterwards.
      - V(recreate_recovery_records) makes recovery records anew from good databases.
      - V(refresh_statistics) counts messages and sizes anew.
      - V(retry_open) tries again to open stores that are in error.
      - V(rebuild_indexes) rebuilds the search indexes in the server's two steps, if any store needs it.
      - V(select_indexes) is the first of these steps alone, which marks the indexes of all stores. V(rebuild_selected_indexes)
        is the second, which rebuilds those that are marked, here or in the console. No store shows whether it is marked.
      - V(maintain_databases) backs up and restores all databases, for which it needs free space.
    type: str
    required: true
    choices:
      - verify
      - compact
      - upgrade
      - repair
      - recover
      - recreate_recovery_records
      - refresh_statistics
      - retry_open
      - rebuild_indexes
      - select_indexes
      - rebuild_selected_indexes
      - maintain_databases
  only_if_needed:
    description:
      - Whether O(task=upgrade), O(task=rebuild_indexes), O(task=repair), O(task=recover) and O(task=retry_open) are left out
        where a store shows no need of it (it needs no upgrade or rebuild, or has no error).
    type: bool
    default: true
  unhealthy:
    description:
      - What to do when a store that was worked on is in error afterwards, or still shows the need that the task is about. That
        is looked at after every task that has finished.
      - With V(fail) the task fails. With V(report) it warns, and RV(healthy) is V(false).
      - After O(task=repair) and O(task=recover) a store may have to be opened again. V(report) lets the play go on to
        O(task=retry_open).
    type: str
    choices: [fail, report]
    default: fail
  include_indexes:
    description: Whether O(task=verify) checks the search indexes, too.
    type: bool
    default: true
  encryption_key:
    description: The key that O(task=recover) needs for a store that is encrypted.
    type: str
  recover_deleted_messages:
    description: Whether O(task=recover) brings back messages that were deleted.
    type: bool
seealso:
  - module: community.mailstore.spe_store_info
notes:
  - When O(wait_timeout) is over the task fails, and the server goes on unless O(cancel_on_timeout=true). With O(wait=false)
    it goes on, and its end is not looked at; that is not possible where the module goes from store to store.
  - The API has no list of what is under way. A second task cannot know of the work that an earlier one has left to the
    server, and begins it again as long as a store shows the need of it.
  - What O(task=verify) has found stands in RV(log_output), in the words of the server, which the task does not read. The
    error that a store shows afterwards is what counts.
"""

EXAMPLES = r"""
- name: Verify one store and keep the report
  community.mailstore.spe_store_maintenance:
    instance_id: baumann
    name: "2025"
    task: verify
  register: verification

- name: Show it
  ansible.builtin.debug:
    var: verification.log_output

- name: Upgrade what needs it
  community.mailstore.spe_store_maintenance:
    instance_id: nordlicht
    task: upgrade

- name: Mark all search indexes in the evening
  community.mailstore.spe_store_maintenance:
    instance_id: baumann
    task: select_indexes

- name: Rebuild what is marked at night
  community.mailstore.spe_store_maintenance:
    instance_id: baumann
    task: rebuild_selected_indexes

- name: Rebuild search indexes if any store needs it
  community.mailstore.spe_store_maintenance:
    instance_id: nordlicht
    task: rebuild_indexes

- name: Repair what is in error
  community.mailstore.spe_store_maintenance:
    instance_id: nordlicht
    task: repair
    unhealthy: report

- name: Verify for two hours at most, and stop the server then
  community.mailstore.spe_store_maintenance:
    instance_id: baumann
    task: verify
    wait_timeout: 7200
    cancel_on_timeout: true
"""

RETURN = r"""
log_output:
  description: The logs that the server wrote, one after the other; V(null) if there was none.
  returned: success
  type: str
  sample: Verifying store 2025
healthy:
  description:
    - Whether the stores that were worked on are without error afterwards, and no longer need what was done.
    - V(null) in check mode, if nothing had to be done, and if the server has not finished.
  returned: success, and after a failure that came after the first call
  type: bool
  sample: true
answers:
  description: What the server answered to each call, its log among it.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  contains:
    finished:
      description: Whether the server has finished; not if O(wait=false) and it took its time.
      type: bool
  sample:
    - function: VerifyStore
      result: null
      log_output: Verifying store 2025
      finished: true
calls:
  description: The calls that were made, or in check mode would be made, secrets masked.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  sample:
    - function: VerifyStore
      arguments:
        instanceID: baumann
        id: 2
        includeIndexes: true
error:
  description: What is known of an error of the API, with C(log_output) if the server wrote a log before it failed.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CompactStore
    http_status: 200
    status_code: failed
    message: The store is in use.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.action_module import act_on_instance
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, LONG_WAIT_OPTIONS
from ..module_utils._api.errors import FunctionFailed, SpeError
from ..module_utils._engine.server import Server
from ..module_utils._resources.store_maintenance import UPKEEP, Maintenance

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **LONG_WAIT_OPTIONS,
    "instance_id": INSTANCE_OPTIONS["instance_id"],
    "name": {"type": "str"},
    "task": {"type": "str", "choices": list(UPKEEP), "required": True},
    "only_if_needed": {"type": "bool", "default": True},
    "include_indexes": {"type": "bool", "default": True},
    "unhealthy": {"type": "str", "choices": ["fail", "report"], "default": "fail"},
    "encryption_key": {"type": "str", "no_log": True},
    "recover_deleted_messages": {"type": "bool"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Do the upkeep, where it is needed."""
    maintenance = Maintenance(
        params["instance_id"], params["task"], params["name"], only_if_needed=params["only_if_needed"], options=params
    )

    healthy: bool | None = None

    def verify(server: Server) -> None:
        nonlocal healthy
        trouble = maintenance.trouble(server)
        healthy = trouble is None
        if trouble is None:
            return
        if params["unhealthy"] == "fail":
            raise FunctionFailed(trouble)
        context.warn(trouble)

    upkeep = maintenance.upkeep
    try:
        result = act_on_instance(
            maintenance.calls, params, context, functions=upkeep.functions, verify=verify, changes=upkeep.changes
        )
    except SpeError as error:
        if "answers" in error.partial:
            error.partial = _with_log(error.partial, healthy=healthy)
        raise
    return _with_log(result, healthy=healthy)


def _with_log(result: dict[str, Any], *, healthy: bool | None) -> dict[str, Any]:
    logs = [answer["log_output"] for answer in result["answers"] if answer["log_output"]]
    return {**result, "log_output": "\n".join(logs) or None, "healthy": healthy}


MODULE = ModuleDefinition(
    name="spe_store_maintenance", argument_spec=ARGUMENT_SPEC, work=work, years=frozenset({"name"})
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
