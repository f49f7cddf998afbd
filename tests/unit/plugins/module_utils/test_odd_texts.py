# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A few of the odd texts of `make fuzz` in every name and in every free text, and what no table can list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.cases import problems_of
from tests.faults.life import beside_access
from tests.fuzz.odd_texts import (
    JOB,
    LIFE,
    PARTS,
    PLACES,
    PROFILE,
    SETTINGS,
    TENANT,
    apply_tenant,
    changes_in,
    fill,
    problems_at,
)
from tests.simulation import World, load_modules, simulation
from tests.simulation.odd_texts import HALF_OF_A_CHARACTER, ODD_TEXTS, other_spelling


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with simulation() as world:
        yield world


@pytest.fixture(scope="module")
def start(world: World) -> bytes:
    return world.snapshot()


def test_every_noun_has_a_place() -> None:
    """Those that have a name, or an option of any text."""
    named = {name for name, module in load_modules().items() if module.noun and not module.noun.resource.single}
    assert named <= {place.module for place in PLACES.values() if place.names}


@pytest.mark.parametrize("where", PLACES)
def test_an_odd_text_is_written_as_it_is_or_refused_before_anything_is_written(
    world: World, start: bytes, where: str
) -> None:
    assert list(problems_at(world, start, where, _sample(where, one_in=4 if PLACES[where].names else 8))) == []


def test_what_has_an_odd_name_is_exported_applied_protected_and_removed(world: World, start: bytes) -> None:
    assert list(problems_at(world, start, LIFE, _sample(LIFE, one_in=4))) == []


def _sample(where: str, one_in: int) -> list[str]:
    """Some of the texts: each place begins with another one, so that each text has its places. `make fuzz` tries all."""
    first = [LIFE, *PLACES].index(where) % one_in
    return list(ODD_TEXTS)[first::one_in]


@pytest.mark.parametrize("where", PLACES)
def test_half_of_a_character_is_refused_before_a_server_is_asked(world: World, start: bytes, where: str) -> None:
    world.restore(start)
    result = world.run(world.task(PLACES[where].module, **PLACES[where].with_text(HALF_OF_A_CHARACTER)))
    assert "contains a character that is not valid Unicode; correct the text." in result["msg"]
    assert result["error"]["type"] == "InputError"
    assert not world.requests
    json.dumps(result, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("there", "written"), [("M\u00fcller", "Mu\u0308ller"), ("a\u00a0b", "a b"), ("a\u200bb", "ab")]
)
@pytest.mark.parametrize("part", PARTS)
def test_two_names_that_look_the_same_are_never_two_objects_without_a_word(
    world: World, start: bytes, part: str, there: str, written: str
) -> None:
    world.restore(start)
    options: dict[str, dict[str, Any]] = {
        "users": {},
        "jobs": JOB,
        "profiles": PROFILE,
        "stores": {"database_path": r"E:\Archives\baumann\odd"},
        "credentials": SETTINGS,
    }
    new = options[part]
    entries = [{PARTS[part]: name, **new} for name in (there, written)]
    twice = apply_tenant(world, TENANT, **{part: entries})
    assert "has the same name; keep one of the two" in twice["msg"]
    assert not beside_access(world.work)
    fill(world, there)
    second = apply_tenant(world, TENANT, **{part: entries[1:]})
    assert not second.get("changed")
    assert second.get("failed", False) == (other_spelling(there) == there)
    assert not beside_access(world.work)
    if second.get("failed"):
        assert "which differs only in invisible characters" in second["msg"]


# Any text


_NAMES = st.text(min_size=1, max_size=12).filter(lambda name: name.strip() == name)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(job=_NAMES, store=_NAMES, full_name=st.text(max_size=12), sender=st.text(max_size=12))
def test_any_text_is_written_and_read_as_it_is_or_refused(
    world: World, start: bytes, job: str, store: str, full_name: str, sender: str
) -> None:
    """Made, found again, exported and applied, renamed and renamed back."""
    world.restore(start)
    tenant = {
        **TENANT,
        "jobs": [{"name": job, **JOB}],
        "stores": [{"name": store, "database_path": r"E:\Archives\baumann\odd"}],
        "users": [{"name": "reception", "full_name": full_name}],
        "smtp": {"from_display_name": sender, "password": "x-y-z"},
    }
    made = apply_tenant(world, tenant)
    assert list(problems_of(made)) == []
    if made.get("failed"):
        assert not beside_access(world.work)
        return
    assert list(changes_in(apply_tenant(world, tenant), "second run")) == []
    exported = world.run(world.task("spe_tenant_info", **TENANT))["tenant"]
    assert job in [entry["name"] for entry in exported["jobs"]]
    assert store in [entry["name"] for entry in exported["stores"]]
    assert list(changes_in(apply_tenant(world, exported), "applied")) == []
    for name, new_name in ((job, "other name"), ("other name", job)):
        renamed = apply_tenant(world, TENANT, jobs=[{"name": name, "new_name": new_name}])
        assert [call["function"] for call in renamed["calls"]] == ["RenameJob"]
    assert list(changes_in(apply_tenant(world, exported), "renamed back")) == []
