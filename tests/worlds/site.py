# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a site writes into its file for `spe_facts` when its server is that of a world."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.simulator.alternatives import Alternative, all_alternatives, parse

from .verdicts import World

WITH_ITS_FACTS = "with its facts"
"""The last word of a world in which the site has such a file."""


def each_with_its_facts() -> list[World]:
    """The worlds with one alternative that a file can name."""
    return [(str(each), WITH_ITS_FACTS) for each in all_alternatives() if facts_of([each])]


def facts_of(alternatives: Sequence[Alternative]) -> dict[str, Any]:
    """The facts that say of a server what is otherwise there, as far as the collection takes them."""
    # Ansible must be the one that imports what is of the collection.
    from ansible_collections.community.mailstore.plugins.module_utils._api.facts import Facts  # noqa: PLC0415  see above

    facts = {}
    for each in alternatives:
        # Some are written by their label, because their value is what the simulator calculates with.
        for value in (each.label, each.value):
            if Facts.take({each.name: value}):
                facts[each.name] = value
    return facts


def alternatives_in(world: World) -> list[Alternative]:
    """What the server does otherwise."""
    return [parse(text) for text in world if text != WITH_ITS_FACTS]


@contextmanager
def facts_of_the_site(world: World) -> Iterator[None]:
    """Within the block each task reads the facts of a world that has such a file."""
    if WITH_ITS_FACTS not in world:
        yield
        return
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "facts.yml"
        path.write_text(yaml.safe_dump(facts_of(alternatives_in(world))), "utf-8")
        os.environ["SPE_FACTS"] = str(path)
        try:
            yield
        finally:
            del os.environ["SPE_FACTS"]
