# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials that a task names by their description: what is written is their ID."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError, NotSupportedByServer
from ansible_collections.community.mailstore.plugins.modules import (
    spe_directory_services,
    spe_profile,
    spe_profile_run,
)

from tests.unit.plugins.module_utils.task import Tasks
from tests.unit.plugins.module_utils.tenant import OFFICE_365, Tenant

#: For each module that takes a credential: its options without one, where the credential stands, and where its ID goes.
TAKERS: Mapping[str, tuple[ModuleDefinition, dict[str, Any], str, str]] = {
    "spe_directory_services": (
        spe_directory_services.MODULE,
        {"configuration": OFFICE_365},
        "",
        "config",
    ),
    "spe_profile": (
        spe_profile.MODULE,
        {"name": "Mail", "owner": "admin", "connector": "MicrosoftOffice365", "details": {"multiDrop": True}},
        "",
        "properties",
    ),
    "spe_profile_run": (
        spe_profile_run.MODULE,
        {"temporary": {"name": "Try", "owner": "admin", "connector": "MicrosoftOffice365"}},
        "temporary",
        "properties",
    ),
}


@pytest.fixture
def archive(tenant: Tenant) -> Tenant:
    tenant.add_user("admin", privileges=("admin",))
    tenant.add_store("2026", requested_state="current")
    for description in ("first", "second", "m365", "Twin", "Twin"):
        tenant.add_credential(description)
    return tenant


def options_of(taker: str, description: Any, **settings: Any) -> dict[str, Any]:
    _definition, options, where, _argument = TAKERS[taker]
    settings_option = "configuration" if taker == "spe_directory_services" else "details"
    inner = {**(options[where] if where else options)}
    inner[settings_option] = {**inner.get(settings_option, {}), **settings}
    inner["credential"] = description
    return {where: inner} if where else inner


def tasks_of(taker: str, archive: Tenant) -> Tasks:
    return Tasks(TAKERS[taker][0], archive.server, {"instance_id": "acme"})


def written_id(taker: str, result: dict[str, Any]) -> Any:
    argument = result["calls"][0]["arguments"][TAKERS[taker][3]]
    return argument["credentialId"] if taker == "spe_directory_services" else argument["details"]["credentialId"]


@pytest.mark.parametrize("taker", TAKERS)
def test_the_id_of_a_named_credential_is_written(archive: Tenant, taker: str) -> None:
    tasks = tasks_of(taker, archive)
    predicted = tasks.check(**options_of(taker, "m365"))
    result = tasks.run(**options_of(taker, "m365"))
    assert str(written_id(taker, result)) == "3"
    assert predicted["calls"] == result["calls"]
    if taker != "spe_profile_run":
        assert not tasks.run(**options_of(taker, "m365"))["changed"]


@pytest.mark.parametrize("taker", TAKERS)
def test_an_earlier_task_may_make_it_in_check_mode(archive: Tenant, taker: str) -> None:
    tasks = tasks_of(taker, archive)
    predicted = tasks.check(**options_of(taker, "new one"))
    assert written_id(taker, predicted) == "(ID of the new credential 'new one')"
    assert "There is no credential 'new one' in the instance 'acme' yet" in tasks.warnings[0]
    with pytest.raises(
        InputError, match="There is no credential 'new one' in this instance; it has: first, second, m365, Twin, Twin"
    ):
        tasks.run(**options_of(taker, "new one"))
    assert archive.server.wire.writes == []


@pytest.mark.parametrize("taker", TAKERS)
@pytest.mark.parametrize(
    ("description", "settings", "sentence"),
    [
        ("", {}, "credential is empty: set the description of a credential, or leave it out"),
        ("m365", {"credentialId": 3}, "both name a credential; keep one of the two"),
        ("Twin", {}, "The name 'Twin' is ambiguous: 2 credentials have it"),
        ("M365", {}, "There is no credential 'M365', but there is 'm365'"),
    ],
)
def test_what_names_no_credential_is_refused(
    archive: Tenant, taker: str, description: str, settings: dict[str, Any], sentence: str
) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError, match=sentence):
            tasks_of(taker, archive).run(check_mode, **options_of(taker, description, **settings))
    assert archive.server.wire.writes == []


@pytest.mark.parametrize("taker", TAKERS)
def test_credentials_are_only_read_where_one_is_named(archive: Tenant, taker: str) -> None:
    tasks_of(taker, archive).check(**TAKERS[taker][1])
    assert "GetCredentials" not in archive.server.wire.functions


@pytest.mark.parametrize("taker", TAKERS)
def test_a_server_without_credentials(archive: Tenant, taker: str) -> None:
    archive.server.world.remove("GetCredentials")
    tasks = tasks_of(taker, archive)
    with pytest.raises(NotSupportedByServer, match="does not know GetCredentials, which credential needs"):
        tasks.run(**options_of(taker, "m365"))


@pytest.mark.parametrize("taker", TAKERS)
def test_an_instance_that_an_earlier_task_makes(archive: Tenant, taker: str) -> None:
    tasks = tasks_of(taker, archive)
    predicted = tasks.check(**{**options_of(taker, "m365"), "instance_id": "tomorrow"})
    assert written_id(taker, predicted) == "(ID of the new credential 'm365')"
