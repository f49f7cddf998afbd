# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Search indexes: what is indexed, and the rebuild in two steps."""

from __future__ import annotations

from typing import Any

from .. import assumptions
from ..contract import Call, Needs, instance_function, json_text
from ..long_work import LongWork, Outcome
from ..shapes import Flag, Record
from ..state.instances import Instance
from ..state.stores import Store

_CONFIGURATION = Record(
    {
        "attachmentExtensions": assumptions.needed_key(assumptions.ATTACHMENT_EXTENSIONS),
        "includeAttachmentsOfPDFs": assumptions.needed_key(Flag()),
    }
)


@instance_function("GetIndexConfiguration", needs=Needs.PROCESS)
def get_index_configuration(call: Call, instance: Instance) -> Any:
    return {
        "attachmentExtensions": instance.content.attachment_extensions,
        "includeAttachmentsOfPDFs": instance.content.includes_attachments_of_pdfs,
    }


@instance_function("SetIndexConfiguration", json_text("config"), needs=Needs.PROCESS, writes=True)
def set_index_configuration(call: Call, instance: Instance) -> Any:
    config = call.structure("config", _CONFIGURATION)
    instance.content.attachment_extensions = config["attachmentExtensions"]
    instance.content.includes_attachments_of_pdfs = config["includeAttachmentsOfPDFs"]


@instance_function("SelectAllStoreIndexesForRebuild", needs=Needs.PROCESS, writes=True)
def select_all_store_indexes_for_rebuild(call: Call, instance: Instance) -> Any:
    for store in instance.content.stores.stores.values():
        store.selected_for_rebuild = True


def _is_chosen(store: Store) -> bool:
    if assumptions.REBUILD_WITHOUT_SELECTION_DOES_NOTHING:
        return store.selected_for_rebuild
    return store.selected_for_rebuild or store.indexes_need_rebuild


@instance_function("RebuildSelectedStoreIndexes", needs=Needs.PROCESS, writes=True)
def rebuild_selected_store_indexes(call: Call, instance: Instance) -> Any:
    selected = [store for store in instance.content.stores.stores.values() if _is_chosen(store)]

    def finish() -> Outcome:
        for store in selected:
            store.selected_for_rebuild = store.indexes_need_rebuild = False
        return Outcome(log_output="".join(f"Indexes of '{store.name}' rebuilt.\r\n" for store in selected))

    steps = tuple(f"Rebuilding search indexes of '{store.name}'" for store in selected)
    return LongWork((*steps, "Finishing"), finish)
