"""What is due: the archive is its own frontier."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.archive.content import ANSWERS, SHOWS_CONTENT
from kaaw_archive.archive.queries.clocks import PAGE_OF_FUTURE
from kaaw_archive.archive.queries.rows import as_list
from kaaw_archive.items import FoundAddress, StoredSeed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_AT_ONCE = 2000  # addresses a statement
_STATED_AFTER = timedelta(hours=6)

_NOT_DUE = f"""
SELECT p.url_key FROM json_each(:keys) AS asked
CROSS JOIN pages p ON p.url_key = asked.value
WHERE p.due_at > :now AND NOT {PAGE_OF_FUTURE}
"""

# What a seed says was changed after we last saw it is due, whatever we had expected.
_NOT_DUE_AS_STATED = f"""
SELECT p.url_key FROM json_each(:pairs) AS asked
CROSS JOIN pages p ON p.url_key = asked.value ->> 0
WHERE p.due_at > :now AND NOT {PAGE_OF_FUTURE}
  AND NOT (coalesce(asked.value ->> 1, '') > p.last_seen_at AND asked.value ->> 1 <= :now AND p.last_seen_at <= :before)
"""

# A further page of a list is visited when the page before it had news; one that failed is to be asked again. A page is
# asked at the address that answered last, or else where a seed says that it is.
_DUE = f"""
FROM pages p JOIN captures c ON c.id = p.last_capture_id JOIN urls u ON u.id = c.url_id
LEFT JOIN _found f ON f.url_key = p.url_key
WHERE p.source = :source AND (p.due_at IS NULL OR p.due_at <= :now OR {PAGE_OF_FUTURE})
  AND NOT (coalesce(f.role = 'next', p.kind = 'listing') AND {ANSWERS})
"""
_DUE_PAGES = f"""
SELECT CASE WHEN {ANSWERS} THEN u.url ELSE coalesce(f.url, p.url) END, coalesce(f.role, 'article'),
       coalesce(f.depth, 0), f.stated_at {_DUE} ORDER BY p.due_at, p.id
"""
_COUNT_DUE = f"SELECT count(*) {_DUE}"

_NEVER_VISITED = """
SELECT f.url, f.role, f.depth, f.stated_at FROM _found f
LEFT JOIN pages p ON p.url_key = f.url_key LEFT JOIN captures c ON c.id = p.last_capture_id
WHERE f.source = ? AND CASE WHEN p.id IS NULL THEN f.role <> 'next' OR f.wanted_at IS NOT NULL
                            ELSE f.wanted_at > c.captured_at END
ORDER BY f.found_at, f.rowid
"""

# A page whose last address does not answer any more, where a seed names another one.
_MOVED = f"""
SELECT p.url_key FROM json_each(?) AS asked
CROSS JOIN pages p ON p.url_key = asked.value ->> 0
CROSS JOIN captures c ON c.id = p.last_capture_id
CROSS JOIN urls u ON u.id = c.url_id
WHERE NOT ({ANSWERS}) AND u.url <> asked.value ->> 1
"""

# The seeds of a source whose newest payload nobody has looked through: the run that fetched it died, or the spider
# has other rules by now.
_UNREAD_SEEDS = f"""
SELECT u.url, c.payload_digest, coalesce(f.depth, 0), c.id FROM pages p
JOIN captures c ON c.id = (SELECT c.id FROM captures c JOIN crawls r ON r.id = c.crawl_id
                           WHERE c.page_id = p.id AND {SHOWS_CONTENT}
                           ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC LIMIT 1)
JOIN urls u ON u.id = c.url_id
LEFT JOIN _found f ON f.url_key = p.url_key
LEFT JOIN _looked_through l ON l.url_key = p.url_key
WHERE p.source = ? AND c.kind = 'seed' AND (l.payload_digest IS NOT c.payload_digest OR l.rules IS NOT ?)
ORDER BY c.id
"""

_LOOKED_THROUGH = "SELECT 1 FROM _looked_through WHERE url_key = ? AND payload_digest = ? AND rules = ?"


def not_due(connection: sqlite3.Connection, addresses: Iterable[str], at: str) -> set[str]:
    """Those of the addresses whose page is known and due only after ``at`` (UTC text).

    A page that was never captured is due, and so is one without a due date.
    """
    waiting: set[str] = set()
    rest = iter(addresses)
    while chunk := list(islice(rest, _AT_ONCE)):
        keys = {address: urls.key(address) for address in chunk}
        rows = connection.execute(_NOT_DUE, {"keys": as_list(set(keys.values())), "now": at})
        later = {row[0] for row in rows}
        waiting.update(address for address, key in keys.items() if key in later)
    return waiting


def not_due_as_stated(connection: sqlite3.Connection, found: Sequence[FoundAddress], at: str) -> set[str]:
    """As :func:`not_due`, by url key; but what its seed says has changed since we saw it is due.

    Not within six hours: a feed that is made anew with every visit says so of all that it names.
    """
    pairs = json.dumps([(urls.key(address.url), address.stated_at) for address in found])
    before = times.to_text(times.from_text(at) - _STATED_AFTER)
    rows = connection.execute(_NOT_DUE_AS_STATED, {"pairs": pairs, "now": at, "before": before})
    return {row[0] for row in rows}


def moved(connection: sqlite3.Connection, found: Sequence[FoundAddress]) -> set[str]:
    """The url keys of pages that are named under an address which is not the one that failed us last."""
    pairs = json.dumps([(urls.key(address.url), address.url) for address in found])
    return {row[0] for row in connection.execute(_MOVED, (pairs,))}


def due_pages(connection: sqlite3.Connection, source: str, at: str) -> list[FoundAddress]:
    """A source's pages that are due at ``at``, the longest due first; listings are left to their seeds."""
    return [FoundAddress(*row) for row in connection.execute(_DUE_PAGES, {"source": source, "now": at})]


def count_due(connection: sqlite3.Connection, source: str, at: str) -> int:
    """How many :func:`due_pages` there are."""
    return int(connection.execute(_COUNT_DUE, {"source": source, "now": at}).fetchone()[0])


def never_visited(connection: sqlite3.Connection, source: str) -> list[FoundAddress]:
    """What seeds of this source named and no run has asked for yet, or not since it was wanted again."""
    return [FoundAddress(*row) for row in connection.execute(_NEVER_VISITED, (source,))]


def unread_seeds(connection: sqlite3.Connection, source: str, rules: str) -> list[StoredSeed]:
    """Seeds that were captured, and whose addresses nobody has kept that these rules find."""
    return [StoredSeed(*row) for row in connection.execute(_UNREAD_SEEDS, (source, rules))]


def known_kind(connection: sqlite3.Connection, url: str) -> str | None:
    """What an earlier visit has found at this address; None: there was none."""
    row = connection.execute("SELECT kind FROM pages WHERE url_key = ?", (urls.key(url),)).fetchone()
    return row[0] if row is not None else None


def is_looked_through(connection: sqlite3.Connection, url: str, digest: str, rules: str) -> bool:
    """True where the addresses were kept that these rules find in this payload of a seed."""
    return connection.execute(_LOOKED_THROUGH, (urls.key(url), digest, rules)).fetchone() is not None
