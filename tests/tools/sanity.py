# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run `ansible-test sanity` of the running environment on a copy of the collection, with a HOME inside the checkout.

`python -m tests.tools.sanity [arguments of ansible-test sanity]`
"""

from __future__ import annotations

import ast
import configparser
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tests.tools.collection_tree import copy_collection
from tests.tools.pythons import find_python, path_with
from tests.tools.steps import BUILD, tool

# The versions of get-pip.py that ansible-test 2.16 to 2.21 looks for in its cache before it downloads one.
GET_PIP_VERSIONS = ("23_1_2", "24_2", "25_2")
# What tests/config.yml promises for modules.
OLDEST_TARGET_PYTHON = "3.9"


def _seed_get_pip(home: Path) -> None:
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in GET_PIP_VERSIONS:
        shutil.copyfile(Path(__file__).with_name("get_pip.py"), cache / f"get_pip_{name}.py")


def _pip_settings() -> dict[str, dict[str, str]]:
    """The package index as the user has set it up: files, environment, certificates and proxy."""
    settings: dict[str, dict[str, str]] = {"global": {}}
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE")
    if bundle:
        settings["global"]["cert"] = bundle
    proxy = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
    if proxy:
        settings["global"]["proxy"] = proxy
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        name, _separator, value = line.partition("=")
        section, _dot, option = name.rpartition(".")
        section = "global" if section == ":env:" else section
        # Quoted as a Python text; several values stand on lines of their own, which must be indented in the file.
        settings.setdefault(section, {})[option] = str(ast.literal_eval(value)).replace("\n", "\n  ")
    return settings


def _hand_over_pip_settings(home: Path) -> None:
    """ansible-test takes PIP_* and the like out of the environment; pip finds this file all the same."""
    parser = configparser.RawConfigParser()
    parser.read_dict(_pip_settings())
    path = home / ".config" / "pip" / "pip.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    # An index may be given with a password in its address.
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8") as file:
        parser.write(file)


def _target_pythons() -> list[str]:
    """This Python and the oldest one for managed hosts, if the machine has it."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    if find_python(OLDEST_TARGET_PYTHON):
        return [own, OLDEST_TARGET_PYTHON]
    print(f"There is no Python {OLDEST_TARGET_PYTHON} here: what managed hosts need is not tried with it.", flush=True)
    return [own]


def main() -> int:
    core = ".".join(version("ansible-core").split(".")[:2])
    # One home and one copy a version, so that several can run at once.
    place = BUILD / "sanity" / core
    collection = copy_collection(place)
    if shutil.which("git"):
        subprocess.run(["git", "init", "--quiet"], cwd=collection, check=True)
    home = place / "home"
    _seed_get_pip(home)
    _hand_over_pip_settings(home)
    pythons = _target_pythons()
    command = [str(tool("ansible-test")), "sanity", "--color", "no", "--controller", f"origin:python=venv/{pythons[0]}"]
    for python in pythons:
        command += ["--target-python", python]
    environment = {**os.environ, "HOME": str(home), "PATH": path_with(place / "bin", pythons)}
    return subprocess.run([*command, *sys.argv[1:]], cwd=collection, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
