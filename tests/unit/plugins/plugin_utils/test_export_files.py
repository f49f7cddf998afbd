# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of variables: every value comes back as it was, and no value of a server becomes a template."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.community.mailstore.plugins.filter.tenant_host_vars import tenant_host_vars
from ansible_collections.community.mailstore.plugins.filter.tenant_secrets_example import tenant_secrets_example
from ansible_collections.community.mailstore.plugins.plugin_utils.export_files import (
    Reference,
    as_comment,
    as_yaml,
    host_vars,
    with_secrets,
)
from hypothesis import given
from hypothesis import strategies as st


class _Loader(yaml.SafeLoader):
    """Reads as Ansible does."""


_Loader.add_constructor("!unsafe", lambda loader, node: f"unsafe: {node.value}")

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _as_read(value: Any) -> Any:
    if isinstance(value, str):
        return f"unsafe: {value}" if any(mark in value for mark in ("{{", "{%", "{#")) else value
    if isinstance(value, list):
        return [_as_read(entry) for entry in value]
    return {_as_read(key): _as_read(entry) for key, entry in value.items()} if isinstance(value, dict) else value


@given(st.dictionaries(st.from_regex(r"tenant_[a-z]{1,8}", fullmatch=True), VALUES, min_size=1, max_size=4))
def test_every_value_comes_back(variables: dict[str, Any]) -> None:
    read = yaml.load(as_yaml(variables), Loader=_Loader)  # noqa: S506  a safe loader
    assert read == {name: _as_read(value) for name, value in variables.items()}


@pytest.mark.parametrize(
    "text", ["2026", "03:30:00", "13:30:00", "0123E4", "y", "No", "null", "~", "2026-12-31", "1_0"]
)
def test_a_text_that_looks_like_something_else_stands_in_quotes(text: str) -> None:
    line = as_yaml({"a": text})
    assert line.strip("\n").removeprefix("a: ")[0] in "\"'"


def test_it_is_written_as_people_do() -> None:
    variables = {
        "tenant_id": "acme",
        "tenant_alias": "a",
        "tenant_users": [{"name": "admin", "privileges": ["admin"], "email_addresses": []}],
        "tenant_jobs": [],
        "tenant_index": {"include_attachments_of_pdfs": True},
    }
    assert as_yaml(variables) == (
        "tenant_id: acme\n"
        "tenant_alias: a\n"
        "\n"
        "tenant_users:\n"
        "  - name: admin\n"
        "    privileges: [admin]\n"
        "    email_addresses: []\n"
        "\n"
        "tenant_jobs: []\n"
        "\n"
        "tenant_index:\n"
        "  include_attachments_of_pdfs: true\n"
    )


def test_a_template_of_the_server_is_a_text_and_one_of_ours_a_template() -> None:
    text = as_yaml(
        {"display_name": 'C:\\ {{ lookup("env", "HOME") }}', "password": Reference("{{ a | default(omit) }}")}
    )
    assert text == (
        'display_name: !unsafe "C:\\\\ {{ lookup(\\"env\\", \\"HOME\\") }}"\n\npassword: "{{ a | default(omit) }}"\n'
    ).replace("\n\n", "\n")


def secret(part: str, name: str | None, option: str, key: str | None = None, kind: str = "str") -> dict[str, Any]:
    return {"variable": "vault_x", "part": part, "name": name, "option": option, "key": key, "type": kind}


def test_each_secret_comes_to_its_place() -> None:
    tenant = {
        "instance_id": "acme",
        "smtp": {"hostname": "x"},
        "credentials": [{"description": "c"}],
        "users": [{"name": "admin"}, {"name": "jane"}],
        "profiles": [{"name": "Journal", "details": {}}],
    }
    secrets = [
        secret("smtp", None, "password"),
        secret("credentials", "c", "secret_settings", kind="dict"),
        secret("users", "jane", "password"),
        secret("profiles", "Journal", "secret_details", "password"),
    ]
    filled = with_secrets(tenant, secrets, lambda secret: f"{secret['part']}!")
    assert filled == {
        "instance_id": "acme",
        "smtp": {"hostname": "x", "password": "smtp!"},
        "credentials": [{"description": "c", "secret_settings": "credentials!"}],
        "users": [{"name": "admin"}, {"name": "jane", "password": "users!"}],
        "profiles": [{"name": "Journal", "details": {}, "secret_details": {"password": "profiles!"}}],
    }
    assert tenant["users"] == [{"name": "admin"}, {"name": "jane"}]


def test_the_role_adds_nothing_to_what_is_exported() -> None:
    tenant = {
        "instance_id": "acme",
        "instance": {"display_name": "Acme"},
        "users": [
            {"name": "admin", "privileges": ["admin"]},
            {"name": "jane"},
            {"name": "eve", "folder_privileges": [{"folder": "Eve", "privileges": ["read"]}]},
        ],
        "jobs": [{"name": "Verify", "command": "VerifyStores"}],
    }
    variables = host_vars(tenant, [])
    assert list(variables) == ["tenant_id", "tenant_display_name", "tenant_users", "tenant_jobs"]
    assert [list(user) for user in variables["tenant_users"]] == [
        ["name", "privileges"],
        ["name", "privileges", "own_archive_privileges"],
        ["name", "privileges", "folder_privileges"],
    ]
    assert variables["tenant_jobs"] == [{"name": "Verify", "command": "VerifyStores", "time_zone": "$Local"}]


def test_the_example_has_an_empty_variable_for_each_secret() -> None:
    results = [
        {
            "tenant": {"instance_id": "acme"},
            "secrets": [
                secret("credentials", "c\n!", "secret_settings", kind="dict"),
                secret("smtp", None, "password"),
            ],
        },
        {"tenant": {"instance_id": "other"}, "secrets": []},
    ]
    text = tenant_secrets_example(results)
    assert text.endswith("\n# acme\nvault_x: {}  # credentials (c !): secret_settings\nvault_x: ''  # smtp: password\n")


def test_one_variable_for_two_tenants_is_refused() -> None:
    results = [{"tenant": {"instance_id": name}, "secrets": [secret("smtp", None, "password")]} for name in ("a", "b")]
    with pytest.raises(AnsibleFilterError, match="Secrets of a and of b would both be in vault_x"):
        tenant_secrets_example(results)


@pytest.mark.parametrize("value", [None, "x", [], {}, {"tenant": {}}])
def test_what_is_no_result_is_refused(value: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="takes the whole result"):
        tenant_host_vars(value)
    with pytest.raises(AnsibleFilterError, match="takes a list of results"):
        tenant_secrets_example([value])


def test_a_comment_is_one_line() -> None:
    assert as_comment("a\nb\u2028c\x00 d") == "# a b c d"
