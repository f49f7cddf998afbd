# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exported tenants as files of variables that people read and change."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import yaml

from ..module_utils._ansible.tenant_parts import part_of
from ..module_utils._engine.names import alike
from ..module_utils._resources.assumptions import LOCAL_TIME_ZONE

#: What Ansible takes for the beginning of a template, wherever it stands in a text.
_TEMPLATE = re.compile(r"\{[{%#]")

#: The width up to which a list of plain values stands in one line.
_ONE_LINE = 100


class Reference(str):
    """A text that is a template on purpose."""

    __slots__ = ()


def with_secrets(
    tenant: Mapping[str, Any], secrets: Iterable[Mapping[str, Any]], value_of: Callable[[Mapping[str, Any]], Any]
) -> dict[str, Any]:
    """A copy of the tenant that has at the place of each secret what `value_of` returns for it."""
    filled: dict[str, Any] = copy.deepcopy(dict(tenant))
    named = {part: _by_name(part, entries) for part, entries in filled.items() if isinstance(entries, list)}
    for secret in secrets:
        part = secret["part"]
        entry = filled[part] if secret["name"] is None else named[part][secret["name"]]
        if secret["key"] is None:
            entry[secret["option"]] = value_of(secret)
        else:
            entry.setdefault(secret["option"], {})[secret["key"]] = value_of(secret)
    return filled


def _by_name(part: str, entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {entry[part_of(part).identity]: entry for entry in entries}


def reference_to(secret: Mapping[str, Any]) -> Reference:
    """A template with the variable of the secret. One that is not set, or empty, counts as not given."""
    otherwise = "{}" if secret["type"] == "dict" else "omit"
    return Reference(f"{{{{ {secret['variable']} | default({otherwise}, true) }}}}")


def host_vars(tenant: Mapping[str, Any], secrets: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The variables of the role `tenant` that describe this tenant."""
    parts = with_secrets(tenant, secrets, reference_to)
    variables = {"tenant_id": parts.pop("instance_id")}
    variables.update((f"tenant_{option}", value) for option, value in parts.pop("instance", {}).items())
    for part, value in parts.items():
        described = [_described(part, entry) for entry in value] if isinstance(value, list) else _described(part, value)
        variables[f"tenant_{part}"] = described
    return variables


def _described(part: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry in the order of the documentation, and with what the role would otherwise add to it."""
    order = list(part_of(part).noun.options)
    values = {**_INSTEAD_OF_DEFAULTS.get(part, _nothing)(entry), **entry}
    return {option: values[option] for option in sorted(values, key=order.index)}


def _nothing(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


def _rights(user: Mapping[str, Any]) -> Mapping[str, Any]:
    """A user without rights, whom the role would give some. It gives administrators none on their own archive."""
    archives = [user["name"] for entry in user.get("folder_privileges", []) if alike(entry["folder"], user["name"])]
    has_no_own = not archives and "admin" not in user.get("privileges", [])
    return {"privileges": [], **({"own_archive_privileges": []} if has_no_own else {})}


def _time_zone(job: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"time_zone": LOCAL_TIME_ZONE}


#: What an entry has where nothing is exported, and where the role has a default of its own.
_INSTEAD_OF_DEFAULTS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "users": _rights,
    "jobs": _time_zone,
}


def as_yaml(variables: Mapping[str, Any]) -> str:
    """The variables as YAML: simple ones line by line, with an empty line around each that has several lines."""
    blocks = [_dumped({name: value}) for name, value in variables.items()]
    text = ""
    for before, block in zip(["", *blocks], blocks):
        apart = text and (before.count("\n") > 1 or block.count("\n") > 1)
        text += f"\n{block}" if apart else block
    return text


def as_comment(text: str) -> str:
    """The text in one line behind a number sign."""
    return "# " + " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


class _Dumper(yaml.SafeDumper):
    """Writes as people do: lists below their names indented, short ones in one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    if _TEMPLATE.search(text):
        return dumper.represent_scalar("!unsafe", text, style='"')
    # What looks like a number, a time or a word for yes to one reader or another is a text to all of them.
    looks_otherwise = text[:1].isdigit() or text.lower() in ("y", "n")
    # PyYAML loses some of the characters that nobody sees, unless they stand in double quotes.
    style = '"' if looks_otherwise or not text.isprintable() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_reference(dumper: _Dumper, reference: Reference) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(reference), style='"')


def _represent_list(dumper: _Dumper, values: list[Any]) -> yaml.SequenceNode:
    is_plain = not any(isinstance(value, (Mapping, list)) for value in values)
    is_short = sum(len(str(value)) + 2 for value in values) <= _ONE_LINE
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=is_plain and is_short)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Reference, _represent_reference)
_Dumper.add_representer(list, _represent_list)


def _dumped(document: Mapping[str, Any]) -> str:
    return yaml.dump(
        dict(document),
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=float("inf"),
    )
