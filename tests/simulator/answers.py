# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What nobody knows of answers, whatever the function: their order, what stands for nothing, and who has to wait."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import assumptions
from .contract import Function
from .long_work import Answer, LongWork, Outcome, as_outcome

SHORT_WORK_MS = 50
"""How long a function takes that is put off though it does little."""

_IN_A_KNOWN_ORDER = frozenset({"GetUsers", "GetJobResults"})
"""Observed: users by name, results of jobs newest first."""

_EMPTY_LISTS_WERE_SEEN = frozenset(
    {"GetInstanceHosts", "GetInstances", "GetClientAccessServers", "GetCredentials", "GetJobs", "GetJobResults"}
)
"""Observed for most of them; for the other lists with a filter it is inferred: all others are NO_ROWS."""

_NO_LISTS = frozenset({"GetCredentialSettings"})
"""One thing, of which another entry says in which shape it is read."""

_NULL_WAS_SEEN = frozenset({"CreateSystemAdministrator", "SetUserPrivilegesOnFolder"})

_HAVE_A_RESULT_OF_THEIR_OWN = frozenset(
    {
        *("CreateStore", "AttachStore", "CreateJob", "CreateProfile", "CreateCredential", "CreateLicenseRequest"),
        *("CreateSystemAdministratorAPIPassword", "CreateClientOneTimeUrlForArchiveAdmin", "InitializeMFA"),
        *("DeleteEmptyFolders", "RunProfile", "RunTemporaryProfile", "SyncUsersWithDirectoryServices"),
    }
)
"""Another entry of the assumptions says what they give."""


def is_put_off(function: Function) -> bool:
    """Whether a function that does its work at once answers `running` all the same."""
    return assumptions.IN_THE_BACKGROUND == "everything" or (
        assumptions.IN_THE_BACKGROUND == "changes" and function.writes
    )


def as_shown(function: Function, answer: Answer) -> Answer:
    """The answer as the server of this world gives it."""
    if isinstance(answer, LongWork):
        return replace(answer, finish=lambda: _outcome(function, answer.finish()))
    return _outcome(function, as_outcome(answer))


def _outcome(function: Function, outcome: Outcome) -> Outcome:
    return replace(outcome, result=_result(function, outcome.result))


def _result(function: Function, result: Any) -> Any:
    if isinstance(result, list) and not function.writes:
        return _rows(function.name, result)
    is_change = function.writes and function.name not in _NULL_WAS_SEEN | _HAVE_A_RESULT_OF_THEIR_OWN
    return assumptions.RESULT_OF_CHANGES if result is None and is_change else result


def _rows(name: str, rows: list[Any]) -> Any:
    if not rows:
        return rows if name in _EMPTY_LISTS_WERE_SEEN else assumptions.NO_ROWS
    ordered = rows if name in _IN_A_KNOWN_ORDER else assumptions.rows_as_read(rows)
    added = {} if name in _NO_LISTS else assumptions.ADDED_KEYS
    return [{**row, **added} if isinstance(row, dict) else row for row in ordered] if added else ordered
