# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task about a whole tenant returns: an entry for each object, and one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import SpeError
from .._api.masking import without_secrets
from .._engine.batch import ItemResult
from .._engine.item import Item, PlannedItem
from .._engine.manage import Outcome, outcome_of
from .._engine.resource import Resource
from .context import Context

#: The key of the result that shows whether access was open when the task began.
ACCESS_FOUND_OPEN = "access_found_open"

#: Failures whose messages stand in the message of the task; all of them stand among the results.
MOST_FAILURES = 5


@dataclass
class TenantResult:
    """The result as it grows."""

    instance_id: str
    check_mode: bool
    results: list[dict[str, Any]] = field(default_factory=list)
    calls: list[Mapping[str, Any]] = field(default_factory=list)
    failures: list[tuple[str, SpeError]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unmanaged: Mapping[str, Any] = field(default_factory=dict)
    plan_id: str = ""
    access_found_open: bool = False
    not_begun: int = 0

    @property
    def has_failed(self) -> bool:
        """Whether an object could not be brought to what the task says."""
        return bool(self.failures)

    def add_instance(self, result: Mapping[str, Any]) -> None:
        """The instance, of which a result as that of its own module is there already. One that is made and later stopped
        is one object."""
        for made in self.results:
            if made["noun"] == "instance":
                self.calls.extend(result["calls"])
                made["calls"] += result["calls"]
                made["diff"] = {**made["diff"], "after": {**made["diff"].get("after", {}), **result["diff"]["after"]}}
                return
        self._add("instance", self.instance_id, result["changed"], result["calls"], result["diff"])

    def add_planned(self, planned: Iterable[PlannedItem]) -> None:
        """Objects of which check mode shows what would be done."""
        for entry in planned:
            self._add_outcome(entry.resource, entry.observed.name, outcome_of(entry, with_object=False))

    def add_outcome(self, resource: Resource, outcome: Outcome) -> None:
        """One more thing that the instance has once."""
        self._add_outcome(resource, self.instance_id, outcome)

    def add_results(self, results: Iterable[ItemResult]) -> None:
        """What became of each item."""
        for result in results:
            resource, name = result.planned.resource, result.planned.plan.desired.final_name
            if result.error is not None:
                self._add_error(result, result.error)
            elif result.outcome is not None:
                self._add_outcome(resource, name, result.outcome)
            else:
                self.not_begun += 1

    def add_calls(self, calls: Iterable[Mapping[str, Any]]) -> None:
        """Calls that change no object."""
        self.calls.extend(calls)

    def completed(self, error: SpeError) -> SpeError:
        """The error that ends the task, with the failures before it."""
        if self.failures:
            error.message = f"{error.message} Before that: {self._message()}"
        return error

    def shown(self, context: Context) -> dict[str, Any]:
        """The result of the task."""
        for warning in self.warnings:
            context.warn(warning)
        changed = [result for result in self.results if result["changed"]]
        shown: dict[str, Any] = {
            "changed": self._changed,
            "calls": self.calls,
            "results": self.results,
            "diff": [result["diff"] for result in changed if result["diff"].get("before_header")],
            "summary": self._summary(),
            "counts": {
                "objects": len(self.results),
                "changed": len(changed),
                "failed": len(self.failures),
                "calls": len(self.calls),
            },
            "unmanaged": self.unmanaged,
            "plan_id": self.plan_id,
            ACCESS_FOUND_OPEN: self.access_found_open,
        }
        if self.failures:
            shown.update(failed=True, msg=self._message(), error=self.failures[0][1].facts())
        return shown

    @property
    def _changed(self) -> bool:
        return any(result["changed"] for result in self.results)

    def _add_outcome(self, resource: Resource, name: str, outcome: Outcome) -> None:
        self.warnings.extend(outcome.warnings)
        calls = [call.shown() for call in outcome.calls]
        self._add(resource.noun, name, outcome.changed, calls, outcome.diff)

    def _add_error(self, result: ItemResult, error: SpeError) -> None:
        place = result.planned.item.place
        calls = [call.shown() for call in result.done]
        self.failures.append((place, error))
        name = result.planned.plan.desired.final_name
        self._add(result.planned.resource.noun, name, bool(calls), calls, {}, failed=error.message)

    def _add(
        self,
        noun: str,
        name: str,
        changed: bool,
        calls: Sequence[Mapping[str, Any]],
        diff: Mapping[str, Any],
        failed: str | None = None,
    ) -> None:
        self.calls.extend(calls)
        result = {
            "noun": noun,
            "name": name,
            "changed": changed,
            "failed": failed is not None,
            "msg": failed,
            "calls": list(calls),
            # Of thousands of objects nearly all are as they should be.
            "diff": without_secrets(diff) if changed else {},
        }
        self.results.append(result)

    def add_failure_afterwards(self, item: Item, error: SpeError) -> None:
        """A call that follows an item has failed: the item's own result says so."""
        self.failures.append((item.place, error))
        for result in self.results:
            if result["noun"] == item.resource.noun and result["name"] == item.desired.final_name:
                result.update(failed=True, msg=error.message)

    def _message(self) -> str:
        """The failures by their places, then what else became of the task."""
        shown = [f"{place}: {error.message}" for place, error in self.failures[:MOST_FAILURES]]
        more = len(self.failures) - len(shown)
        rest = f" {more} more failed: see results." if more else ""
        done = sum(not result["failed"] for result in self.results)
        were = "was" if self.not_begun == 1 else "were"
        begun = f", {self.not_begun} {were} not begun" if self.not_begun else ""
        others = "1 other object is as it should be" if done == 1 else f"{done} other objects are as they should be"
        return f"{' '.join(shown)}{rest} {others}{begun}; see results."

    def _summary(self) -> str:
        changed = Counter(result["noun"] for result in self.results if result["changed"] and not result["failed"])
        would = "would change" if self.check_mode else "changed"
        what = ", ".join(f"{noun.replace('_', ' ')} {count}" for noun, count in changed.items())
        total, failed = len(self.results), len(self.failures)
        if changed:
            text = f"{sum(changed.values())} of {total} objects {would} ({what})"
        else:
            text = (
                f"{total - failed} of {total} objects are as they should be"
                if failed
                else f"all {total} objects are as they should be"
                if total > 1
                else "the object is as it should be"
            )
        calls = "1 call" if len(self.calls) == 1 else f"{len(self.calls)} calls"
        return f"{self.instance_id}: {text}, {calls}{f'; {failed} failed' if failed else ''}."
