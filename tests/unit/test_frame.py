# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new module needs beside its own file, and what a collection needs that others take part in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_parts import PARTS

from tests.simulation import load_modules

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


def test_a_tenant_has_every_noun_or_it_says_why_not() -> None:
    there = [part.noun for part in PARTS]
    nouns = {name: module.noun for name, module in load_modules().items() if module.noun is not None}
    missing = [name for name, noun in nouns.items() if noun not in there and not noun.apart]
    assert missing == [], (
        "Add their nouns to PARTS in plugins/module_utils/_ansible/tenant_parts.py, or say in Noun(apart=...) why not."
    )


@pytest.mark.parametrize("kind", ["modules", "action"])
def test_every_plugin_file_is_named_for_the_product(kind: str) -> None:
    names = {path.stem for path in (ROOT / "plugins" / kind).glob("*.py")}
    assert names == set(MODULES)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "README.md",
            "CONTRIBUTING.md",
            "CODE_OF_CONDUCT.md",
            "MAINTAINERS",
            "COPYING",
            "REUSE.toml",
            "noxfile.py",
        ),
        *("antsibull-nox.toml", ".github/pull_request_template.md", "changelogs/config.yaml", "docs/contributing.md"),
    ],
)
def test_what_others_look_for_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_every_licence_that_a_file_names_is_there() -> None:
    named = {
        line.partition("SPDX-License-Identifier:")[2].strip(" */-")
        for path in (*ROOT.glob("plugins/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("roles/**/*.yml"))
        for line in path.read_text("utf-8").splitlines()[:6]
        if line.lstrip("#/ ").startswith("SPDX-License-Identifier:")
    }
    assert named == {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}


def test_workflows_call_what_anybody_can_call_here() -> None:
    """Checks of their own would fail where nobody can repeat them."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        runs = [
            step["run"]
            for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
            for step in job.get("steps", [])
            if "run" in step
        ]
        called = {word for run in runs for word in re.findall(r"\bmake ((?:[a-z-]+ ?)+)", run)}
        assert {target for words in called for target in words.split()} <= targets
        assert runs == [] or called or any(".ci/run" in run for run in runs)


def test_a_first_release_lists_what_it_has() -> None:
    """Nobody had a version whose faults could be fixed; and Ansible's markup means nothing in a changelog."""
    if yaml.safe_load((ROOT / "changelogs" / "changelog.yaml").read_text("utf-8"))["releases"]:
        pytest.skip("the first release is out")
    for path in sorted((ROOT / "changelogs" / "fragments").glob("*.yml")):
        text = path.read_text("utf-8")
        assert set(yaml.safe_load(text)) <= {"release_summary", "major_changes", "minor_changes"}, path.name
        assert re.search(r"\b[COVEM]\(", text) is None, path.name
