# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All that a check can settle, and how."""

from __future__ import annotations

from collections.abc import Sequence

from . import (
    configurations,
    folders,
    hosts,
    instances,
    jobs,
    profiles,
    running_calls,
    stores,
    system,
    transport,
    unsigned_functions,
    users,
    words,
)
from .experiment import Experiment, Unknown

_ROOMS = (
    transport,
    running_calls,
    words,
    instances,
    hosts,
    stores,
    folders,
    users,
    jobs,
    profiles,
    configurations,
    system,
    unsigned_functions,
)

UNKNOWNS: Sequence[Unknown] = tuple(unknown for room in _ROOMS for unknown in room.UNKNOWNS)
EXPERIMENTS: Sequence[Experiment] = tuple(experiment for room in _ROOMS for experiment in room.EXPERIMENTS)
