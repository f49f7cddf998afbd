# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The argument specification of the role: its entries have the options of the single modules, and some of its own.

What the role has beside the parts of a tenant is written by hand in the same file, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_entry import Part
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_parts import PARTS
from ansible_collections.community.mailstore.plugins.plugin_utils.variables_check import DOCUMENTED

from tests.tools.tenant_documentation import Dumper
from tests.unit.documentation import ROOT, read_module

TARGET = ROOT / "roles" / "tenant" / "meta" / "argument_specs.yml"

#: How wide a line of the file is.
WIDTH = 116

#: What the role adds to the description of an option.
ADDED: Mapping[tuple[str, str], str] = {
    (
        "stores",
        "database_path",
    ): "The role takes a directory of the store's name below the base directory if this is not given.",
    ("stores", "requested_state"): "The role takes V(normal) if this is not given.",
    ("users", "privileges"): "The role takes C(tenant_default_privileges) if this is not given.",
    ("users", "own_archive_privileges"): (
        "The role takes C(tenant_default_own_archive_privileges) if this is not given, but not for administrators, who"
        " need none, and not for users whose C(folder_privileges) name their own archive."
    ),
    ("jobs", "owner"): "The role takes C(tenant_job_owner) if this is not given.",
    ("jobs", "enabled"): "The role takes V(true) if this is not given.",
    ("jobs", "time_zone"): "The role takes C(tenant_time_zone) if this is not given.",
}

#: Options that only the role has.
OWN: Mapping[str, Mapping[str, Any]] = {
    "jobs": {
        "stagger": {
            "description": (
                "How often the job runs. Its time of day, and its day, follow from the ID of the tenant and the name of the"
                " job. They are always the same, and those of many tenants spread evenly over the nightly window."
            ),
            "type": "str",
            "choices": ["daily", "weekly", "monthly"],
        }
    }
}

_OPTION = re.compile(r"\bO\((?P<name>[^)]+)\)")


def specification() -> str:
    """The whole file."""
    text = TARGET.read_text(encoding="utf-8")
    head = text[: text.index("argument_specs:")]
    document = yaml.safe_load(text)
    options = document["argument_specs"][DOCUMENTED]["options"]
    for part in PARTS:
        # What a tenant has is added to the role by hand, or not at all.
        if f"tenant_{part.option}" in options:
            options[f"tenant_{part.option}"]["options"] = entry_options(part)
            if part.is_list:
                options[f"tenant_{part.option}"]["elements"] = "dict"
    return head + yaml.dump(document, Dumper=Dumper, sort_keys=False, width=WIDTH, allow_unicode=True)


def entry_options(part: Part) -> dict[str, Any]:
    """The options of an entry, as the role documents and checks them."""
    documented = read_module(f"spe_{part.noun.resource.noun}").documentation["options"]
    options = {name: _option(documented[name]) for name in part.noun.options}
    for (option, name), sentence in ADDED.items():
        if option == part.option:
            options[name]["description"].append(sentence)
    return {**options, **OWN.get(part.option, {})}


def _option(documented: Mapping[str, Any]) -> dict[str, Any]:
    """What modules document as suboptions, an argument specification calls options; it knows no links to options."""
    option: dict[str, Any] = {}
    for key, value in documented.items():
        if key == "description":
            sentences = [value] if isinstance(value, str) else value
            option[key] = [_OPTION.sub(lambda match: f"C({match['name']})", sentence) for sentence in sentences]
        elif key == "suboptions":
            option["options"] = {name: _option(inner) for name, inner in value.items()}
        else:
            option[key] = value
    return option
