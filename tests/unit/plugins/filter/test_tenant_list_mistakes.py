# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every mistake in the form of a list of tenants has its sentence, which says where it is and shows no password."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.filter.tenant_list_mistakes import tenant_list_mistakes
from ansible_collections.community.mailstore.plugins.plugin_utils.templates import EVERY_TEXT_IS_A_TEMPLATE

from tests.simulation.templates import evaluated
from tests.tools.example import example_file

SECRET = "S3cret-word"


def _tenant(**changes: Any) -> dict[str, Any]:
    return {
        "tenant_id": "bakery",
        "tenant_instance_host": "host1",
        "tenant_base_directory": "E:\\Bakery",
        "tenant_stores": [{"name": "2026", "requested_state": "current"}],
        "tenant_jobs": [],
        **changes,
    }


def _user(**user: Any) -> dict[str, Any]:
    return _tenant(tenant_users=[{"name": "anna", "password": SECRET, **user}])


def _job(**job: Any) -> dict[str, Any]:
    return _tenant(tenant_job_owner="admin", tenant_jobs=[{"name": "Verify", "command": "VerifyStores", **job}])


def test_the_example_has_no_mistake() -> None:
    assert tenant_list_mistakes(example_file()["tenants"]) == []


@pytest.mark.parametrize(
    "tenant",
    [
        # As Ansible takes them
        _tenant(
            tenant_debug_log_enabled="yes",
            tenant_job_window_minutes="60",
            tenant_stores=[{"name": 2026, "requested_state": "current"}],
        ),
        _user(privileges="login, export", full_name=None, email_addresses=None),
        _user(email_addresses="a@x.example", folder_privileges=[{"folder": "a", "privileges": "read"}]),
        _job(day_of_month=15, time="03:30", arguments={"id": 1}),
        _job(interval="60"),
        _tenant(tenant_alias=None, tenant_users=[], tenant_jobs=[]),
    ],
)
def test_what_ansible_takes_is_no_mistake(tenant: dict[str, Any]) -> None:
    assert tenant_list_mistakes([tenant]) == []


@pytest.mark.parametrize(
    ("tenant", "sentence"),
    [
        (_tenant(tenant_sotres=[]), "bakery: tenant_sotres is not a variable of the role; did you mean tenant_stores?"),
        (_tenant(passwords=1), "bakery: passwords is not a variable of the role; `ansible-doc -t role"),
        (_tenant(tenant_contact="Anna"), "bakery: tenant_contact is not a variable of the role; `ansible-doc -t role"),
        (
            _user(fullname="Anna"),
            "bakery: tenant_users[0] (anna): there is no option fullname; did you mean full_name?",
        ),
        (_tenant(tenant_instance_host=None), "bakery: tenant_instance_host is empty; set it."),
        (_tenant(tenant_id=""), "tenant 1: tenant_id: '' is not an instance ID"),
        ({k: v for k, v in _tenant().items() if k != "tenant_id"}, "tenant 1: tenant_id is missing; set it."),
        (_tenant(tenant_jobs=None), "bakery: tenant_jobs is null, but must be a list; write [] for an empty one"),
        (_job(stagger=None), "bakery: tenant_jobs[0] (Verify): give one schedule, which is"),
        (_tenant(tenant_time_zone=None), "bakery: tenant_time_zone is null: give it a value, or leave it out."),
        (
            _tenant(tenant_users={"name": "anna", "password": SECRET}),
            "bakery: tenant_users is a dictionary, but must be a list; write [] for an empty one, or leave it out.",
        ),
        (_tenant(tenant_users="anna"), "bakery: tenant_users is a text, but must be a list; write []"),
        (
            _tenant(tenant_users=[{"name": "anna"}, [{"name": "ben", "password": SECRET}]]),
            "bakery: tenant_users[1]: each entry must be a dictionary; give its options by name.",
        ),
        ("bakery", "tenant 1: it is a text, but must be a dictionary; give its variables by name."),
        (
            _job(arguments=["includeIndexes"], stagger="daily"),
            "bakery: tenant_jobs[0] (Verify): argument 'arguments' is of type",
        ),
        (
            _user(full_name=["Anna"]),
            "bakery: tenant_users[0].full_name: ['Anna'] is a list, not a text; give one text.",
        ),
        (
            _user(email_addresses=["a@b.example", None]),
            "bakery: tenant_users[0].email_addresses has an empty element; leave it out.",
        ),
        (
            _user(privileges=["administrator"]),
            "(anna): value of privileges must be one or more of: none, admin, login,",
        ),
        (_user(mfa=True), "(anna): value of mfa must be one of: enabled, disabled, got: True."),
        (_job(interval=7), "(Verify): value of interval must be one of: 5, 10, 15,"),
        (_job(time="03:30", day_of_month=32), "(Verify): value of day_of_month must be one of: 1, 2,"),
        (
            _user(full_name=False),
            "bakery: tenant_users[0].full_name: False is true or false, not a text, because YAML reads it that way without",
        ),
        (_user(email_addresses=[7]), "bakery: tenant_users[0].email_addresses: 7 is a number, not a text"),
        (
            _user(password=7),
            "bakery: tenant_users[0].password is a number, not a text: put it in quotes (in a template: | string).",
        ),
        (_user(folder_privileges=[{"folder": 7, "privileges": "read"}]), "folder_privileges[0].folder: 7 is a number"),
        (_tenant(tenant_jobs=[{"name": 1350}]), "bakery: tenant_jobs[0].name: 1350 is a number, not a text"),
        (_tenant(tenant_stores=[{"name": 7}]), "bakery: tenant_stores[0].name: 7 is a number, not a text"),
        (_tenant(tenant_display_name=True), "bakery: tenant_display_name: True is true or false, not a text"),
        (
            _user(email_addresses={"first": "a@x.example"}),
            "bakery: tenant_users[0].email_addresses is a dictionary, not a list of",
        ),
        (
            _job(date=date(2027, 1, 1)),
            "bakery: tenant_jobs[0].date is a date, which not every version of Ansible can hand on: put it in quotes.",
        ),
        (
            _tenant(tenant_default_privileges=["admin"]),
            "value of tenant_default_privileges must be one or more of: none",
        ),
        (_tenant(tenant_debug_log_enabled="maybe"), "tenant_debug_log_enabled: 'maybe' is neither true nor false."),
        (_tenant(tenant_job_window_minutes="long"), "tenant_job_window_minutes: 'long' is not a whole number."),
        (_tenant(tenant_alias="Bakery"), "bakery: tenant_alias is the ID itself; leave it out, or choose another."),
    ],
)
def test_a_mistake_has_one_sentence_that_says_where_it_is(tenant: Any, sentence: str) -> None:
    (found,) = tenant_list_mistakes([tenant])
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
    assert tenant_list_mistakes([_tenant(), other]) == [
        f"More than one tenant has {shared}; an ID or alias and a base directory must belong to one tenant alone."
    ]


def test_a_number_among_ids_is_refused() -> None:
    numbered = _tenant(tenant_id=2026, tenant_base_directory="E:\\2026")
    (found,) = tenant_list_mistakes([_tenant(), numbered])
    assert found.startswith("2026: tenant_id: 2026 is a number, not a text")


def test_all_mistakes_of_all_tenants_come_in_one_round() -> None:
    broken = [_user(fullname="a"), _tenant(tenant_id="clinic", tenant_smtp=5), 7, _tenant(tenant_id="mill")]
    found = tenant_list_mistakes(broken)
    assert [sentence.partition(":")[0] for sentence in found[:-1]] == ["bakery", "clinic", "tenant 3"]
    assert found[-1].startswith("More than one tenant has e:\\bakery")


@pytest.mark.parametrize(
    ("tenants", "found"),
    [
        ("{{ nobody }}", "The list of tenants takes nobody, which is not defined; define it, too."),
        ([], "The list of tenants is not a list with at least one tenant; begin each with a dash."),
        (
            {"tenant_id": "bakery"},
            "The list of tenants is not a list with at least one tenant; begin each with a dash.",
        ),
    ],
)
def test_what_is_no_list_of_tenants_is_refused(tenants: Any, found: str) -> None:
    assert evaluated("{{ tenants | community.mailstore.tenant_list_mistakes }}", {"tenants": tenants}) == [found]


def test_a_password_that_is_not_defined_is_named_with_tenant_and_place() -> None:
    tenants = [_tenant(tenant_users=[{"name": "anna", "password": "{{ vault_nobody }}", "full_name": SECRET}])]
    (found,) = evaluated("{{ tenants | community.mailstore.tenant_list_mistakes }}", {"tenants": tenants})
    where = "The list of tenants" if EVERY_TEXT_IS_A_TEMPLATE else "bakery: tenant_users[0] (anna): password"
    assert found == f"{where} takes vault_nobody, which is not defined; define it, too."
