"""What the fold over a page's captures asks: facts in order, and how far the derivations have come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_CHUNK = 500  # well below SQLite's limit on parameters

# Shows what the page says: a 2xx with a payload, or a 304 that confirms one.
_CONTENT = "c.payload_digest IS NOT NULL AND c.error IS NULL AND (c.status BETWEEN 200 AND 299 OR c.status = 304)"

_FACT = """
SELECT c.id, r.uid, c.seq, c.kind, u.url, c.captured_at, r.source, c.status, c.error, c.payload_digest,
       json_patch(coalesce(h.json, '{}'), coalesce(c.headers_rest_json, '{}')), c.page_id
FROM captures c JOIN crawls r ON r.id = c.crawl_id JOIN urls u ON u.id = c.url_id
LEFT JOIN headers h ON h.id = c.headers_id
"""


@dataclass(frozen=True, slots=True)
class CaptureFact:
    """A capture as the fold needs it. ``order`` is the order in which a page's captures are folded."""

    id: int
    order: tuple[str, str, int]
    kind: str
    url: str
    captured_at: str
    crawl_source: str
    status: int | None
    error: str | None
    payload_digest: str | None
    headers: dict[str, list[str]]
    page_id: int | None

    def header(self, name: str) -> str | None:
        """The first value of a header field, None where it has none."""
        values = self.headers.get(name)
        return values[0] if values else None

    @property
    def is_content(self) -> bool:
        """True where the capture shows what the page says (the same rule as ``_CONTENT``)."""
        shown = self.status is not None and (200 <= self.status < 300 or self.status == 304)
        return shown and self.error is None and self.payload_digest is not None


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of ``pages``; ``last_order`` and ``last_status`` are those of its last capture."""

    id: int
    url_key: str
    url: str
    source: str
    kind: str
    cms: str | None
    first_seen_at: str
    last_seen_at: str
    last_capture_id: int
    due_at: str | None
    interval_s: int | None
    state: str
    last_order: tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class LastContent:
    """The newest folded capture that shows what the page says."""

    capture_id: int
    digest: str


def capture_fact(connection: sqlite3.Connection, capture_id: int) -> CaptureFact:
    """Raises LookupError where there is no such capture."""
    row = connection.execute(_FACT + "WHERE c.id = ?", (capture_id,)).fetchone()
    if row is None:
        raise LookupError(f"no capture {capture_id}")
    return _fact(row)


def facts_of_urls(connection: sqlite3.Connection, url_ids: Iterable[int]) -> list[CaptureFact]:
    """The captures of pages and assets at these addresses, in the order of the fold."""
    marks = list(url_ids)
    facts: list[CaptureFact] = []
    for at in range(0, len(marks), _CHUNK):
        chunk = marks[at : at + _CHUNK]
        rows = connection.execute(
            _FACT + f"WHERE c.url_id IN ({','.join('?' * len(chunk))}) AND c.kind IN ('page', 'asset')", chunk
        )
        facts += [_fact(row) for row in rows]
    return sorted(facts, key=lambda fact: fact.order)


def left_over(connection: sqlite3.Connection) -> list[int]:
    """Captures that no fold has seen yet, of crawls that are over; those of running crawls are in good hands."""
    rows = connection.execute(
        "SELECT c.id FROM captures c JOIN crawls r ON r.id = c.crawl_id"
        " WHERE c.page_id IS NULL AND c.kind IN ('page', 'asset') AND r.state <> 'running' ORDER BY c.captured_at, c.id"
    )
    return [row[0] for row in rows]


def urls_not_folded(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Id and address of captures that no fold has seen yet, whoever made them."""
    return list(
        connection.execute(
            "SELECT DISTINCT u.id, u.url FROM captures c JOIN urls u ON u.id = c.url_id"
            " WHERE c.page_id IS NULL AND c.kind IN ('page', 'asset')"
        )
    )


def captured_urls(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Id and address of everything that was captured as a page or an asset."""
    yield from connection.execute(
        "SELECT u.id, u.url FROM urls u WHERE EXISTS"
        " (SELECT 1 FROM captures c WHERE c.url_id = u.id AND c.kind IN ('page', 'asset')) ORDER BY u.id"
    )


def url_ids_of_page(connection: sqlite3.Connection, page_id: int) -> set[int]:
    """The addresses under which a page was captured."""
    rows = connection.execute("SELECT DISTINCT url_id FROM captures WHERE page_id = ?", (page_id,))
    return {row[0] for row in rows}


def page_by_key(connection: sqlite3.Connection, url_key: str) -> PageRow | None:
    """The page under this url key."""
    row = connection.execute(
        "SELECT p.id, p.url_key, p.url, p.source, p.kind, p.cms, p.first_seen_at, p.last_seen_at, p.last_capture_id,"
        " p.due_at, p.interval_s, p.state, c.captured_at, r.uid, c.seq"
        " FROM pages p JOIN captures c ON c.id = p.last_capture_id JOIN crawls r ON r.id = c.crawl_id"
        " WHERE p.url_key = ?",
        (url_key,),
    ).fetchone()
    if row is None:
        return None
    columns: list[Any] = [*row[:12], (row[12], row[13], row[14])]
    return PageRow(*columns)


def page_keys(connection: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """Every page's id, key, and the version of the rules that made the key."""
    return list(connection.execute("SELECT id, url_key, key_version FROM pages"))


def last_content(connection: sqlite3.Connection, page_id: int) -> LastContent | None:
    """The newest folded capture of a page that shows what it says."""
    row = connection.execute(
        f"SELECT c.id, c.payload_digest FROM captures c WHERE c.page_id = ? AND {_CONTENT}"
        " ORDER BY c.captured_at DESC, c.id DESC LIMIT 1",
        (page_id,),
    ).fetchone()
    return None if row is None else LastContent(row[0], row[1])


def last_content_digest(connection: sqlite3.Connection, url_key: str) -> str | None:
    """The payload that the page under this key had when it was last folded."""
    row = connection.execute("SELECT id FROM pages WHERE url_key = ?", (url_key,)).fetchone()
    found = last_content(connection, row[0]) if row else None
    return found.digest if found else None


def first_missing_at(connection: sqlite3.Connection, page_id: int, since: str) -> str | None:
    """When the page first answered 404 or 410 after ``since``."""
    row = connection.execute(
        "SELECT min(captured_at) FROM captures WHERE page_id = ? AND captured_at > ? AND status IN (404, 410)",
        (page_id, since),
    ).fetchone()
    return None if row is None else row[0]


def has_other_extractor(connection: sqlite3.Connection, page_id: int, extractor: str, version: str) -> bool:
    """True where a reading of this page was made by another extractor, or another version of it."""
    row = connection.execute(
        "SELECT 1 FROM captures c JOIN readings g ON g.capture_id = c.id"
        " WHERE c.page_id = ? AND (g.extractor <> ? OR g.extractor_version <> ?) LIMIT 1",
        (page_id, extractor, version),
    ).fetchone()
    return row is not None


def article_by_key(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """An article with the columns of its newest snapshot and the url keys of its links (not its images), or None."""
    row = connection.execute(
        "SELECT a.id AS article_id, a.page_id, a.state, a.last_seen_at, s.id AS snapshot_id, s.version, s.title,"
        " s.kicker, s.lead, s.text_digest, s.published_on"
        " FROM articles a JOIN snapshots s ON s.article_id = a.id WHERE a.key = ? ORDER BY s.version DESC LIMIT 1",
        (key,),
    ).fetchone()
    if row is None:
        return None
    names = ("article_id", "page_id", "state", "last_seen_at", "snapshot_id", "version", "title", "kicker", "lead",
             "text_digest", "published_on")  # fmt: skip
    article = dict(zip(names, row, strict=True))
    article["link_keys"] = [
        r[0]
        for r in connection.execute(
            "SELECT l.url_key FROM mentions m JOIN links l ON l.id = m.link_id WHERE m.snapshot_id = ?"
            " AND m.role <> 'image' ORDER BY m.position",
            (article["snapshot_id"],),
        )
    ]
    return article


_BEHIND = """
WITH RECURSIVE hops (id, page_id) AS (
    SELECT id, page_id FROM captures WHERE via_id = ?
    UNION SELECT c.id, c.page_id FROM captures c JOIN hops ON c.via_id = hops.id
)
SELECT page_id FROM hops WHERE page_id IS NOT NULL ORDER BY id DESC LIMIT 1
"""

_BEFORE = """
WITH RECURSIVE hops (id, via_id, page_id) AS (
    SELECT v.id, v.via_id, v.page_id FROM captures c JOIN captures v ON v.id = c.via_id WHERE {}
    UNION SELECT c.id, c.via_id, c.page_id FROM captures c JOIN hops ON c.id = hops.via_id
)
SELECT DISTINCT page_id FROM hops WHERE page_id IS NOT NULL
"""


def page_behind(connection: sqlite3.Connection, capture_id: int) -> int | None:
    """The page that ended the redirects which this capture began; None where it was not folded yet."""
    row = connection.execute(_BEHIND, (capture_id,)).fetchone()
    return None if row is None else row[0]


def pages_before(connection: sqlite3.Connection, capture_id: int) -> list[int]:
    """The pages whose redirects led to this capture."""
    return [row[0] for row in connection.execute(_BEFORE.format("c.id = ?"), (capture_id,))]


def pages_leading_to(connection: sqlite3.Connection, page_id: int) -> list[int]:
    """The pages whose redirects led to any capture of this page."""
    return [row[0] for row in connection.execute(_BEFORE.format("c.page_id = ?"), (page_id,))]


def moved_to_page(connection: sqlite3.Connection, page_id: int) -> int | None:
    """The other page to which the newest redirect of this one led that led to one; None where nobody knows."""
    rows = connection.execute(
        "SELECT c.id FROM captures c JOIN crawls r ON r.id = c.crawl_id WHERE c.page_id = ? AND c.status IN (301, 308)"
        " ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC",
        (page_id,),
    )
    targets = (page_behind(connection, row[0]) for row in rows.fetchall())
    return next((target for target in targets if target not in (None, page_id)), None)


def has_moved_articles(connection: sqlite3.Connection, page_id: int) -> bool:
    """True where an article of this page has moved away."""
    row = connection.execute("SELECT 1 FROM articles WHERE page_id = ? AND state = 'moved' LIMIT 1", (page_id,))
    return row.fetchone() is not None


def articles_of_page(connection: sqlite3.Connection, page_id: int) -> list[tuple[int, str, str]]:
    """Id, state and last_seen_at of the articles of a page."""
    return list(connection.execute("SELECT id, state, last_seen_at FROM articles WHERE page_id = ?", (page_id,)))


def _fact(row: Any) -> CaptureFact:
    return CaptureFact(
        id=row[0], order=(row[5], row[1], row[2]), kind=row[3], url=row[4], captured_at=row[5], crawl_source=row[6],
        status=row[7], error=row[8], payload_digest=row[9], headers=json.loads(row[10]), page_id=row[11],
    )  # fmt: skip
