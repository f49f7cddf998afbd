# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random tenants, as the simulator's seeds describe them. No playbook has made them: they are as life has left them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Tenant = dict[str, Any]

HOSTS = [
    {"serverName": f"host{number}.example.com", "thumbprint": f"{number:040X}", "directories": ["E:\\Archives"]}
    for number in (1, 2)
]

#: A secret that can be read, so that it is compared, too.
SECRET_ACTION = 'Send --password="Geheim-Q"'

#: Texts that YAML, Ansible or an API may take for something else.
_TEXTS = st.sampled_from(
    [
        *("Plain", "Größe & Söhne + 50 %", 'it\'s "q"', "2026", "0815", "1e3", "0x1f", "12:30:00", "2026-12-31", "~"),
        *(
            "no",
            "Yes",
            "null",
            "- a",
            "a: b",
            "# c",
            "{{ lookup('env', 'HOME') }}",
            "{% raw %}",
            "{# x #}",
            "[a]",
            "{a}",
        ),
        *(
            "C:\\new\\table",
            "100 %",
            "@catchall",
            "*star",
            "&and",
            "!bang",
            "|pipe",
            ">more",
            "日本",
            "tab\there",
            "e\u0301",
        ),
    ]
)
#: Of what is new, the name is a text in one line; a task refuses another one.
_NAMES = _TEXTS.filter(str.isprintable)
_HOSTS = st.sampled_from(["mail.example.com", "192.0.2.7", "imap.example.com"])
_ADDRESSES = st.sampled_from(["a@x.example", "b@x.example", "no-reply@x.example", "2026@x.example"])
_PATHS = st.sampled_from(["E:\\Archives\\new", "D:\\täter\\no", "E:\\2026"])
_USERS = ["admin", "jane.doe", "a b", "0815", "no", "x@y.example", "j-d_1", "null"]
_ARCHIVES = [*_USERS, "@catchall", "pf-public"]
_FLAG = st.sampled_from(["0", "1"])


def _some(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of these members."""
    return st.fixed_dictionaries({}, optional=members)


def _named(names: st.SearchStrategy[str], entry: st.SearchStrategy[dict[str, Any]], key: str = "name") -> Any:
    """A list of entries, each with a name of its own, letters apart."""
    pairs = st.lists(st.tuples(names, entry), max_size=4, unique_by=lambda pair: pair[0].lower())
    return pairs.map(lambda chosen: [{key: name, **members} for name, members in chosen])


def _words(*words: str, alone: tuple[str, ...] = ()) -> st.SearchStrategy[list[str]]:
    several = st.lists(st.sampled_from(words), unique=True, max_size=4)
    return st.one_of(several, *(st.just([word]) for word in alone))


_CONFIGURATION = _some(
    alias=st.sampled_from([None, "other", "t-0"]),
    displayName=_TEXTS,
    startMode=st.sampled_from(["automatic", "manual"]),
    debugLogEnabled=st.booleans(),
    imapServerConnectionLogEnabled=st.booleans(),
    vssWriterEnabled=st.booleans(),
    vssWriterExcludeIndexes=st.booleans(),
    serviceProviderAccess=st.booleans(),
    includeAttachmentsOfPDFs=st.booleans(),
    storeAutoCreate=_some(
        sizeThreshold=st.sampled_from([None, "5000"]), baseDirectory=_PATHS, indexBaseDirectory=_PATHS
    ),
    compliance=_some(
        legalHoldEnabled=st.booleans(),
        logSuccessfulUserActivities=_words("MessageExport", "MessageView", "UserAdd", "Own"),
    ),
    smtp=st.one_of(
        st.none(),
        st.builds(
            dict,
            hostname=_HOSTS,
            port=st.sampled_from([25, 587]),
            protocol=st.sampled_from(["SMTP", "SMTP-TLS", "SMTP-SSL"]),
            ignoreSslPolicyErrors=st.booleans(),
            authenticationRequired=st.booleans(),
            username=st.sampled_from([None, "archive", "no"]),
            password=st.sampled_from([None, "stored"]),
            fromDisplayName=st.one_of(st.none(), _TEXTS),
            fromEmailAddress=_ADDRESSES,
            recipientEmailAddresses=st.lists(_ADDRESSES, unique=True, max_size=2),
        ),
    ),
)
_STORE = _some(
    contentPath=_PATHS,
    indexPath=_PATHS,
    messages=st.sampled_from([0, 7]),
    requestedState=st.sampled_from(["normal", "writeProtected", "disabled"]),
)
_USER = _some(
    fullName=_TEXTS,
    distinguishedName=st.sampled_from(["CN=Jane,OU=Users", "CN=No\\, one,DC=x"]),
    authentication=st.sampled_from(["integrated", "directoryServices"]),
    mfaStatus=st.sampled_from(["Disabled", "Enabled"]),
    emailAddresses=st.lists(_ADDRESSES, unique=True, max_size=3),
    pop3UserNames=st.lists(st.sampled_from(["jane", "0815", "no"]), unique=True, max_size=2),
    privileges=_words("login", "changePassword", "archive", "export", "delete", alone=("admin",)),
    loginPrivileges=_words("windows", "web", "outlook", "windowsCmd", "imap"),
    privilegesOnFolders=st.dictionaries(
        st.sampled_from(_ARCHIVES), _words("read", "write", "delete").filter(bool), max_size=3
    ),
    appPasswords=st.sampled_from([0, 2]),
)
_DETAILS = _some(
    host=_HOSTS,
    # Words for flags are flags in a new profile, as templates write them.
    userName=_TEXTS.filter(lambda text: text.lower() not in ("yes", "no")),
    emailAddress=_ADDRESSES,
    ignoreSSLPolicyErrors=_FLAG,
    timeout=st.sampled_from(["0", "30"]),
    targetUserFolder=st.sampled_from([archive for archive in _ARCHIVES if archive != "no"]),
    password=st.just("stored"),
)
_EXECUTION = st.one_of(
    st.just({}),
    st.builds(
        lambda automatic, pause, windows: {"automatic": automatic, "automaticPauseBetweenExecutions": pause, **windows},
        st.sampled_from(["true", "false"]),
        st.sampled_from(["60", "900"]),
        st.sampled_from([{}, {"automaticMaintenanceWindows": "02:00-04:00"}]),
    ),
)
_ACTIONS = st.sampled_from(
    [
        *("VerifyStores", 'VerifyStores --includeIndexes="true"', "VerifyStores --includeIndexes=true"),
        *("RefreshAllStoreStatistics", "ProcessRetentionPolicies", "Something --else='no'", SECRET_ACTION),
        *('SendStatusReport --timespan="1" --timeZone="W. Europe Standard Time"', "SyncUsersWithDirectoryServices"),
    ]
)
_SCHEDULE = st.builds(
    lambda zone, form: {"timeZoneId": zone, **form},
    st.sampled_from(["W. Europe Standard Time", "UTC"]),
    st.sampled_from(
        [
            *({"time": "03:30"}, {"time": "12:30:15"}, {"time": "23:59", "dayOfWeek": "Sunday"}, {"interval": 30}),
            *(
                {"time": "00:00", "dayOfMonth": "Last"},
                {"time": "01:00", "dayOfMonth": "7"},
                {"date": "2027-01-01T03:30:00"},
            ),
        ]
    ),
)
_CREDENTIAL = st.builds(
    lambda number: {
        "applicationId": f"00000000-0000-0000-0000-{number:012}",
        "tenantId": f"00000000-0000-0000-0001-{number:012}",
        "certificateThumbprint": f"{number:040X}",
        "certificateExpires": "+40 days",
    },
    st.integers(0, 9),
)
_ACTIVE_DIRECTORY: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    type=st.just("activeDirectory"),
    serverName=st.one_of(st.none(), _HOSTS),
    protocol=st.sampled_from(["LDAP", "LDAP-SSL"]),
    authenticationType=st.just("standardAuthentication"),
    userName=st.sampled_from([None, "X\\archive", "no"]),
    password=st.sampled_from([None, "stored"]),
    baseDN=st.just("DC=x,DC=example"),
    groups=st.sampled_from([None, [], ["Archive Users", "no"]]),
    userNameFormat=st.just("samAccountName"),
    authenticationProtocol=st.just("networkAuthentication"),
    openIdDiscoveryUrl=st.none(),
    openIdClientID=st.none(),
    openIdRedirectUrl=st.sampled_from([None, "https://x.example/signin"]),
    **dict.fromkeys(
        (
            *("microsoftExchangeUsersOnly", "enabledUsersOnly", "usersVisibleInAddressListsOnly"),
            *("openIdForceAdfsLogin", "deleteUsers"),
        ),
        st.booleans(),
    ),
)
# A type without any other value may say that there are no directory services.
_OTHER_DIRECTORY = st.builds(
    lambda rest: {"type": "other", "serverName": "directory.example", **rest},
    _some(
        host=_TEXTS, baseDN=_TEXTS, no=_TEXTS, flag=st.booleans(), number=st.integers(0, 9), groups=st.just(["no", "a"])
    ),
)


@st.composite
def tenants(draw: st.DrawFn) -> Tenant:
    """A tenant whose parts fit together: owners are there, one store is current at most, and credentials that are used exist."""
    configuration = draw(_CONFIGURATION)
    users = [
        {"userName": "admin", "privileges": ["admin"]},
        *draw(_named(st.sampled_from(_USERS[1:]), _USER, "userName")),
    ]
    owners = st.sampled_from(["$archiveadmin", *(user["userName"] for user in users)])
    # The server takes no others for new jobs.
    administrators = st.sampled_from([user["userName"] for user in users if "admin" in user.get("privileges", [])])
    credentials = draw(_named(_NAMES, _CREDENTIAL, "description"))
    used = st.sampled_from([None, *(number + 1 for number in range(len(credentials)))])
    return {
        "instanceID": "tenant",
        "instanceHost": draw(st.sampled_from([host["serverName"] for host in HOSTS])),
        "baseDirectory": "E:\\Archives\\tenant",
        **configuration,
        "stores": _with_current(draw(_named(_NAMES, _STORE)), draw(st.integers(0, 4))),
        "users": users,
        "folders": {archive: {} for archive in _ARCHIVES},
        "credentials": credentials,
        "directoryServices": draw(st.one_of(st.none(), _ACTIVE_DIRECTORY, _OTHER_DIRECTORY, used.map(_office_365))),
        "profiles": [_with_owner(profile, draw(owners), draw(used)) for profile in draw(_named(_NAMES, _profiles()))],
        "jobs": [{**job, "owner": draw(administrators)} for job in draw(_named(_NAMES, _jobs()))],
    }


def _jobs() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(dict, action=_ACTIONS, schedule=_SCHEDULE, enabled=st.booleans())


def _profiles() -> st.SearchStrategy[dict[str, Any]]:
    connectors = st.sampled_from(["IMAP", "MicrosoftOffice365"])
    return st.builds(dict, connector=connectors, details=_DETAILS, serverSideExecution=_EXECUTION)


def _with_owner(profile: dict[str, Any], owner: str, credential: int | None) -> dict[str, Any]:
    used = {} if credential is None else {"credentialId": str(credential)}
    return {**profile, "owner": owner, "details": {**profile["details"], **used}}


def _with_current(stores: list[dict[str, Any]], current: int) -> list[dict[str, Any]]:
    """The stores with directories of their own, and the one of that number as the current one."""
    placed = [_placed(store, number) for number, store in enumerate(stores)]
    return [
        {**store, "requestedState": "current"} if number == current else store for number, store in enumerate(placed)
    ]


def _placed(store: dict[str, Any], number: int) -> dict[str, Any]:
    others: dict[str, Any] = {key: f"{store[key]}\\{number}" for key in ("contentPath", "indexPath") if key in store}
    return {**store, "databasePath": f"E:\\Stores\\{number}", **others}


def _office_365(credential: int | None) -> dict[str, Any] | None:
    if credential is None:
        return None
    return {
        "type": "office365OpenIDConnect",
        "credentialId": credential,
        "licensedExchangeOnlineUsersOnly": True,
        "enabledUsersOnly": False,
        "groups": None,
        "redirectUrl": "https://x.example/signin",
        "deleteUsers": False,
    }
