# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copy the collection to where Ansible's tools expect one: `.../ansible_collections/community/mailstore`."""

from __future__ import annotations

import os
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

from tests.tools.steps import ROOT

# What a checkout without git (an unpacked archive) holds beside the project's own files.
NOT_OURS = (".git", ".build", ".ansible", ".venv", ".hypothesis", "__pycache__", ".coverage*", "*.pyc", "*.tar.gz")


def _files_of_git() -> list[Path] | None:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return None
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [Path(name) for name in listed.stdout.split("\0") if name] if listed.returncode == 0 else None


def _files_of_archive() -> list[Path]:
    found = []
    for directory, subdirectories, files in os.walk(ROOT):
        subdirectories[:] = [name for name in subdirectories if _is_ours(name)]
        found += [Path(directory, name).relative_to(ROOT) for name in files if _is_ours(name)]
    return found


def _is_ours(name: str) -> bool:
    return not any(fnmatch(name, pattern) for pattern in NOT_OURS)


def project_files() -> list[Path]:
    """The project's own files, relative to its root: tracked or new, but not ignored by git."""
    listed = _files_of_git()
    names = _files_of_archive() if listed is None else listed
    return sorted(name for name in set(names) if (ROOT / name).is_file())


def copy_collection(tree: Path) -> Path:
    """Bring the copy under `tree` up to date, and return the collection's directory there.

    Files that did not change keep their time stamp and those that are gone are removed, so that caches stay valid.
    """
    collection = tree / "ansible_collections" / "community" / "mailstore"
    wanted = set(project_files())
    previous = tree / "copied-files"
    gone = {Path(name) for name in previous.read_text().splitlines()} - wanted if previous.exists() else set()
    for name in gone:
        (collection / name).unlink(missing_ok=True)
    for name in wanted:
        source, target = ROOT / name, collection / name
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    previous.write_text("\n".join(map(str, sorted(wanted))))
    return collection
