# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of an instance."""

from __future__ import annotations

from .._engine.entry import ArgumentSpec
from .instance import START_MODES

OPTIONS: ArgumentSpec = {
    "alias": {"type": "str"},
    "display_name": {"type": "str"},
    "instance_host": {"type": "str"},
    "start_mode": {"type": "str", "choices": list(START_MODES)},
    "base_directory": {"type": "str"},
    "debug_log_enabled": {"type": "bool"},
    "imap_server_connection_log_enabled": {"type": "bool"},
    "vss_writer_enabled": {"type": "bool"},
    "vss_writer_exclude_indexes": {"type": "bool"},
    "create_base_directory": {"type": "bool", "default": False},
    "allow_move": {"type": "bool", "default": False},
    "safe_mode": {"type": "bool", "default": False},
}

#: What an instance may be deleted in spite of.
DELETION_OPTIONS: ArgumentSpec = {
    "confirm": {"type": "str"},
    "allow_running": {"type": "bool", "default": False},
    "allow_legal_hold": {"type": "bool", "default": False},
    "allow_messages": {"type": "bool", "default": False},
}
