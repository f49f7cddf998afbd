# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state modules, as data for random tasks: what names the object, which values its options take, where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._engine.entry import Noun
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Resource
from hypothesis import strategies as st

from tests.simulation import load_modules
from tests.simulation.examples import examples_of
from tests.simulator.windows_time_zones import WINDOWS_TIME_ZONES

from .places import OF_EXAMPLES, SECRET
from .state import State

Options = dict[str, Any]

BY_KEY = "(its key)"
"""The attribute of what has its name as its key alone."""

NORD = ("instances", "nord", "content")

NEVER_RANDOM: Mapping[str, str] = {
    "state": "drawn by itself",
    "service_provider_access": "always open",
    "confirm": "follows from the state",
    "update_password": "with `always` every run writes",
    "test": "every run sends a message",
    "delete_app_passwords": "cannot be read, so that every run deletes them",
    "reinitialize_mfa": "cannot be read, so that every run makes a new secret",
    "one_time_url": "every run makes one",
    "instance_url": "belongs to one_time_url",
    "credential": "needs a credential that is there: life.yml has one",
    "wait": "what is not waited for is not there yet",
    "wait_timeout": "no part of a state",
    "wait_interval": "no part of a state",
    "merge_from": "is work, no state",
    "delete_empty": "is work, no state",
    "attach": "needs files that are there",
    "reinitialize": "every run does it",
    "pair": "every run does it",
    "verify": "is work, no state",
    "record": "is written into a file, not to the server",
}
"""Options that no random task has, and why."""

_TEXTS = [None, "", "Plain", "Größe & Söhne + 50 %", 'O\'Neil "x" <y>']
_PATHS = ["E:\\Archives\\one", "e:/archives/one/", "D:\\two"]

VALUES: Mapping[str, Any] = {
    "full_name": _TEXTS,
    "distinguished_name": [None, "", "CN=Jane,OU=Users", "cn=jane, ou=users"],
    "display_name": _TEXTS,
    "alias": [None, "other", "third-alias"],
    "email_address": [None, "a@x.example", "B@x.example"],
    "email_addresses": st.lists(
        st.sampled_from(["a@x.example", "b@x.example", "B@x.example", " c@x.example"]), max_size=3
    ),
    "pop3_user_names": st.lists(st.sampled_from(["jane", "jane2", "Joe"]), max_size=3),
    "recipients": st.lists(st.sampled_from(["admin", "a@x.example", "b@x.example"]), max_size=2),
    "folder_privileges": st.lists(
        st.fixed_dictionaries(
            {
                "folder": st.sampled_from(["olaf.hansen", "Olaf.Hansen", "info", "jane.doe"]),
                "privileges": st.lists(st.sampled_from(["none", "read", "write", "delete"]), max_size=3),
            }
        ),
        max_size=2,
    ),
    "password": ["Geheim-1", "Geheim-2"],
    "action": ["VerifyStores", 'VerifyStores --includeIndexes="true"', "RefreshAllStoreStatistics"],
    "command": ["VerifyStores", "RefreshAllStoreStatistics"],
    "arguments": [{}, {"includeIndexes": True}, {"includeIndexes": None}],
    "owner": ["admin", "Admin", "olaf.hansen"],
    "time_zone": ["$Local", *sorted(WINDOWS_TIME_ZONES)[:3]],
    "date": [None, "2027-01-01T03:30:00", "2027-01-01 03:30"],
    "time": [None, "03:30", "03:30:00", "23:59"],
    "type": ["I", "Office365_Modern"],
    "connector": ["IMAP", "MicrosoftOffice365"],
    "details": st.fixed_dictionaries(
        {},
        optional={
            "host": st.sampled_from(["imap.x.example", "imap2.x.example", None]),
            "timeout": st.sampled_from([0, "0", 30]),
            "ignoreSSLPolicyErrors": st.booleans(),
            "targetUserFolder": st.sampled_from(["admin", "olaf.hansen"]),
        },
    ),
    "secret_details": [{}, {"password": "Geheim-imap"}],
    "automatic_pause_between_executions": [60, 300],
    "automatic_maintenance_windows": [None, "", "02:00-04:00", "2:00-4:00"],
    "hostname": ["mail.x.example", "mail2.x.example"],
    "port": [None, 25, 587, 9000],
    "protocol": ["SMTP", "SMTP-TLS", "SMTP-SSL"],
    "username": [None, "", "archive@x.example"],
    "from_display_name": [None, "", "Archive"],
    "from_email_address": [None, "archive@x.example"],
    "settings": st.fixed_dictionaries(
        {},
        optional={
            "ApplicationId": st.sampled_from(
                ["00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000A"]
            ),
            "TenantId": st.sampled_from(
                ["00000000-0000-0000-0000-000000000002", "{00000000-0000-0000-0000-000000000003}"]
            ),
        },
    ),
    "secret_settings": [{}, {"Certificate": "Geheim-c", "CertificatePassword": "Geheim-p"}],
    "configuration": st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["activeDirectory", "otherDirectory"]),
            "serverName": st.sampled_from(["dc1.nord.example", "dc2.nord.example"]),
            "enabledUsersOnly": st.sampled_from([True, False, "yes", "false"]),
            "groups": st.lists(st.sampled_from(["A", "B"]), max_size=2, unique=True),
            "deleteUsers": st.booleans(),
        },
    ),
    "size_threshold": [None, "", "1000", "2000"],
    "database_path": _PATHS,
    "content_path": _PATHS,
    "index_path": _PATHS,
    "base_directory": [*_PATHS, None],
    "content_base_directory": [*_PATHS, None],
    "index_base_directory": [*_PATHS, None],
    "instance_host": ["host1.example.com", "HOST1.example.com"],
    "certificate_thumbprint": [
        "2233445566778899AABBCCDDEEFF001122334455",
        "22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55",
        "3333445566778899AABBCCDDEEFF001122334455",
    ],
    "attachment_extensions": st.lists(st.sampled_from(["pdf", "PDF", "docx"]), max_size=2, unique=True),
    "log_successful_user_activities": st.lists(st.sampled_from(["UserAdd", "UserDelete", "SessionLogin"]), max_size=2),
    "path": ["E:\\Archives\\one\\two", "e:/archives/One", "D:\\x"],
    "instance_ids": st.lists(st.sampled_from(["nord", "NORD"]), min_size=1, max_size=1),
    "parents": st.booleans(),
}
"""What the options take that are neither flags nor words of a list."""


MOST_OPTIONS = 5
"""Of one task: with more of them, most tasks would be refused for one reason or another."""

EXCLUDED_BY: Mapping[str, tuple[str, ...]] = {
    "action": ("command", "arguments"),
    "time": ("date", "interval", "time", "day_of_week", "day_of_month"),
}
"""Options that a task does not have beside others."""


@dataclass(frozen=True)
class Named:
    """What a task names of an object, None for one that it does not name at all, and the attributes of the object, None
    for one that is not there."""

    subject: Subject
    desired: Options | None
    attributes: dict[str, State] | None


@dataclass(frozen=True)
class Subject:
    """One state module.

    identity: options of every task. to_create: those without which there can be no new object. where: the place of the
    object in the description of the server, a mapping or a list. key: the attribute of its name, None for what there is
    once. members: which options may change which attribute; those that are not named here follow their own name.
    absent: how the task says that there is none, None when there always is one. effects: places that change with it.
    values: what its options take that are not in VALUES, and are neither flags nor words of a list.
    """

    module: str
    identity: Options = field(default_factory=dict)
    to_create: Options = field(default_factory=dict)
    where: tuple[str, ...] = ()
    key: str | None = None
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absent: Options | None = None
    states: tuple[str, ...] = ()
    new_name: str | None = None
    effects: tuple[tuple[str, ...], ...] = ()
    values: Mapping[str, list[Any]] = field(default_factory=dict)

    @property
    def spec(self) -> Mapping[str, Mapping[str, Any]]:
        return load_modules()[self.module].argument_spec

    def names(self) -> set[str]:
        """The names that the object may have."""
        is_instance = self.key == BY_KEY
        name = next(
            (str(each) for option, each in self.identity.items() if (option == "instance_id") is is_instance), ""
        )
        return {each.lower() for each in (name, self.new_name) if each}

    def options_of(self, attribute: str) -> tuple[str, ...]:
        return self.members.get(attribute, (attribute,))

    def options(self) -> st.SearchStrategy[Options]:
        """Any options that a task may name, derived from the argument specification."""
        named = {
            name: self.values_of(name, option) for name, option in self.spec.items() if self.is_random(name, option)
        }
        if self.new_name:
            named["new_name"] = st.just(self.new_name)
        if not named:
            return st.just({})
        return st.sets(st.sampled_from(sorted(named)), max_size=MOST_OPTIONS).flatmap(
            lambda names: st.fixed_dictionaries({name: named[name] for name in sorted(names)})
        )

    def is_random(self, name: str, option: Mapping[str, Any]) -> bool:
        """Whether random tasks name the option."""
        if name in self.identity or name in NEVER_RANDOM or name.startswith("spe_") or name == "new_name":
            return False
        return bool(name in VALUES or self.values.get(name) or option.get("type") == "bool" or option.get("choices"))

    def values_of(self, name: str, option: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        """What random tasks give the option."""
        is_free = name not in VALUES and option.get("type") != "bool" and not option.get("choices")
        return st.sampled_from(self.values[name]) if is_free else values_of(name, option)

    def needed_to_create(self, options: Options) -> Options:
        """What a task must name, too, for a new object."""
        excluded = {name for name, others in EXCLUDED_BY.items() if any(other in options for other in others)}
        return {name: value for name, value in self.to_create.items() if name not in excluded}

    # The object in the description of the server

    def named_things(self, state: State, desired: Options) -> list[Named]:
        """The object, removed from the description, beside what a task names of it; several for a task about several."""
        return [Named(self, desired, self.take(state))]

    def take(self, state: State) -> dict[str, State] | None:
        """Removes the object from the description, and returns its attributes."""
        place = state
        for step in self.where:
            place = place[step]
        for effect in self.effects:
            _drop(state, effect)
        if self.key is None:
            return self._take_members(place)
        if self.key == BY_KEY:
            return _flat(place.pop(next(iter(self.names())), None))
        if isinstance(place, list):
            return self._take_from_list(place)
        found = [key for key in place if str(place[key][self.key]).lower() in self.names()]
        taken: dict[str, State] | None = place.pop(found[0]) if found else None
        return taken

    def _take_from_list(self, place: list[State]) -> dict[str, State] | None:
        found = [each for each in place if str(each[self.key]).lower() in self.names()]
        if not found:
            return None
        place.remove(found[0])
        taken: dict[str, State] = found[0]
        return taken

    def _take_members(self, place: State) -> dict[str, State]:
        names = [name for name in place if name in self.members] if self.members else list(place)
        return {name: place.pop(name) for name in names}


def _drop(state: State, path: tuple[str, ...]) -> None:
    *parents, last = path
    for step in parents:
        state = state[step]
    state.pop(last, None)


def _flat(instance: State) -> dict[str, State] | None:
    """The members of the configuration beside those of the instance."""
    if instance is None:
        return None
    members: dict[str, State] = {**instance, **instance["configuration"]}
    del members["configuration"]
    return members


def values_of(name: str, option: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """What random tasks give the option."""
    if name in VALUES:
        values = VALUES[name]
        return values if isinstance(values, st.SearchStrategy) else st.sampled_from(values)
    if option.get("choices"):
        word = st.sampled_from(list(option["choices"]))
        return st.lists(word, max_size=4) if option.get("type") == "list" else word
    return st.booleans()


_SMTP = {
    "ignoreSslPolicyErrors": ("ignore_ssl_policy_errors",),
    "authenticationRequired": ("authentication_required",),
    "fromDisplayName": ("from_display_name",),
    "fromEmailAddress": ("from_email_address",),
    "recipientEmailAddresses": ("recipients",),
    "recipientSystemAdministrator": ("recipients",),
    "hostname": ("hostname",),
    "port": ("port",),
    "protocol": ("protocol",),
    "username": ("username",),
    "password": ("password",),
}

_EXECUTION = ("automatic", "automatic_pause_between_executions", "automatic_maintenance_windows")


def subject_of(module: str, noun: Noun) -> Subject:
    """A noun of an instance that is kept as the simulator keeps what a single file of its functions works on."""
    resource = noun.resource
    first, *_others = examples = examples_of(module, SECRET)
    identity = {**OF_EXAMPLES, **({} if resource.single else {resource.identity: first[resource.identity]})}
    fields = {entry.option for entry in resource.fields}
    place = resource.noun if resource.single else resource.plural
    return Subject(
        module,
        identity,
        to_create={} if resource.single else {option: first[option] for option in fields & first.keys()},
        where=(*NORD, "others", place),
        key=None if resource.single else resource.identity,
        members=_members_of(resource),
        absent={"state": "absent"} if "state" in noun.options else None,
        new_name=f"{first[resource.identity]} 2" if "new_name" in noun.options else None,
        values={option: [task[option] for task in examples if option in task] for option in fields},
    )


def _members_of(resource: Resource) -> dict[str, tuple[str, ...]]:
    """Which option may change a member, whether the simulator names it like the option or like the API."""
    named = {} if resource.single else {resource.identity: ("new_name",)}
    return {**named, **{name: (entry.option,) for entry in resource.fields for name in (entry.option, entry.path)}}


_WRITTEN: Mapping[str, Subject] = {
    subject.module: subject
    for subject in (
        Subject(
            "spe_user",
            {"instance_id": "nord", "name": "jane.doe"},
            where=(*NORD, "users", "_users"),
            key="user_name",
            members={
                "user_name": ("new_name",),
                "mfa_status": ("mfa",),
                "folder_privileges": (
                    "folder_privileges",
                    "rename_archive",
                    "own_archive_privileges",
                    "purge_folder_privileges",
                    "privileges",
                ),
            },
            absent={"state": "absent"},
            new_name="jane.roe",
            # A right on an archive makes it.
            effects=((*NORD, "folders"),),
        ),
        Subject(
            "spe_job",
            {"instance_id": "nord", "name": "Nightly"},
            {"action": "VerifyStores", "owner": "admin", "time": "03:30"},
            where=(*NORD, "jobs", "jobs"),
            key="name",
            members={
                "name": ("new_name",),
                "action": ("action", "command", "arguments"),
                "schedule": ("date", "interval", "time", "time_zone", "day_of_week", "day_of_month"),
            },
            absent={"state": "absent"},
            new_name="Weekly",
        ),
        Subject(
            "spe_profile",
            {"instance_id": "nord", "name": "Mailbox"},
            {
                "owner": "admin",
                "connector": "IMAP",
                "details": {"host": "imap.x.example"},
                "secret_details": {"password": "Geheim"},
            },
            where=(*NORD, "profiles", "profiles"),
            key="name",
            members={
                "name": ("new_name",),
                "kind": ("type",),
                # The server counts what it writes.
                "version": _EXECUTION,
                "details": ("details", "secret_details", "connector"),
                "server_side_execution": _EXECUTION,
            },
            absent={"state": "absent"},
            new_name="Mailbox 2",
        ),
        Subject(
            "spe_credential",
            {"instance_id": "nord", "description": "mailboxes"},
            {"type": "Office365_Modern", "settings": {}, "secret_settings": {"Certificate": "Geheim-c"}},
            where=(*NORD, "credentials"),
            key="description",
            members={"kind": ("type",), "settings": ("settings", "secret_settings", "type")},
            absent={"state": "absent"},
        ),
        Subject(
            "spe_store",
            {"instance_id": "nord", "name": "new"},
            {"database_path": "E:\\Archives\\one"},
            where=(*NORD, "stores", "stores"),
            key="name",
            members={
                "name": ("new_name",),
                "content_path": ("content_path", "database_path"),
                "index_path": ("index_path", "database_path"),
            },
            absent={"state": "absent"},
            new_name="newer",
            effects=(
                ("hosts", "host2.example.com", "directories"),
                ("hosts", "host2.example.com", "detached_stores"),
                # A new current store takes the place of the former one.
                (*NORD, "stores", "stores"),
            ),
        ),
        Subject(
            "spe_store_auto_create",
            {"instance_id": "nord"},
            where=(*NORD, "auto_create"),
            members={
                "sizeThreshold": ("size_threshold",),
                "baseDirectory": ("base_directory",),
                "contentBaseDirectory": ("content_base_directory",),
                "indexBaseDirectory": ("index_base_directory",),
            },
        ),
        Subject(
            "spe_index",
            {"instance_id": "nord"},
            where=NORD,
            members={
                "attachment_extensions": ("attachment_extensions",),
                "includes_attachments_of_pdfs": ("include_attachments_of_pdfs",),
            },
        ),
        Subject(
            "spe_compliance",
            {"instance_id": "nord"},
            where=NORD,
            members={
                "legal_hold": ("legal_hold_enabled",),
                "logged_activities": ("log_successful_user_activities",),
            },
        ),
        Subject("spe_smtp", {"instance_id": "nord"}, where=(*NORD, "smtp"), members=_SMTP),
        Subject("spe_system_smtp", where=("smtp",), members=_SMTP),
        Subject(
            "spe_directory_services",
            {"instance_id": "nord"},
            where=NORD,
            members={
                "directory_services": ("configuration", "password"),
            },
        ),
        Subject(
            "spe_instance",
            {"instance_id": "acme"},
            {
                "instance_host": "host1.example.com",
                "base_directory": "E:\\Archives\\one",
                "create_base_directory": True,
            },
            where=("instances",),
            key=BY_KEY,
            members={"process": ("state",), "status": ("state",), "instance_id": ()},
            effects=(("aliases",), ("hosts", "host1.example.com", "directories")),
            absent={"state": "absent", "confirm": "acme"},
            states=("present", "started", "stopped"),
        ),
        Subject(
            "spe_instance_host",
            {"name": "host3.example.com"},
            {"certificate_thumbprint": "2233445566778899AABBCCDDEEFF001122334455", "base_directory": "E:\\Archives"},
            where=("hosts",),
            key="server_name",
            members={"thumbprint": ("certificate_thumbprint",)},
            absent={"state": "absent", "confirm": "host3.example.com"},
        ),
        Subject(
            "spe_client_access_server",
            {"name": "spe2.example.com"},
            {"certificate_thumbprint": "2233445566778899AABBCCDDEEFF001122334455"},
            where=("client_access_servers",),
            key="server_name",
            members={"thumbprint": ("certificate_thumbprint",)},
            absent={"state": "absent", "confirm": "spe2.example.com"},
        ),
        Subject(
            "spe_system_administrator",
            {"name": "jane"},
            {"password": "Geheim"},
            where=("administrators",),
            key="user_name",
            members={"mfa_status": ("mfa",)},
            absent={"state": "absent", "confirm": "jane"},
        ),
        Subject(
            "spe_host_directory",
            {"instance_host": "host1.example.com"},
            {"path": "E:\\Archives\\one"},
            where=("hosts",),
            members={
                "host1.example.com": ("path",),
            },
        ),
        Subject(
            "spe_archive_admin",
            {"instance_id": "nord"},
            where=("instances", "nord"),
            states=("enabled", "disabled"),
            members={
                "archive_admin_enabled": ("state",),
            },
        ),
        Subject(
            "spe_instance_control",
            {"instance_ids": ["nord"]},
            where=("instances", "nord"),
            members={
                "is_frozen": ("state",),
                "status": ("state",),
                "process": ("state",),
                "start_stop_error": ("state",),
            },
            states=("started", "stopped", "frozen", "thawed"),
        ),
    )
}

SUBJECTS: Mapping[str, Subject] = {
    **_WRITTEN,
    **{
        module: subject_of(module, definition.noun)
        for module, definition in load_modules().items()
        if definition.noun is not None and module not in _WRITTEN
    },
}
"""All state modules; a noun that has no entry above is tried by its EXAMPLES."""
