"""The proxy of the world: TLS of its own authority, 304 for documents in spite of the noise, HEAD, silence."""

from __future__ import annotations

import http.client
import ssl
from typing import TYPE_CHECKING

import pytest

from kaaw_demo.proxy import WorldProxy
from kaaw_demo.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

PDF = "/fileadmin/zeitschrift/2016/STGR_09_2016_IT-Sicherheit.pdf"
LIST = "http://www.kaaw.de/index.php/aktuellesmainmenu"


@pytest.fixture(scope="module")
def proxy() -> Iterator[WorldProxy]:
    with WorldProxy(World()) as proxy:
        yield proxy


@pytest.fixture
def plain(proxy: WorldProxy) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port)
    yield connection
    connection.close()


@pytest.fixture
def tunnel(proxy: WorldProxy) -> Iterator[http.client.HTTPSConnection]:
    context = ssl.create_default_context(cafile=proxy.authority.path)
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, context=context)
    connection.set_tunnel("www.kommunen-in-nrw.de", 443)
    yield connection
    connection.close()


def ask(
    connection: http.client.HTTPConnection, url: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection.request(method, url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def test_a_document_over_tls_is_confirmed_by_etag_or_date(tunnel: http.client.HTTPSConnection) -> None:
    status, headers, body = ask(tunnel, PDF)
    assert (status, headers["Content-Type"], body[:5]) == (200, "application/pdf", b"%PDF-")
    for condition in ({"If_None_Match": headers["ETag"]}, {"If_Modified_Since": headers["Last-Modified"]}):
        assert ask(tunnel, PDF, **condition)[::2] == (304, b"")  # on the same connection
    assert ask(tunnel, PDF, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_a_page_has_no_validators_and_a_feed_has(plain: http.client.HTTPConnection) -> None:
    _, headers, _ = ask(plain, LIST)
    assert headers["ETag"] is headers["Last-Modified"] is None
    feed = f"{LIST}?format=feed&type=rss"
    _, headers, _ = ask(plain, feed)
    assert ask(plain, feed, If_None_Match=headers["ETag"])[0] == 304


def test_head_says_how_long_the_answer_would_be_and_keeps_the_connection(plain: http.client.HTTPConnection) -> None:
    status, headers, body = ask(plain, f"{LIST}/128-x", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000
    assert ask(plain, LIST)[0] == 200


def test_a_host_of_another_world_gets_no_byte(plain: http.client.HTTPConnection) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        ask(plain, "http://www.example.org/")


def test_its_authority_is_trusted_by_nobody_else(proxy: WorldProxy) -> None:
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port)
    connection.set_tunnel("www.kommunen.nrw", 443)
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")
    connection.close()
