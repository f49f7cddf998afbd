# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make a virtual environment: `python -m tests.tools.environment DIRECTORY REQUIREMENTS-FILE [REQUIREMENT ...]`."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path


def make_environment(directory: Path, requirements: list[str]) -> None:
    """Make the environment with the running Python where it is missing, then install what pip is told to.

    :param requirements: arguments of `pip install`.
    :raises subprocess.CalledProcessError: pip failed; it has printed why.
    """
    python = directory / "bin" / "python"
    if not python.exists():
        venv.create(directory, with_pip=True, clear=True)
    command: list[str | Path] = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *requirements]
    subprocess.run(command, check=True)


def main() -> int:
    directory, requirements, more = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    print(f"Installing {requirements} into {directory.name} (Python {sys.version.split()[0]}) ...", flush=True)
    try:
        make_environment(directory, ["-r", requirements, *more])
    except subprocess.CalledProcessError:
        print(f"pip could not install {requirements}: see its message above.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
