"""What the unit, the container and the page for administrators say has to fit what is there."""

import os
import re
import shlex
from configparser import RawConfigParser

import pytest
import yaml

from dashboard.serving.opening import MOST_SESSIONS
from tests.deploy.farm import DEPLOY
from tests.serving import ROOT

SITE = (DEPLOY / "nginx.conf").read_text()
CONTAINER = (DEPLOY / "Containerfile").read_text().replace("\\\n", "")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
PORTS = re.findall(r"server 127\.0\.0\.1:(\d+)", SITE)
HALF_RECEIVED_MEGABYTES = 50
NEEDED = {
    "DynamicUser": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
    "Restart": "always",
}


class Settings(dict):
    """A unit may say a thing twice."""

    def __setitem__(self, key, value):
        if isinstance(value, list) and key in self:
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


def unit() -> dict[str, str]:
    parser = RawConfigParser(dict_type=Settings, strict=False, delimiters="=")
    parser.optionxform = str
    parser.read(DEPLOY / "gradient-descent@.service")
    return dict(parser["Service"])


def copied() -> list[str]:
    """What the container takes from the repository."""
    lines = [shlex.split(line) for line in CONTAINER.splitlines() if line.startswith("COPY ")]
    return [path for line in lines for path in line[1:-1]]


def test_a_server_under_systemd_may_do_nothing_but_serve():
    service = unit()
    assert {name: service.get(name) for name in NEEDED} == NEEDED
    assert {"MemoryMax", "TasksMax", "SystemCallFilter"} <= service.keys()


def test_a_full_server_fits_into_the_memory_that_it_may_have():
    page = " ".join((DEPLOY / "README.md").read_text().split())
    process, most = re.search(r"(\d+) MB of memory a process, .* to ([\d.]+) MB \(line\)", page).groups()
    needed = (int(process) + MOST_SESSIONS * float(most) + HALF_RECEIVED_MEGABYTES) / 1000  # GB
    limits = [
        unit()["MemoryMax"],
        *(each["mem_limit"] for each in COMPOSE["services"].values() if "mem_limit" in each),
    ]
    assert len(limits) == 3 and all(int(limit.lower().removesuffix("g")) > 1.2 * needed for limit in limits)


def test_systemd_starts_the_very_script_that_is_tested():
    folder = unit()["WorkingDirectory"]
    script, port = unit()["ExecStart"].removeprefix(f"{folder}/").split()
    assert os.access(ROOT / script, os.X_OK)
    assert port == "%i"


def test_the_container_holds_all_that_a_server_needs():
    assert {"requirements.txt", "gdcore", "dashboard", "deploy/serve"} == set(copied())
    assert all((ROOT / path).exists() for path in copied())
    assert re.search(r"^USER [1-9]", CONTAINER, re.MULTILINE), "root"
    assert "deploy/serve" in CONTAINER.splitlines()[-1]


def test_the_composed_servers_are_where_nginx_looks():
    services = COMPOSE["services"]
    servers = [each for name, each in services.items() if name != "nginx"]
    ports = [each["environment"]["PORT"] for each in servers]
    assert len(set(ports)) == len(ports) >= 2
    assert set(ports) <= set(PORTS)
    assert {each["network_mode"] for each in servers} == {"service:nginx"}
    (volume,) = services["nginx"]["volumes"]
    assert (DEPLOY / volume.split(":")[0]).samefile(DEPLOY / "nginx.conf")


def test_all_servers_of_a_machine_keep_rooms_in_one_file_that_they_may_write():
    service = unit()
    name, file = service["Environment"].split("=")
    assert name == "ROOMS" and "%i" not in file
    assert file.startswith(f"/var/lib/{service['StateDirectory']}/")
    assert service["StateDirectoryMode"] == "0700"
    assert service["User"], "a dynamic user would be another one for each port"
    assert '--rooms "$ROOMS"' in (DEPLOY / "serve").read_text()


def test_all_containers_keep_rooms_in_one_volume():
    folder = re.search(r"ROOMS=(/\w+)/", CONTAINER)[1]
    assert f"VOLUME {folder}" in CONTAINER
    servers = [each for name, each in COMPOSE["services"].items() if name != "nginx"]
    ((volume, mounted),) = {tuple(each.split(":")) for server in servers for each in server["volumes"]}
    assert mounted == folder and volume in COMPOSE["volumes"]


def test_no_secret_is_kept_here():
    for path in DEPLOY.iterdir():
        if path.name != ".env":
            text = path.read_text()
            assert not re.search(r"SECRET_KEY\s*[=:]\s*['\"]?\w{8,}", text), path
    assert ".env" in (DEPLOY / ".gitignore").read_text().split()


@pytest.mark.parametrize(
    "name", ["nginx.conf", "gradient-descent@.service", "serve", "Containerfile", "compose.yaml"]
)
def test_the_administrators_page_tells_of_every_file(name):
    assert name in (DEPLOY / "README.md").read_text()


def test_the_administrators_page_names_ports_that_nginx_has_and_settings_that_there_are():
    page = (DEPLOY / "README.md").read_text()
    script = (DEPLOY / "serve").read_text()
    low, high = re.search(r"\{(\d+)\.\.(\d+)\}", page).groups()
    assert set(map(str, range(int(low), int(high) + 1))) <= set(PORTS)
    for name in re.findall(r"\b[A-Z]+(?:_[A-Z]+)*(?==)", page):
        assert name in script, name
