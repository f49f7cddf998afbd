# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every mistake in the form of a list of tenants has its sentence, which says where it is and shows no password."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.filter.tenant_list_mistakes import tenant_list_mistakes

from tests.tools.example import example_file

ROOT = Path(__file__).resolve().parents[4]
SPECIFICATION = ROOT / "roles" / "tenant" / "meta" / "argument_specs.yml"
OPTIONS = yaml.safe_load(SPECIFICATION.read_text(encoding="utf-8"))["argument_specs"]["variables"]["options"]
SECRET = "S3cret-word"


def _tenant(**changes: Any) -> dict[str, Any]:
    return {
        "tenant_id": "bakery",
        "tenant_instance_host": "host1",
        "tenant_base_directory": "E:\\Bakery",
        "tenant_stores": [{"name": "2026", "requested_state": "current"}],
        **changes,
    }


def _user(**user: Any) -> dict[str, Any]:
    return _tenant(tenant_users=[{"name": "anna", "password": SECRET, **user}])


def _job(**job: Any) -> dict[str, Any]:
    return _tenant(tenant_jobs=[{"name": "Verify", "command": "VerifyStores", **job}])


def test_the_example_has_no_mistake() -> None:
    assert tenant_list_mistakes(example_file()["tenants"], OPTIONS) == []


@pytest.mark.parametrize(
    "tenant",
    [
        # As Ansible takes them
        _tenant(tenant_debug_log_enabled="yes", tenant_job_window_minutes="60", tenant_stores=[{"name": 2026}]),
        _user(privileges="login,export", full_name=None, email_addresses=None),
        _user(email_addresses="a@x.example", folder_privileges=[{"folder": "a", "privileges": "read"}]),
        _job(day_of_month=15, time="03:30", interval="60", arguments={"id": 1}),
        _tenant(tenant_alias=None, tenant_users=[], tenant_jobs=[]),
    ],
)
def test_what_ansible_takes_is_no_mistake(tenant: dict[str, Any]) -> None:
    assert tenant_list_mistakes([tenant], OPTIONS) == []


@pytest.mark.parametrize(
    ("tenant", "sentence"),
    [
        (_tenant(tenant_sotres=[]), "bakery: there is no tenant_sotres; did you mean tenant_stores?"),
        (_tenant(passwords=1), "bakery: there is no passwords; there are tenant_id, tenant_alias,"),
        (_user(fullname="Anna"), "bakery, tenant_users, anna: there is no fullname; did you mean full_name?"),
        (_tenant(tenant_instance_host=None), "bakery: tenant_instance_host is missing; give it."),
        (_tenant(tenant_id=""), "tenant 1: tenant_id is missing; give it."),
        (_tenant(tenant_jobs=None), "bakery: tenant_jobs is null; write [] for an empty list, or leave it out."),
        (_job(stagger=None), "bakery, tenant_jobs, Verify: stagger is null; give it a value, or leave it out."),
        (_tenant(tenant_time_zone=None), "bakery: tenant_time_zone is null; give it a value, or leave it out."),
        (
            _tenant(tenant_users={"name": "anna", "password": SECRET}),
            "bakery: tenant_users is a list, but this is a dictionary; begin each of its entries with a dash.",
        ),
        (_tenant(tenant_users="anna"), "bakery: tenant_users is a list, but this is a single value; begin each"),
        (
            _tenant(tenant_users=[{"name": "anna"}, [{"name": "ben", "password": SECRET}]]),
            "bakery, tenant_users, entry 2: an entry has keys, each with its value, but this is a list.",
        ),
        ("bakery", "tenant 1: an entry has keys, each with its value, but this is a single value."),
        (_job(arguments=["includeIndexes"]), "Verify: arguments has keys, each with its value, but this is a list."),
        (_user(full_name=["Anna"]), "bakery, tenant_users, anna: full_name is one value, but this is a list."),
        (_user(email_addresses=["a@b.example", None]), "anna: email_addresses is null; give it a value"),
        (_user(privileges=["administrator"]), "anna: privileges: 'administrator' is none of none, admin, login,"),
        (_user(mfa=True), "anna: mfa: 'True' is none of enabled, disabled; choose one of these."),
        (_job(interval=7), "bakery, tenant_jobs, Verify: interval: 7 is none of 5, 10, 15,"),
        (_job(time="03:30", day_of_month=32), "Verify: day_of_month: '32' is none of 1, 2,"),
        (
            _user(full_name=False),
            "anna: full_name: False is true or false, not a text, because YAML reads it that way without",
        ),
        (_user(email_addresses=[7]), "anna: email_addresses: 7 is a number, not a text"),
        (
            _user(password=7),
            "anna: password is not a text, because YAML reads it otherwise without quotes: put it in quotes.",
        ),
        (_user(folder_privileges=[{"folder": 7, "privileges": "read"}]), "folder_privileges, 7: folder: 7 is a number"),
        (_tenant(tenant_jobs=[{"name": 1350}]), "bakery, tenant_jobs, 1350: name: 1350 is a number, not a text"),
        (_tenant(tenant_stores=[{"name": 7}]), "bakery, tenant_stores, 7: name: 7 is a number, not a text"),
        (_tenant(tenant_display_name=True), "bakery: tenant_display_name: True is true or false, not a text"),
        (_user(privileges="login, export"), "anna: privileges: ' export' is none of none, admin, login,"),
        (_user(email_addresses={"first": "a@x.example"}), "anna: email_addresses is a list, but this is a dictionary;"),
        (_job(date=date(2027, 1, 1)), "Verify: date: YAML makes a date of its own of this; put quotation"),
        (_tenant(tenant_default_privileges=["admin"]), "tenant_default_privileges: 'admin' is none of none, login,"),
        (_tenant(tenant_debug_log_enabled="maybe"), "tenant_debug_log_enabled: 'maybe' is neither true nor false."),
        (_tenant(tenant_job_window_minutes="long"), "tenant_job_window_minutes: 'long' is no whole number."),
        (_tenant(tenant_alias="Bakery"), "bakery: tenant_alias is the ID itself; leave it out, or choose another."),
    ],
)
def test_a_mistake_has_one_sentence_that_says_where_it_is(tenant: Any, sentence: str) -> None:
    (found,) = tenant_list_mistakes([tenant], OPTIONS)
    assert sentence in found
    assert SECRET not in found


@pytest.mark.parametrize(
    ("second", "shared"),
    [
        ({"tenant_id": "bakery"}, "bakery"),
        ({"tenant_alias": "BAKERY"}, "bakery"),
        ({"tenant_base_directory": "e:\\BAKERY\\"}, "e:\\bakery"),
    ],
)
def test_what_only_one_tenant_can_have(second: dict[str, Any], shared: str) -> None:
    other = _tenant(**{"tenant_id": "clinic", "tenant_base_directory": "E:\\Clinic", **second})
    assert tenant_list_mistakes([_tenant(), other], OPTIONS) == [
        f"More than one tenant has {shared}; an ID or alias and a base directory must belong to one tenant alone."
    ]


def test_a_number_among_ids_is_refused() -> None:
    numbered = _tenant(tenant_id=2026, tenant_base_directory="E:\\2026")
    (found,) = tenant_list_mistakes([_tenant(), numbered], OPTIONS)
    assert found.startswith("2026: tenant_id: 2026 is a number, not a text")
