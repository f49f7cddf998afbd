# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sentences of modules with the names that the variables of a role have."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_definition import ARGUMENT_SPEC
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance_entry import (
    OPTIONS as INSTANCE_OPTIONS,
)
from ansible_collections.community.mailstore.plugins.plugin_utils.caller_words import with_words_of_caller
from ansible_collections.community.mailstore.plugins.plugin_utils.role_files import role_directory
from ansible_collections.community.mailstore.plugins.plugin_utils.role_variables import NAMES, PREFIX

from tests.simulation import simulation
from tests.simulation.templates import evaluated

ROLE: dict[str, Any] = yaml.safe_load((role_directory("tenant") / "vars" / "main.yml").read_text("utf-8"))


def _names(*parts: str) -> Any:
    """Those that the role gives to its task, when the run chooses these parts."""
    variables = {**ROLE, "__tenant_parts": list(parts)}
    return evaluated(ROLE["__tenant_option_names"], variables)


def _in_words_of_the_role(message: str) -> str:
    return str(with_words_of_caller({"failed": True, "msg": message}, _names("instance"), "contoso")["msg"])


def test_the_role_renames_each_option_that_a_variable_gives() -> None:
    given = {name for name in {**ARGUMENT_SPEC, **INSTANCE_OPTIONS} if f"{PREFIX}{name}" in NAMES}
    assert _names("instance") == {"instance_id": "tenant_id", **{name: f"{PREFIX}{name}" for name in given}}


@pytest.mark.parametrize(
    ("sentence", "renamed"),
    [
        (
            "contoso: Deleting the instance 'contoso' deletes a tenant: write confirm: contoso if you want that.",
            "contoso: Deleting the instance 'contoso' deletes a tenant: write tenant_confirm: contoso if you want that.",
        ),
        (
            "purge would remove 3 of 5 objects, but max_deletions is 2: raise max_deletions.",
            "tenant_purge would remove 3 of 5 objects, but tenant_max_deletions is 2: raise tenant_max_deletions.",
        ),
        ("expect_plan: 'x' is not a plan_id.", "tenant_expect_plan: 'x' is not a plan_id."),
        # What an entry has keeps its name, also if the tenant has something of the same name.
        (
            "stores[0] (2026): stores[1] (a) needs allow_move and base_directory, see users.",
            "tenant_stores[0] (2026): tenant_stores[1] (a) needs allow_move and base_directory, see users.",
        ),
        ("store_auto_create: base_directory is empty.", "tenant_store_auto_create: base_directory is empty."),
        # Values and ordinary words.
        (
            "The server's users: 'max_deletions: 1' and \"jobs: x\" in host-index are jobs of spe_users.",
            "The server's tenant_users: 'max_deletions: 1' and \"jobs: x\" in host-index are jobs of spe_users.",
        ),
        ("users: contoso", "tenant_users: contoso"),
    ],
)
def test_options_are_named_as_the_variables(sentence: str, renamed: str) -> None:
    assert _in_words_of_the_role(sentence) == renamed


def test_warnings_are_renamed_also_without_a_failure() -> None:
    result = {"changed": False, "msg": "max_deletions is 2.", "warnings": ["contoso: max_deletions is 2."]}
    renamed = with_words_of_caller(result, _names("instance"), "contoso")
    assert renamed == {**result, "warnings": ["contoso: tenant_max_deletions is 2."]}


def test_a_tenant_may_be_named_like_an_option() -> None:
    result = {"failed": True, "msg": "jobs: max_deletions is 2."}
    assert with_words_of_caller(result, _names("instance"), "jobs")["msg"] == "jobs: tenant_max_deletions is 2."


def test_several_mistakes_of_a_task_are_renamed_each_by_itself() -> None:
    with simulation("demo") as world:
        wrong = {"users": [{"name": "anna", "mfa": "on"}], "max_deletions": "many", "confirm": 7}
        result = world.run(world.task("spe_tenant", instance_id="baumann", **wrong))
    renamed = with_words_of_caller(result, _names("instance"), "baumann")
    mistakes = renamed["error"]["mistakes"]
    places = [re.split(r"[:. ]", mistake)[0] for mistake in mistakes]
    assert sorted(places) == ["tenant_confirm", "tenant_max_deletions", "tenant_users[0]"]
    assert renamed["msg"] == f"baumann: 3 mistakes; nothing was changed. {' '.join(mistakes)}"


def test_tags_without_the_instance_lead_to_an_advice_about_tags() -> None:
    """The advice stands for words of the module, so these are asked for here."""
    with simulation("empty") as world:
        result = world.run(world.task("spe_tenant", instance_id="contoso", users=[{"name": "anna"}], state="present"))
    assert result["failed"]
    for parts, advice in (
        (("users",), "run without --tags and --skip-tags first, or check tenant_id."),
        (("instance",), "set tenant_instance_host and tenant_base_directory to create it, or check tenant_id."),
    ):
        message = with_words_of_caller(result, _names(*parts), "contoso")["msg"]
        assert message == f"instance: The instance 'contoso' does not exist: {advice}"
