# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of a module, entered where the action plugins enter it."""

from __future__ import annotations

import copy
import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins import modules
from ansible_collections.community.mailstore.plugins.module_utils._ansible.execute import execute
from ansible_collections.community.mailstore.plugins.module_utils._ansible.face import Face
from ansible_collections.community.mailstore.plugins.module_utils._ansible.given import (
    Given,
    given_in,
    without_null_words,
)
from ansible_collections.community.mailstore.plugins.module_utils._ansible.mistakes import survivable


@cache
def load_modules() -> dict[str, Face]:
    """The face of each module, by its name."""
    names = sorted(entry.name for entry in pkgutil.iter_modules(modules.__path__))
    return {name: importlib.import_module(f"{modules.__name__}.{name}").FACE for name in names}


class Task:
    """One task of a playbook."""

    def __init__(self, module: str, arguments: Mapping[str, Any]) -> None:
        self.module = module
        self.arguments = dict(arguments)

    @cached_property
    def face(self) -> Face:
        return load_modules()[self.module]

    @cached_property
    def _validated(self) -> tuple[dict[str, Any], Given]:
        raw = survivable(self.face.argument_spec, copy.deepcopy(self.arguments))
        validator = ArgumentSpecValidator(self.face.argument_spec, **self.face.rules)
        validation = validator.validate(without_null_words(self.face.argument_spec, raw))
        if validation.error_messages:
            raise ValueError(f"{self.module}: {validation.error_messages}")
        return validation.validated_parameters, given_in(self.face.argument_spec, raw)

    def validate(self) -> None:
        """Raises ValueError, with Ansible's own words, for arguments that no module would take."""
        _ = self._validated

    def execute(self, *, check_mode: bool, no_log: bool) -> dict[str, Any]:
        """The result of the task."""
        params, given = self._validated
        return execute(
            self.face, copy.deepcopy(params), given=given, check_mode=check_mode, diff_mode=True, no_log=no_log
        )
