# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many objects in one task: read together, planned together, refused together; then written, and verified together."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeVar

from .._api.errors import InputError, NotSupportedByServer, SpeError
from .._api.parallel import parallel_map
from .apply import SentPlan, read_back, send_plan
from .calls import Call
from .item import Item, PlannedItem
from .manage import Outcome, outcome_of, outcome_of_sent, plan_item, planner
from .mistakes import Mistakes, single_mistakes, with_place
from .progress import Progress
from .read import Observed
from .sender import Sender
from .snapshot import NotRead, Question, Snapshot

Result = TypeVar("Result")

#: What is wrong with an item: the playbook's own mistakes, and functions that the server does not have.
MISTAKES = (InputError, NotSupportedByServer)


@dataclass
class ItemResult:
    """What became of one item: its outcome, or the error that stopped it; neither, if it was not begun. `done` has the
    calls that the server has done for it."""

    planned: PlannedItem
    done: list[Call] = field(default_factory=list)
    outcome: Outcome | None = None
    error: SpeError | None = None


def plan_items(items: Iterable[Item], snapshot: Snapshot, *, check_mode: bool, parallel: int) -> list[PlannedItem]:
    """The plan of each item, in the order of the items; a later one sees what an earlier one would make.

    Nothing is written. What the plans need is read in rounds: each question once, `parallel` at a time.

    Raises Mistakes with all that is wrong with the items, and what the client raises.
    """
    works = [_Planning(item, snapshot, check_mode) for item in _listed_first(list(items))]
    results = in_rounds([work.plan for work in works], snapshot, parallel)
    mistakes = [
        sentence
        for work, result in zip(works, results)
        if isinstance(result, MISTAKES)
        for sentence in sentences_about(result, work.item.resource.in_words, work.item.place)
    ]
    if mistakes:
        raise Mistakes(mistakes)
    return [result for result in results if isinstance(result, PlannedItem)]


def in_rounds(works: Sequence[Callable[[], Result]], snapshot: Snapshot, parallel: int) -> list[Result]:
    """The results of the works, none of which reads anything itself.

    In each round all of them begin again, in their order, and stop at the first answer that they lack. What they lack
    is fetched together. So a work that was done before must remember its result.

    Raises what the client raises.
    """
    while True:
        results: list[Result] = []
        missing: list[Question] = []
        snapshot.expect_nothing()
        with snapshot.planning():
            for work in works:
                try:
                    results.append(work())
                except NotRead as unread:
                    missing.extend(unread.questions)
        if not missing:
            return results
        snapshot.fetch(missing, parallel)


def _listed_first(items: Sequence[Item]) -> list[Item]:
    """Where a task names several objects of a noun, the list shows which are there, and some of their fields."""
    nouns = Counter(item.resource.noun for item in items)
    return [
        replace(item, resource=replace(item.resource, detail_first=False)) if nouns[item.resource.noun] > 1 else item
        for item in items
    ]


def sentences_about(mistake: InputError | NotSupportedByServer, part: str, place: str) -> list[str]:
    """What is wrong with one part of a task that has several, each sentence with the place of that part."""
    if isinstance(mistake, NotSupportedByServer):
        sentences = [mistake.needed_by(part)]
    else:
        sentences = [single.message for single in single_mistakes(mistake)]
    return [with_place(place, sentence) for sentence in sentences]


@dataclass
class _Planning:
    """The planning of one item, which is repeated as long as an earlier item may still change its plan."""

    item: Item
    snapshot: Snapshot
    check_mode: bool
    planned: PlannedItem | None = None

    def plan(self) -> PlannedItem | InputError | NotSupportedByServer:
        if self.planned is None or self.planned.looked_ahead:
            try:
                self.planned = plan_item(self.item, self.snapshot, check_mode=self.check_mode, is_alone=False)
            except MISTAKES as mistake:
                return mistake.without_frames()
        self._expect(self.planned)
        return self.planned

    def _expect(self, planned: PlannedItem) -> None:
        """Later items see the object as this one leaves it."""
        if not planned.plan.changes:
            return
        noun, final_name = planned.resource.noun, planned.plan.desired.final_name
        self.snapshot.expect(noun, final_name, planned.shown, former_name=planned.observed.name)


def carry_out(results: Sequence[ItemResult], sender: Sender, *, parallel: int, continue_on_error: bool = False) -> None:
    """Send the plans in their order, independent ones of a noun side by side, and verify all of them at the end.

    What became of each plan is put into its result. After an error no further item begins, unless `continue_on_error`.

    Raises what the client raises when nothing can be verified any more; the results say what was done.
    """
    snapshot = sender.snapshot
    snapshot.expect_nothing()
    for result in results:
        if not result.planned.plan.changes:
            result.outcome = outcome_of(result.planned, with_object=False)
    changing = [result for result in results if result.outcome is None]
    progress = Progress(snapshot.client.progress, len(changing), "objects written")
    work = _BatchSender(sender, progress, continue_on_error)
    for independent, group in groupby(changing, key=_side_by_side):
        parallel_map(work.send, list(group), parallel if independent else 1)
    if work.sent:
        _verify_all(work, snapshot, parallel)


def _side_by_side(result: ItemResult) -> str:
    """The noun of items that may be written at the same time; nothing for all others."""
    return result.planned.resource.noun if result.planned.item.independent else ""


class _BatchSender:
    """Sends the plans of items, and remembers those that were carried out."""

    def __init__(self, sender: Sender, progress: Progress, continue_on_error: bool) -> None:
        self._sender = sender
        self._progress = progress
        self._continue_on_error = continue_on_error
        self._stop = threading.Event()
        self._failed: dict[str, PlannedItem] = {}
        self.sent: list[tuple[ItemResult, SentPlan]] = []

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def send(self, result: ItemResult) -> None:
        if self.stopped:
            return
        try:
            self._refuse_while_needed(result.planned.item)
            planned = self._with_what_is_known_now(result.planned)
            again = planner(planned.item, planned.resource, self._sender.snapshot)
            self.sent.append((result, send_plan(planned, self._sender, again, result.done)))
            self._progress.one_more()
        except SpeError as error:
            result.error = error.without_frames()
            self._failed.setdefault(result.planned.resource.noun, result.planned)
            if not self._continue_on_error:
                self._stop.set()

    def _refuse_while_needed(self, item: Item) -> None:
        for noun in item.after_success_of & self._failed.keys():
            failed = self._failed[noun]
            raise SpeError(
                f"It was not removed, because the {failed.resource.in_words} {failed.observed.name!r}, which has failed, may"
                " still need it: repair that first, then run the task again."
            )

    def _with_what_is_known_now(self, planned: PlannedItem) -> PlannedItem:
        """A plan that has in words what an earlier item was to make is made again from what that one has made."""
        if not any(call.in_words for call in planned.plan.calls):
            return planned
        return plan_item(planned.item, self._sender.snapshot, check_mode=False)


def _verify_all(work: _BatchSender, snapshot: Snapshot, parallel: int) -> None:
    """Read again what was written, all together. After an error that stopped the task that is left to the next run."""
    for result, sent in work.sent:
        as_sent = replace(sent.planned, plan=replace(sent.planned.plan, calls=sent.calls))
        result.outcome = outcome_of(as_sent, with_object=False)
    if work.stopped:
        return
    snapshot.forget()
    works = [_Verification(sent, snapshot).verify for _result, sent in work.sent]
    for (result, sent), observed in zip(work.sent, in_rounds(works, snapshot, parallel)):
        if isinstance(observed, SpeError):
            result.outcome, result.error = None, observed
        else:
            result.outcome = outcome_of_sent(sent, observed, with_object=False)


@dataclass
class _Verification:
    """The verifying of one item, which is done once."""

    sent: SentPlan
    snapshot: Snapshot
    observed: Observed | SpeError | None = None

    def verify(self) -> Observed | SpeError:
        if self.observed is None:
            try:
                self.observed = read_back(self.sent, self.snapshot)
            except SpeError as error:
                self.observed = error.without_frames()
        return self.observed
