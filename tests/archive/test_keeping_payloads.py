"""Captures kept one after the other: each payload once, deltas and dictionaries, and how little a revisit takes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_for_writing
from tests.archive.crawl import keep, page, store
from tests.german_pages import address_path
from tests.german_pages import page as german_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

URL = "https://www.amt.example/aktuelles/1"


@pytest.fixture
def connection(empty_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(empty_path)) as opened:
        yield opened


def rows(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(sql)]


def test_the_same_bytes_are_stored_once(connection: sqlite3.Connection) -> None:
    target = store(connection)
    first = keep(target, connection, page(URL, b"<p>eins</p>"))
    again = keep(target, connection, page(URL, b"<p>eins</p>"))
    elsewhere = keep(target, connection, page("http://spiegel.example/", b"<p>eins</p>"))
    assert (first.revisit, again.revisit, elsewhere.revisit) == (None, "digest", "digest")
    assert {c.payload_digest for c in (first, again, elsewhere)} == {payloads.digest(b"<p>eins</p>")}
    assert rows(connection, "SELECT count(*), sum(size_bytes) FROM payloads") == [(1, 11)]
    assert rows(connection, "SELECT revisit FROM captures ORDER BY id") == [(None,), ("digest",), ("digest",)]


def test_what_was_erased_stays_erased_when_it_comes_again(connection: sqlite3.Connection) -> None:
    target = store(connection)
    body = german_page(1)
    first = keep(target, connection, page(URL, body))
    connection.execute("UPDATE payloads SET data = NULL")
    again = keep(target, connection, page(URL, body))
    assert (again.payload_digest, again.revisit) == (first.payload_digest, "digest")
    assert (first.is_left_out, again.is_left_out) == (False, True)
    assert rows(connection, "SELECT count(*), count(data) FROM payloads") == [(1, 0)]
    changed = keep(target, connection, page(URL, german_page(1, edition=2)))
    assert payloads.read(connection, str(changed.payload_digest)) == german_page(
        1, edition=2
    )  # compressed against nothing


def test_a_304_confirms_a_payload(connection: sqlite3.Connection) -> None:
    target = store(connection)
    first = keep(target, connection, page(URL, b"<p>eins</p>"))
    confirmed = keep(target, connection, page(URL, None, status=304, not_modified_digest=first.payload_digest))
    assert (confirmed.revisit, confirmed.payload_digest) == ("304", first.payload_digest)


def test_an_empty_page_is_a_payload_and_no_body_is_none(connection: sqlite3.Connection) -> None:
    target = store(connection)
    assert keep(target, connection, page(URL, b"")).payload_digest == payloads.digest(b"")
    assert keep(target, connection, page(URL, None, status=204)).payload_digest is None
    assert keep(target, connection, page(URL, german_page(1))).payload_digest == payloads.digest(german_page(1))
    assert payloads.read(connection, payloads.digest(german_page(1))) == german_page(1)


def test_chains_are_two_long_at_most_across_processes(connection: sqlite3.Connection) -> None:
    bodies = [german_page(1, noise=str(n)) for n in range(6)] + [german_page(1, edition=n) for n in range(2, 8)]
    for number, body in enumerate(bodies):
        keep(store(connection, f"20160922T120000Z-{number:06d}"), connection, page(URL, body))
    assert rows(connection, "SELECT codec, count(*) FROM payloads GROUP BY codec ORDER BY codec") == [
        ("zstd", 1),
        ("zstd-delta", len(bodies) - 1),
    ]
    assert rows(
        connection,
        "SELECT count(*) FROM payloads p JOIN payloads b ON b.digest = p.base_digest WHERE b.base_digest IS NOT NULL",
    ) == [(0,)]
    assert [payloads.read(connection, payloads.digest(body)) for body in bodies] == bodies


def test_a_page_that_has_become_another_starts_a_new_keyframe(connection: sqlite3.Connection) -> None:
    target = store(connection)
    for number in (1, 2):
        for noise in ("a", "b"):
            keep(target, connection, page(URL, german_page(number, noise=noise)))
    found = rows(connection, "SELECT codec, base_digest FROM payloads ORDER BY rowid")
    assert [codec for codec, _ in found] == ["zstd", "zstd-delta", "zstd", "zstd-delta"]
    assert found[3][1] == payloads.digest(german_page(2, noise="a"))


def test_a_site_has_its_dictionary_once_it_has_enough_pages(connection: sqlite3.Connection) -> None:
    target = store(connection)
    pages = {f"https://www.amt.example{address_path(n)}": german_page(n) for n in range(60)}
    for url, body in pages.items():
        keep(target, connection, page(url, body))
    assert rows(connection, "SELECT site, count(*) FROM dictionaries GROUP BY site") == [("amt.example", 1)]
    codecs = rows(connection, "SELECT codec FROM payloads ORDER BY rowid")
    first = codecs.index(("zstd-dictionary",))
    assert payloads.DICTIONARY_MIN_SAMPLES <= first <= payloads.DICTIONARY_MIN_SAMPLES + 8
    assert set(codecs[first:]) == {("zstd-dictionary",)}
    assert all(payloads.read(connection, payloads.digest(body)) == body for body in pages.values())


def test_pages_that_are_only_looked_at_make_no_dictionary_and_use_that_of_their_site(
    connection: sqlite3.Connection,
) -> None:
    target = store(connection)
    for n in range(40):
        keep(target, connection, page(f"https://www.amt.example{address_path(n)}", german_page(n), kind="probe"))
    assert rows(connection, "SELECT * FROM dictionaries") == []
    for n in range(40, 80):
        keep(target, connection, page(f"https://www.amt.example{address_path(n)}", german_page(n)))
    keep(target, connection, page(f"https://www.amt.example{address_path(80)}", german_page(80), kind="probe"))
    assert rows(connection, "SELECT codec FROM payloads ORDER BY rowid DESC LIMIT 1") == [("zstd-dictionary",)]


def test_a_damaged_keyframe_keeps_no_later_capture_out(connection: sqlite3.Connection) -> None:
    keep(store(connection), connection, page(URL, german_page(1)))
    connection.execute("UPDATE payloads SET data = x'00112233'")
    capture = keep(store(connection, "20160923T120000Z-000002"), connection, page(URL, german_page(1, edition=2)))
    assert capture.payload_digest is not None
    assert payloads.read(connection, capture.payload_digest) == german_page(1, edition=2)


def test_a_damaged_sample_keeps_no_later_capture_out(connection: sqlite3.Connection) -> None:
    target = store(connection)
    for number in range(40):
        keep(target, connection, page(f"https://www.amt.example{address_path(number)}", german_page(number)))
        if number == 0:
            connection.execute("UPDATE payloads SET data = x'00112233'")
    assert rows(connection, "SELECT count(*) FROM captures") == [(40,)]
    assert payloads.read(connection, payloads.digest(german_page(39))) == german_page(39)


def answer_headers(number: int) -> dict[str, list[str]]:
    """What a server of a content system says with a 304."""
    return {
        "server": ["Apache"],
        "etag": [f'"{number:08x}-5d2f"'],
        "cache-control": ["max-age=300, public"],
        "vary": ["Accept-Encoding"],
        "strict-transport-security": ["max-age=31536000; includeSubDomains"],
        "x-frame-options": ["SAMEORIGIN"],
        "content-security-policy": ["default-src 'self'; img-src * data:; script-src 'self' 'unsafe-inline'"],
        "connection": ["Keep-Alive"],
    }


def times(number: int) -> dict[str, list[str]]:
    """What many servers add to it, other characters in every answer."""
    clock = f"{number // 60 % 60:02d}:{number % 60:02d} GMT"
    return {"date": [f"Thu, 22 Sep 2016 12:{clock}"], "last-modified": [f"Wed, 21 Sep 2016 08:{clock}"]}


@pytest.mark.slow
@pytest.mark.parametrize(("has_times", "at_most"), [(False, 250), (True, 300)])
def test_a_revisit_takes_few_bytes(archive_path: Path, has_times: bool, at_most: int) -> None:
    revisits = 1000
    with closing(open_for_writing(archive_path)) as connection:
        target = store(connection)
        connection.execute("BEGIN")
        digests = [
            target.keep(connection, page(f"https://www.amt.example{address_path(n)}", b"<p>%d</p>" % n)).payload_digest
            for n in range(revisits)
        ]
        connection.execute("COMMIT")
        before = size_bytes(connection)
        target = store(connection, "20160923T120000Z-000002")
        connection.execute("BEGIN")
        for number, digest in enumerate(digests):
            fields = answer_headers(number) | (times(number) if has_times else {})
            sent = (("Host", "www.amt.example"), ("If-None-Match", fields["etag"][0]), ("User-Agent", "kaaw_archive"))
            new = page(
                f"https://www.amt.example{address_path(number)}", None, status=304, not_modified_digest=digest,
                http_version="HTTP/1.1", reason_phrase="Not Modified", headers=fields,
                header_lines=tuple((name.title(), value) for name, (value,) in fields.items()), request_headers=sent,
                wire_bytes=0, elapsed_ms=41 + number % 20, ip="192.0.2.17",
                cert_sha256="ab" * 32, certificate=bytes(1200), robots="allowed", robots_capture_id=1,
            )  # fmt: skip
            target.keep(connection, new)
        connection.execute("COMMIT")
        assert rows(connection, "SELECT count(*) FROM headers") == [(2,)]  # one of requests
        assert (size_bytes(connection) - before) / revisits <= at_most


def size_bytes(connection: sqlite3.Connection) -> int:
    pages, page_bytes = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(page_bytes)
