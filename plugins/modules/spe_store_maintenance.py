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
  - Runs a maintenance task on one archive store or on all stores of an instance, waits for it and returns its log.
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
      - Returns the calls. The module reads the stores only as far as O(only_if_needed) needs it.
  diff_mode:
    support: N/A
    details:
      - There is no state to compare.
  idempotent:
    support: partial
    details:
      - A task whose need a store shows runs only when it is needed, unless O(only_if_needed=false). All other tasks
        run every time and report a change, except O(task=verify), which changes nothing.
options:
  instance_id:
    description: The ID of the instance (the tenant) to work on.
    type: str
    required: true
  name:
    description:
      - Name of the one store. If not set, the task works on all stores, with one call, or on one store after the other.
      - With O(task=refresh_statistics), O(task=retry_open), O(task=maintain_databases) and all tasks about indexes
        the server always works on all stores, and naming one is an error.
    type: str
  task:
    description:
      - V(verify) checks that everything in the databases exists and is readable.
      - V(compact) frees unused space, one store after the other.
      - V(upgrade) upgrades stores to the current format, if they need it. It takes minutes for each GB. Before
        MailStore SPE 24.2 there is no call for all stores, so the module upgrades one after the other.
      - V(repair) repairs the databases of stores that are in error.
      - V(recover) creates databases again from their recovery records, for stores that are in error, or, with
        O(only_if_needed=false) and O(name), for one that is disabled. Rebuild their search indexes afterwards.
      - V(recreate_recovery_records) creates recovery records again from good databases.
      - V(refresh_statistics) counts messages and sizes again.
      - V(retry_open) tries again to open stores that are in error.
      - V(rebuild_indexes) rebuilds the search indexes in two steps of the server, if any store needs it.
      - V(select_indexes) is only the first of these steps; it marks the indexes of all stores.
        V(rebuild_selected_indexes) is the second; it rebuilds those that are marked, by this module or in the console.
        The server does not show which are marked.
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
      - Whether to skip O(task=upgrade), O(task=rebuild_indexes), O(task=repair), O(task=recover) and
        O(task=retry_open) for a store that does not need it (it needs no upgrade or rebuild, or has no error).
    type: bool
    default: true
  unhealthy:
    description:
      - What to do when a store is in error after the task, or still needs it. The module checks that after every task
        that has finished.
      - With V(fail) the task fails. With V(report) it warns, and RV(healthy) is V(false).
      - After O(task=repair) and O(task=recover) the server may have to open a store again. With V(report) the play
        can continue with O(task=retry_open).
    type: str
    choices: [fail, report]
    default: fail
  include_indexes:
    description: Whether O(task=verify) checks the search indexes, too.
    type: bool
    default: true
  encryption_key:
    description: The key that O(task=recover) needs for an encrypted store.
    type: str
  recover_deleted_messages:
    description: Whether O(task=recover) restores deleted messages.
    type: bool
seealso:
  - module: community.mailstore.spe_store_info
notes:
  - When O(wait_timeout) is over, the task fails, and the server continues unless O(cancel_on_timeout=true). With
    O(wait=false) the server continues, and the task does not check the end. That is not possible when the module works
    on one store after the other.
  - The API has no list of running work. A second task cannot see work that an earlier one started and the server
    still does. It starts the work again as long as a store needs it.
  - RV(log_output) contains what O(task=verify) found, as text of the server. The task does not interpret it. It only
    checks whether a store is in error afterwards.
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

- name: Verify for at most two hours, then stop
  community.mailstore.spe_store_maintenance:
    instance_id: baumann
    task: verify
    wait_timeout: 7200
    cancel_on_timeout: true
"""

RETURN = r"""
log_output:
  description: The logs that the server wrote, one after the other; V(null) if there are none.
  returned: success
  type: str
  sample: Verifying store 2025
healthy:
  description:
    - Whether the stores have no error after the task, and no longer need it.
    - V(null) in check mode, if there was nothing to do, or if the server has not finished.
  returned: success, and failure after the first call
  type: bool
  sample: true
answers:
  description: The answer of the server to each call, with its log.
  returned: success, and failure after the first call
  type: list
  elements: dict
  contains:
    finished:
      description: Whether the server has finished. With O(wait=false) it may still be at work.
      type: bool
  sample:
    - function: VerifyStore
      result: null
      log_output: Verifying store 2025
      finished: true
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: VerifyStore
      arguments:
        instanceID: baumann
        id: 2
        includeIndexes: true
error:
  description: Details of an error of the API, with C(log_output) if the server wrote a log before it failed.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CompactStore
    http_status: 200
    status_code: failed
    message: The store is in use.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..module_utils._ansible.action_module import act_on_instance, planned
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.instance import InstanceWork
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, LONG_WAIT_OPTIONS
from ..module_utils._api.contract import requires_access
from ..module_utils._api.errors import FunctionFailed, SpeError
from ..module_utils._engine.calls import Call
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
    result = planned(())
    needs_access = any(requires_access(function) for function in maintenance.upkeep.functions)
    try:
        with InstanceWork(params, context, needs_access=needs_access, missing_ok=True) as instance:
            result = act_on_instance(maintenance.calls(context.snapshot), params, context)
            if result["answers"] and all(answer["finished"] for answer in result["answers"]):
                trouble = maintenance.trouble(context.snapshot)
                healthy = trouble is None
                _report(trouble, params, context)
        if instance.is_missing:
            result = planned(_calls_for_empty_instance(maintenance, context))
    except SpeError:
        facts = context.client.record.facts
        if "answers" in facts:
            facts.update(log_output=_log_of(facts["answers"]), healthy=healthy)
        raise
    return {**result, "log_output": _log_of(result["answers"]), "healthy": healthy}


def _report(trouble: str | None, params: Mapping[str, Any], context: Context) -> None:
    if trouble is None:
        return
    if params["unhealthy"] == "fail":
        raise FunctionFailed(trouble)
    context.warn(trouble)


def _calls_for_empty_instance(maintenance: Maintenance, context: Context) -> Sequence[Call]:
    """The prediction for an instance that does not exist yet: nothing, if it depends on what the instance has."""
    try:
        return maintenance.calls(context.snapshot)
    except FunctionFailed:
        return ()


def _log_of(answers: Iterable[Mapping[str, Any]]) -> str | None:
    """The logs of all calls, one after the other."""
    return "\n".join(answer["log_output"] for answer in answers if answer["log_output"]) or None


MODULE = ModuleDefinition(
    name="spe_store_maintenance", argument_spec=ARGUMENT_SPEC, work=work, years=frozenset({"name"})
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
