# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make the collection importable by its full name, wherever the checkout lies, and say how Hypothesis chooses values."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[2]
TREE = ROOT / ".build" / "collections"

# A busy machine must not fail a test, and a test must not fail by chance: the values are the same in each run.
settings.register_profile(
    "same_values", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None
)
# Other values in each run, and many (`make fuzz`).
settings.register_profile(
    "many_values", settings.get_profile("same_values"), derandomize=False, max_examples=3_000, print_blob=True
)
settings.load_profile("same_values")


def _make_importable() -> None:
    link = TREE / "ansible_collections" / "community" / "mailstore"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(ROOT)
    sys.path.insert(0, str(TREE))
    # For plugins that Ansible's own loader looks up.
    os.environ.setdefault("ANSIBLE_COLLECTIONS_PATH", str(TREE))


try:
    found = importlib.util.find_spec("ansible_collections.community.mailstore")
except ModuleNotFoundError:
    found = None
if found is None:
    _make_importable()
