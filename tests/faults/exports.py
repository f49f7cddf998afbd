# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is exported is the tenant: applying the file changes nothing, and a server that has lost the tenant gets it back.

Tried with the demo, with a fleet, and with random tenants.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from ansible_collections.community.mailstore.plugins.filter.tenant_host_vars import tenant_host_vars
from ansible_collections.community.mailstore.plugins.modules.spe_tenant import ARGUMENT_SPEC
from hypothesis import HealthCheck, Phase, given, settings

from tests.simulation import World, simulation
from tests.simulator import assumptions
from tests.simulator.fleet import Fleet
from tests.simulator.seeding import build_environment, load_environment
from tests.simulator.state.environment import Environment
from tests.simulator.versions import SUPPORTED_VERSIONS

from .life import beside_access
from .pool import replay_command
from .random_tenants import HOSTS, SECRET_ACTION, Tenant, tenants

EXAMPLES = 200
FLEET = Fleet(20, 30)
PREFIX = "export:"
VERSION = "25.3"

#: Functions that set what nobody knows of a new instance.
SETTINGS_OF_NEW_INSTANCES = {"SetComplianceConfiguration", "SetIndexConfiguration", "SetStoreAutoCreateConfiguration"}

#: Modules that show a tenant in another way, the keys of their results, and what is another in a tenant that was made anew.
_OTHER_MODULES = (
    *("spe_instance_info", "spe_store_info", "spe_settings_info", "spe_credential_info", "spe_user_info"),
    *("spe_profile_info", "spe_job_info"),
)
_SHOWN_BY_OTHERS = ("instances", "stores", "settings", "credentials", "users", "profiles", "jobs")
_NEW = re.compile(
    r"^(id|version|process_id|start_stop_error|error|needs_upgrade|search_indexes.*|statistics_.*|credentialId)$|_utc$"
)

_SECRET = "Geheim-"
_REFERENCE = re.compile(r"\{\{ (\w+) \| default\((omit|\{\}), true\) \}\}")
_OPTIONS_OF_INSTANCE = ARGUMENT_SPEC["instance"]["options"]


@dataclass
class Report:
    """What was exported, and what was not right about it."""

    name: str
    tenants: int = 0
    objects: int = 0
    problems: list[str] = field(default_factory=list)
    failed: Tenant | None = None


class _Loader(yaml.SafeLoader):
    """Reads a file of variables as Ansible does, without templates."""


_Loader.add_constructor("!unsafe", lambda loader, node: node.value)


def prove(world: World, report: Report) -> None:
    """Export each tenant of the server that runs, and apply the file to this server and to one without tenants."""
    names = [name for name, instance in world.environment.instances.items() if instance.has_process]
    files = {name: text for name in names if (text := _export(world, name, report))}
    shown = {name: _shown(world, name) for name in files}
    for name, text in files.items():
        _check_unchanged(world, name, text, report)
    environment = world.environment
    for instance in list(environment.instances.values()):
        environment.remove_instance(instance)
    world.serve(environment)
    for name, text in files.items():
        _check_restored(world, name, text, report)
        report.problems += [
            f"{name}: made anew, it has another {what}" for what in _others(shown[name], _shown(world, name))
        ]


def _export(world: World, name: str, report: Report) -> str:
    result = world.run(world.task("spe_tenant_info", instance_id=name, service_provider_access="open"))
    report.tenants += 1
    if result.get("failed"):
        report.problems.append(f"{name} cannot be exported: {result['msg']}")
        return ""
    report.objects += sum(len(part) if isinstance(part, list) else 1 for part in result["tenant"].values()) - 1
    report.problems += [f"{name}: the export warns: {warning}" for warning in result.get("warnings", [])]
    return tenant_host_vars(result)


def _shown(world: World, name: str) -> dict[str, Any]:
    """What other modules show of the tenant, without what a new one has anew: an export that forgets something forgets it
    both times."""
    shown = {}
    for module in _OTHER_MODULES:
        options = {"configuration": True} if module == "spe_instance_info" else {"service_provider_access": "open"}
        result = world.run(world.task(module, instance_id=name, **options))
        shown.update({key: value for key, value in result.items() if key in _SHOWN_BY_OTHERS})
    return {key: _without_new(value) for key, value in shown.items()}


def _without_new(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_new(member) for key, member in value.items() if not _NEW.search(key)}
    if isinstance(value, list):
        return sorted((_without_new(entry) for entry in value), key=lambda entry: json.dumps(entry, sort_keys=True))
    return value


def _others(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key, value in before.items():
        if after.get(key) != value:
            yield f"{key}: {after.get(key)}, not {value}"


def _check_unchanged(world: World, name: str, text: str, report: Report) -> None:
    """With its secrets and without them, in check mode and for good."""
    for value_of in (_no_secret, _secret):
        for check_mode in (True, False):
            world.start_recording()
            result = _apply(world, text, value_of, check_mode=check_mode)
            report.problems += _changes(world, result, name)
    whole = world.run(world.task("spe_tenant_info", instance_id=name, service_provider_access="open", defaults=True))
    world.start_recording()
    result = world.run(world.task("spe_tenant", service_provider_access="open", **whole["tenant"]))
    report.problems += _changes(world, result, f"{name}, with defaults")


def _changes(world: World, result: Mapping[str, Any], name: str) -> Iterator[str]:
    if result.get("failed"):
        yield f"{name} cannot be applied: {result['msg']}"
    elif result["changed"] or result["calls"] or beside_access(world.work):
        yield f"{name}: applying its own export changes {result['calls']}"


def _check_restored(world: World, name: str, text: str, report: Report) -> None:
    world.start_recording()
    foretold = _apply(world, text, _secret, check_mode=True, create_base_directory=True)
    if beside_access(world.work):
        report.problems.append(f"{name}: check mode writes {beside_access(world.work)}")
    result = _apply(world, text, _secret, create_base_directory=True)
    if result.get("failed"):
        report.problems.append(f"{name} cannot be made anew: {result['msg']}")
        return
    if foretold.get("failed") or not _is_foretold(_functions(foretold), _functions(result)):
        report.problems.append(
            f"{name}: check mode foretells other calls: {foretold.get('msg') or _functions(foretold)}"
        )
    if _SECRET in json.dumps([foretold, result]):
        report.problems.append(f"{name}: a secret is shown")
    sent = {value for work in world.work for value in _texts_in(work.arguments)}
    missing = [secret for secret in _secrets_in(text) if not any(secret in value for value in sent)]
    if missing:
        report.problems.append(f"{name}: secrets did not reach the server: {missing}")
    again = _export(world, name, report)
    report.tenants -= 1
    if again != text:
        report.problems.append(f"{name}: the tenant made anew is another: {_difference(text, again)}")


def _functions(result: Mapping[str, Any]) -> list[str]:
    return [call["function"] for call in result["calls"]]


def _is_foretold(foretold: list[str], called: list[str]) -> bool:
    """Whether the calls are those foretold, in their order; a new instance may have a setting by itself already."""
    remaining = iter(foretold)
    extra = Counter(foretold) - Counter(called)
    by_itself = {"StartInstances"} if assumptions.NEW_INSTANCE_IS_STARTED else set()
    return all(function in remaining for function in called) and set(extra) <= SETTINGS_OF_NEW_INSTANCES | by_itself


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for member in value:
            yield from _texts_in(member)


def _difference(before: str, after: str) -> str:
    old, new = before.splitlines(), after.splitlines()
    gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
    return f"gone {gone[:5]}, come {come[:5]}" if gone or come else "the order of its lines"


def _apply(
    world: World, text: str, value_of: Callable[[str, str], Any], *, check_mode: bool = False, **instance: Any
) -> dict[str, Any]:
    """What the role does with the file."""
    variables = {
        name.removeprefix("tenant_"): value
        for name, value in _filled(yaml.load(text, Loader=_Loader), value_of).items()  # noqa: S506  a safe loader
    }
    parts = {name: value for name, value in variables.items() if name not in (*_OPTIONS_OF_INSTANCE, "id")}
    instance |= {name: value for name, value in variables.items() if name in _OPTIONS_OF_INSTANCE}
    options = {"instance_id": variables["id"], "instance": instance, "service_provider_access": "open", **parts}
    return world.run(world.task("spe_tenant", **options), check_mode=check_mode)


_LEFT_OUT = object()


def _no_secret(variable: str, otherwise: str) -> Any:
    return {} if otherwise == "{}" else _LEFT_OUT


def _secret(variable: str, otherwise: str) -> Any:
    if variable.endswith("_action"):
        return SECRET_ACTION
    return {"CertificatePassword": f"{_SECRET}{variable}"} if otherwise == "{}" else f"{_SECRET}{variable}"


def _secrets_in(text: str) -> list[str]:
    values = (_secret(variable, otherwise) for variable, otherwise in _REFERENCE.findall(text))
    return [value["CertificatePassword"] if isinstance(value, dict) else value for value in values]


def _filled(value: Any, value_of: Callable[[str, str], Any]) -> Any:
    """The value with each reference to a variable filled in."""
    if isinstance(value, Mapping):
        members = {key: _filled(member, value_of) for key, member in value.items()}
        return {key: member for key, member in members.items() if member is not _LEFT_OUT}
    if isinstance(value, list):
        return [_filled(entry, value_of) for entry in value]
    reference = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return value_of(reference[1], reference[2]) if reference else value


def _with_fleet() -> Environment:
    environment = load_environment("empty", VERSION)
    FLEET.add_to(environment)
    return environment


def try_environment(name: str, environment: Environment) -> Report:
    """The report about all tenants of a server."""
    report = Report(name)
    with simulation() as world:
        world.serve(environment)
        prove(world, report)
    return report


def try_older_server(version: str) -> Report:
    """The report about the tenants of the demo, which are only applied where they are: an older server cannot make all
    that it has."""
    report = Report(f"demo, {version}")
    with simulation("demo", version) as world:
        for name in ("baumann", "weber", "nordlicht"):
            text = _export(world, name, report)
            report.problems = [problem for problem in report.problems if "the export warns" not in problem]
            _check_unchanged(world, name, text, report)
    return report


def try_random(examples: int = EXAMPLES) -> Report:
    """At least so many tenants, always the same ones; the first failure is made as small as it goes."""
    total = Report("random tenants")

    with simulation() as world:

        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            print_blob=False,
        )
        @given(tenants())
        def try_one(tenant: Tenant) -> None:
            report = Report(tenant["instanceID"])
            world.serve(_with_tenant(tenant))
            prove(world, report)
            total.tenants += report.tenants
            total.objects += report.objects
            if report.problems:
                total.failed, total.problems = tenant, report.problems
                raise AssertionError(tenant)

        try:
            try_one()
        except AssertionError:
            if total.failed is None:
                raise
    return total


def _with_tenant(tenant: Tenant) -> Environment:
    administrators = [{"userName": "admin", "password": "simulator-password"}]
    return build_environment({"administrators": administrators, "instanceHosts": HOSTS, "instances": [tenant]}, VERSION)


def try_all(only: str, examples: int) -> Iterator[Report]:
    """The reports whose name contains `only`."""
    if only in "demo":
        yield try_environment("demo", load_environment("demo", VERSION))
    for version in SUPPORTED_VERSIONS[:-1]:
        if only in "demo":
            yield try_older_server(version)
    if only in "fleet":
        yield try_environment("fleet", _with_fleet())
    if only in "random tenants":
        yield try_random(examples)


def replay(name: str) -> int:
    """Show what is not right about one tenant."""
    report = try_environment(name, _with_tenant(json.loads(name.removeprefix(PREFIX))))
    for problem in report.problems:
        print(f"NOT RIGHT: {problem}")
    return 1 if report.problems else 0


def report(reports: Sequence[Report]) -> int:
    """Print the failures and the table; returns how many failed."""
    failures = [each for each in reports if each.problems]
    for each in failures:
        if each.failed is not None:
            print(f"\n{replay_command(PREFIX + json.dumps(each.failed))}")
        for problem in each.problems[:10]:
            print(f"  {problem}")
    print(f"\n{'exported and applied':<28} {'tenants':>7} {'objects':>8}")
    for each in reports:
        print(
            f"{each.name:<28} {each.tenants:>7} {each.objects:>8}   {'failed' if each.problems else 'passed'}",
            flush=True,
        )
    return len(failures)
