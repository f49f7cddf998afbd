# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of functions: name, arguments, where they run, and their handler."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from . import assumptions
from .errors import ApiError, invalid_argument, missing_argument
from .long_work import Answer, LongWork, Outcome
from .shapes import Record, Shape, ShapeError
from .versions import reaches

if TYPE_CHECKING:
    from .state.administrators import Administrator
    from .state.environment import Environment
    from .state.instances import Instance


@dataclass(frozen=True)
class Argument:
    """`kind` is the word of get-metadata: string, number, bool or json."""

    name: str
    kind: str
    nullable: bool = False
    choices: tuple[str, ...] = ()
    since: str = "22.4"


def string(name: str, *choices: str, nullable: bool = False) -> Argument:
    return Argument(name, "string", nullable, choices)


def number(name: str, nullable: bool = False) -> Argument:
    return Argument(name, "number", nullable)


def flag(name: str, nullable: bool = False, since: str = "22.4") -> Argument:
    return Argument(name, "bool", nullable, since=since)


def json_text(name: str) -> Argument:
    return Argument(name, "json")


class Needs(Enum):
    """What an instance function needs of its instance."""

    NOTHING = "answered by the management server"
    PROCESS = "a running instance"
    ACCESS = "a running instance with service provider access"


MANAGEMENT_SIDE = Needs.ACCESS if assumptions.MANAGEMENT_SIDE_NEEDS_ACCESS else Needs.NOTHING
"""What functions need that the management server itself can answer."""


@dataclass(frozen=True)
class Call:
    """One call: who makes it, on what, with which arguments (checked and converted)."""

    environment: Environment
    administrator: Administrator
    arguments: dict[str, Any]
    is_of_job: bool = False
    """Made by the instance itself as the action of a job."""

    def text(self, name: str) -> str:
        return str(self.arguments[name])

    def text_or_none(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return None if value is None else str(value)

    def whole_number(self, name: str) -> int:
        return int(self.arguments[name])

    def whole_number_or_none(self, name: str) -> int | None:
        value = self.arguments.get(name)
        return None if value is None else int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        return bool(self.arguments.get(name, default))

    def structure(self, name: str, shape: Shape) -> Any:
        """A json argument, checked against its shape. What rows have beside it may come back, and is ignored."""
        value = self.arguments[name]
        if isinstance(shape, Record) and isinstance(value, dict):
            value = {key: member for key, member in value.items() if key not in assumptions.ADDED_KEYS}
        if (
            isinstance(shape, Record)
            and isinstance(value, dict)
            and not assumptions.UNKNOWN_CONFIGURATION_KEY_IS_REFUSED
        ):
            value = {key: member for key, member in value.items() if key in shape.keys}
        try:
            return shape.check(value, "")
        except ShapeError as error:
            raise invalid_argument(f"The value of '{name}' is not valid. {error}") from None

    def require(self, *names: str) -> None:
        """Arguments that are nullable in get-metadata, but needed all the same."""
        for name in names:
            if self.arguments.get(name) is None:
                raise missing_argument(name)


SystemHandler = Callable[[Call], Answer]
InstanceHandler = Callable[[Call, "Instance"], Answer]


@dataclass(frozen=True)
class Example:
    """A call that succeeds on the demo provider, after an example of each function that `after` names."""

    arguments: dict[str, Any]
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Function:
    """`needs` is None for a function of the system. `example` is for what the vendor's reference does not have: of its
    functions, the tests have examples that were written by hand from it."""

    name: str
    arguments: tuple[Argument, ...]
    handler: Callable[[Call], Answer]
    writes: bool
    since: str
    needs: Needs | None = None
    example: Example | None = None

    @property
    def is_of_instance(self) -> bool:
        return any(argument.name == "instanceID" for argument in self.arguments)

    def arguments_of(self, version: str) -> Iterator[Argument]:
        return (argument for argument in self.arguments if reaches(version, argument.since))

    def metadata(self, version: str) -> dict[str, Any]:
        return {
            "name": self.name,
            "args": [
                {"name": argument.name, "type": argument.kind, "nullable": argument.nullable}
                for argument in self.arguments_of(version)
            ],
        }

    def convert(self, form: dict[str, str], version: str) -> dict[str, Any]:
        """Arguments of a form in their types; raises ApiError for a missing or a malformed one."""
        converted: dict[str, Any] = {}
        for argument in self.arguments_of(version):
            text = form.get(argument.name)
            if text is None:
                if not argument.nullable:
                    raise missing_argument(argument.name)
                continue
            converted[argument.name] = _convert(argument, text)
        self._refuse_unknown(form, converted)
        return converted

    def _refuse_unknown(self, form: dict[str, str], converted: dict[str, Any]) -> None:
        unknown = [name for name in form if name not in converted]
        if unknown and assumptions.UNKNOWN_ARGUMENT_IS_REFUSED:
            raise invalid_argument(f"Unknown API argument {unknown[0]}.")


def _convert(argument: Argument, text: str) -> Any:
    if argument.kind == "number":
        return to_number(text)
    if argument.kind == "bool":
        return _to_bool(text)
    if argument.kind == "json":
        return _to_json(argument.name, text)
    if argument.choices and text not in argument.choices:
        raise invalid_argument(assumptions.invalid_value(argument.name, text))
    return text


def to_number(text: str) -> int:
    """A whole number of an argument; raises ApiError for anything else."""
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise ApiError(assumptions.invalid_number(), "System.FormatException")
    return int(text)


def _to_bool(text: str) -> bool:
    if text not in ("true", "false"):
        raise ApiError(assumptions.invalid_bool(), "System.FormatException")
    return text == "true"


def _refuse_constant(word: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(word)


def _to_finite(text: str) -> float:
    """A number that is not so large that Python reads it as infinity."""
    value = float(text)
    if math.isinf(value):
        raise ValueError(text)
    return value


def _to_json(name: str, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_float=_to_finite)
    except (ValueError, RecursionError):
        raise ApiError(assumptions.invalid_json(name), "Newtonsoft.Json.JsonReaderException") from None


FUNCTIONS: dict[str, Function] = {}


def system_function(
    name: str,
    *arguments: Argument,
    writes: bool = False,
    since: str = "22.4",
    example: Example | None = None,
) -> Callable[[SystemHandler], SystemHandler]:
    """Registers a function of the system."""

    def register(handler: SystemHandler) -> SystemHandler:
        FUNCTIONS[name] = Function(name, arguments, handler, writes, since, example=example)
        return handler

    return register


def instance_function(
    name: str,
    *arguments: Argument,
    needs: Needs = Needs.ACCESS,
    writes: bool = False,
    queries_stores: bool = False,
    since: str = "22.4",
    example: Example | None = None,
) -> Callable[[InstanceHandler], InstanceHandler]:
    """Registers a function of an instance; `instanceID` comes first, and the instance must be in a fit state."""

    def register(handler: InstanceHandler) -> InstanceHandler:
        def run(call: Call) -> Answer:
            instance = call.environment.find_instance(call.text("instanceID"))
            needed = Needs.PROCESS if call.is_of_job and not assumptions.JOBS_NEED_ACCESS else needs
            _check_state(instance, needed, blocked_by_freeze=writes or queries_stores)
            answer = handler(call, instance)
            return _guarded(answer, instance) if isinstance(answer, LongWork) else answer

        FUNCTIONS[name] = Function(name, (string("instanceID"), *arguments), run, writes, since, needs, example)
        return handler

    return register


def _check_state(instance: Instance, needs: Needs, blocked_by_freeze: bool) -> None:
    if needs is Needs.NOTHING:
        return
    if not instance.has_process:
        raise ApiError(assumptions.instance_not_running(instance.instance_id))
    if needs is Needs.ACCESS and not instance.archive_admin_enabled:
        raise ApiError(assumptions.access_denied(instance.instance_id), "System.UnauthorizedAccessException")
    if instance.is_frozen and (blocked_by_freeze or not assumptions.FROZEN_INSTANCE_ANSWERS_READS):
        raise ApiError(assumptions.instance_frozen(instance.instance_id))


def _guarded(work: LongWork, instance: Instance) -> LongWork:
    """Long work that fails at its end when the instance was stopped in the meantime."""
    process = instance.process

    def finish() -> Outcome:
        if instance.process is not process:
            raise ApiError(assumptions.instance_not_running(instance.instance_id))
        return work.finish()

    return replace(work, finish=finish)


def functions_of(version: str) -> dict[str, Function]:
    """The functions that a server of this version has, in the order of get-metadata."""
    return {
        name: FUNCTIONS[name]
        for name in assumptions.metadata_order(FUNCTIONS)
        if reaches(version, FUNCTIONS[name].since)
    }
