# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who has support access, by a history."""

from __future__ import annotations

DOCUMENTATION = r"""
name: support_accesses
short_description: Get who has service provider access to which tenant, by the history of support accesses
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads a history that O(community.mailstore.spe_archive_admin#module:record) has written, and returns the accesses that
    nobody has closed yet. The server is not asked.
  - A line that is cut or damaged is left out, with a warning.
options:
  _terms:
    description: Paths of histories. One that does not exist is empty.
    type: list
    elements: str
    required: true
  server:
    description: Only accesses to the server with this URL, the O(community.mailstore.spe_archive_admin#module:spe_url).
    type: str
    vars:
      - name: spe_url
    env:
      - name: SPE_URL
"""

EXAMPLES = r"""
- name: Show the accesses whose end has come
  ansible.builtin.debug:
    msg: "{{ query('community.mailstore.support_accesses', '/var/lib/spe/support_access.jsonl') | selectattr('past') }}"
"""

RETURN = r"""
_raw:
  description: The accesses, the oldest first. C(past) shows whether the end of an access has come, and C(in_words) is
    one line about it.
  type: list
  elements: dict
  sample:
    - server: https://spe.example.com:8474
      tenant: weber
      person: Erika Muster
      reason: Ticket 4711, a mailbox is missing
      until: "2026-12-31T18:00:00Z"
      past: false
      in_words: "weber is open for Erika Muster until 2026-12-31T18:00:00Z: Ticket 4711, a mailbox is missing"
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ..module_utils._ansible.support_access import current_time, open_grants
from ..module_utils._api.errors import InputError
from ..module_utils._health.past import server_name


class LookupModule(LookupBase):  # type: ignore[misc]  # ansible-core has no types
    """What Ansible looks up."""

    def run(
        self, terms: Sequence[Any], variables: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> list[dict[str, Any]]:
        self.set_options(var_options=variables, direct=kwargs)
        server = self.get_option("server")
        found = [access for path in terms for access in _accesses(str(path))]
        return [each for each in found if not server or each["server"] == server_name(str(server))]


def _accesses(path: str) -> list[dict[str, Any]]:
    now, notes = current_time(), list[str]()
    try:
        grants = open_grants(path, now, notes)
    except InputError as error:
        raise AnsibleLookupError(error.message) from None
    for note in notes:
        Display().warning(note)
    return [{**asdict(grant), "past": grant.is_past(now), "in_words": grant.in_words} for grant in grants]
