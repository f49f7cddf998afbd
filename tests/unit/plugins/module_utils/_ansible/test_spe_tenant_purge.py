# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What purge removes, what it never removes, and when it is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.simulation import World
from tests.simulator.state.users import User
from tests.unit.plugins.module_utils.whole_tenant import NEW, chief, credential, fail, functions, succeed, written

ADMIN = [{"name": "admin"}]
"""The user of the demo's tenant that the tasks name. It also has three other users, two jobs, one profile, three stores."""
ALL = "100%"


def user_names(world: World, instance_id: str = "baumann") -> list[str]:
    return [user.user_name for user in world.environment.instances[instance_id].content.users]


def store_names(world: World) -> list[str]:
    return [store.name for store in world.environment.instances["baumann"].content.stores.stores.values()]


def test_only_the_lists_that_are_named(world: World) -> None:
    done = succeed(world, users=ADMIN, jobs=[], purge=["jobs"], max_deletions=ALL)
    assert functions(done["calls"]) == written(world) == ["DeleteJob", "DeleteJob"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_nothing_is_removed_without_purge(world: World, check_mode: bool) -> None:
    done = succeed(world, users=ADMIN, jobs=[], profiles=[], stores=[], max_deletions=ALL, check_mode=check_mode)
    assert done["calls"] == []


def test_in_an_order_in_which_nothing_is_still_needed(world: World) -> None:
    none: dict[str, Any] = {"stores": [], "profiles": [], "jobs": []}
    options = {"users": ADMIN, **none, "purge": ["stores", "users", "profiles", "jobs"], "max_deletions": ALL}
    foretold = succeed(world, **options, check_mode=True)
    assert written(world) == []
    done = succeed(world, **options)
    assert functions(foretold["calls"]) == functions(done["calls"]) == written(world)
    assert list(dict.fromkeys(written(world))) == ["DeleteJob", "DeleteProfile", "DeleteUser", "DetachStore"]
    assert not succeed(world, **options)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("max_deletions", "allowed"),
    [
        ("0", 0),
        ("0%", 0),
        ("1%", 1),
        ("2", 2),
        ("3", 3),
        ("10%", 1),
        ("74%", 2),
        ("75%", 3),
        ("100%", 3),
        ("100 %", 3),
        (3, 3),
    ],
)
def test_no_more_than_max_deletions(world: World, max_deletions: Any, allowed: int, check_mode: bool) -> None:
    options = {"users": ADMIN, "purge": ["users"], "max_deletions": max_deletions, "check_mode": check_mode}
    if allowed >= 3:
        assert succeed(world, **options)["counts"]["changed"] == 3
        return
    refused = fail(world, **options)
    limit = f"{max_deletions} ({allowed})" if "%" in max_deletions else max_deletions
    assert refused["msg"] == (
        f"baumann: purge would remove 3 of 4 objects, but max_deletions is {limit}: user"
        " 'anna.baumann', user 'jonas.klein', user 'reception'. Name what is to stay, protect it, or raise max_deletions."
    )
    assert world.work == []


def test_the_default_allows_one_of_few(world: World) -> None:
    named = [{"name": name} for name in ("admin", "anna.baumann", "jonas.klein")]
    succeed(world, users=named, purge=["users"])
    assert user_names(world) == ["admin", "anna.baumann", "jonas.klein"]


@pytest.mark.parametrize(
    "nonsense", ["", "few", "-1", "-5%", "1.5", 0.1, True, "101%", "200%", "5%%", "% 5", "10 percent"]
)
def test_a_number_that_is_none(world: World, nonsense: Any) -> None:
    refused = fail(world, users=ADMIN, purge=["users"], max_deletions=nonsense)
    assert refused["msg"] == (
        f"baumann: max_deletions is {str(nonsense)!r}: write a number such as 5, or a share from 0% to 100%."
    )
    assert world.work == []


def test_an_entry_that_says_absent_is_no_deletion_of_purge(world: World) -> None:
    absent = [{"name": name, "state": "absent"} for name in ("anna.baumann", "jonas.klein", "reception")]
    done = succeed(world, users=[*ADMIN, *absent], purge=["users"], max_deletions="0")
    assert functions(done["calls"]) == ["DeleteUser"] * 3


def test_entries_in_other_letters_or_under_a_new_name_are_named(world: World) -> None:
    named = [*ADMIN, {"name": "anna.baumann", "new_name": "anna"}, {"name": "jonas.klein"}, {"name": "reception"}]
    succeed(world, users=named, purge=["users"], max_deletions="0")
    again = succeed(world, users=named, purge=["users"], max_deletions="0")
    assert again["calls"] == []


@pytest.mark.parametrize("pattern", ["anna.baumann", "ANNA.*", "*baumann", "[ab]nna.baumann", "????.baumann"])
def test_what_is_protected_stays(world: World, pattern: str) -> None:
    done = succeed(world, users=ADMIN, purge=["users"], protect={"users": [pattern]}, max_deletions="2")
    assert user_names(world) == ["admin", "anna.baumann"]
    assert "warnings" not in done


def test_a_name_with_a_comma_is_protected(world: World) -> None:
    succeed(world, stores=[{"name": "2024", "new_name": "2024, closed"}])
    done = succeed(world, stores=[{"name": "2025"}], purge=["stores"], protect={"stores": ["2024, closed"]})
    assert done["calls"] == []


def test_a_pattern_that_protects_nothing_is_a_warning(world: World) -> None:
    protect = {"users": ["jane*", "a*", "Reception"], "jobs": ["nobody's"]}
    done = succeed(world, users=ADMIN, purge=["users"], protect=protect, max_deletions=ALL)
    assert done["warnings"] == ["baumann: protect: nothing among the users fits 'jane*'."]


@pytest.mark.parametrize("check_mode", [True, False])
def test_an_absent_entry_that_is_protected(world: World, check_mode: bool) -> None:
    refused = fail(
        world,
        users=[*ADMIN, {"name": "reception", "state": "absent"}],
        protect={"users": ["recep*"]},
        check_mode=check_mode,
    )
    assert refused["msg"] == (
        "baumann: users[1] (reception): the entry has state: absent, but protect names it; take it out of one of the two."
    )
    assert world.work == []


def test_the_current_store_stays(world: World) -> None:
    succeed(world, stores=[], purge=["stores"], max_deletions=ALL)
    assert store_names(world) == ["2026"]
    assert not succeed(world, stores=[], purge=["stores"], max_deletions=ALL)["changed"]


def test_a_store_that_is_no_longer_current_goes_at_once(world: World) -> None:
    """Otherwise the second run would change something."""
    new = {"name": "2027", "database_path": "E:\\Archives\\baumann\\2027", "requested_state": "current"}
    succeed(world, stores=[new], purge=["stores"], max_deletions=ALL)
    assert store_names(world) == ["2027"]
    assert not succeed(world, stores=[new], purge=["stores"], max_deletions=ALL)["changed"]


def test_the_account_of_the_service_provider_stays(world: World) -> None:
    assert world.environment.instances["baumann"].archive_admin_enabled
    everything: dict[str, Any] = {part: [] for part in ("users", "jobs", "profiles")}
    done = succeed(world, **everything, purge=list(everything), max_deletions=ALL)
    assert [result["name"] for result in done["results"] if result["noun"] == "user"] == [
        *("admin", "anna.baumann", "jonas.klein", "reception")
    ]


@pytest.mark.parametrize("purge_synchronized", [True, False])
def test_users_of_a_directory_sync(world: World, purge_synchronized: bool) -> None:
    """Those of nordlicht have a distinguished name."""
    succeed(
        world,
        "nordlicht",
        users=ADMIN,
        purge=["users"],
        purge_synchronized=purge_synchronized,
        max_deletions=ALL,
    )
    left = ["admin"] if purge_synchronized else ["admin", "olaf.hansen", "former.employee"]
    assert user_names(world, "nordlicht") == left


@pytest.mark.parametrize("check_mode", [True, False])
def test_an_empty_list_of_users_beside_archives_is_a_fault(world: World, check_mode: bool) -> None:
    world.answer_with("GetUsers", lambda _call: [])
    refused = fail(world, users=[], jobs=[], purge=["users", "jobs"], max_deletions=ALL, check_mode=check_mode)
    assert "purge: the server lists no users, although the instance has archives (" in refused["msg"]
    assert world.work == []


def test_a_new_tenant_has_nothing_to_purge(world: World) -> None:
    none: dict[str, Any] = {part: [] for part in ("jobs", "stores", "profiles", "credentials")}
    options = {"instance": NEW, **none, "users": [chief()], "purge": ["users", *none]}
    options["protect"] = {"users": ["provider*"]}
    foretold = succeed(world, "contoso", **options, check_mode=True)
    done = succeed(world, "contoso", **options)
    assert foretold["calls"] == done["calls"]
    assert "DeleteUser" not in written(world)
    assert "warnings" not in done


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {
                "jobs": [{"name": "J", "command": "VerifyStores", "owner": "reception", "time": "02:00"}],
                "purge": ["users"],
            },
            (
                "jobs[0] (J): owner 'reception' would be removed by purge; name it in users, protect it, or choose"
                " another owner."
            ),
        ),
        (
            {
                "profiles": [
                    {
                        "name": "P",
                        "owner": "admin",
                        "connector": "MicrosoftOffice365",
                        "credential": "baumann.example",
                    }
                ],
                "credentials": [],
                "purge": ["credentials"],
            },
            (
                "profiles[0] (P): credential 'baumann.example' would be removed by purge; name it in credentials, protect it, or"
                " choose another credential."
            ),
        ),
    ],
)
def test_what_an_entry_refers_to(world: World, options: dict[str, Any], sentence: str, check_mode: bool) -> None:
    refused = fail(world, users=ADMIN, max_deletions=ALL, check_mode=check_mode, **options)
    assert sentence in refused["msg"]
    assert world.work == []


def test_an_interrupted_replacement_goes_with_the_job_that_it_replaces(world: World) -> None:
    jobs = world.environment.instances["baumann"].content.jobs.jobs
    old = next(job for job in jobs.values() if job.name == "Statistics")
    left = replace(old, name=f"Statistics (replaces job {old.job_id})", job_id=max(jobs) + 1, last_start=None)
    jobs[left.job_id] = left
    done = succeed(world, jobs=[{"name": "Verify stores"}], purge=["jobs"], max_deletions="1")
    assert [(result["noun"], result["name"]) for result in done["results"] if result["changed"]] == [
        ("job", "Statistics")
    ]
    assert functions(done["calls"]) == ["DeleteJob", "DeleteJob"]
    assert [job.name for job in jobs.values()] == ["Verify stores"]


def test_an_interrupted_replacement_of_a_named_job_is_no_other_job(world: World) -> None:
    jobs = world.environment.instances["baumann"].content.jobs.jobs
    old = next(job for job in jobs.values() if job.name == "Statistics")
    left = replace(old, name=f"Statistics (replaces job {old.job_id})", job_id=max(jobs) + 1, last_start=None)
    jobs[left.job_id] = left
    done = succeed(
        world,
        jobs=[{"name": "Verify stores"}, {"name": "Statistics"}],
        purge=["jobs"],
        unmanaged="report",
        max_deletions="0",
    )
    assert done["unmanaged"]["jobs"] == []


def test_credentials_are_removed_as_this_server_takes_it(world: World) -> None:
    succeed(world, credentials=[credential("spare"), {"description": "baumann.example"}])
    world.describe("SetCredentialSettings", "instanceID", "credentialID", "settings")
    world.describe("DeleteCredential", "instanceID", "credentialID")
    deleted: list[dict[str, Any]] = []
    world.answer_with("DeleteCredential", lambda call: deleted.append(dict(call.arguments)))
    fail(world, credentials=[{"description": "baumann.example"}], purge=["credentials"], max_deletions="1")
    assert [list(arguments) for arguments in deleted] == [["instanceID", "credentialID"]]


def test_a_user_whom_somebody_else_made_meanwhile_is_seen_by_the_next_run(world: World) -> None:
    named = [{"name": name} for name in user_names(world)]
    users = world.environment.instances["baumann"].content.users
    users.add(User("somebody"))
    assert functions(succeed(world, users=named, purge=["users"])["calls"]) == ["DeleteUser"]
