# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module's work needs to know beside its options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .._api.client import Client
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .specified import SpecifiedOptions


@dataclass(frozen=True)
class Context:
    """One task: who reads and sends for it, how it runs, what the playbook named, and who gets the warnings.

    `specified` holds the names (never aliases) of the options that the playbook named, `null` included: that is how
    omitted (no change) and null (remove) are distinguished. `specified.entries` does the same for options inside
    options. `no_log` means that Ansible gives the result of the task to the playbook alone, and shows and logs nothing
    of it.
    """

    sender: Sender
    check_mode: bool
    diff_mode: bool
    specified: SpecifiedOptions
    warn: Callable[[str], None]
    no_log: bool = False

    @property
    def snapshot(self) -> Snapshot:
        """What the task reads."""
        return self.sender.snapshot

    @property
    def client(self) -> Client:
        """The connection to the server."""
        return self.sender.client
