# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The execution environment: everything in it is pinned, and ansible-builder takes its definition."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.awx.data import AWX, ROOT, load

DEFINITION = AWX / "execution-environment.yml"
GUIDE = ROOT / "docs" / "docsite" / "rst" / "guide_awx.rst"
BUILDER = Path(sys.executable).with_name("ansible-builder")
PIN = re.compile(r"([\w.-]+)==(\d[\w.]*)")


@pytest.fixture(scope="module")
def definition() -> dict[str, Any]:
    found: dict[str, Any] = load(DEFINITION)
    return found


def _pins(definition: dict[str, Any]) -> dict[str, str]:
    dependencies = definition["dependencies"]
    packages = [
        dependencies["ansible_core"]["package_pip"],
        dependencies["ansible_runner"]["package_pip"],
        *dependencies["python"],
    ]
    matches = [PIN.fullmatch(package) for package in packages]
    assert all(matches), packages
    return {match[1]: match[2] for match in matches if match}


def test_everything_has_a_version(definition: dict[str, Any]) -> None:
    assert definition["version"] == 3
    assert re.fullmatch(r"[\w./-]+:\d+(\.\d+)+", definition["images"]["base_image"]["name"])
    collections = {entry["name"]: entry["version"] for entry in definition["dependencies"]["galaxy"]["collections"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in collections.values())
    assert collections["community.mailstore"] == load(ROOT / "galaxy.yml")["version"]
    pins = _pins(definition)
    needed = (ROOT / "meta" / "ee-requirements.txt").read_text("utf-8")
    assert set(re.findall(r"^([\w-]+)>=", needed, flags=re.MULTILINE)) <= set(pins)


def test_the_guide_shows_what_is_in_the_image(definition: dict[str, Any]) -> None:
    guide = GUIDE.read_text("utf-8")
    collections = {entry["name"]: entry["version"] for entry in definition["dependencies"]["galaxy"]["collections"]}
    for name, version in {**_pins(definition), **collections}.items():
        assert re.search(rf"\*? ?- ?``?{re.escape(name)}``\n +- {re.escape(version)}\n", guide), name
    assert definition["images"]["base_image"]["name"] in guide


def test_the_collection_says_what_it_needs() -> None:
    """ansible-builder finds the requirements of the installed collection."""
    shown = subprocess.run(
        [BUILDER, "introspect", ROOT / ".build" / "collections"], capture_output=True, text=True, check=True
    ).stdout
    found = yaml.safe_load(shown)
    lines = (ROOT / "meta" / "ee-requirements.txt").read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert [text.partition("#")[0].strip() for text in found["python"]] == wanted


def test_a_build_context_is_made_with_these_versions(definition: dict[str, Any], tmp_path: Path) -> None:
    command: list[str | Path] = [BUILDER, "create", "--file", DEFINITION, "--context", tmp_path]
    subprocess.run([*command, "--output-filename", "Containerfile"], capture_output=True, text=True, check=True)
    containerfile = (tmp_path / "Containerfile").read_text("utf-8")
    assert f'ARG EE_BASE_IMAGE="{definition["images"]["base_image"]["name"]}"' in containerfile
    pins = _pins(definition)
    core, runner = pins["ansible-core"], pins["ansible-runner"]
    assert f'ARG ANSIBLE_INSTALL_REFS="ansible-core=={core} ansible-runner=={runner}"' in containerfile
    made = (tmp_path / "_build" / "requirements.txt").read_text("utf-8").split()
    assert made == definition["dependencies"]["python"]
    galaxy = yaml.safe_load((tmp_path / "_build" / "requirements.yml").read_text("utf-8"))
    assert galaxy == definition["dependencies"]["galaxy"]
