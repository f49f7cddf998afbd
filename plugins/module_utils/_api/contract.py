# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The functions of the Management API: what each takes, whether it only reads, what it needs.

This one list is what "reading function" means everywhere: in check mode, when a call is repeated, and for
`community.mailstore.spe_command`. The names are those of the vendor's function reference of April 2024 (documented)
and five more that servers of 25.3 list in get-metadata (observed), whose arguments are not public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from . import assumptions

HARMLESS: Final = assumptions.SECOND_CALL_IS_HARMLESS
REFUSED: Final = assumptions.SECOND_CALL_IS_REFUSED
DOUBLED: Final = assumptions.SECOND_CALL_IS_DOUBLED


@dataclass(frozen=True)
class Function:
    """One function.

    scope: `instance` when it takes `instanceID`, else `system`.
    reads: it changes nothing, so that it runs in check mode and may be repeated.
    access: whether the instance must have service provider access on: required, exempt, not applicable (system).
    since: the first version that has it, None for as long as the reference goes back.
    destroys: it removes what the server cannot restore.
    twice: what a second call with the same arguments does, for when nobody knows whether the first was done.
    arguments: their names; empty for the five functions whose signatures only get-metadata knows.
    """

    name: str
    scope: str
    reads: bool
    access: str
    since: str | None
    destroys: bool
    twice: str
    arguments: tuple[str, ...]

    @property
    def takes_instance_filter(self) -> bool:
        """Whether one call may reach many instances."""
        return "instanceFilter" in self.arguments


#: Arguments that came later than their function (documented: safeMode is new in the reference of 2024).
NEWER_ARGUMENTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({"StartInstances": frozenset({"safeMode"})})

#: Values of arguments that came later than the argument, by argument, and the first version that takes each.
NEWER_VALUES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"loginPrivileges": MappingProxyType({"api": assumptions.API_LOGIN_PRIVILEGE_SINCE})}
)


@dataclass(frozen=True)
class NewerValue:
    """A value that not every version takes: get-metadata does not show it, only the version does."""

    argument: str
    value: str
    since: str

    def is_known_to(self, version: str) -> bool:
        """Whether a server of that version takes it. One whose version cannot be read is left to decide by itself."""
        numbers = version_numbers(version)
        return not numbers or numbers >= version_numbers(self.since)


def newer_values(arguments: Mapping[str, Any]) -> Iterator[NewerValue]:
    """The values among the arguments of a call that an older server may lack."""
    for argument in NEWER_VALUES.keys() & arguments.keys():
        for value, since in NEWER_VALUES[argument].items():
            if value in (arguments[argument] or ()):
                yield NewerValue(argument, value, since)


def version_numbers(version: str) -> tuple[int, ...]:
    """A version in a form that can be compared; empty for a text that is none."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def came_later(function: str, arguments: Iterable[str]) -> bool:
    """Whether an older server may lack the function, or one of these arguments."""
    known = FUNCTIONS.get(function)
    newer = NEWER_ARGUMENTS.get(function, frozenset())
    return (known is not None and known.since is not None) or not newer.isdisjoint(arguments)


def reads(function: str, arguments: Mapping[str, Any] | None = None) -> bool:
    """Whether this call changes nothing. A function that is not in the list counts as writing."""
    if function in assumptions.DRY_RUN_ONLY_READS:
        return str((arguments or {}).get("dryRun")).lower() == "true"
    known = FUNCTIONS.get(function)
    return known is not None and known.reads


def requires_access(function: str) -> bool:
    """Whether the function needs service provider access. Raises LookupError for one that the collection uses without listing it."""
    known = FUNCTIONS.get(function)
    if known is None:
        raise LookupError(f"{function} is not among the functions: add it to plugins/module_utils/_api/contract.py.")
    return known.access == "required"


def destroys(function: str) -> bool:
    """Whether the function removes what the server cannot restore. A function that is not in the list counts as destroying."""
    known = FUNCTIONS.get(function)
    return known is None or known.destroys


def twice(function: str) -> str:
    """What a second call of the function does: harmless, refused or doubled, as far as this list has it."""
    known = FUNCTIONS.get(function)
    return DOUBLED if known is None else known.twice


def _system(
    name: str,
    arguments: str = "",
    *,
    reads: bool = False,
    destroys: bool = False,
    since: str | None = None,
    twice: str = HARMLESS,
) -> Function:
    return Function(name, "system", reads, "not applicable", since, destroys, twice, tuple(arguments.split()))


def _instance(
    name: str,
    access: str,
    arguments: str = "",
    *,
    reads: bool = False,
    destroys: bool = False,
    since: str | None = None,
    twice: str = HARMLESS,
) -> Function:
    return Function(name, "instance", reads, access, since, destroys, twice, tuple(arguments.split()))


_MANAGEMENT_SIDE: Final = assumptions.ACCESS_OF_MANAGEMENT_SIDE_FUNCTIONS

# fmt: off
_ALL = (
    _instance("AttachStore", "exempt", "instanceID name databasePath contentPath indexPath requestedState", twice=DOUBLED),
    _instance("CancelJobAsync", "required", "instanceID id", twice=REFUSED),
    _instance("ClearUserPrivilegesOnFolders", "required", "instanceID userName", destroys=True),
    _instance("CompactStore", "exempt", "instanceID id", twice=DOUBLED),
    _system("CreateClientAccessServer", "config", twice=REFUSED),
    _instance("CreateClientOneTimeUrlForArchiveAdmin", "required", "instanceID instanceUrl", twice=DOUBLED),
    _instance("CreateCredential", "required", since="25.3", twice=DOUBLED),
    _system("CreateDirectoryOnInstanceHost", "serverName path", twice=REFUSED),
    _system("CreateInstance", "config", twice=REFUSED),
    _system("CreateInstanceHost", "config", twice=REFUSED),
    _instance("CreateJob", "required",
              "instanceID name action owner timeZoneId date interval time dayOfWeek dayOfMonth", twice=DOUBLED),
    _system("CreateLicenseRequest", reads=assumptions.CREATE_LICENSE_REQUEST_ONLY_READS),
    _instance("CreateProfile", "required", "instanceID properties raw", twice=DOUBLED),
    _instance("CreateStore", "exempt", "instanceID name databasePath contentPath indexPath requestedState", twice=DOUBLED),
    _system("CreateSystemAdministrator", "config password", twice=REFUSED),
    _system("CreateSystemAdministratorAPIPassword", destroys=True, twice=DOUBLED),
    _instance("CreateUser", "required",
              "instanceID userName privileges fullName distinguishedName authentication password loginPrivileges",
              twice=REFUSED),
    _system("DeactivateSystemAdministratorMFA", "userName", twice=REFUSED),
    _instance("DeleteAppPasswords", "required", "instanceID userName", destroys=True, since="24.2"),
    _system("DeleteClientAccessServer", "serverName", destroys=True, twice=REFUSED),
    _instance("DeleteCredential", "required", destroys=True, since="25.3", twice=REFUSED),
    _instance("DeleteEmptyFolders", "required", "instanceID folder", destroys=True),
    _system("DeleteInstanceHost", "serverName", destroys=True, twice=REFUSED),
    _system("DeleteInstances", "instanceFilter", destroys=True, twice=REFUSED),
    _instance("DeleteJob", "required", "instanceID id", destroys=True, twice=REFUSED),
    _instance("DeleteProfile", "required", "instanceID id", destroys=True, twice=REFUSED),
    _system("DeleteSystemAdministrator", "userName", destroys=True, twice=REFUSED),
    _instance("DeleteUser", "required", "instanceID userName", destroys=True, twice=REFUSED),
    _instance("DetachStore", "exempt", "instanceID id", destroys=True, twice=REFUSED),
    _instance("DisableMFA", "required", "instanceID userName", since="24.2", twice=REFUSED),
    _system("FreezeInstances", "instanceFilter", twice=REFUSED),
    _instance("GetArchiveAdminEnabled", _MANAGEMENT_SIDE, "instanceID", reads=True),
    _instance("GetChildFolders", "required", "instanceID folder maxLevels", reads=True),
    _system("GetClientAccessServers", "serverNameFilter withServiceStatus", reads=True),
    _instance("GetComplianceConfiguration", "required", "instanceID", reads=True),
    _instance("GetCredentialSettings", "required", reads=True, since="25.3"),
    _instance("GetCredentials", "required", "instanceID", reads=True, since="24.2"),
    _system("GetDirectoriesOnInstanceHost", "serverName path", reads=True),
    _instance("GetDirectoryServicesConfiguration", "required", "instanceID", reads=True),
    _system("GetEnvironmentInfo", reads=True),
    _instance("GetFolderStatistics", "required", "instanceID", reads=True),
    _instance("GetIndexConfiguration", "exempt", "instanceID", reads=True),
    _instance("GetInstanceConfiguration", _MANAGEMENT_SIDE, "instanceID", reads=True),
    _system("GetInstanceHosts", "serverNameFilter", reads=True),
    _instance("GetInstanceProcessLiveStatistics", _MANAGEMENT_SIDE, "instanceID", reads=True),
    _instance("GetInstanceStatistics", _MANAGEMENT_SIDE, "instanceID", reads=True),
    _system("GetInstances", "instanceFilter", reads=True),
    _instance("GetJobResults", "required", "instanceID fromIncluding toExcluding timeZoneId jobId", reads=True),
    _instance("GetJobs", "required", "instanceID", reads=True),
    _instance("GetProfiles", "required", "instanceID raw", reads=True),
    _system("GetServiceStatus", reads=True),
    _instance("GetSmtpSettings", "required", "instanceID", reads=True),
    _instance("GetStoreAutoCreateConfiguration", "exempt", "instanceID", reads=True),
    _instance("GetStores", "exempt", "instanceID includeSize", reads=True),
    _system("GetSystemAdministrators", reads=True),
    _system("GetSystemSmtpConfiguration", reads=True),
    _instance("GetTimeZones", "required", "instanceID", reads=True),
    _instance("GetUserInfo", "required", "instanceID userName", reads=True),
    _instance("GetUsers", "required", "instanceID", reads=True),
    _instance("GetWorkerResultReport", "required", "instanceID id", reads=True, since="24.2"),
    _instance("GetWorkerResults", "required",
              "instanceID fromIncluding toExcluding timeZoneID profileID userName", reads=True),
    _instance("InitializeMFA", "required", "instanceID userName", since="24.2", twice=DOUBLED),
    _system("InitializeSystemAdministratorMFA", "userName", twice=DOUBLED),
    _instance("MaintainFileSystemDatabases", "exempt", "instanceID", twice=DOUBLED),
    _instance("MergeStore", "exempt", "instanceID id sourceId", twice=DOUBLED),
    _instance("MoveFolder", "required", "instanceID fromFolder toFolder", twice=REFUSED),
    _system("PairWithManagementServer", "serverType serverName port thumbprint"),
    _system("Ping", reads=True),
    _instance("RebuildSelectedStoreIndexes", "exempt", "instanceID", twice=DOUBLED),
    _instance("RecoverStore", "exempt", "instanceID id encryptionKey recoverDeletedMessages", twice=DOUBLED),
    _instance("RecreateRecoveryRecords", "exempt", "instanceID id", twice=DOUBLED),
    _instance("RefreshAllStoreStatistics", "exempt", "instanceID", twice=DOUBLED),
    _system("ReloadBranding"),
    _instance("RenameJob", "required", "instanceID id name"),
    _instance("RenameStore", "exempt", "instanceID id name"),
    _instance("RenameUser", "required", "instanceID oldUserName newUserName", twice=REFUSED),
    _instance("RepairStoreDatabase", "exempt", "instanceID id", twice=DOUBLED),
    _system("RestartInstances", "instanceFilter", twice=DOUBLED),
    _instance("RetryOpenStores", "exempt", "instanceID"),
    _instance("RunJobAsync", "required", "instanceID id", twice=DOUBLED),
    _instance("RunProfile", "required", "instanceID id", twice=DOUBLED),
    _instance("RunTemporaryProfile", "required", "instanceID properties raw", twice=DOUBLED),
    _instance("SelectAllStoreIndexesForRebuild", "exempt", "instanceID"),
    _instance("SendStatusReport", "required", "instanceID timespan timeZoneId recipients", twice=DOUBLED),
    _instance("SetArchiveAdminEnabled", _MANAGEMENT_SIDE, "instanceID enabled"),
    _system("SetClientAccessServerConfiguration", "config"),
    _instance("SetComplianceConfiguration", "required", "instanceID config"),
    _instance("SetCredentialSettings", "required", since="25.3"),
    _instance("SetDirectoryServicesConfiguration", "required", "instanceID config"),
    _instance("SetIndexConfiguration", "exempt", "instanceID config"),
    _system("SetInstanceConfiguration", "config"),
    _system("SetInstanceHostConfiguration", "config"),
    _instance("SetJobEnabled", "required", "instanceID id enabled"),
    _instance("SetJobSchedule", "required", "instanceID id timeZoneId date interval time dayOfWeek dayOfMonth"),
    _instance("SetProfileServerSideExecution", "required",
              "instanceID id automatic automaticPauseBetweenExecutions automaticMaintenanceWindows", since="24.2"),
    _instance("SetSmtpSettings", "required", "instanceID settings"),
    _instance("SetStoreAutoCreateConfiguration", "exempt", "instanceID config"),
    _instance("SetStorePath", "exempt", "instanceID id databasePath contentPath indexPath"),
    _instance("SetStoreRequestedState", "exempt", "instanceID id requestedState"),
    _system("SetSystemAdministratorConfiguration", "config"),
    _system("SetSystemAdministratorPassword", "userName password"),
    _system("SetSystemSmtpConfiguration", "config"),
    _instance("SetUserAuthentication", "required", "instanceID userName authentication"),
    _instance("SetUserDistinguishedName", "required", "instanceID userName distinguishedName"),
    _instance("SetUserEmailAddresses", "required", "instanceID userName emailAddresses"),
    _instance("SetUserFullName", "required", "instanceID userName fullName"),
    _instance("SetUserLoginPrivileges", "required", "instanceID userName loginPrivileges"),
    _instance("SetUserPassword", "required", "instanceID userName password"),
    _instance("SetUserPop3UserNames", "required", "instanceID userName pop3UserNames"),
    _instance("SetUserPrivileges", "required", "instanceID userName privileges"),
    _instance("SetUserPrivilegesOnFolder", "required", "instanceID userName folder privileges"),
    _system("StartInstances", "instanceFilter safeMode", twice=REFUSED),
    _system("StopInstances", "instanceFilter", twice=REFUSED),
    _instance("SyncUsersWithDirectoryServices", "required", "instanceID dryRun", destroys=True, twice=DOUBLED),
    _instance("TestSmtpSettings", "required", "instanceID", twice=DOUBLED),
    _system("TestSystemSmtpConfiguration", twice=DOUBLED),
    _system("ThawInstances", "instanceFilter", twice=REFUSED),
    _instance("TransferStores", "required", destroys=assumptions.TRANSFER_STORES_DESTROYS, since="25.3", twice=DOUBLED),
    _instance("UpgradeStore", "exempt", "instanceID id", twice=DOUBLED),
    _instance("UpgradeStores", "exempt", "instanceID", since="24.2", twice=DOUBLED),
    _instance("VerifyStore", "exempt", "instanceID id includeIndexes", twice=DOUBLED),
    _instance("VerifyStores", "exempt", "instanceID includeIndexes", twice=DOUBLED),
)
# fmt: on

FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType({function.name: function for function in _ALL})
