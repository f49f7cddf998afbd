#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_index
short_description: Manage what the search indexes of a MailStore SPE instance contain
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Manages which attachments the server indexes. Settings that the playbook does not name stay as they are.
  - A change applies to messages that are archived afterwards. M(community.mailstore.spe_store_maintenance) rebuilds
    the indexes of older ones.
  - Needs no service provider access.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
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
  instance_id:
    description: The ID of the instance (the tenant) to work on.
    type: str
    required: true
  attachment_extensions:
    description:
      - File name extensions of the attachments that are indexed, for example V(docx). Order, upper and lower case and
        a leading C(.) or C(*.) make no difference. With an empty list, or V(null), the server chooses.
      - It is not documented in which form the server needs them. The module sends a list.
    type: list
    elements: str
  include_attachments_of_pdfs:
    description: Whether the server also indexes files inside PDF files.
    type: bool
seealso:
  - module: community.mailstore.spe_settings_info
"""

EXAMPLES = r"""
- name: Users can find files inside PDF files
  community.mailstore.spe_index:
    instance_id: nordlicht
    include_attachments_of_pdfs: true
"""

RETURN = r"""
index:
  description: The settings as the server returns them, or as they would be in check mode.
  returned: success
  type: dict
  sample:
    instance_id: nordlicht
    attachment_extensions: []
    include_attachments_of_pdfs: true
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetIndexConfiguration
      arguments:
        instanceID: nordlicht
        config:
          attachmentExtensions: null
          includeAttachmentsOfPDFs: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetIndexConfiguration
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.index import INDEX_NOUN

MODULE = state_module("spe_index", INDEX_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
