# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Only what a check has made can be changed by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS
from ansible_collections.community.mailstore.plugins.module_utils._check.boundary import (
    Boundary,
    OutsideOfCheck,
    is_name_of_a_check,
    new_name,
)

OWN = "spe-check-abcdefgh"
BOUNDARY = Boundary(OWN)

ALLOWED: list[tuple[str, Mapping[str, Any]]] = [
    ("CreateInstance", {"config": {"instanceID": OWN, "instanceHost": "host1"}}),
    ("StopInstances", {"instanceFilter": f"{OWN} {OWN}-second"}),
    ("CreateUser", {"instanceID": OWN, "userName": "anybody"}),
    ("TransferStores", {"instanceID": OWN, "destinationInstanceID": f"{OWN}-second"}),
    ("CreateDirectoryOnInstanceHost", {"serverName": "host1", "path": f"E:\\Archives\\{OWN}\\child"}),
    ("CreateSystemAdministrator", {"config": {"userName": f"{OWN}-admin1"}}),
    ("DeleteClientAccessServer", {"serverName": f"{OWN}-server1"}),
]
REFUSED: list[tuple[str, Mapping[str, Any]]] = [
    ("CreateInstance", {"config": {"instanceID": "tenant", "instanceHost": "host1"}}),
    ("SetInstanceConfiguration", {"config": {"instanceID": f"{OWN}x"}}),
    ("StopInstances", {"instanceFilter": f"{OWN} tenant"}),
    ("StopInstances", {"instanceFilter": "*"}),
    ("DeleteInstances", {"instanceFilter": f"{OWN}*"}),
    ("DeleteInstances", {"instanceFilter": ""}),
    ("CreateUser", {"instanceID": "tenant", "userName": OWN}),
    ("TransferStores", {"instanceID": OWN, "destinationInstanceID": "tenant"}),
    ("TransferStores", {"instanceID": OWN, "toInstance": "tenant"}),
    ("CreateDirectoryOnInstanceHost", {"serverName": "host1", "path": "E:\\Archives\\tenant"}),
    ("DeleteSystemAdministrator", {"userName": "admin"}),
    ("SetSystemSmtpConfiguration", {"config": {"hostname": "mail"}}),
    ("CreateSystemAdministratorAPIPassword", {}),
    ("ReloadBranding", {}),
]


@pytest.mark.parametrize(("function", "arguments"), ALLOWED)
def test_what_is_ours_may_be_changed(function: str, arguments: Mapping[str, Any]) -> None:
    BOUNDARY.refuse_what_is_outside(function, arguments)


@pytest.mark.parametrize(("function", "arguments"), REFUSED)
def test_all_else_is_refused(function: str, arguments: Mapping[str, Any]) -> None:
    with pytest.raises(OutsideOfCheck, match=function):
        BOUNDARY.refuse_what_is_outside(function, arguments)


@pytest.mark.parametrize("function", sorted(name for name, function in FUNCTIONS.items() if not function.reads))
def test_no_writing_function_is_about_nothing(function: str) -> None:
    with pytest.raises(OutsideOfCheck):
        BOUNDARY.refuse_what_is_outside(function, dict.fromkeys(FUNCTIONS[function].arguments, "x"))


def test_only_an_account_of_our_own_changes_itself() -> None:
    Boundary(OWN, is_own_account=True).refuse_what_is_outside("CreateSystemAdministratorAPIPassword", {})


@pytest.mark.parametrize(
    "name", ["spe-check-abc", "spe-check-ABCDEFGH", "spe-check-abcdefgh_1", "my-spe-check-abcdefgh"]
)
def test_names_of_others_are_not_those_of_checks(name: str) -> None:
    assert not is_name_of_a_check(name)


def test_names_are_random() -> None:
    names = {new_name() for _number in range(100)}
    assert len(names) == 100
    assert all(map(is_name_of_a_check, names))
