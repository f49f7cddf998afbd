# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the files of the harness are, and what its seed has. It needs nothing of the collection."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
SEED = str(HERE / "seed.yml")
LIFE = HERE / "life.yml"
SECRET = "Geheim"
"""Every secret of the seed and of the life contains this word."""
OF_EXAMPLES = {"instance_id": "nord"}
"""The tenant of the seed in which the EXAMPLES of modules are tried."""
