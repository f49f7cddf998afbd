# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Send a plan, and prove by reading that it took.

After a write whose answer was lost nobody knows whether it was done: the object is read again and planned again, so
that nothing is done twice and nothing is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from .._api.contract import DOUBLED, came_later, twice
from .._api.errors import AnswerLost, FunctionFailed, SpeError, WaitTimedOut
from .calls import Call, KnownLater
from .plan import Plan, drifted_fields
from .read import Found, Wanted, find, list_rows
from .resource import Raw, Resource
from .server import Server

#: How often a lost answer is answered by a new plan before the task gives up.
PLANS_AFTER_LOST_ANSWERS = 3

PlanAgain = Callable[[Found, Wanted], Plan]


def require_support(calls: tuple[Call, ...], server: Server) -> None:
    """Ask get-metadata for the functions and arguments that not every version has.

    Raises NotSupportedByServer naming the option that needs them.
    """
    for call in calls:
        if came_later(call.function, call.arguments):
            server.client.require(call.function, call.arguments, needed_by=", ".join(call.options) or call.function)


def apply_plan(
    resource: Resource, plan: Plan, found: Found, server: Server, plan_again: PlanAgain
) -> tuple[Found, tuple[Call, ...]]:
    """Send the calls of the plan in their order, and read the object again, with all its details.

    Gives what was read, and the calls of the plan without those that turned out not to be needed.

    Raises what the client raises, with the calls already done as C(partial) of the error; FunctionFailed when the
    server took all calls but still says otherwise.
    """
    work = _Application(resource, server)
    try:
        wanted = work.send_until_answered(plan, found, plan_again)
        server.forget()
        after = find(resource, _as_it_should_be_now(wanted), server, whole=True)
        prove(resource, after, wanted)
    except SpeError as error:
        raise with_partial(error, work.done) from error.__cause__
    return after, tuple(call for call in plan.calls if call not in work.not_needed)


def with_partial(error: SpeError, done: list[Call]) -> SpeError:
    """The same error, which also tells what was done before it."""
    if done:
        error.partial = {"changed": True, "calls": [call.shown() for call in done]}
    return error


def was_done(lost: Call, left: Iterable[Call]) -> bool:
    """Whether a call whose answer was lost was done: what is left to do then does without it.

    A call that the server would do twice is not done as long as another of its function is left, since its arguments may
    have changed with what somebody else wrote.
    """
    same = [call for call in left if call.function == lost.function]
    if twice(lost.function) == DOUBLED:
        return not same
    return all(call.arguments != lost.arguments for call in same)


def prove(resource: Resource, found: Found, wanted: Wanted) -> None:
    """The server is the truth: a change that did not take is a failure.

    Raises FunctionFailed.
    """
    name = f"the {resource.in_words} {wanted.final_name!r}"
    if wanted.absent:
        trouble = f"still lists {name}" if found.raw is not None else ""
    elif found.raw is None:
        trouble = f"does not list {name} afterwards"
    else:
        left = drifted_fields(resource, found.raw, replace(wanted, update_secrets=False))
        trouble = f"{', '.join(entry.option for entry in left)} of {name} did not change" if left else ""
    if trouble:
        raise FunctionFailed(f"The server accepted the calls, but {trouble}; look at the server's own log.")


def _as_it_should_be_now(wanted: Wanted) -> Wanted:
    """By what name to look: a renamed object has the new one alone."""
    if wanted.absent or wanted.superseded:
        return replace(wanted, superseded=frozenset())
    return replace(wanted, name=wanted.final_name, new_name=None)


@dataclass
class _Application:
    """The sending of plans for one object, the calls that the server has done so far, and those it did not need."""

    resource: Resource
    server: Server
    done: list[Call] = field(default_factory=list)
    not_needed: list[Call] = field(default_factory=list)
    in_doubt: Call | None = None

    def send_until_answered(self, plan: Plan, found: Found, plan_again: PlanAgain) -> Wanted:
        """Send the plan, and after a lost answer a new one from what is there then; gives what the last leads to."""
        for _attempt in range(PLANS_AFTER_LOST_ANSWERS):
            try:
                self._send(plan, found)
                return plan.wanted
            except AnswerLost as lost:
                plan, found = self._plan_after(lost, plan.wanted, plan_again)
        self._send(plan, found)
        return plan.wanted

    def _plan_after(self, lost: AnswerLost, wanted: Wanted, plan_again: PlanAgain) -> tuple[Plan, Found]:
        """What is left to do, from what is there now, and once nothing can come late any more."""
        doubtful, self.in_doubt = self.in_doubt, None
        newest: list[tuple[Plan, Found]] = []

        def happened() -> bool:
            found = self._find_anew(wanted)
            newest.append((plan_again(found, wanted), found))
            return doubtful is not None and was_done(doubtful, newest[-1][0].calls)

        if self.server.was_done_after_all(doubtful or Call(lost.function or "", {}), lost, happened) and doubtful:
            self.done.append(doubtful)
        return newest[-1]

    def _send(self, plan: Plan, found: Found) -> None:
        try:
            for call in plan.calls:
                if call.after_proof:
                    self._prove_new(plan.wanted)
                self._send_call(call, plan, found)
        except AnswerLost:
            raise
        except SpeError as error:
            if plan.wanted.superseded:
                error.message = f"{error.message.rstrip('.')}; {self._take_back(plan.wanted)}."
            raise
        except BaseException:
            # The time-out of the task and Ctrl-C, too, leave one object of the two.
            if plan.wanted.superseded:
                self._take_back(plan.wanted)
            raise

    def _send_call(self, call: Call, plan: Plan, found: Found) -> None:
        may_go_on = call.settled is not None and call is plan.calls[-1]
        accepted = len(self.done)
        known = self._with_known(call, plan.wanted, found)
        try:
            self.server.write(known, self.done, may_go_on=may_go_on)
            if len(self.done) == accepted:
                self.not_needed.append(call)
        except WaitTimedOut:
            if self.server.wait or not may_go_on:
                raise
        except AnswerLost:
            if len(self.done) == accepted:
                self.in_doubt = known
            raise

    def _prove_new(self, wanted: Wanted) -> None:
        """Before the old object goes, the new one must be there and right."""
        prove(self.resource, self._find_anew(wanted), wanted)

    def _take_back(self, wanted: Wanted) -> str:
        """Remove what was to replace the old object, as long as that is still there; tells what is there then."""
        noun = self.resource.in_words
        try:
            found = self._find_anew(wanted)
            if found.superseded and found.raw is not None:
                reference = self.resource.reference_of(found.raw, wanted.scope)
                self.server.write_once(
                    Call(self.resource.delete, reference), self.done, lambda: self._find_anew(wanted).raw is None
                )
        except SpeError:
            return f"the old {noun} and the new one may both be there: look at the server, and remove one of the two"
        return f"the old {noun} is as it was" if found.superseded else f"the new {noun} has taken the old one's place"

    def _find_anew(self, wanted: Wanted) -> Found:
        self.server.forget()
        return find(self.resource, wanted, self.server)

    def _with_known(self, call: Call, wanted: Wanted, found: Found) -> Call:
        """The call with the arguments that only the server could tell."""
        if not any(isinstance(value, KnownLater) for value in call.arguments.values()):
            return call
        row = self._new_row(wanted, found)
        known = {
            name: row[value.key] if isinstance(value, KnownLater) else value for name, value in call.arguments.items()
        }
        return replace(call, arguments=known)

    def _new_row(self, wanted: Wanted, found: Found) -> Raw:
        """The row that was not there before; what creating functions return is unknown, so the list tells."""
        id_key = self.resource.id_key
        before = {row.get(id_key) for row in found.rows}
        for row in list_rows(self.resource, self.server, wanted.scope):
            if row[self.resource.identity_key] == wanted.final_name and row.get(id_key) not in before:
                return row
        raise FunctionFailed(
            f"The server accepted the new {self.resource.in_words} {wanted.final_name!r}, but does not list it; look at the"
            " server's own log."
        )
