# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A value that is must be there."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.not_none import not_none


@pytest.mark.parametrize("value", [0, "", [], {}])
def test_an_empty_value_is_there(value: object) -> None:
    assert not_none(value) is value


def test_a_missing_value_is_a_defect() -> None:
    with pytest.raises(AssertionError, match="must be there"):
        not_none(None)
