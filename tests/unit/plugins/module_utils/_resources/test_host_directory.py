# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for directories: what is missing is made from the top, and nothing twice."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.windows_paths import directory_path
from ansible_collections.community.mailstore.plugins.modules import spe_host_directory, spe_host_directory_info

from tests.simulator.state.hosts import DirectoryTree, InstanceHost
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks


@pytest.fixture
def system(server: Server) -> Server:
    directories = DirectoryTree(["C:", r"E:\Archives\contoso"])
    server.environment.hosts["host1"] = InstanceHost("host1", 8472, "AB" * 20, directories=directories)
    return server


@pytest.fixture
def directories(system: Server) -> Tasks:
    return Tasks(spe_host_directory.MODULE, system, {"instance_host": "host1"})


@pytest.fixture
def informed(system: Server) -> Tasks:
    return Tasks(spe_host_directory_info.MODULE, system, {"instance_host": "host1"})


def made(result: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [call["arguments"]["path"] for call in result["calls"]]


@pytest.mark.parametrize("text", ["Archives", "E:Archives", "\\Archives", "", "/archives"])
def test_a_path_that_is_not_absolute(text: str) -> None:
    with pytest.raises(InputError, match="is not absolute"):
        directory_path(text)


@pytest.mark.parametrize(
    "text", [r"E:\a\..\b", r"E:\a?", r"E:\a|b\c", "E:\\a:b", "E:\\a ", "E:\\a.\\b", r"E:\b\aux", r"E:\NUL.txt"]
)
def test_a_path_that_cannot_be(text: str) -> None:
    with pytest.raises(InputError, match="no directory can have"):
        directory_path(text)


def test_what_is_missing_is_made_from_the_top(directories: Tasks) -> None:
    result = directories.four_ways(path=r"E:\Archives\new\2026")
    assert made(result) == [r"E:\Archives\new", r"E:\Archives\new\2026"]
    assert result["host_directory"] == {"path": r"E:\Archives\new\2026", "instance_host": "host1", "exists": True}


@pytest.mark.parametrize("path", ["E:\\", "e:/ARCHIVES/Contoso/", r"E:\Archives"])
def test_what_is_there_costs_one_call(directories: Tasks, path: str) -> None:
    assert not directories.run(path=path)["changed"]
    assert len(directories.spe.wire.journal) == 1


def test_without_parents_only_the_last_is_made(directories: Tasks) -> None:
    assert made(directories.four_ways(path=r"E:\Archives\new", parents=False)) == [r"E:\Archives\new"]
    directories.spe.wire.forget()
    with pytest.raises(InputError, match="does not exist on the instance host 'host1'"):
        directories.run(path=r"E:\never\new", parents=False)
    assert directories.spe.wire.writes == []


def test_a_drive_that_is_not_there(directories: Tasks) -> None:
    with pytest.raises(InputError, match=r"'host1' cannot list Q:\\: check path"):
        directories.run(path=r"Q:\Archives")
    assert directories.spe.wire.writes == []


def test_check_mode_predicts_for_a_host_to_come(directories: Tasks) -> None:
    result = directories.check(instance_host="host2", path=r"E:\a\b")
    assert made(result) == [r"E:\a", r"E:\a\b"]
    assert "There is no instance host 'host2' yet" in directories.warnings[0]
    with pytest.raises(InputError, match="There is no instance host 'host2' on this server"):
        directories.run(instance_host="host2", path=r"E:\a\b")


def test_a_host_in_other_letters_is_refused(directories: Tasks, informed: Tasks) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError, match="There is no instance host 'Host1', but there is 'host1'"):
            directories.run(check_mode, instance_host="Host1", path=r"E:\a")
    assert directories.spe.wire.writes == []
    with pytest.raises(InputError, match="There is no instance host 'Host1', but there is 'host1'"):
        informed.check(instance_host="Host1")


def test_a_lost_answer_makes_nothing_twice(directories: Tasks) -> None:
    directories.spe.wire.lose("CreateDirectoryOnInstanceHost", work_is_done=True)
    directories.run(path=r"E:\a\b")
    written = [call for call in directories.spe.wire.journal if call.name.startswith("Create")]
    assert [call.arguments["path"] for call in written] == [r"E:\a", r"E:\a\b"]


def test_directories_and_drives_are_read(informed: Tasks) -> None:
    assert informed.run(path="E:/Archives")["host_directories"] == [{"name": "contoso", "path": r"E:\Archives\contoso"}]
    drives = informed.run(query="[].path")["query_result"]
    assert sorted(drives) == ["C:\\", "E:\\"]


def test_reading_what_is_not_there(informed: Tasks) -> None:
    with pytest.raises(InputError, match="cannot list"):
        informed.run(path=r"E:\never")
    with pytest.raises(InputError, match="There is no instance host 'host2'"):
        informed.run(instance_host="host2")
    assert informed.check(instance_host="host2")["host_directories"] == []
    assert "There is no instance host 'host2' yet" in informed.warnings[0]
