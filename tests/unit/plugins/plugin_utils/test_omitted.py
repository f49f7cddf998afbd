# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a template omits is left out by the filters, whatever stands for it in this version of Ansible."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.plugin_utils.untag import plain


class _OmitType:
    """As ansible-core 2.19 and later have it."""


@pytest.mark.parametrize("omit", ["__omit_place_holder__0123", _OmitType()])
def test_it_is_left_out_at_any_depth(omit: Any) -> None:
    value = {"a": omit, "b": [{"c": omit, "d": 1}, omit, "e"], "f": {"g": {"h": omit}}, "i": None}
    assert plain(value) == {"b": [{"d": 1}, "e"], "f": {"g": {}}, "i": None}
    assert plain("text") == "text"
