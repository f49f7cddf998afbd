# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""README.md is shown on Galaxy, too, where a relative link leads nowhere, and it lists every option of the connection."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from ansible_collections.community.mailstore.plugins.doc_fragments.spe import ModuleDocFragment

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
IN_THE_REPOSITORY = "https://github.com/ansible-collections/community.mailstore/blob/main/"


def _links() -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", README)


def test_every_link_is_absolute() -> None:
    assert [link for link in _links() if not link.startswith(("https://", "#"))] == []


def test_every_link_into_the_repository_leads_to_a_file() -> None:
    files = [link.removeprefix(IN_THE_REPOSITORY) for link in _links() if link.startswith(IN_THE_REPOSITORY)]

    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_the_table_of_the_connection_has_every_option_and_its_variable() -> None:
    options = [name for name in yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"] if name.startswith("spe_")]
    table = README.partition("## Connection and TLS")[2].partition("\n## ")[0]

    assert "spe_url" in options
    assert [name for name in options if f"`{name}`" not in table or f"`{name.upper()}`" not in table] == []


def test_the_table_of_modules_has_every_module() -> None:
    """Those that read one noun go with the noun."""
    modules = [path.stem for path in (ROOT / "plugins" / "modules").glob("spe_*.py") if not path.stem.endswith("_info")]
    table = README.partition("\n## Modules")[2].partition("\n## ")[0]

    assert "spe_user" in modules
    assert [name for name in modules if f"`{name}`" not in table] == []
