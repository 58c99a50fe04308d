"""A small crawl without a network: real pages through the store, the workers and the fold, as a crawl takes them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive.deriver import Deriver
from kaaw_archive.items import Capture, NewCapture
from tests.german_pages import address_path
from tests.german_pages import page as german_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kaaw_archive.derive.workers import ReadingPool

HTML = {"content-type": ["text/html; charset=utf-8"], "server": ["Apache"]}
SITE = "https://www.stadt.example"
SURROGATE = (
    b'<html><head><title>Amtsblatt</title><script type="application/ld+json">{"@type": "NewsArticle",'
    b' "headline": "Amtsblatt \\ud83d", "author": {"name": "A \\udc00"}}</script></head><body>'
    b"<article><h1>Amtsblatt</h1><p>"
    + b"Die Stadt gibt bekannt, dass der Markt im Mai beginnt. " * 8
    + b"</p></article></body></html>"
)


class Live:
    """One crawl; what is kept is committed, what is derived went through the workers."""

    def __init__(self, path: Path, pool: ReadingPool, uid: str = "20160922T060000Z-00000a") -> None:
        self.writer = Writer(path)
        self.deriver = Deriver(path, self.writer, pool)
        self.crawl = self.writer.submit(
            lambda c: crawls.begin(
                c, uid, spider="site", source="*", arguments={}, software="test", user_agent="test",
                started_at="2016-09-22T06:00:00.000Z",
            )
        ).result(30)  # fmt: skip
        self._store = CaptureStore(self.crawl)

    def keep(self, hour: int, url: str, body: bytes | None, **columns: Any) -> Capture:
        """Only the fact, at that hour of the 22nd of September 2016 or a day after it."""
        at = f"2016-09-{22 + hour // 24:02d}T{hour % 24:02d}:00:00.000Z"
        said: dict[str, Any] = {
            "kind": "page",
            "status": 200,
            "headers": HTML,
            "media_type": "text/html",
            "elapsed_ms": 9,
        }
        said |= columns
        new = NewCapture(url=url, captured_at=at, body=body, **said)
        return self.writer.submit(lambda c: self._store.keep(c, new)).result(30)

    def look(self, hour: int, url: str, body: bytes | None, **columns: Any) -> Capture:
        """A capture, read and folded."""
        capture = self.keep(hour, url, body, **columns)
        asyncio.run(self.deriver.derive(capture))
        return capture

    def find_works(self) -> None:
        """What a crawl does when it ends."""
        self.deriver.find_works()

    def end(self, state: crawls.EndState = "finished", reason: str | None = None) -> None:
        """The end of a crawl; one that finishes folds again what it knows more of by then, as the pipeline does."""
        if state == "finished":
            self.deriver.refold_waiting()
            self.deriver.find_works()
        self.writer.submit(
            lambda c: crawls.end(c, self.crawl.id, state, reason, "2016-09-30T00:00:00.000Z")
        ).result(30)  # fmt: skip

    def close(self) -> None:
        self.writer.close()


def address(number: int) -> str:
    return SITE + address_path(number)


def a_fortnight(live: Live, page: Callable[..., bytes] = german_page) -> None:
    """New pages, noise, an edit, a 304, a return, a withdrawal, a move, a problem, a document that is none."""
    first = {number: live.look(0, address(number), page(number)) for number in range(1, 6)}
    live.look(1, address(1), page(1, noise="token"))
    live.look(2, address(2), page(2, edition=2))
    live.look(3, address(2), page(2))
    live.look(4, address(3), None, status=304, not_modified_digest=first[3].payload_digest)
    live.look(5, address(4), None, status=410)
    live.look(6, address(4), page(4, noise="back"))
    live.look(7, address(5), None, status=404)
    live.look(40, address(5), None, status=404)
    hop = live.look(50, address(1), None, status=301, headers={"location": [address(9)]})
    live.look(51, address(9), page(1), via_id=hop.id)
    live.look(52, SITE + "/leer", b"")
    live.look(53, SITE + "/bild.png", b"\x89PNG\r\n\x1a\n" + bytes(200), headers={"content-type": ["image/png"]})
    live.look(54, SITE + "/surrogate", SURROGATE)
    live.look(55, "http://stadt.example" + address_path(3), page(3))
    live.keep(56, SITE + "/robots.txt", b"User-agent: *\n", kind="robots")
