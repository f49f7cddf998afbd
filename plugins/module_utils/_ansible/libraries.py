# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries that an installation may lack."""

from __future__ import annotations

from ansible.module_utils.basic import missing_required_lib

from .._api.errors import SpeError


class LibraryMissing(SpeError):
    """A Python library that the task needs is not installed; nothing was written."""

    def __init__(self, library: str, reason: str | None = None) -> None:
        super().__init__(missing_required_lib(library, reason=reason))
