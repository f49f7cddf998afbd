# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data of extensions/awx, as Ansible reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
AWX = ROOT / "extensions" / "awx"
PROJECT = AWX / "project"
PLAYBOOKS = ROOT / "playbooks"


class _Loader(yaml.SafeLoader):
    """Knows the tag of a text that is no template of Ansible."""


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor("!unsafe", _text)


def load(path: Path) -> Any:
    """The content of a file."""
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  # a safe loader with one more tag


def definitions() -> dict[str, Any]:
    """All variables of the files in vars, and of the example of settings; what is a template of Ansible stays one."""
    found: dict[str, Any] = {}
    for path in (*sorted((AWX / "vars").glob("*.yml")), AWX / "settings.example.yml"):
        found.update(load(path))
    return found


def named(kind: str, name: str) -> dict[str, Any]:
    """One object of a list of the definitions, such as a job template."""
    (found,) = (entry for entry in definitions()[f"spe_awx_{kind}"] if entry["name"] == name)
    return dict(found)
