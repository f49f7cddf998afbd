# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The probe inside the controller."""

from __future__ import annotations

from ansible_collections.community.mailstore.plugins.plugin_utils.in_process import InProcessAction

from ..modules.probe import MODULE


class ActionModule(InProcessAction):
    definition = MODULE
