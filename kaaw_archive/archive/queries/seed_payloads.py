"""Payloads of seeds: those not looked through yet, and the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.content import SHOWS_CONTENT
from kaaw_archive.items import StoredSeed

if TYPE_CHECKING:
    import sqlite3

# The seeds of a source whose newest payload was not read for addresses: the run that fetched it died, or the spider
# has other rules by now.
_UNREAD_SEEDS = f"""
SELECT u.url, c.payload_digest, coalesce(f.depth, 0), c.id FROM pages p
JOIN captures c ON c.id = (SELECT c.id FROM captures c JOIN crawls r ON r.id = c.crawl_id
                           WHERE c.page_id = p.id AND {SHOWS_CONTENT}
                           ORDER BY c.captured_at DESC, r.uid DESC, c.seq DESC LIMIT 1)
JOIN urls u ON u.id = c.url_id
LEFT JOIN _frontier f ON f.url_key = p.url_key
LEFT JOIN _read_seeds l ON l.url_key = p.url_key
WHERE p.source = ? AND c.kind = 'seed' AND (l.payload_digest IS NOT c.payload_digest OR l.rules IS NOT ?)
ORDER BY c.id
"""

# A page that was taken for an article and turned out to be a list is no seed: its last capture is compared.
_EARLIER_PAYLOAD = f"""
SELECT coalesce(
    (SELECT payload_digest FROM _read_seeds WHERE url_key = :key AND rules = :rules),
    (SELECT c.payload_digest FROM pages p JOIN captures c ON c.page_id = p.id
     WHERE p.url_key = :key AND p.kind = 'listing' AND c.captured_at < :before AND {SHOWS_CONTENT}
     ORDER BY c.captured_at DESC LIMIT 1))
"""

_LOOKED_THROUGH = "SELECT 1 FROM _read_seeds WHERE url_key = ? AND payload_digest = ? AND rules = ?"


def unread_seeds(connection: sqlite3.Connection, source: str, rules: str) -> list[StoredSeed]:
    """Return the captured seeds whose addresses, as these rules find them, are not stored yet."""
    return [StoredSeed(*row) for row in connection.execute(_UNREAD_SEEDS, (source, rules))]


def is_looked_through(connection: sqlite3.Connection, url: str, digest: str, rules: str) -> bool:
    """Return True if the addresses that these rules find in this payload of a seed are stored."""
    return connection.execute(_LOOKED_THROUGH, (urls.key(url), digest, rules)).fetchone() is not None


def earlier_payload(connection: sqlite3.Connection, url: str, rules: str, before: str) -> str | None:
    """Return the digest of the payload of a list that these rules looked through, or was captured before an instant.

    None without one.
    """
    given = {"key": urls.key(url), "rules": rules, "before": before}
    digest: str | None = connection.execute(_EARLIER_PAYLOAD, given).fetchone()[0]
    return digest
