# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody changes an object after a task has read it: what the task does not name stays as it is now.

The table has every function that takes a whole object.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils import _resources
from ansible_collections.community.mailstore.plugins.module_utils._engine import writers
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.mailstore.plugins.modules import (
    spe_client_access_server,
    spe_compliance,
    spe_credential,
    spe_directory_services,
    spe_index,
    spe_instance,
    spe_instance_host,
    spe_job,
    spe_profile,
    spe_smtp,
    spe_store,
    spe_store_auto_create,
    spe_system_administrator,
    spe_system_smtp,
)

from tests.simulator.assumptions import LOCKED_ACTIVITIES_25_3
from tests.simulator.contract import Call
from tests.simulator.functions import functions_of
from tests.simulator.schedules import parse_schedule
from tests.simulator.state.administrators import Administrator
from tests.unit.plugins.module_utils._resources.test_settings import MAIL, configure
from tests.unit.plugins.module_utils.server import HOST
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant

Fields = Mapping[str, Any]
Target = Callable[[Tenant], Any]


@dataclass(frozen=True)
class Case:
    """What a task changes, what somebody else changes meanwhile, and the object in which both are found afterwards."""

    writes: str
    reads: str
    definition: Any
    options: dict[str, Any]
    target: Target
    theirs: Fields
    ours: Fields
    defaults: Mapping[str, Any] = field(default_factory=lambda: {"instance_id": "acme"})

    def __str__(self) -> str:
        return self.writes


def value_of(target: Any, name: str) -> Any:
    """Of a member of a dictionary, or of an attribute."""
    return target[name] if isinstance(target, dict) else getattr(target, name)


def change(target: Any, fields: Fields) -> None:
    for name, value in fields.items():
        if isinstance(target, dict):
            target[name] = value
        else:
            setattr(target, name, value)


def fill(tenant: Tenant) -> None:
    """What the cases change."""
    for name in ("admin", "boss"):
        tenant.add_user(name, privileges=("admin",))
    configure(tenant)
    tenant.content.logged_activities = LOCKED_ACTIVITIES_25_3
    environment = tenant.server.environment
    environment.administrators["jane"] = Administrator("jane", "word")
    recipients = {"recipientSystemAdministrator": ["admin"]}
    system_mail = {name: value for name, value in MAIL.items() if name != "recipientEmailAddresses"}
    environment.smtp = {**system_mail, **recipients}
    tenant.add_store("2026")
    tenant.add_job("Nightly", time_zone_id="UTC", time="03:30:00")
    execution = {"automatic": "false", "automaticPauseBetweenExecutions": "5"}
    tenant.add_profile("Mail", details={"host": "old"}, serverSideExecution=execution)
    tenant.add_credential("m365", ApplicationId="old", TenantId="old")


HERE = {"name": "Nightly"}
FIVE = parse_schedule(time_zone_id="UTC", time="05:00:00")
LONDON = parse_schedule(time_zone_id="GMT Standard Time", time="05:00:00")

CASES = [
    Case(
        "SetComplianceConfiguration", "GetComplianceConfiguration", spe_compliance.MODULE,
        {"log_successful_user_activities": ["Login"]}, lambda tenant: tenant.content,
        {"legal_hold": True}, {"logged_activities": tuple(sorted({*LOCKED_ACTIVITIES_25_3, "Login"}))},
    ),
    Case(
        "SetDirectoryServicesConfiguration", "GetDirectoryServicesConfiguration", spe_directory_services.MODULE,
        {"configuration": {"deleteUsers": True}, "password": "x"}, lambda tenant: tenant.content.directory_services,
        {"serverName": "dc2.example.com"}, {"deleteUsers": True},
    ),
    Case(
        "SetIndexConfiguration", "GetIndexConfiguration", spe_index.MODULE,
        {"attachment_extensions": ["pdf"]}, lambda tenant: tenant.content,
        {"includes_attachments_of_pdfs": True}, {},
    ),
    Case(
        "SetSmtpSettings", "GetSmtpSettings", spe_smtp.MODULE,
        {"port": 25, "password": "x"}, lambda tenant: tenant.content.smtp,
        {"fromDisplayName": "Theirs"}, {"port": 25},
    ),
    Case(
        "SetStoreAutoCreateConfiguration", "GetStoreAutoCreateConfiguration", spe_store_auto_create.MODULE,
        {"size_threshold": "9"}, lambda tenant: tenant.content.auto_create,
        {"baseDirectory": r"D:\acme"}, {},
    ),
    Case(
        "SetSystemSmtpConfiguration", "GetSystemSmtpConfiguration", spe_system_smtp.MODULE,
        {"port": 25, "password": "x"}, lambda tenant: tenant.server.environment.smtp,
        {"fromDisplayName": "Theirs"}, {"port": 25}, {},
    ),
    Case(
        "SetInstanceConfiguration", "GetInstanceConfiguration", spe_instance.MODULE,
        {"display_name": "Ours"}, lambda tenant: tenant.instance.configuration,
        {"alias": "theirs"}, {"display_name": "Ours"},
    ),
    Case(
        "SetInstanceHostConfiguration", "GetInstanceHosts", spe_instance_host.MODULE,
        {"name": HOST, "port": 9000}, lambda tenant: tenant.host,
        {"base_directory": "E:\\Theirs"}, {"port": 9000}, {},
    ),
    Case(
        "SetClientAccessServerConfiguration", "GetClientAccessServers", spe_client_access_server.MODULE,
        {"name": "spe.example.com", "port": 9000},
        lambda tenant: tenant.server.environment.client_access_servers["spe.example.com"],
        {"thumbprint": "BB" * 20}, {"port": 9000}, {},
    ),
    Case(
        "SetSystemAdministratorConfiguration", "GetSystemAdministrators", spe_system_administrator.MODULE,
        {"name": "jane", "full_name": "Ours"}, lambda tenant: tenant.server.environment.administrators["jane"],
        {"email_address": "theirs@example.com"}, {"full_name": "Ours"}, {},
    ),
    Case(
        "SetStorePath", "GetStores", spe_store.MODULE,
        {"name": "2026", "index_path": "D:\\Index", "allow_move": True}, lambda tenant: tenant.stores[-1],
        {"content_path": "D:\\Content"}, {"index_path": "D:\\Index"},
    ),
    Case(
        "SetJobSchedule", "GetJobs", spe_job.MODULE,
        {**HERE, "time_zone": "GMT Standard Time"}, lambda tenant: tenant.jobs[-1],
        {"schedule": FIVE}, {"schedule": LONDON},
    ),
    Case(
        "CreateJob", "GetJobs", spe_job.MODULE,
        {**HERE, "action": "Ping"}, lambda tenant: tenant.jobs[-1],
        {"schedule": FIVE}, {"action": "Ping"},
    ),
    Case(
        "SetProfileServerSideExecution", "GetProfiles", spe_profile.MODULE,
        {"name": "Mail", "automatic": True},
        lambda tenant: tenant.profiles[-1].server_side_execution,
        {"automaticPauseBetweenExecutions": "77"}, {"automatic": "true"},
    ),
    Case(
        "CreateProfile", "GetProfiles", spe_profile.MODULE,
        {"name": "Mail", "details": {"host": "ours"}, "secret_details": {}}, lambda tenant: tenant.profiles[-1],
        {"owner": "boss"}, {"details": {"host": "ours"}},
    ),
    Case(
        "SetCredentialSettings", "GetCredentialSettings", spe_credential.MODULE,
        {"description": "m365", "settings": {"TenantId": "ours"}, "secret_settings": {"Secret": "x"}},
        lambda tenant: tenant.credentials[0].settings,
        {"ApplicationId": "theirs"}, {"TenantId": "ours"},
    ),
]  # fmt: skip


def interfere(case: Case, tenant: Tenant) -> None:
    """Somebody changes the object as soon as the task has read it."""
    read = functions_of(tenant.server.environment.version)[case.reads].handler
    waiting = [case.theirs]

    def answer(call: Call) -> Any:
        result = read(call)
        if waiting:
            change(case.target(tenant), waiting.pop())
        return result

    tenant.server.world.answer_with(case.reads, answer)


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    chosen: Case = request.param
    return chosen


@pytest.fixture
def tasks(case: Case, tenant: Tenant) -> Tasks:
    fill(tenant)
    return Tasks(case.definition, tenant.server, case.defaults)


def test_what_somebody_else_changed_meanwhile_stays(case: Case, tasks: Tasks, tenant: Tenant) -> None:
    interfere(case, tenant)
    result = tasks.run(**case.options)
    assert case.writes in functions(result)
    after = case.target(tenant)
    # What both change is as the task wants it, with what it does not name as somebody else wants it.
    assert {name: value_of(after, name) for name in {**case.theirs, **case.ours}} == {**case.theirs, **case.ours}
    assert [call["function"] for call in result["calls"]] == tasks.spe.wire.writes
    assert not tasks.run(**case.options)["changed"]


def test_it_is_read_just_before_it_is_written(case: Case, tasks: Tasks) -> None:
    tasks.run(**case.options)
    asked = tasks.spe.wire.functions
    assert case.reads == asked[asked.index(case.writes) - 1]


def test_the_table_has_every_way_of_writing_a_whole_object() -> None:
    """Each function of a writer that a noun has for itself, and some of each writer that the engine has for all."""
    whole = {"SetStorePath", "SetCredentialSettings", "CreateJob", "CreateProfile"}
    of_the_engine: dict[type, set[str]] = {}
    for module in pkgutil.iter_modules(_resources.__path__):
        for value in vars(importlib.import_module(f"{_resources.__name__}.{module.name}")).values():
            if isinstance(value, Resource):
                for writer in (entry.writer for entry in value.fields if entry.whole_object):
                    kind, function = type(writer), str(writer.function)  # type: ignore[union-attr]  # each writer of a whole object has one
                    known = of_the_engine.setdefault(kind, set()) if kind.__module__ == writers.__name__ else whole
                    known.add(function)
    tried = {case.writes for case in CASES}
    assert sorted(whole - tried) == [], "Add a case for each."
    assert [kind for kind, written in of_the_engine.items() if not written & tried] == [], "Add a case for each."
    assert tried - whole <= set().union(*of_the_engine.values()), "These write no whole object."
