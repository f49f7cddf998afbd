# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task about a whole tenant takes: the module spe_tenant, and each tenant of spe_drift_info."""

from __future__ import annotations

from .._resources.instance_entry import DELETION_OPTIONS, OPTIONS
from .module_definition import ModuleDefinition
from .options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, WAIT_OPTIONS
from .tenant_check import mistakes_in_form
from .tenant_parts import PART_OPTIONS, free_settings_in, options_with_years
from .tenant_task import manage_tenant

_PROTECTED = {
    option: {"type": "list", "elements": "str"} for option in ("users", "jobs", "profiles", "stores", "credentials")
}

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **WAIT_OPTIONS,
    **INSTANCE_OPTIONS,
    "instance": {"type": "dict", "options": OPTIONS},
    **PART_OPTIONS,
    "state": {
        "type": "str",
        "choices": ["present", "started", "stopped", "quarantined", "absent"],
        "default": "started",
    },
    "access_afterwards": {"type": "str", "choices": ["as_before", "disabled", "enabled"], "default": "as_before"},
    "continue_on_error": {"type": "bool", "default": False},
    "purge": {"type": "list", "elements": "str", "choices": ["users", "jobs", "profiles", "stores", "credentials"]},
    "purge_synchronized": {"type": "bool", "default": False},
    "protect": {"type": "dict", "options": _PROTECTED},
    "max_deletions": {"type": "raw", "default": "10%"},
    "unmanaged": {"type": "str", "choices": ["ignore", "report"], "default": "ignore"},
    "expect_plan": {"type": "str"},
    **DELETION_OPTIONS,
}

SPE_TENANT = ModuleDefinition(
    name="spe_tenant",
    argument_spec=ARGUMENT_SPEC,
    work=manage_tenant,
    secrets=free_settings_in,
    years=options_with_years(),
    mistakes_in_form=mistakes_in_form,
)
