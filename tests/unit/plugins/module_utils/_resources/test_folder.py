# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders: found level by level, moved once, and what compliance settings may hide."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.folder import (
    children,
    find_folder,
    parent_of,
)
from ansible_collections.community.mailstore.plugins.modules import spe_folder, spe_folder_info

from tests.simulator import assumptions
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant

TREE = {"jane", "jane/Inbox", "jane/Inbox/Work", "joe", "joe/Inbox"}


@pytest.fixture
def archive(tenant: Tenant) -> Tenant:
    for path in TREE:
        tenant.content.folders.make(path)
    return tenant


def paths(archive: Tenant) -> set[str]:
    return set(archive.content.folders.paths(None))


@pytest.fixture
def folders(archive: Tenant) -> Tasks:
    return Tasks(spe_folder.MODULE, archive.server, {"instance_id": "acme"})


@pytest.fixture
def info(archive: Tenant) -> Tasks:
    return Tasks(spe_folder_info.MODULE, archive.server, {"instance_id": "acme"})


def refused(folders: Tasks, **options: Any) -> str:
    folders.spe.wire.forget()
    with pytest.raises(InputError) as error:
        folders.run(**options)
    assert folders.spe.wire.writes == []
    return error.value.message


def test_parents() -> None:
    assert parent_of("jane/Inbox/Work") == "jane/Inbox"
    assert parent_of("jane") is None


@pytest.mark.parametrize(
    "rows",
    [
        [{"folder": "jane", "folders": [{"folder": "jane/Inbox"}]}],
        [{"folder": "jane"}, {"folder": "jane/Inbox"}],
        ["jane", "jane/Inbox"],
    ],
)
def test_rows_in_every_form_that_may_be(archive: Tenant, rows: Any) -> None:
    archive.server.world.answer_with("GetChildFolders", lambda _call: rows)
    snapshot = Snapshot(archive.server.client())
    assert [row["folder"] for row in children(snapshot, "acme", None, None)] == ["jane", "jane/Inbox"]


@pytest.mark.parametrize(
    ("path", "found"),
    [("jane", "jane"), ("JANE/inbox/work", "jane/Inbox/Work"), ("jane/Outbox", None), ("never/Inbox", None)],
)
def test_a_folder_is_found_as_the_server_spells_it(archive: Tenant, path: str, found: str | None) -> None:
    assert find_folder(Snapshot(archive.server.client()), "acme", path) == found


def test_moving(archive: Tenant, folders: Tasks) -> None:
    result = folders.four_ways(path="jane/Inbox/Work", new_path="joe/Work")
    assert functions(result) == ["MoveFolder"]
    assert result["diff"]["before"] == {"path": "jane/Inbox/Work"}
    assert result["diff"]["after"] == {"path": "joe/Work"}
    assert result["folder"] == {"path": "joe/Work"}
    assert paths(archive) == TREE - {"jane/Inbox/Work"} | {"joe/Work"}


def test_letters_alone_can_be_changed(archive: Tenant, folders: Tasks) -> None:
    assert functions(folders.four_ways(path="jane", new_path="Jane")) == ["MoveFolder"]
    assert "Jane/Inbox/Work" in paths(archive)


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_moves_once(archive: Tenant, folders: Tasks, work_is_done: bool) -> None:
    archive.server.wire.lose("MoveFolder", work_is_done=work_is_done)
    assert functions(folders.run(path="jane", new_path="jane.doe")) == ["MoveFolder"]
    assert archive.server.wire.writes.count("MoveFolder") == (1 if work_is_done else 2)


def test_a_move_that_did_not_take_is_a_failure(archive: Tenant, folders: Tasks) -> None:
    archive.server.world.answer_with("MoveFolder", lambda _call: None)
    with pytest.raises(FunctionFailed, match=r"does not list the folder 'jane' as 'jane\.doe'"):
        folders.run(path="jane", new_path="jane.doe")
    assert functions(archive.server.wire.record.shown()) == ["MoveFolder"]


@pytest.mark.parametrize(
    ("path", "new_path", "sentence"),
    [
        ("jim", "james", "There is no folder 'jim' to move to 'james'; check its path, and whether"),
        (
            "JANE",
            "james",
            "There is no folder 'JANE', but there is 'jane', which differs only in upper and lower case: write 'jane' in the playbook.",
        ),
        ("jane", "Joe", "The folder 'jane' cannot be moved to 'Joe': a folder of that name already exists"),
        ("jane/Inbox", "jim/Inbox", "there is no folder 'jim'; check its path"),
        ("jane", "Jane/Old", "The folder 'jane' cannot be moved into itself"),
        ("jane/", "james", "path: 'jane/' is not the path of a folder"),
        ("jane", "", "new_path: '' is not the path of a folder"),
    ],
)
def test_moves_that_cannot_be_are_refused(folders: Tasks, path: str, new_path: str, sentence: str) -> None:
    assert sentence in refused(folders, path=path, new_path=new_path)


def test_check_mode_takes_a_folder_that_is_not_there_yet(archive: Tenant, folders: Tasks) -> None:
    assert functions(folders.check(path="jim", new_path="james", delete_empty=True)) == [
        "MoveFolder",
        "DeleteEmptyFolders",
    ]
    assert "Check mode predicts this task" in folders.warnings[0]
    archive.server.environment.remove_instance(archive.instance)
    assert functions(folders.check(path="jim", new_path="james")) == ["MoveFolder"]


def test_tidying_up_where_the_folder_is_then(archive: Tenant, folders: Tasks) -> None:
    result = folders.run(path="jane", new_path="jane.doe", delete_empty=True)
    assert functions(result) == ["MoveFolder", "DeleteEmptyFolders"]
    assert archive.server.wire.arguments_of("DeleteEmptyFolders")["folder"] == "jane.doe"


def test_tidying_up_what_has_gone_is_nothing_to_do(archive: Tenant, folders: Tasks) -> None:
    assert folders.run(path="joe/Inbox", delete_empty=True)["changed"]
    again = folders.run(path="joe/Inbox", delete_empty=True)
    assert not again["changed"]
    assert (
        "There is no folder 'joe/Inbox' to clean up; unless it was deleted as empty before, check"
        in folders.warnings[0]
    )


def test_the_diff_says_what_went(archive: Tenant, folders: Tasks) -> None:
    """Before, nobody can know which folders are empty."""
    predicted = folders.check(path="joe", delete_empty=True)
    assert predicted["diff"]["before"] == {"empty_folders": "not known before they are deleted"}
    assert predicted["diff"]["after"] == {"empty_folders": []}
    result = folders.run(path="joe", delete_empty=True)
    assert result["diff"]["before"] == {"empty_folders": ["joe", "joe/Inbox"]}
    assert result["diff"]["after"] == {"empty_folders": []}


def test_a_change_is_reported_only_if_a_folder_is_gone(archive: Tenant, folders: Tasks) -> None:
    archive.content.folders.make("jane/Inbox").messages = 7
    assert folders.run(path="jane", delete_empty=True)["diff"]["before"] == {"empty_folders": ["jane/Inbox/Work"]}
    moved = folders.run(path="jane", new_path="jane.doe", delete_empty=True)
    assert moved["changed"]
    again = folders.run(path="jane.doe", delete_empty=True)
    assert functions(again) == ["DeleteEmptyFolders"]
    assert again["changed"] is False
    assert again["diff"]["before"] == again["diff"]["after"]
    assert folders.check(path="jane.doe", delete_empty=True)["changed"], "nobody can know"


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_of_tidying_up(archive: Tenant, folders: Tasks, work_is_done: bool) -> None:
    archive.server.wire.lose("DeleteEmptyFolders", work_is_done=work_is_done)
    assert functions(folders.run(path="joe/Inbox", delete_empty=True)) == ["DeleteEmptyFolders"]


def test_the_whole_instance_needs_a_word(archive: Tenant, folders: Tasks) -> None:
    for confirm in (None, "other"):
        assert "write confirm: acme if you want that" in refused(folders, delete_empty=True, confirm=confirm)
    folders.run(delete_empty=True, confirm="acme")
    assert "folder" not in archive.server.wire.arguments_of("DeleteEmptyFolders")


def test_nothing_to_do_is_a_mistake(folders: Tasks) -> None:
    assert refused(folders, path="jane") == "There is nothing to do: give new_path, or delete_empty: true."


def test_the_whole_instance_is_looked_at_before_anything_is_deleted(archive: Tenant, folders: Tasks) -> None:
    archive.access = False
    assert "Service provider access" in refused(folders, delete_empty=True, confirm="acme")


def test_folders_are_told_with_their_paths(info: Tasks) -> None:
    found = info.run(path="jane", max_levels=0)["folders"]
    assert [folder["path"] for folder in found] == ["jane/Inbox", "jane/Inbox/Work"]
    top = info.run(statistics=True)["folders"]
    assert top == [
        {"folder": name, "name": name, "path": name, "statistics": {"folder": name, "size": 0}}
        for name in ("jane", "joe")
    ]


def test_below_a_folder_that_is_not_there(archive: Tenant, info: Tasks) -> None:
    assert info.run(path="jim")["folders"] == []
    archive.server.wire.refuse("GetChildFolders")
    with pytest.raises(FunctionFailed):
        info.run(path="jane")


def test_levels_are_not_negative(info: Tasks) -> None:
    with pytest.raises(InputError, match="max_levels is negative"):
        info.run(max_levels=-1)


class TestAccentsInOneCharacterOrTwo:
    """Whichever the playbook has, the server gets what it has itself: else it would refuse, or make a second archive."""

    spellings = pytest.mark.parametrize(
        ("there", "written"), [("M\u00fcller", "Mu\u0308ller"), ("Mu\u0308ller", "M\u00fcller")]
    )

    @pytest.fixture(autouse=True)
    def _by_letters(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(assumptions, "name_key", str)

    @spellings
    def test_a_folder_is_moved(self, archive: Tenant, folders: Tasks, there: str, written: str) -> None:
        archive.content.folders.make(f"{there}/Inbox")
        moved = folders.run(path=written, new_path="joe/former")
        assert functions(moved) == ["MoveFolder"]
        assert moved["diff"]["after"] == {"path": "joe/former"}
        assert paths(archive) == {*TREE, "joe/former", "joe/former/Inbox"}
        assert not folders.run(path=written, new_path="joe/former")["changed"]

    @spellings
    def test_a_folder_is_moved_below_it(self, archive: Tenant, folders: Tasks, there: str, written: str) -> None:
        archive.content.folders.make(there)
        options = {"path": "joe/Inbox", "new_path": f"{written}/{written}"}
        assert folders.run(**options)["changed"]
        assert paths(archive) == {*TREE - {"joe/Inbox"}, there, f"{there}/{written}"}
        assert not folders.run(**options)["changed"]

    @spellings
    def test_another_spelling_is_no_move(self, archive: Tenant, folders: Tasks, there: str, written: str) -> None:
        archive.content.folders.make(there)
        assert not folders.run(path=there, new_path=written)["changed"]

    @spellings
    def test_its_empty_folders_are_deleted(self, archive: Tenant, folders: Tasks, there: str, written: str) -> None:
        archive.content.folders.make(f"{there}/Inbox")
        assert functions(folders.run(path=written, delete_empty=True)) == ["DeleteEmptyFolders"]
        assert paths(archive) == TREE

    @spellings
    def test_what_is_below_it_is_listed(self, archive: Tenant, info: Tasks, there: str, written: str) -> None:
        archive.content.folders.make(f"{there}/Inbox")
        assert [row["path"].rpartition("/")[2] for row in info.run(path=written)["folders"]] == ["Inbox"]


@pytest.mark.parametrize("options", [{"path": "JANE", "delete_empty": True}, {"path": "joe", "new_path": "JANE/joe"}])
def test_other_letters_are_refused_everywhere(
    archive: Tenant, folders: Tasks, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    monkeypatch.setattr(assumptions, "name_key", str)
    assert "but there is 'jane', which differs only in upper and lower case" in refused(folders, **options)


@pytest.mark.parametrize("name", [" press", "press\n", "pre\nss", "pre\x00ss"])
def test_no_folder_gets_a_name_that_no_new_object_has(archive: Tenant, folders: Tasks, name: str) -> None:
    assert "a new one must not" in refused(folders, path="joe", new_path=name)
