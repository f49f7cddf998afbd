#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_compliance
short_description: Manage the compliance settings of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Manages legal hold and the logging of user activities. Settings that the playbook does not name stay as they are.
  - The module only makes settings stricter, unless O(allow_weaken=true).
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.instance
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  legal_hold_enabled:
    description:
      - Whether legal hold is on. During legal hold nobody can delete messages.
      - The module refuses to switch it off unless O(allow_weaken=true).
    type: bool
  log_successful_user_activities:
    description:
      - Activities of users that are logged when they succeed, for example V(UserAdd). The names differ between
        versions of the server. M(community.mailstore.spe_settings_info) shows those that an instance logs.
      - The module adds them to those that are logged already. With O(allow_weaken=true) the server logs only these.
      - Servers always log some activities. With O(allow_weaken=true) list these, too. If one is missing, the task
        fails and names it.
    type: list
    elements: str
  admin_email_preview_enabled:
    description:
      - Whether administrators may see a preview of e-mails.
      - MailStore SPE 25.3 removed it. There the module ignores it, with a warning.
    type: bool
  allow_weaken:
    description: Whether the task may switch off legal hold, and the logging of activities.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_settings_info
"""

EXAMPLES = r"""
- name: Nobody can delete messages, and every new user is logged
  community.mailstore.spe_compliance:
    instance_id: baumann
    legal_hold_enabled: true
    log_successful_user_activities:
      - UserAdd
      - MessageDelete
    service_provider_access: open

- name: End the legal hold
  community.mailstore.spe_compliance:
    instance_id: baumann
    legal_hold_enabled: false
    allow_weaken: true
    service_provider_access: open
"""

RETURN = r"""
compliance:
  description: The settings as the server returns them, or as they would be in check mode.
  returned: success
  type: dict
  sample:
    instance_id: baumann
    legal_hold_enabled: true
    log_successful_user_activities: [ComplianceChangeSettings, MessageDelete, UserAdd]
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetComplianceConfiguration
      arguments:
        instanceID: baumann
        config:
          legalHoldEnabled: true
          logSuccessfulUserActivities: [ComplianceChangeSettings, MessageDelete, UserAdd]
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

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.compliance import COMPLIANCE_NOUN

MODULE = state_module("spe_compliance", COMPLIANCE_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
