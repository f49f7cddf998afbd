# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Send a plan, and prove by reading that it took.

After a write whose answer was lost nobody knows whether it was done: the object is read again and planned again, so
that nothing is done twice and nothing is missed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .._api.contract import came_later
from .._api.errors import AnswerLost, FunctionFailed, SpeError
from .calls import Call, KnownLater
from .plan import Plan, drifted_fields
from .read import Found, Wanted, find, list_rows
from .resource import Raw, Resource
from .server import Server

#: How often a lost answer is answered by a new plan before the task gives up.
PLANS_AFTER_LOST_ANSWERS = 3


def require_support(calls: tuple[Call, ...], server: Server) -> None:
    """Ask get-metadata for the functions and arguments that not every version has.

    Raises NotSupportedByServer naming the option that needs them.
    """
    for call in calls:
        if came_later(call.function, call.arguments):
            server.client.require(call.function, call.arguments, needed_by=", ".join(call.options) or call.function)


def apply_plan(
    resource: Resource, plan: Plan, found: Found, server: Server, plan_again: Callable[[Found, Wanted], Plan]
) -> Found:
    """Send the calls of the plan in their order, and read the object again.

    Raises what the client raises, with the calls already done as C(partial) of the error; FunctionFailed when the
    server took all calls but still says otherwise.
    """
    done: list[Call] = []
    lost = 0
    while True:
        try:
            _send(resource, plan, found, server, done)
            break
        except AnswerLost as error:
            lost += 1
            if lost > PLANS_AFTER_LOST_ANSWERS:
                raise with_partial(error, done) from error
            server.forget()
            found = find(resource, plan.wanted, server)
            plan = plan_again(found, plan.wanted)
        except SpeError as error:
            raise with_partial(error, done) from error
    server.forget()
    try:
        after = find(resource, replace(plan.wanted, superseded=frozenset()), server)
    except SpeError as error:
        raise with_partial(error, done) from error
    prove(resource, after, plan.wanted, done)
    return after


def with_partial(error: SpeError, done: list[Call]) -> SpeError:
    """The same error, which also tells what was done before it."""
    if done:
        error.partial = {"changed": True, "calls": [call.shown() for call in done]}
    return error


def prove(resource: Resource, found: Found, wanted: Wanted, done: list[Call]) -> None:
    """The server is the truth: a change that did not take is a failure."""
    if wanted.absent:
        left = [resource.noun] if found.raw is not None else []
    elif found.raw is None:
        raise with_partial(
            FunctionFailed(
                f"The server accepted the calls, but does not list the {resource.noun} {wanted.final_name!r} afterwards;"
                " look at the server's own log."
            ),
            done,
        )
    else:
        left = [e.option for e in drifted_fields(resource, found.raw, replace(wanted, update_secrets=False))]
    if left:
        raise with_partial(
            FunctionFailed(
                f"The server accepted the calls, but {', '.join(left)} of the {resource.noun} {wanted.final_name!r}"
                " did not change; look at the server's own log."
            ),
            done,
        )


def _send(resource: Resource, plan: Plan, found: Found, server: Server, done: list[Call]) -> None:
    for call in plan.calls:
        if call.after_proof:
            _prove_replacement(resource, plan, server, done)
        server.write(_with_known(resource, call, plan.wanted, found, server))
        done.append(call)


def _prove_replacement(resource: Resource, plan: Plan, server: Server, done: list[Call]) -> None:
    """Before the old object goes, the new one must be there and right; else the new one goes, and all is as before."""
    wanted = plan.wanted
    found = find(resource, wanted, server)
    try:
        prove(resource, found, wanted, done)
    except SpeError:
        if found.raw is not None:
            server.write(Call(resource.delete, resource.reference_of(found.raw, wanted.scope)))
        raise


def _with_known(resource: Resource, call: Call, wanted: Wanted, found: Found, server: Server) -> Call:
    """The call with the arguments that only the server could tell."""
    if not any(isinstance(value, KnownLater) for value in call.arguments.values()):
        return call
    row = _new_row(resource, wanted, found, server)
    known = {name: row[value.key] if isinstance(value, KnownLater) else value for name, value in call.arguments.items()}
    return replace(call, arguments=known)


def _new_row(resource: Resource, wanted: Wanted, found: Found, server: Server) -> Raw:
    """The row that was not there before; what creating functions return is unknown, so the list tells."""
    before = {row.get("id") for row in found.rows}
    for row in list_rows(resource, server, wanted.scope):
        if row[resource.identity_key] == wanted.final_name and row.get("id") not in before:
            return row
    raise FunctionFailed(
        f"The server accepted the new {resource.noun} {wanted.final_name!r}, but does not list it; look at the server's"
        " own log."
    )
