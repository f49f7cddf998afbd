# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that are written in several ways and mean the same."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.canonical import as_servers_say, canonical
from ansible_collections.community.mailstore.plugins.module_utils._engine.field_types import PartialDict

from tests.unit.documentation import all_resources

HEX = "0123456789ABCDEF0123456789ABCDEF01234567"
COLONS = ":".join(HEX[place : place + 2] for place in range(0, 40, 2))
GUID = "0a1b2c3d-0000-4000-8000-00000000abcd"
SAME: list[tuple[str, list[str]]] = [
    (
        "CertificateThumbprint",
        [HEX, HEX.lower(), COLONS, COLONS.lower(), COLONS.replace(":", " "), "\u200e" + HEX.lower()],
    ),
    # By its key alone: of an algorithm whose length tells nothing.
    ("CertificateThumbprint", [HEX + HEX + HEX[:16], (HEX + HEX + HEX[:16]).lower()]),
    ("anything", [HEX, COLONS.lower()]),
    ("anything", ["CN=Mail,DC=x", "cn=mail, dc=x"]),
    ("TenantId", [GUID, GUID.upper(), "{" + GUID + "}", f" {GUID.upper()} "]),
    (
        "baseDN",
        ["OU=Users,DC=contoso,DC=example", "ou=users, dc=contoso, dc=example", "OU = Users;DC=contoso;DC=example"],
    ),
    ("groups", ["CN=Mail\\, all,DC=x", "cn=mail\\, all, dc=x"]),
    ("groups", ["Mail Users", "mail users"]),
    ("serverName", ["DC1.contoso.example", "dc1.contoso.example", "dc1.contoso.example."]),
    ("host", ["IMAP.contoso.example", "imap.contoso.example"]),
    ("timeZoneId", ["W. Europe Standard Time", "w. europe standard time"]),
    ("emailAddress", ["Jane@Contoso.example", "Jane@contoso.EXAMPLE"]),
    ("openIdDiscoveryUrl", ["https://Login.contoso.example", "HTTPS://login.contoso.example/"]),
    ("path", ["E:\\Archives\\One", "e:/archives/one/"]),
    ("CertificateExpirationDate", ["2030-01-01T00:00:00Z", "2030-01-01 01:00:00+01:00", "2030-01-01T00:00:00.000Z"]),
    ("displayName", ["J\u00fcrgen", "Ju\u0308rgen"]),
]
OTHERS: list[tuple[str, str, str]] = [
    ("CertificateThumbprint", HEX, HEX[::-1]),
    ("TenantId", GUID, GUID.replace("a", "b")),
    ("baseDN", "OU=Users,DC=contoso", "OU=Users,OU=More,DC=contoso"),
    ("serverName", "dc1", "dc2"),
    ("emailAddress", "jane@contoso.example", "Jane@contoso.example"),
    ("redirectUrl", "https://a.example/Path", "https://a.example/path"),
    ("displayName", "Sales", "sales"),
    ("userName", "archive", "Archive"),
]
RULE = PartialDict("settings")


@pytest.mark.parametrize(("key", "spellings"), SAME)
def test_each_spelling_is_the_same_in_every_free_dictionary_at_any_depth(key: str, spellings: list[str]) -> None:
    for one in spellings:
        for other in spellings:
            assert canonical(one, key) == canonical(other, key)
            assert RULE.equal({key: one}, {key: other})
            assert RULE.equal({"deeper": {key: one}}, {"deeper": {key: other}})
            assert RULE.equal({key: [one, "z"]}, {key: ["z", other]})
            assert RULE.merged({key: one}, {key: other}) == {key: one}, "what is the same is not written in another way"


@pytest.mark.parametrize(("key", "one", "other"), OTHERS)
def test_what_differs_is_another_value(key: str, one: str, other: str) -> None:
    assert not RULE.equal({key: one}, {key: other})


def test_a_thumbprint_is_written_as_servers_say_it() -> None:
    assert as_servers_say(COLONS.lower(), "CertificateThumbprint") == HEX
    assert RULE.merged({}, {"CertificateThumbprint": COLONS.lower()}) == {"CertificateThumbprint": HEX}
    assert as_servers_say("no hex", "CertificateThumbprint") == "no hex"
    assert as_servers_say(GUID.upper(), "TenantId") == GUID.upper()


@pytest.mark.parametrize("value", ["", "http://[", "2030-13-45T00:00:00Z", None, 5, True, ["a"]])
def test_what_has_no_such_form_is_compared_as_it_is(value: Any) -> None:
    assert canonical(value) == canonical(value)


#: Options that have such a form, by the endings of their names; each must be compared in it.
FORMS: dict[str, tuple[Any, Any]] = {
    "distinguished_name": ("CN=Jane,DC=x", "cn=jane, dc=x"),
    "email_addresses": (["j@x.example", "A@x.example"], ["j@X.example", "A@X.example"]),
    "email_address": ("j@x.example", "j@X.example"),
    "recipients": (["j@x.example"], ["j@X.EXAMPLE"]),
    "thumbprint": (HEX, COLONS.lower()),
    "time_zone": ("UTC", "utc"),
    "hostname": ("mail.example", "MAIL.example"),
    "instance_host": ("host1", "HOST1"),
    "_path": ("E:\\a", "e:/A/"),
    "directory": ("E:\\a", "e:/A/"),
    "settings": ({"TenantId": GUID}, {"TenantId": GUID.upper()}),
    "details": ({"host": "a"}, {"host": "A"}),
    "configuration": ({"type": "t", "baseDN": "DC=x"}, {"baseDN": "dc=X"}),
}


@pytest.mark.parametrize(
    ("option", "field_type"),
    [
        pytest.param(field.option, field.type, id=f"{resource.noun}-{field.option}")
        for resource in all_resources().values()
        for field in resource.fields
        if not field.secret and any(field.option.endswith(end) for end in FORMS)
    ],
)
def test_every_option_of_such_a_form_is_compared_in_it(option: str, field_type: Any) -> None:
    current, desired = next(pair for end, pair in FORMS.items() if option.endswith(end))
    assert field_type.equal(current, desired)
