# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of variables for the secrets of a tenant, which no server shows."""

from __future__ import annotations

import re
import unicodedata

from .._api.errors import InputError

_BEGINNING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class SecretVariables:
    """Gives each secret a name that no other has: letters, digits and underscores behind the beginning.

    Raises InputError for a beginning with which no variable can begin.
    """

    def __init__(self, beginning: str) -> None:
        if not _BEGINNING.fullmatch(beginning):
            raise InputError(
                f"secret_variables: {beginning!r} cannot be the beginning of a variable; use letters, digits and underscores,"
                " and no digit at the beginning."
            )
        self._beginning = beginning
        self._given: set[str] = set()

    def name(self, *words: str) -> str:
        """A new name with these words in it."""
        name = self._beginning + "_".join(filter(None, map(_plain, words)))
        free = name
        number = 1
        while free in self._given:
            number += 1
            free = f"{name}_{number}"
        self._given.add(free)
        return free


def beginning_for(instance_id: str) -> str:
    """How the names of the variables of a tenant begin unless the playbook sets another prefix."""
    return f"vault_{_plain(instance_id)}_"


def _plain(word: str) -> str:
    """The word in lower case, with what is not a letter or a digit as underscores; letters lose their accents."""
    ascii_word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", ascii_word.lower()).strip("_")
