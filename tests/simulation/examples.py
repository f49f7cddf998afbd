# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks in the EXAMPLES of a module: every test that needs a task of each module finds one there."""

from __future__ import annotations

import importlib
from typing import Any

import yaml
from ansible_collections.community.mailstore.plugins import modules

TEMPLATE = "{{"


def examples_of(module: str, secret: str) -> list[dict[str, Any]]:
    """The options of each task of the module in its EXAMPLES; `secret` stands for what a variable would give."""
    tasks = yaml.safe_load(importlib.import_module(f"{modules.__name__}.{module}").EXAMPLES)
    name = f"community.mailstore.{module}"
    return [_filled(task[name] or {}, secret) for task in tasks if name in task]


def _filled(value: Any, secret: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(member, secret) for key, member in value.items()}
    if isinstance(value, list):
        return [_filled(element, secret) for element in value]
    return secret if isinstance(value, str) and TEMPLATE in value else value
