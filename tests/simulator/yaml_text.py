# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML read by the fast parser where PyYAML has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .shapes import ShapeError

_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, title: str) -> Any:
    """Plain data of a YAML file, as safe_load gives it.

    Raises ShapeError, in one line that begins with the title, for what is no YAML, and OSError for a file that cannot
    be read.
    """
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_SAFE_LOADER)  # noqa: S506  (safe in both cases)
    except UnicodeDecodeError as error:
        raise ShapeError(title, f"is not text in UTF-8: {error}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # ValueError: dates and numbers that look like such, but are none
        raise ShapeError(title, f"is not valid YAML: {' '.join(str(error).split())}") from None
