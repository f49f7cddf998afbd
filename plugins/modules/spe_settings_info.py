#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_settings_info
short_description: Read the settings of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the settings that an instance has once, each in the form that its own module takes. So you can copy settings
    to another instance.
  - The server never returns passwords.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.query
  - community.mailstore.settings
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
"""

EXAMPLES = r"""
- name: Whether messages can be deleted
  community.mailstore.spe_settings_info:
    instance_id: weber
    settings: [compliance]
    query: compliance.legal_hold_enabled
    service_provider_access: open
  register: legal_hold

- name: Show it
  ansible.builtin.debug:
    var: legal_hold.query_result

- name: Read the settings of a model tenant
  community.mailstore.spe_settings_info:
    instance_id: baumann
    settings: [index, store_auto_create]
  register: model

- name: Index the attachments of another tenant in the same way
  community.mailstore.spe_index:
    instance_id: nordlicht
    attachment_extensions: "{{ model.settings.index.attachment_extensions }}"
    include_attachments_of_pdfs: "{{ model.settings.index.include_attachments_of_pdfs }}"
"""

RETURN = r"""
settings:
  description:
    - The selected settings by their names, each as the module of that name returns it. V(smtp) is what
      M(community.mailstore.spe_smtp) returns, and so on.
    - If SMTP was never configured, only the instance is present. The configuration of the directory services is V(null)
      if there is none.
  returned: success
  type: dict
  sample:
    compliance:
      instance_id: baumann
      legal_hold_enabled: false
      log_successful_user_activities: [ComplianceChangeSettings, UserAdd, UserDelete]
    index:
      instance_id: baumann
      attachment_extensions: []
      include_attachments_of_pdfs: true
query_result:
  description: What O(query) selects from RV(settings).
  returned: when O(query) is given
  type: raw
  sample: true
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
    function: GetComplianceConfiguration
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._ansible.settings_info import SETTINGS, list_settings

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **QUERY_OPTION,
    "settings": {"type": "list", "elements": "str", "choices": list(SETTINGS), "default": list(SETTINGS)},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read settings."""
    return list_settings(params, context)


MODULE = ModuleDefinition(name="spe_settings_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
