"""Addresses of this machine and names of private networks are refused, whatever they resolve to. Cases: cases/."""

from __future__ import annotations

import ipaddress
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kaaw_archive.download import own_addresses
from kaaw_archive.download.guard import allowed_networks, is_private, is_private_host
from kaaw_archive.errors import Problem
from kaaw_archive.urls.written_hosts import is_private_name
from tests.crawl.crawler import crawler_in
from tests.download.test_resolver import Rig
from tests.german_pages import page
from tests.local_site import Answer
from tests.program import PROJECT

IN_A_NETWORK_OF_ITS_OWN = """
ip link set lo up; ip addr add 193.7.160.9/32 dev lo; ip -6 addr add 2a00:1450::9/128 dev lo
echo {bind} > /proc/sys/net/ipv4/ip_nonlocal_bind; echo {bind} > /proc/sys/net/ipv6/ip_nonlocal_bind
exec {python} -c 'import sys; from kaaw_archive.download.guard import is_private
print([is_private(address) for address in sys.argv[1:]])' \
    193.7.160.9 ::ffff:193.7.160.9 2a00:1450::9 193.7.160.10 2a00:1450::10
"""


# A tunnel that takes half of the web, and a network that is reached through it, are no neighbours.
WITH_NEIGHBOURS = """
ip link set lo up; ip link add v0 type veth peer name v1; ip addr add 193.7.160.9/24 dev v0
ip -6 addr add 2a00:1450:5::9/64 dev v0 nodad; ip link set v0 up; ip link set v1 up; ip route add 0.0.0.0/1 dev v0
ip route add 128.0.0.0/1 dev v0; ip route add 11.0.0.0/8 dev v0; ip route add default via 193.7.160.1
exec {python} -c 'import sys; from kaaw_archive.download.guard import is_private
print([is_private(address) for address in sys.argv[1:]])' \
    193.7.160.10 ::ffff:193.7.160.1 2a00:1450:5::10 2a00:1450:5:0:9::1 193.7.161.1 11.0.0.1 8.8.8.8 2a00:1450:6::10
"""


def cases(name: str) -> list[str]:
    found: list[str] = json.loads((Path(__file__).with_name("cases") / f"{name}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("host", cases("private_names"))
def test_a_name_of_a_private_network_is_refused(host: str) -> None:
    assert is_private_host(host)
    rig = Rig({host.rstrip(".").lower(): ["193.7.160.1"]})
    if host.isascii():
        assert rig.addresses(host) == []
        reason = rig.resolver.no_address(host)
        assert reason is not None
        assert reason.problem is Problem.PRIVATE_NETWORK


@pytest.mark.parametrize("host", cases("public_names"))
def test_other_names_are_for_the_resolver(host: str) -> None:
    assert not is_private_name(host)
    assert not is_private_host(host)


def test_a_private_name_leads_to_allowed_addresses_only() -> None:
    rig = Rig({"wiki.local": ["10.1.0.1", "10.2.0.1", "193.7.160.1"]}, allowed="10.1.0.0/16")
    assert rig.addresses("wiki.local") == ["10.1.0.1"]
    assert not is_private_host("wiki.local", allowed_networks("10.1.0.0/16"))


@pytest.mark.parametrize(
    ("address", "is_own"), [("127.0.0.1", True), ("127.9.9.9", True), ("8.8.8.8", False), ("2001:4860::8", False)]
)
@pytest.mark.parametrize("binds_all", [False, True])
def test_the_kernel_knows_the_addresses_of_this_machine(
    address: str, is_own: bool, binds_all: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_addresses, "_binds_all", lambda _version: binds_all)
    if address == "127.9.9.9" and binds_all:
        pytest.skip("its source is 127.0.0.1; loopback is refused anyway")
    assert own_addresses.is_own(ipaddress.ip_address(address)) is is_own


@pytest.mark.parametrize("address", ["193.7.160.9", "::ffff:193.7.160.9", "64:ff9b::c107:a009"])
def test_a_public_address_of_this_machine_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_addresses, "_may_bind", lambda one: str(one) == "193.7.160.9")
    own_addresses._binds_all.cache_clear()
    assert is_private(address)
    assert not is_private(address, allowed_networks("193.7.160.0/24"))
    assert not is_private("193.7.160.10")
    assert Rig({"amt.test": [address]}).addresses("amt.test") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "link", "private"),
    [
        (IN_A_NETWORK_OF_ITS_OWN.replace("{bind}", "0"), "true", [True, True, True, False, False]),
        (IN_A_NETWORK_OF_ITS_OWN.replace("{bind}", "1"), "true", [True, True, True, False, False]),
        (WITH_NEIGHBOURS, "ip link add v0 type veth peer name v1", [True] * 4 + [False] * 4),
    ],
    ids=["own addresses", "own addresses where all can be bound", "neighbours"],
)
def test_addresses_of_interfaces_and_of_their_networks_are_refused(script: str, link: str, private: list[bool]) -> None:
    if (
        shutil.which("unshare") is None
        or subprocess.run(["unshare", "-rn", "sh", "-c", link], check=False, capture_output=True).returncode
    ):
        pytest.skip("no network of one's own can be made here")
    command = ["unshare", "-rn", "sh", "-c", script.replace("{python}", sys.executable)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=PROJECT, timeout=60)
    assert ran.stdout.strip() == str(private), ran.stderr


ROUTES = {
    4: """Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
v0 00000000 00000000 0001 0 0 0 00000080 0 0 0
v0 00000000 01A107C1 0003 0 0 0 00000000 0 0 0
v0 0000000B 00000000 0001 0 0 0 000000FF 0 0 0
v0 00A107C1 00000000 0001 0 0 0 00FFFFFF 0 0 0
v0 broken
v\u00fc 00A207C1 00000000 0001 0 0 0 00FFFFFE 0 0 0
v\u00fc 00A207C100A207C1 00000000 0001 0 0 0 00FFFFFF 0 0 0
v\u00fc 00A207C1 00000000 eins 0 0 0 00FFFFFF 0 0 0""",
    6: """2a001450000500000000000000000000 40 0 00 0 00000100 00000001 00000000 00000001 v0
fe800000000000000000000000000000 40 0 00 0 00000100 00000001 00000000 00000001 v0
20000000000000000000000000000000 03 0 00 0 00000100 00000001 00000000 00000001 v0
2a001451000000000000000000000000 20 0 00 0 00000100 00000001 00000000 00000003 v0
00000000000000000000000000000000 00 0 00 0 ffffffff 00000001 00000000 00200200 lo""",
}
SOURCES = {"193.7.161.0": "193.7.161.9", "2a00:1450:5::": "2a00:1450:5::9", "11.0.0.0": "193.7.161.9"}


@pytest.mark.skipif(sys.byteorder != "little", reason="the routes are those of a machine of the other byte order")
def test_networks_of_interfaces_are_read_from_the_routes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {version: tmp_path / str(version) for version in ROUTES}
    for version, text in ROUTES.items():
        files[version].write_text(text, "utf-8")

    def source(towards: own_addresses.Address) -> own_addresses.Address | None:
        found = SOURCES.get(str(towards))
        return None if found is None else ipaddress.ip_address(found)

    monkeypatch.setattr(own_addresses, "_ROUTES", files)
    monkeypatch.setattr(own_addresses, "_source_towards", source)
    own_addresses._own_networks.cache_clear()
    neighbours = ["193.7.161.77", "64:ff9b::c107:a14d", "2a00:1450:5::77", "2002:c107:a14d::"]
    assert [is_private(address) for address in neighbours] == [True] * 4
    assert not any(is_private(address, allowed_networks("193.7.161.0/24 2a00:1450:5::/64")) for address in neighbours)
    others = ["193.7.162.1", "11.0.0.1", "8.8.8.8", "2a00:1450:6::1", "2a00:1451::1", "2001:4860:4860::8888"]
    assert not any(map(is_private, others))
    own_addresses._own_networks.cache_clear()
    monkeypatch.setattr(own_addresses, "_ROUTES", dict.fromkeys(ROUTES, tmp_path / "missing"))
    assert not is_private("193.7.161.77")
    own_addresses._own_networks.cache_clear()


@pytest.mark.slow
def test_a_private_name_is_refused_beside_a_proxy(tmp_path: Path) -> None:
    with crawler_in(tmp_path) as crawler:
        urls = [crawler.site.add(host, "/x", Answer(page(1))) for host in ("intern.amt.de", "www.amt.de")]
        environment = {**crawler.environment(), "SCRAPY_SETTINGS_MODULE": "tests.hostile.off", "RESOLVER": "private"}
        crawler.program.run(*crawler.command(urls, settings={"ARCHIVE_LOOK_BESIDE_PROXY": 1}), env=environment)
        assert [crawler.errors(url) for url in urls] == [[Problem.PRIVATE_NETWORK], [None]]
        assert {seen.host for seen in crawler.site.seen} == {"www.amt.de"}
