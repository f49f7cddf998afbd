# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module that shows how it was run: it needs no server and can misbehave as asked."""

from __future__ import annotations

import logging
import os
import sys
import time
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.entry_point import run_module
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import CONNECTION_OPTIONS
from ansible_collections.community.mailstore.plugins.module_utils._ansible.query import apply_query
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed

DOCUMENTATION = r"""
module: probe
short_description: Shows how it was run
description: For tests only.
author: [the community.mailstore contributors]
extends_documentation_fragment: [community.mailstore.spe]
options:
  text: {description: A text., type: str, aliases: [words]}
  number: {description: A number., type: int}
  flag: {description: A truth., type: bool, default: false}
  names: {description: Some texts., type: list, elements: str}
  members: {description: Anything by name., type: dict}
  secret: {description: A secret., type: str}
  old: {description: A deprecated option., type: str}
  entries:
    description: Options inside an option.
    type: list
    elements: dict
    options:
      name: {description: A name., type: str, required: true}
      note: {description: A text., type: str}
      secret: {description: A secret., type: str}
  limits:
    description: A dictionary with options of its own.
    type: dict
    options:
      low: {description: A number., type: int}
  colour: {description: A word., type: str, choices: [red, green]}
  mischief: {description: What to do wrong., type: str}
"""


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    mischief(params, context)
    return {
        "changed": params["text"] == "changed",
        "in_controller": "ansible.plugins.action" in sys.modules,
        "seen": {name: value for name, value in params.items() if not name.startswith("spe_")},
        "connection": [params["spe_url"], params["spe_username"], params["spe_parallel"]],
        "specified": names_of(context.specified),
        "check_mode": context.check_mode,
        "diff_mode": context.diff_mode,
        "environment": {name: value for name, value in sorted(os.environ.items()) if name.startswith("PROBE_")},
        "directory": str(Path.cwd()),
        "picked": apply_query(params["members"]["query"], params["names"])
        if "query" in (params["members"] or {})
        else None,
        "diff": {"before": f"old {params['secret']}\n", "after": f"new {params['text']}\n"},
    }


def names_of(specified: SpecifiedOptions) -> dict[str, Any]:
    inside = {name: [names_of(entry) for entry in entries] for name, entries in specified.entries.items()}
    return {"names": sorted(specified), "inside": inside}


def mischief(params: Mapping[str, Any], context: Context) -> None:
    deed = params["mischief"]
    if deed == "warn":
        for _time in range(2):
            context.warn(f"Beware of {params['secret']}.")
        context.warn("Beware again.")
    elif deed == "report" and context.client.progress:
        context.client.progress(f"{params['text']} {params['secret']} 42 %")
    elif deed == "fail":
        context.client.record.done({"function": "CreateUser"})
        raise FunctionFailed(
            f"The server refused {params['secret']}.",
            function="CreateUser",
            http_status=200,
            status_code="failed",
            server_message=f"{params['secret']} is too short",
        )
    elif deed == "stumble":
        raise KeyError(params["secret"])
    elif deed == "exit":
        sys.exit(params["secret"])
    elif deed == "noise":
        print(f"printed {params['secret']}")
        print(f"told {params['secret']}", file=sys.stderr)
        warnings.warn(f"warned of {params['secret']}", stacklevel=1)
        logging.getLogger("probe").warning("logged %s", params["secret"])
    elif deed == "dawdle":
        time.sleep(20)


def secrets(params: Mapping[str, Any]) -> Iterable[str]:
    """One member of a free dictionary is secret, too."""
    return [(params["members"] or {}).get("password", "")]


MODULE = ModuleDefinition(
    name="probe",
    argument_spec={
        **CONNECTION_OPTIONS,
        "text": {"type": "str", "aliases": ["words"]},
        "number": {"type": "int"},
        "flag": {"type": "bool", "default": False},
        "names": {"type": "list", "elements": "str"},
        "members": {"type": "dict"},
        "secret": {"type": "str", "no_log": True},
        "old": {"type": "str", "removed_in_version": "9.0.0", "removed_from_collection": "testing.probe"},
        "entries": {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "note": {"type": "str"},
                "secret": {"type": "str", "no_log": True},
            },
        },
        "limits": {"type": "dict", "options": {"low": {"type": "int"}}},
        "colour": {"type": "str", "choices": ["red", "green"]},
        "mischief": {"type": "str"},
    },
    rules={"mutually_exclusive": [("names", "entries")]},
    work=work,
    secrets=secrets,
)


def main() -> None:
    run_module(MODULE)


if __name__ == "__main__":
    main()
