# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every object that is written whole, with a secret in it that no read tells, looks after its secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.mailstore.plugins.module_utils._engine.writers import OwnSetter
from ansible_collections.community.mailstore.plugins.modules import (
    spe_credential,
    spe_directory_services,
    spe_profile,
    spe_smtp,
    spe_system_smtp,
)

from tests.unit.documentation import all_resources
from tests.unit.plugins.module_utils._resources.test_settings import configure
from tests.unit.plugins.module_utils.task import Tasks
from tests.unit.plugins.module_utils.tenant import Tenant


@dataclass(frozen=True)
class Change:
    """A change of one field without the secret, the secret as options give it, and whether leaving it out is refused."""

    definition: ModuleDefinition
    options: dict[str, Any]
    secret: dict[str, Any]
    refused: bool = False


FIRST = {
    "hostname": "mail.example",
    "port": 587,
    "protocol": "SMTP-TLS",
    "authentication_required": True,
    "from_email_address": "archive@example.com",
    "password": "word",
}
WITH_PASSWORD = {"password": "word"}
CHANGES = {
    "smtp": Change(spe_smtp.MODULE, {"port": 25}, WITH_PASSWORD),
    "system_smtp": Change(spe_system_smtp.MODULE, {"port": 25}, WITH_PASSWORD),
    "directory_services": Change(
        spe_directory_services.MODULE, {"configuration": {"serverName": "dc2"}}, WITH_PASSWORD
    ),
    "credential": Change(
        spe_credential.MODULE,
        {"description": "m365", "settings": {"TenantId": "other"}},
        {"secret_settings": {"ClientSecret": "word"}},
    ),
    # A new profile takes the place of the old one: its secret is lost for certain.
    "profile": Change(
        spe_profile.MODULE,
        {"name": "Journal", "details": {"host": "other"}},
        {"secret_details": {"password": "word"}},
        refused=True,
    ),
}


def _written_whole(resource: Resource) -> bool:
    """Whether a secret shares its writer with fields that are none."""
    return any(
        secret.secret
        and not isinstance(secret.writer, OwnSetter)
        and any(not field.secret and field.writer == secret.writer for field in resource.fields)
        for secret in resource.fields
    )


def test_all_of_them_are_tried_here() -> None:
    nouns = {noun for noun, resource in all_resources().items() if _written_whole(resource)}
    assert nouns | {"credential"} == CHANGES.keys()


@pytest.fixture
def filled(tenant: Tenant) -> Tenant:
    """A tenant that has all of them."""
    Tasks(spe_system_smtp.MODULE, tenant.server).run(**FIRST)
    tenant.add_credential("m365", TenantId="t")
    tenant.add_user("admin", privileges=("admin",))
    tenant.add_profile("Journal", details={"host": "h", "password": "word"})
    configure(tenant)
    tenant.server.wire.forget()
    return tenant


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("noun", CHANGES)
def test_a_secret_that_is_left_out_is_told(noun: str, filled: Tenant, check_mode: bool) -> None:
    change = CHANGES[noun]
    scope = {} if noun == "system_smtp" else {"instance_id": "acme"}
    tasks = Tasks(change.definition, filled.server, scope)
    if change.refused:
        with pytest.raises(InputError, match="the server does not return"):
            tasks.run(check_mode, **change.options)
        assert tasks.spe.wire.writes == []
    else:
        assert tasks.run(True, **change.options)["changed"]
        assert [text for text in tasks.warnings if "it is not known whether the server keeps it: set" in text]
    tasks.warnings.clear()
    assert tasks.run(check_mode, **change.options, **change.secret)["changed"]
    assert tasks.warnings == []
