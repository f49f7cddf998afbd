# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of a module on a simulated server, with options as a playbook gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.module_utils._ansible.arguments import (
    refuse_invalid_arguments,
    sanitized_arguments,
)
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import sender_of
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import (
    specified_in,
    without_null_words,
)

from tests.unit.plugins.module_utils.server import Server

CONNECTION = {
    "spe_url": "https://127.0.0.1:8474",
    "spe_username": "admin",
    "spe_password": "simulator",
    # One read after the other: the same order each time.
    "spe_parallel": 1,
}


@dataclass
class Tasks:
    """Runs tasks of one module, and remembers their warnings."""

    definition: ModuleDefinition
    spe: Server
    defaults: Mapping[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    no_log: bool = False

    def run(self, check_mode: bool = False, /, **options: Any) -> dict[str, Any]:
        """The result of a task; raises what the work raises."""
        written = {**CONNECTION, **self.defaults, **options}
        refuse_invalid_arguments(self.definition, written)
        raw = sanitized_arguments(self.definition, written)
        validation = ArgumentSpecValidator(self.definition.argument_spec, **self.definition.rules).validate(
            without_null_words(self.definition.argument_spec, raw)
        )
        assert validation.error_messages == []
        context = Context(
            sender=sender_of(validation.validated_parameters, self.spe.client(check_mode=check_mode)),
            check_mode=check_mode,
            diff_mode=True,
            specified=specified_in(self.definition.argument_spec, raw),
            warn=self.warnings.append,
            no_log=self.no_log,
        )
        return {**self.definition.work(validation.validated_parameters, context), **context.client.record.access()}

    def check(self, **options: Any) -> dict[str, Any]:
        return self.run(True, **options)

    def four_ways(self, vanishing: frozenset[str] = frozenset(), /, **options: Any) -> dict[str, Any]:
        """The result of the run, after what every state module must keep was seen: check mode writes nothing and tells
        what the run does and shows, and a second run changes nothing.

        `vanishing` are keys of the object that the server no longer shows afterwards.
        """
        self.spe.wire.forget()
        predicted = self.check(**options)
        assert self.spe.wire.writes == []
        result = self.run(**options)
        assert [call["function"] for call in result["calls"]] == self.spe.wire.writes
        assert (predicted["changed"], predicted["calls"]) == (result["changed"], result["calls"])
        assert predicted["diff"] == result["diff"]
        _assert_same_shape(predicted, result, vanishing)
        self.spe.wire.forget()
        for check_mode in (False, True):
            again = self.run(check_mode, **options)
            assert not again["changed"]
            assert again["calls"] == []
            assert again["diff"] == {"before": {}, "after": {}}
        assert self.spe.wire.writes == []
        self.spe.wire.forget()
        return result


def _assert_same_shape(predicted: dict[str, Any], result: dict[str, Any], vanishing: frozenset[str]) -> None:
    assert predicted.keys() == result.keys()
    for key, value in result.items():
        if isinstance(value, dict) and key != "diff":
            assert isinstance(predicted[key], dict)
            assert predicted[key].keys() - vanishing <= value.keys(), "check mode shows what the result does not have"


def functions(result: Mapping[str, Any]) -> list[str]:
    """The functions that a result tells."""
    return [call["function"] for call in result["calls"]]
