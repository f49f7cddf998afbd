# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One check, in the process and world of this test. Imported only after the world was chosen."""

from __future__ import annotations

from ansible_collections.community.mailstore.plugins.module_utils._api.session import kept_session
from ansible_collections.community.mailstore.plugins.module_utils._api.settings import ConnectionSettings
from ansible_collections.community.mailstore.plugins.module_utils._check.bench import Bench
from ansible_collections.community.mailstore.plugins.module_utils._check.boundary import Boundary, new_name
from ansible_collections.community.mailstore.plugins.module_utils._check.catalogue import EXPERIMENTS, UNKNOWNS
from ansible_collections.community.mailstore.plugins.module_utils._check.conversation import Conversation
from ansible_collections.community.mailstore.plugins.module_utils._check.findings import Finding, findings_of

from tests.simulation import simulation

SETTINGS = {"work_ms": 4000, "transition_ms": 20_000}


def check_here() -> list[Finding]:
    """What is found on the server of this world."""
    with simulation("demo", settings=SETTINGS) as world:
        settings = ConnectionSettings(
            url=world.connection["spe_url"],
            username=world.connection["spe_username"],
            password=world.connection["spe_password"],
        )
        conversation = Conversation(kept_session(settings), Boundary(new_name()))
        bench = Bench(conversation, "host1.example.com", "E:\\Archives")
        bench.make_instance()
        bench.start()
        try:
            return findings_of(UNKNOWNS, EXPERIMENTS, bench)
        finally:
            bench.remove_instance(bench.instance_id)
