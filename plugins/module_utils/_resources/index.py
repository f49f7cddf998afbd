# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the search indexes of an instance contain."""

from __future__ import annotations

from typing import Any

from .._engine.resource import ConfigurationSetter, Field, Read, Resource
from .._engine.values import Flag, TextSet

_CONFIGURATION = ConfigurationSetter("SetIndexConfiguration", named_inside=False)


class Extensions(TextSet):
    """File name extensions; only null was ever seen (observed), so a list is a guess (unknown)."""

    def from_api(self, value: Any) -> Any:
        return value.split(",") if isinstance(value, str) and value else super().from_api(value)

    def same(self, current: Any, desired: Any) -> bool:
        return _normal(current) == _normal(desired)


def _normal(extensions: Any) -> set[str]:
    return {extension.strip().lstrip("*.").casefold() for extension in extensions or []}


INDEX = Resource(
    noun="index",
    plural="indexes",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    listing=Read("GetIndexConfiguration"),
    fields=(
        Field("attachment_extensions", Extensions(), writer=_CONFIGURATION),
        Field("include_attachments_of_pdfs", Flag(), key="includeAttachmentsOfPDFs", writer=_CONFIGURATION),
    ),
)
