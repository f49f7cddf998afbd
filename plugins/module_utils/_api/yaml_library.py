# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""PyYAML, which Ansible has; a host that runs an ordinary module need not."""

from __future__ import annotations

from typing import Any

from .errors import InputError


def yaml_library(needed_by: str) -> Any:
    """PyYAML. Raises InputError when it is not there; `needed_by` begins that sentence, with its verb."""
    try:
        import yaml  # noqa: PLC0415  only what reads or writes such a file needs it
    except ImportError:
        raise InputError(f"{needed_by} the Python library PyYAML where the task runs; install it there.") from None
    return yaml
