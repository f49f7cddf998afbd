# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The few functions of SPE that the first modules use, in memory: enough to see what a plan does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api.client import Signature
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS
from ansible_collections.community.mailstore.plugins.module_utils._engine.keys import snake_case

from tests.unit.plugins.module_utils.fake_client import Arguments, FakeClient, Wire, refusal

Row = dict[str, Any]

CONFIGURATION_KEYS = (
    *("instanceID", "alias", "displayName", "instanceHost", "startMode", "baseDirectory", "debugLogEnabled"),
    *("imapServerConnectionLogEnabled", "vssWriterEnabled", "vssWriterExcludeIndexes"),
)
ROW_KEYS = ("instanceID", "alias", "displayName", "instanceHost", "startMode")
LOGIN_PRIVILEGES = ["windows", "web", "outlook", "windowsCmd", "imap", "api"]
HOST = "host1.example.com"
TIME_ZONES = ("GMT Standard Time", "UTC", "W. Europe Standard Time")


class FakeInstance:
    """One tenant."""

    def __init__(self, instance_id: str, **configuration: Any) -> None:
        self.configuration = {
            **dict.fromkeys(CONFIGURATION_KEYS, False),
            "instanceID": instance_id,
            "alias": "",
            "displayName": "",
            "instanceHost": HOST,
            "startMode": "automatic",
            "baseDirectory": rf"E:\{instance_id}",
            "vssWriterEnabled": True,
            **configuration,
        }
        self.process: int | None = 100
        self.status = "running"
        self.error: str | None = None
        self.access = True
        self.messages = 0
        self.legal_hold = False
        self.users: dict[str, Row] = {}
        self.stores: list[Row] = []
        self.jobs: list[Row] = []
        self.ids = 0

    def row(self) -> Row:
        return {
            **{key: self.configuration[key] for key in ROW_KEYS},
            "processID": self.process,
            "status": self.status,
            "startStopError": self.error,
        }

    def next_id(self) -> int:
        self.ids += 1
        return self.ids

    def add_user(self, name: str, **fields: Any) -> Row:
        self.users[name] = {
            "userName": name,
            "fullName": None,
            "distinguishedName": None,
            "authentication": "integrated",
            "mfaStatus": "Disabled",
            "emailAddresses": [],
            "pop3UserNames": [],
            "privileges": [],
            "loginPrivileges": list(LOGIN_PRIVILEGES),
            "privilegesOnFolders": {},
            **fields,
        }
        return self.users[name]

    def add_store(self, name: str, **fields: Any) -> Row:
        path = fields.get("databasePath", rf"E:\Stores\{name}")
        store = {
            "id": self.next_id(),
            "name": name,
            "requestedState": "normal",
            "error": None,
            "statisticsCount": 0,
            "needsUpgrade": False,
            "databasePath": path,
            "contentPath": path + r"\Content",
            "indexPath": path + r"\Index",
            **fields,
        }
        if store["requestedState"] == "current":
            self._displace_current()
        self.stores.append(store)
        return store

    def add_job(self, name: str, *, schedule: Row, enabled: bool = True, **fields: Any) -> Row:
        job = {
            "id": self.next_id(),
            "name": name,
            "action": "VerifyStores",
            "owner": "admin",
            "creationDateTimeUtc": "2026-01-01T00:00:00",
            "enabled": enabled,
            "schedule": schedule,
            **fields,
        }
        self.jobs.append(job)
        return job

    def make_current(self, store: Row) -> None:
        self._displace_current()
        store["requestedState"] = "current"

    def _displace_current(self) -> None:
        for store in self.stores:
            if store["requestedState"] == "current":
                store["requestedState"] = "normal"


class FakeSpe:
    """A server. Names are case-sensitive, what is refused is refused without a reason."""

    def __init__(self, *instances: FakeInstance) -> None:
        self.instances = {instance.configuration["instanceID"]: instance for instance in instances}
        self.directories: set[str] = set()
        self.known_hosts = [HOST]
        self.starts_new_instances = False
        self.ignored: set[str] = set()
        self.handlers: dict[str, Callable[[Arguments], Any]] = {}
        self.wire = Wire()
        self.next_process = 200
        self.one_time_url: Any = "https://spe.example.com/acme/?otp=S3cret-word"

    def client(self, *, check_mode: bool = False, metadata: Mapping[str, Signature] | None = None) -> FakeClient:
        return FakeClient(self.answer, wire=self.wire, check_mode=check_mode, metadata=metadata)

    def answer(self, function: str, arguments: Arguments) -> Any:
        known = FUNCTIONS[function]
        if known.scope == "instance":
            self._refuse_closed(function, str(arguments["instanceID"]))
        if function in self.ignored:
            return None
        handler = self.handlers.get(function) or getattr(self, "_" + snake_case(function))
        return handler(arguments)

    def _refuse_closed(self, function: str, instance_id: str) -> None:
        instance = self.instances.get(instance_id)
        if instance is None:
            raise refusal(function)
        if function in ("GetArchiveAdminEnabled", "SetArchiveAdminEnabled", "GetInstanceConfiguration"):
            return
        if instance.status != "running" or (FUNCTIONS[function].access == "required" and not instance.access):
            raise refusal(function)

    # Instances

    def _filtered(self, function: str, arguments: Arguments) -> list[FakeInstance]:
        text = arguments["instanceFilter"]
        if text == "*":
            return list(self.instances.values())
        if not all(word in self.instances for word in text.split()):
            raise refusal(function)
        return [self.instances[word] for word in text.split()]

    def _get_instances(self, arguments: Arguments) -> list[Row]:
        return [instance.row() for instance in self._filtered("GetInstances", arguments)]

    def _get_instance_configuration(self, arguments: Arguments) -> Row:
        return self.instances[arguments["instanceID"]].configuration

    def _create_instance(self, arguments: Arguments) -> None:
        config = arguments["config"]
        if config["instanceID"] in self.instances:
            raise refusal("CreateInstance")
        instance = FakeInstance(**{"instance_id": config["instanceID"], **_without_id(config)})
        self.instances[config["instanceID"]] = instance
        if not self.starts_new_instances:
            instance.status, instance.process = "stopped", None

    def _set_instance_configuration(self, arguments: Arguments) -> None:
        config = arguments["config"]
        assert set(config) == set(CONFIGURATION_KEYS), "the whole configuration is wanted, and nothing else"
        self.instances[config["instanceID"]].configuration = dict(config)

    def _start_instances(self, arguments: Arguments) -> None:
        for instance in self._filtered("StartInstances", arguments):
            self.next_process += 1
            instance.status, instance.process, instance.error = "running", self.next_process, None

    def _stop_instances(self, arguments: Arguments) -> None:
        for instance in self._filtered("StopInstances", arguments):
            instance.status, instance.process = "stopped", None

    def _restart_instances(self, arguments: Arguments) -> None:
        self._start_instances(arguments)

    def _freeze_instances(self, arguments: Arguments) -> None:
        for instance in self._filtered("FreezeInstances", arguments):
            instance.status = "frozen"

    def _thaw_instances(self, arguments: Arguments) -> None:
        for instance in self._filtered("ThawInstances", arguments):
            instance.status = "running"

    def _get_compliance_configuration(self, arguments: Arguments) -> Row:
        hold = self.instances[arguments["instanceID"]].legal_hold
        return {"legalHoldEnabled": hold, "logSuccessfulUserActivities": []}

    def _get_instance_hosts(self, arguments: Arguments) -> list[Row]:
        return [{"serverName": host} for host in self.known_hosts]

    def _delete_instances(self, arguments: Arguments) -> None:
        for instance in self._filtered("DeleteInstances", arguments):
            if instance.status != "stopped":
                raise refusal("DeleteInstances")
            del self.instances[instance.configuration["instanceID"]]

    def _get_instance_statistics(self, arguments: Arguments) -> Row | None:
        return {"totalSizeMB": 12, "numberOfMessages": self.instances[arguments["instanceID"]].messages}

    def _get_directories_on_instance_host(self, arguments: Arguments) -> list[str]:
        return [path.rpartition("\\")[2] for path in self.directories]

    def _create_directory_on_instance_host(self, arguments: Arguments) -> None:
        if arguments["path"] in self.directories:
            raise refusal("CreateDirectoryOnInstanceHost")
        self.directories.add(arguments["path"])

    def _get_archive_admin_enabled(self, arguments: Arguments) -> bool:
        return self.instances[arguments["instanceID"]].access

    def _set_archive_admin_enabled(self, arguments: Arguments) -> None:
        self.instances[arguments["instanceID"]].access = arguments["enabled"]

    def _create_client_one_time_url_for_archive_admin(self, arguments: Arguments) -> Any:
        return self.one_time_url

    # Users

    def _user(self, function: str, arguments: Arguments) -> Row:
        users = self.instances[arguments["instanceID"]].users
        name = arguments.get("userName")
        if name not in users:
            raise refusal(function)
        return users[str(name)]

    def _get_child_folders(self, arguments: Arguments) -> list[Row]:
        """The archives: those on which somebody has rights."""
        users = self.instances[arguments["instanceID"]].users.values()
        names = {folder for user in users for folder in user["privilegesOnFolders"]}
        return [{"folder": name} for name in sorted(names)]

    def _get_users(self, arguments: Arguments) -> list[Row]:
        keys = ("userName", "fullName", "distinguishedName", "mfaStatus")
        users = self.instances[arguments["instanceID"]].users.values()
        return [{key: user[key] for key in keys if key in user} for user in users]

    def _get_user_info(self, arguments: Arguments) -> Row:
        user = dict(self._user("GetUserInfo", arguments))
        folders = user.pop("privilegesOnFolders")
        if user["privileges"] != ["admin"]:
            user["privilegesOnFolders"] = [{"folder": name, "privileges": words} for name, words in folders.items()]
        return user

    def _create_user(self, arguments: Arguments) -> None:
        instance = self.instances[arguments["instanceID"]]
        if arguments["userName"] in instance.users or "privileges" not in arguments:
            raise refusal("CreateUser")
        given = {key: value for key, value in arguments.items() if key not in ("instanceID", "userName")}
        given["privileges"] = _words(given["privileges"])
        if "loginPrivileges" in given:
            given["loginPrivileges"] = [*_words(given["loginPrivileges"]), "api"]
        instance.add_user(arguments["userName"], **given)

    def _delete_user(self, arguments: Arguments) -> None:
        self._user("DeleteUser", arguments)
        del self.instances[arguments["instanceID"]].users[arguments["userName"]]

    def _rename_user(self, arguments: Arguments) -> None:
        users = self.instances[arguments["instanceID"]].users
        old, new = arguments["oldUserName"], arguments["newUserName"]
        if old not in users or new in users:
            raise refusal("RenameUser")
        users[new] = {**users.pop(old), "userName": new}

    def _set_user_full_name(self, arguments: Arguments) -> None:
        self._user("SetUserFullName", arguments)["fullName"] = arguments.get("fullName")

    def _set_user_distinguished_name(self, arguments: Arguments) -> None:
        self._user("SetUserDistinguishedName", arguments)["distinguishedName"] = arguments.get("distinguishedName")

    def _set_user_authentication(self, arguments: Arguments) -> None:
        self._user("SetUserAuthentication", arguments)["authentication"] = arguments["authentication"]

    def _set_user_email_addresses(self, arguments: Arguments) -> None:
        self._user("SetUserEmailAddresses", arguments)["emailAddresses"] = arguments.get("emailAddresses", [])

    def _set_user_pop3_user_names(self, arguments: Arguments) -> None:
        self._user("SetUserPop3UserNames", arguments)["pop3UserNames"] = arguments.get("pop3UserNames", [])

    def _set_user_privileges(self, arguments: Arguments) -> None:
        self._user("SetUserPrivileges", arguments)["privileges"] = _words(arguments["privileges"])

    def _set_user_login_privileges(self, arguments: Arguments) -> None:
        words = [*_words(arguments["loginPrivileges"]), "api"]
        self._user("SetUserLoginPrivileges", arguments)["loginPrivileges"] = list(dict.fromkeys(words))

    def _set_user_privileges_on_folder(self, arguments: Arguments) -> None:
        folders = self._user("SetUserPrivilegesOnFolder", arguments)["privilegesOnFolders"]
        folders.pop(arguments["folder"], None)
        if arguments["privileges"] != ["none"]:
            folders[arguments["folder"]] = arguments["privileges"]

    def _clear_user_privileges_on_folders(self, arguments: Arguments) -> None:
        self._user("ClearUserPrivilegesOnFolders", arguments)["privilegesOnFolders"].clear()

    def _set_user_password(self, arguments: Arguments) -> None:
        self._user("SetUserPassword", arguments)["password"] = arguments["password"]

    def _initialize_mfa(self, arguments: Arguments) -> None:
        self._user("InitializeMFA", arguments)["mfaStatus"] = "Pending"

    def _disable_mfa(self, arguments: Arguments) -> None:
        self._user("DisableMFA", arguments)["mfaStatus"] = "Disabled"

    def _delete_app_passwords(self, arguments: Arguments) -> None:
        self._user("DeleteAppPasswords", arguments)

    # Stores

    def _store(self, function: str, arguments: Arguments) -> Row:
        for store in self.instances[arguments["instanceID"]].stores:
            if store["id"] == arguments["id"]:
                return store
        raise refusal(function)

    def _get_stores(self, arguments: Arguments) -> list[Row]:
        return self.instances[arguments["instanceID"]].stores

    def _create_store(self, arguments: Arguments) -> None:
        given = {key: value for key, value in arguments.items() if key != "instanceID"}
        self.instances[arguments["instanceID"]].add_store(**given)

    def _attach_store(self, arguments: Arguments) -> None:
        self._create_store(arguments)

    def _detach_store(self, arguments: Arguments) -> None:
        self.instances[arguments["instanceID"]].stores.remove(self._store("DetachStore", arguments))

    def _rename_store(self, arguments: Arguments) -> None:
        self._store("RenameStore", arguments)["name"] = arguments["name"]

    def _set_store_requested_state(self, arguments: Arguments) -> None:
        store = self._store("SetStoreRequestedState", arguments)
        if arguments["requestedState"] == "current":
            self.instances[arguments["instanceID"]].make_current(store)
        store["requestedState"] = arguments["requestedState"]

    def _set_store_path(self, arguments: Arguments) -> None:
        paths = {key: arguments[key] for key in ("databasePath", "contentPath", "indexPath") if key in arguments}
        self._store("SetStorePath", arguments).update(paths)

    def _merge_store(self, arguments: Arguments) -> None:
        target = self._store("MergeStore", arguments)
        source = self._store("MergeStore", {**arguments, "id": arguments["sourceId"]})
        target["statisticsCount"] += source["statisticsCount"]

    # Jobs

    def _job(self, function: str, arguments: Arguments) -> Row:
        for job in self.instances[arguments["instanceID"]].jobs:
            if job["id"] == arguments["id"]:
                return job
        raise refusal(function)

    def _get_jobs(self, arguments: Arguments) -> list[Row]:
        return self.instances[arguments["instanceID"]].jobs

    def _get_time_zones(self, arguments: Arguments) -> list[Row]:
        return [{"id": zone} for zone in TIME_ZONES]

    def _create_job(self, arguments: Arguments) -> None:
        self.instances[arguments["instanceID"]].add_job(
            arguments["name"],
            action=arguments["action"],
            owner=arguments["owner"],
            schedule=_schedule("CreateJob", arguments),
        )

    def _delete_job(self, arguments: Arguments) -> None:
        self.instances[arguments["instanceID"]].jobs.remove(self._job("DeleteJob", arguments))

    def _rename_job(self, arguments: Arguments) -> None:
        self._job("RenameJob", arguments)["name"] = arguments["name"]

    def _set_job_enabled(self, arguments: Arguments) -> None:
        self._job("SetJobEnabled", arguments)["enabled"] = arguments["enabled"]

    def _set_job_schedule(self, arguments: Arguments) -> None:
        self._job("SetJobSchedule", arguments)["schedule"] = _schedule("SetJobSchedule", arguments)


def _schedule(function: str, arguments: Arguments) -> Row:
    keys = ("timeZoneId", "date", "interval", "time", "dayOfWeek", "dayOfMonth")
    schedule = {key: arguments[key] for key in keys if key in arguments}
    if "timeZoneId" not in schedule or sum(form in schedule for form in ("date", "interval", "time")) != 1:
        raise refusal(function)
    if len(schedule.get("time", "")) == 5:
        schedule["time"] += ":00"
    return schedule


def _words(words: list[str]) -> list[str]:
    return [word for word in words if word != "none"]


def _without_id(config: Row) -> Row:
    plain: Row = json.loads(json.dumps({key: value for key, value in config.items() if key != "instanceID"}))
    return plain
