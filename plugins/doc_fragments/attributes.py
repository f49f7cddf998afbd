# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules promise, in words; each module says how far it keeps it."""

from __future__ import annotations


class ModuleDocFragment:
    # Every module sets the support of these three
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and report what it would change, without changing it.
  diff_mode:
    description: Shows what has changed, or would change, when in diff mode.
  idempotent:
    description:
      - A second run with the same options changes nothing.
      - That holds as long as nobody else changes the server in between.
"""

    # Every module is in the group. A fragment that comes earlier describes the options that a module does use.
    ACTIONGROUP_SPE = r"""
options:
  instance_id:
    description: Accepted and ignored, so that the module defaults of the group C(community.mailstore.spe) can set it.
    type: str
  service_provider_access:
    description: Accepted and ignored, so that the module defaults of the group C(community.mailstore.spe) can set it.
    type: str
    choices: [require, open]
  wait:
    description: Accepted and ignored, so that the module defaults of the group C(community.mailstore.spe) can set it.
    type: bool
  wait_timeout:
    description: Accepted and ignored, so that the module defaults of the group C(community.mailstore.spe) can set it.
    type: int
  wait_interval:
    description: Accepted and ignored, so that the module defaults of the group C(community.mailstore.spe) can set it.
    type: int
  cancel_on_timeout:
    description: Accepted and ignored, so that the module defaults of the group C(community.mailstore.spe) can set it.
    type: bool
attributes:
  action_group:
    description:
      - Use C(group/community.mailstore.spe) in C(module_defaults) to set once the options that many modules share.
      - These are the connection options, C(instance_id), C(service_provider_access), C(wait), C(wait_timeout),
        C(wait_interval) and C(cancel_on_timeout). Modules that do not use one of them ignore it.
    support: full
    membership:
      - community.mailstore.spe
"""

    # Modules that work on what others have read
    NO_SERVER = r"""
options:
  spe_url:
    description: Accepted and ignored, because this module asks no server.
    type: str
  spe_username:
    description: Accepted and ignored, because this module asks no server.
    type: str
  spe_password:
    description: Accepted and ignored, because this module asks no server.
    type: str
  spe_validate_certs:
    description: Accepted and ignored, because this module asks no server.
    type: bool
  spe_ca_path:
    description: Accepted and ignored, because this module asks no server.
    type: path
  spe_certificate_fingerprint:
    description: Accepted and ignored, because this module asks no server.
    type: str
  spe_timeout:
    description: Accepted and ignored, because this module asks no server.
    type: int
  spe_retries:
    description: Accepted and ignored, because this module asks no server.
    type: int
  spe_proxy:
    description: Accepted and ignored, because this module asks no server.
    type: str
  spe_parallel:
    description: Accepted and ignored, because this module asks no server.
    type: int
  spe_read_only:
    description: Accepted and ignored, because this module asks no server.
    type: bool
  spe_facts:
    description: Accepted and ignored, because this module asks no server.
    type: path
  spe_progress:
    description: Accepted and ignored, because this module asks no server.
    type: str
    choices: [auto, always, never]
"""

    # Modules that only read
    INFO_MODULE = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This module changes nothing.
  diff_mode:
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    support: full
    details:
      - This module changes nothing.
"""
