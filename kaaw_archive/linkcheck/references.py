"""Pages that others of their host are held against: asked for once a host and folder, and good for a week."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from kaaw_archive import likeness, times, urls
from kaaw_archive.archive.queries import links
from kaaw_archive.archive.store.checks import set_reference
from kaaw_archive.items import Comparison
from kaaw_archive.linkrot.doubts import STRICT_FOLDERS, sibling_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.items import Capture, Look
    from kaaw_archive.linkcheck.looking import Seen
    from kaaw_archive.linkrot.doubts import Reference
    from kaaw_archive.linkrot.visit import Visit
    from kaaw_archive.session import Session

GOOD_FOR = timedelta(days=7)  # facts.md 3.3: one probe a host and folder a week
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HARD = frozenset({404, 410})
_WORD_LETTERS = 25  # Bar-Yossef 2004

Key = tuple["Reference", str]  # what, and the place for which it stands


@dataclass(slots=True)
class _Page:
    """None of its fields but ``url`` is known while it is on its way."""

    url: str
    waiting: list[tuple[Visit, Seen]] = field(default_factory=list)
    is_here: bool = False
    final_url: str = ""
    status: int | None = None
    error: str | None = None
    title: str | None = None
    sketch: likeness.Sketch = ()
    capture: str | None = None


class References:
    """Known from the archive, on their way, or here; by what they are and the place for which they stand."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pages: dict[Key, _Page] = {}
        self._strict: dict[str, set[str]] = {}  # folders in which a made-up address gave a 404, by origin

    def is_strict(self, url: str) -> bool:
        """True where the host is known to answer 404 for what is not there."""
        return len(self._strict_folders(urls.origin(url))) >= STRICT_FOLDERS

    def known(self, what: Reference, place: str, sketch: likeness.Sketch) -> Comparison | None:
        """The comparison of a text with a page that is here; None where that has still to be asked for."""
        page = self._pages.get((what, place)) or self._remembered(what, place)
        if page is None or not page.is_here:
            return None
        return Comparison(
            what=what, url=page.url, final_url=page.final_url, status=page.status, error=page.error, title=page.title,
            likeness=likeness.resemblance(page.sketch, sketch), capture=page.capture,
        )  # fmt: skip

    def wait(self, what: Reference, place: str, url: str, visit: Visit, seen: Seen) -> str | None:
        """Queues a visit until the page is here; the address to ask for, None where that is under way."""
        page = self._pages.get((what, place))
        is_new = page is None
        if page is None:
            page = _Page(sibling_of(url, self._word(place)) if what == "sibling" else place)
            self._pages[what, place] = page
            visit.requests += 1  # it is on the account of the first link that needed it
        page.waiting.append((visit, seen))
        return page.url if is_new else None

    async def came(self, key: Key, response: Response, capture: Capture, look: Look | None) -> list[tuple[Visit, Seen]]:
        """The page is here: those who waited for it."""
        page = self._pages[key]
        page.final_url, page.status, page.capture = response.url, response.status, capture.uid
        if look is not None:
            page.title, page.sketch = look.title, look.sketch
        return await self._is_here(key, page)

    async def failed(self, key: Key, request: Request, capture: Capture | None) -> list[tuple[Visit, Seen]]:
        """The page did not come, which says nothing; those who waited for it."""
        page = self._pages[key]
        page.final_url = request.url
        page.status = capture.status if capture is not None else None
        page.error = (capture.error if capture is not None else None) or "cancelled"
        page.capture = capture.uid if capture is not None else None
        return await self._is_here(key, page)

    async def _is_here(self, key: Key, page: _Page) -> list[tuple[Visit, Seen]]:
        page.is_here = True
        if key[0] == "sibling" and page.status in _HARD:
            self._strict_folders(urls.origin(page.url)).add(key[1])
        if page.error is None:
            values = {
                "what": key[0], "place": key[1], "url": page.url, "final_url": page.final_url, "status": page.status,
                "error": page.error, "title": page.title, "sketch_json": _kept(page.sketch),
                "capture": page.capture, "seen_at": self._session.now(),
            }  # fmt: skip
            await self._session.writer.write(partial(set_reference, values=values))
        waiting, page.waiting = page.waiting, []
        return waiting

    def _strict_folders(self, origin: str) -> set[str]:
        if origin not in self._strict:
            since = times.to_text(self._session.clock.now() - GOOD_FOR)
            self._strict[origin] = set(links.strict_folders(self._session.reader, origin, since))
        return self._strict[origin]

    def _remembered(self, what: Reference, place: str) -> _Page | None:
        since = times.to_text(self._session.clock.now() - GOOD_FOR)
        row = links.reference(self._session.reader, what, place, since)
        sketch = _sketch(row["sketch_json"]) if row is not None else None
        if row is None or sketch is None:
            return None
        page = _Page(
            url=row["url"], is_here=True, final_url=row["final_url"], status=row["status"], error=row["error"],
            title=row["title"], sketch=sketch, capture=row["capture"],
        )  # fmt: skip
        self._pages[what, place] = page
        return page

    def _word(self, place: str) -> str:
        """Letters that nobody has in an address; others each day, as some servers remember what was asked for."""
        digest = sha256(f"{place} {self._session.now()[:10]}".encode("utf-8", "replace")).digest()
        return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest)[:_WORD_LETTERS]


def _kept(sketch: likeness.Sketch) -> str:
    return json.dumps({"form": likeness.FORM, "hashes": sketch})


def _sketch(kept: str) -> likeness.Sketch | None:
    """None of a sketch in another form than those of today: the page is asked for again."""
    said = json.loads(kept)
    return tuple(said["hashes"]) if isinstance(said, dict) and said.get("form") == likeness.FORM else None
