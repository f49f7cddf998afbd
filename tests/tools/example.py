# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The three tenants of the example, which is an inventory; here also as a file of tenants has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

INVENTORY = Path(__file__).resolve().parents[2] / "playbooks" / "inventory.example"
GROUP = "spe_tenants"
TENANTS = ("bakery", "lakeside-clinic", "old-mill")


def example_file() -> dict[str, Any]:
    """The content of a file of tenants that describes the same three."""
    in_common = _variables(INVENTORY / "group_vars" / f"{GROUP}.yml")
    tenants = [
        {
            name: value.replace("{{ inventory_hostname }}", tenant) if isinstance(value, str) else value
            for name, value in {**in_common, **_variables(INVENTORY / "host_vars" / f"{tenant}.yml")}.items()
            if name.startswith("tenant_")
        }
        for tenant in TENANTS
    ]
    return {"tenants": tenants, "no_known_password": in_common["no_known_password"]}


def _variables(path: Path) -> dict[str, Any]:
    variables: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return variables
