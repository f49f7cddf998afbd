# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process: TLS, keep-alive, resets, ready file, its end, its command line."""

from __future__ import annotations

import ast
import base64
import concurrent.futures
import hashlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.simulator.process import CHECKOUT, RunningSimulator, running_simulator, running_simulators

#: Seconds that a test waits for what comes at once on a machine with time to spare.
PATIENCE = 120


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator("demo") as running:
        yield running


@pytest.fixture(autouse=True)
def _without_faults(simulator: RunningSimulator) -> None:
    simulator.set_faults([])


def connect(simulator: RunningSimulator) -> http.client.HTTPSConnection:
    context = ssl.create_default_context(cafile=simulator.ca_path)
    return http.client.HTTPSConnection("127.0.0.1", urlsplit(simulator.url).port, timeout=PATIENCE, context=context)


def port_of(simulator: RunningSimulator) -> int:
    return urlsplit(simulator.url).port or 0


def headers_of(simulator: RunningSimulator) -> dict[str, str]:
    pair = f"{simulator.username}:{simulator.password}".encode()
    return {
        "Authorization": "Basic " + base64.b64encode(pair).decode(),
        "Content-Type": "application/x-www-form-urlencoded",
    }


def post(
    connection: http.client.HTTPSConnection, simulator: RunningSimulator, path: str, body: str = ""
) -> tuple[int, bytes]:
    connection.request("POST", f"/api/{path}", body, headers_of(simulator))
    response = connection.getresponse()
    return response.status, response.read()


def test_certificate_is_valid_for_the_address_and_the_name(simulator: RunningSimulator) -> None:
    context = ssl.create_default_context(cafile=simulator.ca_path)
    port = port_of(simulator)
    for name in ("127.0.0.1", "localhost"):
        with (
            socket.create_connection(("127.0.0.1", port)) as raw,
            context.wrap_socket(raw, server_hostname=name) as tls,
        ):
            certificate = tls.getpeercert(binary_form=True) or b""
            assert tls.version() in ("TLSv1.2", "TLSv1.3")
    assert hashlib.sha256(certificate).hexdigest() == simulator.certificate_fingerprint


def test_unknown_authority_is_not_trusted(simulator: RunningSimulator) -> None:
    context = ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", port_of(simulator))) as raw,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        context.wrap_socket(raw, server_hostname="localhost")


def test_connection_is_kept_alive(simulator: RunningSimulator) -> None:
    connection = connect(simulator)
    assert post(connection, simulator, "invoke/Ping")[0] == 200
    first = connection.sock
    connection.request("POST", "/api/invoke/Ping", "")
    challenge = connection.getresponse()
    assert challenge.status == 401
    challenge.read()
    assert post(connection, simulator, "invoke/NoSuch")[0] == 404
    assert post(connection, simulator, "invoke/Ping")[0] == 200
    assert connection.sock is first
    connection.close()


def test_post_without_length_is_411(simulator: RunningSimulator) -> None:
    connection = connect(simulator)
    connection.putrequest("POST", "/api/invoke/Ping")
    for name, value in headers_of(simulator).items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 411
    connection.close()


@pytest.mark.parametrize(("kind", "is_done"), [("reset_before", False), ("reset_after", True)])
def test_reset(simulator: RunningSimulator, kind: str, is_done: bool) -> None:
    simulator.set_faults([{"function": "SetUserFullName", "times": 1, kind: True}])
    mark = simulator.mark()
    connection = connect(simulator)
    form = f"instanceID=baumann&userName=anna.baumann&fullName={kind}"
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        post(connection, simulator, "invoke/SetUserFullName", form)
    connection.close()
    again = connect(simulator)
    body = post(again, simulator, "invoke/GetUserInfo", "instanceID=baumann&userName=anna.baumann")[1]
    again.close()
    assert (f'"fullName": "{kind}"'.encode() in body) is is_done
    lines = simulator.since(mark)
    assert [line["function"] for line in lines] == ["SetUserFullName", "GetUserInfo"]
    assert lines[0]["http_status"] is None
    assert lines[0]["statusCode"] == ("succeeded" if is_done else None)


def test_ready_file_and_helper_tell_where_to_connect(simulator: RunningSimulator) -> None:
    assert simulator.environment() == {
        "SPE_URL": simulator.url,
        "SPE_USERNAME": "admin",
        "SPE_PASSWORD": simulator.password,
        "SPE_CA_PATH": simulator.ca_path,
    }
    assert Path(simulator.ca_path).read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_waiting_polls_hold_nobody_up(simulator: RunningSimulator) -> None:
    simulator.set_faults([{"function": "VerifyStores", "running": {"steps": 1, "milliseconds": 3_600_000}}])
    connection = connect(simulator)
    form = "instanceID=baumann&includeIndexes=true"
    answer = json.loads(post(connection, simulator, "invoke/VerifyStores", form)[1].decode("utf-8-sig"))
    poll = f"token={answer['token']}&lastKnownStatusVersion=99&millisecondsTimeout=3600000"
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        mark = simulator.mark()
        polls = [pool.submit(post, connect(simulator), simulator, "get-status", poll) for _turn in range(20)]
        time.sleep(0.5)
        assert [post(connection, simulator, "invoke/Ping")[0] for _turn in range(20)] == [200] * 20
        assert {line["function"] for line in simulator.since(mark)} == {"Ping"}, "a poll has ended before its time"
        post(connection, simulator, "cancel-async", f"token={answer['token']}")
        assert {b'"statusCode": "cancelled"' in done.result(PATIENCE)[1] for done in polls} == {True}
    connection.close()


def test_many_clients_at_once_lose_nothing(simulator: RunningSimulator) -> None:
    def work(number: int) -> None:
        connection = connect(simulator)
        for turn in range(5):
            form = f"instanceID=baumann&userName=crowd{number:02}-{turn}&privileges=login"
            assert b'"succeeded"' in post(connection, simulator, "invoke/CreateUser", form)[1]
        connection.close()

    mark = simulator.mark()
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        list(pool.map(work, range(40)))
    connection = connect(simulator)
    users = post(connection, simulator, "invoke/GetUsers", "instanceID=baumann")[1].decode("utf-8-sig")
    connection.close()
    assert users.count('"crowd') == 200
    created = [line for line in simulator.since(mark) if line["function"] == "CreateUser"]
    assert len({line["arguments"]["userName"] for line in created}) == 200


def test_sigterm_ends_it_also_while_a_poll_waits(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "tests.simulator", "--port", "0", "--seed", "demo", "--work-ms", "3600000"]
    process = subprocess.Popen([*command, "--ready-file", str(ready)], cwd=CHECKOUT)
    try:
        while not ready.exists():
            assert process.poll() is None
            time.sleep(0.02)
        simulator = RunningSimulator(
            **json.loads(ready.read_text()), process_id=process.pid, journal_path=tmp_path, faults_path=tmp_path
        )
        connection = connect(simulator)
        form = "instanceID=baumann&includeIndexes=true"
        answer = json.loads(post(connection, simulator, "invoke/VerifyStores", form)[1].decode("utf-8-sig"))
        poll = f"token={answer['token']}&lastKnownStatusVersion=99&millisecondsTimeout=3600000"
        waiting = threading.Thread(target=post, args=(connection, simulator, "get-status", poll))
        waiting.start()
        time.sleep(0.1)
        os.kill(process.pid, signal.SIGTERM)
        # The poll would wait for an hour.
        assert process.wait(PATIENCE) == 0
        waiting.join(PATIENCE)
        assert not Path(simulator.ca_path).exists()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"seed": "/no/such/seed.yml"}, "No such file"),
        ({"fleet": "many"}, "INSTANCESxUSERS"),
        ({"server_version": "9.0"}, "invalid choice"),
        ({"work_ms": "-5"}, "'-5' is not a whole number of at least 0"),
        ({"latency_ms": "x"}, "'x' is not a whole number of at least 0"),
        ({"port": "99999"}, "'99999' is not a whole number between 0 and 65535"),
        ({"journal": "/no/such/journal"}, "cannot start: .*No such file or directory: '/no/such/journal'"),
        ({"ready_file": "/no/such/ready.json"}, "cannot start: the directory of /no/such/ready.json does not exist"),
        ({"faults": "/"}, "cannot start: .*Is a directory"),
        ({"host": "nowhere.invalid"}, "cannot listen on nowhere.invalid:0"),
    ],
)
def test_bad_command_lines_say_what_is_wrong(flags: dict[str, str], message: str) -> None:
    with pytest.raises(RuntimeError, match=message) as caught, running_simulator(**flags):
        pytest.fail("it must not start")
    assert "Traceback" not in str(caught.value)


def test_ready_file_of_an_earlier_run_is_taken_away_at_once(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    ready.write_text("stale")
    with (
        pytest.raises(RuntimeError, match="cannot listen"),
        running_simulator(host="nowhere.invalid", ready_file=ready),
    ):
        pytest.fail("it must not start")
    assert not ready.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no second address of their own")
def test_certificate_is_valid_for_the_address_that_is_listened_on() -> None:
    with running_simulator(host="127.0.0.2") as elsewhere:
        context = ssl.create_default_context(cafile=elsewhere.ca_path)
        address = urlsplit(elsewhere.url)
        connection = http.client.HTTPSConnection(
            address.hostname or "", address.port, timeout=PATIENCE, context=context
        )
        assert address.hostname == "127.0.0.2"
        assert post(connection, elsewhere, "invoke/Ping")[0] == 200
        connection.close()


def test_ready_file_tells_the_password_that_works(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yml"
    administrator = "{userName: admin, password: p, mfaStatus: Enabled, apiPassword: a}"
    seed.write_text(f"administrators: [{administrator}]\ninstanceHosts: []\n")
    with running_simulator(str(seed)) as protected:
        connection = connect(protected)
        assert post(connection, protected, "invoke/Ping")[0] == 200
        connection.close()


def test_several_start_together_and_share_nothing() -> None:
    with running_simulators([{"seed": "demo"}, {"server_version": "22.4"}]) as (first, second):
        first.set_faults([{"function": "Ping", "http_status": 503}])
        for simulator, status in ((first, 503), (second, 200)):
            connection = connect(simulator)
            assert post(connection, simulator, "invoke/Ping")[0] == status
            connection.close()
        assert [len(simulator.journal()) for simulator in (first, second)] == [1, 1]
    for simulator in (first, second):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port_of(simulator)))


def test_none_of_several_runs_when_one_cannot_start() -> None:
    with pytest.raises(RuntimeError, match="No such file"), running_simulators([{}, {"seed": "/no/such/seed.yml"}]):
        pytest.fail("they must not start")


def test_another_world_is_for_a_simulator_alone() -> None:
    settings = [{"assume": "job_names_are_unique=true"}]
    with pytest.raises(RuntimeError, match="--assume is for a simulator alone"), running_simulators(settings):
        pytest.fail("they must not start")


def test_nothing_is_imported_from_the_plugins() -> None:
    """The simulator is a second reading of the notes, independent of the collection's own."""
    for path in (CHECKOUT / "tests" / "simulator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            assert not [name for name in modules if "plugins" in name or "ansible" in name], path
