# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of Hypothesis may take any time: a busy machine must not fail a test."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st


@given(st.just(0.3))
def test_an_example_may_be_slow(seconds: float) -> None:
    time.sleep(seconds)
