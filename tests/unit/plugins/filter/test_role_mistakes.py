# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a role, as a template hands them to the filter."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.filter.role_mistakes import role_mistakes
from ansible_collections.community.mailstore.plugins.plugin_utils.role_files import role_directory
from ansible_collections.community.mailstore.plugins.plugin_utils.templates import EVERY_TEXT_IS_A_TEMPLATE
from ansible_collections.community.mailstore.plugins.plugin_utils.variables_check import documented_variables

from tests.simulation.templates import evaluated

ROLES = ("fleet_health", "support_access")
#: Of each type, a value that it cannot have, and what the sentence shows of it.
IMPOSSIBLE: dict[str, tuple[Any, str]] = {
    "bool": ("ture", "'ture' is neither true nor false"),
    "int": ("many", "'many' is not a whole number"),
    "str": (7, "7 is a number, not a text"),
    "list": ({"a": 1}, "is a dictionary, not a list"),
    "dict": ([1], "is a list, not a dictionary"),
}


@pytest.mark.parametrize("role", ROLES)
def test_the_defaults_have_no_mistake(role: str) -> None:
    defaults = yaml.safe_load((role_directory(role) / "defaults" / "main.yml").read_text("utf-8"))
    assert role_mistakes(defaults, role, list(documented_variables(role))) == []


@pytest.mark.parametrize(("role", "name"), [(role, name) for role in ROLES for name in documented_variables(role)])
def test_each_variable_refuses_what_it_cannot_be(role: str, name: str) -> None:
    option = documented_variables(role)[name]
    value, words = IMPOSSIBLE[option.get("type", "str")]
    if option.get("choices"):
        value, words = "another", f"value of {name} must be one of: "
    if option.get("elements") == "dict":
        value, words = [1], f"{name}[0] is a number, not a dictionary"
    (sentence,) = role_mistakes({name: value}, role)
    assert name in sentence
    assert words in sentence
    assert "\n" not in sentence


def test_a_mistyped_name_is_a_mistake() -> None:
    names = ["fleet_health_fial_on", "fleet_health_fail_on"]
    names += [f"fleet_health_{registered}" for registered in ("fleet", "result", "summary", "counts")]
    assert role_mistakes({}, "fleet_health", names) == [
        "fleet_health_fial_on is not a variable of the role; did you mean fleet_health_fail_on?"
    ]


def test_what_a_template_cannot_give_is_named_with_its_place() -> None:
    variables = {
        "fleet_health_month": "{{ nobody }}",
        "fleet_health_known": [{"tenant": "S3cret"}, {"tenant": "{{ not_here }}"}],
    }
    given = ", ".join(f"'{name}': {name}" for name in ("fleet_health_depth", *variables))
    found = evaluated("{{ {" + given + "} | community.mailstore.role_mistakes('fleet_health') }}", variables)
    # Up to ansible-core 2.18 nothing shows where in a variable something is not defined.
    where = "" if EVERY_TEXT_IS_A_TEMPLATE else "[1].tenant"
    assert found == [
        "fleet_health_month takes nobody, which is not defined; define it, too.",
        f"fleet_health_known{where} takes not_here, which is not defined; define it, too.",
    ]
