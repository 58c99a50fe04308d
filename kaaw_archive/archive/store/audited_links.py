"""Store the links of the pages of an audited site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import PageLinks

_ADD = """
INSERT INTO _audited_links (link_url, page_url, site, page_title, anchor_text, first_seen_at, seen_at)
VALUES (:link, :page, :site, :title, :anchor, :at, :at)
ON CONFLICT (link_url, page_url) DO UPDATE SET
    site = excluded.site, page_title = excluded.page_title, anchor_text = excluded.anchor_text,
    seen_at = excluded.seen_at
"""


def set_links(connection: sqlite3.Connection, *, site: str, page_url: str, found: PageLinks, at: str) -> None:
    """Store the links of a page in the place of those that it had before."""
    common = {"page": page_url, "site": site, "title": found.title, "at": at}
    connection.executemany(_ADD, [{**common, "link": link.url, "anchor": link.anchor_text} for link in found.links])
    connection.execute("DELETE FROM _audited_links WHERE page_url = ? AND seen_at < ?", (page_url, at))


def forget_unseen(connection: sqlite3.Connection, site: str, since: str) -> None:
    """Delete the links of pages that the audit since ``since`` (UTC text) did not reach."""
    connection.execute("DELETE FROM _audited_links WHERE site = ? AND seen_at < ?", (site, since))


def add_links(connection: sqlite3.Connection) -> list[str]:
    """Add a row of ``links`` for each audited link that has none, and return these addresses."""
    rows = connection.execute(
        "SELECT a.link_url, min(a.first_seen_at) FROM _audited_links a"
        " WHERE NOT EXISTS (SELECT 1 FROM links l WHERE l.url = a.link_url) GROUP BY a.link_url"
    ).fetchall()
    for url, first_seen_at in rows:
        key = urls.key(url)
        connection.execute(
            "INSERT OR IGNORE INTO links (url, url_key, host, page_id, first_cited_at)"
            " VALUES (?, ?, ?, (SELECT id FROM pages WHERE url_key = ?), ?)",
            (url, key, urls.host(url), key, first_seen_at),
        )
    return [url for url, _ in rows]
