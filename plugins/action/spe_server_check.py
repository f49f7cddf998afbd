# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`community.mailstore.spe_server_check` inside the controller."""

from __future__ import annotations

from ..modules.spe_server_check import MODULE
from ..plugin_utils.in_process import InProcessAction


class ActionModule(InProcessAction):
    """The module's definition, run without a new process."""

    definition = MODULE


main = ActionModule.check_options
