# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which calls a task about a whole tenant costs: without a change, and with drift."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.simulation import World
from tests.unit.plugins.module_utils.whole_tenant import asked, functions, succeed, written

ACCESS = ["GetArchiveAdminEnabled", "SetArchiveAdminEnabled", "SetArchiveAdminEnabled"]
"""Access is read, switched on, and switched off again."""

NAMED: dict[str, Any] = {
    "stores": [{"name": "archive"}],
    "store_auto_create": {},
    "index": {"include_attachments_of_pdfs": False},
    "compliance": {"legal_hold_enabled": True},
    "smtp": {},
    "credentials": [{"description": "kanzlei-weber.example"}],
    # Full names are in the list, privileges are not.
    "users": [{"name": "admin", "full_name": "Administrator"}, {"name": "weber", "privileges": ["login"]}],
    "profiles": [{"name": "Journal mailbox", "owner": "admin"}],
    "jobs": [{"name": "Statistics", "state": "absent"}],
}
READS = [
    *("GetStores", "GetStoreAutoCreateConfiguration", "GetIndexConfiguration", "GetComplianceConfiguration"),
    *("GetSmtpSettings", "GetCredentials", "GetUsers", "GetUserInfo", "GetProfiles", "GetJobs"),
]


@pytest.mark.parametrize("check_mode", [True, False])
def test_without_a_change_each_list_and_setting_is_read_once(world: World, check_mode: bool) -> None:
    succeed(world, "weber", **NAMED, check_mode=check_mode)
    assert Counter(asked(world)) == Counter(["GetInstances", *ACCESS, *READS])


def test_the_diff_of_what_stays_as_it_is_is_empty(world: World) -> None:
    users = [{"name": "admin", "full_name": "Administrator"}, {"name": "weber", "full_name": "Somebody"}]
    done = succeed(world, "weber", users=users)
    _instance, same, other = (result["diff"] for result in done["results"])
    assert same == {}
    assert done["diff"] == [other]
    assert other["after"] == {"name": "weber", "full_name": "Somebody"}


@pytest.mark.parametrize("part", list(NAMED))
def test_what_is_not_named_is_not_read(world: World, part: str) -> None:
    succeed(world, "weber", **{part: NAMED[part]})
    reads = Counter(asked(world)) - Counter(["GetInstances", *ACCESS])
    assert set(reads) <= set(READS)
    assert reads.total() == (2 if part == "users" else 1)


def test_a_list_that_is_named_empty_is_not_read(world: World) -> None:
    succeed(world, "weber", users=[], jobs=[])
    assert asked(world) == ["GetInstances"]


def test_access_that_is_open_is_looked_at_once(world: World) -> None:
    succeed(world, users=[{"name": "admin"}])
    assert asked(world) == ["GetInstances", "GetArchiveAdminEnabled", "GetUserInfo"]


def test_access_is_not_looked_at_for_what_needs_none(world: World) -> None:
    succeed(world, "weber", index={"include_attachments_of_pdfs": False})
    assert asked(world) == ["GetInstances", "GetIndexConfiguration"]


def test_drift_costs_a_call_for_each_field_and_a_look_at_each_list_and_detail(world: World) -> None:
    drifted = {
        **NAMED,
        "index": {"include_attachments_of_pdfs": True},
        "users": [
            {"name": "admin", "full_name": "Chief", "distinguished_name": "CN=Chief"},
            {"name": "weber", "privileges": ["login", "export"]},
        ],
    }
    done = succeed(world, "weber", **drifted)
    writes = ["SetIndexConfiguration", "SetUserFullName", "SetUserDistinguishedName", "SetUserPrivileges"]
    assert written(world) == functions(done["calls"]) == writes
    looks = ["GetIndexConfiguration", "GetUsers", "GetUserInfo", "GetUserInfo"]
    before_writing = ["GetIndexConfiguration"]  # It writes the whole configuration.
    assert Counter(asked(world)) == Counter(["GetInstances", *ACCESS, *READS, *writes, *looks, *before_writing])
    succeed(world, "weber", **drifted)
    assert Counter(asked(world)) == Counter(["GetInstances", *ACCESS, *READS])


def test_a_list_is_verified_once_however_many_of_it_changed(world: World) -> None:
    users = [{"name": name, "full_name": "Somebody"} for name in ("admin", "anna.baumann", "jonas.klein", "reception")]
    succeed(world, users=users)
    assert Counter(asked(world))["GetUsers"] == 2


def test_what_is_not_named_stays(world: World) -> None:
    before = vars(world.environment.instances["weber"].content.users.find("weber")).copy()
    succeed(world, "weber", users=[{"name": "weber", "full_name": "Somebody"}, {"name": "admin"}])
    after = vars(world.environment.instances["weber"].content.users.find("weber"))
    assert {key for key in before if before[key] != after[key]} == {"full_name"}
