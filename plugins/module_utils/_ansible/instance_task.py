# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instance itself: created, changed, moved, started, stopped or deleted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from .._api.errors import FunctionFailed
from .._engine.compare import Desired
from .._engine.entry import check_fields, named_fields
from .._engine.item import Item, PlannedItem
from .._engine.manage import manage, outcome_of, plan_item
from .._engine.mistakes import check_all
from .._engine.resource import ApiObject
from .._resources.assumptions import STATUS_RUNNING
from .._resources.instance import INSTANCE, instance_resource, require_instance_id
from .._resources.instance_deletion import Deletion, contents_of
from .._resources.instance_lifecycle import Lifecycle
from .access import service_provider_access
from .confirmation import require_confirmation
from .context import Context
from .run import item_result

Options = Mapping[str, Any]


@dataclass
class InstanceTask:
    """What a task asks of one instance: its options, which of them the playbook names, and the state."""

    instance_id: str
    options: Options
    specified: Collection[str]
    state: str
    context: Context
    fields: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        check_all(
            partial(require_instance_id, self.instance_id),
            partial(check_instance_options, self.options, self.specified),
        )
        self.fields = named_fields(INSTANCE, self.options, self.specified)

    def row(self) -> ApiObject | None:
        """The row of the instance, when it has arrived if an earlier run has started or stopped it."""
        return self._lifecycle().settle(self.instance_id)

    def running(self) -> InstanceTask:
        """The same for an instance that has to run first; a disabled one could not."""
        specified = {
            option for option in self.specified if (option, self.options[option]) != ("start_mode", "disabled")
        }
        return replace(self, specified=specified, state="started")

    def plan(self) -> PlannedItem:
        """What would be done; nothing is written. Raises InputError as Lifecycle does."""
        return plan_item(self._item(self._lifecycle()), self.context.snapshot, check_mode=self.context.check_mode)

    def shown(self, planned: PlannedItem) -> dict[str, Any]:
        """The result of what is only planned."""
        return item_result(outcome_of(planned), INSTANCE, self.context)

    def manage(self) -> dict[str, Any]:
        """Do it, or in check mode show what would be done."""
        lifecycle = self._lifecycle()
        lifecycle.settle(self.instance_id)
        item = self._item(lifecycle)
        try:
            with lifecycle.way_back():
                outcome = manage(item, self.context.sender, check_mode=self.context.check_mode)
        except FunctionFailed as error:
            raise lifecycle.explained(error, self.instance_id, self.fields) from error
        return item_result(outcome, INSTANCE, self.context)

    def _lifecycle(self) -> Lifecycle:
        return Lifecycle(
            self.context.sender,
            self.state,
            safe_mode=self.options["safe_mode"],
            create_base_directory=self.options["create_base_directory"],
            check_mode=self.context.check_mode,
            deletion=Deletion(allow_running=False, allow_legal_hold=False, allow_messages=False),
        )

    def _item(self, lifecycle: Lifecycle) -> Item:
        resource = instance_resource(allow_move=self.options["allow_move"])
        return Item(resource, Desired(self.instance_id, self.fields), lifecycle.refine, place="instance")


def check_instance_options(options: Options, specified: Collection[str]) -> None:
    """Raises InputError as check_fields does."""
    check_fields(INSTANCE, named_fields(INSTANCE, options, specified))


def delete_instance(
    instance_id: str,
    options: Options,
    context: Context,
    approve: Callable[[PlannedItem], None] | None = None,
) -> dict[str, Any]:
    """Look at what is lost, and delete the instance if the playbook allows that; `options` are those of the task.
    `approve` may refuse the plan."""
    require_instance_id(instance_id)
    require_confirmation(
        options["confirm"], instance_id, consequence=f"Deleting the instance {instance_id!r} deletes a tenant"
    )
    lifecycle = Lifecycle(
        context.sender,
        "absent",
        safe_mode=False,
        create_base_directory=False,
        check_mode=context.check_mode,
        deletion=Deletion(options["allow_running"], options["allow_legal_hold"], options["allow_messages"]),
    )
    row = lifecycle.settle(instance_id)
    shown: dict[str, Any] = {}
    if row is not None:
        mode = options["service_provider_access"] if row["status"] == STATUS_RUNNING else "require"
        with service_provider_access(context.client, instance_id, mode):
            lifecycle.contents = contents_of(context.snapshot, row)
        shown["deletes"] = lifecycle.contents.shown()
    context.client.record.facts.update(shown)
    item = Item(INSTANCE, Desired(instance_id, {}, absent=True), lifecycle.refine)
    try:
        if approve is not None:
            approve(plan_item(item, context.snapshot, check_mode=context.check_mode))
        outcome = manage(item, context.sender, check_mode=context.check_mode)
    except FunctionFailed as error:
        raise lifecycle.explained(error, instance_id, {}) from error
    return {**item_result(outcome, INSTANCE, context), **shown}
