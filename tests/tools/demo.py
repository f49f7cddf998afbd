# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's main job on a simulated server: provision, change nothing again, show drift, mend it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from tests.integration.journal import ACCESS, is_writing
from tests.simulator.process import RunningSimulator, running_simulator
from tests.tools.example import INVENTORY, TENANTS
from tests.tools.steps import BUILD, ROOT, tool

PLACE = BUILD / "demo"
PLAYBOOK = "community.mailstore.provision"
CONFIGURATION = PLACE / "ansible.cfg"
SETTINGS = """\
[defaults]
# One line for each tenant that changes, with --diff what changes, and what fails. So 200 tenants are readable, too.
display_ok_hosts = false
display_skipped_hosts = false
callback_result_format = yaml
localhost_warning = false

[inventory]
inventory_unparsed_warning = false
"""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
RECAP = re.compile(r"(\S+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)")


class Disappointment(Exception):
    """Something went otherwise than the demo promises; the text is a sentence for the user."""


@dataclass(frozen=True)
class Run:
    """A finished ansible-playbook: changed tasks of each host as its recap tells, and calls as the journal tells."""

    title: str
    changed: Mapping[str, int]
    reads: int
    writes: int
    seconds: float

    @property
    def tasks_changed(self) -> int:
        return sum(self.changed.values())


def show(title: str) -> None:
    print(f"\n\n=== {title}\n", flush=True)


def run_playbook(server: RunningSimulator, title: str, *options: str) -> Run:
    """Run the playbook before the user's eyes.

    :raises Disappointment: it ended with an error.
    """
    show(title)
    print(" ".join(["$ ansible-playbook", PLAYBOOK, "-i", str(INVENTORY.relative_to(ROOT)), *options]), flush=True)
    mark, started = server.mark(), time.monotonic()
    output = []
    with subprocess.Popen(
        [tool("ansible-playbook"), PLAYBOOK, "-i", str(INVENTORY), *options],
        cwd=PLACE,
        env=_environment(server),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            output.append(COLOUR.sub("", line))
    seconds = time.monotonic() - started
    recap = [match for match in map(RECAP.match, output) if match]
    if process.returncode or not recap or any(int(match[3]) or int(match[4]) for match in recap):
        raise Disappointment(f"'{title}' ended with an error; its last lines above say why.")
    calls = server.since(mark)
    return Run(
        title=title,
        changed={match[1]: int(match[2]) for match in recap},
        reads=sum(not is_writing(call) for call in calls),
        # Reading needs service provider access, so it is switched on and off again also where nothing changes.
        writes=sum(is_writing(call) and call["function"] != ACCESS for call in calls),
        seconds=seconds,
    )


def _environment(server: RunningSimulator) -> dict[str, str]:
    # The user's own settings may be about a real server.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "SPE_"))}
    return {
        **inherited,
        **server.environment(),
        "ANSIBLE_FORCE_COLOR" if sys.stdout.isatty() else "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_CONFIG": str(CONFIGURATION),
        "ANSIBLE_COLLECTIONS_PATH": str(BUILD / "collections"),
        "ANSIBLE_HOME": str(BUILD / "ansible"),
        "LC_ALL": "C.UTF-8",
    }


class HandMadeScript:
    """Calls the API directly, past Ansible, as somebody's script would."""

    def __init__(self, server: RunningSimulator) -> None:
        self._url = server.url
        self._session = requests.Session()
        # No proxy: the server is on this machine.
        self._session.trust_env = False
        self._session.auth = (server.username, server.password)
        self._session.verify = server.ca_path

    def call(self, function: str, **arguments: Any) -> Any:
        """:raises Disappointment: the server refused."""
        form = {name: str(value).lower() if isinstance(value, bool) else value for name, value in arguments.items()}
        response = self._session.post(f"{self._url}/api/invoke/{function}", data=form, timeout=30)
        answer = json.loads(response.content.decode("utf-8-sig"))
        if answer["statusCode"] != "succeeded":
            raise Disappointment(f"The simulated server refused {function}: {answer['error']}.")
        return answer["result"]

    def in_tenant(self, instance_id: str, work: Callable[[], None]) -> None:
        self.call("SetArchiveAdminEnabled", instanceID=instance_id, enabled=True)
        work()
        self.call("SetArchiveAdminEnabled", instanceID=instance_id, enabled=False)


def make_drift(server: RunningSimulator) -> set[str]:
    """Change what the playbook has made, behind its back.

    :return: the tenants that were changed.
    """
    show("Somebody changes things by hand, without Ansible")
    script = HandMadeScript(server)

    def more_rights_and_a_lost_job() -> None:
        print("bakery: ben.miller may export mail now")
        script.call("SetUserPrivileges", instanceID="bakery", userName="ben.miller", privileges="login,export")
        print("bakery: the job that verifies the stores was deleted")
        jobs = script.call("GetJobs", instanceID="bakery")
        (verify,) = [job["id"] for job in jobs if job["name"] == "Verify stores"]
        script.call("DeleteJob", instanceID="bakery", id=verify)

    def another_archive_to_read() -> None:
        print("old-mill: the auditor may read and delete in one more archive")
        arguments = {"instanceID": "old-mill", "userName": "auditor", "folder": "accounting"}
        script.call("SetUserPrivilegesOnFolder", **arguments, privileges="read,delete")

    script.in_tenant("bakery", more_rights_and_a_lost_job)
    script.in_tenant("old-mill", another_archive_to_read)
    print("lakeside-clinic: new mail goes to last year's store")
    (last_year,) = [
        store["id"] for store in script.call("GetStores", instanceID="lakeside-clinic") if store["name"] == "2025"
    ]
    script.call("SetStoreRequestedState", instanceID="lakeside-clinic", id=last_year, requestedState="current")
    return {"bakery", "lakeside-clinic", "old-mill"}


def expect_tenants(run: Run, tenants: set[str]) -> None:
    """:raises Disappointment: unless exactly these tenants were changed."""
    changed = {host for host, tasks in run.changed.items() if tasks}
    if changed != tenants:
        raise Disappointment(
            f"'{run.title}' should change {_listed(tenants)}, but its recap says changed for {_listed(changed)}."
        )


def expect_no_writes(run: Run) -> None:
    """:raises Disappointment: if the server was asked to change anything."""
    if run.writes:
        raise Disappointment(
            f"'{run.title}' should write nothing, but the server's journal has {run.writes} writing calls."
        )


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def tell_the_story(server: RunningSimulator) -> list[Run]:
    """All steps, each held against what it promises.

    :raises Disappointment: a step did not keep its promise.
    """
    tenants = set(TENANTS)
    first = run_playbook(server, "Provision three tenants on an empty server")
    expect_tenants(first, tenants)
    again = run_playbook(server, "Run again: all is as described")
    expect_tenants(again, set())
    expect_no_writes(again)

    drifted = make_drift(server)
    drift = run_playbook(server, "Show what is different, and change nothing", "--check", "--diff")
    expect_tenants(drift, drifted)
    expect_no_writes(drift)
    repaired = run_playbook(server, "Repair it")
    if repaired.changed != drift.changed:
        raise Disappointment(
            f"Check mode predicted the changed tasks {drift.changed}, but the run made {repaired.changed}."
        )
    last = run_playbook(server, "Run again: all is as described again")
    expect_tenants(last, set())
    expect_no_writes(last)
    return [first, again, drift, repaired, last]


def sum_up(runs: list[Run], seconds: float) -> None:
    """What a newcomer takes home."""
    show("What you have seen")
    width = max(len(run.title) for run in runs)
    print(f"    {'':{width}} Ansible's recap   calls that read   calls that wrote   seconds")
    for run in runs:
        changed = f"changed={run.tasks_changed}"
        print(f"OK  {run.title:{width}} {changed:>15}{run.reads:>18}{run.writes:>19}{run.seconds:>10.1f}")
    print(
        "\nWhat has changed is what Ansible's recap says; the calls are those that the simulated server has received, without"
        "\nthose that switch service provider access on, because even reading needs it, and off again."
        "\nThe tenants are described in playbooks/inventory.example, the steps in roles/tenant."
        f"\nThe simulated server is stopped. All took {seconds:.0f} seconds. Next: README.md, or `make test`."
    )


def main() -> int:
    started = time.monotonic()
    PLACE.mkdir(parents=True, exist_ok=True)
    CONFIGURATION.write_text(SETTINGS, encoding="utf-8")
    # The certificate, the journal and the like stay inside the checkout.
    os.environ["TMPDIR"] = tempfile.tempdir = str(PLACE)
    show("Start a simulated MailStore SPE Management server, as freshly installed")
    try:
        with running_simulator("empty") as server:
            print(f"It listens at {server.url}, which only this machine can reach.")
            runs = tell_the_story(server)
    except (Disappointment, RuntimeError) as error:
        print(f"\nThe demo has failed: {error}", file=sys.stderr)
        return 1
    sum_up(runs, time.monotonic() - started)
    return 0


if __name__ == "__main__":
    sys.exit(main())
