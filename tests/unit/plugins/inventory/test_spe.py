# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instances of the simulator as hosts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml
from ansible.errors import AnsibleError, AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.community.mailstore.plugins.inventory import spe
from ansible_collections.community.mailstore.plugins.module_utils._api.parallel import parallel_map
from ansible_collections.community.mailstore.plugins.plugin_utils import inventory_records
from ansible_collections.community.mailstore.plugins.plugin_utils.inventory_options import (
    CONNECTION,
    OF_ANSIBLE,
    OPTIONS,
)
from ansible_collections.community.mailstore.plugins.plugin_utils.templates import as_template

from tests.simulation import URL, Disturbance, Fault, Trouble, World, simulation
from tests.simulation.inventory import NAME, Inventory, load, options
from tests.simulator.errors import ApiError
from tests.simulator.state.environment import Environment

ALL = ["baumann", "nordlicht", "seeblick", "weber"]
STRANGE = [
    "{{ lookup('pipe', 'id') }}",
    "{% raw %}",
    "#jinja2: variable_start_string:'[['\n[[ 1 ]]",
    "a: b, [c] <d> 'e' \"f\" ü 🦉",
]


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo") as world:
        yield world


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CONNECTION:
        monkeypatch.delenv(name.upper(), raising=False)


class _Hanging(Disturbance):
    """The requests with these numbers are never answered."""

    def __init__(self, *numbers: int) -> None:
        self._numbers = numbers

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        return Trouble(silent=index in self._numbers)


def _functions(world: World) -> list[str]:
    return [request.name for request in world.requests]


def _display_name(world: World, instance_id: str, display_name: str) -> None:
    world.environment.find_instance(instance_id).configuration.display_name = display_name


def _refusal(world: World, directory: Path, **written: Any) -> str:
    with pytest.raises(AnsibleParserError) as refusal:
        load(world, directory, **written)
    return str(refusal.value)


class TestHosts:
    def test_one_call_makes_a_host_of_each_instance(self, world: World, tmp_path: Path) -> None:
        inventory = load(world, tmp_path)
        assert inventory.hosts == ALL
        assert _functions(world) == ["GetInstances"]
        assert inventory.warnings == []

    def test_the_variables_of_a_host(self, world: World, tmp_path: Path) -> None:
        assert load(world, tmp_path).variables("weber") == {
            "spe_instance_id": "weber",
            "spe_alias": "kanzlei",
            "spe_display_name": "Kanzlei Weber",
            "spe_instance_host": "host1.example.com",
            "spe_start_mode": "automatic",
            "spe_process_id": 4104,
            "spe_status": "running",
            "spe_start_stop_error": None,
            "tenant_id": "weber",
        }

    def test_the_groups(self, world: World, tmp_path: Path) -> None:
        assert load(world, tmp_path).groups == {
            "spe_tenants": ALL,
            "spe_instance_host_host1_example_com": ["baumann", "weber"],
            "spe_instance_host_host2_example_com": ["nordlicht", "seeblick"],
            "spe_status_running": ["baumann", "nordlicht", "weber"],
            "spe_status_stopped": ["seeblick"],
            "spe_start_mode_automatic": ALL,
        }

    def test_groups_are_chosen_and_named(self, world: World, tmp_path: Path) -> None:
        inventory = load(world, tmp_path, group_by=["status"], group_prefix="mail archive-")
        assert set(inventory.groups) == {"spe_tenants", "mail_archive_status_running", "mail_archive_status_stopped"}
        assert set(load(world, tmp_path, group_by=[]).groups) == {"spe_tenants"}

    def test_another_group_of_all(self, world: World, tmp_path: Path) -> None:
        inventory = load(world, tmp_path, group="spe-instances", group_by=[])
        assert inventory.groups == {"spe_instances": ALL}
        assert inventory.data.groups["spe_instances"].vars["ansible_connection"] == "local"

    @pytest.mark.parametrize("group", ["", " ", "all", "ungrouped"])
    def test_a_group_of_all_that_cannot_be(self, world: World, tmp_path: Path, group: str) -> None:
        sentence = f"group is {group!r}, but must be the name of a group of its own for the tenants"
        assert sentence in _refusal(world, tmp_path, group=group)

    def test_the_work_is_done_in_the_controller(self, world: World, tmp_path: Path) -> None:
        variables = load(world, tmp_path).data.groups["spe_tenants"].vars
        assert variables == {
            "ansible_connection": "local",
            "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        }

    def test_an_instance_that_has_gone_or_come_is_seen_at_the_next_run(self, world: World, tmp_path: Path) -> None:
        load(world, tmp_path)
        del world.environment.instances["weber"]
        assert load(world, tmp_path).hosts == ["baumann", "nordlicht", "seeblick"]

    def test_a_server_without_instances(self, tmp_path: Path) -> None:
        with simulation("empty") as world:
            inventory = load(world, tmp_path)
        assert (inventory.hosts, inventory.warnings) == ([], [])
        assert "spe_tenants" in inventory.data.groups

    def test_nothing_is_written_and_access_stays_as_it_is(self, world: World, tmp_path: Path) -> None:
        load(world, tmp_path, read=options()["read"]["choices"])
        assert world.work == []


class TestMerge:
    """With an inventory that was read before, and describes the tenants."""

    @pytest.fixture
    def described(self) -> Any:
        data = InventoryData()
        data.add_group("spe_tenants")
        data.set_variable("spe_tenants", "ansible_connection", "mine")
        for host in ("weber", "new"):
            data.add_host(host, group="spe_tenants")
        data.set_variable("weber", "tenant_instance_host", "host2.example.com")
        return data

    def test_what_is_described_stays(self, world: World, tmp_path: Path, described: Any) -> None:
        inventory = load(world, tmp_path, data=described)
        assert sorted(inventory.hosts) == sorted([*ALL, "new"])
        assert inventory.groups["spe_tenants"] == ["weber", "new", "baumann", "nordlicht", "seeblick"]
        assert described.groups["spe_tenants"].vars["ansible_connection"] == "mine"
        variables = inventory.variables("weber")
        assert (variables["tenant_instance_host"], variables["spe_instance_host"]) == (
            "host2.example.com",
            "host1.example.com",
        )
        assert "spe_instance_id" not in inventory.variables("new")

    def test_no_variable_says_how_a_tenant_should_be(self, world: World, tmp_path: Path) -> None:
        variables = load(world, tmp_path, read=options()["read"]["choices"]).variables("weber")
        assert [name for name in variables if not name.startswith("spe_")] == ["tenant_id"]


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"instance_host": ["HOST2.example.com"]}, ["nordlicht", "seeblick"]),
            ({"instance_host": "host1.example.com,host2.example.com"}, ALL),
            ({"status": ["running"]}, ["baumann", "nordlicht", "weber"]),
            ({"status": ["stopped", "frozen"]}, ["seeblick"]),
            ({"start_mode": ["automatic"]}, ALL),
            ({"include": ["*b*"]}, ["baumann", "seeblick", "weber"]),
            ({"include": ["baumann", "w?ber"]}, ["baumann", "weber"]),
            ({"exclude": ["*a*", "web[a-f]r"]}, ["nordlicht", "seeblick"]),
            ({"include": ["*e*"], "exclude": ["w*"], "status": ["stopped"]}, ["seeblick"]),
        ],
    )
    def test_they_select_before_anything_else_is_read(
        self, world: World, tmp_path: Path, filters: dict[str, Any], found: list[str]
    ) -> None:
        inventory = load(world, tmp_path, read=["configuration"], **filters)
        assert inventory.hosts == found
        assert inventory.warnings == []
        assert _functions(world) == ["GetInstances", *["GetInstanceConfiguration"] * len(found)]
        assert [request.arguments["instanceID"] for request in world.requests[1:]] == found

    def test_a_pattern_that_matches_nothing_is_named(self, world: World, tmp_path: Path) -> None:
        assert load(world, tmp_path, include=["weber", "webber", "x*"]).warnings == [
            "include: no instance of this server matches 'webber', 'x*'."
        ]

    def test_upper_and_lower_case_of_a_status_make_no_difference(self, world: World, tmp_path: Path) -> None:
        assert load(world, tmp_path, status=["Stopped"]).hosts == ["seeblick"]

    def test_a_selection_of_nothing_is_told(self, world: World, tmp_path: Path) -> None:
        inventory = load(world, tmp_path, status=["frozen"])
        assert inventory.hosts == []
        assert inventory.warnings == ["None of the 4 instances of this server is selected: check the filters."]


class TestDetails:
    def test_all_of_them(self, world: World, tmp_path: Path) -> None:
        inventory = load(world, tmp_path, read=options()["read"]["choices"])
        variables = inventory.variables("baumann")
        assert variables["spe_configuration"]["base_directory"] == "E:\\Archives\\baumann"
        assert variables["spe_statistics"]["number_of_messages"] > 0
        assert variables["spe_live_statistics"]
        assert {store["name"] for store in variables["spe_stores"]}
        assert variables["spe_access"] == {"enabled": True}
        assert inventory.variables("weber")["spe_access"] == {"enabled": False}
        assert not any(name.endswith("_error") for name in variables if name != "spe_start_stop_error")

    @pytest.mark.parametrize("parallel", [1, 3])
    def test_no_more_calls_at_once_than_allowed(self, world: World, tmp_path: Path, parallel: int) -> None:
        with mock.patch.object(inventory_records, "parallel_map", wraps=parallel_map) as work:
            load(world, tmp_path, read=["configuration", "access"], spe_parallel=parallel)
        (call,) = work.call_args_list
        assert (len(call.args[1]), call.args[2]) == (8, parallel)

    def test_what_needs_a_running_instance_is_null_for_others(self, world: World, tmp_path: Path) -> None:
        variables = load(world, tmp_path, include=["seeblick"], read=options()["read"]["choices"]).variables("seeblick")
        assert variables["spe_configuration"]["base_directory"]
        assert [variables[f"spe_{name}"] for name in ("statistics", "live_statistics", "stores", "access")] == [
            None
        ] * 4
        assert _functions(world) == ["GetInstances", "GetInstanceConfiguration"]

    def test_flags_of_stores(self, world: World, tmp_path: Path) -> None:
        stores = load(world, tmp_path, include=["nordlicht"], read=["stores"]).variables("nordlicht")["spe_stores"]
        assert {flag for store in stores for flag in ("needs_upgrade", "search_indexes_need_rebuild") if store[flag]}

    def test_a_tenant_that_cannot_be_read_keeps_its_host(self, world: World, tmp_path: Path) -> None:
        def refuse_weber(call: Any) -> Any:
            if call.text("instanceID") == "weber":
                raise ApiError("So nicht.")
            return {"numberOfMessages": 7}

        world.answer_with("GetInstanceStatistics", refuse_weber)
        inventory = load(world, tmp_path, read=["statistics"])
        assert inventory.hosts == ALL
        assert inventory.variables("baumann")["spe_statistics"] == {"number_of_messages": 7}
        variables = inventory.variables("weber")
        assert variables["spe_statistics"] is None
        assert variables["spe_statistics_error"] == "The server refused GetInstanceStatistics: So nicht."

    @pytest.mark.parametrize("strange", [None, "text", 7, [], [1], [{}]])
    @pytest.mark.parametrize("detail", ["configuration", "statistics", "live_statistics", "stores"])
    def test_strange_details_are_no_end(self, world: World, tmp_path: Path, detail: str, strange: Any) -> None:
        functions = {
            "configuration": "GetInstanceConfiguration",
            "statistics": "GetInstanceStatistics",
            "live_statistics": "GetInstanceProcessLiveStatistics",
            "stores": "GetStores",
        }
        world.answer_with(functions[detail], lambda _call: strange)
        assert load(world, tmp_path, read=[detail]).hosts == ALL

    def test_an_instance_that_hangs_is_one_instance(self, world: World, tmp_path: Path) -> None:
        world.disturbance = _Hanging(2)
        inventory = load(world, tmp_path, read=["configuration"], spe_retries=0, spe_parallel=1)
        broken = [host for host in ALL if "spe_configuration_error" in inventory.variables(host)]
        assert broken == ["nordlicht"]

    def test_a_server_that_hangs_is_not_waited_for_again_and_again(self, world: World, tmp_path: Path) -> None:
        world.disturbance = _Hanging(1, 2, 3, 4)
        inventory = load(world, tmp_path, read=["configuration"], spe_retries=0, spe_parallel=1)
        assert inventory.hosts == ALL
        assert all(inventory.variables(host)["spe_configuration_error"] for host in ALL)
        assert _functions(world) == ["GetInstances", *["GetInstanceConfiguration"] * 3]

    def test_a_server_that_is_gone_meanwhile_is_asked_no_more(self, world: World, tmp_path: Path) -> None:
        class Gone(Disturbance):
            def fault_of(self, name: str) -> Fault | None:
                return Fault("http_status", 401) if name != "GetInstances" else None

        world.disturbance = Gone()
        inventory = load(world, tmp_path, read=["configuration"])
        assert inventory.hosts == ALL
        assert _functions(world) == ["GetInstances", "GetInstanceConfiguration"]
        assert len({inventory.variables(host)["spe_configuration_error"] for host in ALL}) == 1


class TestConstructed:
    def test_variables_and_groups_of_ones_own(self, world: World, tmp_path: Path) -> None:
        inventory = load(
            world,
            tmp_path,
            group_by=[],
            compose={"short": "spe_alias | upper"},
            groups={"lawyers": "'Kanzlei' in spe_display_name", "down": "spe_status != 'running'"},
            keyed_groups=[{"key": "spe_instance_id[0]", "prefix": "letter"}, {"key": "short", "prefix": "short"}],
        )
        assert inventory.variables("weber")["short"] == "KANZLEI"
        groups = inventory.groups
        assert (groups["lawyers"], groups["down"], groups["letter_b"]) == (["weber"], ["seeblick"], ["baumann"])
        assert groups["short_KANZLEI"] == ["weber"]

    @pytest.mark.parametrize(
        "option",
        [
            {"compose": {"x": "nothing.there"}},
            {"groups": {"x": "nothing.there"}},
            {"keyed_groups": [{"key": "nothing.there"}]},
        ],
    )
    def test_strict_decides_about_what_cannot_be_evaluated(
        self, world: World, tmp_path: Path, option: dict[str, Any]
    ) -> None:
        assert load(world, tmp_path, **option).hosts == ALL
        with pytest.raises(AnsibleError, match="nothing"):
            load(world, tmp_path, strict=True, **option)

    def test_the_examples_of_the_documentation(
        self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("INVENTORY_PASSWORD", "x")
        for example in yaml.safe_load_all(spe.EXAMPLES):
            written = {name: value for name, value in example.items() if name not in {"plugin", *CONNECTION}}
            written.update(cache_plugin="memory") if "cache" in written else None
            inventory = load(world, tmp_path, **written)
            assert inventory.hosts
        assert inventory.groups["open_to_provider"] == ["baumann", "nordlicht"]
        assert inventory.variables("baumann")["size_in_gib"] > 0


class TestHostname:
    def test_a_template(self, world: World, tmp_path: Path) -> None:
        inventory = load(world, tmp_path, hostname="{{ spe_instance_id }}.{{ spe_instance_host }}")
        assert inventory.hosts[0] == "baumann.host1.example.com"
        assert inventory.variables("baumann.host1.example.com")["tenant_id"] == "baumann"

    @pytest.mark.parametrize(
        ("hostname", "sentence"),
        [
            ("{{ '' }}", "hostname gives nothing for the instance 'baumann'"),
            ("same", "hostname gives 'same' for the instances 'baumann' and 'nordlicht'"),
            (
                "{{ spe_display_name }}",
                "hostname gives 'Baumann Bau GmbH' for the instance 'baumann', but the name of a",
            ),
            ("../{{ spe_instance_id }}", "hostname gives '../baumann'"),
            ("{{ nothing }}", "hostname cannot be evaluated for the instance 'baumann'"),
            ("{{ spe_instance_id", "hostname cannot be evaluated for the instance 'baumann'"),
            ("{{ 'all' }}", "hostname gives 'all' for the instance 'baumann', but that name has a meaning of its own"),
        ],
    )
    def test_names_that_cannot_be(self, world: World, tmp_path: Path, hostname: str, sentence: str) -> None:
        assert sentence in _refusal(world, tmp_path, hostname=hostname)

    @pytest.mark.parametrize("name", ["all", "ungrouped", "localhost", "gold"])
    def test_an_instance_with_a_name_that_has_a_meaning(self, world: World, tmp_path: Path, name: str) -> None:
        data = InventoryData()
        data.add_group("gold")
        instance = world.environment.instances.pop("weber")
        instance.configuration.instance_id = name
        world.environment.add_instance(instance)
        assert f"hostname gives '{name}' for the instance '{name}'" in _refusal(world, tmp_path, data=data)
        hosts = load(world, tmp_path, data=data, hostname="tenant-{{ spe_instance_id }}").hosts
        assert f"tenant-{name}" in hosts


class TestStrangeNames:
    @pytest.mark.parametrize("text", STRANGE)
    def test_what_a_server_answers_is_never_templated(self, world: World, tmp_path: Path, text: str) -> None:
        _display_name(world, "weber", text)
        inventory = load(world, tmp_path, compose={"copy": "spe_display_name"}, read=["configuration"])
        templar = _templar(inventory.variables("weber"))
        for template in ("spe_display_name", "copy", "spe_configuration.display_name"):
            assert templar(template) == text

    def test_not_in_names_either(self, world: World, tmp_path: Path) -> None:
        _display_name(world, "weber", STRANGE[0])
        assert "but the name of a host has only" in _refusal(world, tmp_path, hostname="{{ spe_display_name }}")
        groups = load(world, tmp_path, keyed_groups=[{"key": "spe_display_name", "prefix": "d"}]).groups
        assert "weber" in groups["d_" + "".join(letter if letter.isalnum() else "_" for letter in STRANGE[0])]

    def test_a_group_name_is_made_of_any_value(self, world: World, tmp_path: Path) -> None:
        world.environment.find_instance("weber").configuration.instance_host = "a b:c"
        assert load(world, tmp_path).groups["spe_instance_host_a_b_c"] == ["weber"]


def _templar(variables: dict[str, Any]) -> Any:
    """What evaluates an expression as a task does."""
    templar = Templar(loader=DataLoader(), variables=variables)
    return lambda expression: templar.template(as_template("{{ " + expression + " }}"))


@pytest.mark.usefixtures("no_connection")
class TestConnection:
    def test_from_the_environment(self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("spe_url", "spe_username", "spe_password"):
            monkeypatch.setenv(name.upper(), world.connection[name])
        monkeypatch.setenv("SPE_CA_PATH", " ")
        assert load(world, tmp_path, text=f"plugin: {NAME}\n").hosts == ALL

    def test_a_server_that_nobody_checks_is_warned_of(
        self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("spe_url", "spe_username", "spe_password"):
            monkeypatch.setenv(name.upper(), world.connection[name])
        monkeypatch.setenv("SPE_VALIDATE_CERTS", "no")
        (warning,) = load(world, tmp_path, text=f"plugin: {NAME}\n").warnings
        assert warning.startswith(f"The certificate of {URL} is not checked, because spe_validate_certs ")

    def test_a_password_of_the_environment_is_no_template(
        self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        password = "{{ lookup('pipe', 'id') }}"
        next(iter(world.environment.administrators.values())).password = password
        monkeypatch.setenv("SPE_PASSWORD", password)
        text = f"plugin: {NAME}\nspe_url: {URL}\nspe_username: admin\n"
        assert load(world, tmp_path, text=text).hosts == ALL

    def test_from_extra_variables(self, world: World, tmp_path: Path) -> None:
        variables = {name: world.connection[name] for name in ("spe_url", "spe_username", "spe_password")}
        assert load(world, tmp_path, text=f"plugin: {NAME}\nspe_url:\n", variables=variables).hosts == ALL

    def test_from_lookups_and_extra_variables(
        self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MY_PASSWORD", world.connection["spe_password"])
        text = (
            f"plugin: {NAME}\nspe_url: '{{{{ where }}}}'\nspe_username: admin\nspe_timeout: '{{{{ 7 }}}}'\n"
            "spe_validate_certs: '{{ checked }}'\nspe_password: \"{{ lookup('env', 'MY_PASSWORD') }}\"\n"
        )
        inventory = load(world, tmp_path, text=text, variables={"where": URL, "checked": True})
        assert inventory.hosts == ALL

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (
                "",
                "The connection is not complete, because spe_url, spe_username and spe_password are missing: set SPE_URL,",
            ),
            (
                f"spe_url: {URL}\nspe_username: x\nspe_password: ''\n",
                "because spe_password is missing: set SPE_PASSWORD in",
            ),
            (
                f"spe_url: {URL}\nspe_username: x\nspe_password: '{{{{ y }}}}'\n",
                "The template of spe_password cannot be",
            ),
            ("spe_url: http://x\nspe_username: x\nspe_password: y\n", "http:// is refused in spe_url"),
            (f"spe_url: {URL}\nspe_username: x\nspe_password: 7\n", "spe_password"),
        ],
    )
    def test_a_connection_that_cannot_be(self, world: World, tmp_path: Path, text: str, sentence: str) -> None:
        assert sentence in _refusal(world, tmp_path, text=f"plugin: {NAME}\n{text}")
        assert world.requests == []


class TestOptions:
    def test_the_documentation_names_all(self) -> None:
        documented = options()
        assert set(documented) == {"plugin", *CONNECTION, *OPTIONS, *OF_ANSIBLE}
        for name, option in OPTIONS.items():
            described = documented[name]
            assert {key: described.get(key) for key in ("type", "elements", "choices", "default")} == {
                key: option.get(key) for key in ("type", "elements", "choices", "default")
            }, name
        for name, option in CONNECTION.items():
            described = documented[name]
            assert (described["type"], described.get("default")) == (option["type"], option.get("default")), name
            assert (described["env"], described["vars"]) == ([{"name": name.upper()}], [{"name": name}]), name

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ({"instance_hosts": ["x"]}, "There is no option 'instance_hosts' (did you mean instance_host?)"),
            (
                {"xyz": 1},
                "There is no option 'xyz'; `ansible-doc -t inventory community.mailstore.spe` shows all options.",
            ),
            ({"read": ["status"]}, "value of read must be one or more of: configuration, statistics"),
            ({"start_mode": ["auto"]}, "value of start_mode must be one or more of: automatic, manual, disabled"),
            ({"group_by": ["host"]}, "value of group_by must be one or more of: instance_host, status, start_mode"),
            ({"spe_validate_certs": "maybe"}, "spe_validate_certs"),
            ({"spe_timeout": "long"}, "spe_timeout"),
            ({"spe_parallel": 0}, "spe_parallel is 0, but must be from 1 to 32."),
            ({"strict": "perhaps"}, "strict"),
            ({"cache": "perhaps"}, "cache"),
            ({"compose": ["x"]}, "compose"),
            ({"keyed_groups": "spe_status"}, "keyed_groups"),
            ({"include": {"a": 1}}, "include"),
        ],
    )
    def test_a_mistake_is_one_sentence(
        self, world: World, tmp_path: Path, written: dict[str, Any], sentence: str
    ) -> None:
        refusal = _refusal(world, tmp_path, **written)
        assert sentence in refusal
        assert "\n" not in refusal
        assert world.requests == []

    def test_a_file_with_another_name(self, world: World, tmp_path: Path) -> None:
        assert _refusal(world, tmp_path, name="tenants.yml") == (
            "The name of the file must end in .spe.yml or .spe.yaml: rename tenants.yml."
        )
        assert load(world, tmp_path, name="tenants.spe.yaml").hosts == ALL

    def test_a_file_that_is_not_there_is_none_of_this_plugin(self) -> None:
        assert spe.InventoryModule().verify_file("/nonexistent/tenants.spe.yml") is False


class TestServer:
    @pytest.mark.parametrize("answer", [None, []])
    def test_no_list_is_no_instance(self, world: World, tmp_path: Path, answer: Any) -> None:
        world.answer_with("GetInstances", lambda _call: answer)
        assert load(world, tmp_path).hosts == []

    @pytest.mark.parametrize("answer", ["text", 7, {"a": 1}, [1], [{"instanceID": "x"}], [None], [[]]])
    def test_nonsense_is_one_sentence(self, world: World, tmp_path: Path, answer: Any) -> None:
        world.answer_with("GetInstances", lambda _call: answer)
        assert "is not understood" in _refusal(world, tmp_path)

    def test_a_controller_without_requests(self, world: World, tmp_path: Path) -> None:
        with mock.patch.object(spe, "REQUESTS_IMPORT_ERROR", "no module"):
            assert "The Python library requests is missing" in _refusal(world, tmp_path)
        assert world.requests == []

    def test_a_wrong_password(self, world: World, tmp_path: Path) -> None:
        world.connection["spe_password"] = "wrong"
        refusal = _refusal(world, tmp_path)
        assert "does not accept the credentials (HTTP 401)" in refusal
        assert "wrong" not in refusal


class TestCache:
    @pytest.fixture
    def cache(self, tmp_path: Path) -> dict[str, Any]:
        return {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(tmp_path / "cache")}

    def _load(self, world: World, directory: Path, **more: Any) -> Inventory:
        world.start_recording()
        return load(world, directory, **more)

    def test_records_are_kept_and_groups_are_made_anew(
        self, world: World, tmp_path: Path, cache: dict[str, Any]
    ) -> None:
        first = self._load(world, tmp_path, **cache)
        assert _functions(world) == ["GetInstances"]
        del world.environment.instances["weber"]
        second = self._load(world, tmp_path, **cache, groups={"lawyers": "'Kanzlei' in spe_display_name"})
        assert world.requests == []
        assert (second.hosts, second.groups["lawyers"]) == (first.hosts, ["weber"])
        assert second.variables("baumann") == first.variables("baumann")

    @pytest.mark.parametrize(
        ("more", "warning"),
        [
            ({"spe_validate_certs": False}, "certificate"),
            ({"include": ["weber", "nobody"]}, "include: no instance of this server matches 'nobody'."),
            (
                {"start_mode": ["manual"], "status": ["frozen"]},
                "instances of this server is selected: check the filters.",
            ),
        ],
    )
    def test_a_warning_comes_with_a_cached_inventory_as_well(
        self, world: World, tmp_path: Path, cache: dict[str, Any], more: dict[str, Any], warning: str
    ) -> None:
        first = self._load(world, tmp_path, **cache, **more)
        assert any(warning in each for each in first.warnings)
        assert self._load(world, tmp_path, **cache, **more).warnings == first.warnings
        assert world.requests == []

    def test_what_came_without_a_check_of_the_certificate_is_read_again_with_it(
        self, world: World, tmp_path: Path, cache: dict[str, Any]
    ) -> None:
        self._load(world, tmp_path, **cache, spe_validate_certs=False)
        assert self._load(world, tmp_path, **cache).warnings == []
        assert _functions(world) == ["GetInstances"]

    def test_flush_cache_reads_again_and_keeps_that(self, world: World, tmp_path: Path, cache: dict[str, Any]) -> None:
        self._load(world, tmp_path, **cache)
        del world.environment.instances["weber"]
        for use_cache in (False, True):
            inventory = self._load(world, tmp_path, use_cache=use_cache, **cache)
            assert inventory.hosts == ["baumann", "nordlicht", "seeblick"]
        assert world.requests == []

    def test_it_is_for_one_server_user_file_and_selection(
        self, world: World, tmp_path: Path, cache: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._load(world, tmp_path, **cache)
        others: list[dict[str, Any]] = [
            {"name": "other.spe.yml"},
            {"include": ["w*"]},
            {"read": ["access"]},
            {"spe_url": "https://other.example.com:8474"},
        ]
        for other in others:
            self._load(world, tmp_path, **cache, **other)
            assert world.requests, other

    def test_another_user_sees_nothing_of_it(self, world: World, tmp_path: Path, cache: dict[str, Any]) -> None:
        self._load(world, tmp_path, **cache)
        with pytest.raises(AnsibleParserError):
            self._load(world, tmp_path, **cache, spe_username="somebody")

    def test_a_text_of_the_server_is_none_of_the_cache_either(
        self, world: World, tmp_path: Path, cache: dict[str, Any]
    ) -> None:
        _display_name(world, "weber", STRANGE[0])
        for _turn in range(2):
            inventory = self._load(world, tmp_path, **cache)
            assert _templar(inventory.variables("weber"))("spe_display_name") == STRANGE[0]
        assert world.requests == []

    def test_no_secret_is_in_it(self, world: World, tmp_path: Path, cache: dict[str, Any]) -> None:
        self._load(world, tmp_path, **cache, read=options()["read"]["choices"])
        texts = [path.read_text("utf-8") for path in (tmp_path / "cache").iterdir()]
        assert texts
        assert not any(world.connection["spe_password"] in text for text in texts)

    @pytest.mark.parametrize(
        "content",
        [
            "",
            "[1]",
            "{}",
            '[{"a": 1}]',
            '{"records": [{"a": 1}], "warnings": []}',
            '{"records": [], "warnings": 1}',
            "nonsense",
        ],
    )
    def test_a_cache_that_is_damaged_is_not_used(
        self, world: World, tmp_path: Path, cache: dict[str, Any], content: str
    ) -> None:
        self._load(world, tmp_path, **cache)
        for path in (tmp_path / "cache").iterdir():
            path.write_text(content, "utf-8")
        assert self._load(world, tmp_path, **cache).hosts == ALL
        assert _functions(world) == ["GetInstances"]
