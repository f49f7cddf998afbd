# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of M(community.mailstore.spe_profile)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._resources.profile import PROFILE, ProfileRules, check_profile_options
from .context import Context
from .state import manage_on_instance, named_fields, server_of, wanted_on_instance

Params = Mapping[str, Any]


def manage_profile(params: Params, context: Context) -> dict[str, Any]:
    """Manage one profile."""
    fields = named_fields(PROFILE, params, context)
    check_profile_options(fields)
    wanted = wanted_on_instance(params, fields)
    # Without secrets there is nothing that would have to be written every time.
    wanted = replace(wanted, update_secrets=wanted.update_secrets and bool(fields.get("secret_details")))
    rules = ProfileRules(server_of(params, context), params["instance_id"], context.check_mode)
    return manage_on_instance(PROFILE, wanted, params, context, rules.refine)
