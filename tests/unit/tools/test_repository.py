# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks of files, and what counts as the project's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import check_repository, collection_tree
from tests.tools.check_repository import LICENCE

HEADER = f"# {LICENCE}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An unpacked archive: no git."""
    monkeypatch.setattr(check_repository, "ROOT", tmp_path)
    monkeypatch.setattr(collection_tree, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "complaints"),
    [
        ("good.py", HEADER, 0),
        ("bare.py", "import os\n", 1),
        ("COPYING", "the licence\n", 0),
        ("late.py", "\n" * 10 + HEADER, 1),
        ("path.py", HEADER + "open('" + "/home" + "/jane/notes')\n", 1),
        ("address.py", HEADER + "'https://example.com/home/page'\n", 0),
    ],
)
def test_complaints(root: Path, name: str, text: str, complaints: int) -> None:
    (root / name).write_text(text)
    assert len(check_repository.complaints(Path(name))) == complaints


def test_an_archive_has_no_build_results(root: Path) -> None:
    for name in ("plugins/a.py", ".build/b.py", "tests/__pycache__/c.pyc", "community-mailstore-1.0.0.tar.gz"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    assert collection_tree.project_files() == [Path("plugins/a.py")]


def test_a_copy_follows_the_original(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    tree = tmp_path_factory.mktemp("tree")
    (root / "kept.py").write_text("one")
    (root / "gone.py").write_text("two")
    copy = collection_tree.copy_collection(tree)
    stamp = (copy / "kept.py").stat().st_mtime_ns
    (root / "gone.py").unlink()
    (root / "kept.py").touch()
    (root / "new.py").write_text("three")
    (copy / "tests" / "output").mkdir(parents=True)
    collection_tree.copy_collection(tree)
    assert sorted(path.name for path in copy.rglob("*.py")) == ["kept.py", "new.py"]
    assert (copy / "kept.py").stat().st_mtime_ns == stamp
