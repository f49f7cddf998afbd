# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that are written whole, with a secret in them that no read shows.

The server may lose a secret that is not sent along (SECRET_SENT_AS_NULL), so that a task which leaves it out is
warned. Where it is certainly lost, as with a profile that takes another's place, the task is refused instead (see
profile.py).
"""

from __future__ import annotations

from dataclasses import replace

from .._engine.plan import Plan


def warn_of_secret_left_out(plan: Plan, option: str, subject: str, *, or_none: str = "") -> Plan:
    """The plan with a warning when it writes the object, of which `subject` is the beginning of the sentence, without the
    secret of the `option`.

    `or_none` is what the playbook gives when there is no secret.
    """
    # Null means that there is none.
    if not plan.changes or plan.desired.absent or option in plan.desired.fields:
        return plan
    otherwise = f", or {or_none} if there is none" if or_none else ""
    warning = (
        f"{subject} written without their {option.replace('_', ' ')}, and it is not known whether the server keeps"
        f" it: set {option} always{otherwise}."
    )
    return replace(plan, warnings=(*plan.warnings, warning))
