# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings that an instance has once, as far as the documentation lists them: from the nouns themselves."""

from __future__ import annotations

from ..module_utils._ansible.settings_info import SETTINGS

_NAMES = ", ".join(SETTINGS)
_MODULES = "".join(f"  - module: community.mailstore.spe_{name}\n" for name in SETTINGS)
_WITHOUT_ACCESS = " and ".join(f"V({name})" for name, noun in SETTINGS.items() if not noun.needs_access)


class ModuleDocFragment:
    DOCUMENTATION = f"""
options:
  settings:
    description:
      - Which settings to read, with one call each. V(smtp) belongs to M(community.mailstore.spe_smtp), and so on.
      - Only {_WITHOUT_ACCESS} do not need service provider access.
    type: list
    elements: str
    choices: [{_NAMES}]
    default: [{_NAMES}]
seealso:
{_MODULES}"""
