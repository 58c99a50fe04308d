"""What a server can stretch, and where it ends: heads, silence, endless addresses; no other host waits for it."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import Problem
from tests.crawl.town_news import HOST, LIST, url
from tests.german_pages import page
from tests.local_site import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.crawl.crawler import Crawler

LISTING = "<html><head><title>Presse</title></head><body><ul>{}</ul></body></html>"


@contextmanager
def server(answer: Callable[[socket.socket], None], address: str = "127.0.1.7") -> Iterator[str]:
    """A server of one's own on loopback: what it does with a connection once the request is there."""
    listener = socket.create_server((address, 0))

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if b"/robots.txt" in connection.recv(65_536):
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            else:
                answer(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://{address}:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def endless_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"x" * 8000 + b"\r\n")


def endless_interim_answers(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n")


def silence(_connection: socket.socket) -> None:
    time.sleep(30)


def one_byte_a_second(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000:
        connection.sendall(bytes([byte]))
        time.sleep(0.5)


BAD = {
    endless_head: Problem.TOO_LARGE,
    endless_interim_answers: Problem.TOO_LARGE,
    silence: Problem.TIMEOUT,
    one_byte_a_second: Problem.TIMEOUT,
}


@pytest.mark.parametrize("answer", BAD, ids=lambda answer: str(answer.__name__))
def test_what_a_server_stretches_is_named(crawler: Crawler, answer: Callable[[socket.socket], None]) -> None:
    limits = {"ARCHIVE_FIRST_BYTE_TIMEOUT_S": 2, "DOWNLOAD_TIMEOUT": 4, "RETRY_TIMES": 0}
    with server(answer) as address:
        began = time.monotonic()
        crawler.run([f"{address}/x"], settings=limits, direct=True)
    assert time.monotonic() - began < 15
    assert crawler.errors(f"{address}/x") == [BAD[answer]]


def test_one_bad_host_slows_no_other(crawler: Crawler) -> None:
    urls = [crawler.site.add("", f"/{n}", Answer(page(n))) for n in range(40)]
    with server(one_byte_a_second) as address:
        bad = [f"{address}/{n}" for n in range(20)]
        crawler.run(bad + urls, settings={"DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 0, "CONCURRENT_REQUESTS": 8},
                    direct=True)  # fmt: skip
    asked = [seen.at for seen in crawler.site.requests()]
    assert len(asked) == len(urls)
    assert max(asked) - min(asked) < 10  # the bad one takes forty seconds


def add_list(crawler: Crawler, links: list[str]) -> None:
    rows = "".join(f'<li><a href="{link}">Die Meldung mit der Adresse {n}</a></li>' for n, link in enumerate(links))
    crawler.site.add(HOST, LIST, Answer(LISTING.format(rows).encode()))


def test_a_host_may_only_name_so_many_addresses_a_run(crawler: Crawler) -> None:
    paths = [f"/SharedDocs/Pressemitteilungen/DE/2016/09/m{n}.html" for n in range(30)]
    for n, path in enumerate(paths):
        crawler.site.add(HOST, path, Answer(page(n)))
    add_list(crawler, paths)
    few = {"ARCHIVE_HOST_URLS_MAX": 12}
    ran = crawler.crawl("town", settings=few)
    assert ran.code == 3
    assert "ARCHIVE_HOST_URLS_MAX" in crawler.value("SELECT reason FROM crawls")
    asked = {seen.path for seen in crawler.site.requests(HOST)} & set(paths)
    assert len(asked) < 12
    for _ in range(3):
        crawler.crawl("town", settings=few)
    assert {seen.path for seen in crawler.site.requests(HOST)} >= set(paths)  # the rest waited, and is lost to nobody


def test_variants_of_one_address_are_bounded(crawler: Crawler) -> None:
    links = [f"/SharedDocs/Pressemitteilungen/DE/2016/09/m.html?tag={n}" for n in range(30)]
    crawler.site.add(HOST, "*", Answer(page(1)))
    add_list(crawler, links)
    crawler.crawl("town", settings={"ARCHIVE_QUERY_VARIANTS_MAX": 5})
    assert len([seen for seen in crawler.site.requests(HOST) if "tag=" in seen.path]) == 5
    assert "ARCHIVE_QUERY_VARIANTS_MAX" in crawler.value("SELECT reason FROM crawls")


def test_a_folder_that_holds_itself_is_a_trap(crawler: Crawler) -> None:
    good = "/SharedDocs/Pressemitteilungen/DE/2016/09/m.html"
    crawler.site.add(HOST, good, Answer(page(1)))
    loop = "/SharedDocs/Pressemitteilungen/DE/DE/DE/DE/DE/m.html"
    add_list(crawler, [good, loop, "/SharedDocs" + "/Pressemitteilungen/DE" * 5 + "/m.html"])
    crawler.crawl("town")
    assert [seen.path for seen in crawler.site.requests(HOST) if seen.path.endswith("m.html")] == [good]
    assert crawler.value("SELECT count(*) FROM _found WHERE url LIKE '%/DE/DE/%'") == 0
    assert url(loop)
