# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags of a run that choose nothing of a tenant, because they are mistyped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from ..module_utils._ansible.tenant_parts import PART_OPTIONS
from ..module_utils._api.one_line import joined_by_and

DOCUMENTATION = r"""
name: tag_mistakes
short_description: Find out that the tags of a run choose nothing of a tenant
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Ansible does nothing, and succeeds, when it knows none of the tags in C(--tags). This finds that none of them is a tag of
    the role P(community.mailstore.tenant#role) or a word of Ansible, such as C(all).
  - One tag that is known is enough, so that a playbook can have tags of its own beside them.
positional: ""
options:
  _input:
    description: The tags of the run, which Ansible has in C(ansible_run_tags).
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Refuse tags that choose nothing
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  tags: [always]
  vars:
    mistakes: "{{ ansible_run_tags | community.mailstore.tag_mistakes }}"
"""

RETURN = r"""
_value:
  description: One sentence if no tag is known; an empty list otherwise.
  type: list
  elements: str
  sample:
    - >-
      --tags user chooses nothing of a tenant; did you mean users?
"""

#: Those of the role.
TAGS = ("instance", *PART_OPTIONS, "directory_sync", "access", "proof")
#: The words that Ansible itself understands.
OF_ANSIBLE = ("all", "tagged", "untagged", "always", "never")


def tag_mistakes(tags: Sequence[str]) -> list[str]:
    """The sentence, if no tag is known."""
    if any(tag in (*TAGS, *OF_ANSIBLE) for tag in tags):
        return []
    close = [found for tag in tags for found in get_close_matches(tag.lower(), TAGS, n=1)]
    advice = f"did you mean {joined_by_and(list(dict.fromkeys(close)))}?" if close else f"choose of {', '.join(TAGS)}."
    return [f"--tags {','.join(tags)} chooses nothing of a tenant; {advice}"]


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tag_mistakes": tag_mistakes}
