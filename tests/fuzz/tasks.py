# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that lack a key or have another shape: one sentence that names the answer, never a defect of the collection."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api.contract import reads
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.simulation import Disturbance, Trouble, World, load_modules, simulation
from tests.simulation.examples import examples_of
from tests.simulation.network import HttpAnswer
from tests.simulator.state.environment import Environment

from .cases import LONGEST_MESSAGE
from .kinds import PROTOCOL_CALLS
from .places import SECRET
from .pool import parallel_map, replay_command

EXAMPLES = 100
PREFIX = "answer:"

#: Functions that write, and change nothing.
LEAVES_ALL_AS_IT_WAS = frozenset({"VerifyStore", "VerifyStores", "TestSmtpSettings", "TestSystemSmtpConfiguration"})

INSTANCE = {"instance_id": "baumann"}
WRITTEN: dict[str, dict[str, Any]] = {
    "spe_api_password": {"confirm": "admin"},
    "spe_archive_admin": {**INSTANCE, "state": "disabled"},
    "spe_branding": {},
    "spe_client_access_server": {"name": "new.example.com", "certificate_thumbprint": "44" * 20},
    "spe_client_access_server_info": {},
    "spe_command": {"function": "GetUsers", "arguments": {"instanceID": "baumann"}},
    "spe_compliance": {**INSTANCE, "legal_hold_enabled": True},
    "spe_credential": {**INSTANCE, "description": "New", "type": "Office365_Modern", "settings": {"TenantId": "x"}},
    "spe_credential_info": INSTANCE,
    "spe_directory_services": {**INSTANCE, "configuration": {"deleteUsers": True}},
    "spe_directory_sync": {**INSTANCE, "max_deletions": 5},
    "spe_drift_info": {"tenants": [{**INSTANCE, "options": {"users": [{"name": "jane", "full_name": "Jane"}]}}]},
    "spe_environment_info": {**INSTANCE, "status": True},
    "spe_fleet_info": {"service_provider_access": "open", "on_error": "fail", "instances": ["baumann"]},
    "spe_folder": {**INSTANCE, "path": "jonas.klein", "new_path": "former", "delete_empty": True},
    "spe_folder_info": {**INSTANCE, "statistics": True},
    "spe_host_directory": {"instance_host": "host1.example.com", "path": r"E:\New\deeper"},
    "spe_host_directory_info": {"instance_host": "host1.example.com"},
    "spe_index": {**INSTANCE, "include_attachments_of_pdfs": True},
    "spe_instance": {**INSTANCE, "display_name": "Other"},
    "spe_instance_control": {"instance_ids": ["baumann"], "state": "restarted"},
    "spe_instance_host": {
        "name": "new.example.com",
        "certificate_thumbprint": "55" * 20,
        "base_directory": r"E:\Archives",
    },
    "spe_instance_host_info": {},
    "spe_instance_info": {**INSTANCE, "statistics": True},
    "spe_job": {**INSTANCE, "name": "New", "action": "VerifyStores", "owner": "admin", "time": "03:00"},
    "spe_job_info": INSTANCE,
    "spe_job_result_info": INSTANCE,
    "spe_job_run": {**INSTANCE, "name": "Verify stores", "wait_timeout": 60},
    "spe_license_info": {},
    "spe_profile": {
        **INSTANCE,
        "name": "New",
        "owner": "admin",
        "connector": "IMAP",
        "secret_details": {"password": "x"},
    },
    "spe_profile_info": INSTANCE,
    "spe_profile_result_info": INSTANCE,
    "spe_profile_run": {**INSTANCE, "name": "Microsoft 365 mailboxes"},
    "spe_settings_info": INSTANCE,
    "spe_smtp": {**INSTANCE, "hostname": "smtp.example.com"},
    "spe_status_report": {**INSTANCE, "timespan": "last_month", "recipients": ["it@example.com"]},
    "spe_store": {**INSTANCE, "name": "2031", "database_path": r"E:\Archives\baumann\2031"},
    "spe_store_auto_create": {**INSTANCE, "size_threshold": "5000"},
    "spe_store_info": INSTANCE,
    "spe_store_maintenance": {**INSTANCE, "task": "verify"},
    "spe_store_transfer": {**INSTANCE, "confirm": "baumann", "arguments": {"destinationInstanceID": "weber"}},
    "spe_system_administrator": {"name": "admin", "full_name": "Other"},
    "spe_system_administrator_info": {},
    "spe_system_smtp": {"hostname": "smtp.example.com"},
    "spe_system_smtp_info": {},
    "spe_tenant_info": INSTANCE,
    "spe_tenant": {**INSTANCE, "users": [{"name": "jane", "full_name": "Jane"}], "unmanaged": "report"},
    "spe_user": {**INSTANCE, "name": "jane", "full_name": "Jane", "email_addresses": ["jane@example.com"]},
    "spe_user_info": INSTANCE,
}


#: A module that manages a noun and is not in the list is tried with the first of its EXAMPLES.
TASKS: dict[str, dict[str, Any]] = {
    **{
        module: examples_of(module, SECRET)[0]
        for module, definition in load_modules().items()
        if definition.noun is not None and module not in WRITTEN
    },
    **WRITTEN,
}

#: Its result is a secret.
WITH_NO_LOG = ("spe_api_password",)

#: In the place of a value: there is none.
MISSING = "(missing)"
STRANGE_VALUES: tuple[Any, ...] = (
    MISSING, None, 7, 1.5, -1, "", "text", True, [], [None], ["text"], [[]], {}, {"other": 1}, {"name": None},
)  # fmt: skip


@dataclass(frozen=True)
class StrangeAnswer:
    """Which answer is strange: the first one from `after` on, or all of that function from then on, and what stands at which
    place in it."""

    module: str
    after: int
    place: int
    value: Any
    stays: bool
    check_mode: bool

    def __str__(self) -> str:
        return PREFIX + json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> StrangeAnswer:
        return cls(**json.loads(text.removeprefix(PREFIX)))


@dataclass
class Report:
    """How many answers a module was tried with, and the simplest that was not named well."""

    module: str
    tried: int = 0
    failed: StrangeAnswer | None = None
    problems: list[str] = field(default_factory=list)


class Strange(Disturbance):
    """Puts the strange value into the answer."""

    def __init__(self, strange: StrangeAnswer) -> None:
        self._strange = strange
        self._function: str | None = None

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        if name not in PROTOCOL_CALLS and index >= self._strange.after and self._function is None:
            self._function = name
            return Trouble(alter=self._alter)
        if self._strange.stays and name == self._function:
            return Trouble(alter=self._alter)
        return Trouble()

    def _alter(self, answer: HttpAnswer) -> None:
        document = json.loads(answer.body.decode("utf-8-sig"))
        places = list(_places(document["result"], document, "result"))
        holder, key = places[self._strange.place % len(places)]
        if self._strange.value != MISSING:
            holder[key] = self._strange.value
        elif key != "result":
            del holder[key]
        answer.body = json.dumps(document).encode()


def _places(value: Any, holder: Any, key: Any) -> Iterator[tuple[Any, Any]]:
    yield holder, key
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from _places(member, value, name)


def try_module(world: World, module: str, examples: int) -> Report:
    """At least so many answers, always the same ones; the first failure is made as simple as it goes."""
    report, start = Report(module), world.snapshot()

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
    @given(_answers(module))
    def try_one(strange: StrangeAnswer) -> None:
        world.restore(start)
        problems = try_answer(world, strange)
        report.tried += 1
        if problems:
            report.failed, report.problems = strange, problems
            raise AssertionError(strange)

    try:
        try_one()
    except AssertionError:
        if report.failed is None:
            raise
    finally:
        world.restore(start)
    return report


def _answers(module: str) -> st.SearchStrategy[StrangeAnswer]:
    return st.builds(
        StrangeAnswer,
        module=st.just(module),
        after=st.sampled_from([0, 0, 1, 2, 3, 5, 7]),
        # Places of the first row are the most interesting ones.
        place=st.one_of(st.integers(0, 40), st.integers(0, 2000)),
        value=st.sampled_from(STRANGE_VALUES),
        stays=st.booleans(),
        check_mode=st.booleans(),
    )


def try_answer(world: World, strange: StrangeAnswer) -> list[str]:
    """What is wrong with the result of the task."""
    result = _run(world, strange)
    return list(_problems(world, result)) if result.get("failed") else []


def _run(world: World, strange: StrangeAnswer) -> dict[str, Any]:
    task = world.task(strange.module, **TASKS[strange.module])
    no_log = strange.module in WITH_NO_LOG
    return world.run(task, check_mode=strange.check_mode, no_log=no_log, disturbance=Strange(strange))


def _problems(world: World, result: dict[str, Any]) -> Iterator[str]:
    message = result["msg"]
    if "defect" in message:
        yield f"it is said to be a defect of ours: {message}"
    if not message.isprintable() or len(message) > LONGEST_MESSAGE:
        yield f"it is not one short sentence: {message!r}"
    if result["error"]["type"] != "NotUnderstood":
        return
    if "The server's answer to " not in message:
        yield f"the answer is not named: {message}"
    done = [work.function for work in world.work if not reads(work.function, work.arguments)]
    told = [call["function"] for call in result.get("calls", [])]
    if [function for function in done if function in told] != done:
        yield f"{done} was done, but {told} is reported"
    if bool(set(done) - LEAVES_ALL_AS_IT_WAS) != result.get("changed", False):
        yield f"{done} was done, but changed is {result.get('changed')}"


def try_all(only: str, examples: int, processes: int) -> list[Report]:
    """The reports of the modules whose name contains `only`."""
    with simulation() as world:
        start = world.snapshot()

        def work(module: str) -> Report:
            world.restore(start)
            return try_module(world, module, examples)

        return list(parallel_map(work, [module for module in TASKS if only in module], processes))


def replay(strange: StrangeAnswer) -> int:
    """Show what becomes of one strange answer."""
    with simulation() as world:
        result = _run(world, strange)
        problems = list(_problems(world, result)) if result.get("failed") else []
    print(result)
    for problem in problems:
        print(f"NOT RIGHT: {problem}")
    return 1 if problems else 0


def report(reports: Sequence[Report]) -> int:
    """Print the failures and the table; returns how many modules failed."""
    failures = [each for each in reports if each.failed is not None]
    for each in failures:
        print(f"\n{replay_command(each.failed)}")
        for problem in each.problems:
            print(f"  {problem}")
    print(f"\n{'strange answers':<30} {'tried':>7}")
    for each in sorted(reports, key=lambda each: each.module):
        print(f"{each.module:<30} {each.tried:>7}   {'failed' if each.failed else 'passed'}", flush=True)
    return len(failures)
