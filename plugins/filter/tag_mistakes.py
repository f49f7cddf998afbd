# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags of a run that choose nothing of a tenant, or leave nothing out, because they are mistyped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ansible import context

from ..module_utils._ansible.tenant_parts import PART_OPTIONS
from ..module_utils._api.one_line import joined_by_and

DOCUMENTATION = r"""
name: tag_mistakes
short_description: Find out that the tags of a run are mistyped
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Ansible does nothing, and succeeds, when it knows none of the tags in C(--tags), and does all when it knows none of those in
    C(--skip-tags). This finds tags that are almost named like one of the role P(community.mailstore.tenant#role), and a run
    whose tags choose nothing of a tenant.
  - A playbook can have tags of its own beside them. When only playbooks of this collection run, there are no other tags, so that
    each unknown one in C(--skip-tags) is a mistake.
positional: skipped, chosen
options:
  _input:
    description: The tags of the run, which Ansible has in C(ansible_run_tags).
    type: list
    elements: str
    required: true
  skipped:
    description: The tags that the run skips, which Ansible has in C(ansible_skip_tags).
    type: list
    elements: str
    default: []
  chosen:
    description: Whether the run has done a task that has all tags of the role, also by a tag of another playbook.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Refuse mistyped tags
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  tags: [always]
  vars:
    mistakes: "{{ ansible_run_tags | community.mailstore.tag_mistakes(ansible_skip_tags) }}"
"""

RETURN = r"""
_value:
  description: One sentence for C(--tags), and one for C(--skip-tags), if there is a mistake; an empty list otherwise.
  type: list
  elements: str
  sample:
    - >-
      --tags user chooses nothing of a tenant; did you mean users?
"""

COLLECTION = "community.mailstore"

#: Those of the role.
TAGS = ("instance", *PART_OPTIONS, "directory_sync", "access", "proof")
#: The words that Ansible itself understands.
OF_ANSIBLE = ("all", "tagged", "untagged", "always", "never")

#: How much two tags must have in common for one to be a mistyped other, if it may be a tag of another playbook.
_LIKENESS = 0.75
#: The same where no other playbook has tags.
_LIKENESS_ALONE = 0.6


def tag_mistakes(tags: Sequence[str], skipped: Sequence[str] = (), chosen: bool = False) -> list[str]:
    """A sentence for the tags, and one for those that are skipped, if there is a mistake in them."""
    return [*_mistakes_in_tags(tags, chosen=chosen), *_mistakes_in_skipped(skipped)]


def _mistakes_in_tags(tags: Sequence[str], *, chosen: bool) -> Iterator[str]:
    unknown = _unknown(tags)
    if unknown == list(tags) and not chosen:
        yield _sentence("--tags", unknown, "chooses nothing of a tenant", _LIKENESS_ALONE)
    elif unknown != list(tags):
        mistyped = [tag for tag in unknown if _close(tag, _LIKENESS)]
        if mistyped:
            yield _sentence("--tags", mistyped, "chooses nothing of a tenant", _LIKENESS)


def _mistakes_in_skipped(tags: Sequence[str]) -> Iterator[str]:
    alone = _only_this_collection_runs()
    likeness = _LIKENESS_ALONE if alone else _LIKENESS
    mistyped = [tag for tag in _unknown(tags) if alone or _close(tag, likeness)]
    if mistyped:
        yield _sentence("--skip-tags", mistyped, "leaves out nothing of a tenant", likeness)


def _unknown(tags: Sequence[str]) -> list[str]:
    return [tag for tag in tags if tag not in (*TAGS, *OF_ANSIBLE)]


def _close(tag: str, likeness: float) -> list[str]:
    return get_close_matches(tag.lower(), TAGS, n=1, cutoff=likeness)


def _sentence(option: str, tags: Sequence[str], does: str, likeness: float) -> str:
    close = list(dict.fromkeys(found for tag in tags for found in _close(tag, likeness)))
    advice = f"did you mean {joined_by_and(close)}?" if close else f"choose of {', '.join(TAGS)}."
    return f"{option} {','.join(tags)} {does}; {advice}"


def _only_this_collection_runs() -> bool:
    playbooks = [str(name) for name in context.CLIARGS.get("args") or ()]
    own = Path(__file__).parents[2] / "playbooks"
    return bool(playbooks) and all(
        name.startswith(f"{COLLECTION}.") or Path(name).resolve().parent == own.resolve() for name in playbooks
    )


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tag_mistakes": tag_mistakes}
