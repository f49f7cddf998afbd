# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a playbook must confirm before something is done that cannot be undone."""

from __future__ import annotations

from .._api.errors import InputError
from .context import Context


def require_confirmation(confirm: str | None, name: str, *, consequence: str) -> None:
    """Raises InputError unless `confirm` repeats the name; `consequence` begins the sentence that asks for it."""
    if confirm != name:
        raise InputError(f"{consequence}: write confirm: {name} if you want that.")


def require_no_log(context: Context, *, returned: str) -> None:
    """Raises InputError unless the task has `no_log=true`: Ansible would show `returned`, a secret."""
    if not context.no_log:
        raise InputError(
            f"This task returns {returned}, which Ansible would show and log: add no_log: true to the task, and register its"
            " result."
        )
