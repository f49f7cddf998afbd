# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A host with an old Python is refused in a sentence, before a line that it does not understand."""

from __future__ import annotations

import ast
import json
import runpy
import sys
from pathlib import Path

import pytest
from ansible_collections.community.mailstore.plugins.module_utils import _ansible

from tests.unit.documentation import MODULES, ROOT

PACKAGE = Path(str(_ansible.__file__))


@pytest.mark.parametrize("version", [(3, 7, 17), (3, 8, 18)])
def test_an_old_python_is_refused(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(PACKAGE))
    assert ended.value.code == 1
    result = json.loads(capsys.readouterr().out)
    assert result["failed"] is True
    assert result["msg"].startswith(
        f"community.mailstore needs Python 3.9 or newer where its modules run, but {sys.executable} on "
    )


def test_a_python_that_will_do_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 0))
    runpy.run_path(str(PACKAGE))


def test_an_old_python_understands_the_check() -> None:
    ast.parse(PACKAGE.read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("module", MODULES)
def test_nothing_of_the_collection_is_imported_before_the_check(module: str) -> None:
    source = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    relative = [node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.level]
    assert str(relative[0]).startswith("module_utils._ansible.")
