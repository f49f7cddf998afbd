# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module shows to Ansible: its options and the function that does its work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._engine.entry import Noun
from .._engine.resource import ReadOnly
from .context import Context
from .options import ignored_options

Work = Callable[[Mapping[str, Any], Context], "dict[str, Any]"]


def _no_secrets(params: Mapping[str, Any]) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class ModuleDefinition:
    """The same definition serves the ordinary module and the action plugin that works inside the controller.

    `argument_spec` has the connection options, too. `accepted_options` adds those of the action group that the module
    ignores; `work` does not see them. The rules are those of AnsibleModule
    (`required_if` and the like). The result of `work` has no key `warnings`, `invocation`, `exception`,
    `path` or `dest`: Ansible gives those a meaning of its own. With `failed=true` it has `msg`, too.

    `secrets` names the secret texts that no `no_log` can mark, such as one member of a free dictionary. It is also
    asked of arguments that are not validated; when it raises an error there, every text is taken for a secret.

    `years` are options in which a year without quotes is taken for a text: stores are often named by years.

    `read_only` is what the objects of this module and of its _info module have beside the options: given back to the
    module, it is ignored.

    `mistakes_in_form` is asked when arguments are refused: everything that is wrong with them whatever the server says.

    `noun` is what a module manages that knows nothing but its noun: see `state_module`.
    """

    name: str
    argument_spec: Mapping[str, Mapping[str, Any]]
    work: Work
    rules: Mapping[str, Any] = field(default_factory=dict)
    supports_check_mode: bool = True
    secrets: Callable[[Mapping[str, Any]], Iterable[str]] = _no_secrets
    years: frozenset[str] = frozenset()
    read_only: ReadOnly | None = None
    mistakes_in_form: Callable[[ModuleDefinition, Mapping[str, Any]], list[str]] | None = None
    noun: Noun | None = None

    def all_mistakes(self, arguments: Mapping[str, Any], found: Iterable[str]) -> list[str]:
        """The mistakes that were found, and if there are any, all others, too."""
        mistakes = list(found)
        if not mistakes or self.mistakes_in_form is None:
            return mistakes
        return self.mistakes_in_form(self, arguments) or mistakes

    @cached_property
    def accepted_options(self) -> dict[str, Mapping[str, Any]]:
        """The options that Ansible validates: the module's own, and those of the group that it ignores."""
        return {**self.argument_spec, **ignored_options(self.argument_spec)}

    @cached_property
    def validator(self) -> ArgumentSpecValidator:
        """What validates them inside the controller, the same one for all items of a loop."""
        return ArgumentSpecValidator(self.accepted_options, **self.rules)


def no_work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """The work of a definition whose rules alone are asked for: nobody runs it."""
    raise AssertionError("the definition has only rules")
