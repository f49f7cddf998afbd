# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server has and how it behaves: the work of M(community.mailstore.spe_server_check)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PureWindowsPath
from typing import Any

from .._api.contract import FUNCTIONS, version_numbers
from .._api.errors import FunctionFailed, InputError, NotSupportedByServer, SpeError
from .._api.session import kept_session
from .._check.bench import Bench
from .._check.boundary import Boundary, is_name_of_a_check, new_name
from .._check.catalogue import EXPERIMENTS, UNKNOWNS
from .._check.conversation import Conversation
from .._check.experiment import INSTANCE, READING, SYSTEM, Experiment
from .._check.findings import Finding, findings_of
from .._check.functions import compared, compared_with_contract, shown_version, signatures_of
from .._check.readings import Reader
from .._check.report import (
    facts_of,
    facts_text,
    facts_with_former,
    former_facts,
    former_signatures,
    report_text,
    require_yaml,
    unknowns_of,
)
from .._check.throwaway import NEEDED, Throwaway, leftovers, remove_leftovers
from .._engine.windows_paths import directory_path
from .._report.files import check_paths, write_whole
from .._resources.archive_admin import access_is_on
from .access import LEFT_OPEN, REQUIRE, service_provider_access
from .context import Context
from .options import connection_settings
from .query import apply_query

Params = Mapping[str, Any]

#: Of so many instances for each that is to be read, the access is looked at.
_LOOKED_AT = 10

#: Why an experiment is not made.
_NOT_MADE = {
    INSTANCE: "It needs an instance of its own: set throwaway_host.",
    SYSTEM: "It makes objects of the whole server: set throwaway_host and system.",
}

_NEWEST_KNOWN = max((function.since for function in FUNCTIONS.values() if function.since), key=version_numbers)


def check_server(params: Params, context: Context) -> dict[str, Any]:
    """Check the server. Raises SpeError when it cannot be asked, and when the throw-away instance cannot be made."""
    _refuse_bad_options(params)
    files = {option: params[option] for option in ("report", "facts") if params[option] is not None}
    _look_at_files(files)
    former = _earlier_report(params["since"], context)
    known_facts = former_facts(files["facts"]) if "facts" in files else {}
    if params["throwaway_host"] is not None and not context.check_mode:
        context.client.require_writing("CreateInstance")
    metadata = context.client.metadata()
    _refuse_missing_functions(params, metadata)
    conversation = Conversation(kept_session(connection_settings(params)), Boundary(new_name()))
    check = _Check(params, context, conversation, Reader(conversation, metadata))
    found = check.run()
    signatures = signatures_of(metadata)
    version = check.version
    result = {
        **found,
        "server": {
            "version": version,
            "newer_than_known": _is_newer(version),
            "headers": check.reader.answers.headers(),
        },
        "functions": compared_with_contract(signatures, version),
        "since": {"version": former[0], **compared(former[1], signatures)} if former else None,
        "answers": check.reader.answers.shown(),
        "signatures": signatures,
    }
    result |= {"lines": [*_lines(result), *_lines_about_files(files, check_mode=context.check_mode)]}
    if not context.check_mode:
        _write(files, result, known_facts)
    shown = {name: result[name] for name in result if name != "signatures"}
    queried = {} if params["query"] is None else {"query_result": apply_query(params["query"], shown)}
    return {"changed": params["throwaway_host"] is not None, "check": shown, **queried}


class _Check:
    """One check of one server."""

    def __init__(self, params: Params, context: Context, conversation: Conversation, reader: Reader) -> None:
        self._params = params
        self._context = context
        self._conversation = conversation
        self.reader = reader
        self._instances_read = 0
        self._removed: list[str] = []
        self._remaining: list[str] = []

    @property
    def version(self) -> str:
        """The version of the server, as far as it was read."""
        result = self.reader.answers.last_result("GetEnvironmentInfo")
        return shown_version(result.get("version") if isinstance(result, Mapping) else None)

    def run(self) -> dict[str, Any]:
        """Read what can be read, and make the experiments."""
        self.reader.read_system()
        self._read_instances()
        would: list[str] = []
        if self._params["throwaway_host"] is None:
            findings = self._made([READING], Bench(self._conversation, "", ""))
        elif self._context.check_mode:
            host, directory = self._place()
            would = self._plan(host, directory)
            findings = self._made([READING], Bench(self._conversation, host, directory))
        else:
            findings = self._made_in_throwaway(*self._place())
        return {**self._counted(findings), "would": would, "removed": self._removed, "remaining": self._remaining}

    def _made_in_throwaway(self, host: str, directory: str) -> list[Finding]:
        self._removed, self._remaining = remove_leftovers(Bench(self._conversation, host, directory))
        throwaway = Throwaway(self._conversation, host, directory)
        with self._removed_afterwards(throwaway):
            throwaway.make()
            self.reader.read_instance(throwaway.bench.instance_id)
            return self._made([READING, INSTANCE, *([SYSTEM] if self._params["system"] else [])], throwaway.bench)

    @contextmanager
    def _removed_afterwards(self, throwaway: Throwaway) -> Iterator[None]:
        """Whatever happens in the block, Ctrl-C and the time-out of a task included, what it has made is removed."""
        try:
            yield
        except SpeError as error:
            self._remaining += _remove_surely(throwaway)
            if self._remaining:
                error.message = " ".join([error.message, *self._remaining])
            raise
        except BaseException:
            throwaway.remove()
            raise
        self._remaining += _remove_surely(throwaway)

    def _made(self, needs: Sequence[str], bench: Bench) -> list[Finding]:
        chosen = [each for need in needs for each in EXPERIMENTS if each.needs == need]
        not_made = {
            name: reason
            for need, reason in _NOT_MADE.items()
            if need not in needs
            for each in EXPERIMENTS
            if each.needs == need
            for name in each.settles
        }
        return findings_of(UNKNOWNS, self._with_progress(chosen), bench, not_made)

    def _with_progress(self, experiments: Sequence[Experiment]) -> Iterator[Experiment]:
        progress = self._context.client.progress
        for number, experiment in enumerate(experiments, 1):
            if progress is not None:
                progress(f"experiment {number} of {len(experiments)}")
            yield experiment

    def _place(self) -> tuple[str, str]:
        """Instance host and directory. Raises InputError when there are none."""
        wanted = self._params["throwaway_host"]
        rows = self._context.client.call("GetInstanceHosts", {}) or []
        row = next((each for each in rows if each["serverName"] == wanted), None)
        if row is None:
            known = ", ".join(str(each["serverName"]) for each in rows) or "none"
            raise InputError(f"throwaway_host: this server has no instance host {wanted!r}; it has: {known}.")
        directory = self._params["throwaway_directory"] or row.get("baseDirectory")
        if not directory:
            raise InputError(
                f"The instance host {wanted} has no base directory of its own: set throwaway_directory, such as E:\\Archives."
            )
        return wanted, str(directory)

    def _plan(self, host: str, directory: str) -> list[str]:
        count = sum(each.needs == INSTANCE or (each.needs == SYSTEM and self._params["system"]) for each in EXPERIMENTS)
        return [
            *(f"Would remove the {what}, which an earlier check left." for what in leftovers(self._conversation)),
            f"Would create an instance of its own on {host} below {directory}, make {count} experiments in it, and remove it.",
        ]

    def _read_instances(self) -> None:
        """Read a few running instances: those where access is on, and with `open` others, too."""
        wanted = self._params["instances"]
        if not wanted:
            return
        running = [str(row.get("instanceID")) for row in self._instances() if row.get("status") == "running"]
        candidates = [each for each in running if not is_name_of_a_check(each)][: wanted * _LOOKED_AT]
        is_open = {each: self._has_access(each) for each in candidates}
        may_open = self._params["service_provider_access"] != REQUIRE
        chosen = [each for each in candidates if is_open[each]]
        chosen += [each for each in candidates if not is_open[each] and may_open]
        for instance_id in chosen[:wanted]:
            self._read_instance(instance_id)

    def _instances(self) -> list[Mapping[str, Any]]:
        """The instances of the server; none when it does not list them. What the list looks like is in the report."""
        with suppress(FunctionFailed, NotSupportedByServer):
            rows = self._context.client.call("GetInstances", {"instanceFilter": "*"})
            return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        return []

    def _has_access(self, instance_id: str) -> bool:
        with suppress(FunctionFailed, NotSupportedByServer):
            return access_is_on(self._context.client, instance_id)
        return False

    def _read_instance(self, instance_id: str) -> None:
        client = self._context.client
        try:
            with service_provider_access(client, instance_id, self._params["service_provider_access"]):
                self.reader.read_instance(instance_id)
                self._instances_read += 1
        except (FunctionFailed, NotSupportedByServer):
            # It cannot be opened now: it has stopped, or is frozen; or the server lacks the function.
            if LEFT_OPEN in client.record.facts:
                raise

    def _counted(self, findings: Sequence[Finding]) -> dict[str, Any]:
        settled = [each for each in findings if each.found is not None]
        otherwise = {
            each.unknown.name: f"assumed {each.unknown.assumed}, found {each.found}"
            for each in settled
            if each.is_otherwise
        }
        counts = {
            "unknowns": len(findings),
            "settled": len(settled),
            "otherwise": len(otherwise),
            "instances_read": self._instances_read,
        }
        return {
            "summary": f"{len(settled)} of {len(findings)} unknowns settled, {len(otherwise)} of them otherwise than assumed",
            "counts": counts,
            "otherwise": otherwise,
            "unknowns": unknowns_of(findings),
            "facts": facts_of(findings),
        }


def _remove_surely(throwaway: Throwaway) -> list[str]:
    """As `remove`, also when the interruption comes meanwhile: a second one does not disturb."""
    try:
        return throwaway.remove()
    except BaseException:
        throwaway.remove()
        raise


def _refuse_bad_options(params: Params) -> None:
    host, confirm = params["throwaway_host"], params["confirm"]
    if host is None:
        needless = [name for name in ("confirm", "throwaway_directory") if params[name] is not None]
        needless += ["system"] if params["system"] else []
        if needless:
            raise InputError(
                f"{needless[0]} is only for a check with throwaway_host: add throwaway_host, or remove {needless[0]}."
            )
    elif confirm != host:
        raise InputError(
            f"The check makes an instance of its own on {host} and removes it: write confirm: {host} if you want that."
        )
    if params["throwaway_directory"]:
        _refuse_directory_of_a_check(directory_path(params["throwaway_directory"], "throwaway_directory"))
    if params["instances"] < 0:
        raise InputError(f"instances is {params['instances']}, but must be 0 or more.")


def _refuse_directory_of_a_check(path: PureWindowsPath) -> None:
    names = [name for name in path.parts if is_name_of_a_check(name)]
    if names:
        raise InputError(
            f"throwaway_directory: {names[0]} is the directory of an instance that a check has made: give the one above it."
        )


def _refuse_missing_functions(params: Params, metadata: Mapping[str, Any]) -> None:
    """Also in check mode: what cannot be removed is not made."""
    missing = [name for name in NEEDED if name not in metadata]
    if params["throwaway_host"] is not None and missing:
        raise InputError(
            f"throwaway_host: this server does not have {', '.join(missing)}, so that no instance can be made and removed:"
            " leave out throwaway_host and confirm."
        )


def _look_at_files(files: Mapping[str, str]) -> None:
    """Raises InputError for a file that cannot be written."""
    if files:
        require_yaml()
        check_paths(files.items())


def _earlier_report(since: str | None, context: Context) -> tuple[str, Mapping[str, Mapping[str, str]]] | None:
    """What the earlier report has. Raises InputError for a file that cannot be read; in check mode an earlier task may be to
    write it."""
    if since is None:
        return None
    if context.check_mode and not Path(since).exists():
        context.warn(
            f"since: there is no file {since!r}. Check mode compares nothing, because an earlier task may write it."
        )
        return None
    return former_signatures(since)


def _write(files: Mapping[str, str], check: Mapping[str, Any], known_facts: Mapping[str, Any]) -> None:
    settled = {name for name, row in check["unknowns"].items() if row["found"] is not None}
    facts = facts_with_former(check["facts"], known_facts, settled)
    texts = {"report": report_text(check), "facts": facts_text(facts)} if files else {}
    for option, path in files.items():
        write_whole(option, path, texts[option])


def _is_newer(version: str) -> bool:
    return version_numbers(version)[:2] > version_numbers(_NEWEST_KNOWN)[:2]


def _lines_about_files(files: Mapping[str, str], *, check_mode: bool) -> list[str]:
    end = " is not written in check mode." if check_mode else ""
    return [f"{option}: {path}{end}" for option, path in files.items()]


def _lines(result: Mapping[str, Any]) -> list[str]:
    """What a person wants to read."""
    return [
        f"{result['summary']}.",
        *(f"{name}: {text}" for name, text in result["otherwise"].items()),
        *_lines_about_functions(result["functions"], "this collection knows"),
        *([] if result["since"] is None else _lines_about_earlier(result["since"])),
        *(
            [f"Version {result['server']['version']} is newer than all that this collection knows ({_NEWEST_KNOWN})."]
            if result["server"]["newer_than_known"]
            else []
        ),
        *(f"Removed the {what}, which an earlier check left." for what in result["removed"]),
        *result["would"],
        *result["remaining"],
    ]


def _lines_about_earlier(since: Mapping[str, Any]) -> list[str]:
    lines = [*_lines_about_functions(since, "the earlier report has")]
    return lines or [f"No function is new, gone or changed since the earlier report, of version {since['version']}."]


def _lines_about_functions(functions: Mapping[str, Any], than: str) -> Iterable[str]:
    for name, arguments in functions["new"].items():
        yield f"New: {name}({', '.join(arguments)}), beside what {than}."
    for name, row in functions["gone"].items():
        yield f"Gone: {name}, which {than}; used by {', '.join(row['modules']) or 'no module'}."
    for name, row in functions["changed"].items():
        what = [f"{key.replace('_', ' ')}: {', '.join(row[key])}" for key in row if key != "modules"]
        yield f"Changed: {name} ({'; '.join(what)}), other than {than}; used by {', '.join(row['modules']) or 'no module'}."
