# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries that an installation may lack."""

from __future__ import annotations

import platform
import sys

from .._api.errors import SpeError


class LibraryMissing(SpeError):
    """A Python library that the task needs is not installed where it runs; nothing was written."""

    def __init__(self, library: str, needed_by: str) -> None:
        super().__init__(
            f"The Python library {library}, which {needed_by} needs, is not installed for {sys.executable} on"
            f" {platform.node()}: install it there, for example with {sys.executable} -m pip install {library}, or set"
            " ansible_python_interpreter to a Python that has it."
        )
