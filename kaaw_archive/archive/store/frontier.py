"""Store the addresses that a seed names before they are visited, so that no address is lost with a killed crawl."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from kaaw_archive.items import FoundAddress

_KNOWN = """
SELECT 1 FROM _frontier WHERE url_key = ?1 AND found_at < ?2
UNION ALL SELECT 1 FROM pages WHERE url_key = ?1 AND first_seen_at < ?2
"""
# What was stated last counts: an article whose address has changed is still the same page to its key.
_ADD = """
INSERT INTO _frontier (url_key, url, source, role, depth, stated_at, found_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url_key) DO UPDATE
SET url = excluded.url, stated_at = coalesce(excluded.stated_at, stated_at), role = max(role, excluded.role)
"""
_WANT = "UPDATE _frontier SET wanted_at = ? WHERE url_key = ?"
_WANT_AGAIN = """
UPDATE _frontier SET wanted_at = :at
WHERE url_key IN (SELECT p.url_key FROM json_each(:keys) AS given CROSS JOIN pages p ON p.url_key = given.value
                  WHERE p.kind = 'article' AND p.last_seen_at < :before)
RETURNING url_key
"""
_NAME = "INSERT OR IGNORE INTO _named_articles (source, kind, url_key) VALUES (?, ?, ?)"
_UNNAME = "DELETE FROM _named_articles WHERE source = ? AND kind = ? AND url_key = ?"
_LOOKED_THROUGH = """
INSERT INTO _read_seeds (url_key, payload_digest, rules, read_at) VALUES (?, ?, ?, ?)
ON CONFLICT (url_key) DO UPDATE
SET payload_digest = excluded.payload_digest, rules = excluded.rules, read_at = excluded.read_at
"""


class NamedAddresses(NamedTuple):
    """Addresses that one seed names as articles, and its kind: feed, sitemap or listing.

    ``left`` are those in languages that are not followed: they are not missed.
    """

    kind: str
    articles: Sequence[str]
    left: Sequence[str] = ()


def keep_found(
    connection: sqlite3.Connection,
    seed_url: str,
    payload_digest: str | None,
    rules: str,
    found: Sequence[FoundAddress],
    *,
    source: str,
    at: str,
    new_since: str,
    named: NamedAddresses | None = None,
    further: Collection[str] | None = None,
) -> set[str]:
    """Store the addresses that a seed with this payload names by these rules; return the url keys that are new.

    Without a digest the seed counts as not read yet. ``named`` are the articles that it names, asked for or not.

    An address is new if it was neither named nor captured before ``new_since``. One that another seed of the same crawl
    named is new too, because otherwise a feed would end the paging of its listing. If there are new addresses among
    ``further`` (None: any at all), the next page of the listing is due, even if it was requested recently.
    """
    new: set[str] = set()
    next_pages: list[str] = []
    for address in found:
        key = urls.key(address.url)
        if address.role == "next":
            next_pages.append(key)
        elif connection.execute(_KNOWN, (key, new_since)).fetchone() is None:
            new.add(key)
        connection.execute(_ADD, (key, address.url, source, address.role, address.depth, address.stated_at, at))
    if new if further is None else new.intersection(further):
        connection.executemany(_WANT, [(at, key) for key in next_pages])
    if named is not None:
        connection.executemany(_NAME, [(source, named.kind, urls.key(url)) for url in named.articles])
        connection.executemany(_UNNAME, [(source, named.kind, urls.key(url)) for url in named.left])
    if payload_digest is not None:
        connection.execute(_LOOKED_THROUGH, (urls.key(seed_url), payload_digest, rules, at))
    return new


def want_again(connection: sqlite3.Connection, keys: Sequence[str], at: str, before: str) -> list[str]:
    """Make the known articles among these url keys due, unless they were captured after ``before``; return theirs."""
    rows = connection.execute(_WANT_AGAIN, {"keys": json.dumps(keys), "at": at, "before": before}).fetchall()
    return sorted(row[0] for row in rows)
