"""Which addresses count as private, in every form in which a page may write them."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.download.guard import allowed_networks, denied_networks, is_private, is_private_host
from kaaw_archive.errors import WrongArguments
from kaaw_archive.urls.written_hosts import literal_address


def written_forms(name: str) -> list[str]:
    """One address a line, in addresses/<name>.txt."""
    return Path(__file__).with_name("addresses").joinpath(f"{name}.txt").read_text("utf-8").split()


@pytest.mark.parametrize("address", written_forms("private"))
def test_refuses_what_is_not_globally_routable(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", written_forms("public"))
def test_lets_public_addresses_pass(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.0.0.1.5", "nonsense", "1::2::3"])
def test_what_is_no_address_is_private(text: str) -> None:
    assert is_private(text)


@pytest.mark.parametrize("host", written_forms("loopback"))
def test_reads_every_written_form(host: str) -> None:
    address = literal_address(host)
    assert address is not None
    assert is_private_host(host)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost.", "a.localhost", "x.y.localhost."])
def test_localhost_is_private_by_name(host: str) -> None:
    assert is_private_host(host)
    assert not is_private_host(host, allowed_networks("127.0.0.0/8"))


@pytest.mark.parametrize(
    "host", ["kaaw.de", "mylocalhost.de", "localhost.de", "10.de", "0x7f.example", "8.8.8.8", "0x8.8"]
)
def test_other_hosts_are_for_the_resolver_to_judge(host: str) -> None:
    assert not is_private_host(host)


@pytest.mark.parametrize("address", ["127.0.1.7", "::ffff:127.0.1.7", "fd00::5", "64:ff9b::7f00:107"])
def test_allowed_networks_are_exempt_in_every_form(address: str) -> None:
    assert is_private(address)
    assert not is_private(address, allowed_networks(["127.0.1.0/24", "fd00::/8"]))
    assert is_private("127.0.0.1", allowed_networks("127.0.1.0/24"))


@pytest.mark.parametrize("address", ["10.1.0.7", "193.7.160.1", "::ffff:193.7.160.1", "2002:c107:a001::"])
def test_denied_networks_count_more_than_allowed_ones(address: str) -> None:
    denied = denied_networks("10.1.0.0/24 193.7.160.0/24")
    assert is_private(address, allowed_networks("10.0.0.0/8 193.7.0.0/16"), denied)
    assert is_private_host("193.7.160.1", (), denied)
    assert not is_private("193.7.161.1", (), denied)


@pytest.mark.parametrize(
    ("value", "count"), [(None, 0), ("", 0), ([], 0), ("10.0.0.0/8", 1), (" 10.0.0.0/8,::1 \n fd00::/8, ", 3)]
)
def test_reads_the_setting_as_list_or_text(value: str | list[str] | None, count: int) -> None:
    assert len(allowed_networks(value)) == count


@pytest.mark.parametrize("value", ["10.0.0.1/8", "localhost", "10.0.0.0/33", "10.0.0.0/8;fd00::/8", [""]])
def test_a_bad_network_is_one_clear_line(value: str | list[str]) -> None:
    with pytest.raises(WrongArguments, match="ARCHIVE_ALLOW_NETWORKS") as caught:
        allowed_networks(value)
    assert len(str(caught.value).splitlines()) == 1


@given(st.ip_addresses())
def test_never_lets_pass_what_python_calls_private(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    is_hidden = (
        address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified
    ) or not (address.is_global or _stands_for_a_public_one(address))
    if is_hidden:
        assert is_private(address)
    assert is_private(address) == is_private(str(address))


@given(st.ip_addresses(v=4))
def test_what_is_wrapped_is_judged_as_what_it_is(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    wrapped = [(0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80)]
    for each in wrapped:
        assert is_private(ipaddress.IPv6Address(each)) == is_private(address)


@given(st.text(max_size=30))
def test_any_text_is_survived(text: str) -> None:
    assert is_private_host(text) in (True, False)


def _stands_for_a_public_one(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped is not None or address.sixtofour is not None or address in ipaddress.ip_network("::/96")
    )
