# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be read of an instance, as far as the documentation lists it: from the nouns themselves."""

from __future__ import annotations

from ..module_utils._ansible.settings_info import SETTINGS
from ..module_utils._ansible.tenant_info import ALL_PARTS
from ..module_utils._ansible.tenant_parts import PARTS as _PARTS

_MODULES = "".join(f"  - module: community.mailstore.spe_{name}\n" for name in SETTINGS)
_WITHOUT_ACCESS = ", ".join(f"V({part.option})" for part in _PARTS if not part.noun.needs_access)


class ModuleDocFragment:
    # The settings that an instance has once
    # Annotated: ansible-test reads an assignment without one as a plain text, which this is not.
    DOCUMENTATION: str = f"""
options:
  settings:
    description:
      - Which settings to read, with one call each. V(smtp) belongs to M(community.mailstore.spe_smtp), and so on.
      - The only ones that need no service provider access are
        {", ".join(f"V({name})" for name, noun in SETTINGS.items() if not noun.needs_access)}.
    type: list
    elements: str
    choices: [{", ".join(SETTINGS)}]
    default: [{", ".join(SETTINGS)}]
seealso:
{_MODULES}"""

    # All that a tenant has
    PARTS: str = f"""
options:
  parts:
    description:
      - Which parts of the tenant are read.
      - V(instance), {_WITHOUT_ACCESS} need no service provider access, and V(instance) can be read of an instance that does
        not run.
      - V(users) and V(credentials) cost one call for each object, and each other part costs one call. O(spe_parallel) calls
        are made at the same time.
    type: list
    elements: str
    choices: [{", ".join(ALL_PARTS)}]
    default: [{", ".join(ALL_PARTS)}]
"""
