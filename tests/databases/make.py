"""Make the archive of the present schema that the tests will migrate for ever: ``python -m tests.databases.make``.

Run once when a schema lands, from the project folder; writes ``v<schema>.db`` and ``v<schema>.json`` beside this file
and refuses to overwrite them: an archive of a schema that has landed is never changed. Nearly every promised column has
a value in some row (tests/archive/test_columns.py).
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.schema import SCHEMA_VERSION
from kaaw_archive.archive.store.decisions import add, add_block, lift_block
from kaaw_archive.derive.fold import fold_capture
from kaaw_archive.derive.incidents import find_incidents
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.derive.workers import ReadingPool
from tests.derive.live import Live, a_fortnight, address

FOLDER = Path(__file__).parent
COUNTED = (
    "crawls", "urls", "captures", "headers", "payloads", "pages", "readings", "articles", "snapshots", "links",
    "mentions", "events", "decisions", "link_checks", "health_changes", "incidents", "certificates", "visits", "latest",
    "edits", "citations",
)  # fmt: skip


def short_page(number: int, *, edition: int = 1, noise: str = "") -> bytes:
    """A page with one article of three sentences; the same arguments always give the same bytes."""
    further = f', auch in der <a href="{address(number + 1)}">nächsten Meldung</a>' if number > 2 else ""
    menu = "".join(f'<li><a href="/thema/{n}.html">Thema {n}</a></li>' for n in range(4))
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Meldung {number} - Stadt</title>'
        f'<meta name="csrf-token" content="{noise}"></head><body><nav><ul>{menu}</ul></nav><main><article>'
        f"<h1>Die Stadt gibt Meldung {number} bekannt</h1><p>Am Montag hat der Rat die Satzung Nummer {number} "
        f"beschlossen. Sie liegt vier Wochen lang im Rathaus aus, Ausgabe {edition}. Auskunft gibt das "
        f"Bürgerbüro{further}.</p></article></main></body></html>"
    ).encode()


MINISTRY = "https://www.ministerium.example/presse/1.html"
CITED = [f"https://land.example/erlass/{number}" for number in range(5)]
IMPRINT = "https://www.ministerium.example/impressum.html"
LOST = "https://weg.example/"
NOT_FOUND = b"<h1>Nicht gefunden</h1>"


def full_page() -> bytes:
    """A page of which every field of an article can be read; it cites pages that are there and one that is not."""
    links = "".join(f'<a rel="nofollow" href="{url}">Erlass {number}</a>, ' for number, url in enumerate(CITED))
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Land fördert Radwege",
        "author": {"@type": "Person", "name": "Anna Beispiel"}, "datePublished": "2016-09-20",
        "publisher": {"@type": "Organization", "name": "Ministerium für Verkehr"}, "dateModified": "2016-09-21",
    }  # fmt: skip
    return (
        '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Land fördert Radwege | Ministerium</title>'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body><main><article>'
        '<p class="dachzeile">Verkehr</p><h1>Land fördert Radwege</h1><p class="date">20.09.2016</p>'
        '<p class="lead"><strong>Das Land fördert den Bau von Radwegen mit zehn Millionen Euro.</strong></p>'
        "<p>Düsseldorf, 20. September 2016. Das Ministerium teilt mit, dass im kommenden Jahr hundert Kilometer neue "
        "Radwege gebaut werden sollen. Die Kommunen können ihre Anträge bis zum Ende des Jahres stellen.</p>"
        f'<p>Die Richtlinie steht in {links} und auf der <a href="{LOST}">früheren Seite</a>.</p>'
        "</article></main></body></html>"
    ).encode()


def feed(*numbers: int) -> bytes:
    """A feed that names these pages, a day each."""
    items = "".join(
        f"<item><title>Meldung {n}</title><link>{address(n)}</link>"
        f"<pubDate>{30 - n:02} Aug 2016 08:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Stadt</title>{items}</channel></rss>'.encode()


FEED = "https://www.stadt.example/feed.xml"
XML = {"headers": {"content-type": ["application/rss+xml"]}, "media_type": "application/rss+xml", "kind": "seed"}


def _named_and_taken_out(live: Live) -> None:
    """A feed that names one page no more, at looks of two days, and then one more."""
    for hour, numbers in ((0, (2, 3, 7, 8)), (30, (2, 7, 8)), (54, (2, 7, 8)), (55, (1, 2, 7, 8))):
        live.look(hour, FEED, feed(*numbers), **XML)


def make(path: Path) -> None:
    """Two crawls of small sites, one of them killed with a capture unread, and the decisions of an operator."""
    pool = ReadingPool(1)
    try:
        first = Live(path, pool)
        a_fortnight(first, short_page)
        _named_and_taken_out(first)
        _full_article(first)
        first.end()
        first.writer.submit(_decide).result(30)
        first.close()
        second = Live(path, pool, "20160929T060000Z-00000b")
        second.keep(160, address(2), short_page(2, edition=3))
        second.keep(161, "https://fort.example/", None, status=None, error="dns_not_found", error_text="no such name")
        for url in CITED:
            second.look(162, url, NOT_FOUND, status=404)
        second.end("killed", "its process was gone")
        second.writer.submit(find_incidents).result(30)
        second.close()
    finally:
        pool.close()
    with closing(sqlite3.connect(path)) as connection:
        for index in ("search_index", "snapshots_fts"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # one segment each
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA page_size = 512")  # some sixty tables and indexes, most of them nearly empty
        connection.execute("VACUUM")


def _full_article(live: Live) -> None:
    """An article with everything that a response can tell, and the pages that it cites."""
    robots = live.keep(8, "https://www.ministerium.example/robots.txt", b"", kind="robots")
    tag, changed = '"5d2f"', "Tue, 20 Sep 2016 08:00:00 GMT"
    lines = (
        ("Server", "Apache"), ("Content-Type", "text/html; charset=utf-8"), ("ETag", tag), ("Last-Modified", changed),
        ("Date", "Thu, 22 Sep 2016 09:00:00 GMT"), ("X-Robots-Tag", "noai"),
    )  # fmt: skip
    live.look(
        9, MINISTRY, full_page(), http_version="HTTP/1.1", reason_phrase="OK", header_lines=lines,
        headers={name.lower(): [value] for name, value in lines}, content_encoding="gzip", wire_bytes=700,
        request_headers=(("Host", "www.ministerium.example"), ("Referer", "https://www.ministerium.example/")),
        ip="192.0.2.17", tls_error="certificate has expired", certificate=b"DER", cert_sha256="ab" * 32,
        robots="allowed", robots_capture_id=robots.id, rights={"x_robots_tag": ["noai"]},
    )  # fmt: skip
    _other_page(live)
    live.look(10, LOST, None, status=None, error="dns_not_found", error_text="no such name")
    for number, url in enumerate(CITED):
        text = f"<html><body><h1>Erlass {number}</h1><p>Die Richtlinie gilt ab sofort.</p></body></html>"
        live.look(11, url, text.encode(), tls_error="self-signed certificate" if number == 4 else None)


def _other_page(live: Live) -> None:
    """A page that is read and is no news, in the reading of an article of today."""
    body = re.sub(rb"<p>Die Richtlinie.+?</p>", b"", full_page())
    capture = live.keep(9, IMPRINT, body)
    reading = read_payload(body, IMPRINT, "text/html; charset=utf-8")
    other = replace(reading, page_kind="other")
    live.writer.submit(lambda c: fold_capture(c, capture.id, other)).result(30)


def _decide(connection: sqlite3.Connection) -> None:
    block = {"reason": "asked by letter", "made_by": "operator"}
    add_block(connection, "privat.example", made_at="2016-09-23T08:00:00.000Z", **block)
    add_block(connection, "*/intern/*", made_at="2016-09-23T08:00:01.000Z", **block)
    lift_block(connection, "*/intern/*", made_by="operator", made_at="2016-09-24T08:00:00.000Z")
    add(connection, "watch", address(7), made_by="operator", made_at="2016-09-24T08:00:01.000Z")


def describe(path: Path) -> dict[str, Any]:
    """What a migration must keep: how many rows tables and views have, and which payloads."""
    with closing(open_for_reading(path)) as connection:
        return {
            "counts": {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED},
            "codecs": dict(map(tuple, connection.execute("SELECT codec, count(*) FROM payloads GROUP BY codec"))),
            "payloads": [row[0] for row in connection.execute("SELECT digest FROM payloads ORDER BY digest")],
            "latest": [list(row) for row in connection.execute("SELECT url, state, version FROM latest ORDER BY url")],
        }


def main() -> None:
    path = FOLDER / f"v{SCHEMA_VERSION}.db"
    if path.exists():
        sys.exit(f"{path.name} is there: an archive of a schema that has landed is never changed")
    make(path)
    path.with_suffix(".json").write_text(json.dumps(describe(path), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
