"""Which ports are refused, and that each connection is guarded by the answer that it is made with."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.download.targets import BAD_PORTS
from tests.download.servers import ADDRESS, replying

if TYPE_CHECKING:
    from tests.download.conftest import Fetch


@pytest.mark.slow
def test_ports_of_other_services_are_bad_addresses(fetch: Fetch) -> None:
    ports = [0, 22, 25, 110, 143, 587, 993, 2049, 6000, 6667, 10080]
    outcomes = fetch([{"url": f"{scheme}://kaaw.test:{port}/"} for port in ports for scheme in ("http", "https")])
    assert {outcome["problem"] for outcome in outcomes} == {"bad_url"}
    assert all(f"port {port} " in outcomes[2 * at]["text"] for at, port in enumerate(ports))
    assert BAD_PORTS.isdisjoint({80, 443, 8000, 8080, 8443, 8888})


@pytest.mark.parametrize("turned", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "168.63.129.16", "::1"])
def test_a_name_that_turns_private_is_connected_to_no_more(fetch: Fetch, turned: str) -> None:
    """The name keeps no connection and no answer, so that each request looks it up."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nda"
    with replying(answer) as port, socket.create_server(("127.0.0.1", port)) as canary:
        outcomes = fetch(
            [{"url": f"http://turning.test:{port}/{n}"} for n in range(3)],
            turns={"turning.test": [[ADDRESS], [turned], [turned, ADDRESS]]},
            settings={"ARCHIVE_ALLOW_NETWORKS": ["127.0.1.0/24"], "DNSCACHE_ENABLED": False},
        )
        canary.setblocking(False)
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert [outcome.get("status", outcome.get("problem")) for outcome in outcomes] == [200, "private_network", 200]
    assert turned in outcomes[1]["text"]
