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
    description: Can run in C(check_mode) and tell what it would change, without changing it.
  diff_mode:
    description: Shows what has changed, or would change, when in diff mode.
  idempotent:
    description:
      - Changes nothing when it is run again with the same options.
      - Nobody else may have changed the server meanwhile.
"""

    # Every module is in the group
    ACTIONGROUP_SPE = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/community.mailstore.spe) in C(module_defaults) to set the connection options once.
    support: full
    membership:
      - community.mailstore.spe
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
