# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML read by the fast parser where PyYAML has it."""

from __future__ import annotations

from typing import Any

import yaml

_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """Plain data of a YAML text, as safe_load gives it; raises yaml.YAMLError."""
    return yaml.load(text, Loader=_SAFE_LOADER)  # noqa: S506  (safe in both cases)
