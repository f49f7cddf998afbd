# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a whole tenant, from the documentation of the single modules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_parts import PARTS
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance_entry import OPTIONS

from tests.unit.documentation import ROOT, read_module

TARGET = ROOT / "plugins" / "doc_fragments" / "tenant.py"

#: How wide a line of the fragment is.
WIDTH = 116

_OWN_OPTION = re.compile(r"\bO\((?P<name>[a-z_]+)")

HEAD = '''"""The parts of a tenant, written by `make pages` from the documentation of the single modules; do not edit."""

from __future__ import annotations


class ModuleDocFragment:
    # What spe_tenant takes of each part
    DOCUMENTATION = r"""
options:
'''


class Dumper(yaml.SafeDumper):
    """Indents lists, as yamllint wants them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def fragment() -> str:
    """The whole file."""
    options = {"instance": _part("spe_instance", OPTIONS, is_list=False, option="instance")}
    for part in PARTS:
        module = f"spe_{part.noun.resource.noun}"
        options[part.option] = _part(module, part.noun.options, is_list=part.is_list, option=part.option)
    text = yaml.dump(options, Dumper=Dumper, sort_keys=False, width=WIDTH, allow_unicode=True)
    body = "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())
    licence = (
        (ROOT / "tests" / "tools" / "tenant_documentation.py").read_text(encoding="utf-8").splitlines(keepends=True)
    )
    return "".join(licence[:4]) + HEAD + body + '"""\n'


def _part(module: str, names: Iterable[str], *, is_list: bool, option: str) -> dict[str, Any]:
    documented = read_module(module).documentation["options"]
    prefix = f"{option}[]." if is_list else f"{option}."
    described = "Each entry has" if is_list else "It has"
    kind = {"type": "list", "elements": "dict"} if is_list else {"type": "dict"}
    return {
        "description": [f"{described} the options of M(community.mailstore.{module})."],
        **kind,
        "suboptions": {name: _nested(documented[name], set(names), prefix) for name in names},
    }


def _nested(entry: Mapping[str, Any], own: set[str], prefix: str) -> dict[str, Any]:
    """The documentation of one option, in which the names of its neighbours stand with their place."""
    nested: dict[str, Any] = {}
    for key, value in entry.items():
        if key == "description":
            nested[key] = list(_placed([value] if isinstance(value, str) else value, own, prefix))
        elif key == "suboptions":
            nested[key] = {name: _nested(inner, own, prefix) for name, inner in value.items()}
        else:
            nested[key] = value
    return nested


def _placed(sentences: Iterable[str], own: set[str], prefix: str) -> Iterator[str]:
    for sentence in sentences:
        yield _OWN_OPTION.sub(
            lambda match: f"O({prefix}{match['name']}" if match["name"] in own else match[0], sentence
        )
