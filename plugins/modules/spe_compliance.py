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
  - Manages legal hold and the logging of what users do. What the playbook does not name stays as it is.
  - Settings are only tightened. Loosening them needs O(allow_weaken=true).
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
      - Whether legal hold is on, in which no message can be deleted.
      - Switching it off is refused unless O(allow_weaken=true).
    type: bool
  log_successful_user_activities:
    description:
      - Activities of users that are logged when they succeed, for example V(UserAdd). The words differ between versions of
        the server; M(community.mailstore.spe_settings_info) shows those that an instance logs.
      - They are logged beside those that are logged already. With O(allow_weaken=true) only these are logged.
      - Servers log some activities always. With O(allow_weaken=true) these have to be named, too; if one is missing, the
        task fails and names it.
    type: list
    elements: str
  admin_email_preview_enabled:
    description:
      - Whether administrators may see a preview of e-mails.
      - Gone since MailStore SPE 25.3; there it is left alone, with a warning.
    type: bool
  allow_weaken:
    description: Whether legal hold may be switched off, and activities may no longer be logged.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_settings_info
"""

EXAMPLES = r"""
- name: Nothing can be deleted, and every new user is logged
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
  description: The settings as the server says them, or in check mode as they would be.
  returned: success
  type: dict
  sample:
    instance_id: baumann
    legal_hold_enabled: true
    log_successful_user_activities: [ComplianceChangeSettings, MessageDelete, UserAdd]
calls:
  description: The calls that were made, or in check mode would be made.
  returned: success, and after a failure that came after the first call
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
  description: That service provider access was switched on for this task, and off again.
  returned: when it was
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - That service provider access was switched on for this task and may still be on. Switch it off with
      M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
error:
  description: What is known of an error of the API.
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
