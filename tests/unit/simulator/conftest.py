# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers to test: the demo provider, and a fresh installation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.simulator.api import Api, serving


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    """The demo provider: `baumann` is sound and open."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Api]:
    """A fresh installation without an instance."""
    with serving(tmp_path, seed="empty") as running:
        yield running
