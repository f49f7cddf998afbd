# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation that modules share says what the shared options are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.doc_fragments import attributes, smtp, spe
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import (
    CONNECTION_OPTIONS,
    GROUP_OPTIONS,
    INSTANCE_OPTIONS,
    LONG_WAIT_OPTIONS,
    QUERY_OPTION,
    TIME_LIMIT_OPTIONS,
    WAIT_OPTIONS,
    ignored_options,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.smtp import SMTP_OPTIONS

# What has notes and no options.
NOTES = {"ROW"}
# What the test of the inventory plugin compares.
OF_PLUGINS = {"PLUGIN"}
FRAGMENTS = [
    ("DOCUMENTATION", CONNECTION_OPTIONS),
    ("INSTANCE", INSTANCE_OPTIONS),
    ("WAIT", WAIT_OPTIONS),
    ("LONG_WAIT", LONG_WAIT_OPTIONS),
    ("TIME_LIMITS", TIME_LIMIT_OPTIONS),
    ("QUERY", QUERY_OPTION),
]
# What a module's documentation and its argument spec both say of an option.
SHARED = ("type", "default", "choices", "required", "elements", "aliases")
MODES = {"check_mode", "diff_mode", "idempotent"}


def _fragment(holder: Any, name: str) -> dict[str, Any]:
    fragment: dict[str, Any] = yaml.safe_load(getattr(holder.ModuleDocFragment, name))
    return fragment


@pytest.mark.parametrize(("name", "options"), FRAGMENTS)
def test_fragment_and_options_agree(name: str, options: Mapping[str, Mapping[str, Any]]) -> None:
    documented = _fragment(spe, name)["options"]
    assert list(documented) == list(options)
    for option, spec in options.items():
        assert _shared(documented[option]) == _shared(spec), option


def test_smtp_settings_agree_but_for_who_gets_the_messages() -> None:
    documented = _fragment(smtp, "DOCUMENTATION")["options"]
    assert documented.keys() == SMTP_OPTIONS.keys() - {"recipients"}
    for option, described in documented.items():
        assert _shared(described) == _shared(SMTP_OPTIONS[option]), option


def test_options_that_a_module_ignores_are_documented_as_they_are() -> None:
    documented = {option: _shared(described) for option, described in _documented_as_ignored("ACTIONGROUP_SPE")}
    assert documented == _without_secrecy(ignored_options(CONNECTION_OPTIONS))
    of_the_connection = {option: _shared(described) for option, described in _documented_as_ignored("NO_SERVER")}
    assert {**of_the_connection, **documented} == _without_secrecy(ignored_options({}))


def _documented_as_ignored(fragment: str) -> Iterable[tuple[str, dict[str, Any]]]:
    options: dict[str, dict[str, Any]] = _fragment(attributes, fragment)["options"]
    return options.items()


def _without_secrecy(options: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: _shared(option) for name, option in options.items()}


@pytest.mark.parametrize(
    ("fragment", "option"),
    [
        *(("DOCUMENTATION", option) for option in CONNECTION_OPTIONS),
        ("INSTANCE", "service_provider_access"),
    ],
)
def test_options_name_their_variable(fragment: str, option: str) -> None:
    (variable,) = {**CONNECTION_OPTIONS, **INSTANCE_OPTIONS}[option]["fallback"][1]
    description = _fragment(spe, fragment)["options"][option]["description"]
    assert f"If not set, the value of the environment variable E({variable}) is used." in description


def test_every_fragment_is_compared() -> None:
    names = {name for name in vars(spe.ModuleDocFragment) if name.isupper()}
    assert names == {name for name, _options in FRAGMENTS} | NOTES | OF_PLUGINS


def test_attributes_are_described_for_all_modules() -> None:
    assert set(_fragment(attributes, "DOCUMENTATION")["attributes"]) == MODES
    assert set(_fragment(attributes, "INFO_MODULE")["attributes"]) == MODES


def test_the_action_group_has_the_name_that_module_defaults_take() -> None:
    group = _fragment(attributes, "ACTIONGROUP_SPE")["attributes"]["action_group"]
    assert group["membership"] == ["community.mailstore.spe"]
    assert "C(group/community.mailstore.spe)" in group["description"][0]
    for option in GROUP_OPTIONS:
        assert f"C({option})" in group["description"][1]


def _shared(option: Mapping[str, Any]) -> dict[str, Any]:
    return {key: option[key] for key in SHARED if key in option}
