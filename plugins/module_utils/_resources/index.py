# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the search indexes of an instance contain."""

from __future__ import annotations

from typing import Any

from .._engine.entry import ArgumentSpec, Entry, Noun
from .._engine.field_types import Boolean, TextSet
from .._engine.item import Item
from .._engine.resource import Field, Read, Resource
from .._engine.writers import ConfigurationSetter
from .assumptions import INDEX_OF_NEW_INSTANCE, extension_key, extensions_as_read

_CONFIGURATION = ConfigurationSetter("SetIndexConfiguration", contains_identity=False)


class Extensions(TextSet):
    """File name extensions."""

    def from_api(self, value: Any) -> Any:
        return extensions_as_read(value)

    def equal(self, current: Any, desired: Any) -> bool:
        return set(map(extension_key, current or [])) == set(map(extension_key, desired or []))


INDEX = Resource(
    noun="index",
    plural="indexes",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    fresh=INDEX_OF_NEW_INSTANCE,
    listing=Read("GetIndexConfiguration"),
    fields=(
        Field("attachment_extensions", Extensions(), writer=_CONFIGURATION),
        Field("include_attachments_of_pdfs", Boolean(), key="includeAttachmentsOfPDFs", writer=_CONFIGURATION),
    ),
)


OPTIONS: ArgumentSpec = {
    "attachment_extensions": {"type": "list", "elements": "str"},
    "include_attachments_of_pdfs": {"type": "bool"},
}


def index_item(entry: Entry) -> Item:
    """What is indexed in an instance."""
    return Item(INDEX, entry.desired_setting(entry.specified_fields(INDEX)), place=entry.place)


INDEX_NOUN = Noun(INDEX, OPTIONS, index_item)
