# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole tenant in one task: the instance, what is in it, and service provider access to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import FunctionFailed, InputError, NotSupportedByServer, SpeError
from .._engine.batch import ItemResult, carry_out, plan_items, sentences_about
from .._engine.compare import Desired
from .._engine.item import Item, PlannedItem
from .._engine.manage import manage, plan_item
from .._engine.mistakes import NOTHING_DONE, Mistakes
from .._engine.resource import ApiObject
from .._engine.rows import Rows
from .._engine.snapshot import Snapshot
from .._resources.archive_admin import ARCHIVE_ADMIN, LOOK
from .._resources.assumptions import STATUS_RUNNING
from .._resources.compliance import COMPLIANCE, COMPLIANCE_TO_COME
from .._resources.folder import CHILDREN
from .._resources.instance import INSTANCE, answers_of_running_instance
from .._resources.instance_answers import explained, instance_trouble
from .access import SWITCH
from .action_module import act
from .context import Context
from .instance import InstanceWork
from .instance_task import InstanceTask, delete_instance
from .options import parallel_calls
from .specified import SpecifiedOptions
from .tenant_check import mistakes_in_instance, mistakes_of_task, mistakes_without_server
from .tenant_entry import NamedEntry
from .tenant_parts import LISTS, PARTS, entries_in, items_of, part_of
from .tenant_plan import TenantPlan
from .tenant_references import still_needed
from .tenant_result import ACCESS_FOUND_OPEN, TenantResult
from .tenant_unmanaged import Inventory, Purge

Params = Mapping[str, Any]

#: What is said of a task that is refused after it had to start or to make the instance, to see what is in it.
ONLY_THE_INSTANCE = "only the instance itself was changed"


def manage_tenant(params: Params, context: Context) -> dict[str, Any]:
    """Manage a whole tenant, and answer with the result of the task."""
    return TenantTask(params, context).manage()


@dataclass
class TenantTask:
    """One task: what it asks for, and what it has found and done so far."""

    params: Params
    context: Context
    snapshot: Snapshot = field(init=False)
    instance: InstanceTask = field(init=False)
    entries: list[NamedEntry] = field(init=False)
    purge: Purge = field(init=False)
    result: TenantResult = field(init=False)
    mistakes: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    inventory: Inventory | None = None

    def __post_init__(self) -> None:
        params = self.params
        self.snapshot = self.context.snapshot
        self.parallel = parallel_calls(params)
        self.instance_id = params["instance_id"]
        self.result = TenantResult(self.instance_id, self.context.check_mode)
        self.entries = entries_in(params, self.context.specified)
        self.purge = Purge.of(params)

    def manage(self) -> dict[str, Any]:
        """The result of the task. Raises what the client raises; the record of the task has what was done before it."""
        try:
            deleted = self._manage()
        except SpeError as error:
            if self.result.results:
                self.context.client.record.facts["results"] = self.result.results
            raise self.result.completed(error) from error.__cause__
        return {**self.result.shown(self.context), **deleted}

    def _manage(self) -> dict[str, Any]:
        """Plan all, refuse what is wrong, then write the instance and what is in it, in that order or the other way round."""
        self._refuse_wrong_form()
        if self.params["state"] == "absent":
            return self._delete()
        self.instance = self._instance_task()
        self.items, self.mistakes = items_of(self.entries, self.instance_id, self.context)
        row = self.instance.row()
        instance = self._plan_instance()
        if row is None:
            self._manage_new(instance)
        elif not self._has_contents:
            self._manage_instance_alone(row, instance)
        elif row["status"] == STATUS_RUNNING or self.params["state"] == "present":
            self._manage_running(row, instance)
        else:
            self._manage_stopped(row, instance)
        return {}

    def _refuse_wrong_form(self) -> None:
        """Raises Mistakes, without any call, for options that cannot be whatever the server says, together with all else
        that is wrong by itself."""
        of_instance = mistakes_in_instance(self.instance_id, self.params["instance"] or {}, self._specified_of_instance)
        wrong = [*of_instance, *mistakes_of_task(self.params, self.entries)]
        if wrong:
            entries = self.entries if self.params["state"] != "absent" else []
            raise Mistakes([*mistakes_without_server(entries, self.instance_id), *wrong])

    # The instance

    @property
    def _specified_of_instance(self) -> SpecifiedOptions:
        given = self.context.specified.entries.get("instance", ())
        return given[0] if given else SpecifiedOptions(())

    def _instance_task(self) -> InstanceTask:
        state = self.params["state"]
        specified = self._specified_of_instance
        options = self.params["instance"] or {"create_base_directory": False, "allow_move": False, "safe_mode": False}
        if self.params["state"] == "quarantined":
            options = {**options, "start_mode": "disabled"}
            specified = SpecifiedOptions({*specified, "start_mode"})
            state = "stopped"
        return InstanceTask(self.instance_id, options, specified, state, self.context)

    def _plan_instance(self) -> PlannedItem | None:
        try:
            return self.instance.plan()
        except (InputError, NotSupportedByServer) as mistake:
            self.mistakes += sentences_about(mistake, INSTANCE.in_words, "instance")
            return None

    def _write_instance(self, planned: PlannedItem | None, *, more_follows: bool = False) -> None:
        """Nothing is sent for an instance that is as it should be. What follows in it needs an instance that has arrived."""
        if planned is None:
            return
        if self.context.check_mode or not planned.plan.changes:
            self.result.add_instance(self.instance.shown(planned))
            return
        with self.context.sender.waiting_in_any_case() if more_follows else nullcontext():
            self.result.add_instance(self.instance.manage())
        self.snapshot.forget()

    def _delete(self) -> dict[str, Any]:
        """Delete the instance with all that is in it; what is lost is part of the result."""
        deleted = delete_instance(
            self.instance_id, self.params, self.context, lambda planned: self._refuse(planned, [])
        )
        self.result.add_instance(deleted)
        return {"deletes": deleted["deletes"]} if "deletes" in deleted else {}

    # What is in it

    @property
    def _has_contents(self) -> bool:
        return bool(self.items or self.mistakes or self._lists_to_read)

    @property
    def _lists_to_read(self) -> set[str]:
        return set(LISTS if self.params["unmanaged"] == "report" else self.purge.parts)

    def _manage_new(self, instance: PlannedItem | None) -> None:
        """Nothing is in a new instance, so that all can be planned before it is made. One that is to be stopped runs until
        its contents are made."""
        at_the_end = self.instance
        if self.entries and at_the_end.state == "stopped":
            self.instance = at_the_end.running()
            instance = self._plan_instance()
        runs = self.instance.state == "started"
        if self.entries and not runs and instance is not None:
            self.mistakes.append(
                f"state: There is no instance {self.instance_id!r} yet, and what is in it can be made only while it runs; make"
                f" it with state: started, then run the task with state: {self.params['state']}."
            )
        with self.snapshot.empty(self.instance_id, _answers_of_new_instance()):
            planned = self._plan_contents()
        end = self._plan_end(instance, at_the_end)
        self._refuse(instance, planned, end, runs=runs, is_new=True)
        self._report_unmanaged()
        self._write_instance(instance, more_follows=runs)
        if self.context.check_mode:
            self._carry_out(planned)
        elif self.items:
            # Without purge: what a new instance has from the beginning was not seen when the plan was refused or not.
            with self._instance_work():
                self._carry_out(self._plan(self.items))
        if runs:
            self._settle_access(contents_were_read=False, is_new=True)
        if end is not None and not self.result.has_failed:
            self.instance = at_the_end
            self._write_instance(end)

    def _plan_end(self, made: PlannedItem | None, at_the_end: InstanceTask) -> PlannedItem | None:
        """What follows the contents of a new instance that is to be stopped; nothing of any other."""
        if made is None or at_the_end is self.instance:
            return None
        with self.snapshot.empty(self.instance_id, answers_of_running_instance(made.plan.calls)):
            return at_the_end.plan()

    def _manage_instance_alone(self, row: ApiObject, instance: PlannedItem | None) -> None:
        """The task names nothing that is in it. Access can be seen and switched only while it runs."""
        runs = row["status"] == STATUS_RUNNING
        self._refuse(instance, [], runs=runs)
        if runs:
            self._settle_access(contents_were_read=False)
        starts = not runs and self.params["state"] == "started" and self.params["access_afterwards"] != "as_before"
        self._write_instance(instance, more_follows=starts)
        if starts and not self.context.check_mode:
            self._refuse(instance, [], runs=True)
            self._settle_access(contents_were_read=False)

    def _manage_running(self, row: ApiObject, instance: PlannedItem | None) -> None:
        """The contents come first when the instance is to be stopped."""
        if row["status"] != STATUS_RUNNING and self.mistakes:
            # It will not answer, which would be all that is said.
            raise Mistakes(self.mistakes)
        with self._instance_work():
            self._manage_contents(instance, write_instance=self._runs_afterwards)
        self._settle_access(contents_were_read=True)
        if not self._runs_afterwards and not self.result.has_failed:
            self._write_instance(instance)

    def _manage_stopped(self, row: ApiObject, instance: PlannedItem | None) -> None:
        """What is in the instance can be read once it runs."""
        self._refuse(instance, [])
        self._write_instance(instance, more_follows=self._runs_afterwards)
        if self.context.check_mode or not self._runs_afterwards:
            self.context.warn(
                f"The instance {self.instance_id!r} is {row['status']}, and what is in it cannot be read: this task says"
                " nothing about its contents."
            )
            return

        with self._instance_work():
            self._manage_contents(instance, write_instance=False)
        self._settle_access(contents_were_read=True)

    def _manage_contents(self, instance: PlannedItem | None, *, write_instance: bool) -> None:
        planned = self._plan_contents()
        self._refuse(instance, planned, runs=True)
        if self.inventory is not None:
            for sentence in self.inventory.useless_protection(self.purge):
                self.context.warn(sentence)
        if write_instance:
            self._write_instance(instance, more_follows=True)
        self._carry_out(planned)
        self._report_unmanaged()

    @property
    def _runs_afterwards(self) -> bool:
        return self.params["state"] in ("present", "started")

    def _plan_contents(self) -> list[PlannedItem]:
        """The plans of all entries, and of what is to go; mistakes are remembered."""
        try:
            planned = self._plan([*self.items, *self._removals()])
            self.mistakes += self._still_needed(planned)
        except FunctionFailed:
            if self.mistakes:
                raise Mistakes(self.mistakes) from None
            raise
        return planned

    def _still_needed(self, planned: Sequence[PlannedItem]) -> list[str]:
        purged = self.inventory.places if self.inventory else frozenset()
        return still_needed(planned, purged, self.snapshot, self.instance_id, self.parallel)

    def _plan(self, items: Sequence[Item]) -> list[PlannedItem]:
        try:
            return plan_items(items, self.snapshot, check_mode=self.context.check_mode, parallel=self.parallel)
        except Mistakes as mistakes:
            self.mistakes += mistakes.sentences
        return []

    def _removals(self) -> list[Item]:
        options = self._lists_to_read
        if not options:
            return []
        try:
            self.inventory = Inventory.read(
                options, self.entries, self.purge, self.snapshot, self.instance_id, self.parallel
            )
        except (InputError, NotSupportedByServer) as mistake:
            self.mistakes.append(mistake.message)
            return []
        for sentence in self.inventory.left_out:
            self.context.warn(sentence)
        return self.inventory.removals()

    def _refuse(
        self,
        instance: PlannedItem | None,
        planned: Sequence[PlannedItem],
        end: PlannedItem | None = None,
        *,
        runs: bool = False,
        is_new: bool = False,
    ) -> None:
        """Before anything in the instance is written. Raises Mistakes, and InputError for a plan that was not approved.

        Access is part of the plan when it can be seen: the instance `runs`, or will, being new.
        """
        done = ONLY_THE_INSTANCE if self.result.calls else NOTHING_DONE
        if self.mistakes:
            raise Mistakes(self.mistakes, done)
        access = self._plan_access(is_new=is_new) if runs else None
        plan = TenantPlan(entry for entry in (instance, *planned, access, end) if entry is not None)
        self.result.plan_id = plan.plan_id
        if self.params["expect_plan"] is not None:
            plan.refuse_other(self.params["expect_plan"], done)

    def _carry_out(self, planned: Sequence[PlannedItem]) -> None:
        """Do what is planned, or in check mode show it."""
        if self.mistakes:
            raise Mistakes(self.mistakes, ONLY_THE_INSTANCE)
        if self.context.check_mode:
            self.result.add_planned(planned)
        else:
            self._send(planned)
        if not self.result.has_failed:
            self._send_afterwards([entry.item for entry in planned])

    def _send(self, planned: Sequence[PlannedItem]) -> None:
        results = [ItemResult(entry) for entry in planned]
        try:
            carry_out(
                results, self.context.sender, parallel=self.parallel, continue_on_error=self.params["continue_on_error"]
            )
        except SpeError:
            self.result.add_results(results)
            raise
        if any(result.error for result in results):
            # Once for all of them: nothing is written between them any more.
            self.snapshot.forget()
        for result in results:
            if result.error is not None:
                result.error = self._explained(result.error)
        self.result.add_results(results)

    def _send_afterwards(self, items: Iterable[Item]) -> None:
        for item in items:
            if item.afterwards:
                self._send_after(item)

    def _send_after(self, item: Item) -> None:
        try:
            sent = act(item.afterwards, self.context)
        except SpeError as error:
            self.snapshot.forget()
            self.result.add_failure_afterwards(item, self._explained(error))
        else:
            self.result.add_calls(sent["calls"])

    def _explained(self, error: SpeError) -> SpeError:
        """The error in the words of the instance's state, if that explains a refusal."""
        if not isinstance(error, FunctionFailed):
            return error
        may_be_closed = self._needs_access and self.params["service_provider_access"] == "require"
        try:
            trouble = instance_trouble(self.snapshot, self.instance_id)
            return explained(error, trouble, self.snapshot, self.instance_id, may_be_closed=may_be_closed)
        except SpeError:
            return error

    def _report_unmanaged(self) -> None:
        if self.params["unmanaged"] == "report" and self.inventory is not None:
            self.result.unmanaged = self.inventory.shown(self.snapshot, self.instance_id, self.parallel)

    # Access

    @property
    def _needs_access(self) -> bool:
        options = {entry.part.option for entry in self.entries} | self._lists_to_read
        return any(part_of(option).noun.needs_access for option in options)

    @property
    def _opens_access(self) -> bool:
        return self._needs_access and self.params["service_provider_access"] == "open"

    @contextmanager
    def _instance_work(self) -> Iterator[None]:
        """The block that has access to the instance, if the task needs it; the state of the instance explains a refusal."""
        try:
            with InstanceWork(self.params, self.context, needs_access=self._needs_access):
                yield
        except SpeError as error:
            self._close_after(error)
            raise

    @property
    def _has_switched_access(self) -> bool:
        return self.context.client.record.writes[SWITCH] > 0

    @property
    def _access_afterwards(self) -> str:
        return "disabled" if self.params["state"] == "quarantined" else str(self.params["access_afterwards"])

    def _access_item(self) -> Item:
        enabled = self._access_afterwards == "enabled"
        return Item(
            ARCHIVE_ADMIN, Desired(self.instance_id, {"enabled": enabled}, scope={"instanceID": self.instance_id})
        )

    def _plan_access(self, *, is_new: bool) -> PlannedItem | None:
        """How access would be left. What the task itself has opened, it closes again before; what it could read was open."""
        if self._access_afterwards == "as_before":
            return None
        if not is_new and not self._needs_access:
            return plan_item(self._access_item(), self.snapshot, check_mode=False)
        is_on = not is_new and not self._has_switched_access
        with self.snapshot.empty(self.instance_id, {LOOK: is_on}):
            return plan_item(self._access_item(), self.snapshot, check_mode=False)

    def _close_after(self, error: SpeError) -> None:
        """A task that ends before it has settled access still closes what an earlier one has left open."""
        if self.context.check_mode or self._access_afterwards != "disabled" or self._has_switched_access:
            return
        self.snapshot.forget()
        try:
            outcome = manage(self._access_item(), self.context.sender, check_mode=False)
        except SpeError:
            # The error says what is wrong with the instance, or the server.
            return
        if outcome.changed:
            self.result.add_outcome(ARCHIVE_ADMIN, outcome)
            self.context.client.record.facts[ACCESS_FOUND_OPEN] = True
            error.message = f"{error.message.rstrip('.')}. Service provider access was open; it is switched off now."

    def _settle_access(self, *, contents_were_read: bool, is_new: bool = False) -> None:
        """Access as the task wants it afterwards: what an earlier run has left open is closed."""
        foretells_new = is_new and self.context.check_mode
        was_opened = self.context.client.record.access_opened or (
            foretells_new and bool(self.items) and self._opens_access
        )
        afterwards = self._access_afterwards
        if contents_were_read and self._needs_access and not was_opened:
            self.result.access_found_open = True
        if afterwards == "as_before" or (afterwards == "disabled" and was_opened):
            return
        new = self.snapshot.empty(self.instance_id, {LOOK: False}) if foretells_new else nullcontext()
        with new:
            outcome = manage(self._access_item(), self.context.sender, check_mode=self.context.check_mode)
        if outcome.changed and afterwards == "disabled":
            self.result.access_found_open = True
        self.result.add_outcome(ARCHIVE_ADMIN, outcome)


def _answers_of_new_instance() -> dict[str, Any]:
    """What the lists and settings of an instance read as before anybody has made anything in it."""
    resources = [part.noun.resource for part in PARTS]
    lists = {
        resource.listing.function: dict(resource.fresh) or None if resource.single else Rows() for resource in resources
    }
    return {**lists, COMPLIANCE.listing.function: COMPLIANCE_TO_COME, CHILDREN: []}
