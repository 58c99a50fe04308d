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
@pytest.mark.parametrize("bind", [0, 1])
def test_addresses_that_an_interface_has_are_refused(bind: int) -> None:
    script = IN_A_NETWORK_OF_ITS_OWN.format(python=sys.executable, bind=bind)
    if (
        shutil.which("unshare") is None
        or subprocess.run(["unshare", "-rn", "ip", "link"], check=False, capture_output=True).returncode
    ):
        pytest.skip("no network of one's own can be made here")
    ran = subprocess.run(
        ["unshare", "-rn", "sh", "-c", script], check=False, capture_output=True, text=True, cwd=PROJECT, timeout=60
    )
    assert ran.stdout.strip() == "[True, True, True, False, False]", ran.stderr


@pytest.mark.slow
def test_a_private_name_is_refused_beside_a_proxy(tmp_path: Path) -> None:
    with crawler_in(tmp_path) as crawler:
        urls = [crawler.site.add(host, "/x", Answer(page(1))) for host in ("intern.amt.de", "www.amt.de")]
        environment = {**crawler.environment(), "SCRAPY_SETTINGS_MODULE": "tests.hostile.off", "RESOLVER": "private"}
        crawler.program.run(*crawler.command(urls), env=environment)
        assert [crawler.errors(url) for url in urls] == [[Problem.PRIVATE_NETWORK], [None]]
        assert {seen.host for seen in crawler.site.seen} == {"www.amt.de"}
