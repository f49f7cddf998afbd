# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in for the REST API of AWX 24: it keeps objects, and refuses what AWX would refuse of those that we make.

It knows what the modules of awx.awx ask: lists with filters and pages, details, POST and PATCH, what is associated with an
object, surveys and approval nodes. It runs nothing.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.awx.injection import mistakes_of_type

Object = dict[str, Any]
PREFIX = "/api/v2/"
HIDDEN = "$encrypted$"
PAGE = 5
NOTIFICATIONS = tuple(f"notification_templates_{event}" for event in ("started", "success", "error"))


@dataclass(frozen=True)
class Kind:
    """One endpoint: what its objects are called, what they name, and what AWX fills in."""

    type: str
    required: tuple[str, ...] = ("name",)
    references: Mapping[str, str] = field(default_factory=dict)
    associations: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    identity: str = "name"


_TEMPLATE = {
    "inventory": "inventories",
    "project": "projects",
    "organization": "organizations",
    "execution_environment": "execution_environments",
}
_NOTIFIED = dict.fromkeys(NOTIFICATIONS, "notification_templates")
_NODES = dict.fromkeys(("success_nodes", "failure_nodes", "always_nodes"), "workflow_job_template_nodes")
_ASKS = {
    f"ask_{what}_on_launch": False
    for what in ("job_type", "limit", "tags", "variables", "job_slice_count", "inventory", "credential")
}
KINDS: dict[str, Kind] = {
    "organizations": Kind("organization"),
    "credential_types": Kind("credential_type", ("name", "kind"), defaults={"inputs": {}, "injectors": {}}),
    "credentials": Kind(
        "credential",
        ("name", "credential_type"),
        {"organization": "organizations", "credential_type": "credential_types"},
        defaults={"inputs": {}},
    ),
    "execution_environments": Kind(
        "execution_environment", ("name", "image"), {"organization": "organizations"}, defaults={"pull": ""}
    ),
    "notification_templates": Kind(
        "notification_template",
        ("name", "organization", "notification_type", "notification_configuration"),
        {"organization": "organizations"},
        defaults={"messages": None},
    ),
    "projects": Kind(
        "project",
        ("name",),
        {
            "organization": "organizations",
            "default_environment": "execution_environments",
            "credential": "credentials",
        },
        _NOTIFIED,
        {"scm_revision": "0123abc", "allow_override": False, "scm_delete_on_update": False},
    ),
    "inventories": Kind(
        "inventory",
        ("name", "organization"),
        {"organization": "organizations"},
        defaults={"kind": "", "host_filter": None, "variables": ""},
    ),
    "inventory_sources": Kind(
        "inventory_source",
        ("name", "inventory", "source"),
        {
            "inventory": "inventories",
            "source_project": "projects",
            "credential": "credentials",
            "execution_environment": "execution_environments",
        },
        _NOTIFIED,
    ),
    "job_templates": Kind(
        "job_template",
        ("name", "project", "playbook"),
        _TEMPLATE,
        {**_NOTIFIED, "credentials": "credentials"},
        {"extra_vars": "", "survey_enabled": False, "diff_mode": False, **_ASKS},
    ),
    "workflow_job_templates": Kind(
        "workflow_job_template",
        references={"organization": "organizations", "inventory": "inventories"},
        associations={**_NOTIFIED, "notification_templates_approvals": "notification_templates"},
        defaults={"extra_vars": "", "survey_enabled": False},
    ),
    "workflow_job_template_nodes": Kind(
        "workflow_job_template_node",
        ("workflow_job_template", "identifier"),
        {"workflow_job_template": "workflow_job_templates", "unified_job_template": "unified_job_templates"},
        {**_NODES, "credentials": "credentials"},
        {"extra_data": {}, "unified_job_template": None, "all_parents_must_converge": False},
        "identifier",
    ),
    "workflow_approval_templates": Kind("workflow_approval_template", defaults={"timeout": 0}),
    "schedules": Kind(
        "schedule",
        ("name", "unified_job_template", "rrule"),
        {"unified_job_template": "unified_job_templates"},
        defaults={"enabled": True, "extra_data": {}},
    ),
    "project_updates": Kind("project_update"),
}
#: Everything that can be started; their numbers are of one series.
UNIFIED = ("job_templates", "workflow_job_templates", "projects", "inventory_sources", "workflow_approval_templates")
_CONFIGURATION = {
    "email": {"host", "port", "username", "password", "use_tls", "use_ssl", "sender", "recipients", "timeout"},
    "webhook": {"url", "http_method", "headers", "disable_ssl_verification", "username", "password"},
}


class Refused(Exception):
    """AWX answers with this status and these words."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


class Controller:
    """The objects, and what is done to them."""

    def __init__(self, token: str, playbooks: set[str]) -> None:
        """:param playbooks: the playbooks in the repository of each project."""
        self.token = token
        self.playbooks = playbooks
        self.writes: list[str] = []
        self.lock = threading.Lock()
        self._objects: dict[str, dict[int, Object]] = {kind: {} for kind in KINDS}
        self._associated: dict[tuple[str, int, str], list[int]] = {}
        self._surveys: dict[int, Object] = {}
        self._last_id = 0
        self._create("organizations", {"name": "Default"})

    def find(self, kind: str, name: str) -> Object:
        """The stored object of that name."""
        return next(entry for entry in self._objects[kind].values() if entry[KINDS[kind].identity] == name)

    def names(self, kind: str) -> set[str]:
        return {entry[KINDS[kind].identity] for entry in self._objects[kind].values()}

    def survey(self, template: str) -> Object:
        """The survey of a job template."""
        return self._surveys[self.find("job_templates", template)["id"]]

    def remove(self, kind: str, name: str) -> None:
        """What somebody has deleted."""
        del self._objects[kind][self.find(kind, name)["id"]]

    def edges(self, node: str, edge: str) -> list[str]:
        """The identifiers of the nodes that follow a node."""
        found = self._associated.get(
            ("workflow_job_template_nodes", self.find("workflow_job_template_nodes", node)["id"], edge), []
        )
        return [self._objects["workflow_job_template_nodes"][number]["identifier"] for number in found]

    def answer(self, method: str, path: str, query: Mapping[str, str], data: Object) -> tuple[int, Any]:
        """Status and body of the answer to a request."""
        parts = path.removeprefix(PREFIX).strip("/").split("/")
        if parts[0] == "unified_job_templates":
            return 200, self._page(path, query, self._unified())
        if parts[0] not in KINDS:
            raise Refused(404, {"detail": "Not found."})
        if method != "GET":
            self.writes.append(f"{method} {path}")
        if len(parts) == 1:
            return self._of_a_list(method, path, query, data)
        number = int(parts[1])
        if number not in self._objects[parts[0]]:
            raise Refused(404, {"detail": "Not found."})
        if len(parts) == 2:
            return self._of_one(method, parts[0], number, data)
        return self._of_a_part(method, path, (parts[0], number, parts[2]), data)

    def _of_a_list(self, method: str, path: str, query: Mapping[str, str], data: Object) -> tuple[int, Any]:
        kind = path.removeprefix(PREFIX).strip("/")
        if method == "GET":
            return 200, self._page(path, query, [self._shown(kind, entry) for entry in self._objects[kind].values()])
        shown = self._shown(kind, self._create(kind, data))
        if kind == "projects":
            # AWX begins to fetch the repository.
            update = self._create("project_updates", {"name": data["name"], "status": "successful"})
            shown["summary_fields"]["current_update"] = {"id": update["id"]}
        return 201, shown

    def _of_one(self, method: str, kind: str, number: int, data: Object) -> tuple[int, Any]:
        entry = self._objects[kind][number]
        if method == "DELETE":
            del self._objects[kind][number]
            return 204, None
        if method == "PATCH":
            self._refuse(kind, {**entry, **data}, number)
            known = _with_kept_secrets(entry, data)
            entry.update({name: value for name, value in known.items() if name != "type"})
        return 200, self._shown(kind, entry)

    def _of_a_part(self, method: str, path: str, place: tuple[str, int, str], data: Object) -> tuple[int, Any]:
        kind, number, part = place
        if part == "survey_spec":
            if method == "POST":
                self._surveys[number] = _checked_survey(data)
            return 200, self._surveys.get(number, {})
        if part == "create_approval_template":
            template = self._create("workflow_approval_templates", data)
            self._objects[kind][number]["unified_job_template"] = template["id"]
            return 201, self._shown("workflow_approval_templates", template)
        other = KINDS[kind].associations.get(part)
        if other is None:
            raise Refused(404, {"detail": "Not found."})
        associated = self._associated.setdefault(place, [])
        if method == "GET":
            return 200, self._page(path, {}, [self._shown(other, self._objects[other][each]) for each in associated])
        if data["id"] not in self._objects[other]:
            raise Refused(400, {"msg": f"Object with id {data['id']} not found"})
        if data.get("disassociate"):
            associated.remove(data["id"])
        elif part == "credentials" and self._has_such_type(associated, data["id"]):
            raise Refused(400, {"error": "Cannot assign multiple credentials of the same type."})
        else:
            associated.append(data["id"])
        return 204, None

    def _has_such_type(self, associated: list[int], number: int) -> bool:
        credentials = self._objects["credentials"]
        return credentials[number]["credential_type"] in {credentials[each]["credential_type"] for each in associated}

    def _create(self, kind: str, data: Object) -> Object:
        self._refuse(kind, data, None)
        self._last_id += 1
        own = {name: value for name, value in data.items() if name != "type"}
        entry = {"description": "", **KINDS[kind].defaults, **own, "id": self._last_id}
        self._objects[kind][self._last_id] = entry
        return entry

    def _refuse(self, kind: str, entry: Object, number: int | None) -> None:
        """Raises Refused for what AWX would not keep."""
        missing = {name: ["This field is required."] for name in KINDS[kind].required if entry.get(name) in (None, "")}
        invalid = {
            name: [f'Invalid pk "{entry[name]}" - object does not exist.']
            for name, other in KINDS[kind].references.items()
            if entry.get(name) is not None and entry[name] not in self._numbers(other)
        }
        if missing or invalid:
            raise Refused(400, {**missing, **invalid})
        own = (KINDS[kind].identity, "organization", "kind", "workflow_job_template", "credential_type", "inventory")
        same = [
            other
            for other in self._objects[kind].values()
            if kind != "project_updates"
            and other["id"] != number
            and all(other.get(name) == entry.get(name) for name in own)
        ]
        if same:
            raise Refused(400, {"__all__": ["An object with these values already exists."]})
        if refuse := self._rules().get(kind):
            refuse(entry)

    def _numbers(self, kind: str) -> set[int]:
        return {
            number
            for each in (UNIFIED if kind == "unified_job_templates" else (kind,))
            for number in self._objects[each]
        }

    def _rules(self) -> Mapping[str, Callable[[Object], None]]:
        return {
            "credential_types": self._refuse_type,
            "credentials": self._refuse_credential,
            "job_templates": self._refuse_template,
            "workflow_job_template_nodes": self._refuse_variables,
            "schedules": self._refuse_schedule,
            "notification_templates": self._refuse_notification,
        }

    def _refuse_type(self, entry: Object) -> None:
        if entry["kind"] not in {"cloud", "net"}:
            raise Refused(400, {"kind": ["Must be 'cloud' or 'net', not " + entry["kind"]]})
        if mistakes := mistakes_of_type(entry):
            raise Refused(400, {"injectors": mistakes})

    def _refuse_credential(self, entry: Object) -> None:
        inputs = self._objects["credential_types"][entry["credential_type"]]["inputs"]
        unknown = set(entry["inputs"]) - {each["id"] for each in inputs["fields"]}
        missing = [name for name in inputs["required"] if not entry["inputs"].get(name)]
        if unknown or missing:
            raise Refused(400, {"inputs": f"additional {sorted(unknown)}, required for {missing}"})

    def _refuse_template(self, entry: Object) -> None:
        if entry["playbook"] not in self.playbooks:
            raise Refused(400, {"playbook": ["Playbook not found for project."]})

    def _refuse_variables(self, entry: Object) -> None:
        """Variables of a node need a template that asks for them."""
        self._refuse_launch(entry.get("unified_job_template"), entry.get("extra_data") or {})

    def _refuse_schedule(self, entry: Object) -> None:
        self._refuse_launch(entry["unified_job_template"], entry.get("extra_data") or {})
        if not re.fullmatch(
            r"DTSTART;TZID=[\w/]+:\d{8}T\d{6} RRULE:FREQ=\w+;INTERVAL=\d+(;\w+=[\w,-]+)*", entry["rrule"]
        ):
            raise Refused(400, {"rrule": ["A valid rrule is required."]})

    def _refuse_launch(self, number: int | None, variables: Object) -> None:
        template = self._objects["job_templates"].get(number or 0, {})
        asked = {question["variable"] for question in self._surveys.get(number or 0, {}).get("spec", [])}
        if set(variables) - asked and not template.get("ask_variables_on_launch"):
            words = f"Variables {', '.join(variables)} are not allowed on launch."
            raise Refused(400, {"extra_data": [words]})

    def _refuse_notification(self, entry: Object) -> None:
        if set(entry["notification_configuration"]) != _CONFIGURATION[entry["notification_type"]]:
            raise Refused(400, {"notification_configuration": ["Missing or unknown fields."]})

    def _unified(self) -> list[Object]:
        return [self._shown(kind, entry) for kind in UNIFIED for entry in self._objects[kind].values()]

    def _page(self, path: str, query: Mapping[str, str], entries: list[Object]) -> Object:
        entries = [entry for entry in entries if _matches(entry, query)]
        page = int(query.get("page", "1"))
        rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
        following = f"{path}?page={page + 1}&{rest}".rstrip("&") if len(entries) > page * PAGE else None
        return {"count": len(entries), "next": following, "results": entries[(page - 1) * PAGE : page * PAGE]}

    def _shown(self, kind: str, entry: Object) -> Object:
        """An object as AWX shows it."""
        url = f"{PREFIX}{kind}/{entry['id']}/"
        related = {part: f"{url}{part}/" for part in (*KINDS[kind].associations, "survey_spec", "update", "copy")}
        summaries: Object = {}
        for name, other in KINDS[kind].references.items():
            if entry.get(name) is None:
                continue
            place = next(
                each
                for each in (UNIFIED if other == "unified_job_templates" else (other,))
                if entry[name] in self._objects[each]
            )
            target = self._objects[place][entry[name]]
            related[name] = f"{PREFIX}{place}/{target['id']}/"
            summaries[name] = {"id": target["id"], "name": target[KINDS[place].identity]}
        shown = {**entry, "type": KINDS[kind].type, "url": url, "related": related, "summary_fields": summaries}
        if kind == "credentials":
            shown["inputs"] = {**entry["inputs"], **dict.fromkeys(self._secrets(entry), HIDDEN)}
        return shown

    def _secrets(self, entry: Object) -> set[str]:
        fields = self._objects["credential_types"][entry["credential_type"]]["inputs"]["fields"]
        return {each["id"] for each in fields if each.get("secret") and entry["inputs"].get(each["id"])}


def _with_kept_secrets(entry: Object, data: Object) -> Object:
    if not isinstance(data.get("inputs"), dict):
        return data
    kept = {name: entry["inputs"].get(name) if value == HIDDEN else value for name, value in data["inputs"].items()}
    return {**data, "inputs": kept}


def _checked_survey(survey: Object) -> Object:
    for question in survey["spec"]:
        for key in ("question_name", "variable", "type", "required"):
            if key not in question:
                raise Refused(400, {"error": f"'{key}' missing from survey question."})
    return survey


def _matches(entry: Object, query: Mapping[str, str]) -> bool:
    alternatives = {name[4:]: value for name, value in query.items() if name.startswith("or__")}
    others = {name: value for name, value in query.items() if not name.startswith(("or__", "page", "order_by"))}
    return all(_is(entry, *pair) for pair in others.items()) and (
        not alternatives or any(_is(entry, *pair) for pair in alternatives.items())
    )


def _is(entry: Object, name: str, value: str) -> bool:
    return str(entry.get(name)) == value


@contextmanager
def running_controller(playbooks: set[str], token: str = "S3cret-token") -> Iterator[tuple[Controller, str]]:
    """A stand-in that listens on a free port: itself, and its address."""
    controller = Controller(token, playbooks)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(length) or b"{}")
            url = urlsplit(self.path)
            try:
                if self.headers.get("Authorization") != f"Bearer {controller.token}":
                    raise Refused(401, {"detail": "Authentication credentials were not provided."})
                with controller.lock:
                    status, body = controller.answer(self.command, url.path, dict(parse_qsl(url.query)), data)
            except Refused as refused:
                status, body = refused.status, refused.body
            content = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-API-Product-Name", "AWX")
            self.send_header("X-API-Product-Version", "24.6.1")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815  # names of http.server

        def log_message(self, *_arguments: Any) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield controller, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
