# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A profile that must run well once before it takes another's place, or before the server runs it automatically."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .._api.errors import FunctionFailed, SpeError
from .._engine.calls import Call
from .._engine.plan import Plan
from .._engine.read import Observed, list_rows
from .._engine.resource import Target
from .._engine.rows import Rows
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .profile import CREATE, EXECUTION, EXECUTION_WRITER, PROFILE
from .profile_run import RunResults, stored_profile_call
from .results import BAD_RESULTS, LOOKS_AFTER_END, Window, recent_window

NONE, TRY, RUN = "none", "try", "run"
VERIFY_WORDS = (NONE, TRY, RUN)


@dataclass
class Verdict:
    """Waits for the result of a run, and raises FunctionFailed for a bad one.

    It is asked once before the run, so that it knows which results were there before (`before`). A profile that `is_new`
    and takes no other's place goes again when its run was bad, or was refused.
    """

    instance_id: str
    name: str
    stored: bool
    old_id: Any
    is_new: bool
    may_be_too_long: Callable[[], bool]
    window: Window = field(default_factory=recent_window)
    before: list[frozenset[int]] = field(default_factory=list)
    _looks: int = 0

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed for a bad result, and when the run, which has ended, leaves none."""
        results = RunResults(snapshot, self.instance_id, self._profile_id(snapshot), self.may_be_too_long, self.window)
        if not self.before:
            self.before.append(results.ids())
            return False
        result = results.new(self.before[0])
        if result is None:
            self._looks += 1
            if self._looks > LOOKS_AFTER_END:
                raise FunctionFailed(
                    f"The run of the profile {self.name!r} has ended, but the server lists no result of it; look at the server's"
                    " own log."
                )
            return False
        if result["result"] in BAD_RESULTS:
            raise FunctionFailed(
                f"The profile {self.name!r} did not pass its {'first' if self.stored else 'trial'} run, which ended"
                f" with {result['result']}: see its report with community.mailstore.spe_profile_result_info (id:"
                f" {result['id']}, report: true)."
            )
        return True

    def remove(self, sender: Sender, done: list[Call]) -> str:
        """Removes the new profile again, and returns the state afterwards, in words."""
        snapshot = sender.snapshot
        try:
            snapshot.forget()
            profile_id = self._profile_id(snapshot)

            def is_gone() -> bool:
                return all(row["id"] != profile_id for row in self._profiles(snapshot))

            call = Call(PROFILE.delete, {"instanceID": self.instance_id, "id": profile_id})
            sender.write_once(call, is_gone, done)
        except SpeError:
            return "the new profile could not be removed again, but does not run automatically"
        return "the new profile was removed again"

    def describe(self) -> str:
        return f"the run of the profile {self.name!r} has no result yet"

    def _profile_id(self, snapshot: Snapshot) -> Any:
        if not self.stored:
            return None
        ids = [row["id"] for row in self._profiles(snapshot) if row["name"] == self.name and row["id"] != self.old_id]
        if not ids:
            raise FunctionFailed(f"The server no longer lists the new profile {self.name!r}.")
        return max(ids)

    def _profiles(self, snapshot: Snapshot) -> Rows:
        return list_rows(PROFILE, snapshot, {"instanceID": self.instance_id})


def with_trial(plan: Plan, verdict: Verdict) -> Plan:
    """The plan with a run of the new settings before anything is created; unchanged when nothing is created."""
    create = next((call for call in plan.calls if call.function == CREATE), None)
    if create is None:
        return plan
    settings = {key: value for key, value in create.arguments["properties"].items() if key != EXECUTION}
    trial = replace(
        create,
        function="RunTemporaryProfile",
        arguments={**create.arguments, "properties": settings},
        options=("verify",),
        wait_condition=verdict,
        only_if_needed=True,
    )
    return replace(plan, calls=(trial, *plan.calls))


def with_first_run(plan: Plan, observed: Observed, verdict: Verdict) -> Plan:
    """The plan with the first run of the new profile, which does not run automatically before."""
    place = next((place for place, call in enumerate(plan.calls) if call.function == CREATE), None)
    if place is None:
        return _before_it_is_switched_on(plan, observed, verdict)
    create, rest = plan.calls[place], plan.calls[place + 1 :]
    reference = PROFILE.reference_of_new(plan.desired.final_name, plan.desired.scope)
    execution = create.arguments["properties"].get(EXECUTION) or {}
    if execution.get("automatic") == "true":
        properties = {**create.arguments["properties"], EXECUTION: {**execution, "automatic": "false"}}
        create = replace(create, arguments={**create.arguments, "properties": properties})
        rest = (*_switching_on(plan, reference), *rest)
    return replace(plan, calls=(*plan.calls[:place], create, _first_run(reference, verdict), *rest))


def _switching_on(plan: Plan, reference: dict[str, Any]) -> Sequence[Call]:
    target = Target(reference, {}, {})
    return EXECUTION_WRITER.calls(target, [PROFILE.field_of("automatic")], PROFILE, plan.desired.fields)


def _before_it_is_switched_on(plan: Plan, observed: Observed, verdict: Verdict) -> Plan:
    """What an earlier run has created, but not verified, is off; what this one has created runs in any case."""
    if verdict.is_new and observed.api_object is not None:
        run = _first_run(PROFILE.reference_of(observed.api_object, plan.desired.scope), verdict)
        return replace(plan, calls=(run, *plan.calls))
    was_on = PROFILE.current(observed.api_object or {})["automatic"]
    for place, call in enumerate(plan.calls):
        switched_on = call.function == EXECUTION_WRITER.function and call.arguments["automatic"] and not was_on
        if observed.api_object is not None and (switched_on or call.function == PROFILE.delete):
            run = _first_run(PROFILE.reference_of(observed.api_object, plan.desired.scope), verdict)
            return replace(plan, calls=(*plan.calls[:place], run, *plan.calls[place:]))
    return plan


def _first_run(reference: dict[str, Any], verdict: Verdict) -> Call:
    run = replace(stored_profile_call(reference), options=("verify",), wait_condition=verdict, only_if_needed=True)
    # What a replacement leaves is cleaned up with the replacement.
    return replace(run, when_failed=verdict.remove) if verdict.is_new else run
