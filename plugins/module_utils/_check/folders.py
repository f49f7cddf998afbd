# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders: what experiments find out about them."""

from __future__ import annotations

from collections.abc import Sequence

from .experiment import Experiment, Unknown

UNKNOWNS: Sequence[Unknown] = ()

EXPERIMENTS: Sequence[Experiment] = ()
