# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several threads of one task: their order, their end, and what they share."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.access import service_provider_access
from ansible_collections.community.mailstore.plugins.module_utils._api import parallel
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed
from ansible_collections.community.mailstore.plugins.module_utils._api.parallel import (
    MOST_PARALLEL,
    Limit,
    parallel_map,
    tidying_up,
)

from tests.unit.plugins.module_utils._api.conftest import MakeClient
from tests.unit.plugins.module_utils._api.scripted_server import (
    Behaviour,
    Request,
    ScriptedServer,
    answer,
    envelope,
    fails,
    meeting,
    runs,
    succeeds,
)

PATIENCE = 60


def all_at_once(number: int) -> threading.Barrier:
    return threading.Barrier(number, timeout=PATIENCE)


def echo(request: Request, connection: Any) -> None:
    """Answers with the name of the user that was asked for."""
    succeeds(request.form["userName"])(request, connection)


@contextmanager
def own_handler(handler: Any) -> Iterator[None]:
    before = signal.signal(signal.SIGUSR1, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGUSR1, before)


class TestOrder:
    def test_no_more_than_allowed_are_under_way_at_once(self) -> None:
        under_way, most = 0, 0
        lock, both = threading.Lock(), all_at_once(2)

        def work(number: int) -> int:
            nonlocal under_way, most
            with lock:
                under_way += 1
                most = max(most, under_way)
            both.wait()
            with lock:
                under_way -= 1
            return number * 2

        assert parallel_map(work, range(6), parallel=2) == [0, 2, 4, 6, 8, 10]
        assert most == 2

    def test_the_first_may_be_the_last_to_finish(self) -> None:
        others_are_done = threading.Event()
        done: list[int] = []

        def work(number: int) -> int:
            if number == 0:
                assert others_are_done.wait(PATIENCE)
            done.append(number)
            if len(done) == 4:
                others_are_done.set()
            return number

        assert parallel_map(work, range(5), parallel=3) == [0, 1, 2, 3, 4]
        assert done[-1] == 0

    @pytest.mark.parametrize(("items", "parallel"), [(range(5), 1), (range(1), 8), (range(0), 8)])
    def test_one_at_a_time_needs_no_threads(self, items: range, parallel: int) -> None:
        threads = parallel_map(lambda _item: threading.get_ident(), items, parallel)
        assert set(threads) <= {threading.get_ident()}
        assert len(threads) == len(items)

    def test_nothing_is_a_result_like_any_other(self) -> None:
        assert parallel_map(lambda _item: None, range(4), parallel=2) == [None] * 4


class TestLimit:
    def test_no_group_has_more_than_its_limit_under_way_at_once(self) -> None:
        under_way = {"a": 0, "b": 0}
        most = {"a": 0, "b": 0}
        lock, four = threading.Lock(), all_at_once(4)

        def work(item: str) -> str:
            group = item[0]
            with lock:
                under_way[group] += 1
                most[group] = max(most[group], under_way[group])
            # Two of each group meet here: fewer at once would never pass.
            four.wait()
            with lock:
                under_way[group] -= 1
            return item

        items = [f"{group}{number}" for group in "ab" for number in range(6)]
        assert parallel_map(work, items, parallel=8, limit=Limit(lambda item: item[0], 2)) == items
        assert most == {"a": 2, "b": 2}

    def test_a_thread_that_waits_for_its_turn_ends_after_an_error(self) -> None:
        begun: list[int] = []

        def work(number: int) -> None:
            begun.append(number)
            raise ValueError(number)

        with pytest.raises(ValueError, match="0"):
            parallel_map(work, range(50), parallel=8, limit=Limit(lambda _number: "one", 1))
        assert begun == [0]

    def test_a_thread_that_waits_for_its_turn_ends_after_an_interruption(self) -> None:
        is_running = threading.Event()

        def work(_number: int) -> None:
            is_running.set()
            if isinstance(threading.current_thread(), parallel._Helper):
                os.kill(os.getpid(), signal.SIGUSR1)
                return
            raise KeyboardInterrupt

        def interrupt(_number: int, _frame: Any) -> None:
            raise KeyboardInterrupt

        with own_handler(interrupt), pytest.raises(KeyboardInterrupt):
            parallel_map(work, range(50), parallel=8, limit=Limit(lambda _number: "one", 1))
        assert is_running.is_set()
        assert not [thread for thread in threading.enumerate() if isinstance(thread, parallel._Helper)]


class TestErrors:
    def test_the_error_of_the_first_item_is_raised(self) -> None:
        all_here = all_at_once(4)

        def work(number: int) -> None:
            all_here.wait()
            if number:
                raise ValueError(number)

        with pytest.raises(ValueError, match="1"):
            parallel_map(work, range(4), parallel=4)

    def test_nothing_is_begun_after_an_error_and_what_is_under_way_is_finished(self) -> None:
        begun: list[int] = []
        finished: list[int] = []
        is_noted = threading.Event()

        class Noted(dict[int, BaseException]):
            def __setitem__(self, number: int, exception: BaseException) -> None:
                super().__setitem__(number, exception)
                is_noted.set()

        def work(number: int) -> None:
            begun.append(number)
            if number == 3:
                raise ValueError(number)
            if number > 3:
                assert is_noted.wait(PATIENCE)
            finished.append(number)

        team: parallel._Team[int, None] = parallel._Team(work, range(1000), Limit(lambda _number: None, 4))
        team._exceptions = Noted()
        with pytest.raises(ValueError, match="3"):
            team.work_together(helpers=3)
        # Each of the other three threads had begun one more at most.
        assert max(begun) <= 6
        assert sorted(finished) == sorted(set(begun) - {3})

    def test_the_end_of_a_thread_by_other_means_is_an_error_too(self) -> None:
        both = all_at_once(2)

        def work(_number: int) -> None:
            both.wait()
            if isinstance(threading.current_thread(), parallel._Helper):
                raise SystemExit(3)

        with pytest.raises(SystemExit):
            parallel_map(work, range(2), parallel=2)


class TestInterruption:
    def test_the_others_send_no_further_request(self, server: ScriptedServer, client: Client) -> None:
        """As Ctrl-C: a signal comes to the main thread while all threads have a call under way."""
        both, interrupted = all_at_once(2), threading.Event()
        outcomes: list[BaseException] = []

        def work(number: int) -> None:
            client.call("GetUsers")
            both.wait()
            if not isinstance(threading.current_thread(), parallel._Helper):
                os.kill(os.getpid(), signal.SIGUSR1)
                assert interrupted.wait(PATIENCE)
            try:
                while True:
                    client.call("GetStores", {"instanceID": str(number)})
            except BaseException as error:
                outcomes.append(error)
                raise

        def interrupt(_number: int, _frame: Any) -> None:
            interrupted.set()
            raise KeyboardInterrupt

        with own_handler(interrupt), pytest.raises(KeyboardInterrupt):
            parallel_map(work, range(10), parallel=2)
        assert [type(error) for error in outcomes] == [parallel.Interrupted]
        asked = len(server.requests)
        # The task itself still puts back what it has to.
        client.call("SetArchiveAdminEnabled", {"instanceID": "acme", "enabled": False})
        assert server.functions[asked:] == ["SetArchiveAdminEnabled"]
        assert not [thread for thread in threading.enumerate() if isinstance(thread, parallel._Helper)]

    def test_the_others_put_back_what_they_have_changed(self, server: ScriptedServer, client: Client) -> None:
        both, interrupted = all_at_once(2), threading.Event()

        def work(_number: int) -> None:
            both.wait()
            if not isinstance(threading.current_thread(), parallel._Helper):
                assert interrupted.wait(PATIENCE)
                raise KeyboardInterrupt
            try:
                interrupted.set()
                while True:
                    client.call("GetUsers")
            finally:
                with tidying_up():
                    client.call("SetArchiveAdminEnabled", {"instanceID": "acme", "enabled": False})

        with pytest.raises(KeyboardInterrupt):
            parallel_map(work, range(2), parallel=2)
        assert server.functions[-1] == "SetArchiveAdminEnabled"
        assert server.functions.count("SetArchiveAdminEnabled") == 1

    def test_access_that_the_others_have_opened_is_put_back(self, server: ScriptedServer, client: Client) -> None:
        is_open, interrupted = all_at_once(2), threading.Event()

        def work(number: int) -> None:
            one = client.for_one_of_many()
            with service_provider_access(one, f"tenant-{number}", "open"):
                is_open.wait()
                if not isinstance(threading.current_thread(), parallel._Helper):
                    threading.Timer(0, interrupted.set).start()
                    raise KeyboardInterrupt
                assert interrupted.wait(PATIENCE)
                while True:
                    one.call("GetProfiles", {"instanceID": f"tenant-{number}"})

        with pytest.raises(KeyboardInterrupt):
            parallel_map(work, range(2), parallel=2)
        switches = [request.form for request in server.requests if request.path.endswith("/SetArchiveAdminEnabled")]
        last = {form["instanceID"]: form["enabled"] for form in switches}
        assert last == {"tenant-0": "false", "tenant-1": "false"}
        assert len(switches) == 4

    def test_it_comes_also_while_the_main_thread_waits(self, server: ScriptedServer, client: Client) -> None:
        main_is_done, go_on = threading.Event(), threading.Event()

        def work(_number: int) -> None:
            if not isinstance(threading.current_thread(), parallel._Helper):
                both.wait()
                main_is_done.set()
                return
            both.wait()
            assert main_is_done.wait(PATIENCE)
            os.kill(os.getpid(), signal.SIGUSR1)
            assert go_on.wait(PATIENCE)
            client.call("GetUsers")

        def interrupt(_number: int, _frame: Any) -> None:
            # The helper is still at work: it can end only after the handler.
            threading.Timer(0, go_on.set).start()
            raise KeyboardInterrupt

        both = all_at_once(2)
        with own_handler(interrupt), pytest.raises(KeyboardInterrupt):
            parallel_map(work, range(2), parallel=2)

    def test_a_thread_that_hangs_is_not_waited_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parallel, "GRACE", 0.0)
        both, end = all_at_once(2), threading.Event()
        hanging: list[threading.Thread] = []

        def work(_number: int) -> None:
            if isinstance(threading.current_thread(), parallel._Helper):
                hanging.append(threading.current_thread())
            both.wait()
            if threading.current_thread() not in hanging:
                raise KeyboardInterrupt
            end.wait(PATIENCE)

        with pytest.raises(KeyboardInterrupt):
            parallel_map(work, range(2), parallel=2)
        helpers = [thread for thread in hanging if thread.is_alive()]
        assert all(thread.daemon for thread in helpers)
        assert len(helpers) == 1
        end.set()
        helpers[0].join(PATIENCE)


class TestClient:
    @pytest.mark.parametrize("threads", [2, 8, MOST_PARALLEL])
    def test_each_thread_keeps_a_connection_and_gets_its_own_answer(
        self, server: ScriptedServer, client: Client, threads: int
    ) -> None:
        for _round in range(2):
            together = all_at_once(threads)
            server.then(*[meeting(together, echo) for _turn in range(threads)])
            names = [f"user{number}" for number in range(threads)]
            read = parallel_map(lambda name: client.call("GetUserInfo", {"userName": name}), names, threads)
            assert read == names
        assert server.connections == threads

    def test_what_belongs_to_the_server_is_asked_once(self, server: ScriptedServer, client: Client) -> None:
        together = all_at_once(8)
        server.then(answer(b'[{"name": "Ping", "args": []}]'), succeeds({"version": "25.3.1.2"}))

        def ask(_number: int) -> tuple[bool, str]:
            together.wait()
            return "Ping" in client.metadata(), client.server_version()

        assert parallel_map(ask, range(8), 8) == [(True, "25.3.1.2")] * 8
        assert server.functions == ["get-metadata", "GetEnvironmentInfo"]

    def test_a_refusal_is_that_of_its_own_call(self, server: ScriptedServer, client: Client) -> None:
        def behave(request: Request, connection: Any) -> None:
            name = request.form["userName"]
            behaviour: Behaviour = fails(f"{name} is odd") if int(name) % 2 else succeeds(name)
            behaviour(request, connection)

        together = all_at_once(4)
        server.then(*[meeting(together, behave) for _turn in range(20)])

        def ask(number: int) -> str:
            try:
                return str(client.call("GetUserInfo", {"userName": str(number)}))
            except FunctionFailed as refusal:
                return str(refusal.server_message)

        expected = [f"{number} is odd" if number % 2 else str(number) for number in range(20)]
        assert parallel_map(ask, range(20), 4) == expected

    def test_progress_is_shown_one_line_at_a_time(self, server: ScriptedServer, make_client: MakeClient) -> None:
        inside, lines = threading.Lock(), []

        def show(text: str) -> None:
            assert inside.acquire(blocking=False), "two threads show progress at once"
            lines.append(text)
            inside.release()

        client = make_client(progress=show)
        together = all_at_once(4)
        server.then(*[meeting(together, runs(number, percent=number, token=f"t-{number}")) for number in range(4)])
        server.then(*[answer(envelope(result=None)) for _number in range(4)])
        parallel_map(lambda number: client.call("VerifyStore", {"id": number}), range(4), 4)
        assert len(lines) == 4
