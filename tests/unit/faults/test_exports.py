# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sample of the tenants that `make faults` exports and applies, and the proof that the harness sees what is not right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible import tenant_info, tenant_parts
from ansible_collections.community.mailstore.plugins.module_utils._engine.export import Exported, ExportScope

from tests.faults import exports
from tests.simulator.seeding import load_environment
from tests.simulator.versions import SUPPORTED_VERSIONS

EXAMPLES = 15


def test_the_demo_is_applied_without_change_and_made_anew() -> None:
    report = exports.try_environment("demo", load_environment("demo", exports.VERSION))
    assert report.problems == []
    assert (report.tenants, report.objects > 60) == (3, True)


@pytest.mark.parametrize("version", SUPPORTED_VERSIONS[:-1])
def test_the_demo_of_an_older_server_is_applied_without_change(version: str) -> None:
    assert exports.try_older_server(version).problems == []


def test_random_tenants_are_applied_without_change_and_made_anew() -> None:
    report = exports.try_random(EXAMPLES)
    assert report.problems == []
    assert report.tenants >= EXAMPLES


def _without_addresses(exported: Exported, api_object: Mapping[str, Any], scope: ExportScope) -> Exported:
    return exported.without("email_addresses")


def _with_another_name(exported: Exported, api_object: Mapping[str, Any], scope: ExportScope) -> Exported:
    return exported.but(full_name="Another")


@pytest.mark.parametrize(
    ("export", "problem"),
    [
        (_without_addresses, "made anew, it has another users"),
        (_with_another_name, "applying its own export changes "),
    ],
)
def test_an_export_that_is_wrong_is_found(export: Any, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [
        replace(part, noun=replace(part.noun, export=export)) if part.option == "users" else part
        for part in tenant_parts.PARTS
    ]
    monkeypatch.setattr(tenant_info, "PARTS", tuple(wrong))
    report = exports.try_environment("demo", load_environment("demo", exports.VERSION))
    assert any(problem in each for each in report.problems)
