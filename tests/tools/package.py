# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the artifact as a release would, and check it as Galaxy would on its upload."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

from tests.tools.collection_tree import copy_collection
from tests.tools.steps import BUILD, tool, tools_environment

# The only names at the top of the artifact; what is for work on the collection stays out (build_ignore in galaxy.yml).
EXPECTED = {
    "CHANGELOG.rst", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "COPYING", "FILES.json", "LICENSES", "MAINTAINERS",
    "MANIFEST.json", "README.md", "REUSE.toml", "changelogs", "docs", "extensions", "meta", "playbooks", "plugins", "roles",
    "tests",
}  # fmt: skip


def main() -> int:
    place = BUILD / "package"
    collection = copy_collection(place / "tree")
    build: list[str | Path] = [tool("ansible-galaxy"), "collection", "build", "--force", "--output-path", place]
    built = subprocess.run(build, cwd=collection, check=False, capture_output=True, text=True)
    if built.returncode:
        print(built.stdout + built.stderr)
        return 1
    artifact = max(place.glob("community-mailstore-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    with tarfile.open(artifact) as archive:
        names = {name.split("/", 1)[0] for name in archive.getnames()}
    if names - EXPECTED:
        print(f"{artifact.name} holds what no user needs: {', '.join(sorted(names - EXPECTED))}. See build_ignore.")
        return 1
    return _check_import(artifact)


def _check_import(artifact: Path) -> int:
    """The importer goes on after complaints and ends well: what it calls an error or a warning is one here."""
    environment = {
        **os.environ,
        **tools_environment(),
        "GALAXY_IMPORTER_ANSIBLE_LOCAL_TMP": str(artifact.parent / "ansible"),
        # `make lint` has run it on the same files.
        "GALAXY_IMPORTER_RUN_ANSIBLE_LINT": "false",
    }
    imported = subprocess.run(
        [sys.executable, "-m", "galaxy_importer.main", artifact],
        cwd=artifact.parent,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    complaints = [line for line in imported.stdout.splitlines() if line.startswith(("ERROR", "WARNING"))]
    if imported.returncode or complaints:
        print(imported.stdout + imported.stderr)
        return 1
    print(f"ok      {artifact.name}: Galaxy's importer takes it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
