# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One form for what a server may give in several."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.known_forms import in_known_form


@pytest.mark.parametrize(
    ("function", "row", "known"),
    [
        ("GetTimeZones", {"id": "UTC"}, {"id": "UTC"}),
        ("GetTimeZones", {"Id": "UTC", "displayName": "UTC"}, {"id": "UTC", "displayName": "UTC"}),
        ("GetTimeZones", "UTC", {"id": "UTC"}),
        ("GetTimeZones", 7, 7),
        (
            "GetSystemAdministrators",
            {"userName": "a", "mfaStatus": "Enabled"},
            {"userName": "a", "mfaStatus": "Enabled"},
        ),
        (
            "GetSystemAdministrators",
            {"userName": "a", "MfaStatus": "Enabled"},
            {"userName": "a", "mfaStatus": "Enabled"},
        ),
        ("GetSystemAdministrators", {"userName": "a", "mfaEnabled": True}, {"userName": "a", "mfaStatus": True}),
        ("GetSystemAdministrators", {"userName": "a"}, {"userName": "a"}),
        ("GetUsers", {"MfaStatus": "Enabled"}, {"MfaStatus": "Enabled"}),
    ],
)
def test_a_row_in_its_known_form(function: str, row: Any, known: Any) -> None:
    assert in_known_form(function, [row]) == [known]


@pytest.mark.parametrize("answer", [None, "text", {"id": "UTC"}, []])
def test_what_is_no_list_stays_as_it_is(answer: Any) -> None:
    assert in_known_form("GetTimeZones", answer) == answer


@pytest.mark.parametrize(
    ("user", "known"),
    [
        ({"privileges": ["login"]}, {"privileges": ["login"], "privilegesOnFolders": []}),
        ({"privileges": []}, {"privileges": [], "privilegesOnFolders": []}),
        ({"privileges": ["admin"]}, {"privileges": ["admin"]}),
        (
            {"privileges": ["login"], "privilegesOnFolders": None},
            {"privileges": ["login"], "privilegesOnFolders": None},
        ),
        ({"userName": "jane"}, {"userName": "jane"}),
        (None, None),
    ],
)
def test_no_key_means_no_rights_but_for_administrators(user: Any, known: Any) -> None:
    assert in_known_form("GetUserInfo", user) == known
