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
    spe_compliance,
    spe_directory_services,
    spe_index,
    spe_settings_info,
    spe_smtp,
    spe_store_auto_create,
)

from tests.unit.plugins.module_utils.fake_client import Arguments
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe, Row
from tests.unit.plugins.module_utils.task import Tasks, functions

MODULES: dict[str, ModuleDefinition] = {
    "compliance": spe_compliance.MODULE,
    "directory_services": spe_directory_services.MODULE,
    "index": spe_index.MODULE,
    "smtp": spe_smtp.MODULE,
    "store_auto_create": spe_store_auto_create.MODULE,
}
ACTIVE_DIRECTORY = {
    "type": "activeDirectory",
    "serverName": "dc1.example.com",
    "userName": "archive",
    "password": None,
    "groups": ["A", "B"],
    "deleteUsers": False,
}
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


class Settings(FakeSpe):
    """Keeps what is written; some activities are logged always."""

    def __init__(self, *instances: FakeInstance) -> None:
        super().__init__(*instances)
        self.kept: dict[str, Any] = {
            "ComplianceConfiguration": {"legalHoldEnabled": False, "logSuccessfulUserActivities": ["Export", "Locked"]},
            "DirectoryServicesConfiguration": dict(ACTIVE_DIRECTORY),
            "IndexConfiguration": {"attachmentExtensions": None, "includeAttachmentsOfPDFs": False},
            "SmtpSettings": dict(MAIL),
            "StoreAutoCreateConfiguration": {"sizeThreshold": "5", "baseDirectory": r"E:\acme"},
        }
        self.passwords: list[Any] = []

    def answer(self, function: str, arguments: Arguments) -> Any:
        verb, noun = function[:3], function[3:]
        if noun not in self.kept:
            return super().answer(function, arguments)
        self._refuse_closed(function, str(arguments["instanceID"]))
        if verb == "Get":
            return self.kept[noun]
        written = dict(arguments.get("config") or arguments["settings"])
        if "password" in written:
            self.passwords.append(written["password"])
            written["password"] = None
        if noun == "ComplianceConfiguration":
            written["logSuccessfulUserActivities"] = sorted({*written["logSuccessfulUserActivities"], "Locked"})
        self.kept[noun] = written
        return None

    def _test_smtp_settings(self, arguments: Arguments) -> None:
        return None


@pytest.fixture
def spe(acme: FakeInstance) -> Settings:
    return Settings(acme)


def tasks(noun: str, spe: Settings) -> Tasks:
    return Tasks(MODULES[noun], spe, {"instance_id": "acme"})


def written(spe: Settings, noun: str) -> Row:
    result: Row = spe.kept[noun]
    return result


@pytest.mark.parametrize("noun", SETTINGS)
def test_what_is_read_is_what_the_module_takes(noun: str, spe: Settings) -> None:
    (exported,) = Tasks(spe_settings_info.MODULE, spe).run(instance_id="acme", settings=[noun])["settings"].values()
    assert exported.keys() <= MODULES[noun].argument_spec.keys()
    imported = Tasks(MODULES[noun], spe).run(**exported)
    assert (imported["changed"], imported["calls"]) == (False, [])


@pytest.mark.parametrize("noun", SETTINGS)
def test_what_was_never_configured_can_be_given_back_too(noun: str, spe: Settings) -> None:
    spe.kept = dict.fromkeys(spe.kept)
    (exported,) = Tasks(spe_settings_info.MODULE, spe).run(instance_id="acme", settings=[noun])["settings"].values()
    assert not Tasks(MODULES[noun], spe).run(**exported)["changed"]


@pytest.mark.parametrize("noun", SETTINGS)
def test_nothing_is_told_of_an_instance_that_does_not_run(noun: str, spe: Settings, acme: FakeInstance) -> None:
    (exported,) = Tasks(spe_settings_info.MODULE, spe).run(instance_id="acme", settings=[noun])["settings"].values()
    acme.status = "stopped"
    setting, info = Tasks(MODULES[noun], spe), Tasks(spe_settings_info.MODULE, spe, {"instance_id": "acme"})
    told = setting.check(**exported)
    assert (told["changed"], told["calls"], info.check(settings=[noun])["settings"]) == (False, [], {})
    assert "is stopped, and what is in it cannot be read" in setting.warnings[0]
    assert info.warnings == setting.warnings


def test_only_the_settings_that_are_asked_for_are_read(spe: Settings) -> None:
    result = Tasks(spe_settings_info.MODULE, spe).run(instance_id="acme", settings=["smtp", "index"], query="smtp.port")
    assert sorted(spe.wire.functions) == ["GetIndexConfiguration", "GetSmtpSettings"]
    assert (list(result["settings"]), result["query_result"]) == (["smtp", "index"], 587)


def test_access_is_opened_only_for_settings_that_need_it(spe: Settings, acme: FakeInstance) -> None:
    acme.access = False
    info = Tasks(spe_settings_info.MODULE, spe, {"instance_id": "acme", "service_provider_access": "open"})
    assert "service_provider_access_opened" not in info.run(settings=["index", "store_auto_create"])
    assert info.run(settings=["index", "smtp"])["service_provider_access_opened"]
    assert not acme.access


class TestCompliance:
    @pytest.mark.parametrize(
        ("key", "option", "value"),
        [
            ("legalHoldEnabled", "legal_hold_enabled", True),
            ("logSuccessfulUserActivities", "log_successful_user_activities", ["Delete"]),
        ],
    )
    def test_what_the_server_does_not_show_is_never_sent(
        self, spe: Settings, key: str, option: str, value: Any
    ) -> None:
        del spe.kept["ComplianceConfiguration"][key]
        for check_mode in (True, False):
            with pytest.raises(InputError, match=f"The server does not show {option} of the instance 'acme'"):
                tasks("compliance", spe).run(check_mode, **{option: value})
        assert spe.wire.writes == []

    def test_activities_are_added(self, spe: Settings) -> None:
        result = tasks("compliance", spe).four_ways(log_successful_user_activities=["Delete"])
        assert written(spe, "ComplianceConfiguration")["logSuccessfulUserActivities"] == ["Delete", "Export", "Locked"]
        assert result["calls"][0]["arguments"]["config"]["logSuccessfulUserActivities"] == [
            "Delete",
            "Export",
            "Locked",
        ]
        assert result["diff"]["before"]["log_successful_user_activities"] == ["Export", "Locked"]

    def test_fewer_activities_need_a_word(self, spe: Settings) -> None:
        compliance = tasks("compliance", spe)
        assert not compliance.run(log_successful_user_activities=["Locked"])["changed"]
        compliance.four_ways(log_successful_user_activities=["Locked"], allow_weaken=True)
        assert written(spe, "ComplianceConfiguration")["logSuccessfulUserActivities"] == ["Locked"]

    @pytest.mark.parametrize("activities", [["Export", "Delete"], [], None])
    def test_activities_that_are_logged_always_are_named(self, spe: Settings, activities: list[str] | None) -> None:
        with pytest.raises(FunctionFailed) as error:
            tasks("compliance", spe).run(log_successful_user_activities=activities, allow_weaken=True)
        assert error.value.message.startswith("The server goes on logging Locked, which it seems to do always")
        assert functions(error.value.partial) == ["SetComplianceConfiguration"]

    @pytest.mark.parametrize("allow_weaken", [True, False])
    def test_activities_in_other_letters_are_refused(self, spe: Settings, allow_weaken: bool) -> None:
        with pytest.raises(InputError, match="no activity 'export', but there is 'Export'"):
            tasks("compliance", spe).run(log_successful_user_activities=["export"], allow_weaken=allow_weaken)
        assert spe.wire.writes == []

    def test_legal_hold_ends_with_a_word_only(self, spe: Settings) -> None:
        compliance = tasks("compliance", spe)
        compliance.four_ways(legal_hold_enabled=True)
        with pytest.raises(InputError, match="set allow_weaken: true"):
            compliance.run(legal_hold_enabled=False)
        assert spe.wire.writes == []
        compliance.four_ways(legal_hold_enabled=False, allow_weaken=True)

    def test_keys_that_a_server_does_not_have_are_not_sent(self, spe: Settings) -> None:
        compliance = tasks("compliance", spe)
        assert not compliance.run(admin_email_preview_enabled=True)["changed"]
        assert "this server does not have it" in compliance.warnings[0]
        spe.kept["ComplianceConfiguration"]["adminEmailPreviewEnabled"] = False
        compliance.four_ways(admin_email_preview_enabled=True)


class TestDirectoryServices:
    def test_given_keys_are_merged(self, spe: Settings) -> None:
        directory = tasks("directory_services", spe)
        directory.four_ways(configuration={"serverName": "dc2", "groups": ["B", "A"]}, password="word")
        assert written(spe, "DirectoryServicesConfiguration") == {
            **ACTIVE_DIRECTORY,
            "serverName": "dc2",
            "groups": ["B", "A"],
        }
        assert spe.passwords == ["word"]

    def test_the_diff_shows_named_keys_and_the_result_all(self, spe: Settings) -> None:
        directory = tasks("directory_services", spe)
        predicted = directory.check(configuration={"serverName": "dc2"})
        result = directory.run(configuration={"serverName": "dc2"})
        assert result["diff"] == predicted["diff"]
        assert result["diff"]["before"]["configuration"] == {"serverName": "dc1.example.com"}
        assert result["diff"]["after"]["configuration"] == {"serverName": "dc2"}
        assert result["directory_services"] == predicted["directory_services"]
        assert result["directory_services"]["configuration"] == {**ACTIVE_DIRECTORY, "serverName": "dc2"}

    def test_the_diff_of_another_type_shows_what_goes(self, spe: Settings) -> None:
        diff = tasks("directory_services", spe).check(configuration={"type": "other", "host": "h"})["diff"]
        assert diff["before"]["configuration"] == ACTIVE_DIRECTORY
        assert diff["after"]["configuration"] == {"type": "other", "host": "h"}

    def test_the_order_of_groups_has_no_meaning(self, spe: Settings) -> None:
        assert not tasks("directory_services", spe).run(configuration={"groups": ["B", "A"]})["changed"]

    def test_another_type_starts_anew(self, spe: Settings) -> None:
        tasks("directory_services", spe).four_ways(configuration={"type": "other", "host": "h"})
        assert written(spe, "DirectoryServicesConfiguration") == {"type": "other", "host": "h"}

    def test_texts_of_templates_become_what_the_server_takes(self, spe: Settings) -> None:
        directory = tasks("directory_services", spe)
        configuration = {"type": "office365OpenIDConnect", "credentialId": "3", "deleteUsers": "True", "groups": None}
        directory.four_ways(configuration=configuration)
        assert written(spe, "DirectoryServicesConfiguration") == {
            "type": "office365OpenIDConnect",
            "credentialId": 3,
            "deleteUsers": True,
            "groups": None,
        }

    @pytest.mark.parametrize("word", ["yes", "on", "y", "True", "1", True])
    def test_words_for_flags_count(self, spe: Settings, word: Any) -> None:
        for key in ("deleteUsers", "enabledUsersOnly"):
            tasks("directory_services", spe).four_ways(configuration={key: word}, password="word")
            assert written(spe, "DirectoryServicesConfiguration")[key] is True

    @pytest.mark.parametrize("word", ["tru", "", "maybe", 2])
    @pytest.mark.parametrize("key", ["deleteUsers", "enabledUsersOnly", "openIdForceAdfsLogin"])
    def test_other_words_are_refused_by_name(self, spe: Settings, key: str, word: Any) -> None:
        with pytest.raises(InputError, match=rf"^configuration\.{key}"):
            tasks("directory_services", spe).run(configuration={key: word})
        assert spe.wire.writes == []

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
        self, spe: Settings, configuration: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(InputError) as error:
            tasks("directory_services", spe).run(configuration=configuration)
        assert error.value.message.startswith(message)
        assert spe.wire.writes == []

    def test_what_means_the_same_is_no_change(self, spe: Settings) -> None:
        configuration = {"serverName": "DC1.example.com", "groups": " b,a "}
        assert not tasks("directory_services", spe).run(configuration=configuration)["changed"]

    def test_a_missing_password_is_warned_of(self, spe: Settings) -> None:
        directory = tasks("directory_services", spe)
        directory.run(configuration={"serverName": "dc2"})
        assert "are written without their password" in directory.warnings[0]

    def test_no_password_is_missed_where_none_is_wanted(self, spe: Settings) -> None:
        cloud = tasks("directory_services", spe)
        cloud.run(configuration={"serverName": "dc2"}, password=None)
        cloud.run(configuration={"type": "office365OpenIDConnect", "credentialId": 1})
        assert cloud.warnings == []

    def test_a_password_among_the_rest_is_refused_unless_it_is_null(self, spe: Settings) -> None:
        directory = tasks("directory_services", spe)
        assert not directory.run(configuration={"password": None})["changed"]
        with pytest.raises(InputError, match="give it in the option password instead"):
            directory.run(configuration={"PASSWORD": "visible"})

    @pytest.mark.parametrize(
        "options", [{"configuration": {"host": "h"}}, {"password": "word", "update_password": "always"}]
    )
    def test_a_first_configuration_needs_a_type(self, spe: Settings, options: dict[str, Any]) -> None:
        spe.kept["DirectoryServicesConfiguration"] = None
        with pytest.raises(InputError, match="has no directory services yet"):
            tasks("directory_services", spe).run(**options)

    def test_nothing_takes_directory_services_away(self, spe: Settings) -> None:
        with pytest.raises(InputError, match="configuration cannot be null"):
            tasks("directory_services", spe).run(configuration=None)


class TestIndex:
    @pytest.mark.parametrize("there", [["docx", "pdf"], "docx,pdf", [".PDF", "*.docx"]])
    def test_extensions_are_the_same_in_any_way_of_writing(self, spe: Settings, there: Any) -> None:
        spe.kept["IndexConfiguration"]["attachmentExtensions"] = there
        assert not tasks("index", spe).run(attachment_extensions=["Pdf", "docx"])["changed"]

    def test_no_extensions_are_said_by_null(self, spe: Settings) -> None:
        spe.kept["IndexConfiguration"]["attachmentExtensions"] = ["docx"]
        tasks("index", spe).four_ways(attachment_extensions=[])
        assert written(spe, "IndexConfiguration")["attachmentExtensions"] is None


class TestStoreAutoCreate:
    def test_all_keys_are_sent_and_null_removes(self, spe: Settings) -> None:
        tasks("store_auto_create", spe).four_ways(size_threshold=None, content_base_directory=r"D:\content")
        assert written(spe, "StoreAutoCreateConfiguration") == {
            "sizeThreshold": None,
            "baseDirectory": r"E:\acme",
            "contentBaseDirectory": r"D:\content",
            "indexBaseDirectory": None,
        }


class TestSmtp:
    def test_null_says_that_there_is_no_password(self, spe: Settings) -> None:
        mail = tasks("smtp", spe)
        mail.run(port=25, password=None)
        assert mail.warnings == []

    def test_what_is_not_named_stays(self, spe: Settings) -> None:
        result = tasks("smtp", spe).four_ways(port=25, password="word")
        assert written(spe, "SmtpSettings") == {**MAIL, "port": 25}
        assert (spe.passwords, result["password_updated"]) == (["word"], True)

    def test_what_means_the_same_is_no_change(self, spe: Settings) -> None:
        result = tasks("smtp", spe).run(
            hostname="MAIL.example.com", from_email_address="archive@Example.com", recipients=" it@EXAMPLE.com"
        )
        assert not result["changed"]

    def test_a_test_message_is_told_but_is_no_change(self, spe: Settings) -> None:
        smtp = tasks("smtp", spe)
        predicted = smtp.check(test=True)
        assert spe.wire.writes == []
        result = smtp.run(test=True)
        assert predicted == result
        assert (result["changed"], functions(result)) == (False, ["TestSmtpSettings"])

    def test_a_failed_test_message_tells_what_was_set(self, spe: Settings) -> None:
        spe.wire.refuse("TestSmtpSettings")
        with pytest.raises(FunctionFailed) as error:
            tasks("smtp", spe).run(port=25, password="word", test=True)
        assert error.value.partial["changed"]
        assert functions(error.value.partial) == ["SetSmtpSettings"]

    def test_access_is_opened_once_for_settings_and_test(self, spe: Settings, acme: FakeInstance) -> None:
        acme.access = False
        result = tasks("smtp", spe).run(port=25, password="word", test=True, service_provider_access="open")
        assert result["service_provider_access_opened"]
        assert spe.wire.functions.count("SetArchiveAdminEnabled") == 2
        assert not acme.access

    @pytest.mark.parametrize(("login", "warned"), [(True, True), (False, False)])
    def test_a_missing_password_is_warned_of(self, spe: Settings, login: bool, warned: bool) -> None:
        smtp = tasks("smtp", spe)
        smtp.run(port=25, authentication_required=login)
        assert bool(smtp.warnings) is warned
