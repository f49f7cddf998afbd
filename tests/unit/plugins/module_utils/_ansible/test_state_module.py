# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options in, a result out: what is named, null and empty, and where access is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import sender_of
from ansible_collections.community.mailstore.plugins.module_utils._ansible.run import run_item, run_item_on_server
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.entry import Entry, specified_fields
from ansible_collections.community.mailstore.plugins.module_utils._engine.field_types import (
    Boolean,
    Choice,
    RequiredText,
    Secret,
    Text,
    TextSet,
    WindowsPath,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.item import Item
from ansible_collections.community.mailstore.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import Desired, Observed
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Field, Read, Resource
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.tenant import Tenant

THING = Resource(
    noun="thing",
    plural="things",
    identity="name",
    identity_key="name",
    listing=Read("GetThings"),
    fields=(
        Field("title", Text()),
        Field("owner", RequiredText()),
        Field("kind", Choice()),
        Field("flag", Boolean()),
        Field("tags", TextSet()),
        Field("pin", Secret(), secret=True),
        Field("place", WindowsPath()),
    ),
)


def context(server: Server, specified: Mapping[str, Any], warnings: list[str] | None = None) -> Context:
    warn = (warnings if warnings is not None else []).append
    sender = sender_of({}, server.client())
    return Context(sender, check_mode=False, diff_mode=False, specified=SpecifiedOptions(specified), warn=warn)


def entry(server: Server, **options: Any) -> Entry:
    asked = context(server, options)
    return Entry(options, set(options), "acme", asked.snapshot, False, asked.warn)


def named(**specified: Any) -> dict[str, Any]:
    params = {**dict.fromkeys(entry.option for entry in THING.fields), "other": None, **specified}
    return specified_fields(THING, params, set(specified))


def test_omitted_is_not_named_and_null_is() -> None:
    assert named() == {}
    assert named(title=None, tags=[], flag=False) == {"title": None, "tags": [], "flag": False}
    assert named(other="x") == {}


def test_options_that_become_fields_later() -> None:
    specified = {"other": None, "title": "x"}
    assert specified_fields(THING, specified, set(specified), extra=["other", "missing"]) == specified


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("kind", None, "kind cannot be null: set a value, or leave it out to keep the current one."),
        ("flag", None, "flag cannot be null: set a value, or leave it out to keep the current one."),
        ("owner", None, "owner cannot be null: set a value, or leave it out to keep the current one."),
        ("owner", "", "owner is empty: set a value, or leave it out to keep the current one."),
        ("pin", "", "pin is empty: set a value, or leave it out to keep the current one."),
    ],
)
def test_nothing_is_refused_where_nothing_could_be_removed(option: str, value: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        named(**{option: value})
    assert refused.value.message == message


@pytest.mark.parametrize("path", ["E:\new", "E:\tenants", "E:\\Archives\n", "E:\baumann"])
def test_a_path_of_which_yaml_took_a_backslash_is_refused(path: str) -> None:
    with pytest.raises(InputError) as refused:
        named(place=path)
    assert refused.value.message == (
        f"place: {path!r} contains a character that no path can have; in double quotes YAML reads \\n, \\t and"
        " similar as one character, so write the path in single quotes."
    )


@pytest.mark.parametrize("path", ["2027", "Archives\\2027", "\\2027", "/srv/archives", "E:", "E:2027", "."])
def test_a_path_that_could_mean_several_directories_is_refused(path: str) -> None:
    with pytest.raises(InputError) as refused:
        named(place=path)
    assert refused.value.message == f"place: '{path}' is not absolute; begin it with a drive, such as E:\\Archives."


@pytest.mark.parametrize(
    "path", ["E:\\Archives\\2027 ", "E:\\Archives.\\2027", "E:\\Archives\\..\\2027", "E:\\aux\\2027"]
)
def test_a_path_that_windows_would_read_as_another_one_is_refused(path: str) -> None:
    with pytest.raises(InputError) as refused:
        named(place=path)
    assert refused.value.message == f"place: '{path}' contains a name that no directory can have; write the plain path."


@pytest.mark.parametrize("path", ["\\\\server\\share\\2027", "e:\\", "E:\\new", "E:/Größe & 50 % mehr", None, ""])
def test_other_paths_are_taken(path: str | None) -> None:
    assert named(place=path) == {"place": path}


def test_no_secret_is_no_mistake() -> None:
    assert named(pin=None, title="") == {"pin": None, "title": ""}


@pytest.mark.parametrize(
    ("params", "desired"),
    [
        ({"state": "present", "update_password": "always", "new_name": "b"}, {"update_secrets": True, "new_name": "b"}),
        ({"state": "present", "update_password": "on_create", "new_name": "b"}, {"new_name": "b"}),
        ({"state": "absent"}, {"absent": True}),
        ({"state": "absent", "new_name": None}, {"absent": True}),
    ],
)
def test_what_a_task_asks_for(server: Server, params: dict[str, Any], desired: dict[str, Any]) -> None:
    wanted = entry(server, name="a", **params).desired({"title": "x"})
    assert wanted == Desired("a", {"title": "x"}, scope={"instanceID": "acme"}, **desired)


def test_modules_without_wait_options_wait(server: Server) -> None:
    assert sender_of({}, server.client()).wait
    leaving = sender_of(
        {"wait": False, "wait_timeout": 60, "wait_interval": 5, "cancel_on_timeout": False}, server.client()
    )
    assert not leaving.wait
    assert leaving.waiting.timeout == 0
    assert leaving.full_waiting.timeout == 60, "what later calls build on is waited for"


@pytest.mark.usefixtures("tenant")
def test_a_thing_of_the_whole_server_needs_no_instance(server: Server) -> None:
    asking = context(server, {})
    result = run_item_on_server(Item(INSTANCE, Desired("acme", {"alias": "ac"})), asking)
    assert result["changed"]
    assert result["instance"]["alias"] == "ac"


def test_opened_access_is_told(server: Server, tenant: Tenant) -> None:
    tenant.access = False
    params = {"instance_id": "acme", "service_provider_access": "open"}
    item = Item(USER, entry(server, name="jane", state="present").desired({}))
    asking = context(server, {})
    result = run_item(item, params, asking)
    assert asking.client.record.access_opened
    assert result["user"]["name"] == "jane"


@pytest.mark.usefixtures("tenant")
def test_a_setting_is_named_by_its_instance(server: Server) -> None:
    warnings: list[str] = []
    params = {"instance_id": "acme", "service_provider_access": "open"}

    def refine(plan: Plan, observed: Observed) -> Plan:
        return replace(plan, warnings=(f"Look at {observed.name}!",))

    item = Item(ARCHIVE_ADMIN, entry(server).desired_setting({"enabled": False}), refine)
    asking = context(server, {}, warnings)
    result = run_item(item, params, asking)
    assert result["archive_admin"] == {"instance_id": "acme", "enabled": False}
    assert warnings == ["Look at acme!"]
    assert not asking.client.record.access_opened, "switching access needs none"
