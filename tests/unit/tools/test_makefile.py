# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where make cannot work, it says so in one sentence, and has made nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools.pythons import find_python
from tests.tools.steps import ROOT

OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS")


def _make(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in a checkout of nothing but what it needs until it can say no."""
    shutil.copytree(ROOT / "tests" / "tools", checkout / "tests" / "tools")
    for name in ("Makefile", "tests/__init__.py", "galaxy.yml"):
        shutil.copy(ROOT / name, checkout / name)
    for name in ("tests/requirements/demo.txt", "tests/simulator/requirements.txt", "meta/ee-requirements.txt"):
        (checkout / name).parent.mkdir(parents=True)
        (checkout / name).touch()
    # Not as a part of the make that runs the tests, which would tell of its directories.
    environment = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    return subprocess.run(
        ["make", *arguments], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def test_a_path_with_blanks_is_refused(tmp_path: Path) -> None:
    checkout = tmp_path / "my work"
    checkout.mkdir()
    refused = _make(checkout, "demo")
    assert refused.returncode == 2
    (sentence,) = refused.stderr.splitlines()
    assert f"make cannot work in a path with blanks, as '{checkout}' is" in sentence
    assert [path.name for path in tmp_path.iterdir()] == ["my work"]
    assert not (checkout / ".build").exists()


@pytest.mark.parametrize("version", ["3.6", "3.9"])
def test_a_python_too_old_is_refused(tmp_path: Path, version: str) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(f"There is no Python {version} here.")
    refused = _make(tmp_path, "demo", f"PYTHON={python}")
    assert refused.returncode == 2
    sentence, _made_by_make = refused.stderr.splitlines()
    assert sentence == (
        f"Python {version} is too old for an Ansible controller: give a Python 3.10 or newer, as in make PYTHON=python3.12 demo."
    )
    assert not (tmp_path / ".build" / "venv").exists()
