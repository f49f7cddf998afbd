# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All tenants in one task: what it costs, what it leaves behind, and what is wrong with single tenants."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible import access, fleet
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import reads
from ansible_collections.community.mailstore.plugins.module_utils._api.session import Session

from tests.simulation import Disturbance, Fault, Trouble, World, simulation
from tests.simulator.contract import Call
from tests.simulator.errors import ApiError
from tests.simulator.planted import STOPPED
from tests.simulator.state.environment import Environment

SWITCH = "SetArchiveAdminEnabled"
LOOK = "GetArchiveAdminEnabled"
#: Calls about the whole server, at most.
OF_THE_SERVER = 5
#: What each part of `read` may cost in a tenant: a call that reads it.
READS = 6
SWITCHES = 2
HOST = "host1.example.com"


def run(world: World, **options: Any) -> dict[str, Any]:
    world.start_recording()
    options = {"service_provider_access": "open", **options}
    return world.run(world.task("spe_fleet_info", **options))


def rows(world: World, **options: Any) -> dict[str, dict[str, Any]]:
    result = run(world, **options)
    assert not result.get("failed"), result["msg"]
    return {row["instance_id"]: row for row in result["fleet"]["tenants"]}


def asked(world: World) -> list[str]:
    return [request.name for request in world.requests]


def calls_of_tenants(world: World) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for request in world.requests:
        if "instanceID" in request.arguments:
            found.setdefault(request.arguments["instanceID"], Counter())[request.name] += 1
    return found


def open_tenants(world: World) -> set[str]:
    return {name for name, each in world.environment.instances.items() if each.archive_admin_enabled}


def refuse_in(world: World, instance_id: str, function: str, answer: Callable[[], Any]) -> None:
    """From now on a function answers otherwise in one tenant."""
    usual = world._api._functions[function].handler

    def handle(call: Call) -> Any:
        return answer() if call.arguments.get("instanceID") == instance_id else usual(call)

    world.answer_with(function, handle)


def refusal() -> Any:
    raise ApiError("Something went wrong.")


class TestCost:
    def test_full_depth_takes_six_reads_and_two_switches_a_tenant(self) -> None:
        with simulation("planted") as world:
            was_open = open_tenants(world)
            found = rows(world)
            of_tenants = calls_of_tenants(world)
            of_the_server = len(world.requests) - sum(counts.total() for counts in of_tenants.values())
            assert of_the_server <= OF_THE_SERVER
            assert set(of_tenants) == set(found) - set(STOPPED)
            for tenant, counts in of_tenants.items():
                assert counts.pop(SWITCH, 0) == (0 if tenant in was_open else SWITCHES), tenant
                assert counts.pop(LOOK) == 1, tenant
                assert counts.total() <= READS, counts
                assert all(reads(function, {}) for function in counts)
            assert open_tenants(world) == was_open
            assert {row["instance_id"] for row in found.values() if row["error"]} == set(STOPPED)

    def test_a_first_look_takes_six_calls_in_a_tenant_that_is_not_clean_and_none_in_others(self) -> None:
        with simulation("planted") as world:
            found = rows(world, depth="quick")
            of_tenants = calls_of_tenants(world)
            unclean = {name for name, row in found.items() if not row["is_clean"]}
            assert set(of_tenants) == unclean - set(STOPPED)
            assert of_tenants
            assert all(counts.total() <= 6 for counts in of_tenants.values())
            assert len(world.requests) <= OF_THE_SERVER + 6 * len(unclean)
            assert {name for name, row in found.items() if row["is_read"]} == set(of_tenants)

    def test_side_by_side_it_is_the_same(self) -> None:
        with simulation("planted") as world:
            assert rows(world, spe_parallel=8, instances=["tenant-01*"]) == rows(world, instances=["tenant-01*"])

    def test_what_needs_no_access_opens_none(self, world: World) -> None:
        found = rows(world, read=["stores", "statistics"])
        assert not {SWITCH, LOOK} & set(asked(world))
        assert found["weber"]["stores"][0]["name"] == "archive"
        assert found["weber"]["statistics"]["number_of_messages"] == 9502311
        assert "access" not in found["weber"]

    def test_to_see_whether_access_is_on_nothing_is_switched(self, world: World) -> None:
        result = run(world, read=["access"])
        assert asked(world) == ["GetInstances", *[LOOK] * 3]
        assert result["fleet"]["access_open"] == ["baumann", "nordlicht"]
        assert "service_provider_access_opened" not in result

    def test_only_the_system_is_asked_when_nothing_of_a_tenant_is_wanted(self, world: World) -> None:
        found = rows(world, read=["status", "licenses"])
        assert asked(world) == ["GetInstances", "GetServiceStatus", "CreateLicenseRequest"]
        assert found["baumann"]["used_license_count"] == 4
        assert not found["baumann"]["is_read"]

    def test_check_mode_asks_the_same(self, world: World) -> None:
        real = run(world)
        names = asked(world)
        world.start_recording()
        checked = world.run(world.task("spe_fleet_info", service_provider_access="open"), check_mode=True)
        assert asked(world) == names
        assert [row["access"] for row in checked["fleet"]["tenants"]] == [
            row["access"] for row in real["fleet"]["tenants"]
        ]

    def test_no_job_has_no_result(self, world: World) -> None:
        found = rows(world, instances=["weber"])
        assert found["weber"]["jobs"] == []
        assert found["weber"]["job_results"] == []
        assert "GetJobResults" not in asked(world)

    def test_tenants_of_one_host_are_limited(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        limits = []

        def record(work: Any, items: Any, parallel: int, limit: Any) -> None:
            limits.append((parallel, limit.most, [limit.group(item) for item in items]))

        monkeypatch.setattr(fleet, "parallel_map", record)
        run(world, spe_parallel=8, parallel_per_host=3)
        assert limits == [(8, 3, ["host1.example.com", "host2.example.com", "host1.example.com"])]


class TestTroubles:
    def test_a_stopped_tenant_is_a_row_and_is_not_asked(self, world: World) -> None:
        row = rows(world)["seeblick"]
        assert row["error"].startswith("The instance 'seeblick' is stopped; start it first")
        assert (row["is_clean"], row["is_read"], row["profiles"]) == (False, False, None)
        assert "seeblick" not in calls_of_tenants(world)

    def test_a_closed_tenant_shows_what_needs_no_access(self, world: World) -> None:
        row = rows(world, service_provider_access="require")["weber"]
        assert row["error"].startswith(
            "Service provider access of the instance 'weber' is off, and GetCredentials needs it"
        )
        assert row["access"] == {"enabled": False}
        assert row["stores"] is not None
        assert row["profiles"] is None
        assert SWITCH not in asked(world)
        assert calls_of_tenants(world)["weber"] == {LOOK: 1, "GetStores": 1}

    def test_a_closed_tenant_is_recognized_without_reading_its_access(self, world: World) -> None:
        row = rows(world, service_provider_access="require", read=["jobs"])["weber"]
        assert row["error"].startswith("Service provider access of the instance 'weber' is off, and GetJobs needs it")

    def test_a_tenant_that_is_gone_meanwhile_is_a_row(self, world: World) -> None:
        gone = world.environment.instances["baumann"]

        def delete() -> Any:
            if "baumann" in world.environment.instances:
                world.environment.remove_instance(gone)
            raise ApiError("Gone.")

        refuse_in(world, "baumann", "GetStores", delete)
        found = rows(world)
        assert found["baumann"]["error"].startswith("The instance 'baumann' no longer exists: somebody deleted it")
        assert found["nordlicht"]["error"] is None

    def test_a_tenant_that_is_stopped_meanwhile_is_named_with_its_access(self, world: World) -> None:
        def stop() -> Any:
            world.environment.instances["weber"].stop(0)
            raise ApiError("Stopped.")

        refuse_in(world, "weber", "GetProfiles", stop)
        row = rows(world)["weber"]
        assert "Before that: The instance 'weber' is stopped" in row["error"]
        assert row["credentials"] is not None
        # Nobody can switch it off as long as the tenant is stopped.
        assert row["service_provider_access_left_open"]
        assert "weber" in open_tenants(world)

    @pytest.mark.parametrize("answer", [None, "nonsense", [{}], {"a": 1}, [None]], ids=str)
    def test_nonsense_is_an_error_of_its_tenant_or_nothing(self, world: World, answer: Any) -> None:
        state = world.snapshot()
        for function in ("GetStores", "GetProfiles", "GetWorkerResults", "GetCredentials", "GetJobs"):
            refuse_in(world, "weber", function, lambda: answer)
            found = rows(world)
            assert found["baumann"]["error"] is None
            error = found["weber"]["error"]
            assert error is None or f"answer to {function} is not understood" in error, error
            assert answer is None or error is not None
            assert open_tenants(world) == {"baumann", "nordlicht"}
            world.restore(state)

    def test_a_part_that_is_refused_leaves_the_others(self, world: World) -> None:
        refuse_in(world, "baumann", "GetProfiles", refusal)
        refuse_in(world, "baumann", "GetJobs", refusal)
        row = rows(world)["baumann"]
        assert row["error"].startswith("profiles and jobs could not be read: ")
        assert "Something went wrong." in row["error"]
        assert (row["profiles"], row["jobs"]) == (None, None)
        assert row["credentials"] is not None
        assert row["job_results"] is not None
        assert not row["is_read"]

    def test_all_errors_are_raised_together_in_the_end(self, world: World) -> None:
        refuse_in(world, "baumann", "GetProfiles", refusal)
        result = run(world, on_error="fail")
        assert result["failed"]
        assert result["msg"].startswith("2 of 4 tenants could not be read. baumann: profiles could not be read: ")
        assert " seeblick: The instance 'seeblick' is stopped" in result["msg"]
        assert len(result["fleet"]["tenants"]) == 4
        assert result["fleet"]["tenants"][-1]["profiles"]

    def test_nothing_is_wrong_when_all_can_be_read(self, world: World) -> None:
        result = run(world, on_error="fail", instances=["baumann", "weber"])
        assert not result.get("failed")

    def test_access_that_stays_on_is_a_row_and_a_warning(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(access, "LATE", 0.0)
        usual = world._api._functions[SWITCH].handler

        def handle(call: Call) -> Any:
            return usual(call) if call.arguments["enabled"] else refusal()

        world.answer_with(SWITCH, handle)
        result = run(world)
        row = result["fleet"]["tenants"][-1]
        assert row["instance_id"] == "weber"
        assert row["service_provider_access_left_open"]
        assert "was switched on for this task and is still on" in row["error"]
        assert row["profiles"]
        assert result["service_provider_access_left_open"]
        [warning] = result["warnings"]
        assert warning.startswith("Service provider access of weber was switched on for this task and may still be on:")

    def test_when_the_server_is_gone_the_others_are_not_asked(self) -> None:
        class Gone(Disturbance):
            def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
                return Trouble(refused=index >= 3)

        with simulation("planted") as world:
            world.start_recording()
            task = world.task("spe_fleet_info", service_provider_access="open", spe_retries=0)
            result = world.run(task, disturbance=Gone())
            errors = Counter(row["error"].partition(",")[0] for row in result["fleet"]["tenants"])
            assert errors["The instance was not asked"] == 195
            assert len(world.requests) == 3 + fleet.GIVE_UP_AFTER

    def test_when_a_host_no_longer_answers_its_other_tenants_are_not_asked(self) -> None:
        class Silent(Disturbance):
            def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
                # After GetInstances each tenant is asked once, in the order of their numbers: these are on one host.
                return Trouble(silent=index in (5, 10, 15))

        with simulation("planted") as world:
            task = world.task("spe_fleet_info", read=["stores"], status=["running"], spe_retries=0)
            result = world.run(task, disturbance=Silent())
            errors = {row["instance_id"]: row["error"] for row in result["fleet"]["tenants"] if row["error"]}
            of_the_host = {row["instance_id"] for row in result["fleet"]["tenants"] if row["instance_host"] == HOST}
            assert set(errors) == of_the_host
            assert errors["tenant-020"].startswith(
                f"The instance was not asked, because others of the host {HOST} did not answer before: "
            )
            assert len(world.requests) == 1 + 198 - len(of_the_host) + fleet.GIVE_UP_AFTER

    def test_a_tenant_that_does_not_answer_is_asked_no_more(self) -> None:
        class Silent(Disturbance):
            def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
                return Trouble(silent=name == "GetCredentials")

        with simulation("demo") as world:
            task = world.task("spe_fleet_info", service_provider_access="open", spe_retries=0)
            result = world.run(task, disturbance=Silent())
            assert "GetProfiles" not in [request.name for request in world.requests]
            assert all(row["error"] for row in result["fleet"]["tenants"])
            assert open_tenants(world) == {"baumann", "nordlicht"}

    def test_an_answer_makes_the_count_of_lost_ones_begin_anew(self) -> None:
        class Flickering(Disturbance):
            def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
                return Trouble(refused=name == LOOK and index % 3 != 0)

        with simulation("planted") as world:
            task = world.task("spe_fleet_info", read=["access"], spe_retries=0)
            result = world.run(task, disturbance=Flickering())
            assert result["fleet"]["counts"]["read"] == 66


class TestServer:
    def test_what_an_old_server_lacks_is_a_note(self) -> None:
        with simulation("demo", "22.4") as world:
            found = rows(world)
            assert found["baumann"]["credentials"] is None
            assert found["baumann"]["error"] is None
            assert found["baumann"]["is_read"]
            [note] = found["baumann"]["notes"]
            assert note.startswith("credentials: Your server (22.4")
            assert "GetCredentials" in note
            assert found["weber"]["notes"] == found["baumann"]["notes"]
            # One tenant is enough to see it.
            assert asked(world).count("GetCredentials") == 1

    def test_status_that_is_refused_is_a_note_at_full_depth(self, world: World) -> None:
        world.answer_with("GetServiceStatus", lambda _call: refusal())
        world.answer_with("GetSystemAdministrators", lambda _call: refusal())
        world.answer_with("CreateLicenseRequest", lambda _call: refusal())
        result = run(world, read=["status", "administrators", "licenses"])["fleet"]
        assert [note.partition(":")[0] for note in result["notes"]] == ["status", "administrators", "licenses"]
        assert (result["servers"], result["administrators"], result["messages"]) == (None, None, [])
        assert result["tenants"][0]["used_license_count"] is None

    def test_without_status_there_is_no_first_look(self, world: World) -> None:
        world.answer_with("GetServiceStatus", lambda _call: refusal())
        result = run(world, depth="quick")
        assert result["failed"]
        assert result["error"]["function"] == "GetServiceStatus"
        assert SWITCH not in asked(world)

    def test_a_server_that_refuses_everything_ends_the_task(self, world: World) -> None:
        class Refusing(Disturbance):
            def fault_of(self, name: str) -> Fault | None:
                return Fault("failed", "The service is starting.")

        result = world.run(world.task("spe_fleet_info"), disturbance=Refusing())
        assert result["failed"]
        assert "The service is starting." in result["msg"]

    def test_the_time_of_the_server_is_shown(self, world: World) -> None:
        server = run(world)["fleet"]["server"]
        assert server["version"] == "25.3.1.23021"
        assert server["time"] == "2026-11-26T09:00:00Z"

    @pytest.mark.parametrize("date", [None, "", "yesterday", "Thu, 99 Nov 2026 09:00:00 GMT"])
    def test_a_server_that_does_not_show_its_time_has_none(
        self, world: World, monkeypatch: pytest.MonkeyPatch, date: str | None
    ) -> None:
        monkeypatch.setattr(Session, "date", property(lambda _self: date, lambda _self, _value: None), raising=False)
        result = run(world, read=["status"])
        assert result["fleet"]["server"]["time"] is None
        assert result["fleet"]["server"]["name"] == "spe.example.com"

    def test_no_secret_is_in_the_rows(self, world: World) -> None:
        text = json.dumps(run(world, read=list(fleet.READABLE)))
        for secret in ("demo-imap-password", "demo-directory-password", "demo-user-password", "simulator-password"):
            assert secret not in text

    def test_every_part_can_be_read(self, world: World) -> None:
        found = rows(world, read=list(fleet.READABLE))
        row = found["nordlicht"]
        assert row["error"] is None
        assert row["directory_services"]["type"] == "activeDirectory"
        assert found["weber"]["directory_services"] == {}
        assert [user["name"] for user in row["users"]] == ["admin"]
        assert row["results"][0]["profile_name"] == "Journal mailbox"
        assert row["results"][0]["last_result"] == "completed_with_errors"
        assert set(fleet.READABLE) - {"status", "administrators", "licenses"} <= set(row)


def test_a_query_that_is_not_valid_is_refused_before_the_reading(world: World) -> None:
    result = run(world, query="tenants[?")
    assert result["msg"].startswith("The option query is not a valid JMESPath expression: ")
    assert not world.requests


def test_the_summary_has_the_counts(world: World) -> None:
    found = run(world)["fleet"]
    assert found["counts"] == {"tenants": 4, "clean": 1, "read": 3, "errors": 1, "access_open": 2}
    assert (
        found["summary"]
        == "4 tenants: 1 clean, 3 read in detail, 1 not readable, 2 of 3 with service provider access on."
    )


def test_results_begin_where_the_playbook_says(world: World) -> None:
    row = rows(world, instances=["baumann"], read=["results"], results_since="24h")["baumann"]
    assert row["results"][0]["runs"] == 8
    assert row["results"][0]["first_start"] == "2026-11-25T09:00:00Z"
    [request] = [each for each in world.requests if each.name == "GetWorkerResults"]
    assert request.arguments["timeZoneID"] == "UTC"
