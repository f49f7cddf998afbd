# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes docs/functions.md from docs/functions.yml and the contract of functions.

python3 -m tests.tools.function_page          write the page
python3 -m tests.tools.function_page --check  end with an error when the page is stale
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS, Function

from tests.tools.check_repository import LICENCE

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "docs" / "functions.yml"
PAGE = ROOT / "docs" / "functions.md"

HEAD = f"""<!--
Copyright (c) 2026, the community.mailstore contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
{LICENCE}
-->
<!-- Made from docs/functions.yml by `make function-page`; do not edit. -->

# API function to module

Every function of the Management API has one module that is its home. What has none here can be called with
`community.mailstore.spe_command`, too.

| function | what it does | module | reads only | needs service provider access | since |
|---|---|---|---|---|---|
"""


def load_functions() -> Mapping[str, Mapping[str, Any]]:
    """The functions by name: summary, module, documented."""
    functions: Mapping[str, Mapping[str, Any]] = yaml.safe_load(DATA.read_text("utf-8"))
    return functions


def page() -> str:
    """The whole page."""
    rows = [_row(name, entry, FUNCTIONS[name]) for name, entry in load_functions().items()]
    return HEAD + "".join(rows)


def _row(name: str, entry: Mapping[str, Any], function: Function) -> str:
    cells = (
        f"`{name}`",
        entry["summary"],
        f"`{entry['module']}`",
        "yes" if function.reads else "",
        "yes" if function.access == "required" else "",
        function.since or "",
    )
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        PAGE.write_text(page(), "utf-8")
        return
    if PAGE.read_text("utf-8") != page():
        sys.exit("docs/functions.md is stale: run make function-page.")


if __name__ == "__main__":
    main()
