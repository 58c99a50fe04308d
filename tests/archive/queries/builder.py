"""A small archive for tests of queries and commands: captures are kept and folded as a crawl does it, at set times."""

from __future__ import annotations

import functools
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.derive.fold import fold_capture
from kaaw_archive.derive.works import find_works
from kaaw_archive.items import ArticleLink, ArticleRecord, Capture, NewCapture, Reading

if TYPE_CHECKING:
    import sqlite3

HTML = {"content-type": ["text/html; charset=utf-8"]}
EVIL_TITLE = "Bericht\x1b]0;übernommen\x07 \u202edrehen"


@dataclass
class Builder:
    """Adds crawls and captures; what was added is committed at once.

    ``is_large``: works are found at the end of each crawl only, as all pages are compared with all others for them.
    """

    connection: sqlite3.Connection
    is_large: bool = False
    crawl: crawls.OpenCrawl = field(init=False)
    store: CaptureStore = field(init=False)

    def begin(self, started_at: str, spider: str = "site", source: str = "*") -> crawls.OpenCrawl:
        uid = started_at.replace("-", "").replace(":", "")[:15] + "Z-00000" + str(self._crawls())
        self.crawl = crawls.begin(
            self.connection, uid, spider=spider, source=source, arguments={}, software="test", user_agent="test",
            started_at=started_at,
        )  # fmt: skip
        self.store = CaptureStore(self.crawl)
        return self.crawl

    def end(self, state: crawls.EndState, ended_at: str, reason: str | None = None) -> None:
        if self.is_large:
            find_works(self.connection)
        crawls.end(self.connection, self.crawl.id, state, reason, ended_at)

    def keep(self, url: str, at: str, body: str | bytes | None = None, **columns: Any) -> Capture:
        """A capture that nobody has read yet."""
        if body is not None:
            columns = {"status": 200, "media_type": "text/html", "headers": HTML, "elapsed_ms": 5} | columns
            columns["body"] = body.encode() if isinstance(body, str) else body
        return self.store.keep(self.connection, NewCapture(**{"kind": "page", "url": url, "captured_at": at} | columns))

    def page(self, url: str, at: str, *articles: ArticleRecord, body: str | None = None, **columns: Any) -> Capture:
        """A capture, read and folded; without articles and without a body it is one that showed no content."""
        text = body if body is not None else "".join(f"<h1>{a.title}</h1>{a.text}" for a in articles) or None
        capture = self.keep(url, at, text, **columns)
        kind: Any = "article" if articles else "other"
        reading = Reading(
            page_kind=kind, extractor="test", extractor_version="1", articles=articles,
            problem=None if articles else "no_text",
        )  # fmt: skip
        fold_capture(self.connection, capture.id, reading if capture.needs_reading else None)
        if not self.is_large:
            find_works(self.connection)
        return capture

    def _crawls(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM crawls").fetchone()[0])


def article(url: str, title: str, text: str, **columns: Any) -> ArticleRecord:
    return ArticleRecord(url=url, title=title, text=text, **columns)


def link(position: int, url: str, anchor_text: str) -> ArticleLink:
    return ArticleLink(position, url, url, anchor_text, None, "source", None)


STRASSE = "https://www.stadt.example/presse/strassenbau"
AKTE = "https://www.stadt.example/presse/akte"
FEHLT = "https://amt.example/fehlt"
ALT = "http://www.stadt.example/alt"
BILD = "https://www.stadt.example/bild.png"
NEU = "https://amt.example/neu"


def fill(path: Path) -> None:
    """Two crawls: three articles, one of them with three versions; a 404, a redirect, an image, a page not read yet.

    What was in the file before is replaced.
    """
    path.write_bytes(_filled())


@functools.cache
def _filled() -> bytes:
    """Return the bytes of the archive, which is made once a process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        with closing(open_for_writing(path)) as connection:
            builder = Builder(connection)
            _first_crawl(builder)
            _second_crawl(builder)
        return path.read_bytes()


def _first_crawl(builder: Builder) -> None:
    builder.begin("2016-09-22T12:00:00.000Z")
    first = "Die Förderung läuft an.\nDer Ausbau der Straße beginnt im Mai."
    links = (link(0, "https://www.bund.example/gesetz", "Gesetz"),)
    builder.page(
        STRASSE, "2016-09-22T12:00:01.000Z",
        article(STRASSE, "Straßenbau beginnt", first, published_on="2016-09-21", published_clue="meta",
                author="Anna Beispiel", author_clue="json-ld", title_clue="h1", links=links),
    )  # fmt: skip
    builder.page(AKTE, "2016-09-22T12:00:02.000Z", article(AKTE, EVIL_TITLE, "Die Akte.\x1b[31m Sie ist rot.\x9b2J"))
    builder.page(
        STRASSE, "2016-09-22T12:00:03.000Z",
        article(STRASSE, "Straßenbau beginnt", first.replace("Mai", "Juni"), published_on="2016-09-21", links=links),
    )  # fmt: skip
    builder.end("finished", "2016-09-22T12:00:10.500Z")


def _second_crawl(builder: Builder) -> None:
    builder.begin("2016-10-01T08:00:00.000Z")
    text = "Die Förderung läuft aus.\nDer Ausbau der Straße endet im Juni."
    builder.page(
        STRASSE, "2016-10-01T08:00:01.000Z",
        article(
            STRASSE, "Straßenbau endet", text, published_on="2016-09-21", modified_on="2016-09-30", author="A. Müller"
        ),
    )  # fmt: skip
    builder.page(FEHLT, "2016-10-01T08:00:02.000Z", status=404, elapsed_ms=3)
    builder.page("https://weg.example/", "2016-10-01T08:00:03.000Z", error="dns_not_found", error_text="no such name")
    hop = builder.page(ALT, "2016-10-01T08:00:04.000Z", status=302, headers={"location": [STRASSE]}, elapsed_ms=3)
    builder.page(STRASSE, "2016-10-01T08:00:05.000Z", status=304, via_id=hop.id, not_modified_digest=_digest(builder))
    builder.page(BILD, "2016-10-01T08:00:06.000Z", body="\x89PNG\x00", media_type="image/png")
    builder.keep(NEU, "2016-10-01T08:00:07.000Z", "<h1>Neues</h1>")
    builder.end("degraded", "2016-10-01T08:01:00.000Z", "one host failed")


def _digest(builder: Builder) -> str:
    row = builder.connection.execute("SELECT payload_digest FROM snapshots ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0])
