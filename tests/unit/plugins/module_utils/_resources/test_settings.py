# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an instance has once: compliance, directory services, indexes, SMTP, the making of stores."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.settings_info import SETTINGS
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.modules import (
    spe_settings_info,
)

from tests.simulation import load_modules
from tests.simulator import assumptions
from tests.simulator.state.instances import Credential
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant

MODULES: dict[str, ModuleDefinition] = {name: load_modules()[f"spe_{name}"] for name in SETTINGS}
ACTIVE_DIRECTORY = {
    "type": "activeDirectory",
    "serverName": "dc1.example.com",
    "protocol": "LDAP-TLS",
    "authenticationType": "simple",
    "userName": "archive",
    "password": None,
    "baseDN": None,
    "microsoftExchangeUsersOnly": False,
    "enabledUsersOnly": False,
    "usersVisibleInAddressListsOnly": False,
    "groups": ["A", "B"],
    "userNameFormat": None,
    "authenticationProtocol": None,
    "openIdDiscoveryUrl": None,
    "openIdClientID": None,
    "openIdRedirectUrl": None,
    "openIdForceAdfsLogin": False,
    "deleteUsers": False,
}
OFFICE_365 = {
    "type": "office365OpenIDConnect",
    "credentialId": 1,
    "licensedExchangeOnlineUsersOnly": False,
    "enabledUsersOnly": False,
    "groups": None,
    "redirectUrl": None,
    "deleteUsers": False,
}
READS = (
    "ComplianceConfiguration",
    "DirectoryServicesConfiguration",
    "IndexConfiguration",
    "SmtpSettings",
    "StoreAutoCreateConfiguration",
)
MAIL = {
    "hostname": "mail.example.com",
    "port": 587,
    "protocol": "SMTP-TLS",
    "ignoreSslPolicyErrors": False,
    "authenticationRequired": True,
    "username": "archive",
    "password": None,
    "fromDisplayName": "Archive",
    "fromEmailAddress": "archive@example.com",
    "recipientEmailAddresses": ["it@example.com"],
}


def configure(tenant: Tenant) -> None:
    """The tenant has settings of each kind."""
    content = tenant.content
    content.directory_services = {**ACTIVE_DIRECTORY, "password": "stored"}
    content.smtp = {**MAIL, "password": "stored"}
    content.auto_create |= {"sizeThreshold": "5", "baseDirectory": r"E:\acme"}


@pytest.fixture
def settings(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """A tenant with all settings; one activity is logged always."""
    monkeypatch.setattr(assumptions, "LOCKED_ACTIVITIES_25_3", ("Locked",))
    tenant.content.logged_activities = ("Export", "Locked")
    configure(tenant)
    return tenant


def tasks(noun: str, settings: Tenant) -> Tasks:
    return Tasks(MODULES[noun], settings.server, {"instance_id": "acme"})


def shown(settings: Tenant, noun: str) -> dict[str, Any]:
    """What the server shows of it."""
    read: dict[str, Any] = settings.server.ask(f"Get{noun}", instanceID="acme")
    return read


def show(settings: Tenant, noun: str, read: Any) -> None:
    """The server shows this from now on."""
    settings.server.world.answer_with(f"Get{noun}", lambda _call: read)


@pytest.mark.parametrize("noun", SETTINGS)
def test_what_is_read_is_what_the_module_takes(noun: str, settings: Tenant) -> None:
    (exported,) = (
        Tasks(spe_settings_info.MODULE, settings.server).run(instance_id="acme", settings=[noun])["settings"].values()
    )
    assert exported.keys() <= MODULES[noun].argument_spec.keys()
    imported = Tasks(MODULES[noun], settings.server).run(**exported)
    assert (imported["changed"], imported["calls"]) == (False, [])


@pytest.mark.parametrize("noun", SETTINGS)
def test_what_was_never_configured_can_be_given_back_too(noun: str, settings: Tenant) -> None:
    for read in READS:
        show(settings, read, None)
    (exported,) = (
        Tasks(spe_settings_info.MODULE, settings.server).run(instance_id="acme", settings=[noun])["settings"].values()
    )
    assert not Tasks(MODULES[noun], settings.server).run(**exported)["changed"]


@pytest.mark.parametrize("noun", SETTINGS)
def test_nothing_is_told_of_an_instance_that_does_not_run(noun: str, settings: Tenant) -> None:
    (exported,) = (
        Tasks(spe_settings_info.MODULE, settings.server).run(instance_id="acme", settings=[noun])["settings"].values()
    )
    settings.instance.stop(0)
    setting, info = (
        Tasks(MODULES[noun], settings.server),
        Tasks(spe_settings_info.MODULE, settings.server, {"instance_id": "acme"}),
    )
    told = setting.check(**exported)
    assert (told["changed"], told["calls"], info.check(settings=[noun])["settings"]) == (False, [], {})
    assert "is stopped; its content cannot be read" in setting.warnings[0]
    assert info.warnings == setting.warnings


def test_only_the_settings_that_are_asked_for_are_read(settings: Tenant) -> None:
    result = Tasks(spe_settings_info.MODULE, settings.server).run(
        instance_id="acme", settings=["smtp", "index"], query="smtp.port"
    )
    assert sorted(settings.server.wire.functions) == ["GetIndexConfiguration", "GetSmtpSettings"]
    assert (list(result["settings"]), result["query_result"]) == (["smtp", "index"], 587)


def test_access_is_opened_only_for_settings_that_need_it(settings: Tenant) -> None:
    settings.access = False
    info = Tasks(spe_settings_info.MODULE, settings.server, {"instance_id": "acme", "service_provider_access": "open"})
    assert "service_provider_access_opened" not in info.run(settings=["index", "store_auto_create"])
    assert info.run(settings=["index", "smtp"])["service_provider_access_opened"]
    assert not settings.access


class TestCompliance:
    @pytest.mark.parametrize(
        ("key", "option", "value"),
        [
            ("legalHoldEnabled", "legal_hold_enabled", True),
            ("logSuccessfulUserActivities", "log_successful_user_activities", ["Delete"]),
        ],
    )
    def test_what_the_server_does_not_show_is_never_sent(
        self, settings: Tenant, key: str, option: str, value: Any
    ) -> None:
        read = shown(settings, "ComplianceConfiguration")
        show(settings, "ComplianceConfiguration", {name: there for name, there in read.items() if name != key})
        for check_mode in (True, False):
            with pytest.raises(InputError, match=f"The server does not show {option} of the instance 'acme'"):
                tasks("compliance", settings).run(check_mode, **{option: value})
        assert settings.server.wire.writes == []

    def test_activities_are_added(self, settings: Tenant) -> None:
        result = tasks("compliance", settings).four_ways(log_successful_user_activities=["Delete"])
        assert shown(settings, "ComplianceConfiguration")["logSuccessfulUserActivities"] == [
            "Delete",
            "Export",
            "Locked",
        ]
        assert result["calls"][0]["arguments"]["config"]["logSuccessfulUserActivities"] == [
            "Delete",
            "Export",
            "Locked",
        ]
        assert result["diff"]["before"]["log_successful_user_activities"] == ["Export", "Locked"]

    def test_fewer_activities_need_a_word(self, settings: Tenant) -> None:
        compliance = tasks("compliance", settings)
        assert not compliance.run(log_successful_user_activities=["Locked"])["changed"]
        compliance.four_ways(log_successful_user_activities=["Locked"], allow_weaken=True)
        assert shown(settings, "ComplianceConfiguration")["logSuccessfulUserActivities"] == ["Locked"]

    @pytest.mark.parametrize("activities", [["Export", "Delete"], [], None])
    def test_activities_that_are_logged_always_are_named(self, settings: Tenant, activities: list[str] | None) -> None:
        with pytest.raises(FunctionFailed) as error:
            tasks("compliance", settings).run(log_successful_user_activities=activities, allow_weaken=True)
        assert error.value.message.startswith("The server still logs Locked, and seems to do so always")
        assert functions(settings.server.wire.record.shown()) == ["SetComplianceConfiguration"]

    @pytest.mark.parametrize("allow_weaken", [True, False])
    def test_activities_in_other_letters_are_refused(self, settings: Tenant, allow_weaken: bool) -> None:
        with pytest.raises(InputError, match="no activity 'export', but there is 'Export'"):
            tasks("compliance", settings).run(log_successful_user_activities=["export"], allow_weaken=allow_weaken)
        assert settings.server.wire.writes == []

    def test_legal_hold_ends_with_a_word_only(self, settings: Tenant) -> None:
        compliance = tasks("compliance", settings)
        compliance.four_ways(legal_hold_enabled=True)
        with pytest.raises(InputError, match="set allow_weaken: true"):
            compliance.run(legal_hold_enabled=False)
        assert settings.server.wire.writes == []
        compliance.four_ways(legal_hold_enabled=False, allow_weaken=True)

    def test_keys_that_a_server_does_not_have_are_not_sent(self, settings: Tenant) -> None:
        compliance = tasks("compliance", settings)
        assert not compliance.run(admin_email_preview_enabled=True)["changed"]
        assert "this server does not have it" in compliance.warnings[0]
        settings.server.environment.version = "24.4"
        compliance.four_ways(admin_email_preview_enabled=True)


class TestDirectoryServices:
    def test_given_keys_are_merged(self, settings: Tenant) -> None:
        directory = tasks("directory_services", settings)
        directory.four_ways(configuration={"serverName": "dc2", "groups": ["B", "A"]}, password="word")
        assert shown(settings, "DirectoryServicesConfiguration") == {
            **ACTIVE_DIRECTORY,
            "serverName": "dc2",
            "groups": ["B", "A"],
        }
        assert (settings.content.directory_services or {})["password"] == "word"

    def test_the_diff_shows_named_keys_and_the_result_all(self, settings: Tenant) -> None:
        directory = tasks("directory_services", settings)
        predicted = directory.check(configuration={"serverName": "dc2"})
        result = directory.run(configuration={"serverName": "dc2"})
        assert result["diff"] == predicted["diff"]
        assert result["diff"]["before"]["configuration"] == {"serverName": "dc1.example.com"}
        assert result["diff"]["after"]["configuration"] == {"serverName": "dc2"}
        assert result["directory_services"] == predicted["directory_services"]
        assert result["directory_services"]["configuration"] == {**ACTIVE_DIRECTORY, "serverName": "dc2"}

    def test_the_diff_of_another_type_shows_what_goes(self, settings: Tenant) -> None:
        diff = tasks("directory_services", settings).check(configuration={"type": "other", "host": "h"})["diff"]
        assert diff["before"]["configuration"] == ACTIVE_DIRECTORY
        assert diff["after"]["configuration"] == {"type": "other", "host": "h"}

    def test_the_order_of_groups_has_no_meaning(self, settings: Tenant) -> None:
        assert not tasks("directory_services", settings).run(configuration={"groups": ["B", "A"]})["changed"]

    def test_another_type_starts_anew(self, settings: Tenant) -> None:
        tasks("directory_services", settings).four_ways(configuration={"type": "other", "host": "h"})
        assert shown(settings, "DirectoryServicesConfiguration") == {"type": "other", "host": "h"}

    def test_texts_of_templates_become_what_the_server_takes(self, settings: Tenant) -> None:
        directory = tasks("directory_services", settings)
        settings.content.credentials[3] = Credential(3, "Office365_Modern", "m365", {})
        configuration = {**OFFICE_365, "credentialId": "3", "deleteUsers": "True"}
        directory.four_ways(configuration=configuration)
        assert shown(settings, "DirectoryServicesConfiguration") == {
            **OFFICE_365,
            "credentialId": 3,
            "deleteUsers": True,
        }

    @pytest.mark.parametrize("word", ["yes", "on", "y", "True", "1", True])
    def test_words_for_flags_count(self, settings: Tenant, word: Any) -> None:
        for key in ("deleteUsers", "enabledUsersOnly"):
            tasks("directory_services", settings).four_ways(configuration={key: word}, password="word")
            assert shown(settings, "DirectoryServicesConfiguration")[key] is True

    @pytest.mark.parametrize("word", ["tru", "", "maybe", 2])
    @pytest.mark.parametrize("key", ["deleteUsers", "enabledUsersOnly", "openIdForceAdfsLogin"])
    def test_other_words_are_refused_by_name(self, settings: Tenant, key: str, word: Any) -> None:
        with pytest.raises(InputError, match=rf"^configuration\.{key}"):
            tasks("directory_services", settings).run(configuration={key: word})
        assert settings.server.wire.writes == []

    @pytest.mark.parametrize(
        ("configuration", "message"),
        [
            ({"type": "ActiveDirectory"}, "There is no type of directory services 'ActiveDirectory', but there is"),
            ({"deleteusers": True}, "configuration has 'deleteUsers', but no 'deleteusers'"),
            ({"userName": True}, "configuration.userName: True is true or false"),
            ({"groups": ["A", ""]}, "configuration.groups has an empty element"),
        ],
    )
    def test_what_would_start_anew_or_twice_is_refused(
        self, settings: Tenant, configuration: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(InputError) as error:
            tasks("directory_services", settings).run(configuration=configuration)
        assert error.value.message.startswith(message)
        assert settings.server.wire.writes == []

    def test_what_means_the_same_is_no_change(self, settings: Tenant) -> None:
        configuration = {"serverName": "DC1.example.com", "groups": " b,a "}
        assert not tasks("directory_services", settings).run(configuration=configuration)["changed"]

    def test_a_missing_password_is_warned_of(self, settings: Tenant) -> None:
        directory = tasks("directory_services", settings)
        directory.run(configuration={"serverName": "dc2"})
        assert "are written without their password" in directory.warnings[0]

    def test_no_password_is_missed_where_none_is_wanted(self, settings: Tenant) -> None:
        settings.content.credentials[1] = Credential(1, "Office365_Modern", "m365", {})
        cloud = tasks("directory_services", settings)
        cloud.run(configuration={"serverName": "dc2"}, password=None)
        cloud.run(configuration=OFFICE_365)
        assert cloud.warnings == []

    def test_a_password_among_the_rest_is_refused_unless_it_is_null(self, settings: Tenant) -> None:
        directory = tasks("directory_services", settings)
        assert not directory.run(configuration={"password": None})["changed"]
        with pytest.raises(InputError, match="use the option password instead"):
            directory.run(configuration={"PASSWORD": "visible"})

    @pytest.mark.parametrize(
        "options", [{"configuration": {"host": "h"}}, {"password": "word", "update_password": "always"}]
    )
    def test_a_first_configuration_needs_a_type(self, settings: Tenant, options: dict[str, Any]) -> None:
        settings.content.directory_services = None
        with pytest.raises(InputError, match="has no directory services yet"):
            tasks("directory_services", settings).run(**options)

    def test_nothing_takes_directory_services_away(self, settings: Tenant) -> None:
        with pytest.raises(InputError, match="configuration cannot be null"):
            tasks("directory_services", settings).run(configuration=None)


class TestIndex:
    @pytest.mark.parametrize("there", [["docx", "pdf"], "docx,pdf", [".PDF", "*.docx"]])
    def test_extensions_are_the_same_in_any_way_of_writing(self, settings: Tenant, there: Any) -> None:
        settings.content.attachment_extensions = there
        assert not tasks("index", settings).run(attachment_extensions=["Pdf", "docx"])["changed"]

    def test_no_extensions_are_said_by_null(self, settings: Tenant) -> None:
        settings.content.attachment_extensions = ["docx"]
        tasks("index", settings).four_ways(attachment_extensions=[])
        assert shown(settings, "IndexConfiguration")["attachmentExtensions"] is None


class TestStoreAutoCreate:
    def test_all_keys_are_sent_and_null_removes(self, settings: Tenant) -> None:
        tasks("store_auto_create", settings).four_ways(size_threshold=None, content_base_directory=r"D:\content")
        assert shown(settings, "StoreAutoCreateConfiguration") == {
            "sizeThreshold": None,
            "baseDirectory": r"E:\acme",
            "contentBaseDirectory": r"D:\content",
            "indexBaseDirectory": None,
        }


class TestSmtp:
    def test_null_says_that_there_is_no_password(self, settings: Tenant) -> None:
        mail = tasks("smtp", settings)
        mail.run(port=25, password=None)
        assert mail.warnings == []

    def test_what_is_not_named_stays(self, settings: Tenant) -> None:
        result = tasks("smtp", settings).four_ways(port=25, password="word")
        assert shown(settings, "SmtpSettings") == {**MAIL, "port": 25}
        assert ((settings.content.smtp or {})["password"], result["password_updated"]) == ("word", True)

    def test_what_means_the_same_is_no_change(self, settings: Tenant) -> None:
        result = tasks("smtp", settings).run(
            hostname="MAIL.example.com", from_email_address="archive@Example.com", recipients=" it@EXAMPLE.com"
        )
        assert not result["changed"]

    def test_a_test_message_is_told_but_is_no_change(self, settings: Tenant) -> None:
        smtp = tasks("smtp", settings)
        predicted = smtp.check(test=True)
        assert settings.server.wire.writes == []
        result = smtp.run(test=True)
        assert predicted == result
        assert (result["changed"], functions(result)) == (False, ["TestSmtpSettings"])

    def test_a_failed_test_message_tells_what_was_set(self, settings: Tenant) -> None:
        settings.server.wire.refuse("TestSmtpSettings")
        with pytest.raises(FunctionFailed):
            tasks("smtp", settings).run(port=25, password="word", test=True)
        assert settings.server.wire.record.shown()["changed"]
        assert functions(settings.server.wire.record.shown()) == ["SetSmtpSettings"]

    def test_access_is_opened_once_for_settings_and_test(self, settings: Tenant) -> None:
        settings.access = False
        result = tasks("smtp", settings).run(port=25, password="word", test=True, service_provider_access="open")
        assert result["service_provider_access_opened"]
        assert settings.server.wire.functions.count("SetArchiveAdminEnabled") == 2
        assert not settings.access

    @pytest.mark.parametrize(("login", "warned"), [(True, True), (False, False)])
    def test_a_missing_password_is_warned_of(self, settings: Tenant, login: bool, warned: bool) -> None:
        smtp = tasks("smtp", settings)
        smtp.run(port=25, authentication_required=login)
        assert bool(smtp.warnings) is warned
