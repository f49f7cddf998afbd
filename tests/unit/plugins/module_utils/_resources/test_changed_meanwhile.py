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

from tests.unit.plugins.module_utils._resources.test_credential import Vault, metadata
from tests.unit.plugins.module_utils._resources.test_settings import MAIL, Settings
from tests.unit.plugins.module_utils.fake_archive import FakeArchive
from tests.unit.plugins.module_utils.fake_client import Arguments
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe
from tests.unit.plugins.module_utils.fake_system import SMTP_KEYS, FakeSystem
from tests.unit.plugins.module_utils.task import Tasks, functions

Fields = Mapping[str, Any]
Target = Callable[[Any, FakeInstance], Any]


@dataclass(frozen=True)
class Case:
    """What a task changes, what somebody else changes meanwhile, and where both are found afterwards."""

    writes: str
    reads: str
    definition: Any
    options: dict[str, Any]
    target: Target
    theirs: Fields
    ours: Fields
    server: Callable[[FakeInstance], FakeSpe] = FakeSpe
    defaults: Mapping[str, Any] = field(default_factory=lambda: {"instance_id": "acme"})
    begin: Callable[[Any, FakeInstance], Any] = lambda spe, acme: None

    def __str__(self) -> str:
        return self.writes


def kept(noun: str) -> Target:
    return lambda spe, _acme: spe.kept[noun]


def only(rows: str) -> Target:
    return lambda spe, acme: (getattr(acme, rows, None) or getattr(spe, rows))[-1]


HERE = {"name": "Nightly"}
SCHEDULE = {"timeZoneId": "UTC", "time": "03:30:00"}

CASES = [
    Case(
        "SetComplianceConfiguration", "GetComplianceConfiguration", spe_compliance.MODULE,
        {"log_successful_user_activities": ["Locked", "Login"]}, kept("ComplianceConfiguration"),
        {"legalHoldEnabled": True}, {"logSuccessfulUserActivities": ["Export", "Locked", "Login"]}, Settings,
    ),
    Case(
        "SetDirectoryServicesConfiguration", "GetDirectoryServicesConfiguration", spe_directory_services.MODULE,
        {"configuration": {"deleteUsers": True}, "password": "x"}, kept("DirectoryServicesConfiguration"),
        {"serverName": "dc2.example.com"}, {"deleteUsers": True}, Settings,
    ),
    Case(
        "SetIndexConfiguration", "GetIndexConfiguration", spe_index.MODULE,
        {"attachment_extensions": ["pdf"]}, kept("IndexConfiguration"),
        {"includeAttachmentsOfPDFs": True}, {}, Settings,
    ),
    Case(
        "SetSmtpSettings", "GetSmtpSettings", spe_smtp.MODULE,
        {"port": 25, "password": "x"}, kept("SmtpSettings"),
        {"fromDisplayName": "Theirs"}, {"port": 25}, Settings,
    ),
    Case(
        "SetStoreAutoCreateConfiguration", "GetStoreAutoCreateConfiguration", spe_store_auto_create.MODULE,
        {"size_threshold": "9"}, kept("StoreAutoCreateConfiguration"),
        {"baseDirectory": r"F:\acme"}, {}, Settings,
    ),
    Case(
        "SetSystemSmtpConfiguration", "GetSystemSmtpConfiguration", spe_system_smtp.MODULE,
        {"port": 25, "password": "x"}, lambda spe, _acme: spe.smtp,
        {"fromDisplayName": "Theirs"}, {"port": 25}, FakeSystem, {},
        lambda spe, _acme: setattr(spe, "smtp", {key: MAIL.get(key) for key in SMTP_KEYS}),
    ),
    Case(
        "SetInstanceConfiguration", "GetInstanceConfiguration", spe_instance.MODULE,
        {"display_name": "Ours"}, lambda _spe, acme: acme.configuration,
        {"alias": "theirs"}, {"displayName": "Ours"},
    ),
    Case(
        "SetInstanceHostConfiguration", "GetInstanceHosts", spe_instance_host.MODULE,
        {"name": "host1", "port": 9000}, lambda spe, _acme: spe.hosts["host1"],
        {"baseDirectory": "E:\\Theirs"}, {"port": 9000}, FakeSystem, {},
        lambda spe, _acme: spe.add_host("host1", baseDirectory="E:\\Archives"),
    ),
    Case(
        "SetClientAccessServerConfiguration", "GetClientAccessServers", spe_client_access_server.MODULE,
        {"name": "spe", "port": 9000}, lambda spe, _acme: spe.client_access_servers["spe"],
        {"serverCertificate": {"thumbprint": "BB" * 20}}, {"port": 9000}, FakeSystem, {},
        lambda spe, _acme: spe.add_client_access_server("spe"),
    ),
    Case(
        "SetSystemAdministratorConfiguration", "GetSystemAdministrators", spe_system_administrator.MODULE,
        {"name": "jane", "full_name": "Ours"}, lambda spe, _acme: spe.administrators["jane"],
        {"emailAddress": "theirs@example.com"}, {"fullName": "Ours"}, FakeSystem, {},
        lambda spe, _acme: spe.add_administrator("jane"),
    ),
    Case(
        "SetStorePath", "GetStores", spe_store.MODULE,
        {"name": "2026", "index_path": "F:\\Index", "allow_move": True}, only("stores"),
        {"contentPath": "F:\\Content"}, {"indexPath": "F:\\Index"},
        begin=lambda _spe, acme: acme.add_store("2026"),
    ),
    Case(
        "SetJobSchedule", "GetJobs", spe_job.MODULE,
        {**HERE, "time_zone": "GMT Standard Time"}, lambda _spe, acme: acme.jobs[-1]["schedule"],
        {"time": "05:00:00"}, {"timeZoneId": "GMT Standard Time"},
        begin=lambda _spe, acme: acme.add_job("Nightly", schedule=dict(SCHEDULE)),
    ),
    Case(
        "CreateJob", "GetJobs", spe_job.MODULE,
        {**HERE, "action": "Ping"}, only("jobs"),
        {"schedule": {"timeZoneId": "UTC", "time": "05:00:00"}}, {"action": "Ping"},
        begin=lambda _spe, acme: acme.add_job("Nightly", schedule=dict(SCHEDULE)),
    ),
    Case(
        "SetProfileServerSideExecution", "GetProfiles", spe_profile.MODULE,
        {"name": "Mail", "automatic": True},
        lambda spe, _acme: spe.profiles[-1]["serverSideExecution"],
        {"automaticPauseBetweenExecutions": "77"}, {"automatic": True}, FakeArchive,
        begin=lambda spe, _acme: spe.add_profile(
            "Mail", serverSideExecution={"automatic": "false", "automaticPauseBetweenExecutions": "5"}
        ),
    ),
    Case(
        "CreateProfile", "GetProfiles", spe_profile.MODULE,
        {"name": "Mail", "details": {"host": "ours"}, "secret_details": {}}, lambda spe, _acme: spe.profiles[-1],
        {"owner": "boss"}, {"details": {"host": "ours"}}, FakeArchive,
        begin=lambda spe, _acme: spe.add_profile("Mail", details={"host": "old"}),
    ),
    Case(
        "SetCredentialSettings", "GetCredentialSettings", spe_credential.MODULE,
        {"description": "m365", "settings": {"TenantId": "ours"}, "secret_settings": {"Secret": "x"}},
        lambda spe, _acme: spe.credentials[0]["Settings"],
        {"ApplicationId": "theirs"}, {"TenantId": "ours"}, Vault,
        begin=lambda spe, _acme: spe.add("m365", ApplicationId="old", TenantId="old"),
    ),
]  # fmt: skip


class Interloper:
    """Changes the object as soon as the task has read it."""

    def __init__(self, case: Case, spe: FakeSpe, acme: FakeInstance) -> None:
        self.case, self.spe, self.acme = case, spe, acme
        self.waiting = True
        self._answer = spe.answer
        spe.answer = self.answer  # type: ignore[method-assign]

    def answer(self, function: str, arguments: Arguments) -> Any:
        result = self._answer(function, arguments)
        if function != self.case.reads or not self.waiting:
            return result
        self.waiting = False
        read = [dict(row) for row in result] if isinstance(result, list) else dict(result)
        # In place, or by another object: the task has got its own copy in either case.
        self.case.target(self.spe, self.acme).update(self.case.theirs)
        return read


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    chosen: Case = request.param
    return chosen


@pytest.fixture
def tasks(case: Case, acme: FakeInstance) -> Tasks:
    for name in ("admin", "boss"):
        acme.add_user(name, privileges=["admin"])
    spe = case.server(acme)
    case.begin(spe, acme)
    return Tasks(case.definition, spe, case.defaults, metadata=metadata())


def test_what_somebody_else_changed_meanwhile_stays(case: Case, tasks: Tasks, acme: FakeInstance) -> None:
    Interloper(case, tasks.spe, acme)
    result = tasks.run(**case.options)
    assert case.writes in functions(result)
    after = case.target(tasks.spe, acme)
    assert {key: after[key] for key in case.theirs} == dict(case.theirs)
    assert {key: after[key] for key in case.ours} == dict(case.ours)
    assert [call["function"] for call in result["calls"]] == tasks.spe.wire.writes
    assert not tasks.run(**case.options)["changed"]


def test_it_is_read_just_before_it_is_written(case: Case, tasks: Tasks) -> None:
    tasks.run(**case.options)
    asked = tasks.spe.wire.functions
    assert case.reads == asked[asked.index(case.writes) - 1]


def test_the_table_has_every_function_that_takes_a_whole_object() -> None:
    whole = {"SetStorePath", "SetCredentialSettings", "CreateJob", "CreateProfile"}
    for module in pkgutil.iter_modules(_resources.__path__):
        for value in vars(importlib.import_module(f"{_resources.__name__}.{module.name}")).values():
            if isinstance(value, Resource):
                whole |= {str(entry.writer.function) for entry in value.fields if entry.whole_object}  # type: ignore[union-attr]
    assert {case.writes for case in CASES} == whole
