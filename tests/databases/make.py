"""Makes the archive of the present schema that the tests will migrate for ever: ``python -m tests.databases.make``.

Run once when a schema lands, from the project folder; writes ``v<schema>.db`` and ``v<schema>.json`` beside this file
and refuses to write over one that is there: an archive of a schema that has landed is never changed.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.schema import SCHEMA_VERSION
from kaaw_archive.archive.store.decisions import add_block, lift_block
from kaaw_archive.derive.workers import ReadingPool
from tests.derive.live import Live, a_fortnight, address

FOLDER = Path(__file__).parent
COUNTED = (
    "crawls", "urls", "captures", "headers", "payloads", "pages", "readings", "articles", "snapshots", "links",
    "mentions", "events", "decisions", "visits", "latest", "edits", "citations",
)  # fmt: skip


def short_page(number: int, *, edition: int = 1, noise: str = "") -> bytes:
    """A page with one article of three sentences and two links; the same arguments always give the same bytes."""
    menu = "".join(f'<li><a href="/thema/{n}.html">Thema {n}</a></li>' for n in range(30))
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Meldung {number} - Stadt</title>'
        f'<meta name="csrf-token" content="{noise}"></head><body><nav><ul>{menu}</ul></nav><main><article>'
        f"<h1>Die Stadt gibt Meldung {number} bekannt</h1><p>Am Montag hat der Rat die Satzung Nummer {number} "
        f"beschlossen. Sie liegt vier Wochen lang im Rathaus aus, Ausgabe {edition}. Auskunft gibt das Bürgerbüro, "
        f'auch in der <a href="{address(number + 1)}">nächsten Meldung</a> und im '
        '<a href="https://land.example/erlass">Erlass des Landes</a>.</p></article></main></body></html>'
    ).encode()


def make(path: Path) -> None:
    """Two crawls of a small site, one of them killed with a capture unread, and the decisions of an operator."""
    pool = ReadingPool(1)
    try:
        first = Live(path, pool)
        a_fortnight(first, short_page)
        first.end()
        first.writer.submit(_decide).result(30)
        first.close()
        second = Live(path, pool, "20160929T060000Z-00000b")
        second.keep(160, address(2), short_page(2, edition=3))
        second.keep(161, "https://weg.example/", None, status=None, error="dns_not_found", error_text="no such name")
        second.end("killed")
        second.close()
    finally:
        pool.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA page_size = 1024")  # some sixty tables and indexes, most of them nearly empty
        connection.execute("VACUUM")


def _decide(connection: sqlite3.Connection) -> None:
    block = {"reason": "asked by letter", "made_by": "operator"}
    add_block(connection, "privat.example", made_at="2016-09-23T08:00:00.000Z", **block)
    add_block(connection, "*/intern/*", made_at="2016-09-23T08:00:01.000Z", **block)
    lift_block(connection, "*/intern/*", made_by="operator", made_at="2016-09-24T08:00:00.000Z")


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
