# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only the ordinary module reports: that something in the task is deprecated or given twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..module_utils._ansible.specified import entries_of, written_options


def has_deprecations(argument_spec: Mapping[str, Mapping[str, Any]], raw: Mapping[str, Any]) -> bool:
    """Whether AnsibleModule would deprecate or warn about these arguments, as the playbook wrote them.

    The validator keeps its messages private, so the module itself must report them.
    """
    return any(_about(option, written, raw) for _name, option, written in written_options(argument_spec, raw))


def _about(option: Mapping[str, Any], written: Sequence[str], raw: Mapping[str, Any]) -> bool:
    if len(written) > 1 or option.get("removed_in_version") or option.get("removed_at_date"):
        return True
    if any(alias["name"] in written for alias in option.get("deprecated_aliases", ())):
        return True
    if not option.get("options"):
        return False
    return any(has_deprecations(option["options"], entry) for entry in entries_of(option, raw[written[0]]))
