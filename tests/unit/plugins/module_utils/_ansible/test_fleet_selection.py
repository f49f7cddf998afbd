# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tenants are selected, and what is refused before anything is read of them."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.fleet_selection import selected_instances
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError

ROWS = [
    {"instanceID": instance_id, "instanceHost": host, "status": status}
    for instance_id, host, status in (
        ("beta", "host1.example.com", "running"),
        ("alpha", "host2.example.com", "stopped"),
        ("alpha-2", "host1.example.com", "running"),
        ("all", "host2.example.com", "frozen"),
    )
]


def select(**options: Any) -> list[str]:
    params = {"instances": ["all"], "instance_hosts": None, "status": None, **options}
    return [row["instanceID"] for row in selected_instances(ROWS, params)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["all", "alpha", "alpha-2", "beta"]),
        ({"instances": None}, ["all", "alpha", "alpha-2", "beta"]),
        ({"instances": ["beta", "alpha", "beta"]}, ["alpha", "beta"]),
        ({"instances": ["al*"]}, ["all", "alpha", "alpha-2"]),
        ({"instances": ["al[l]"]}, ["all"]),
        ({"instances": ["????", "alpha-2"]}, ["alpha-2", "beta"]),
        ({"instance_hosts": ["HOST1.example.com"]}, ["alpha-2", "beta"]),
        ({"status": ["stopped", "frozen"]}, ["all", "alpha"]),
        ({"status": ["Stopped", "FROZEN"]}, ["all", "alpha"]),
        ({"instances": ["alpha*"], "instance_hosts": ["host1.example.com"], "status": ["running"]}, ["alpha-2"]),
    ],
)
def test_they_are_selected_by_all_options_together(options: dict[str, Any], expected: list[str]) -> None:
    assert select(**options) == expected


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"instances": ["x", "beta", "y*"]},
            "instances: this server has no instance 'x' and no 'y*'; correct the list",
        ),
        ({"instances": ["Beta"]}, "no instance 'Beta' (it is written 'beta');"),
        ({"instances": []}, "instances is empty, so no instance is selected"),
        ({"instances": [""]}, "instances is empty, so no instance is selected"),
        ({"status": []}, "status is empty, so no instance is selected"),
        ({"instance_hosts": []}, "instance_hosts is empty, so no instance is selected"),
        (
            {"instance_hosts": ["host3.example.com", "host4.example.com"]},
            "no instance is on the host 'host3.example.com' and none on 'host4.example.com'; the instances are on host1",
        ),
        ({"status": ["melting"]}, "No instance is selected: status and instances leave none of the 4 of this server"),
        (
            {"instances": ["beta"], "instance_hosts": ["host2.example.com"], "status": ["running"]},
            "No instance is selected: instance_hosts and status and instances leave none of the 4",
        ),
    ],
)
def test_what_selects_nothing_is_one_sentence(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as refusal:
        select(**options)
    assert sentence in refusal.value.message


def test_a_server_without_instances_has_nothing_to_read() -> None:
    with pytest.raises(InputError, match="This server has no instance"):
        selected_instances([], {"instances": ["all"], "instance_hosts": None, "status": None})
