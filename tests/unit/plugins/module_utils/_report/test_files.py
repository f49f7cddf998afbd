# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files are whole, paths are checked before the work, and no line of a history is lost."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._report import files, history
from ansible_collections.community.mailstore.plugins.module_utils._report.csv_text import csv_text

from tests.unit.documentation import ROOT


def refused(*paths: str) -> str:
    with pytest.raises(InputError) as error:
        files.check_paths([(f"report.{number}", path) for number, path in enumerate(paths)])
    return error.value.message


def test_paths_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    assert refused(str(tmp_path)) == f"report.0: {str(tmp_path)!r} is a directory; add the name of a file."
    assert "there is no directory" in refused(str(tmp_path / "none" / "x.html"))
    assert "there is no directory" in refused(str(tmp_path / "file" / "x.html"))
    assert "is not an ordinary file" in refused(str(tmp_path / "pipe"))
    assert "cannot be used as a path" in refused(str(tmp_path / ("x" * 300)))
    assert "is not a path" in refused("a\0b")
    assert "is not the path of a file" in refused("/")
    assert "no file can be created in '/proc'" in refused("/proc/x.html")


def test_one_file_for_two_reports_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    one, other = str(tmp_path / "x"), str(tmp_path / "d" / ".." / "x")
    assert refused(one, other) == f"report.0 and report.1 are both {other!r}: give each of them a file of its own."


def test_checking_leaves_nothing(tmp_path: Path) -> None:
    files.check_paths([("report.html", str(tmp_path / "x.html"))])
    files.check_directory("report.customers", str(tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is a file, not a directory"):
        files.check_directory("report.customers", str(tmp_path / "file"))
    with pytest.raises(InputError, match="which is not a path"):
        files.check_directory("report.customers", "a\0b")
    with pytest.raises(InputError, match="cannot be used as a path"):
        files.check_directory("report.customers", "x" * 300)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_file_is_written_whole_or_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    path = tmp_path / "x.html"
    files.write_whole("report.html", str(path), "before")
    path.chmod(0o640)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os if failing == "fsync" else Path, failing, fail)
        with pytest.raises(InputError, match="cannot be written: No space left on device"):
            files.write_whole("report.html", str(path), "after")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.html"]
    assert not files.differs(str(path), "before")
    files.write_whole("report.html", str(path), "after \ud800")
    assert path.read_text() == "after ?"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_remains_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "x.html"
    link.symlink_to(tmp_path / "there" / "y.html")
    files.write_whole("report.html", str(link), "x")
    assert link.is_symlink()
    assert (tmp_path / "there" / "y.html").read_text() == "x"


def test_a_directory_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: No such file"):
        files.write_whole("report.html", str(tmp_path / "gone" / "x"), "x")
    assert files.differs(str(tmp_path / "gone"), "x")


@pytest.mark.parametrize(
    "formula", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1", " =1", "\N{FULLWIDTH EQUALS SIGN}1"]
)
def test_no_cell_is_a_formula(formula: str) -> None:
    (header, row) = csv.reader(io.StringIO(csv_text(["a"], [[formula]])))
    assert header == ["\N{ZERO WIDTH NO-BREAK SPACE}a"]
    assert row == [f"'{formula}"]


def test_cells_keep_their_values() -> None:
    text = csv_text(["a", "b"], [[-5, 'x "y", z'], [None, True], [False, "two\nlines\0"]])
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [
        ["-5", 'x "y", z'],
        ["", "true"],
        ["false", "two\nlines"],
    ]


def read(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    notes: list[str] = []
    return list(history.read(str(path), notes)), notes


def test_a_history_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "h") == ([], [])


def test_a_cut_line_is_not_used_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "h"
    history.append(str(path), {"kind": "health", "n": 1})
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:9])
    records, (note,) = read(path)
    assert records == [{"kind": "health", "n": 1}]
    assert note.startswith("Line 2 of the history")
    assert "is cut" in note
    assert history.append(str(path), {"kind": "health", "n": 3})
    assert [record["n"] for record in read(path)[0]] == [1, 3]
    assert path.read_bytes().startswith(whole + whole[:9] + b"\n")


def test_lines_that_are_no_records_are_named(tmp_path: Path) -> None:
    path = tmp_path / "h"
    path.write_bytes(b'\n[1]\nnot\n{"kind": 3}\n\xff\n{"kind":"health"}\n')
    records, notes = read(path)
    assert records == [{"kind": "health"}]
    assert [note.split(" of ")[0] for note in notes] == ["Line 2", "Line 3", "Line 4", "Line 5"]


def test_a_record_is_not_added_twice(tmp_path: Path) -> None:
    path = str(tmp_path / "h")
    record = {"kind": "health", "at": "1"}
    for added in (True, False):
        assert history.append(path, record, unless=lambda last: last["at"] == "1") is added
    assert history.append(path, {"kind": "access", "at": "1"}, unless=lambda last: last["at"] == "1")
    with Path(path).open("a") as file:
        file.write('{"kind":"health"')
    assert history.append(path, record, unless=lambda last: True)


def test_a_history_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read(tmp_path)
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        history.append(str(tmp_path), {"kind": "health"})


WRITER = """
import sys
from ansible_collections.community.mailstore.plugins.module_utils._report.history import append
for number in range(40):
    append(sys.argv[1], {"kind": "health", "who": sys.argv[2], "n": number, "more": "x" * 20000})
"""


def test_two_processes_that_write_one_history_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "h"
    tree = str(ROOT / ".build" / "collections")
    environment = {**os.environ, "PYTHONPATH": tree}
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), who], env=environment) for who in ("one", "other")
    ]
    assert [process.wait() for process in processes] == [0, 0]
    records = [json.loads(line) for line in path.read_text().splitlines()]
    assert {(record["who"], record["n"]) for record in records} == {(w, n) for w in ("one", "other") for n in range(40)}
    assert len(records) == 80
