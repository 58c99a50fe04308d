"""Control pages, with which pages of their host are compared: requested once a host and folder, good for a week."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from kaaw_archive import similarity, times, urls
from kaaw_archive.archive.queries import links
from kaaw_archive.archive.store.checks import set_control_page
from kaaw_archive.errors import ArchiveError
from kaaw_archive.http import ABSENT
from kaaw_archive.items import Comparison
from kaaw_archive.linkrot.control_pages import STRICT_FOLDERS, sibling_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.crawl import CrawlContext
    from kaaw_archive.items import Capture, PageFeatures
    from kaaw_archive.linkcheck.inspection import Inspection
    from kaaw_archive.linkrot.control_pages import ControlKind
    from kaaw_archive.linkrot.visit import Visit

GOOD_FOR = timedelta(days=7)  # starting value: one probe a host and folder a week
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD_LETTERS = 25  # Bar-Yossef 2004

Key = tuple["ControlKind", str]  # the kind, and the scope for which it stands
Waiting = list[tuple["Visit", "Inspection"]]


@dataclass(slots=True)
class _ControlPage:
    """A control page; while it is requested, only ``url`` and ``waiting`` are known."""

    url: str
    waiting: Waiting = field(default_factory=list)
    is_here: bool = False
    final_url: str = ""
    status: int | None = None
    error: str | None = None
    title: str | None = None
    minhash: similarity.MinHash = ()
    capture: str | None = None


class ControlPages:
    """The control pages of a crawl, by kind and scope: known from the archive, requested, or received."""

    def __init__(self, crawl: CrawlContext) -> None:
        self._crawl = crawl
        self._pages: dict[Key, _ControlPage] = {}
        self._strict: dict[str, set[str]] = {}  # folders in which a made-up address gave a 404, by origin

    def is_strict(self, url: str) -> bool:
        """Return True if the host is known to answer 404 for addresses that do not exist."""
        return len(self._strict_folders(urls.origin(url))) >= STRICT_FOLDERS

    def comparison(self, kind: ControlKind, scope: str, minhash: similarity.MinHash) -> Comparison | None:
        """Return the comparison of a text with a control page; None if the page has to be requested first."""
        page = self._pages.get((kind, scope)) or self._stored(kind, scope)
        if page is None or not page.is_here:
            return None
        return Comparison(
            kind=kind,
            url=page.url,
            final_url=page.final_url,
            status=page.status,
            error=page.error,
            title=page.title,
            resemblance=similarity.resemblance(page.minhash, minhash),
            capture=page.capture,
        )

    def wait(self, kind: ControlKind, scope: str, url: str, visit: Visit, inspection: Inspection) -> str | None:
        """Hold a visit back until the control page is received; return the address to request, None if it is."""
        page = self._pages.get((kind, scope))
        is_new = page is None
        if page is None:
            page = _ControlPage(sibling_url(url, self._word(scope)) if kind == "sibling" else scope)
            self._pages[kind, scope] = page
            visit.requests += 1  # counted for the first link that needed it
        page.waiting.append((visit, inspection))
        return page.url if is_new else None

    async def received(self, key: Key, response: Response, capture: Capture, features: PageFeatures | None) -> Waiting:
        """Store a control page that was received; return the visits that waited for it."""
        page = self._pages[key]
        page.final_url, page.status, page.capture = response.url, response.status, capture.uid
        if features is not None:
            page.title, page.minhash = features.title, features.minhash
        return await self._complete(key, page)

    async def failed(self, key: Key, request: Request, capture: Capture | None) -> Waiting:
        """Note that a control page failed, which says nothing of any link; return the visits that waited for it."""
        page = self._pages[key]
        page.final_url = request.url
        page.status = capture.status if capture is not None else None
        page.error = (capture.error if capture is not None else None) or "cancelled"
        page.capture = capture.uid if capture is not None else None
        return await self._complete(key, page)

    async def _complete(self, key: Key, page: _ControlPage) -> Waiting:
        page.is_here = True
        if key[0] == "sibling" and page.status in ABSENT:
            self._strict_folders(urls.origin(page.url)).add(key[1])
        if page.error is None:
            values = {
                "kind": key[0],
                "scope": key[1],
                "url": page.url,
                "final_url": page.final_url,
                "status": page.status,
                "error": page.error,
                "title": page.title,
                "minhash_json": _kept(page.minhash),
                "capture": page.capture,
                "seen_at": self._crawl.now(),
            }
            try:
                await self._crawl.writer.write(partial(set_control_page, values=values))
            except ArchiveError as error:
                self._crawl.fail(error)
        waiting, page.waiting = page.waiting, []
        return waiting

    def _strict_folders(self, origin: str) -> set[str]:
        if origin not in self._strict:
            since = times.to_text(self._crawl.clock.now() - GOOD_FOR)
            self._strict[origin] = set(links.strict_folders(self._crawl.reader, origin, since))
        return self._strict[origin]

    def _stored(self, kind: ControlKind, scope: str) -> _ControlPage | None:
        since = times.to_text(self._crawl.clock.now() - GOOD_FOR)
        row = links.control_page(self._crawl.reader, kind, scope, since)
        minhash = _stored_minhash(row["minhash_json"]) if row is not None else None
        if row is None or minhash is None:
            return None
        page = _ControlPage(
            url=row["url"],
            is_here=True,
            final_url=row["final_url"],
            status=row["status"],
            error=row["error"],
            title=row["title"],
            minhash=minhash,
            capture=row["capture"],
        )
        self._pages[kind, scope] = page
        return page

    def _word(self, scope: str) -> str:
        """Return letters that no address has; others each day, because some servers remember what was requested."""
        digest = sha256(f"{scope} {self._crawl.now()[:10]}".encode("utf-8", "replace")).digest()
        return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest)[:_WORD_LETTERS]


def _kept(minhash: similarity.MinHash) -> str:
    return json.dumps({"form": similarity.FORM, "hashes": minhash})


def _stored_minhash(kept: str) -> similarity.MinHash | None:
    """Return a stored minhash; None if it has another form than those of today, so that the page is requested again."""
    stored = json.loads(kept)
    return tuple(stored["hashes"]) if isinstance(stored, dict) and stored.get("form") == similarity.FORM else None
