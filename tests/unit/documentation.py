# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module says of itself in DOCUMENTATION, EXAMPLES and RETURN, and in what it contradicts its code.

Each check gives sentences; none when all agree.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Resource

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "ansible_collections.community.mailstore.plugins"
PREFIX = "community.mailstore."
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("spe_*.py"))

ATTRIBUTES = ("action_group", "check_mode", "diff_mode", "idempotent")
SUPPORT = ("full", "partial", "none", "N/A")
#: What documentation and argument spec both say of an option, and what is meant when they do not say it.
SHARED: Mapping[str, Any] = {
    "type": "str",
    "elements": None,
    "choices": None,
    "default": None,
    "required": False,
    "aliases": [],
}
SAMPLE_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "dict": dict,
    "list": list,
    "str": str,
    "bool": bool,
    "int": int,
    "float": (int, float),
    "raw": object,
}


@dataclass(frozen=True)
class ModuleText:
    """One module, with its documentation put together from its own and the fragments."""

    name: str
    documentation: Mapping[str, Any]
    examples: Any
    returned: Mapping[str, Any]
    definition: ModuleDefinition


def definition_of(name: str) -> ModuleDefinition:
    """Raises ImportError and AttributeError for what is no module."""
    definition: ModuleDefinition = _module(name).MODULE
    return definition


def read_module(name: str) -> ModuleText:
    """Raises ImportError, AttributeError and YAMLError for what is no module."""
    module = _module(name)
    documentation = yaml.safe_load(module.DOCUMENTATION)
    for fragment in documentation.get("extends_documentation_fragment", []):
        documentation = _merged(_fragment(fragment), documentation)
    return ModuleText(
        name, documentation, yaml.safe_load(module.EXAMPLES), yaml.safe_load(module.RETURN), definition_of(name)
    )


def _module(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.modules.{name}")


def all_resources() -> dict[str, Resource]:
    """The nouns that stand as constants in the resources, by noun."""
    found = {}
    for path in sorted((ROOT / "plugins" / "module_utils" / "_resources").glob("[a-z]*.py")):
        module = importlib.import_module(f"{PACKAGE}.module_utils._resources.{path.stem}")
        found.update({value.noun: value for value in vars(module).values() if isinstance(value, Resource)})
    return found


def contradictions_of_options(text: ModuleText) -> Iterator[str]:
    """Where documentation and argument spec differ."""
    yield from _options_differ("", text.documentation.get("options") or {}, text.definition.accepted_options)


def _options_differ(
    path: str, documented: Mapping[str, Any], specified: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    for name in specified:
        if name not in documented:
            yield f"The option {path}{name} is in the argument spec, but not documented."
    for name, entry in documented.items():
        if name not in specified:
            yield f"The option {path}{name} is documented, but not in the argument spec."
            continue
        spec = specified[name]
        for key, otherwise in SHARED.items():
            said, meant = entry.get(key, otherwise), spec.get(key, otherwise)
            if _plain(said) != _plain(meant):
                yield f"The option {path}{name} has {key} {said!r} in the documentation, but {meant!r} in the argument spec."
        if not entry.get("description"):
            yield f"The option {path}{name} has no description."
        yield from _options_differ(f"{path}{name}.", entry.get("suboptions") or {}, spec.get("options") or {})


def contradictions_of_fields(
    text: ModuleText, resource: Resource, *, beside: frozenset[str], said_otherwise: frozenset[str]
) -> Iterator[str]:
    """Where the fields of the noun and the options differ.

    `beside` are options that are no fields; `said_otherwise` are fields that other options stand for.
    """
    fields = {entry.option for entry in resource.fields}
    options = set(text.definition.argument_spec)
    for option in sorted(fields - options - said_otherwise):
        yield f"The field {option} of the noun {resource.noun} is no option of {text.name}."
    for option in sorted(options - fields - beside):
        yield f"The option {option} of {text.name} is no field of the noun {resource.noun}, and not known to be another."
    for option in sorted(beside & fields):
        yield f"The option {option} of {text.name} is listed as no field, but the noun {resource.noun} has it."
    for option in sorted((said_otherwise & options) | (said_otherwise - fields)):
        yield f"{option} of {text.name} is listed as a field that is no option, but is not."
    for entry in resource.fields:
        if entry.secret and not text.definition.argument_spec.get(entry.option, {}).get("no_log"):
            yield f"The field {entry.option} is secret, but the option of {text.name} has no no_log."


def contradictions_of_attributes(text: ModuleText) -> Iterator[str]:
    """Attributes that are missing or say nothing."""
    attributes = text.documentation.get("attributes") or {}
    for name in ATTRIBUTES:
        entry = attributes.get(name) or {}
        if entry.get("support") not in SUPPORT:
            yield f"The attribute {name} does not say its support (one of {', '.join(SUPPORT)})."
        if not entry.get("description"):
            yield f"The attribute {name} has no description."
        if entry.get("support") == "partial" and not entry.get("details"):
            yield f"The attribute {name} is partial, but has no details that say in what."
    claims = (attributes.get("check_mode") or {}).get("support")
    if text.definition.supports_check_mode and claims == "none":
        yield "The attribute check_mode says none, but the module supports it."
    if not text.definition.supports_check_mode and claims != "none":
        yield f"The attribute check_mode says {claims}, but the module does not support it."


def contradictions_of_heading(text: ModuleText) -> Iterator[str]:
    """The name, the short description, and the modules that are referred to."""
    documentation = text.documentation
    if documentation.get("module") != text.name:
        yield f"The documentation is of {documentation.get('module')!r}."
    if text.definition.name != text.name:
        yield f"The definition calls itself {text.definition.name!r}."
    short = documentation.get("short_description", "")
    if not short or short.endswith("."):
        yield "The short description is missing, or ends with a full stop."
    for key in ("description", "author", "version_added"):
        if not documentation.get(key):
            yield f"The documentation has no {key}."
    for entry in documentation.get("seealso") or []:
        name = entry.get("module", "")
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in MODULES:
            yield f"seealso names {name}, which does not exist."


#: Keys of a result to which Ansible itself gives a meaning.
KEYS_OF_ANSIBLE = frozenset(
    {
        "add_group", "add_host", "ansible_facts", "ansible_job_id", "ansible_stats", "attempts", "deprecations", "dest",
        "exception", "failed", "invocation", "item", "path", "results", "results_file", "skip_reason", "skipped",
        "started", "stderr", "stderr_lines", "stdout", "stdout_lines", "unreachable", "warnings",
    }
)  # fmt: skip


#: Of a task without a loop, Ansible looks among results for keys that the result itself lacks; this one has them all.
ITS_OWN_KEYS: Mapping[str, frozenset[str]] = {"spe_tenant": frozenset({"results"})}


def contradictions_of_results(text: ModuleText) -> Iterator[str]:
    """What every documented key of a result must say."""
    yield from _undescribed("", text.returned)
    for key in sorted(KEYS_OF_ANSIBLE.intersection(text.returned) - ITS_OWN_KEYS.get(text.name, frozenset())):
        yield f"The result {key} has a name to which Ansible itself gives a meaning."
    yield from _calls_are_unknown(text.returned.get("calls", {}).get("sample") or [])
    if "error" not in text.returned:
        yield "The result error is not documented."
    opens = "service_provider_access" in text.definition.argument_spec
    for key in ("service_provider_access_opened", "service_provider_access_left_open"):
        if opens != (key in text.returned):
            yield f"{key} is documented without the option service_provider_access, or the other way."


def _undescribed(path: str, results: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for key, entry in results.items():
        for part in ("description", "returned", "type"):
            if not entry.get(part):
                yield f"The result {path}{key} has no {part}."
        if "contains" in entry and "sample" not in entry:
            yield from _undescribed(f"{path}{key}.", entry["contains"])
            continue
        if "sample" not in entry:
            yield f"The result {path}{key} has no sample."
            continue
        kind = SAMPLE_TYPES.get(entry.get("type", ""))
        if kind is None or not isinstance(entry["sample"], kind):
            yield f"The sample of the result {path}{key} is no {entry.get('type')}."


def _calls_are_unknown(calls: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for call in calls:
        known = FUNCTIONS.get(call["function"])
        if known is None:
            yield f"The sample of calls names {call['function']}, which is no function of the API."
        elif known.arguments:
            for argument in call.get("arguments") or {}:
                if argument not in known.arguments:
                    yield f"The sample of calls gives {call['function']} the argument {argument}, which it does not take."


def contradictions_of_object(text: ModuleText, resource: Resource) -> Iterator[str]:
    """What a state module answers: the object under its noun with every field, the calls, and whether a secret went."""
    if "calls" not in text.returned:
        yield "The result calls is not documented."
    entry = text.returned.get(resource.noun)
    if entry is None:
        yield f"The result {resource.noun} is not documented."
        return
    sample = entry.get("sample") or entry.get("contains") or {}
    # What not every server shows need not be in the sample.
    fields = [field.option for field in resource.fields if not field.secret and field.unreadable is None]
    shown = [resource.identity, *fields]
    for option in shown:
        if option not in sample:
            yield f"The sample of the result {resource.noun} lacks {option}."
    secrets = [field.option for field in resource.fields if field.secret]
    for option in secrets:
        if option in sample:
            yield f"The sample of the result {resource.noun} shows the secret {option}."
    if bool(secrets) != ("password_updated" in text.returned):
        yield "password_updated is documented without a secret field, or the other way."


def contradictions_of_examples(text: ModuleText) -> Iterator[str]:
    """Examples that are no tasks, do not show the module, or would not be understood."""
    if not isinstance(text.examples, list) or not text.examples:
        yield "EXAMPLES is no list of tasks."
        return
    used = set()
    for task in _tasks(text.examples):
        title = task.get("name")
        if not title:
            yield f"A task of EXAMPLES has no name: {task}."
        actions = [key for key in task if "." in key]
        if len(actions) != 1:
            yield f"The example {title!r} does not use exactly one module by its full name."
            continue
        used.add(actions[0])
        if actions[0].startswith(PREFIX):
            yield from _misunderstood(f"The example {title!r}", actions[0].removeprefix(PREFIX), task[actions[0]])
    if PREFIX + text.name not in used:
        yield f"EXAMPLES does not use {PREFIX}{text.name}."


def _tasks(entries: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for entry in entries:
        blocks = [entry[key] for key in ("block", "rescue", "always", "tasks") if key in entry]
        if not blocks:
            yield entry
        for block in blocks:
            yield from _tasks(block)


def _misunderstood(where: str, name: str, arguments: Any) -> Iterator[str]:
    if name not in MODULES:
        yield f"{where} uses {PREFIX}{name}, which does not exist."
        return
    definition = read_module(name).definition
    given = {key: value for key, value in (arguments or {}).items() if not _is_template(value)}
    for option in sorted(set(arguments or {}) - set(definition.argument_spec)):
        yield f"{where} gives {name} the option {option}, which it does not have."
    # Connection options come from module_defaults or the environment, templated ones from variables.
    spec = {
        option: {**entry, "required": False} if option.startswith("spe_") or option in (arguments or {}) else entry
        for option, entry in definition.argument_spec.items()
    }
    known = {key: value for key, value in given.items() if key in spec and value is not None}
    for message in (
        ArgumentSpecValidator(spec, mutually_exclusive=definition.rules.get("mutually_exclusive"))
        .validate(known)
        .error_messages
    ):
        yield f"{where} would not be understood: {message}."


def _is_template(value: Any) -> bool:
    return "{{" in str(value)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (tuple, list)) else value


@cache
def _fragment(reference: str) -> Mapping[str, Any]:
    name, _dot, section = reference.removeprefix(PREFIX).partition(".")
    holder = importlib.import_module(f"{PACKAGE}.doc_fragments.{name}").ModuleDocFragment
    fragment: Mapping[str, Any] = yaml.safe_load(getattr(holder, (section or "DOCUMENTATION").upper()))
    return fragment


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Both as Ansible puts them together: of an option or attribute, each key that stands above wins."""
    merged = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], Mapping) and isinstance(above[key], Mapping):
            entries = {**below[key], **above[key]}
            merged[key] = {name: {**below[key].get(name, {}), **entry} for name, entry in entries.items()}
        elif isinstance(below[key], list) and isinstance(above[key], list):
            merged[key] = [*above[key], *below[key]]
    return merged
