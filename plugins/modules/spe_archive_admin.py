#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_archive_admin
short_description: Switch service provider access to a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Switches the service provider's access to an instance (the account C($archiveadmin)) on or off.
  - Can also make a URL that logs somebody in as that account, once.
  - Most functions that work inside an instance need the access. The tenant's audit log records each time it is
    switched on or off, so keep it on only while you need it. The option
    O(community.mailstore.spe_user#module:service_provider_access) of the other modules does that for one task.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With O(one_time_url=true) the module makes a new URL in every run, and every run reports a change.
options:
  instance_id:
    description: The ID of the instance (the tenant).
    type: str
    required: true
  state:
    description: Whether the service provider has access.
    type: str
    choices: [enabled, disabled]
    required: true
  one_time_url:
    description:
      - Whether to make a URL that logs in to the client once, as C($archiveadmin), without a password. It is a secret.
      - Needs O(state=enabled), and C(no_log=true) on the task.
    type: bool
    default: false
  instance_url:
    description:
      - Address of the instance in the URL, if it differs from the one that the server uses, for example
        V(https://archive.example.com/contoso).
      - Needs O(one_time_url=true).
    type: str
  record:
    description:
      - Who has the access, why and until when, for a history of support accesses. The module checks it, and the path of
        the history, before it asks the server anything.
      - Without a change, it adds nothing to the history. A later end extends the access.
      - The role P(community.mailstore.support_access#role) uses it, and closes what is past its end.
    type: dict
    suboptions:
      history:
        description:
          - Path of the history, a file with one JSON object in each line. Each opening and each closing appends a line.
            A file that does not exist is created.
          - Several tasks can use the same history at the same time.
        type: path
        required: true
      person:
        description: Who has the access. Required with O(state=enabled).
        type: str
      reason:
        description:
          - Why the person has the access. Required with O(state=enabled). With O(state=disabled), why it ends.
        type: str
      until:
        description:
          - When the access ends, as a span of time such as V(2h) or V(3d), or as a date and time with its zone, such as
            V(2026-12-31T18:00:00Z). Required with O(state=enabled).
          - The module itself does not close anything at that time.
        type: str
notes:
  - With O(one_time_url=true) the registered variable contains a secret in clear text. Do not print it, and use it
    only in tasks that also have C(no_log=true). Do not run the task with C(async). Ansible then keeps the result in a
    file.
"""

EXAMPLES = r"""
- name: Work inside a tenant with access that is on only during the work
  block:
    - name: Switch service provider access on
      community.mailstore.spe_archive_admin:
        instance_id: weber
        state: enabled
      check_mode: false # what cannot be read cannot be compared
      register: access

    - name: Work inside the tenant
      community.mailstore.spe_user:
        instance_id: weber
        name: jane.doe
        full_name: Jane Doe
  always:
    - name: Switch service provider access off again
      community.mailstore.spe_archive_admin:
        instance_id: weber
        state: disabled
      check_mode: false
      when: access is changed

- name: A URL to look into the archive
  community.mailstore.spe_archive_admin:
    instance_id: baumann
    state: enabled
    one_time_url: true
  register: login
  no_log: true

- name: Access for a person, with a reason and an end
  community.mailstore.spe_archive_admin:
    instance_id: weber
    state: enabled
    record:
      history: support_access.jsonl
      person: Erika Muster
      reason: Ticket 4711, a mailbox is missing
      until: 2h
"""

RETURN = r"""
archive_admin:
  description: The access as the server returns it, or as it would be in check mode.
  returned: success
  type: dict
  sample:
    instance_id: contoso
    enabled: true
one_time_url:
  description: The URL that logs in once, a secret; V(null) in check mode.
  returned: when O(one_time_url=true)
  type: str
  sample: VALUE_SPECIFIED_IN_NO_LOG_PARAMETER
support_access:
  description:
    - What the task appended to the history, or would append in check mode. C(action) is V(opened), V(extended),
      V(changed) or V(closed).
  returned: when O(record) is given
  type: list
  elements: dict
  sample:
    - action: opened
      server: https://spe.example.com:8474
      tenant: weber
      person: Erika Muster
      reason: Ticket 4711, a mailbox is missing
      until: "2026-12-31T18:00:00Z"
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetArchiveAdminEnabled
      arguments:
        instanceID: contoso
        enabled: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: InputError
    function: GetArchiveAdminEnabled
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ..module_utils._ansible.confirmation import require_no_log
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS
from ..module_utils._ansible.run import run_item
from ..module_utils._ansible.support_access import AccessRecord, current_time
from ..module_utils._api.errors import FunctionFailed, InputError
from ..module_utils._engine.calls import Call
from ..module_utils._engine.item import Item
from ..module_utils._engine.read import Desired
from ..module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ..module_utils._resources.assumptions import one_time_url_in

_ADDRESS = re.compile(r"https?://[^/\s]+(/\S*)?\Z", re.IGNORECASE)

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "instance_id": INSTANCE_OPTIONS["instance_id"],
    "state": {"type": "str", "choices": ["enabled", "disabled"], "required": True},
    "one_time_url": {"type": "bool", "default": False},
    "instance_url": {"type": "str"},
    "record": {
        "type": "dict",
        "options": {
            "history": {"type": "path", "required": True},
            "person": {"type": "str"},
            "reason": {"type": "str"},
            "until": {"type": "str"},
        },
    },
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Switch access, if it is not yet as it should be, and make a URL if one is wanted."""
    enabled, one_time_url = params["state"] == "enabled", params["one_time_url"]
    if one_time_url and not enabled:
        raise InputError("A one-time URL needs service provider access: set state: enabled, or leave one_time_url out.")
    if params["instance_url"] is not None and not one_time_url:
        raise InputError("instance_url is only for a one-time URL: set one_time_url: true, or leave instance_url out.")
    if params["instance_url"] is not None and not _ADDRESS.match(params["instance_url"]):
        raise InputError(
            f"instance_url is {params['instance_url']!r}, which is no address: write one such as"
            " https://archive.example.com/contoso."
        )
    if one_time_url:
        require_no_log(context, returned="a URL that logs in to the archive")
    instance_id = params["instance_id"]
    now = current_time()
    record = AccessRecord.of(params, now) if params["record"] is not None else None
    desired = Desired(instance_id, {"enabled": enabled}, scope={"instanceID": instance_id})
    result = run_item(Item(ARCHIVE_ADMIN, desired), params, context)
    if record is not None:
        result = _recorded(result, record, params, context, now)
    return _with_one_time_url(result, params, context) if one_time_url else result


def _recorded(
    result: dict[str, Any], record: AccessRecord, params: Mapping[str, Any], context: Context, now: datetime
) -> dict[str, Any]:
    """The result, after the history has it, too. What cannot be recorded does not stay open."""
    enabled = params["state"] == "enabled"
    for note in record.notes:
        context.warn(note)
    actions = record.actions(enabled=enabled, switched=result["changed"])
    if not context.check_mode:
        try:
            record.write(actions, now)
        except InputError:
            if enabled and result["changed"]:
                context.sender.write(_switch(params, enabled=False))
            raise
    shown = [{"action": action, **asdict(grant)} for action, grant in actions]
    return {**result, "changed": result["changed"] or bool(actions), "support_access": shown}


def _switch(params: Mapping[str, Any], *, enabled: bool) -> Call:
    return Call("SetArchiveAdminEnabled", {"instanceID": params["instance_id"], "enabled": enabled})


def _with_one_time_url(result: dict[str, Any], params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    arguments = {"instanceID": params["instance_id"], "instanceUrl": params["instance_url"]}
    call = Call("CreateClientOneTimeUrlForArchiveAdmin", arguments, ("one_time_url",))
    planned = {**result, "changed": True, "calls": [*result["calls"], call.shown()]}
    if context.check_mode:
        return {**planned, "one_time_url": None}
    url = one_time_url_in(context.sender.write(call).value)
    if not url:
        raise FunctionFailed(
            "The server made a one-time URL, but its answer is not understood; make one in the console, and please"
            " report this.",
            function=call.function,
        )
    return {**planned, "one_time_url": url}


MODULE = ModuleDefinition(name="spe_archive_admin", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
