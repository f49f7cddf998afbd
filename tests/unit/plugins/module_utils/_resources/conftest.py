# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of the profiles and jobs of a tenant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from ansible_collections.community.mailstore.plugins.modules import spe_job_result_info, spe_profile_result_info

from tests.simulator import clock
from tests.simulator.state.profiles import Profile
from tests.unit.plugins.module_utils.task import Tasks
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.fixture
def profile_results(tenant: Tenant) -> Tasks:
    return Tasks(spe_profile_result_info.MODULE, tenant.server, {"instance_id": "acme"})


@pytest.fixture
def job_results(tenant: Tenant) -> Tasks:
    return Tasks(spe_job_result_info.MODULE, tenant.server, {"instance_id": "acme"})


@pytest.fixture
def journal(tenant: Tenant) -> Profile:
    """A profile that has run every six hours for twenty days."""
    profile = tenant.add_profile("Journal")
    for hours in range(0, 24 * 20, 6):
        tenant.end_profile(profile, started=clock.now() - timedelta(hours=hours, minutes=1))
    return profile
