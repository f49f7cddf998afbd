# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of several plays in one ansible-playbook, each has its own part of the output and its own end."""

from __future__ import annotations

from tests.integration.playbook import OutputOfPlays

OUTPUT = """\
ansible-playbook [core 2.19.14]

PLAY [spe_user.create.apply] ***************************************************

TASK [A new user] **************************************************************
fatal: [spe_user.create.apply]: FAILED! => {"msg": "No."}

PLAY [spe_user.change.apply] ***************************************************

TASK [Another name] ************************************************************
changed: [spe_user.change.apply]

PLAY RECAP *********************************************************************
spe_user.change.apply      : ok=1    changed=1    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0
spe_user.create.apply      : ok=0    changed=0    unreachable=0    failed=1    skipped=0    rescued=0    ignored=0
"""


def test_a_play_has_its_own_output_and_what_is_said_of_all() -> None:
    output = OutputOfPlays(OUTPUT)
    first, second = output.of("spe_user.create.apply"), output.of("spe_user.change.apply")
    assert "A new user" in first
    assert "Another name" not in first
    assert "Another name" in second
    assert "A new user" not in second
    for part in (first, second):
        assert part.startswith("ansible-playbook [core 2.19.14]")
        assert "PLAY RECAP" in part


def test_the_recap_tells_which_play_failed() -> None:
    output = OutputOfPlays(OUTPUT)
    assert output.failed("spe_user.create.apply")
    assert not output.failed("spe_user.change.apply")
    assert output.failed("change.apply")


def test_without_plays_all_have_failed_and_all_is_shown() -> None:
    output = OutputOfPlays("ERROR! We were unable to read either as JSON nor YAML")
    assert output.failed("spe_user.create.apply")
    assert output.of("spe_user.create.apply").startswith("ERROR!")
