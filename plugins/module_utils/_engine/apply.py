# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Send a plan, and verify by reading that it took.

After a write whose answer was lost nobody knows whether it was done: the object is read again and planned again, so
that nothing is done twice and nothing is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from .._api.contract import DOUBLED, came_later, newer_values, twice
from .._api.errors import AnswerLost, FunctionFailed, SpeError, WaitTimedOut
from .calls import Call, KnownAfterApply
from .compare import Desired, drifted_fields
from .item import PlannedItem
from .keys import snake_case
from .plan import Plan, Replaced, as_it_is_now
from .read import Observed, find, list_rows
from .resource import ApiObject, Resource
from .rows import Rows
from .sender import Sender
from .snapshot import Snapshot
from .unfinished import is_on, switch_calls

#: How often the task makes a new plan after a lost answer before it fails.
PLANS_AFTER_LOST_ANSWERS = 3

PlanAgain = Callable[[Observed, Desired], Plan]


def require_support(calls: tuple[Call, ...], snapshot: Snapshot) -> None:
    """Ask get-metadata for the functions and arguments that not every version has, and the version for such values.

    Raises NotSupportedByServer naming the options that need them, or the module.
    """
    for call in calls:
        if came_later(call.function, call.arguments):
            snapshot.client.require(call.function, call.arguments, needed_by=", ".join(call.options))
        for newer in newer_values(call.arguments):
            option = snake_case(newer.argument)
            snapshot.client.require_value(newer, call.function, needed_by=option)


def is_supported(calls: tuple[Call, ...], snapshot: Snapshot) -> bool:
    """Whether the server has all functions, of those that not every version has."""
    later = [call.function for call in calls if came_later(call.function, call.arguments)]
    return not later or set(later) <= set(snapshot.client.metadata())


@dataclass(frozen=True)
class SentPlan:
    """A plan that the server has carried out: what it leads to, and the calls as they were sent, without those that
    turned out not to be needed."""

    planned: PlannedItem
    reached: Desired
    calls: tuple[Call, ...]


def send_plan(planned: PlannedItem, sender: Sender, plan_again: PlanAgain, done: list[Call]) -> SentPlan:
    """Send the calls of the plan for what is wanted, in their order; those that were done are added to `done`.

    Raises what the client raises.
    """
    work = _Application(planned.resource, sender, planned.desired, plan_again, done)
    reached = work.send_until_answered(planned.plan, planned.observed)
    return SentPlan(planned, reached, work.as_sent(planned.plan.calls))


def read_back(sent: SentPlan, snapshot: Snapshot) -> Observed:
    """Read the object again, with all its details.

    Raises FunctionFailed when the server accepted all calls but still returns something else.
    """
    resource = sent.planned.resource
    after = find(resource, _as_it_should_be_now(sent.reached), snapshot, whole=True)
    verify(resource, after, sent.reached)
    return after


def was_done(lost: Call, left: Iterable[Call]) -> bool:
    """Whether a call whose answer was lost was done: what is left to do then does without it.

    A call that the server would do twice is not done as long as another of its function is left, since its arguments may
    have changed with what somebody else wrote.
    """
    same = [call for call in left if call.function == lost.function]
    if twice(lost.function) == DOUBLED:
        return not same
    return all(call.arguments != lost.arguments for call in same)


def verify(resource: Resource, observed: Observed, desired: Desired) -> None:
    """The server is the truth: a change that did not take is a failure.

    Raises FunctionFailed.
    """
    name = f"the {resource.in_words} {desired.final_name!r}"
    if desired.absent:
        trouble = f"still lists {name}" if observed.api_object is not None else ""
    elif observed.api_object is None:
        trouble = f"does not list {name} afterwards"
    else:
        left = drifted_fields(resource, observed.api_object, replace(desired, update_secrets=False))
        trouble = f"{', '.join(entry.option for entry in left)} of {name} did not change" if left else ""
    if trouble:
        raise FunctionFailed(f"The server accepted the calls, but {trouble}; look at the server's own log.")


def _as_it_should_be_now(desired: Desired) -> Desired:
    """By what name to look: a renamed object has the new one alone."""
    return desired if desired.absent else replace(desired, name=desired.final_name, new_name=None)


@dataclass
class _Sending:
    """A plan, what it was made from, and which of its calls are left."""

    plan: Plan
    observed: Observed
    calls: tuple[Call, ...]


@dataclass
class _Application:
    """The sending of plans for one object, the calls that the server has done so far, and those it did not need."""

    resource: Resource
    sender: Sender
    desired: Desired
    plan_again: PlanAgain
    done: list[Call]
    not_needed: list[Call] = field(default_factory=list)
    sent_for: list[tuple[Call, Call]] = field(default_factory=list)
    in_doubt: Call | None = None

    def send_until_answered(self, plan: Plan, observed: Observed) -> Desired:
        """Send the plan, and after a lost answer a new one from what is there then; gives what the last leads to."""
        first_plan, first_found = plan, observed
        for _attempt in range(PLANS_AFTER_LOST_ANSWERS):
            try:
                return self._send(plan, observed)
            except AnswerLost as lost:
                plan, observed = self._plan_after(lost, plan)
            except SpeError as error:
                if plan.replaced is None:
                    # What the first plan began, a later one only finishes.
                    self._give_up(error, first_plan, first_found)
                raise
        try:
            return self._send(plan, observed)
        except AnswerLost as lost:
            if not lost.may_still_run:
                self._give_up(lost, first_plan, first_found)
            raise

    def _plan_after(self, lost: AnswerLost, plan: Plan) -> tuple[Plan, Observed]:
        """The remaining work, from the current state, once nothing can come late any more."""
        doubtful, self.in_doubt = self.in_doubt, None
        newest: list[tuple[Plan, Observed]] = []

        def happened() -> bool:
            observed = self._find_anew()
            if doubtful is not None and self._hides(observed, doubtful):
                # Nothing that is read could show it.
                raise lost
            newest.append((self.plan_again(observed, self._still_desired(plan, observed)), observed))
            return doubtful is not None and was_done(doubtful, newest[-1][0].calls)

        if self.sender.was_done_after_all(doubtful or Call(lost.function or "", {}), lost, happened) and doubtful:
            self.sender.note(doubtful, self.done)
        return newest[-1]

    def _hides(self, observed: Observed, call: Call) -> bool:
        """Whether the object that is there keeps all that the call writes to itself."""
        written = [entry for entry in self.resource.fields if entry.option in call.options]
        there = observed.api_object
        return there is not None and bool(written) and all(entry.hidden_in(there) for entry in written)

    def _still_desired(self, plan: Plan, observed: Observed) -> Desired:
        """A new object that is to replace another one has got its secrets when it was created."""
        created = plan.replaced is not None and any(call.function == plan.calls[0].function for call in self.done)
        if created or (plan.replaced is not None and observed.unfinished is not None):
            self.desired = replace(self.desired, update_secrets=False)
        return self.desired

    def _send(self, plan: Plan, observed: Observed) -> Desired:
        """Send the calls; gives what they lead to."""
        sending = _Sending(plan, observed, plan.calls)
        try:
            while sending.calls:
                self._send_first(sending)
        except AnswerLost:
            raise
        except SpeError as error:
            self._give_up(error, sending.plan, sending.observed)
            self._clean_up_after(error, sending.calls[0])
            raise
        except BaseException:
            # The time-out of the task and Ctrl-C, too, leave one object of the two.
            if sending.plan.replaced is not None:
                self._take_back(sending.plan, sending.plan.replaced, sending.observed)
            raise
        return sending.plan.desired

    def _give_up(self, error: SpeError, plan: Plan, observed: Observed) -> None:
        """A replacement that cannot be finished leaves one object of the two; the error says which."""
        if plan.replaced is not None:
            outcome = self._take_back(plan, plan.replaced, observed)
            error.message = f"{error.message.rstrip('.')}; {outcome}."

    def _clean_up_after(self, error: SpeError, call: Call) -> None:
        """What a refused call leaves may have to go again. If the call may still be running, its objects stay."""
        if isinstance(error, FunctionFailed) and call.when_failed is not None:
            outcome = call.when_failed(self.sender, self.done)
            error.message = f"{error.message.rstrip('.')}; {outcome}."

    def _send_first(self, sending: _Sending) -> None:
        """Send the first of the remaining calls, made from the current state."""
        if sending.calls[0].whole_object:
            self._read_again(sending)
        call, *others = sending.calls
        if call.only_if_verified and sending.plan.replaced is not None:
            self._prove_new(sending.plan, sending.plan.replaced, sending.observed)
        self._send_call(call, sending.plan, sending.observed, is_last=not others)
        sending.calls = tuple(others)

    def _read_again(self, sending: _Sending) -> None:
        """Make the first call again: somebody else may have changed what the playbook does not name."""
        self.sender.snapshot.forget(*self.resource.reading_functions)
        observed = find(self.resource, self.desired, self.sender.snapshot)
        if sending.plan.replaced is not None and sending.calls == sending.plan.calls:
            self._replace_anew(sending, observed)
            return
        call, *others = sending.calls
        now = as_it_is_now(self.resource, call, observed, sending.plan.desired)
        self._replace_calls((call,), (now,))
        sending.calls = (now, *others)

    def _replace_anew(self, sending: _Sending, observed: Observed) -> None:
        """The new object gets all that the old one has now."""
        plan = self.plan_again(observed, self.desired)
        if [new.function for new in plan.calls] == [old.function for old in sending.calls]:
            self._replace_calls(sending.calls, plan.calls)
            sending.plan, sending.observed, sending.calls = plan, observed, plan.calls

    def _replace_calls(self, old: tuple[Call, ...], new: tuple[Call, ...]) -> None:
        """Remember, for the calls that the result shows, what was sent in the place of a planned call."""
        origins = {id(sent): planned for planned, sent in self.sent_for}
        for before, now in zip(old, new):
            planned = origins.get(id(before), before)
            self.sent_for = [entry for entry in self.sent_for if entry[0] is not planned]
            self.sent_for.append((planned, now))

    def as_sent(self, calls: tuple[Call, ...]) -> tuple[Call, ...]:
        """The calls of a plan in the form in which they were sent."""
        sent = {id(planned): now for planned, now in self.sent_for}
        forms = [sent.get(id(call), call) for call in calls]
        return tuple(form for form in forms if form not in self.not_needed)

    def _send_call(self, call: Call, plan: Plan, observed: Observed, *, is_last: bool) -> None:
        may_go_on = call.wait_condition is not None and is_last
        accepted = len(self.done)
        known = self._with_known(call, plan, observed)
        try:
            self.sender.write(known, self.done, may_go_on=may_go_on)
            if len(self.done) == accepted:
                self.not_needed.append(call)
        except WaitTimedOut:
            if self.sender.wait or not may_go_on:
                raise
        except AnswerLost:
            if len(self.done) == accepted:
                self.in_doubt = known
            raise

    def _prove_new(self, plan: Plan, replaced: Replaced, observed: Observed) -> None:
        """Before the old object goes, the new one must be there, right, and off."""
        self.sender.snapshot.forget()
        fields = dict(plan.desired.fields)
        if self.resource.switch is not None and replaced.off:
            together = {entry.option for entry in self.resource.fields if self.resource.belongs_to_switch(entry)}
            fields = {option: value for option, value in fields.items() if option not in together}
            fields[self.resource.switch.option] = False
        row = self._new_row(plan, observed)
        verify(self.resource, Observed(plan.desired.final_name, row), replace(plan.desired, fields=fields))

    def _take_back(self, plan: Plan, replaced: Replaced, observed: Observed) -> str:
        """Remove what was to replace the old object, as long as that is still there; says what is there then."""
        noun = self.resource.in_words
        try:
            self.sender.snapshot.forget()
            old = self._row_with_id(replaced.old[self.resource.id_key])
            if old is None and self.resource.rename is not None:
                return f"the old {noun} no longer exists, and the new one replaces it when you run the task again"
            if old is None:
                return f"the new {noun} has replaced the old one"
            self._remove_new(plan, observed)
            self._restore(replaced.old, old)
        except SpeError:
            return f"the old {noun} and the new one may both exist: run the task again to finish the change"
        return f"the old {noun} is unchanged"

    def _remove_new(self, plan: Plan, observed: Observed) -> None:
        new = self._new_row_if_any(plan, observed)
        if new is None:
            return
        new_id = new[self.resource.id_key]
        call = Call(self.resource.delete, self.resource.reference_of(new, self.desired.scope))
        self.sender.write_once(call, lambda: self._row_with_id(new_id) is None, self.done)

    def _restore(self, before: ApiObject, now: ApiObject) -> None:
        if is_on(self.resource, before) and not is_on(self.resource, now):
            for call in switch_calls(self.resource, now, self.desired, self.resource.current(before)):
                self.sender.write(call, self.done)

    def _rows(self) -> Rows:
        return list_rows(self.resource, self.sender.snapshot, self.desired.scope)

    def _row_with_id(self, row_id: object) -> ApiObject | None:
        return next((row for row in self._rows() if row.get(self.resource.id_key) == row_id), None)

    def _find_anew(self) -> Observed:
        self.sender.snapshot.forget()
        return find(self.resource, self.desired, self.sender.snapshot)

    def _with_known(self, call: Call, plan: Plan, observed: Observed) -> Call:
        """The call with the arguments that only the server knows."""
        if not any(isinstance(value, KnownAfterApply) for value in call.arguments.values()):
            return call
        row = self._new_row(plan, observed)
        known = {
            name: row[value.key] if isinstance(value, KnownAfterApply) else value
            for name, value in call.arguments.items()
        }
        return replace(call, arguments=known)

    def _new_row(self, plan: Plan, observed: Observed) -> ApiObject:
        row = self._new_row_if_any(plan, observed)
        if row is not None:
            return row
        raise FunctionFailed(
            f"The server accepted the new {self.resource.in_words} {plan.desired.final_name!r}, but does not list it; look at"
            " the server's own log."
        )

    def _new_row_if_any(self, plan: Plan, observed: Observed) -> ApiObject | None:
        """The row that was not there before: CREATED_THING_IS_FOUND."""
        id_key = self.resource.id_key
        before = {row.get(id_key) for row in observed.rows}
        name = plan.desired.final_name if plan.replaced is None else plan.replaced.name
        new = (row for row in self._rows() if row.get(id_key) not in before)
        return next((row for row in new if row[self.resource.identity_key] == name), None)
