# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a tenant archives by, in memory: profiles, runs of profiles and jobs, and folders."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from tests.unit.plugins.module_utils.fake_client import Arguments, refusal
from tests.unit.plugins.module_utils.fake_spe import FakeSpe, Row

TIME_FORMAT = "%Y-%m-%dT%H:%M:%S"
SECRET_NAMES = ("password", "clientSecret")
#: Stands for a secret that is left out of what is read.
LEFT_OUT = object()


def now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)


def _parsed(text: str) -> datetime:
    return datetime.strptime(text, TIME_FORMAT)  # noqa: DTZ007  all times here are without a zone


class FakeArchive(FakeSpe):
    """One tenant's archive; whose instance it is makes no difference."""

    def __init__(self, *instances: Any) -> None:
        super().__init__(*instances)
        self.profiles: list[Row] = []
        #: What a secret in the details of a profile reads as.
        self.secrets_read_as: Any = None
        #: What happens to each new profile: a server that does not keep what it was given.
        self.spoils: dict[str, str] = {}
        self.results: list[Row] = []
        self.widest_window = timedelta(days=400)
        self.next_result = ("succeeded", 5)
        self.run_by = "$archiveadmin"
        self.job_results: list[Row] = []
        self.job_ends = True
        self.folders: set[str] = set()
        self.ids = 0

    def next_number(self) -> int:
        self.ids += 1
        return self.ids

    # Profiles

    def add_profile(self, name: str, **members: Any) -> Row:
        profile = {
            "id": self.next_number(),
            "version": 1,
            "owner": "admin",
            "type": "I",
            "connector": "IMAP",
            "name": name,
            "details": {"host": "imap.example.com", "timeout": "0", "password": "old"},
            "serverSideExecution": {"automatic": "false"},
            **members,
        }
        self.profiles.append(profile)
        return profile

    def named(self, name: str) -> Row:
        """The only profile of that name."""
        (profile,) = [profile for profile in self.profiles if profile["name"] == name]
        return profile

    def _profile(self, function: str, arguments: Arguments) -> Row:
        for profile in self.profiles:
            if profile["id"] == arguments["id"]:
                return profile
        raise refusal(function)

    def _get_profiles(self, arguments: Arguments) -> list[Row]:
        assert arguments["raw"] is True
        return [{**profile, "details": self._as_read(profile["details"])} for profile in self.profiles]

    def _as_read(self, details: Row) -> Row:
        read = {key: self.secrets_read_as if key in SECRET_NAMES else value for key, value in details.items()}
        return {key: value for key, value in read.items() if value is not LEFT_OUT}

    def _create_profile(self, arguments: Arguments) -> None:
        assert arguments["raw"] is True
        properties = arguments["properties"]
        assert not {"id", "version"} & set(properties)
        assert all(isinstance(value, str) for value in properties["details"].values())
        details = {**properties["details"], **self.spoils}
        self.add_profile(**{"serverSideExecution": {}, **properties, "details": details})

    def _delete_profile(self, arguments: Arguments) -> None:
        self.profiles.remove(self._profile("DeleteProfile", arguments))

    def _set_profile_server_side_execution(self, arguments: Arguments) -> None:
        execution = self._profile("SetProfileServerSideExecution", arguments)["serverSideExecution"]
        execution["automatic"] = arguments["automatic"]
        for name in ("automaticPauseBetweenExecutions", "automaticMaintenanceWindows"):
            if name in arguments:
                execution[name] = str(arguments[name])
            elif arguments["automatic"]:
                execution.pop(name, None)

    # Runs of profiles

    def add_result(self, *, start: datetime, profile: Row | None = None, **members: Any) -> Row:
        named = {} if profile is None else {"profileId": profile["id"], "profileName": profile["name"]}
        result = {
            "id": self.next_number(),
            "userName": self.run_by,
            **named,
            "result": "succeeded",
            "itemsArchived": 5,
            "startTime": start.strftime(TIME_FORMAT),
            "completeTime": start.strftime(TIME_FORMAT),
            "machineName": "HOST1",
            **members,
        }
        self.results.append(result)
        return result

    def _run_profile(self, arguments: Arguments) -> None:
        self._record(self._profile("RunProfile", arguments))

    def _run_temporary_profile(self, arguments: Arguments) -> None:
        assert arguments["raw"] is True
        self._record(None)

    def _record(self, profile: Row | None) -> None:
        word, items = self.next_result
        if word:
            self.add_result(start=now(), profile=profile, result=word, itemsArchived=items)

    def _get_worker_results(self, arguments: Arguments) -> list[Row]:
        rows = self._in_window("GetWorkerResults", self.results, arguments)
        assert arguments["timeZoneID"]
        # In no usable order.
        return [row for row in reversed(rows) if arguments.get("profileID") in (None, row.get("profileId"))]

    def _in_window(self, function: str, rows: list[Row], arguments: Arguments) -> list[Row]:
        start, end = (_parsed(arguments[name]) for name in ("fromIncluding", "toExcluding"))
        if end - start > self.widest_window:
            raise refusal(function)
        return [row for row in rows if start <= _parsed(row["startTime"]) < end]

    def _get_worker_result_report(self, arguments: Arguments) -> str:
        return f"report of {arguments['id']}"

    def _get_time_zones(self, arguments: Arguments) -> list[Row]:
        return [{"id": "UTC"}, {"id": "W. Europe Standard Time"}]

    # Runs of jobs

    def _run_job_async(self, arguments: Arguments) -> None:
        job = self._job("RunJobAsync", arguments)
        job["lastStartDateTimeUtc"] = now().strftime(TIME_FORMAT)
        job["lastCompleteDateTimeUtc"] = None
        if self.job_ends:
            self._end(job, self.next_result[0])

    def _cancel_job_async(self, arguments: Arguments) -> None:
        self._end(self._job("CancelJobAsync", arguments), "cancelled")

    def _end(self, job: Row, word: str) -> None:
        job["lastCompleteDateTimeUtc"] = job["lastStartDateTimeUtc"]
        time = job["lastStartDateTimeUtc"]
        self.job_results.append(
            {
                "jobResultId": self.next_number(),
                "jobId": job["id"],
                "action": job["action"],
                "startTime": time,
                "completeTime": time,
                "result": word,
            }
        )

    def _get_job_results(self, arguments: Arguments) -> list[Row]:
        rows = self._in_window("GetJobResults", self.job_results, arguments)
        assert arguments["timeZoneId"]
        return [row for row in reversed(rows) if arguments.get("jobId") in (None, row["jobId"])]

    # Folders

    def _get_child_folders(self, arguments: Arguments) -> list[Row]:
        parent = arguments.get("folder")
        if parent is not None and parent not in self.folders:
            raise refusal("GetChildFolders")
        depth = 0 if parent is None else parent.count("/") + 1
        below = [path for path in sorted(self.folders) if parent is None or path.startswith(f"{parent}/")]
        levels = arguments.get("maxLevels")
        return [{"folder": path} for path in below if levels is None or path.count("/") < depth + levels]

    def _move_folder(self, arguments: Arguments) -> None:
        old, new = arguments["fromFolder"], arguments["toFolder"]
        if old not in self.folders:
            raise refusal("MoveFolder")
        moved = {path for path in self.folders if path == old or path.startswith(f"{old}/")}
        self.folders = self.folders - moved | {new + path[len(old) :] for path in moved}

    def _delete_empty_folders(self, arguments: Arguments) -> None:
        if arguments.get("folder") is not None:
            self.folders.discard(arguments["folder"])

    def _get_folder_statistics(self, arguments: Arguments) -> list[Row]:
        return [{"folder": path, "size": 10} for path in self.folders if "/" not in path]
