# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of `community.mailstore.spe_settings_info`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.parallel import parallel_map
from .._engine.entry import Noun
from .._engine.listing import shown_setting
from .context import Context
from .info_module import info_result
from .instance import InstanceWork
from .options import parallel_calls
from .tenant_parts import PARTS

Params = Mapping[str, Any]

#: What an instance has once, by its name.
SETTINGS: Mapping[str, Noun] = {
    part.option: part.noun for part in sorted(PARTS, key=lambda part: part.option) if not part.is_list
}


def list_settings(params: Params, context: Context) -> dict[str, Any]:
    """Each of the settings that are requested, by one call each."""
    snapshot = context.snapshot
    nouns = [SETTINGS[name] for name in dict.fromkeys(params["settings"])]
    resources = [noun.resource for noun in nouns]

    needs_access = any(noun.needs_access for noun in nouns)
    found: dict[str, Any] = {}
    with InstanceWork(params, context, needs_access=needs_access, missing_ok=True, stopped_ok=True):
        shown = parallel_map(
            lambda resource: shown_setting(resource, snapshot, params["instance_id"]), resources, parallel_calls(params)
        )
        found = {resource.noun: entry for resource, entry in zip(resources, shown)}
    return info_result("settings", found, params)
