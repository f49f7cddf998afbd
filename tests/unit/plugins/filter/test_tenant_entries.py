# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an entry itself says wins over the defaults of the role."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.filter.stagger import stagger
from ansible_collections.community.mailstore.plugins.filter.tenant_entries import tenant_entries

DEFAULTS: dict[str, Any] = {
    "id": "contoso",
    "base_directory": "E:\\Contoso\\",
    "default_privileges": ["login"],
    "default_own_archive_privileges": ["read"],
    "job_owner": "admin",
    "job_window_start": "22:00",
    "job_window_minutes": 420,
    "time_zone": "$Local",
}
RIGHTS = {"privileges": ["login"], "own_archive_privileges": ["read"]}


def _one(part: str, entry: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    before = repr(entry)
    (complete,) = tenant_entries([entry], part, {**DEFAULTS, **defaults})
    assert repr(entry) == before, "The variables of the playbook were changed."
    result: dict[str, Any] = complete
    return result


@pytest.mark.parametrize(
    ("entry", "added"),
    [
        ({"name": "2026"}, {"database_path": "E:\\Contoso\\2026", "requested_state": "normal"}),
        ({"name": 2026, "requested_state": "current"}, {"database_path": "E:\\Contoso\\2026"}),
        ({"name": "a", "database_path": "D:\\a", "requested_state": "disabled"}, {}),
        ({"name": "a", "state": "absent"}, {}),
    ],
)
def test_a_store(entry: dict[str, Any], added: dict[str, Any]) -> None:
    assert _one("stores", entry) == {**entry, **added}


@pytest.mark.parametrize(
    ("entry", "added"),
    [
        ({"name": "a"}, RIGHTS),
        ({"name": "a", "privileges": ["none"]}, {"own_archive_privileges": ["read"]}),
        ({"name": "a", "privileges": []}, {"own_archive_privileges": ["read"]}),
        ({"name": "a", "privileges": ["admin"]}, {}),
        ({"name": "a", "privileges": "admin"}, {}),
        ({"name": "a", "own_archive_privileges": ["none"]}, {"privileges": ["login"]}),
        ({"name": "a", "folder_privileges": [{"folder": "A", "privileges": ["read"]}]}, {"privileges": ["login"]}),
        ({"name": "a", "folder_privileges": [{"folder": "b", "privileges": ["read"]}]}, RIGHTS),
        (
            {"name": "a", "new_name": "b", "folder_privileges": [{"folder": "b", "privileges": ["read"]}]},
            {"privileges": ["login"]},
        ),
        ({"name": "a", "state": "absent"}, {}),
        ({"name": "a", "state": "present"}, RIGHTS),
    ],
)
def test_a_user(entry: dict[str, Any], added: dict[str, Any]) -> None:
    assert _one("users", entry) == {**entry, **added}


@pytest.mark.parametrize(
    ("entry", "added"),
    [
        ({"name": "j", "time": "03:30"}, {"enabled": True, "time_zone": "$Local", "owner": "admin"}),
        ({"name": "j", "time": "03:30", "enabled": False, "time_zone": "UTC", "owner": "b"}, {}),
        ({"name": "j", "state": "absent"}, {}),
    ],
)
def test_a_job(entry: dict[str, Any], added: dict[str, Any]) -> None:
    assert _one("jobs", entry) == {**entry, **added}


def test_a_job_without_any_owner_gets_none() -> None:
    assert "owner" not in _one("jobs", {"name": "j", "time": "03:30"}, job_owner="")


def test_jobs_belong_to_the_first_administrator_who_is_to_be_there() -> None:
    users = [
        {"name": "a"},
        {"name": "b", "privileges": "admin", "state": "absent"},
        {"name": "c", "privileges": "login, admin"},
        {"name": "d", "privileges": ["admin"]},
    ]
    assert _one("jobs", {"name": "j", "time": "03:30"}, job_owner="", users=users)["owner"] == "c"


def test_a_staggered_job_keeps_its_place_in_the_window() -> None:
    job = _one("jobs", {"name": "Verify", "stagger": "weekly"}, job_window_start="20:00", job_window_minutes=60)
    schedule = stagger("weekly", "contoso/Verify", "20:00", 60)
    assert {key: job[key] for key in schedule} == schedule
    assert "stagger" not in job


class _OmitType:
    """What ansible-core has for `omit` from 2.19 on."""


@pytest.mark.parametrize("omit", ["__omit_place_holder__0123", _OmitType()])
def test_what_is_left_out_is_not_there(omit: Any) -> None:
    assert _one("users", {"name": "a", "password": omit, "privileges": omit}) == {"name": "a", **RIGHTS}


@pytest.mark.parametrize("value", [None, "text", {"name": "a"}, [None, "text", 7]])
def test_what_is_no_list_of_dictionaries_is_left_to_others(value: Any) -> None:
    assert tenant_entries(value, "users", DEFAULTS) == value
