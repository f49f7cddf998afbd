# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every mistake in the description of a tenant has its sentence."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.filter.tenant_mistakes import tenant_mistakes

ADMIN = {"name": "admin", "password": "secret", "privileges": ["admin"]}
CURRENT = {"name": "2026", "requested_state": "current"}
VERIFY = {"name": "Verify", "command": "VerifyStores", "arguments": {"includeIndexes": True}, "stagger": "weekly"}


def _tenant(**changes: Any) -> dict[str, Any]:
    return {
        "id": "contoso",
        "base_directory": "E:\\Contoso",
        "stores": [CURRENT, {"name": "2025"}],
        "users": [ADMIN, {"name": "jane.doe", "email_addresses": ["jane@contoso.example"]}],
        "default_privileges": ["login"],
        "default_own_archive_privileges": ["read"],
        "jobs": [VERIFY, {"name": "Sync", "action": "SyncUsersWithDirectoryServices", "time": "06:15"}],
        "job_owner": "admin",
        "job_window_start": "22:00",
        "job_window_minutes": 420,
        "time_zone": "$Local",
        **changes,
    }


def test_a_good_description_has_no_mistake() -> None:
    assert tenant_mistakes(_tenant()) == []


def test_names_that_differ_in_a_sharp_s_are_two_names() -> None:
    assert tenant_mistakes(_tenant(stores=[CURRENT, {"name": "Straße"}, {"name": "Strasse"}])) == []


def test_a_tenant_without_users_and_jobs_has_no_mistake() -> None:
    assert tenant_mistakes(_tenant(users=[], jobs=[], job_owner="")) == []


def _job(**job: Any) -> dict[str, Any]:
    return _tenant(jobs=[{"name": "Verify", **job}])


@pytest.mark.parametrize(
    ("tenant", "sentence"),
    [
        (_tenant(id="Contoso"), "tenant_id: 'Contoso' is not an instance ID"),
        (_tenant(id="contoso fabrikam"), "tenant_id: 'contoso fabrikam' is not an instance ID"),
        (_tenant(stores=[]), "but none has it."),
        (_tenant(stores=[{"name": "2025"}]), "but none has it."),
        (_tenant(stores=[CURRENT, {**CURRENT, "name": "2027"}]), "but 2026 and 2027 have it."),
        (_tenant(stores=[CURRENT, {"name": 2026, "database_path": "E:\\x"}]), "the store 2026 is given twice"),
        (
            _tenant(stores=[CURRENT, {"name": "a", "database_path": "e:\\contoso\\2026"}]),
            "the database path e:\\contoso\\2026 is given twice",
        ),
        (
            _tenant(
                base_directory="E:\\Contoso\\", stores=[CURRENT, {"name": "a", "database_path": "E:\\Contoso\\2026"}]
            ),
            "the database path E:\\Contoso\\2026 is given twice",
        ),
        (
            _tenant(base_directory="Contoso\\mail"),
            "tenant_base_directory: 'Contoso\\mail' is no full path on the instance host; begin with the drive, as in E:\\Archives.",
        ),
        (_tenant(base_directory="/srv/mail"), "'/srv/mail' is no full path"),
        (_tenant(base_directory=None), "tenant_base_directory: '' is no full path"),
        (
            _tenant(stores=[{**CURRENT, "index_path": "2026\\Index"}]),
            "tenant_stores, 2026: index_path: '2026\\Index' is no full path",
        ),
        (_tenant(jobs=None), "tenant_jobs: this must be a list; write [] for an empty one, or leave it out."),
        (_tenant(default_privileges=None), "tenant_default_privileges: this must be a list"),
        (_tenant(stores=[CURRENT, {"name": None}]), "tenant_stores: entry 2 has no name; give it one."),
        (_tenant(users=[{"name": "", "privileges": ["admin"]}]), "tenant_users: entry 1 has no name"),
        (_tenant(users=[ADMIN, {"name": "Admin"}]), "the user Admin is given twice"),
        (
            _tenant(default_privileges=["none", "login"]),
            "tenant_default_privileges and tenant_default_own_archive_privileges: privileges: none must stand alone",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "folder_privileges": [{"folder": "a", "privileges": ["read"]}]}]),
            "tenant_users, a: folder_privileges and own_archive_privileges both name 'a'",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "email_addresses": ["x@y.example", "X@y.example"]}]),
            "the e-mail address X@y.example is given twice",
        ),
        (
            _tenant(users=[ADMIN, {"name": "$archiveadmin"}]),
            "tenant_users, $archiveadmin: $archiveadmin is the service",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "privileges": ["none", "login"]}]),
            "tenant_users, a: privileges: none must stand alone",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "own_archive_privileges": ["none", "read"]}]),
            "tenant_users, a: own_archive_privileges: none must stand alone",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "folder_privileges": [{"folder": "b", "privileges": ["read"]}] * 2}]),
            "tenant_users, a: folder_privileges names the folder 'b' twice",
        ),
        (_tenant(job_window_start=1320), "1320 is no time at which a window can begin"),
        (
            _tenant(time_zone="Europe/Berlin"),
            "tenant_time_zone: the server has no time zone 'Europe/Berlin'; write",
        ),
        (
            _job(action="A", stagger="daily", time_zone="Asia/Tokyo"),
            "tenant_jobs, Verify: time_zone: the server has no time zone 'Asia/Tokyo'; write",
        ),
        (_tenant(job_window_minutes=1500), "A window of 1500 minutes cannot be"),
        (_tenant(jobs=[VERIFY, {**VERIFY, "name": "verify"}]), "tenant_jobs: the job verify is given twice"),
        (_job(stagger="daily"), "tenant_jobs, Verify: give either action or command"),
        (_job(action="A", command="B", stagger="daily"), "tenant_jobs, Verify: give either action or command"),
        (_job(action="A", arguments={}, stagger="daily"), "tenant_jobs, Verify: arguments belong to command"),
        (_job(action="A", stagger="daily", time_zone=None), "tenant_jobs, Verify: time_zone is null; give it a value"),
        (_job(action="A", stagger="daily", owner=None), "tenant_jobs, Verify: owner is null"),
        (_job(action="A"), "give one schedule, which is stagger, date, interval or time, not none."),
        (_job(action="A", stagger="daily", interval=60), "not stagger and interval."),
        (_job(action="A", stagger="daily", day_of_week="Monday"), "stagger chooses the day by itself"),
        (_job(action="A", interval=60, day_of_week="Monday"), "day_of_week can only be given with time"),
        (_job(action="A", time=1320), "tenant_jobs, Verify: time: '1320' is not understood"),
        (_job(command="A", arguments={"x": 'a"b'}, stagger="daily"), "contains a quotation mark"),
        (_tenant(job_owner=""), "Verify, Sync has no owner that is an administrator"),
        (
            _tenant(job_owner="jane.doe"),
            "jane.doe, the owner of Verify, Sync, is not in tenant_users as an administrator",
        ),
        (_job(action="A", stagger="daily", owner="nobody"), "nobody, the owner of Verify, is not in tenant_users"),
    ],
)
def test_a_mistake_has_one_sentence(tenant: dict[str, Any], sentence: str) -> None:
    (found,) = tenant_mistakes(tenant)
    assert sentence in found
    assert "secret" not in found


def test_shares_of_other_servers_are_full_paths() -> None:
    assert tenant_mistakes(_tenant(base_directory="\\\\storage\\archives\\contoso")) == []


def test_an_administrator_is_given_no_right_on_the_own_archive_that_could_clash() -> None:
    own = {"folder_privileges": [{"folder": "admin", "privileges": ["read"]}]}
    assert tenant_mistakes(_tenant(users=[{**ADMIN, **own}])) == []


def test_all_mistakes_are_told_at_once() -> None:
    mistakes = tenant_mistakes(_tenant(id="1", stores=[], job_owner="nobody"))
    assert [sentence.split(":")[0] for sentence in mistakes] == ["tenant_id", "tenant_stores", "tenant_jobs"]
