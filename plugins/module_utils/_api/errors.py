# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong between a task and the Management API.

Every error is one clear sentence and a few facts. None of them ever carries the values of a request,
so that an error can be shown, logged and registered without leaking a password.

SpeError
    InputError                the task itself cannot be done; nothing was written
    NotReached                the request never went out
        CertificateRefused    the certificate is not trusted, or not the pinned one
    AnswerLost                the request went out; the work may or may not have been done
        AnswerTooLarge        the answer was larger than any that the API gives
        FunctionCancelled     somebody cancelled the running call
    CredentialsRefused        HTTP 401
    NotAnSpeServer            what answered is not the Management API
    NotUnderstood             an answer has a shape that this collection does not know
    FunctionFailed            the server reported that the call failed
    WaitTimedOut              the server was not done in time
    NotSupportedByServer      the server is too old for the function or the argument
    WriteRefused              a write over a connection that only reads
"""

from __future__ import annotations

from typing import Any, TypeVar

Kept = TypeVar("Kept", bound="SpeError")


class SpeError(Exception):
    """Base of all errors that a task reports.

    The facts are what a playbook may decide on: the function, the HTTP status, the statusCode of the envelope
    and the server's own message, each None where there is none. `log_output` is what the server wrote before it
    failed. What the task has done before the error stands in its Record.
    """

    def __init__(
        self,
        message: str,
        *,
        function: str | None = None,
        http_status: int | None = None,
        status_code: str | None = None,
        server_message: str | None = None,
        log_output: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.function = function
        self.http_status = http_status
        self.status_code = status_code
        self.server_message = server_message
        self.log_output = log_output

    def __str__(self) -> str:
        # What was done about the error may have been added to its sentence.
        return self.message

    def without_frames(self: Kept) -> Kept:
        """The error, to be kept: without the functions that it came through, which hold all that they worked on.

        A task may keep thousands of errors, and one that is raised again and again would have more frames each time.
        """
        error: BaseException | None = self
        while error is not None:
            error.__traceback__ = None
            error = error.__cause__ or error.__context__
        return self

    def because(self, reason: str) -> InputError:
        """The error with a sentence for its reason, and the facts of this one."""
        return InputError(
            reason,
            function=self.function,
            http_status=self.http_status,
            status_code=self.status_code,
            server_message=self.server_message,
        )

    def facts(self) -> dict[str, Any]:
        """The structured half of the error, as the result key `error` shows it: only what is known."""
        facts = {
            "type": type(self).__name__,
            "function": self.function,
            "http_status": self.http_status,
            "status_code": self.status_code,
            "message": self.server_message,
            "log_output": self.log_output or None,
        }
        return {key: value for key, value in facts.items() if value is not None}


class InputError(SpeError):
    """The playbook asks for something that cannot be; nothing was written.

    `needs` is the option whose lack is the mistake, if it is one of that kind.
    """

    def __init__(self, message: str, *, needs: str | None = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.needs = needs


class NotReached(SpeError):
    """The request never went out: name, route, proxy, TLS or a time-out while connecting."""


class CertificateRefused(NotReached):
    """The server's certificate is not trusted, or is not the pinned one."""


class AnswerLost(SpeError):
    """The request was sent, but no answer shows its result: the work may or may not have been done.

    `may_still_run` means that the server may still be working on it: the answer is late, or nobody can ask any more how
    far the call is. Without it the work was done or will never be done, and one look at the state shows which.
    """

    def __init__(self, message: str, *, may_still_run: bool = False, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.may_still_run = may_still_run


class AnswerTooLarge(AnswerLost):
    """The answer was given up, because it is larger than any that the Management API gives."""


class CredentialsRefused(SpeError):
    """HTTP 401: user name or password are wrong, or the administrator has MFA and needs an API password."""


class NotAnSpeServer(SpeError):
    """Something answered, but not in the way of the Management API."""


class NotUnderstood(SpeError):
    """An answer of the Management API has another shape than this collection knows."""


class FunctionFailed(SpeError):
    """The server carried the call out and said `failed`.

    `after_running` means that it worked on the call before: only a refusal at once proves that nothing was done.
    """

    after_running = False


class FunctionCancelled(AnswerLost):
    """A long-running call ended because it was cancelled: it may have done any part of its work by then."""


class WaitTimedOut(SpeError):
    """The time to wait was over before the server was done."""


class NotSupportedByServer(SpeError):
    """get-metadata of this server does not list the function or the argument.

    `lack` is the first half of the sentence, if the second one is about the module, which cannot be used then.
    """

    lack: str | None = None

    def needed_by(self, part: str) -> str:
        """The sentence for a part of a task that can be left out, in the place of the whole module."""
        return f"{self.lack}, which {part} needs: leave it out, or update the server." if self.lack else self.message


class WriteRefused(SpeError):
    """A writing function was about to be called over a connection with `spe_read_only`, or in check mode, which is a
    defect of ours. The client sent nothing."""
