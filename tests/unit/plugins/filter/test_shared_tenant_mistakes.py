# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What several hosts have, although only one tenant can have it, with the names of the hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible_collections.community.mailstore.plugins.filter.shared_tenant_mistakes import shared_tenant_mistakes
from jinja2 import Undefined

ALONE = "; an ID or alias and a base directory must belong to one tenant alone."


def _host(name: str, **variables: Any) -> dict[str, Any]:
    return {"inventory_hostname": name, "tenant_id": name, "tenant_base_directory": f"E:\\{name}", **variables}


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ([_host("shop2", tenant_id="Shop")], "Hosts shop and shop2 both have tenant_id shop"),
        (
            [_host("shop2", tenant_id="shop"), _host("shop3", tenant_id="shop")],
            "Hosts shop, shop2 and shop3 all have tenant_id shop",
        ),
        ([_host("cafe", tenant_alias="SHOP")], "Hosts shop (tenant_id) and cafe (tenant_alias) both have shop"),
        (
            [_host("cafe", tenant_base_directory="e:\\SHOP\\")],
            "Hosts shop and cafe both have tenant_base_directory e:\\shop",
        ),
        ([{"tenant_id": "shop"}], "More than one tenant has shop"),
    ],
)
def test_the_hosts_are_named(others: list[dict[str, Any]], sentence: str) -> None:
    assert shared_tenant_mistakes([_host("shop"), *others]) == [f"{sentence}{ALONE}"]


def test_an_alias_that_is_the_id_itself_is_one_mistake() -> None:
    (mistake,) = shared_tenant_mistakes([_host("shop", tenant_alias="Shop")])
    assert mistake == "shop: tenant_alias is the ID itself; leave it out, or choose another."


class _Undefined(Mapping[str, Any]):
    """A host whose variables take others that are not defined, as ansible-core from 2.19 has it."""

    def __getitem__(self, key: str) -> Any:
        raise AnsibleError(f"{key} is undefined")

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def get(self, key: str, default: Any = None) -> Any:
        return "shop" if key == "inventory_hostname" else self[key]


def test_what_is_not_defined_is_no_mistake_of_this_kind() -> None:
    before_2_19 = {"inventory_hostname": "cafe", "tenant_id": Undefined(), "tenant_alias": Undefined()}
    assert shared_tenant_mistakes([_Undefined(), _Undefined(), before_2_19, before_2_19]) == []


def test_a_variable_that_comes_as_it_is_written_is_no_shared_one() -> None:
    """Up to ansible-core 2.18 one that takes a variable that is not defined."""
    hosts = [{"inventory_hostname": host, "tenant_base_directory": "{{ nobody }}"} for host in ("one", "two")]
    assert shared_tenant_mistakes(hosts) == []
