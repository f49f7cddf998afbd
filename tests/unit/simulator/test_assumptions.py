# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles: each decision is used, and decides what its name says."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.simulator import assumptions
from tests.simulator.alternatives import parse
from tests.simulator.envelope import BYTE_ORDER_MARK
from tests.simulator.schedules import parse_schedule
from tests.tools.pages import assumptions as explained
from tests.unit.simulator.api import Api, serving
from tests.unit.simulator.examples import BAUMANN, INSTANCE, JOB, OFFICE_365, PROFILE, SMTP, THUMBPRINT

SOURCE = Path(assumptions.__file__)
IN_BAUMANN = {"instanceID": "baumann"}
BAUMANN_2026 = "E:\\Archives\\baumann\\2026"
HOST = {"serverName": "host1.example.com"}

Call = tuple[str, dict[str, Any]]

#: Milliseconds of work that no test waits for.
HOURS = 36_000_000

#: A switch, the value that refuses, the calls before, and the call that this value refuses and the other lets succeed.
SWITCHES: list[tuple[str, bool, list[Call], Call]] = [
    ("UNKNOWN_ARGUMENT_IS_REFUSED", True, [], ("Ping", {"other": 1})),
    ("UNKNOWN_CONFIGURATION_KEY_IS_REFUSED", True, [], ("CreateInstance", {"config": {**INSTANCE, "other": 1}})),
    ("BASE_DIRECTORY_MUST_EXIST", True, [], ("CreateInstance", {"config": {**INSTANCE, "baseDirectory": "E:\\New"}})),
    ("RUNNING_INSTANCE_CAN_BE_DELETED", False, [], ("DeleteInstances", {"instanceFilter": "baumann"})),
    ("RUNNING_INSTANCE_CAN_BE_RECONFIGURED", False, [], ("SetInstanceConfiguration", {"config": BAUMANN})),
    ("REPEATED_LIFECYCLE_CALL_IS_REFUSED", True, [], ("StartInstances", {"instanceFilter": "baumann"})),
    ("REPEATED_LIFECYCLE_CALL_IS_REFUSED", True, [], ("StopInstances", {"instanceFilter": "seeblick"})),
    ("FREEZE_OF_STOPPED_INSTANCE_IS_REFUSED", True, [], ("FreezeInstances", {"instanceFilter": "seeblick"})),
    ("LIFECYCLE_REFUSES_UNKNOWN_ID", True, [], ("StopInstances", {"instanceFilter": "no-such"})),
    ("FILTER_READS_UNKNOWN_ID_AS_NOTHING", False, [], ("GetInstances", {"instanceFilter": "no-such"})),
    ("UNKNOWN_HOST_IN_FILTER_IS_REFUSED", True, [], ("GetInstances", {"instanceFilter": "*no.example.com"})),
    (
        "SAFE_MODE_REFUSES_RUNS",
        True,
        [
            ("StopInstances", {"instanceFilter": "baumann"}),
            ("StartInstances", {"instanceFilter": "baumann", "safeMode": True}),
        ],
        ("RunProfile", {**IN_BAUMANN, "id": 1}),
    ),
    (
        "FROZEN_INSTANCE_ANSWERS_READS",
        False,
        [("FreezeInstances", {"instanceFilter": "baumann"})],
        ("GetUsers", IN_BAUMANN),
    ),
    ("HOST_WITH_INSTANCES_CAN_BE_DELETED", False, [], ("DeleteInstanceHost", HOST)),
    ("DIRECTORY_IS_MADE_WITH_ITS_PARENTS", False, [], ("CreateDirectoryOnInstanceHost", {**HOST, "path": "D:\\a\\b"})),
    ("EXISTING_DIRECTORY_IS_REFUSED", True, [], ("CreateDirectoryOnInstanceHost", {**HOST, "path": "E:\\Archives"})),
    (
        "PAIRING_OF_UNKNOWN_SERVER_IS_REFUSED",
        True,
        [],
        (
            "PairWithManagementServer",
            {"serverType": "instanceHost", "serverName": "no-such", "port": 1, "thumbprint": THUMBPRINT},
        ),
    ),
    (
        "STORE_NAMES_ARE_UNIQUE",
        True,
        [],
        ("CreateStore", {**IN_BAUMANN, "name": "2026", "databasePath": "E:\\Archives\\other"}),
    ),
    (
        "STORE_IS_CREATED_OVER_FILES_OF_ANOTHER",
        False,
        [],
        ("CreateStore", {**IN_BAUMANN, "name": "new", "databasePath": "E:\\Detached\\baumann-2019"}),
    ),
    ("CURRENT_STORE_CAN_BE_DETACHED", False, [], ("DetachStore", {**IN_BAUMANN, "id": 3})),
    (
        "EMPTY_PASSWORD_OF_USER_IS_REFUSED",
        True,
        [],
        ("SetUserPassword", {**IN_BAUMANN, "userName": "reception", "password": ""}),
    ),
    (
        "EMPTY_PASSWORD_OF_ADMINISTRATOR_IS_REFUSED",
        True,
        [],
        ("SetSystemAdministratorPassword", {"userName": "operations", "password": ""}),
    ),
    (
        "API_LOGIN_PRIVILEGE_CAN_BE_WRITTEN",
        False,
        [],
        ("SetUserLoginPrivileges", {**IN_BAUMANN, "userName": "reception", "loginPrivileges": "web,api"}),
    ),
    (
        "GRANT_MAKES_ARCHIVE",
        False,
        [],
        (
            "SetUserPrivilegesOnFolder",
            {**IN_BAUMANN, "userName": "reception", "folder": "no-such", "privileges": "read"},
        ),
    ),
    (
        "MOVE_MAKES_PARENTS",
        False,
        [],
        ("MoveFolder", {**IN_BAUMANN, "fromFolder": "reception/Inbox", "toFolder": "no-such/Inbox"}),
    ),
    (
        "MOVE_ONTO_EXISTING_FOLDER_IS_REFUSED",
        True,
        [],
        ("MoveFolder", {**IN_BAUMANN, "fromFolder": "reception", "toFolder": "@catchall"}),
    ),
    ("JOB_NAMES_ARE_UNIQUE", True, [], ("CreateJob", {**JOB, "name": "Statistics"})),
    ("JOB_OWNER_MUST_BE_ADMINISTRATOR", True, [], ("CreateJob", {**JOB, "owner": "reception"})),
    ("JOB_ACTION_IS_CHECKED", True, [], ("CreateJob", {**JOB, "action": "NoSuchCommand"})),
    (
        "DISABLED_JOB_CAN_BE_RUN",
        False,
        [("SetJobEnabled", {**IN_BAUMANN, "id": 1, "enabled": False})],
        ("RunJobAsync", {**IN_BAUMANN, "id": 1}),
    ),
    ("CANCEL_OF_IDLE_JOB_IS_REFUSED", True, [], ("CancelJobAsync", {**IN_BAUMANN, "id": 1})),
    (
        "PROFILE_OWNER_MUST_EXIST",
        True,
        [],
        ("CreateProfile", {**IN_BAUMANN, "properties": {**PROFILE, "owner": "nobody"}, "raw": True}),
    ),
    (
        "PROFILE_NAMES_ARE_UNIQUE",
        True,
        [("CreateProfile", {**IN_BAUMANN, "properties": PROFILE, "raw": True})],
        ("CreateProfile", {**IN_BAUMANN, "properties": PROFILE, "raw": True}),
    ),
    (
        "RUN_PROFILE_FAILS_WITH_ITS_RUN",
        True,
        [("SetArchiveAdminEnabled", {"instanceID": "weber", "enabled": True})],
        ("RunProfile", {"instanceID": "weber", "id": 1}),
    ),
    (
        "UNKNOWN_DIRECTORY_TYPE_IS_REFUSED",
        True,
        [],
        ("SetDirectoryServicesConfiguration", {**IN_BAUMANN, "config": {"type": "somethingElse"}}),
    ),
    (
        "CREDENTIAL_OF_DIRECTORY_MUST_EXIST",
        True,
        [],
        ("SetDirectoryServicesConfiguration", {**IN_BAUMANN, "config": {**OFFICE_365, "credentialId": 7}}),
    ),
    ("CREDENTIAL_IN_USE_CAN_BE_DELETED", False, [], ("DeleteCredential", {**IN_BAUMANN, "id": 1})),
    (
        "SMTP_RECIPIENT_MUST_EXIST",
        True,
        [],
        ("SetSystemSmtpConfiguration", {"config": {**SMTP, "recipientSystemAdministrator": ["nobody"]}}),
    ),
    ("STORE_PATH_IN_USE_IS_REFUSED", True, [], ("SetStorePath", {**IN_BAUMANN, "id": 1, "databasePath": BAUMANN_2026})),
    ("BLANK_STORE_NAME_IS_REFUSED", True, [], ("RenameStore", {**IN_BAUMANN, "id": 1, "name": " "})),
    ("CURRENT_STORE_CAN_BE_MERGED", False, [], ("MergeStore", {**IN_BAUMANN, "id": 1, "sourceId": 3})),
    (
        "VERIFICATION_FAILS_FOR_STORE_IN_ERROR",
        True,
        [],
        ("VerifyStore", {"instanceID": "nordlicht", "id": 3, "includeIndexes": False}),
    ),
    ("RECREATION_NEEDS_SOUND_STORE", True, [], ("RecreateRecoveryRecords", {"instanceID": "nordlicht", "id": 3})),
    (
        "FROZEN_INSTANCE_CAN_BE_STOPPED",
        False,
        [("FreezeInstances", {"instanceFilter": "baumann"})],
        ("StopInstances", {"instanceFilter": "baumann"}),
    ),
    (
        "FREEZE_CAN_BE_REPEATED",
        False,
        [("FreezeInstances", {"instanceFilter": "baumann"})],
        ("FreezeInstances", {"instanceFilter": "baumann"}),
    ),
    ("FREEZE_CAN_BE_REPEATED", False, [], ("ThawInstances", {"instanceFilter": "baumann"})),
    (
        "EMPTY_ENTRIES_OF_LISTS_ARE_IGNORED",
        False,
        [],
        ("SetUserEmailAddresses", {**IN_BAUMANN, "userName": "reception", "emailAddresses": ""}),
    ),
    ("OWNER_CAN_BE_DELETED", False, [], ("DeleteUser", {**IN_BAUMANN, "userName": "admin"})),
    (
        "ARCHIVE_ADMIN_CAN_BE_CHANGED",
        False,
        [],
        ("SetUserFullName", {**IN_BAUMANN, "userName": "$archiveadmin", "fullName": "Provider"}),
    ),
    ("OWN_ACCOUNT_CAN_BE_DELETED", False, [], ("DeleteSystemAdministrator", {"userName": "admin"})),
]

#: A switch, the calls before, and the read whose answer differs.
SHOWN: list[tuple[str, list[Call], Call]] = [
    (
        "RESTART_STARTS_STOPPED_INSTANCES",
        [("RestartInstances", {"instanceFilter": "seeblick"})],
        ("GetInstances", {"instanceFilter": "* .stopped"}),
    ),
    (
        "RUNNING_FILTER_FINDS_FROZEN",
        [("FreezeInstances", {"instanceFilter": "baumann"})],
        ("GetInstances", {"instanceFilter": "* .running"}),
    ),
    (
        "PAIRING_WRITES_CONFIGURATION",
        [
            (
                "PairWithManagementServer",
                {"serverType": "instanceHost", **HOST, "port": 1, "thumbprint": THUMBPRINT},
            )
        ],
        ("GetInstanceHosts", {}),
    ),
    (
        "START_THAWS",
        [("FreezeInstances", {"instanceFilter": "baumann"}), ("StartInstances", {"instanceFilter": "baumann"})],
        ("GetInstances", {"instanceFilter": "baumann"}),
    ),
    ("UNSET_SCHEDULE_MEMBERS_ARE_LEFT_OUT", [], ("GetJobs", IN_BAUMANN)),
    (
        "TEMPORARY_RUNS_NAME_NO_PROFILE",
        [("RunTemporaryProfile", {**IN_BAUMANN, "properties": PROFILE, "raw": True})],
        (
            "GetWorkerResults",
            {
                **IN_BAUMANN,
                "fromIncluding": "2020-01-01T00:00:00",
                "toExcluding": "2099-01-01T00:00:00",
                "timeZoneID": "UTC",
            },
        ),
    ),
    (
        "NEW_USER_HAS_ARCHIVE",
        [("CreateUser", {**IN_BAUMANN, "userName": "jane", "privileges": "login"})],
        ("GetChildFolders", {**IN_BAUMANN, "maxLevels": 1}),
    ),
    ("CHILD_FOLDERS_BELOW_ARCHIVES_ARE_SHOWN", [], ("GetChildFolders", IN_BAUMANN)),
    (
        "EMPTY_ARCHIVES_ARE_DELETED",
        [
            (
                "SetUserPrivilegesOnFolder",
                {**IN_BAUMANN, "userName": "reception", "folder": "new", "privileges": "read"},
            ),
            ("DeleteEmptyFolders", IN_BAUMANN),
        ],
        ("GetChildFolders", IN_BAUMANN),
    ),
    (
        "RECOVERED_STORE_NEEDS_REBUILD",
        [("RecoverStore", {"instanceID": "nordlicht", "id": 3})],
        ("GetStores", {"instanceID": "nordlicht"}),
    ),
    (
        "SYNC_WITHOUT_DRY_RUN_CHANGES",
        [("SyncUsersWithDirectoryServices", {"instanceID": "nordlicht"})],
        ("GetUsers", {"instanceID": "nordlicht"}),
    ),
    (
        "SYNC_MAKES_ARCHIVES",
        [("SyncUsersWithDirectoryServices", {"instanceID": "nordlicht"})],
        ("GetChildFolders", {"instanceID": "nordlicht"}),
    ),
    (
        "DISABLED_JOB_HAS_NEXT_START",
        [("SetJobEnabled", {**IN_BAUMANN, "id": 1, "enabled": False})],
        ("GetJobs", IN_BAUMANN),
    ),
    (
        "SWITCHING_OFF_TAKES_NEW_VALUES",
        [
            (
                "SetProfileServerSideExecution",
                {
                    "instanceID": "nordlicht",
                    "id": 1,
                    "automatic": False,
                    "automaticPauseBetweenExecutions": 60,
                },
            )
        ],
        ("GetProfiles", {"instanceID": "nordlicht", "raw": True}),
    ),
    (
        "LEFT_OUT_PATHS_LIE_BELOW_THE_DATABASE",
        [("SetStorePath", {**IN_BAUMANN, "id": 1, "databasePath": "E:\\Archives\\other"})],
        ("GetStores", IN_BAUMANN),
    ),
    (
        "RESULTS_OUTLIVE_THEIR_OWNER",
        [("DeleteJob", {**IN_BAUMANN, "id": 1})],
        (
            "GetJobResults",
            {
                **IN_BAUMANN,
                "fromIncluding": "2020-01-01T00:00:00",
                "toExcluding": "2099-01-01T00:00:00",
                "timeZoneId": "UTC",
            },
        ),
    ),
    (
        "RESULTS_OUTLIVE_THEIR_OWNER",
        [("DeleteProfile", {**IN_BAUMANN, "id": 1})],
        (
            "GetWorkerResults",
            {
                **IN_BAUMANN,
                "fromIncluding": "2020-01-01T00:00:00",
                "toExcluding": "2099-01-01T00:00:00",
                "timeZoneID": "UTC",
            },
        ),
    ),
]

#: What may be true of many functions, the calls before, and a read or a change that shows it.
OF_MANY_FUNCTIONS: list[tuple[str, list[Call], Call]] = [
    ("RESULT_OF_CHANGES=true", [], ("SetUserPassword", {**IN_BAUMANN, "userName": "reception", "password": "x"})),
    ("RESULT_OF_CHANGES=object", [], ("DetachStore", {**IN_BAUMANN, "id": 1})),
    ("RESULT_OF_CHANGES=succeeded", [], ("CompactStore", {**IN_BAUMANN, "id": 1})),
    ("NO_ROWS=null", [("DeleteProfile", {**IN_BAUMANN, "id": 1})], ("GetProfiles", {**IN_BAUMANN, "raw": True})),
    ("ADDED_KEYS=some", [], ("GetStores", IN_BAUMANN)),
    ("rows_as_read=from_the_end", [], ("GetStores", IN_BAUMANN)),
    ("rows_as_read=by_halves", [], ("GetInstances", {"instanceFilter": "*"})),
    (
        "words_as_read=by_letters",
        [("SetUserPrivileges", {**IN_BAUMANN, "userName": "reception", "privileges": "login,export,archive"})],
        ("GetUserInfo", {**IN_BAUMANN, "userName": "reception"}),
    ),
    (
        "NO_ENTRIES=null",
        [("SetUserEmailAddresses", {**IN_BAUMANN, "userName": "reception"})],
        ("GetUserInfo", {**IN_BAUMANN, "userName": "reception"}),
    ),
    ("NO_DIRECTORY_SERVICES=other_type", [], ("GetDirectoryServicesConfiguration", {"instanceID": "weber"})),
    ("NOT_CONFIGURED=nulls", [], ("GetSmtpSettings", {"instanceID": "nordlicht"})),
    ("archive_admin_as_read=object", [], ("GetArchiveAdminEnabled", IN_BAUMANN)),
    (
        "size_threshold_as_read=number",
        [("SetStoreAutoCreateConfiguration", {**IN_BAUMANN, "config": {"sizeThreshold": "5000"}})],
        ("GetStoreAutoCreateConfiguration", IN_BAUMANN),
    ),
    ("child_folder_rows=nested", [], ("GetChildFolders", IN_BAUMANN)),
    ("folder_key=without_case", [], ("GetChildFolders", {**IN_BAUMANN, "folder": "RECEPTION"})),
    (
        "EMPTY_ARCHIVES_HAVE_STATISTICS=false",
        [
            (
                "SetUserPrivilegesOnFolder",
                {**IN_BAUMANN, "userName": "reception", "folder": "new", "privileges": "read"},
            )
        ],
        ("GetFolderStatistics", IN_BAUMANN),
    ),
    ("credential_settings_as_read=whole_row", [], ("GetCredentialSettings", {**IN_BAUMANN, "id": 1})),
]


def steady(answer: Any) -> Any:
    """An answer without what differs each time: the numbers of processes and the times."""
    text = json.dumps(answer)
    return re.sub(r'"processID": \d+|"\d{4}-\d\d-\d\dT[\d:]+Z?"', "", text)


def names() -> list[str]:
    return [name.removesuffix("()") for name, _value, _text in explained(SOURCE.read_text("utf-8"))]


def test_every_decision_is_used() -> None:
    used: set[str] = set()
    for path in SOURCE.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                used.add(node.attr)
            elif isinstance(node, ast.ImportFrom):
                used |= {alias.name for alias in node.names}
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and path == SOURCE:
                used.add(node.id)
    assert [name for name in names() if name not in used] == []


@pytest.mark.parametrize(("switch", "refusing", "before", "call"), SWITCHES)
def test_a_switch_decides_what_is_refused(
    api: Api, monkeypatch: pytest.MonkeyPatch, switch: str, refusing: bool, before: list[Call], call: Call
) -> None:
    for function, arguments in before:
        api.result(function, **arguments)
    function, arguments = call
    monkeypatch.setattr(assumptions, switch, refusing)
    api.error(function, **arguments)
    monkeypatch.setattr(assumptions, switch, not refusing)
    api.result(function, **arguments)


@pytest.mark.parametrize(("switch", "before", "call"), SHOWN)
def test_a_switch_decides_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, switch: str, before: list[Call], call: Call
) -> None:
    answers = []
    for value in (True, False):
        monkeypatch.setattr(assumptions, switch, value)
        with serving(tmp_path, work_ms=0) as api:
            for function, arguments in before:
                api.result(function, **arguments)
            function, arguments = call
            answers.append(steady(api.result(function, **arguments)))
    assert answers[0] != answers[1]


def test_stores_of_a_deleted_instance(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assumptions, "DELETED_INSTANCE_LEAVES_ITS_STORES", True)
    api.result("DeleteInstances", instanceFilter="seeblick")
    where = {"databasePath": "E:\\Archives\\seeblick\\archive", "requestedState": "normal"}
    api.result("AttachStore", instanceID="nordlicht", name="seeblick", **where)
    assert api.result("GetStores", instanceID="nordlicht")[-1]["statisticsCount"] == 60110


@pytest.mark.parametrize(("refused", "expected"), [(True, "failed"), (False, "succeeded")])
def test_repair_that_does_not_help(api: Api, monkeypatch: pytest.MonkeyPatch, refused: bool, expected: str) -> None:
    monkeypatch.setattr(assumptions, "REPAIR_FAILS_WHEN_THE_ERROR_STAYS", refused)
    api.environment.find_instance("nordlicht").content.stores.find(3).mended_by = ()
    for function in ("RepairStoreDatabase", "RecoverStore"):
        assert api.finish(function, instanceID="nordlicht", id=3)["statusCode"] == expected


def test_intervals_count_from_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    created = dt.datetime(2026, 5, 1, 10, 7, tzinfo=dt.timezone.utc)
    schedule = parse_schedule(time_zone_id="UTC", interval=240)
    assert schedule.next_start(created, created) == created + dt.timedelta(hours=4)
    monkeypatch.setattr(assumptions, "INTERVALS_COUNT_FROM_CREATION", False)
    assert schedule.next_start(created, created) == dt.datetime(2026, 5, 1, 12, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize("shows", [True, False])
def test_run_under_way_in_the_list_of_jobs(api: Api, monkeypatch: pytest.MonkeyPatch, shows: bool) -> None:
    monkeypatch.setattr(assumptions, "RUN_SHOWS_FROM_ITS_START", shows)
    api.environment.settings.work_ms = HOURS
    before = api.result("GetJobs", instanceID="baumann")[0]["lastStartDateTimeUtc"]
    api.result("RunJobAsync", instanceID="baumann", id=1)
    after = api.result("GetJobs", instanceID="baumann")[0]["lastStartDateTimeUtc"]
    assert (after != before) is shows
    api.result("CancelJobAsync", instanceID="baumann", id=1)


def test_running_job(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.environment.settings.work_ms = HOURS
    api.result("RunJobAsync", instanceID="baumann", id=1)
    api.error("RunJobAsync", instanceID="baumann", id=1)
    monkeypatch.setattr(assumptions, "RUNNING_JOB_CAN_BE_RUN_AGAIN", True)
    api.result("RunJobAsync", instanceID="baumann", id=1)
    api.result("CancelJobAsync", instanceID="baumann", id=1)


@pytest.mark.parametrize(("text", "before", "call"), OF_MANY_FUNCTIONS)
def test_an_alternative_is_shown(
    api: Api, monkeypatch: pytest.MonkeyPatch, text: str, before: list[Call], call: Call
) -> None:
    for function, arguments in before:
        api.result(function, **arguments)
    function, arguments = call
    is_change = not function.startswith("Get")
    api.environment.find_instance("weber").archive_admin_enabled = True
    assumed = "null" if is_change else steady(api.finish(function, **arguments)["result"])
    alternative = parse(text)
    monkeypatch.setattr(assumptions, alternative.name, alternative.value)
    assert steady(api.finish(function, **arguments)["result"]) != assumed


@pytest.mark.parametrize("status", [400, 404, 500])
def test_the_status_of_a_failure(api: Api, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(assumptions, "HTTP_STATUS_OF_FAILURES", status)
    failed, passed = (
        api.client.post("/api/invoke/GetUserInfo", data={**IN_BAUMANN, "userName": name})
        for name in ("nobody", "reception")
    )
    assert (failed.status_code, passed.status_code) == (status, 200)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("nothing", ["succeeded", "succeeded", "succeeded"]),
        ("long", ["succeeded", "succeeded", "running"]),
        ("changes", ["succeeded", "running", "running"]),
        ("everything", ["running", "running", "running"]),
    ],
)
def test_who_has_to_wait(api: Api, monkeypatch: pytest.MonkeyPatch, value: str, expected: list[str]) -> None:
    monkeypatch.setattr(assumptions, "IN_THE_BACKGROUND", value)
    calls: list[Call] = [
        ("GetUsers", IN_BAUMANN),
        ("RenameStore", {**IN_BAUMANN, "id": 1, "name": "other"}),
        ("CompactStore", {**IN_BAUMANN, "id": 1}),
    ]
    assert [api.envelope(function, **arguments)["statusCode"] for function, arguments in calls] == expected


def test_what_a_running_call_shows(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("token_as_shown=number", "RESULT_WHILE_RUNNING=list"):
        alternative = parse(text)
        monkeypatch.setattr(assumptions, alternative.name, alternative.value)
    monkeypatch.setattr(assumptions, "PROGRESS_IS_SHOWN", False)
    envelope = api.envelope("CompactStore", **IN_BAUMANN, id=1)
    assert isinstance(envelope["token"], int)
    assert (envelope["percentProgress"], envelope["statusText"], envelope["result"]) == (None, None, [])


def test_an_answer_without_the_mark(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert api.client.post("/api/invoke/Ping").content.startswith(BYTE_ORDER_MARK)
    monkeypatch.setattr(assumptions, "ANSWERS_BEGIN_WITH_BYTE_ORDER_MARK", False)
    assert api.client.post("/api/invoke/Ping").content.startswith(b"{")


@pytest.mark.parametrize("text", ["api_password_result=object", "api_password_result=list_with_one"])
def test_the_shape_of_an_api_password(api: Api, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    alternative = parse(text)
    monkeypatch.setattr(assumptions, alternative.name, alternative.value)
    assert not isinstance(api.result("CreateSystemAdministratorAPIPassword"), str)
