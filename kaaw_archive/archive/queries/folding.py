"""Queries of the fold: captures in their order, and how far each page has been folded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.archive.content import FOLDED_KINDS, SHOWS_CONTENT, is_content
from kaaw_archive.archive.headers import HEADER_COLUMNS, stored_headers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from kaaw_archive.http import Headers

_CHUNK = 500  # well below SQLite's limit on parameters

_FACT = f"""
SELECT c.id, r.uid, c.seq, c.kind, u.url, c.captured_at, r.source, c.status, c.error, c.payload_digest,
       c.page_id, c.via_id IS NOT NULL, r.spider, {HEADER_COLUMNS}
FROM captures c JOIN crawls r ON r.id = c.crawl_id JOIN urls u ON u.id = c.url_id
LEFT JOIN headers h ON h.id = c.headers_id
"""

_NEWEST_FIRST = "ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC"  # the order of the fold, backwards

_PAGES_OF_GROUP = (
    "SELECT id FROM pages WHERE url_key = ? AND fold_group IS NULL UNION SELECT id FROM pages WHERE fold_group = ?"
)


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
    page_id: int | None
    was_reached_by_redirect: bool  # a redirect led here
    spider: str
    headers: Headers

    @property
    def is_content(self) -> bool:
        """Return True if the capture shows the content of the page."""
        return is_content(self.kind, self.status, self.error, self.payload_digest)


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page as the fold needs it.

    ``group`` is the group with which it is folded, else its url key; ``last_order`` is the order of its last capture.
    """

    id: int
    url_key: str
    url: str
    source: str
    kind: str
    cms: str | None
    first_seen_at: str
    last_seen_at: str
    interval_s: int | None
    state: str
    group: str
    last_order: tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class LastContent:
    """The newest folded capture that shows what the page says."""

    capture_id: int
    digest: str


def capture_fact(connection: sqlite3.Connection, capture_id: int) -> CaptureFact:
    """Return a capture. Raises LookupError if there is none with this id."""
    row = connection.execute(_FACT + "WHERE c.id = ?", (capture_id,)).fetchone()
    if row is None:
        raise LookupError(f"no capture {capture_id}")
    return _fact(row)


def facts_of_urls(connection: sqlite3.Connection, url_ids: Iterable[int]) -> list[CaptureFact]:
    """Return the captures of pages and seeds at these addresses, in the order of the fold."""
    ids = list(url_ids)
    facts: list[CaptureFact] = []
    for at in range(0, len(ids), _CHUNK):
        chunk = ids[at : at + _CHUNK]
        rows = connection.execute(
            _FACT + f"WHERE c.url_id IN ({','.join('?' * len(chunk))}) AND c.kind IN {FOLDED_KINDS}", chunk
        )
        facts += [_fact(row) for row in rows]
    return sorted(facts, key=lambda fact: fact.order)


def has_other_spider(connection: sqlite3.Connection, source: str, spider: str, before: str) -> bool:
    """Return True if a crawl of this source by another spider had begun at an instant."""
    query = "SELECT 1 FROM crawls WHERE source = ? AND spider <> ? AND started_at <= ? LIMIT 1"
    return connection.execute(query, (source, spider, before)).fetchone() is not None


def unfolded_capture_ids(connection: sqlite3.Connection) -> list[int]:
    """Return the ids of captures of ended crawls that are not folded; a running crawl folds its own."""
    rows = connection.execute(
        "SELECT c.id FROM captures c JOIN crawls r ON r.id = c.crawl_id"
        f" WHERE c.page_id IS NULL AND c.kind IN {FOLDED_KINDS} AND r.state <> 'running' ORDER BY c.captured_at, c.id"
    )
    return [row[0] for row in rows]


def newest_capture_id(connection: sqlite3.Connection) -> int:
    """Return the id of the capture that was committed last, 0 if there is none; ids grow with every commit."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()
    return int(row[0])


def url_ids_of_group(connection: sqlite3.Connection, group: str, after_id: int = 0) -> set[int]:
    """Return the ids of the addresses of a group's captures, folded or not.

    Captures that are not folded are searched only among those newer than ``after_id``.
    """
    folded = connection.execute(
        f"SELECT DISTINCT c.url_id FROM captures c JOIN pages p ON p.id = c.page_id WHERE p.id IN ({_PAGES_OF_GROUP})",
        (group, group),
    )
    waiting = connection.execute(
        "SELECT DISTINCT u.id, u.url FROM captures c JOIN urls u ON u.id = c.url_id"
        f" WHERE c.page_id IS NULL AND c.kind IN {FOLDED_KINDS} AND c.id > ?",
        (after_id,),
    )
    return {row[0] for row in folded} | {row[0] for row in waiting if urls.group(row[1]) == group}


def captured_urls(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Yield id and address of everything that was captured as a page or seed."""
    yield from connection.execute(
        "SELECT u.id, u.url FROM urls u WHERE EXISTS"
        f" (SELECT 1 FROM captures c WHERE c.url_id = u.id AND c.kind IN {FOLDED_KINDS}) ORDER BY u.id"
    )


def page_by_key(connection: sqlite3.Connection, url_key: str) -> PageRow | None:
    """Return the page with this url key, or None."""
    row = connection.execute(
        "SELECT p.id, p.url_key, p.url, p.source, p.kind, p.cms, p.first_seen_at, p.last_seen_at,"
        " p.interval_s, p.state, coalesce(p.fold_group, p.url_key), c.captured_at, r.uid, c.seq"
        " FROM pages p JOIN captures c ON c.id = p.last_capture_id JOIN crawls r ON r.id = c.crawl_id"
        " WHERE p.url_key = ?",
        (url_key,),
    ).fetchone()
    if row is None:
        return None
    columns: list[Any] = [*row[:11], (row[11], row[12], row[13])]
    return PageRow(*columns)


def page_ids_of_group(connection: sqlite3.Connection, group: str) -> list[int]:
    """Return the ids of the pages that are folded together as this group."""
    return [row[0] for row in connection.execute(_PAGES_OF_GROUP, (group, group))]


def page_ids_to_forget(connection: sqlite3.Connection, key_version: int) -> list[int]:
    """Return the ids of pages whose key is of another version of the rules, or that have no capture.

    The pages that were folded together with one of them are included.
    """
    rows = connection.execute(
        "WITH old AS (SELECT p.id, p.fold_group FROM pages p WHERE p.key_version <> ? OR NOT EXISTS"
        f" (SELECT 1 FROM captures c WHERE c.page_id = p.id AND c.kind IN {FOLDED_KINDS}))"
        " SELECT id FROM old UNION SELECT id FROM pages WHERE fold_group IN (SELECT fold_group FROM old)",
        (key_version,),
    )
    return [row[0] for row in rows]


def was_requested(connection: sqlite3.Connection, page_id: int, *, including_redirects: bool) -> bool:
    """Return True if a spider of one site (its source is not ``*``) requested a page itself.

    ``including_redirects``: also if it only came there by a redirect.
    """
    found = connection.execute(
        "SELECT 1 FROM captures c JOIN crawls r ON r.id = c.crawl_id"
        " WHERE c.page_id = ? AND r.source <> '*' AND (? OR c.via_id IS NULL) LIMIT 1",
        (page_id, including_redirects),
    )
    return found.fetchone() is not None


def last_content(connection: sqlite3.Connection, page_id: int) -> LastContent | None:
    """Return the newest folded capture that shows the content of a page, or None."""
    row = connection.execute(
        "SELECT c.id, c.payload_digest FROM captures c JOIN crawls r ON r.id = c.crawl_id"
        f" WHERE c.page_id = ? AND {SHOWS_CONTENT} {_NEWEST_FIRST} LIMIT 1",
        (page_id,),
    ).fetchone()
    return None if row is None else LastContent(row[0], row[1])


def last_content_digest(connection: sqlite3.Connection, url_key: str) -> str | None:
    """Return the payload digest that the page with this key had when it was last folded, or None."""
    row = connection.execute("SELECT id FROM pages WHERE url_key = ?", (url_key,)).fetchone()
    found = last_content(connection, row[0]) if row else None
    return found.digest if found else None


def capture_with_media_type(connection: sqlite3.Connection, fact: CaptureFact) -> CaptureFact | None:
    """Return the capture that says the media type of a 304, which has no Content-Type; None for other captures.

    It is the newest earlier folded capture of the page with the same payload and a Content-Type; None if there is none.
    """
    if fact.status != 304:
        return None
    rows = connection.execute(
        f"{_FACT} WHERE c.page_id = (SELECT id FROM pages WHERE url_key = ?) AND c.payload_digest = ?"
        f" AND c.status <> 304 AND {SHOWS_CONTENT} AND (c.captured_at, r.uid, c.seq) < (?, ?, ?) {_NEWEST_FIRST}",
        (urls.key(fact.url), fact.payload_digest, *fact.order),
    )
    return next((found for found in map(_fact, rows) if "content-type" in found.headers), None)


def _fact(row: Any) -> CaptureFact:
    return CaptureFact(
        id=row[0],
        order=(row[5], row[1], row[2]),
        kind=row[3],
        url=row[4],
        captured_at=row[5],
        crawl_source=row[6],
        status=row[7],
        error=row[8],
        payload_digest=row[9],
        page_id=row[10],
        was_reached_by_redirect=bool(row[11]),
        spider=row[12],
        headers=stored_headers(*row[13:]),
    )
