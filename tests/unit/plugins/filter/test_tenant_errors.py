# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every mistake in the description of a tenant has its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.utils.display import Display
from ansible_collections.community.mailstore.plugins.filter.tenant_errors import tenant_errors
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_parts import PARTS
from ansible_collections.community.mailstore.plugins.plugin_utils.templates import EVERY_TEXT_IS_A_TEMPLATE
from jinja2 import Undefined

from tests.simulation.templates import evaluated

ROOT = Path(__file__).resolve().parents[4]
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
    assert tenant_errors(_tenant()) == []


def test_names_that_differ_in_a_sharp_s_are_two_names() -> None:
    assert tenant_errors(_tenant(stores=[CURRENT, {"name": "Straße"}, {"name": "Strasse"}])) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "w. europe standard time"},
        {"time_zone": "Mars Standard Time"},
        {"job_owner": "another.administrator"},
        {"jobs": [{**VERIFY, "owner": "another.administrator"}]},
        {"jobs": [{"name": "Verify", "command": "VerifyStorez", "allow_unknown_command": "yes", "stagger": "daily"}]},
        {"jobs": [{"name": "New", "command": "ArchiveEverything", "stagger": "daily"}]},
        {"jobs": [{"name": "New", "action": "VerifyStores --thorough=true", "stagger": "daily"}]},
    ],
)
def test_what_a_newer_server_may_know_is_left_to_the_server(changes: dict[str, Any]) -> None:
    assert tenant_errors(_tenant(**changes)) == []


def test_a_tenant_without_users_and_jobs_has_no_mistake() -> None:
    assert tenant_errors(_tenant(users=[], jobs=[], job_owner="")) == []


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
        (
            _tenant(stores=[CURRENT, {"name": 2026, "database_path": "E:\\x"}]),
            "tenant_stores[1] (2026): tenant_stores[0] (2026) has the same name; keep one of the two.",
        ),
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
            "tenant_base_directory: 'Contoso\\mail' is not absolute; begin it with a drive, such as E:\\Archives.",
        ),
        (_tenant(base_directory="/srv/mail"), "'/srv/mail' is not absolute"),
        (_tenant(base_directory=None), "tenant_base_directory: '' is not absolute"),
        (
            _tenant(stores=[{**CURRENT, "index_path": "2026\\Index"}]),
            "tenant_stores[0] (2026): index_path: '2026\\Index' is not absolute",
        ),
        (_tenant(jobs=None), "tenant_jobs is null, but must be a list; write [] for an empty one, or leave it out."),
        (_tenant(default_privileges=None), "tenant_default_privileges is null: give it a value, or leave it out."),
        (_tenant(stores=[CURRENT, {"name": None}]), "tenant_stores[1] has no name; give it one."),
        (_tenant(users=[{"name": "", "privileges": ["admin"]}]), "tenant_users[0] has no name"),
        (
            _tenant(users=[ADMIN, {"name": "Admin"}]),
            "tenant_users[1] (Admin): tenant_users[0] (admin) has the same name",
        ),
        (
            _tenant(default_privileges=["none", "login"]),
            (
                "tenant_default_privileges and tenant_default_own_archive_privileges: privileges: none must be the"
                " only value"
            ),
        ),
        (
            _tenant(
                users=[
                    ADMIN,
                    {
                        "name": "a",
                        "own_archive_privileges": ["read"],
                        "folder_privileges": [{"folder": "a", "privileges": ["read"]}],
                    },
                ]
            ),
            "tenant_users[1] (a): folder_privileges and own_archive_privileges both name 'a'",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "email_addresses": ["x@y.example", "X@y.example"]}]),
            "the e-mail address X@y.example is given twice",
        ),
        (
            _tenant(users=[ADMIN, {"name": "$archiveadmin"}]),
            "tenant_users[1] ($archiveadmin): $archiveadmin is the service",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "privileges": ["none", "login"]}]),
            "tenant_users[1] (a): privileges: none must be the only value",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "own_archive_privileges": ["none", "read"]}]),
            "tenant_users[1] (a): own_archive_privileges: none must be the only value",
        ),
        (
            _tenant(users=[ADMIN, {"name": "a", "folder_privileges": [{"folder": "b", "privileges": ["read"]}] * 2}]),
            "tenant_users[1] (a): folder_privileges names the folder 'b' twice",
        ),
        (
            _tenant(default_privileges={"login": True}),
            "tenant_default_privileges is a dictionary, not a list of texts; list its texts one by one.",
        ),
        (_tenant(users="admin"), "tenant_users is a text, but must be a list; write [] for an empty one"),
        (_tenant(stores=5), "tenant_stores is a number, but must be a list; write [] for an empty one"),
        (_tenant(smtp=[1]), "tenant_smtp is a list, but must be a dictionary; give its options by name"),
        (_tenant(protect="x"), "tenant_protect is a text, not a dictionary; give its options by name."),
        (_tenant(protect={"user": ["x"]}), "tenant_protect: there is no option user; did you mean users?"),
        (_tenant(protect={"users": [5]}), "tenant_protect.users: 5 is a number, not a text"),
        (
            _tenant(state=["started"]),
            "tenant_state must be one of: present, started, stopped, quarantined, absent, got:",
        ),
        (_tenant(state="running"), "value of tenant_state must be one of: present, started"),
        (_tenant(prove="all"), "value of tenant_prove must be one of: objects, archiving, got: all."),
        (_tenant(purge=["user"]), "value of tenant_purge must be one or more of: users, jobs"),
        (_tenant(purge={"users": True}), "tenant_purge is a dictionary, not a list of texts"),
        (_tenant(directory_sync="maybe"), "tenant_directory_sync: 'maybe' is neither true nor false."),
        (_tenant(debug_log_enabled=7), "tenant_debug_log_enabled: 7 is neither true nor false."),
        (_tenant(continue_on_error=None), "tenant_continue_on_error is null: give it a value, or leave it out."),
        (_tenant(job_window_minutes="all night"), "tenant_job_window_minutes: 'all night' is not a whole number."),
        (
            _tenant(max_deletions="200%"),
            "tenant_max_deletions is '200%': write a number such as 5, or a share from 0% to",
        ),
        (
            _tenant(job_window_start=1320),
            "tenant_job_window_start: 1320 is a number, not a text, because YAML reads it",
        ),
        (_tenant(job_window_start="24:30"), "'24:30' is not a time for the start of a window"),
        (_tenant(smtp=Undefined(name="nobody")), "tenant_smtp takes nobody, which is not defined; define it, too."),
        (_tenant(stores=Undefined(name="tenant_stores")), "tenant_stores is missing; set it."),
        (
            _tenant(stores=Undefined(name="tenant_stores"), variables=["tenant_sotres"]),
            "tenant_sotres is not a variable of the role; did you mean tenant_stores?",
        ),
        (
            _tenant(variables=["tenant_id", "tenant_user"]),
            "tenant_user is not a variable of the role; did you mean tenant_users?",
        ),
        (_tenant(variables=["tenant_Users"]), "did you mean tenant_users?"),
        (_tenant(variables=["tenant_max_deletion"]), "did you mean tenant_max_deletions?"),
        (_tenant(variables=["tenant_timezone"]), "did you mean tenant_time_zone?"),
        (
            _tenant(time_zone="Europe/Berlin"),
            "tenant_time_zone: the server has no time zone 'Europe/Berlin'; write",
        ),
        (
            _job(action="A", stagger="daily", time_zone="Asia/Tokyo"),
            "tenant_jobs[0] (Verify): time_zone: the server has no time zone 'Asia/Tokyo'; write",
        ),
        (
            _tenant(time_zone="W. Europe Standart Time"),
            "tenant_time_zone: there is no time zone 'W. Europe Standart Time': did you mean 'W. Europe Standard Time'?",
        ),
        (
            _job(action="VerifyStores", stagger="daily", time_zone="GMT Standard Tim"),
            "tenant_jobs[0] (Verify): time_zone: there is no time zone 'GMT Standard Tim': did you mean 'GMT Standard Time'?",
        ),
        (
            _job(command="VerifyStorez", stagger="daily"),
            "tenant_jobs[0] (Verify): The server has no command 'VerifyStorez': did you mean VerifyStores? Set allow_unknown_command",
        ),
        (
            _job(action="verifystores --includeIndexes=true", stagger="daily"),
            "tenant_jobs[0] (Verify): The server has no command 'verifystores': did you mean VerifyStores?",
        ),
        (
            _job(command="VerifyStores", arguments={"includeIndexs": True}, stagger="daily"),
            "tenant_jobs[0] (Verify): The command VerifyStores has no argument 'includeIndexs': it takes includeIndexes.",
        ),
        (_tenant(job_window_minutes=1500), "A window cannot have 1500 minutes"),
        (
            _tenant(jobs=[VERIFY, {**VERIFY, "name": "verify"}]),
            "tenant_jobs[1] (verify): tenant_jobs[0] (Verify) has the same name",
        ),
        (_job(stagger="daily"), "tenant_jobs[0] (Verify): give either action or command"),
        (_job(action="A", command="B", stagger="daily"), "tenant_jobs[0] (Verify): give either action or command"),
        (_job(action="A", arguments={}, stagger="daily"), "tenant_jobs[0] (Verify): arguments belong to command"),
        (
            _job(action="A", stagger="daily", time_zone=None),
            "tenant_jobs[0] (Verify): time_zone is null; give it a value",
        ),
        (_job(action="A", stagger="daily", owner=None), "tenant_jobs[0] (Verify): owner is null"),
        (
            _job(action="A", stagger="hourly"),
            "tenant_jobs[0] (Verify): stagger: 'hourly' is not a frequency; choose one of",
        ),
        (_job(action="A", stagger=["daily"]), "tenant_jobs[0] (Verify): stagger: ['daily'] is not a frequency; choose"),
        (_job(action="A"), "give one schedule, which is stagger, date, interval or time, not none."),
        (_job(action="A", stagger="daily", interval=60), "not stagger and interval."),
        (_job(action="A", stagger="daily", day_of_week="Monday"), "stagger chooses the day by itself"),
        (_job(action="A", interval=60, day_of_week="Monday"), "day_of_week can only be used with time"),
        (
            _job(action="A", time=1320),
            "tenant_jobs[0].time: 1320 is a number, not a text, because YAML reads it that way",
        ),
        (_job(command="A", arguments={"x": 'a"b'}, stagger="daily"), "contains a quotation mark"),
        (
            _tenant(job_owner="", users=[{"name": "jane.doe"}, {**ADMIN, "state": "absent"}]),
            "Verify, Sync have no owner that is an administrator",
        ),
        (
            _tenant(job_owner="jane.doe"),
            "jane.doe, the owner of Verify, Sync, is not in tenant_users as an administrator",
        ),
    ],
)
def test_a_mistake_has_one_sentence(tenant: dict[str, Any], sentence: str) -> None:
    (found,) = tenant_errors(tenant)
    assert sentence in found
    assert "secret" not in found


LISTS_OF_A_USER = ("email_addresses", "pop3_user_names", "privileges", "login_privileges", "own_archive_privileges")
SPECIFICATION = yaml.safe_load((ROOT / "roles" / "tenant" / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
OPTIONS: Mapping[str, Any] = SPECIFICATION["argument_specs"]["variables"]["options"]


def _texts(options: Mapping[str, Any]) -> list[str]:
    """The options that take any text, alone or in a list."""
    return [
        name
        for name, option in options.items()
        if option.get("elements", option["type"]) == "str" and "choices" not in option
    ]


def test_all_lists_of_a_user_are_tried() -> None:
    options = OPTIONS["tenant_users"]["options"]
    assert set(LISTS_OF_A_USER) == {name for name, option in options.items() if option.get("elements") == "str"}


@pytest.mark.parametrize("option", LISTS_OF_A_USER)
def test_a_text_is_a_list_of_one(option: str) -> None:
    element = OPTIONS["tenant_users"]["options"][option].get("choices", ["a@x.example"] * 2)[1]
    users = [{**ADMIN, "name": "root"}, {"name": "a", option: element}]
    assert tenant_errors(_tenant(users=users, job_owner="root")) == []


def test_texts_with_commas_are_lists() -> None:
    users: list[dict[str, Any]] = [
        {"name": "boss", "privileges": "admin", "email_addresses": "a@x.example, b@x.example"},
        {
            "name": "a",
            "privileges": "login, export",
            "folder_privileges": [{"folder": "b", "privileges": "read,write"}],
        },
    ]
    lists = {"default_privileges": "login,change_password", "default_own_archive_privileges": "read"}
    assert tenant_errors(_tenant(users=users, job_owner="boss", **lists)) == []
    users[1]["email_addresses"] = "c@x.example,B@x.example"
    assert tenant_errors(_tenant(users=users, job_owner="boss")) == [
        "tenant_users: the e-mail address B@x.example is given twice; keep one of them."
    ]


@pytest.mark.parametrize("value", [7, 1350, 1.5, True, False, date(2026, 1, 31)], ids=str)
@pytest.mark.parametrize(
    ("variable", "option"),
    [
        (variable, option)
        for variable in ("tenant_stores", "tenant_users", "tenant_jobs")
        for option in _texts(OPTIONS[variable]["options"])
    ],
)
def test_what_is_no_text_is_refused_in_every_entry(variable: str, option: str, value: Any) -> None:
    if isinstance(value, date) and option == "date":
        # YAML reads a date in the form that the option takes.
        return
    is_list = OPTIONS[variable]["options"][option]["type"] == "list"
    entry = {"name": "a", option: [value] if is_list else value}
    (found,) = tenant_errors(_tenant(**{variable.removeprefix("tenant_"): [entry]}))
    assert found.startswith(f"{variable}[0].{option}")
    assert "in quotes" in found
    assert option != "password" or str(value) not in found


@pytest.mark.parametrize("value", [7, True, date(2026, 1, 31)], ids=str)
@pytest.mark.parametrize("variable", _texts(OPTIONS))
def test_what_is_no_text_is_refused_in_every_variable(variable: str, value: Any) -> None:
    (found,) = tenant_errors(_tenant(**{variable.removeprefix("tenant_"): value}))
    assert found.startswith(f"{variable}: {value} is ")
    assert "put it in quotes" in found


@pytest.mark.parametrize("variable", ["stores", "users", "jobs"])
@pytest.mark.parametrize("written", [" a", "a ", "a\t", "\u00a0a"])
def test_blanks_around_a_name_are_refused_before_anything_is_written(variable: str, written: str) -> None:
    assert tenant_errors(_tenant(**{variable: [{"name": written}]})) == [
        f"tenant_{variable}[0]: {written!r} begins or ends with a blank; write 'a'."
    ]


def test_a_job_may_have_a_command_that_is_not_a_function_of_the_api() -> None:
    assert tenant_errors(_job(command="MyReport", stagger="daily", allow_unknown_command=True)) == []


def test_a_year_may_name_a_store() -> None:
    assert tenant_errors(_tenant(stores=[CURRENT, {"name": 2025}])) == []


def test_a_folder_that_is_no_text_is_refused() -> None:
    users = [ADMIN, {"name": "a", "folder_privileges": [{"folder": 7, "privileges": ["read"]}]}]
    (found,) = tenant_errors(_tenant(users=users))
    assert found.startswith("tenant_users[1].folder_privileges[0].folder: 7 is a number, not a text")


def test_what_an_entry_says_of_its_own_archive_wins_over_the_default() -> None:
    own = {"folder_privileges": [{"folder": "A", "privileges": ["read"]}]}
    assert tenant_errors(_tenant(users=[ADMIN, {"name": "a", **own}])) == []


def test_shares_of_other_servers_are_full_paths() -> None:
    assert tenant_errors(_tenant(base_directory="\\\\storage\\archives\\contoso")) == []


def test_an_administrator_is_given_no_right_on_the_own_archive_that_could_clash() -> None:
    own = {"folder_privileges": [{"folder": "admin", "privileges": ["read"]}]}
    assert tenant_errors(_tenant(users=[{**ADMIN, **own}])) == []


def test_own_variables_are_accepted_with_one_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(Display, "warning", lambda self, message: warnings.append(message))
    names = ["tenant_id", "tenant_plans", "tenant_contact", "tenant_user", "tenant_retention_policies"]
    mistyped = "tenant_user is not a variable of the role; did you mean tenant_users?"
    (found,) = tenant_errors(_tenant(variables=names))
    assert found.startswith(mistyped)
    (warning,) = warnings
    assert warning == (
        "tenant_contact and tenant_retention_policies are not variables of the role community.mailstore.tenant, which"
        " ignores them. List your own variables in tenant_own_variables; for those of a newer version, update the"
        " collection."
    )
    warnings.clear()
    own = ["tenant_contact", "tenant_user", "tenant_ret*"]
    assert tenant_errors(_tenant(variables=names, own_variables=own)) == []
    assert warnings == []


def test_a_variable_that_takes_an_undefined_one() -> None:
    """As ansible-core up to 2.18 hands it on."""
    hint = "[{'password': '{{ vault_x }}', 'name': 'S3cret-name'}]: 'vault_x' is undefined. 'vault_x' is undefined"
    tenant = _tenant(users=Undefined(hint=hint, name="tenant_users"))
    assert tenant_errors(tenant) == ["tenant_users takes vault_x, which is not defined; define it, too."]
    assert tenant_errors(_tenant(jobs=Undefined(hint="none"))) == [
        "tenant_jobs cannot be evaluated; check its template, and the password of the vault if it is in one."
    ]


def test_a_mistyped_variable_does_not_hide_other_mistakes() -> None:
    found = tenant_errors(_tenant(variables=["tenant_user"], id="Contoso", jobs=[{"name": "Verify"}]))
    assert [sentence.split(" ")[0] for sentence in found[:2]] == ["tenant_user", "tenant_id:"]
    assert len(found) > 2


@pytest.mark.parametrize("variable", ["stores", "users", "credentials", "profiles", "jobs"])
@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({}, "tenant_{0}[1] has no {1}; give it one."),
        ("a text", "tenant_{0}[1]: each entry must be a dictionary; give its options by name."),
        (None, "tenant_{0}[1]: each entry must be a dictionary; give its options by name."),
        ({"colour": 1}, "tenant_{0}[1] (b): there is no option colour; there are "),
        ({"state": "gone"}, "tenant_{0}[1] (b): value of state must be one of: "),
    ],
)
def test_the_role_and_not_ansible_names_the_entry(variable: str, entry: Any, sentence: str) -> None:
    """Ansible does not check the variables (test_roles.py), and would not show which entry is meant."""
    identity = "description" if variable == "credentials" else "name"
    if isinstance(entry, dict) and entry:
        entry = {
            **entry,
            identity: "b",
            **({"command": "VerifyStores", "stagger": "daily"} if variable == "jobs" else {}),
        }
    first = {"stores": CURRENT, "users": ADMIN}.get(variable, {identity: "a", "state": "absent"})
    tenant = _tenant(**{variable: [first, entry]})
    found = [mistake for mistake in tenant_errors(tenant) if mistake.startswith(f"tenant_{variable}[1]")]
    assert len(found) == 1
    assert found[0].startswith(sentence.format(variable, identity))


def test_all_mistakes_are_told_at_once() -> None:
    mistakes = tenant_errors(_tenant(id="1", stores=[], job_owner="jane.doe"))
    assert [sentence.split(":")[0] for sentence in mistakes] == ["tenant_id", "tenant_stores", "tenant_jobs"]


def test_mistakes_of_all_kinds_come_in_one_round_each_once() -> None:
    """Each would hide others from a check that ends at the first kind."""
    undefined = Undefined(name="vault_x")
    users = [
        ADMIN,
        {"name": "a", "password": undefined},
        {"name": 7},
        "a text",
        {"name": "b", "privileges": ["none", "login"]},
        {"name": "c", "email_addresses": ["x@y.example"]},
        {"name": "d", "email_addresses": ["x@y.example"]},
    ]
    jobs = [{"name": "Verify", "command": "VerifyStores", "owner": "jane.doe", "stagger": "daily"}, {"name": "None"}]
    mistakes = tenant_errors(
        _tenant(
            variables=["tenant_compliense"],
            id="Contoso",
            alias=undefined,
            instance_host=Undefined(name="tenant_instance_host"),
            base_directory="Archives",
            smtp={"server": "a", "password": undefined},
            state="running",
            directory_sync="maybe",
            time_zone="Europe/Berlin",
            job_window_minutes=0,
            max_deletions="all",
            stores=[{**CURRENT, "index_path": "x"}, {"name": "2025", "colour": 1}, {"name": "2024 "}],
            users=users,
            jobs=jobs,
            profiles=5,
            purge=["credentials"],
        )
    )
    beginnings = (
        "tenant_compliense is not a variable",
        "tenant_alias takes vault_x, which is not defined",
        "tenant_instance_host is missing",
        "tenant_smtp: password takes vault_x, which",
        "tenant_users[1] (a): password takes vault_x, which is not defined",
        "tenant_directory_sync: 'maybe'",
        "value of tenant_state must be",
        "tenant_id: 'Contoso'",
        "tenant_base_directory: 'Archives'",
        "tenant_job_window_start and tenant_job_window_minutes: ",
        "tenant_time_zone: ",
        "tenant_max_deletions is 'all'",
        "tenant_stores[0] (2026): index_path: 'x'",
        "tenant_stores[2]: '2024 '",
        "tenant_users[2].name: 7 is",
        "tenant_users[3]: each entry",
        "tenant_profiles is a number",
        "tenant_jobs[1] (None): give either action or command",
        "tenant_jobs[1] (None): give one schedule",
        "tenant_stores[1] (2025): there is no option colour",
        "tenant_users[4] (b): privileges: none",
        "tenant_users: the e-mail address x@y.example is given twice",
        "tenant_purge: it names credentials",
    )
    left = list(mistakes)
    for beginning in beginnings:
        (found,) = [sentence for sentence in left if sentence.startswith(beginning)]
        left.remove(found)
    assert left == []


def test_what_is_not_defined_hides_no_other_mistake_of_its_entry() -> None:
    undefined = Undefined(name="vault_x")
    users = [
        {"name": "a", "password": undefined, "pasword": "x", "mfa": "on", "email_addresses": [7]},
        {"name": undefined, "colour": 1},
        {"name": "c", "folder_privileges": undefined},
    ]
    credentials = [{"description": "m365", "type": undefined, "colour": 1}]
    jobs = [{"name": "Verify", "command": undefined, "stagger": "daily"}]
    mistakes = tenant_errors(_tenant(users=users, jobs=jobs, credentials=credentials))
    assert sorted(re.split(r"[;,]", mistake)[0] for mistake in mistakes) == [
        "tenant_credentials[0] (m365): there is no option colour",
        "tenant_credentials[0] (m365): type takes vault_x",
        "tenant_jobs[0] (Verify): command takes vault_x",
        "tenant_users[0] (a): password takes vault_x",
        "tenant_users[0] (a): there is no option pasword",
        "tenant_users[0] (a): value of mfa must be one of: enabled",
        "tenant_users[0].email_addresses: 7 is a number",
        "tenant_users[1]: name takes vault_x",
        "tenant_users[2] (c): folder_privileges takes vault_x",
    ]


def test_an_entry_is_checked_beside_one_with_a_mistake() -> None:
    """Whether jane.doe is an administrator shows only when all entries can be read, so nothing is said of the owner."""
    users = [{"name": 7, "privileges": ["admin"]}, {"name": "b", "mfa": "on"}]
    mistakes = tenant_errors(_tenant(users=users, job_owner="jane.doe"))
    assert [sentence.partition(":")[0] for sentence in mistakes] == ["tenant_users[0].name", "tenant_users[1] (b)"]


@pytest.mark.parametrize("option", [part.option for part in PARTS])
def test_what_a_part_takes_and_is_not_defined_is_named_with_its_place(option: str) -> None:
    part = next(each for each in PARTS if each.option == option)
    entry = {part.identity: "x", "inner": [{"deep": "{{ vault_x }}"}]}
    variables = {f"tenant_{option}": [{"other": 1, part.identity: "o"}, entry] if part.is_list else entry}
    template = f"{{{{ {{'{option}': tenant_{option}}} | community.mailstore.tenant_errors }}}}"
    found = evaluated(template, variables)
    place = "[1] (x): inner[0].deep" if part.is_list else ": inner[0].deep"
    place = "" if EVERY_TEXT_IS_A_TEMPLATE else place
    assert f"tenant_{option}{place} takes vault_x, which is not defined; define it, too." in found


class _OmitType:
    """What ansible-core has for `omit` from 2.19 on."""


@pytest.mark.parametrize("omit", ["__omit_place_holder__0123", _OmitType()])
def test_what_a_template_leaves_out_is_no_mistake(omit: Any) -> None:
    rest = {"smtp": {"password": omit}, "profiles": [{"name": "a", "secret_details": omit}], "index": omit}
    assert tenant_errors(_tenant(users=[{**ADMIN, "password": omit}], alias=omit, **rest)) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"credentials": [{"type": "x"}]}, "tenant_credentials[0] has no description; give it one."),
        (
            {"credentials": [{"description": "a", "settings": {"ClientSecret": "secret"}}]},
            "tenant_credentials[0] (a): settings would show ClientSecret",
        ),
        (
            {"profiles": [{"name": "a"}, {"name": "A"}]},
            "tenant_profiles[1] (A): tenant_profiles[0] (a) has the same name",
        ),
        (
            {"profiles": [{"name": "a", "verfy": "try"}]},
            "tenant_profiles[0] (a): there is no option verfy; did you mean verify?",
        ),
        ({"index": {"include_attachments_of_pdfs": "maybe"}}, "tenant_index.include_attachments_of_pdfs: 'maybe'"),
        ({"compliance": []}, "tenant_compliance is a list, but must be a dictionary"),
        ({"purge": ["profiles"]}, "tenant_purge: it names profiles, but tenant_profiles is not given"),
        ({"purge": "credentials,users"}, "tenant_purge: it names credentials, but tenant_credentials is not given"),
    ],
)
def test_every_part_is_checked(changes: dict[str, Any], sentence: str) -> None:
    (found,) = tenant_errors(_tenant(**changes))
    assert found.startswith(sentence)
    assert "secret" not in found.replace("secret_", "")
