# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tenant as it is read: what is left out and why, and what replaces secrets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.secret_variables import SecretVariables
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_info import ALL_PARTS
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError

from tests.simulation import World, simulation
from tests.simulator import clock
from tests.simulator.errors import ApiError
from tests.simulator.schedules import parse_schedule
from tests.simulator.state.users import User


def read(world: World, instance_id: str = "baumann", **options: Any) -> dict[str, Any]:
    task = world.task("spe_tenant_info", instance_id=instance_id, service_provider_access="open", **options)
    result = world.run(task)
    assert not result.get("failed"), result["msg"]
    return result


def content(world: World, instance_id: str = "baumann") -> Any:
    return world.environment.instances[instance_id].content


def entry(result: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in result["tenant"][part] if each["name"] == name)
    return found


def warnings(result: dict[str, Any]) -> str:
    return " ".join(result.get("warnings", []))


def test_each_list_and_setting_costs_one_call_and_each_user_and_credential_one_more(world: World) -> None:
    read(world)
    names = [request.name for request in world.requests]
    assert len(names) == len(set(names)) + names.count("GetUserInfo") - 1
    assert names.count("GetUserInfo") == len(content(world).users)
    assert names.count("GetCredentialSettings") == len(content(world).credentials)


def test_nothing_is_written_but_access(world: World) -> None:
    read(world, "weber")
    assert [work.function for work in world.work] == ["SetArchiveAdminEnabled", "SetArchiveAdminEnabled"]


def test_a_tenant_that_is_not_there_yet_has_nothing_in_check_mode(world: World) -> None:
    task = world.task("spe_tenant_info", instance_id="nobody", service_provider_access="open")
    result = world.run(task, check_mode=True)
    assert result["tenant"] == {"instance_id": "nobody"}
    assert result["secrets"] == []


def test_the_configuration_of_a_stopped_instance_can_be_read(world: World) -> None:
    assert read(world, "seeblick", parts=["instance"])["tenant"]["instance"]["alias"] == "hotel-seeblick"
    refused = world.run(world.task("spe_tenant_info", instance_id="seeblick"))
    assert "is stopped; start it first" in refused["msg"]


@pytest.mark.parametrize("part", ["users", "profiles", "jobs", "stores", "credentials", "smtp", "index"])
def test_with_defaults_each_part_has_at_least_what_it_has_without(world: World, part: str) -> None:
    less, more = (read(world, parts=[part], defaults=defaults)["tenant"][part] for defaults in (False, True))
    for few, many in zip(less, more) if isinstance(less, list) else [(less, more)]:
        assert few.items() <= many.items()
        assert None not in many.values()


def test_values_that_a_new_object_has_anyway_are_left_out(world: World) -> None:
    user = entry(read(world), "users", "reception")
    assert not {"authentication", "mfa", "pop3_user_names", "folder_privileges"} & set(user)
    everything = entry(read(world, defaults=True), "users", "anna.baumann")
    assert everything["mfa"] == "disabled"
    assert everything["login_privileges"] == ["imap", "outlook", "web", "windows", "windows_cmd"]


def test_settings_are_whole_because_nobody_knows_those_of_a_new_instance(world: World) -> None:
    tenant = read(world, "nordlicht")["tenant"]
    assert tenant["index"] == {"attachment_extensions": [], "include_attachments_of_pdfs": False}
    assert tenant["compliance"]["legal_hold_enabled"] is False


def test_what_an_interrupted_replacement_left_is_named_and_left_out(world: World) -> None:
    schedule = parse_schedule(time_zone_id="W. Europe Standard Time", time="01:00")
    content(world).jobs.add("Statistics (replaces job 2, off)", "Ping", "admin", schedule, clock.now())
    result = read(world)
    assert [job["name"] for job in result["tenant"]["jobs"]] == ["Statistics", "Verify stores"]
    assert "interrupted replacement of 'Statistics' has left, and is left out" in warnings(result)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Statistics", "2 jobs have the name 'Statistics' (ids 2, 3), so that no playbook can name one of them"),
        (
            "statistics",
            "The names of the jobs 'Statistics' and 'statistics' (ids 2, 3) differ only in letters, spaces or invisible characters",
        ),
        (" ", "A job has no name (id 3), and is left out."),
    ],
)
def test_what_no_playbook_can_name_is_left_out_with_a_warning(world: World, name: str, sentence: str) -> None:
    schedule = parse_schedule(time_zone_id="W. Europe Standard Time", time="01:00")
    content(world).jobs.add(name, "Ping", "admin", schedule, clock.now())
    result = read(world)
    assert sentence in warnings(result)
    assert name not in [job["name"] for job in result["tenant"]["jobs"]]


def test_a_command_of_the_management_shell_needs_to_be_allowed(world: World) -> None:
    schedule = parse_schedule(time_zone_id="W. Europe Standard Time", time="01:00")
    content(world).jobs.add("Own", 'Something --a="b" --c="true"', "admin", schedule, clock.now())
    job = entry(read(world), "jobs", "Own")
    assert (job["command"], job["arguments"]) == ("Something", {"a": "b", "c": True})
    assert job["allow_unknown_command"]


@pytest.mark.parametrize("action", ["VerifyStores  --includeIndexes=true", "Ping --instanceID=x", "Ping 'a \"b'"])
def test_an_action_of_another_form_stays_as_it_is(world: World, action: str) -> None:
    schedule = parse_schedule(time_zone_id="W. Europe Standard Time", time="01:00")
    content(world).jobs.add("Own", action, "admin", schedule, clock.now())
    job = entry(read(world), "jobs", "Own")
    assert job["action"] == action
    assert "command" not in job


def test_an_action_with_a_secret_is_one_secret(world: World) -> None:
    schedule = parse_schedule(time_zone_id="W. Europe Standard Time", time="01:00")
    content(world).jobs.add("Own", 'Send --password="Geheim"', "admin", schedule, clock.now())
    result = read(world)
    assert not {"action", "command"} & set(entry(result, "jobs", "Own"))
    assert "Geheim" not in str(result)
    secret = result["secrets"][-1]
    assert (secret["variable"], secret["option"]) == ("vault_baumann_job_own_action", "action")


def test_an_option_that_seems_to_contain_a_secret_is_left_out_with_a_warning(world: World) -> None:
    content(world).users.find("reception").full_name = "https://me:Geheim@example.com"
    result = read(world)
    assert "full_name" not in entry(result, "users", "reception")
    assert "users (reception): full_name is left out, because it seems to contain a secret" in warnings(result)
    assert "Geheim" not in str(result)


def test_other_secrets_of_directory_services_are_named(world: World) -> None:
    content(world).directory_services = {"type": "other", "clientSecret": "Geheim", "host": "x"}
    result = read(world)
    assert result["tenant"]["directory_services"] == {"configuration": {"type": "other", "host": "x"}}
    assert "directory_services: configuration is without clientSecret, which no option takes." in warnings(result)


def test_an_id_stays_where_no_description_can_take_its_place(world: World) -> None:
    credentials = content(world).credentials
    credentials[7] = replace(credentials[1], credential_id=7, description="BAUMANN.example")
    result = read(world)
    assert result["tenant"]["directory_services"]["configuration"]["credentialId"] == 1
    assert "credential" not in result["tenant"]["profiles"][0]
    assert "credentialId in details stays 1" in warnings(result)
    assert "differ only in letters, spaces or invisible characters" in warnings(result)


def test_an_archive_in_other_letters_than_the_user_stays_among_the_others(world: World) -> None:
    content(world).users.add(
        User("eve", privileges=("login",), folder_privileges={"eve": ("read",), "Eve": ("write",)})
    )
    user = entry(read(world), "users", "eve")
    assert "own_archive_privileges" not in user
    assert len(user["folder_privileges"]) == 2


def test_an_older_server_is_read_as_far_as_it_goes() -> None:
    with simulation("demo", "22.4") as world:
        result = read(world)
        assert "The part credentials is left out. Your server (22.4" in warnings(result)
        assert set(result["tenant"]) == {"instance_id", *ALL_PARTS} - {"credentials"}


def test_a_server_without_credentials_lacks_nothing() -> None:
    with simulation("demo", "24.4") as world:
        assert read(world, "nordlicht").get("warnings", []) == []


def test_a_user_who_is_deleted_meanwhile_is_not_there(world: World) -> None:
    def delete_and_refuse(call: Any) -> Any:
        users = world.environment.instances["baumann"].content.users
        if call.text("userName") == "reception" and users.get("reception"):
            users.remove(users.find("reception"))
        return users.find(call.text("userName")).detail(True)

    world.answer_with("GetUserInfo", delete_and_refuse)
    assert "reception" not in [user["name"] for user in read(world)["tenant"]["users"]]


def test_an_instance_that_stops_meanwhile_is_told(world: World) -> None:
    def stop_and_refuse(call: Any) -> Any:
        world.environment.instances["baumann"].stop(0)
        raise ApiError("Instance 'baumann' is not running.")

    world.answer_with("GetProfiles", stop_and_refuse)
    result = world.run(world.task("spe_tenant_info", instance_id="baumann", service_provider_access="open"))
    assert result["msg"].startswith("The instance 'baumann' is stopped; start it first")


def test_names_of_variables_are_unique_and_plain() -> None:
    variables = SecretVariables("vault_a_")
    assert variables.name("user", "jörg.größe-1", "password") == "vault_a_user_jorg_groe_1_password"
    assert variables.name("user", "jorg_groe.1", "password") == "vault_a_user_jorg_groe_1_password_2"
    assert variables.name("user", "日本", "password") == "vault_a_user_password"
    assert variables.name("user", "日本語", "password") == "vault_a_user_password_2"


@pytest.mark.parametrize("beginning", ["", "1_", "a-", "a b", "ä_"])
def test_a_beginning_with_which_no_variable_begins_is_refused(beginning: str) -> None:
    with pytest.raises(InputError, match="cannot be the beginning of a variable"):
        SecretVariables(beginning)
