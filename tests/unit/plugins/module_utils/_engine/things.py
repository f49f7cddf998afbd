# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A noun of our own making, with one field of every kind: the engine knows no noun."""

from __future__ import annotations

from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._engine.creators import CreateByArguments
from ansible_collections.community.mailstore.plugins.module_utils._engine.field_types import (
    Boolean,
    Secret,
    Text,
    TextSet,
    TimeOfDay,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import Desired, Observed
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Field, Read, Rename, Resource
from ansible_collections.community.mailstore.plugins.module_utils._engine.writers import (
    ConfigurationSetter,
    Immutable,
    OwnSetter,
    Replacement,
    SharedSetter,
)

_SIZE = SharedSetter("SetSize")
_LOOK = ConfigurationSetter("SetLook", contains_identity=False, keys=("colour", "border"))

THING = Resource(
    noun="thing",
    plural="things",
    identity="name",
    identity_key="name",
    listing=Read("GetThings"),
    reference={"id": "id"},
    create=CreateByArguments("CreateThing"),
    delete="DeleteThing",
    rename=Rename("RenameThing", new_argument="name"),
    defaults={"title": "untitled"},
    fresh={"tags": []},
    fields=(
        Field("title", on_create=True, writer=OwnSetter("SetTitle")),
        Field("kind", on_create=True, writer=Replacement()),
        Field("place", on_create=True, writer=Immutable("move it by hand.")),
        Field("width", writer=_SIZE),
        Field("height", writer=_SIZE),
        Field("colour", writer=_LOOK),
        Field("border", writer=_LOOK),
        Field("tags", TextSet(), writer=OwnSetter("SetTags")),
        Field("start", TimeOfDay(), writer=OwnSetter("SetStart")),
        Field("hidden", Boolean(), writer=OwnSetter("SetHidden"), unreadable="the server does not show it"),
        Field("pin", Secret(), on_create=True, secret=True, writer=OwnSetter("SetPin")),
        Field("note", Text(), key="info.note"),
    ),
)

API_OBJECT: dict[str, Any] = {
    "id": 1,
    "name": "one",
    "title": "One",
    "kind": "round",
    "place": "here",
    "width": "1",
    "height": "2",
    "colour": "red",
    "border": None,
    "tags": ["a", "b"],
    "start": "03:30:00",
}


def observed(api_object: dict[str, Any] | None = None) -> Observed:
    row = API_OBJECT if api_object is None else api_object
    return Observed("one", row, (row,))


NOTHING_FOUND = Observed("one", None)


def desired(
    new_name: str | None = None, *, absent: bool = False, update_secrets: bool = False, **fields: Any
) -> Desired:
    return Desired(
        "one", fields, new_name=new_name, absent=absent, update_secrets=update_secrets, scope={"tenant": "acme"}
    )
