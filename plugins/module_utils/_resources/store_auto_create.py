# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When and where an instance creates a new archive store automatically."""

from __future__ import annotations

from .._engine.entry import ArgumentSpec, Entry, Noun
from .._engine.field_types import Text, WindowsPath
from .._engine.item import Item
from .._engine.resource import Field, Read, Resource
from .._engine.writers import ConfigurationSetter

#: The keys of the setter (documented), for an instance where nothing was ever set.
_KEYS = ("sizeThreshold", "baseDirectory", "contentBaseDirectory", "indexBaseDirectory")
_CONFIGURATION = ConfigurationSetter(
    "SetStoreAutoCreateConfiguration", contains_identity=False, defaults=dict.fromkeys(_KEYS)
)

STORE_AUTO_CREATE = Resource(
    noun="store_auto_create",
    plural="store_auto_creates",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    listing=Read("GetStoreAutoCreateConfiguration", shape=lambda result: {**dict.fromkeys(_KEYS), **(result or {})}),
    fields=(
        Field("size_threshold", Text(), writer=_CONFIGURATION),
        Field("base_directory", WindowsPath(), writer=_CONFIGURATION),
        Field("content_base_directory", WindowsPath(), writer=_CONFIGURATION),
        Field("index_base_directory", WindowsPath(), writer=_CONFIGURATION),
    ),
)


OPTIONS: ArgumentSpec = {
    "size_threshold": {"type": "str"},
    "base_directory": {"type": "str"},
    "content_base_directory": {"type": "str"},
    "index_base_directory": {"type": "str"},
}


def store_auto_create_item(entry: Entry) -> Item:
    """How an instance makes its stores."""
    return Item(STORE_AUTO_CREATE, entry.desired_setting(entry.specified_fields(STORE_AUTO_CREATE)), place=entry.place)


STORE_AUTO_CREATE_NOUN = Noun(STORE_AUTO_CREATE, OPTIONS, store_auto_create_item)
