"""No address of this machine or of a private network is asked because a page or a list said so."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import Problem
from kaaw_archive.urls import key as url_key
from tests.german_pages import page
from tests.local_site import Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.crawler import Crawler


class Canaries:
    """Listening sockets on 127.0.0.1 and, where there is IPv6, ::1, on one port; they count who connects."""

    def __init__(self) -> None:
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        if socket.has_dualstack_ipv6():
            self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))

    def connections(self) -> int:
        """How many connected since the last call; the kernel accepts for us until then."""
        count = 0
        for listening in self._sockets:
            listening.setblocking(False)
            while True:
                try:
                    connection, _ = listening.accept()
                except BlockingIOError:
                    break
                connection.close()
                count += 1
        return count

    def close(self) -> None:
        for listening in self._sockets:
            listening.close()


@pytest.fixture
def canaries() -> Iterator[Canaries]:
    listening = Canaries()
    yield listening
    listening.close()


def forbidden(port: int) -> list[str]:
    """This machine and private networks in every written form, and names that lead there."""
    hosts = ["127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
    hosts += ["[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "0.0.0.0", "0"]
    far = ["10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]"]
    return [f"http://{host}:{port}/x" for host in hosts] + [f"http://{host}/x" for host in far]


def test_the_canaries_sing(canaries: Canaries) -> None:
    socket.create_connection(("127.0.0.1", canaries.port)).close()
    assert canaries.connections() == 1


@pytest.mark.slow
@pytest.mark.parametrize("direct", [True, False], ids=["direct", "through a proxy"])
def test_listed_addresses_are_refused(crawler: Crawler, canaries: Canaries, direct: bool) -> None:
    urls = forbidden(canaries.port)
    crawler.run([*urls, crawler.site.add("", "/heil", Answer(page(1)))], direct=direct)
    kept = crawler.rows("SELECT url, error, status, ip FROM visits WHERE kind = 'page' AND url NOT LIKE '%/heil'")
    assert len(kept) == len(urls)
    assert {(row["error"], row["status"], row["ip"]) for row in kept} == {(Problem.PRIVATE_NETWORK, None, None)}
    assert canaries.connections() == 0
    assert {seen.host for seen in crawler.site.seen} == {""}


@pytest.mark.slow
def test_redirects_to_them_are_refused_each_with_its_capture(crawler: Crawler, canaries: Canaries) -> None:
    targets = forbidden(canaries.port)
    urls = [crawler.site.add("", f"/weiter-{n}", redirect(target)) for n, target in enumerate(targets)]
    crawler.run(urls, direct=True)
    assert canaries.connections() == 0
    refused = crawler.rows("SELECT via_url, error FROM visits WHERE via_id IS NOT NULL ORDER BY id")
    assert {row["error"] for row in refused} == {Problem.PRIVATE_NETWORK}
    # an address that two redirects spell differently is one, and asked for once
    assert len(refused) == len({url_key(target) for target in targets})
    assert {row["via_url"] for row in refused} <= set(urls)


@pytest.mark.slow
def test_a_page_that_links_to_them_is_kept_and_nothing_is_asked(crawler: Crawler, canaries: Canaries) -> None:
    links = "".join(f'<p>Siehe <a href="{url}">hier</a>.</p>' for url in forbidden(canaries.port))
    body = page(1).replace(b"</article>", links.encode() + b"</article>")
    url = crawler.site.add("", "/links", Answer(body))
    assert crawler.run([url], direct=True).code == 0
    assert crawler.payload(url) == body
    assert canaries.connections() == 0


@pytest.mark.slow
def test_robots_txt_cannot_lead_there(crawler: Crawler, canaries: Canaries) -> None:
    crawler.site.add("", "/robots.txt", redirect(f"http://127.0.0.1:{canaries.port}/robots.txt"))
    url = crawler.site.add("", "/x", Answer(page(1)))
    crawler.run([url], direct=True)
    assert canaries.connections() == 0
    hops = crawler.rows("SELECT error FROM visits WHERE kind = 'robots' AND via_id IS NOT NULL")
    assert [hop["error"] for hop in hops] == [Problem.PRIVATE_NETWORK]


@pytest.mark.slow
def test_nothing_is_allowed_by_default(crawler: Crawler) -> None:
    url = crawler.site.add("", "/x", Answer(page(1)))
    crawler.run([url], direct=True, settings={"ARCHIVE_ALLOW_NETWORKS": None})
    assert crawler.site.seen == []
    assert crawler.errors(url) == [Problem.PRIVATE_NETWORK]


@pytest.mark.slow
def test_a_scheme_that_is_not_of_the_web_is_never_followed(crawler: Crawler) -> None:
    secret = crawler.archive.parent / "geheim.txt"
    secret.write_text("geheim")
    url = crawler.site.add("", "/x", redirect(secret.as_uri()))
    crawler.run([url], direct=True)
    assert crawler.value("SELECT count(*) FROM payloads WHERE size_bytes = 6") == 0
    assert crawler.statuses(url)[0] == 302
