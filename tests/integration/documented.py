# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the documentation of a module promises, read from its text: the modules themselves are not imported here."""

from __future__ import annotations

from pathlib import Path

import yaml

MODULES = Path(__file__).parents[2] / "plugins" / "modules"


def names_of_modules() -> list[str]:
    """The modules of the collection."""
    return sorted(path.stem for path in MODULES.glob("spe_*.py"))


def diff_support_of(name: str) -> str:
    """What the documentation of a module says of its diffs; those that only read have it from a fragment."""
    text = (MODULES / f"{name}.py").read_text().split('DOCUMENTATION = r"""')[1].split('"""')[0]
    attributes = yaml.safe_load(text).get("attributes", {})
    return str(attributes.get("diff_mode", {}).get("support", "N/A"))
