# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Windows ID that belongs to the name of a time zone, held against Python's names and the simulator's table."""

from __future__ import annotations

from collections import Counter
from zoneinfo import available_timezones

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._resources.time_zones import (
    NAMES_BY_WINDOWS_ID,
    refuse_mistyped_zone,
    require_windows_id,
)

from tests.simulator.windows_time_zones import WINDOWS_TIME_ZONES

NAMES = [name for names in NAMES_BY_WINDOWS_ID.values() for name in names.split()]
#: Names that Python has and that are no place where mail is archived.
NO_PLACES = {"Factory", "localtime", "Antarctica/Troll"}


@pytest.mark.parametrize("zone", [None, "$Local", *NAMES_BY_WINDOWS_ID, "Some New Standard Time"])
def test_what_may_be_a_windows_id_is_taken(zone: str | None) -> None:
    require_windows_id("time_zone", zone)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(NAMES_BY_WINDOWS_ID)))
def test_every_other_name_is_refused_with_the_windows_id(name: str) -> None:
    (windows_id,) = [key for key, names in NAMES_BY_WINDOWS_ID.items() if name in names.split()]
    for written in (name, name.lower()):
        with pytest.raises(InputError) as refused:
            require_windows_id("time_zone", written)
        assert f"time_zone: the server has no time zone {written!r}; write {windows_id!r}" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "advice"),
    [("Europe/Berlinn", "such as 'W. Europe Standard Time'"), ("CET/CEST", "write a Windows ID, such as")],
)
def test_what_is_no_name_at_all_is_refused_too(name: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        require_windows_id("time_zone", name)


@pytest.mark.parametrize("windows_id", NAMES_BY_WINDOWS_ID)
def test_an_id_that_is_nearly_one_is_mistyped(windows_id: str) -> None:
    """Before a server can be asked; in other letters it is the same one."""
    refuse_mistyped_zone("time_zone", windows_id)
    refuse_mistyped_zone("time_zone", windows_id.upper())
    if len(windows_id) > len("UTC+12"):
        with pytest.raises(InputError, match=r"time_zone: there is no time zone '.+': did you mean '.+'\?"):
            refuse_mistyped_zone("time_zone", windows_id[:-2] + windows_id[-1])


@pytest.mark.parametrize("zone", [None, "$Local", "Some New Standard Time", "UTC+20"])
def test_an_id_like_no_other_is_left_to_the_server(zone: str | None) -> None:
    refuse_mistyped_zone("time_zone", zone)


def test_no_name_stands_for_two() -> None:
    assert [name for name, times in Counter(NAMES).items() if times > 1] == []


def test_all_names_of_python_are_there() -> None:
    assert available_timezones() - set(NAMES) - NO_PLACES == set()


def test_the_simulator_has_read_the_same() -> None:
    differing = {
        windows_id
        for windows_id, name in WINDOWS_TIME_ZONES.items()
        if name not in NAMES_BY_WINDOWS_ID[windows_id].split()
    }
    # Almaty has changed its time in 2024, and with it the Windows ID.
    assert differing == {"Central Asia Standard Time"}
