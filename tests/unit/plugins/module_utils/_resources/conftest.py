# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server in memory with one tenant."""

from __future__ import annotations

import pytest

from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe


@pytest.fixture
def acme() -> FakeInstance:
    return FakeInstance("acme")


@pytest.fixture
def spe(acme: FakeInstance) -> FakeSpe:
    return FakeSpe(acme)
