# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Existing objects that the task does not name are reported, with the number of calls that the page documents."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.simulation import World, simulation
from tests.unit.plugins.module_utils.whole_tenant import NEW, asked, succeed

USERS = [{"name": "admin"}, {"name": "anna.baumann"}]


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_is_there_and_not_named(world: World, check_mode: bool) -> None:
    done = succeed(
        world,
        users=USERS,
        jobs=[{"name": "Statistics"}],
        stores=[{"name": "2025"}, {"name": "2026"}],
        unmanaged="report",
        check_mode=check_mode,
    )
    assert done["unmanaged"] == {
        "stores": [{"name": "2024"}],
        "credentials": [{"description": "baumann.example"}],
        "users": [
            {"name": "jonas.klein", "privileges": ["login", "export"], "synchronized": False},
            {"name": "reception", "privileges": ["login", "change_password"], "synchronized": False},
        ],
        "profiles": [{"name": "Microsoft 365 mailboxes"}],
        "jobs": [{"name": "Verify stores"}],
    }
    assert not done["changed"]


def test_one_call_for_each_list_and_each_user(world: World) -> None:
    succeed(world, users=USERS, unmanaged="report")
    lists = ["GetStores", "GetCredentials", "GetUsers", "GetProfiles", "GetJobs"]
    others = ["GetInstances", "GetArchiveAdminEnabled", *["GetUserInfo"] * 2]
    assert Counter(asked(world)) == Counter([*lists, *others])


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_purge_removes_is_no_longer_there(world: World, check_mode: bool) -> None:
    done = succeed(
        world,
        users=USERS,
        purge=["users"],
        protect={"users": ["reception"]},
        unmanaged="report",
        check_mode=check_mode,
    )
    assert done["unmanaged"]["users"] == [
        {"name": "reception", "privileges": ["login", "change_password"], "synchronized": False}
    ]


def test_nothing_is_reported_unless_asked_for(world: World) -> None:
    assert succeed(world, users=USERS)["unmanaged"] == {}


def test_access_that_was_open_is_reported(world: World) -> None:
    assert succeed(world, unmanaged="report")["access_found_open"]
    assert not succeed(world, "weber", unmanaged="report")["access_found_open"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_new_tenant_has_nothing_that_is_not_named(world: World, check_mode: bool) -> None:
    done = succeed(world, "contoso", instance=NEW, unmanaged="report", check_mode=check_mode)
    assert done["unmanaged"] == {part: [] for part in ("stores", "credentials", "users", "profiles", "jobs")}


def test_a_list_that_an_old_server_does_not_have_is_left_out() -> None:
    with simulation("demo", version="22.4") as world:
        done = succeed(world, users=USERS, unmanaged="report")
    (warning,) = done["warnings"]
    assert warning == (
        "baumann: The part credentials is left out of what is unmanaged. Your server (22.4.0.21151) does not know"
        " GetCredentials."
    )
    assert "credentials" not in done["unmanaged"]
    assert len(done["unmanaged"]["users"]) == 2
