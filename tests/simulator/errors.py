# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a function raises to answer `failed`."""

from __future__ import annotations


class ApiError(Exception):
    """An error of the application: HTTP 200 with statusCode `failed`.

    `exception_type` is the .NET type that the details name.
    """

    def __init__(self, message: str, exception_type: str = "System.Exception") -> None:
        super().__init__(message)
        self.message = message
        self.exception_type = exception_type


def invalid_argument(message: str) -> ApiError:
    return ApiError(message, "System.ArgumentException")


def out_of_range() -> ApiError:
    """[observed] profileID=0 and userName= on GetWorkerResults."""
    return ApiError("Specified argument was out of the range of valid values", "System.ArgumentOutOfRangeException")


def bad_date_time() -> ApiError:
    """[observed] a date-time with Z or with a fraction."""
    return ApiError("String was not recognized as a valid DateTime.", "System.FormatException")


def missing_argument(name: str) -> ApiError:
    """[observed] with details that begin `System.Exception: Missing API argument userName.`"""
    return ApiError(f"Missing API argument {name}.")


def nullable_without_value() -> ApiError:
    """[observed] get-status without millisecondsTimeout."""
    return ApiError("Nullable object must have a value.", "System.InvalidOperationException")
