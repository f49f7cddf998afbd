# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of roles, whose texts are templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .templates import as_template

ROLES = Path(__file__).parents[2] / "roles"


def role_directory(role: str) -> Path:
    """Where the files of a role of this collection are."""
    return ROLES / role


def trusted_yaml(path: Path) -> Any:
    """The content of a file, whose texts Ansible takes for templates."""
    return _trusted(yaml.safe_load(path.read_text("utf-8")))


def _trusted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _trusted(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_trusted(member) for member in value]
    return as_template(value) if isinstance(value, str) else value
