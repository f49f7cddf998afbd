# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the room may and may not know."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api import client

ROOM = Path(client.__file__).parent
FILES = sorted(ROOM.glob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_knows_nothing_of_ansible_nor_of_other_rooms(path: Path) -> None:
    for name in imported(path):
        assert not name.startswith(("ansible", "..")), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_file_knows_the_library(path: Path) -> None:
    libraries = {name for name in imported(path) if name.split(".")[0] in {"requests", "urllib3"}}
    assert not libraries or path.stem == "requests_library"


def test_it_can_be_imported_without_requests() -> None:
    name = client.__name__
    code = (
        "import sys; sys.modules['requests'] = None\n"
        f"from {name} import REQUESTS_IMPORT_ERROR\n"
        "assert 'requests' in REQUESTS_IMPORT_ERROR and 'Traceback' in REQUESTS_IMPORT_ERROR\n"
        "assert not any(name == 'ansible' or name.startswith('ansible.') for name in sys.modules)\n"
    )
    tree = next(path for path in sys.path if (Path(path) / "ansible_collections" / "community" / "mailstore").exists())
    result = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": tree}, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_with_requests_there_is_nothing_to_complain_about() -> None:
    assert client.REQUESTS_IMPORT_ERROR is None
