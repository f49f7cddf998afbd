# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users: what experiments find out about them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .answers import flag
from .bench import Bench
from .experiment import Experiment, Found, Unknown
from .shapes import in_words, word_or_shape

#: The first version of which the users of a real server were seen.
_FIRST_SEEN_VERSION = (25, 3)

UNKNOWNS: Sequence[Unknown] = (
    Unknown(
        "USER_NAME_PUNCTUATION",
        "Which of + ' & ! # may a user name have, besides . _ - @?",
        "._-@+",
    ),
    Unknown("LETTERS_BEYOND_ASCII_IN_USER_NAMES", "May a user name have a letter such as ü?", "true"),
    Unknown("LONGEST_USER_NAME", "How long may a user name be?", "256"),
    Unknown(
        "EMPTY_ENTRIES_OF_LISTS_ARE_IGNORED", "Is an empty item ignored in a list that is sent as one text?", "true"
    ),
    Unknown("LEFT_OUT_LIST_EMPTIES", "Does SetUserPop3UserNames without a list empty it?", "true"),
    Unknown("EMAIL_ADDRESS_PATTERN", "What must the e-mail address of a user have?", "an at sign"),
    Unknown("EMPTY_PASSWORD_OF_USER_IS_REFUSED", "Is an empty password of a user refused?", "false"),
    Unknown("OWNER_CAN_BE_DELETED", "Can the owner of a job be deleted?", "true"),
    Unknown(
        "NO_ENTRIES",
        "How do the e-mail addresses and the privileges on folders of a user without any read?",
        "an empty list",
    ),
    Unknown("NEW_USER_HAS_ARCHIVE", "Does CreateUser make an archive?", "false"),
    Unknown("MFA_STATUS_ON", "What is the mfaStatus of a user after InitializeMFA?", "Enabled"),
    Unknown("INITIALIZED_MFA_RESULT", "What does InitializeMFA return?", "null"),
    Unknown("NO_PRIVILEGES", "How do the privileges of a user without any read?", "an empty list"),
    Unknown("GRANT_MAKES_ARCHIVE", "Does SetUserPrivilegesOnFolder make the archive if it does not exist?", "true"),
    Unknown(
        "API_LOGIN_PRIVILEGE_SINCE",
        "Which version has the login privilege api first?",
        "25.3",
        out_of_reach="Only a server that is older than 25.3 and newer than 22.4 can tell: all newer ones have the privilege.",
    ),
    Unknown("API_LOGIN_PRIVILEGE_CAN_BE_WRITTEN", "Can the login privilege api be written?", "true"),
    Unknown("ARCHIVE_ADMIN_CAN_BE_CHANGED", "Can a setter change $archiveadmin?", "false"),
    Unknown("text_as_stored", "How do an empty full name, and none, read?", "as sent"),
    Unknown("one_time_url", "What does CreateClientOneTimeUrlForArchiveAdmin return?", "a text"),
)


def info(bench: Bench, name: str) -> Mapping[str, Any]:
    """All fields of a user. Raises Refused."""
    fields: Mapping[str, Any] = bench.inside("GetUserInfo", userName=name)
    return fields


# Names


def characters_of_names(bench: Bench) -> Iterable[Found]:
    """A user for each character."""
    bench.start()
    taken = "".join(character for character in "+'&!#" if _is_taken(bench, f"{bench.new_name('user')}{character}x"))
    yield "USER_NAME_PUNCTUATION", f"._-@{taken}"
    yield "LETTERS_BEYOND_ASCII_IN_USER_NAMES", flag(_is_taken(bench, f"{bench.new_name('user')}ü"))


def length_of_names(bench: Bench) -> Iterable[Found]:
    """Users with names of more and more, or less, letters: the limit is found by halves."""
    bench.start()
    longest, too_long = 16, 2049
    while too_long - longest > 1:
        middle = (longest + too_long) // 2
        if _is_taken(bench, bench.new_name("user").ljust(middle, "a")):
            longest = middle
        else:
            too_long = middle
    yield "LONGEST_USER_NAME", str(longest) if too_long <= 2048 else "2048 or more"


def _is_taken(bench: Bench, name: str) -> bool:
    """Whether there can be a user of exactly this name; it is gone afterwards, for each user counts as a licence."""
    if not bench.is_done("CreateUser", userName=name, privileges="login"):
        return False
    names = [row["userName"] for row in bench.inside("GetUsers")]
    bench.is_done("DeleteUser", userName=name)
    return name in names


# Fields


def lists_and_addresses(bench: Bench) -> Iterable[Found]:
    """POP3 names with an empty one among them, none, and e-mail addresses of several forms."""
    bench.start()
    user = bench.make_user()
    is_done = bench.is_done("SetUserPop3UserNames", userName=user, pop3UserNames="anna,,berta")
    is_kept = sorted(info(bench, user)["pop3UserNames"] or ()) == ["anna", "berta"]
    yield "EMPTY_ENTRIES_OF_LISTS_ARE_IGNORED", flag(is_kept) if is_done else "false"

    bench.inside("SetUserPop3UserNames", userName=user, pop3UserNames="anna")
    bench.inside("SetUserPop3UserNames", userName=user)
    yield "LEFT_OUT_LIST_EMPTIES", flag(not info(bench, user)["pop3UserNames"])

    bench.inside("SetUserEmailAddresses", userName=user, emailAddresses="anna@host.example")
    taken = (
        bench.is_done("SetUserEmailAddresses", userName=user, emailAddresses="anna@host"),
        bench.is_done("SetUserEmailAddresses", userName=user, emailAddresses="anna"),
    )
    kinds = {(False, False): "a domain with a dot", (True, False): "an at sign", (True, True): "anything"}
    yield "EMAIL_ADDRESS_PATTERN", kinds.get(taken, "something else")


def texts(bench: Bench) -> Iterable[Found]:
    """A full name, then none, then an empty one."""
    bench.start()
    user = bench.make_user()
    read = []
    for sent in ("Anna", None, ""):
        bench.inside("SetUserFullName", userName=user, fullName=sent)
        read.append(info(bench, user).get("fullName"))
    kinds = {(None, ""): "as sent", (None, None): "null", ("", ""): "always a text"}
    yield "text_as_stored", kinds.get((read[1], read[2]), "something else")


def passwords(bench: Bench) -> Iterable[Found]:
    """An empty password."""
    bench.start()
    user = bench.make_user()
    is_done = bench.is_done("SetUserPassword", userName=user, password="")
    yield "EMPTY_PASSWORD_OF_USER_IS_REFUSED", flag(not is_done)


def multi_factor_authentication(bench: Bench) -> Iterable[Found]:
    """MFA of a new user. What the server returns may be a secret: only its shape counts."""
    bench.start()
    user = bench.make_user()
    yield "INITIALIZED_MFA_RESULT", in_words(bench.inside("InitializeMFA", userName=user))
    yield "MFA_STATUS_ON", word_or_shape(info(bench, user)["mfaStatus"])


# Rights


def privileges(bench: Bench) -> Iterable[Found]:
    """A user without anything."""
    bench.start()
    fields = info(bench, bench.make_user("none"))
    shown = fields["privileges"]
    yield "NO_PRIVILEGES", "the word none" if shown == ["none"] else in_words(shown)
    empty = [
        in_words(fields[key]) if key in fields else "left out" for key in ("emailAddresses", "privilegesOnFolders")
    ]
    yield "NO_ENTRIES", " and ".join(dict.fromkeys(empty))


def api_login(bench: Bench) -> Iterable[Found]:
    """The login privilege api, as a new user reads it and as it is written."""
    bench.start()
    user = bench.make_user()
    has_api = "api" in info(bench, user)["loginPrivileges"]
    version = [int(part) for part in re.findall(r"\d+", bench.look("GetEnvironmentInfo")["version"])[:2]]
    if has_api and tuple(version) < _FIRST_SEEN_VERSION:
        # Where it came is not known, but this server has it; so this is what a file for spe_facts needs.
        yield "API_LOGIN_PRIVILEGE_SINCE", "{}.{}".format(*version)
    if has_api:
        bench.inside("SetUserLoginPrivileges", userName=user, loginPrivileges="web")
        is_done = bench.is_done("SetUserLoginPrivileges", userName=user, loginPrivileges="web,api")
        yield "API_LOGIN_PRIVILEGE_CAN_BE_WRITTEN", flag(is_done and "api" in info(bench, user)["loginPrivileges"])


def service_provider(bench: Bench) -> Iterable[Found]:
    """The account $archiveadmin of the throw-away instance."""
    bench.start()
    # It is a secret: only its shape counts.
    yield "one_time_url", in_words(bench.inside("CreateClientOneTimeUrlForArchiveAdmin"))
    name = "$archiveadmin"
    is_done = bench.is_done("SetUserFullName", userName=name, fullName="Anna")
    yield "ARCHIVE_ADMIN_CAN_BE_CHANGED", flag(is_done and info(bench, name).get("fullName") == "Anna")


# What belongs to a user


def archives(bench: Bench) -> Iterable[Found]:
    """The archive of a new user, and a grant on one that does not exist."""
    bench.start()
    user = bench.make_user()
    yield "NEW_USER_HAS_ARCHIVE", flag(_is_archive(bench, user))
    archive = bench.new_name("archive")
    is_done = bench.is_done("SetUserPrivilegesOnFolder", userName=user, folder=archive, privileges="read")
    yield "GRANT_MAKES_ARCHIVE", flag(is_done and _is_archive(bench, archive))


def owners(bench: Bench) -> Iterable[Found]:
    """The owner of a job."""
    bench.start()
    owner = bench.make_user("admin")
    job = bench.made(
        "CreateJob",
        "GetJobs",
        name=bench.new_name("job"),
        action='VerifyStores --includeIndexes="false"',
        owner=owner,
        timeZoneId="UTC",
        interval=720,
    )
    yield "OWNER_CAN_BE_DELETED", flag(bench.is_done("DeleteUser", userName=owner))
    bench.is_done("DeleteJob", id=job)


def _is_archive(bench: Bench, name: str) -> bool:
    """Whether it is among the archives, whatever the keys of their rows are."""
    rows = bench.inside("GetChildFolders", maxLevels=1)
    return re.search(rf"\b{name}\b", json.dumps(rows)) is not None


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("USER_NAME_PUNCTUATION", "LETTERS_BEYOND_ASCII_IN_USER_NAMES"), characters_of_names),
    Experiment(("LONGEST_USER_NAME",), length_of_names),
    Experiment(
        ("EMPTY_ENTRIES_OF_LISTS_ARE_IGNORED", "EMAIL_ADDRESS_PATTERN", "LEFT_OUT_LIST_EMPTIES"), lists_and_addresses
    ),
    Experiment(("text_as_stored",), texts),
    Experiment(("EMPTY_PASSWORD_OF_USER_IS_REFUSED",), passwords),
    Experiment(("MFA_STATUS_ON", "INITIALIZED_MFA_RESULT"), multi_factor_authentication),
    Experiment(("NO_PRIVILEGES", "NO_ENTRIES"), privileges),
    Experiment(("API_LOGIN_PRIVILEGE_SINCE", "API_LOGIN_PRIVILEGE_CAN_BE_WRITTEN"), api_login),
    Experiment(("one_time_url", "ARCHIVE_ADMIN_CAN_BE_CHANGED"), service_provider),
    Experiment(("NEW_USER_HAS_ARCHIVE", "GRANT_MAKES_ARCHIVE"), archives),
    Experiment(("OWNER_CAN_BE_DELETED",), owners),
)
