# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new module needs beside its own file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("spe_*.py"))
ACTION_GROUP = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["action_groups"]["spe"]


def test_the_action_group_is_sorted_and_names_modules_only() -> None:
    assert sorted(MODULES) == ACTION_GROUP, "Run make pages, which writes the group in meta/runtime.yml."


@pytest.mark.parametrize("module", MODULES)
def test_module_has_an_action_plugin(module: str) -> None:
    file = ROOT / "plugins" / "action" / f"{module}.py"
    assert file.is_file(), f"Write plugins/action/{module}.py in the form of its neighbours."


@pytest.mark.parametrize("module", MODULES)
def test_module_has_an_integration_target(module: str) -> None:
    target = ROOT / "tests" / "integration" / "targets" / module
    assert list(target.glob("scenarios/*.yml")), f"Write a scenario in tests/integration/targets/{module}/scenarios/."


@pytest.mark.parametrize("kind", ["modules", "action"])
def test_every_plugin_file_is_named_for_the_product(kind: str) -> None:
    names = {path.stem for path in (ROOT / "plugins" / kind).glob("*.py")}
    assert names == set(MODULES)
