# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of options and of results against keys of the API: display_name is displayName there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=4096)
def camel_case(option: str) -> str:
    """display_name to displayName."""
    first, *rest = option.split("_")
    return first + "".join(part.capitalize() for part in rest)


@lru_cache(maxsize=4096)
def snake_case(key: str) -> str:
    """displayName to display_name, processID to process_id, numberOfMessages to number_of_messages."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", key).lower()


def snake_keys(value: Any) -> Any:
    """The value with all its keys in snake_case, level by level."""
    if isinstance(value, Mapping):
        return {snake_case(str(key)): snake_keys(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [snake_keys(entry) for entry in value]
    return value
