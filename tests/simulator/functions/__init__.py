# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All functions of the API by family; importing this package fills the table of the contract."""

from ..contract import functions_of
from . import (
    administrators,
    configurations,
    credentials,
    folders,
    hosts,
    indexes,
    instances,
    jobs,
    profiles,
    smtp,
    store_maintenance,
    stores,
    synchronization,
    system,
    user_fields,
    users,
)

__all__ = [
    "administrators",
    "configurations",
    "credentials",
    "folders",
    "functions_of",
    "hosts",
    "indexes",
    "instances",
    "jobs",
    "profiles",
    "smtp",
    "store_maintenance",
    "stores",
    "synchronization",
    "system",
    "user_fields",
    "users",
]
