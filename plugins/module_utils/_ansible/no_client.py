# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands for the client in a module that asks no server."""

from __future__ import annotations

from typing import Any

from .._api.client import Client, Result


class NoClient(Client):
    """Has no settings and no connection. Calling a function is a mistake of the module."""

    def __init__(self) -> None:
        # Nothing that the base sets up is there, so that nothing can be reached by mistake.
        pass

    def invoke(self, function: str, *_arguments: Any, **_options: Any) -> Result:
        raise RuntimeError(f"A module without connection options calls {function}.")
