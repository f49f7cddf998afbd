# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole tenant in one task: the instance, what is in it, and service provider access to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import InputError, NotSupportedByServer, SpeError
from .._engine.batch import ItemResult, Mistakes, carry_out, plan_items
from .._engine.compare import Desired
from .._engine.item import Item, PlannedItem
from .._engine.manage import manage_item
from .._engine.resource import ApiObject
from .._engine.rows import Rows
from .._engine.server import Server
from .._resources.archive_admin import ARCHIVE_ADMIN
from .._resources.assumptions import STATUS_RUNNING
from .action_module import followed_by
from .context import Context
from .instance import on_instance
from .instance_task import InstanceTask, delete_instance
from .options import parallel_calls
from .snapshot import server_of
from .specified import SpecifiedOptions
from .tenant_parts import LISTS, PARTS, NamedEntry, entries_in, items_of, part_of
from .tenant_plan import plan_id_of, refuse_other_plan
from .tenant_result import TenantResult
from .tenant_unmanaged import Inventory, Purge

Params = Mapping[str, Any]

#: What the state of a tenant means for its instance, once its contents are as they should be.
STATE_OF_INSTANCE = {"present": "present", "started": "started", "stopped": "stopped", "quarantined": "stopped"}


def manage_tenant(params: Params, context: Context) -> dict[str, Any]:
    """Manage a whole tenant, and answer with the result of the task."""
    if params["state"] == "absent":
        return delete_instance(params["instance_id"], params, server_of(params, context), context)
    task = TenantTask(params, context)
    try:
        return task.manage()
    except SpeError:
        if task.result.results:
            context.client.record.facts["results"] = task.result.results
        raise


@dataclass
class TenantTask:
    """One task: what it asks for, and what it has found and done so far."""

    params: Params
    context: Context
    server: Server = field(init=False)
    instance: InstanceTask = field(init=False)
    entries: list[NamedEntry] = field(init=False)
    purge: Purge = field(init=False)
    result: TenantResult = field(init=False)
    mistakes: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    inventory: Inventory | None = None

    def __post_init__(self) -> None:
        params = self.params
        self.server = server_of(params, self.context)
        self.parallel = parallel_calls(params)
        self.instance_id = params["instance_id"]
        self.result = TenantResult(self.instance_id, self.context.check_mode)
        self.entries = entries_in(params, self.context.specified)
        self.purge = Purge(
            tuple(params["purge"] or ()), params["purge_synchronized"], params["protect"] or {}, params["max_deletions"]
        )
        self.instance = self._instance_task()

    def manage(self) -> dict[str, Any]:
        """Plan all, refuse what is wrong, then write the instance and what is in it, in that order or the other way round."""
        self.items, self.mistakes = items_of(self.entries, self.instance_id, self.server, self.context)
        self.mistakes += self.purge.check(self.entries)
        row = self.instance.row()
        instance = self._plan_instance()
        if row is None:
            self._manage_new(instance)
        elif not self._has_contents:
            self._manage_instance_alone(row, instance)
        elif row["status"] == STATUS_RUNNING:
            self._manage_running(instance)
        else:
            self._manage_stopped(row, instance)
        return self.result.shown(self.context)

    # The instance

    def _instance_task(self) -> InstanceTask:
        given = self.context.specified.entries.get("instance", ())
        specified = given[0] if given else SpecifiedOptions(())
        options = self.params["instance"] or {"create_base_directory": False, "allow_move": False, "safe_mode": False}
        if self.params["state"] == "quarantined":
            options = {**options, "start_mode": "disabled"}
            specified = SpecifiedOptions({*specified, "start_mode"})
        state = STATE_OF_INSTANCE[self.params["state"]]
        return InstanceTask(self.instance_id, options, specified, state, self.server, self.context)

    def _plan_instance(self) -> PlannedItem | None:
        try:
            return self.instance.plan()
        except (InputError, NotSupportedByServer) as mistake:
            self.mistakes.append(f"instance: {mistake.message}")
            return None

    def _write_instance(self, planned: PlannedItem | None) -> None:
        """Nothing is sent for an instance that is as it should be."""
        if planned is None:
            return
        if self.context.check_mode or not planned.plan.changes:
            self.result.add_instance(self.instance.shown(planned))
            return
        self.result.add_instance(self.instance.manage())
        self.server.forget()

    # What is in it

    @property
    def _has_contents(self) -> bool:
        return bool(self.items or self.mistakes or self._lists_to_read)

    @property
    def _lists_to_read(self) -> set[str]:
        return set(LISTS if self.params["unmanaged"] == "report" else self.purge.parts)

    def _manage_new(self, instance: PlannedItem | None) -> None:
        """Nothing is in a new instance, so that all can be planned before it is made."""
        with self.server.empty(self.instance_id, _answers_of_new_instance()):
            planned = self._plan_contents()
        self._refuse(instance, planned)
        self._write_instance(instance)
        if self.context.check_mode:
            self.result.add_planned(planned)
        elif self._runs_afterwards:
            if self._has_contents:
                self._in_instance(lambda: self._carry_out(self._plan_contents()))
            self._settle_access(contents_were_read=False)

    def _manage_instance_alone(self, row: ApiObject, instance: PlannedItem | None) -> None:
        """The task names nothing that is in it. Access can be seen and switched only while it runs."""
        self._refuse(instance, [])
        if row["status"] == STATUS_RUNNING:
            self._settle_access(contents_were_read=False)
        self._write_instance(instance)

    def _manage_running(self, instance: PlannedItem | None) -> None:
        """The contents come first when the instance is to be stopped."""

        def work() -> None:
            planned = self._plan_contents()
            self._refuse(instance, planned)
            if self._runs_afterwards:
                self._write_instance(instance)
            if self.context.check_mode:
                self.result.add_planned(planned)
            else:
                self._carry_out(planned)
            self._report_unmanaged()

        self._in_instance(work)
        self._settle_access(contents_were_read=True)
        if not self._runs_afterwards and not self.result.has_failed:
            self._write_instance(instance)

    def _manage_stopped(self, row: ApiObject, instance: PlannedItem | None) -> None:
        """What is in the instance can be read once it runs."""
        self._refuse(instance, [])
        if self.params["state"] == "present":
            self._in_instance(lambda: self._carry_out(self._plan_contents()))
            return
        self._write_instance(instance)
        if self.context.check_mode or not self._runs_afterwards:
            self.context.warn(
                f"The instance {self.instance_id!r} is {row['status']}, and what is in it cannot be read: this task says"
                " nothing about its contents."
            )
            return

        def work() -> None:
            planned = self._plan_contents()
            self._refuse(None, planned)
            self._carry_out(planned)
            self._report_unmanaged()

        self._in_instance(work)
        self._settle_access(contents_were_read=True)

    @property
    def _runs_afterwards(self) -> bool:
        return self.params["state"] in ("present", "started")

    def _plan_contents(self) -> list[PlannedItem]:
        """The plans of all entries, and of what is to go; mistakes are remembered."""
        items = list(self.items)
        try:
            if self._lists_to_read:
                options = self._lists_to_read
                self.inventory = Inventory.read(options, self.entries, self.server, self.instance_id, self.parallel)
                items += self.inventory.purged(self.purge, self.server, self.instance_id)
                for sentence in self.inventory.useless_protection(self.purge):
                    self.context.warn(sentence)
            return plan_items(items, self.server, check_mode=self.context.check_mode, parallel=self.parallel)
        except Mistakes as mistakes:
            self.mistakes += mistakes.sentences
        except InputError as mistake:
            self.mistakes.append(mistake.message)
        return []

    def _refuse(self, instance: PlannedItem | None, planned: Sequence[PlannedItem]) -> None:
        """Before anything is written. Raises Mistakes, and InputError for a plan that was not approved."""
        if self.mistakes:
            raise Mistakes(self.mistakes)
        whole = [*([instance] if instance is not None else ()), *planned]
        self.result.plan_id = plan_id_of(whole)
        if self.params["expect_plan"] is not None:
            refuse_other_plan(whole, self.params["expect_plan"])

    def _carry_out(self, planned: Sequence[PlannedItem]) -> None:
        if self.mistakes:
            raise Mistakes(self.mistakes)
        results = carry_out(
            planned, self.server, parallel=self.parallel, continue_on_error=self.params["continue_on_error"]
        )
        self.result.add_results(results)
        if not self.result.has_failed:
            self._send_afterwards(results)

    def _send_afterwards(self, results: Sequence[ItemResult]) -> None:
        for item in (result.planned.item for result in results):
            if item.afterwards:
                sent = followed_by(
                    {"changed": False, "calls": []}, item.afterwards, self.server, check_mode=self.context.check_mode
                )
                self.result.add_calls(sent["calls"])

    def _report_unmanaged(self) -> None:
        if self.params["unmanaged"] == "report" and self.inventory is not None:
            self.result.unmanaged = self.inventory.shown(self.server, self.instance_id, self.parallel)

    # Access

    @property
    def _needs_access(self) -> bool:
        options = {entry.part.option for entry in self.entries} | self._lists_to_read
        return any(part_of(option).noun.needs_access for option in options)

    def _in_instance(self, work: Callable[[], None]) -> None:
        """Do the work with access to the instance, if it needs it; the state of the instance explains a refusal."""

        def work_and_nothing_else() -> dict[str, Any]:
            work()
            return {}

        done = on_instance(
            self.server,
            self.params,
            self.context,
            needs_access=self._needs_access,
            work=work_and_nothing_else,
        )
        self.result.access_opened = bool(done.get("service_provider_access_opened"))

    def _settle_access(self, *, contents_were_read: bool) -> None:
        """Access as the task wants it afterwards: what an earlier run has left open is closed."""
        was_opened = self.result.access_opened
        afterwards = self.params["access_afterwards"]
        if self.params["state"] == "quarantined":
            afterwards = "disabled"
        if contents_were_read and self._needs_access and not was_opened:
            self.result.access_found_open = True
        if afterwards == "as_before" or (afterwards == "disabled" and was_opened):
            return
        desired = Desired(
            self.instance_id, {"enabled": afterwards == "enabled"}, scope={"instanceID": self.instance_id}
        )
        outcome = manage_item(Item(ARCHIVE_ADMIN, desired), self.server, check_mode=self.context.check_mode)
        if outcome.changed and afterwards == "disabled":
            self.result.access_found_open = True
        self.result.add_outcome(ARCHIVE_ADMIN, outcome)


def _answers_of_new_instance() -> dict[str, Any]:
    """What the lists and settings of an instance read as before anybody has made anything in it."""
    resources = [part.noun.resource for part in PARTS]
    return {
        resource.listing.function: dict(resource.fresh) or None if resource.single else Rows() for resource in resources
    }
