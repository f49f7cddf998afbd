# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What calls for a look at a tenant, which messages are about it, and its runs in short."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._resources.fleet import (
    by_instance,
    is_clean,
    messages_of_instances,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.results import moment_before
from ansible_collections.community.mailstore.plugins.module_utils._resources.run_summary import (
    job_summaries,
    profile_summaries,
)

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=timezone.utc)
INSTANCES = [
    {"instanceID": "tenant-1", "instanceHost": "host1.example.com"},
    {"instanceID": "tenant-10", "instanceHost": "host1.example.com"},
    {"instanceID": "one", "instanceHost": "HOST2.example.com"},
    {"instanceID": "instance", "instanceHost": "host2.example.com"},
]


def message(text: Any, kind: str = "error", *, sub: bool = False) -> dict[str, Any]:
    return {"type": kind, "text": text, "isSubItem": sub, "tag": None, "flags": None}


class TestMessages:
    @pytest.mark.parametrize(
        ("text", "instance_id"),
        [
            ("Instance tenant-1 on host1.example.com: One or more search indexes have to be rebuilt.", "tenant-1"),
            ("Instance tenant-10 on host1.example.com: One or more search indexes.", "tenant-10"),
            ("Instanz tenant-1 auf host1.example.com: Suchindizes sind neu zu erstellen.", "tenant-1"),
            ("Instance one on host2.example.com: One or more.", "one"),
            # Names behind the colon, or without the host, are only words.
            ("A new version is available: tenant-1 on host1.example.com", None),
            ("One or more stores of tenant-1 need an upgrade.", None),
            ("Tenant tenant-1 on host2.example.com: It has moved.", None),
            ("", None),
            (None, None),
        ],
    )
    def test_an_instance_is_named_by_its_id_and_its_host(self, text: Any, instance_id: str | None) -> None:
        [shown] = messages_of_instances([message(text)], INSTANCES)
        assert shown["instance_id"] == instance_id
        assert shown["severity"] == "error"

    def test_what_continues_a_message_is_about_the_same(self) -> None:
        rows = [
            message("Instance tenant-1 on host1.example.com: Trouble."),
            message("The store 2026", sub=True),
            message("The system itself"),
            message("A detail of it", sub=True),
        ]
        shown = messages_of_instances(rows, INSTANCES)
        assert [row["instance_id"] for row in shown] == ["tenant-1", "tenant-1", None, None]
        assert by_instance(shown) == {"tenant-1": shown[:2]}

    @pytest.mark.parametrize(
        ("status", "start_stop_error", "severities", "clean"),
        [
            ("running", None, (), True),
            ("running", None, ("information",), True),
            ("running", None, ("information", "warning"), False),
            ("running", None, ("error",), False),
            ("running", None, ("something new",), False),
            ("running", "It crashed.", (), False),
            ("stopped", None, (), False),
            ("something new", None, (), False),
        ],
    )
    def test_a_tenant_is_clean_by_status_and_types(
        self, status: str, start_stop_error: str | None, severities: tuple[str, ...], clean: bool
    ) -> None:
        instance = {"status": status, "startStopError": start_stop_error}
        assert is_clean(instance, [{"severity": severity} for severity in severities]) is clean


def run(day: int, result: str, items: int = 0, name: str | None = "Mailboxes") -> dict[str, Any]:
    time = f"2026-11-{day:02}T03:00:00"
    named = {} if name is None else {"profileName": name}
    return {**named, "result": result, "itemsArchived": items, "startTime": time, "completeTime": time}


class TestSummaries:
    def test_the_newest_runs_count(self) -> None:
        rows = [run(1, "failed"), run(2, "succeeded", 7), run(3, "succeeded"), run(4, "failed"), run(5, "threadAbort")]
        [summary] = profile_summaries(rows)
        assert summary == {
            "profile_name": "Mailboxes",
            "runs": 5,
            "counts": {"failed": 2, "succeeded": 2, "thread_abort": 1},
            "first_start": "2026-11-01T03:00:00Z",
            "last_start": "2026-11-05T03:00:00Z",
            "last_complete": "2026-11-05T03:00:00Z",
            "last_result": "thread_abort",
            "failed_in_a_row": 2,
            "failing_since": "2026-11-04T03:00:00Z",
            "items_archived": 7,
            "empty_in_a_row": 3,
            "empty_since": "2026-11-03T03:00:00Z",
            "last_archived": "2026-11-02T03:00:00Z",
        }

    def test_errors_with_single_messages_are_no_failure(self) -> None:
        [summary] = profile_summaries([run(1, "failed"), run(2, "completedWithErrors", 3)])
        assert (summary["failed_in_a_row"], summary["failing_since"]) == (0, None)
        assert (summary["empty_in_a_row"], summary["empty_since"]) == (0, None)

    def test_nothing_but_failures(self) -> None:
        [summary] = profile_summaries([run(1, "failed"), run(2, "cancelled")])
        assert (summary["failed_in_a_row"], summary["failing_since"]) == (2, summary["first_start"])
        assert summary["last_archived"] is None

    def test_there_is_one_for_each_name_and_one_for_those_without(self) -> None:
        rows = [run(1, "failed", name="B"), run(2, "succeeded", name=None), run(3, "succeeded", name="A")]
        summaries = profile_summaries(rows)
        assert [summary["profile_name"] for summary in summaries] == [None, "A", "B"]
        assert profile_summaries([]) == []

    def test_a_run_without_an_end_has_none(self) -> None:
        row = {**run(1, "succeeded"), "completeTime": None}
        assert profile_summaries([row])[0]["last_complete"] is None

    def test_jobs_are_told_apart_by_their_id(self) -> None:
        rows = [
            {"jobId": 2, "action": "VerifyStores", "result": "failed", "startTime": "2026-11-01T03:00:00"},
            {"jobId": 1, "action": "VerifyStores", "result": "succeeded", "startTime": "2026-11-02T03:00:00"},
        ]
        summaries = job_summaries(rows)
        assert [(each["job_id"], each["last_result"]) for each in summaries] == [(1, "succeeded"), (2, "failed")]
        assert "items_archived" not in summaries[0]


class TestMoments:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("90m", "2026-11-26T07:30:00"),
            ("48h", "2026-11-24T09:00:00"),
            (" 6 D ", "2026-11-20T09:00:00"),
            ("2w", "2026-11-12T09:00:00"),
            ("2026-11-20", "2026-11-20T00:00:00"),
            ("2026-11-20T03:30:00Z", "2026-11-20T03:30:00"),
            ("2026-11-20T03:30:00.5", "2026-11-20T03:30:00"),
        ],
    )
    def test_a_span_or_a_moment(self, text: str, moment: str) -> None:
        assert moment_before("since", text, NOW).isoformat() == moment

    @pytest.mark.parametrize(
        "text", ["", "48", "h", "-3d", "1.5h", "yesterday", "999999w", "2026-13-01", "2026-11-20T03:30:00+02:00"]
    )
    def test_what_is_neither_is_refused(self, text: str) -> None:
        with pytest.raises(InputError, match=r"since: '.*' is not understood; write a span of time such as '48h'"):
            moment_before("since", text, NOW)

    @pytest.mark.parametrize("text", ["0h", "2026-11-26T09:00:00", "2099-01-01"])
    def test_what_is_not_before_now_is_refused(self, text: str) -> None:
        with pytest.raises(InputError, match=r"since: '.*' is not before now"):
            moment_before("since", text, NOW)
