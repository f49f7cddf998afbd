# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is around work in the controller, and gone afterwards."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path

import pytest
from ansible_collections.community.mailstore.plugins.plugin_utils.process_environment import (
    environment,
    nothing_collected,
    silence,
    working_directory,
)


def test_variables_hold_inside_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBE_KEPT", "before")
    monkeypatch.delenv("PROBE_NEW", raising=False)

    def inside() -> None:
        with environment({"PROBE_KEPT": "inside", "PROBE_NEW": "inside"}):
            assert (os.environ["PROBE_KEPT"], os.environ["PROBE_NEW"]) == ("inside", "inside")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        inside()
    assert os.environ["PROBE_KEPT"] == "before"
    assert "PROBE_NEW" not in os.environ


def test_the_directory_holds_inside_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "playbooks").mkdir()
    with working_directory(str(tmp_path / "playbooks")):
        assert Path.cwd() == tmp_path / "playbooks"
    assert Path.cwd() == tmp_path


def test_a_directory_that_is_gone_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with working_directory(str(tmp_path)):
        assert Path.cwd() == tmp_path
    monkeypatch.undo()


def test_libraries_are_silent(capfd: pytest.CaptureFixture[str]) -> None:
    with silence():
        print("printed")
        print("told", file=sys.stderr)
        handler = logging.StreamHandler()
        logging.getLogger("probe").addHandler(handler)
        logging.getLogger("probe").warning("logged")
        logging.getLogger("probe").removeHandler(handler)
    print("heard")
    assert capfd.readouterr() == ("heard\n", "")


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_is_searched_for_as_before(enabled: bool) -> None:
    def inside() -> None:
        with nothing_collected():
            assert not gc.isenabled()
            raise KeyboardInterrupt

    was_enabled = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with pytest.raises(KeyboardInterrupt):
            inside()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()
