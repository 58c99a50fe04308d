"""Store derivations of captures: pages, readings, articles, snapshots, mentions, links, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.content import FOLDED_KINDS
from kaaw_archive.archive.store import search
from kaaw_archive.archive.store.events import keep_former_events
from kaaw_archive.archive.store.rows import insert
from kaaw_archive.json_text import compact

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kaaw_archive.items import ArticleLink, ArticleRecord, Reading

_RECORD_COLUMNS = (  # fields of ArticleRecord that are columns
    "title kicker lead text author issuer place kind language published_on published_clue modified_on modified_clue"
    " author_clue title_clue kind_clue"
).split()


def add_page(connection: sqlite3.Connection, url: str, source: str, capture_id: int, at: str) -> int:
    """Add a page and return its id, which the links to it get too."""
    key, group = urls.key(url), urls.group(url)
    values = {
        "url_key": key,
        "key_version": urls.KEY_VERSION,
        "url": url,
        "source": source,
        "kind": "other",
        "first_seen_at": at,
        "last_seen_at": at,
        "last_capture_id": capture_id,
        "state": "live",
        "fold_group": group if group != key else None,
    }
    page_id = insert(connection, "pages", values)
    connection.execute("UPDATE links SET page_id = ? WHERE url_key = ?", (page_id, key))
    return page_id


def update_page(
    connection: sqlite3.Connection,
    page_id: int,
    *,
    kind: str,
    cms: str | None,
    last_seen_at: str,
    last_capture_id: int,
    due_at: str,
    interval_s: int,
    state: str,
) -> None:
    """Store the state of a page after one more capture, and the page of that capture."""
    connection.execute(
        "UPDATE pages SET kind = ?, cms = ?, last_seen_at = ?, last_capture_id = ?, due_at = ?, interval_s = ?,"
        " state = ? WHERE id = ?",
        (kind, cms, last_seen_at, last_capture_id, due_at, interval_s, state, page_id),
    )
    connection.execute("UPDATE captures SET page_id = ? WHERE id = ?", (page_id, last_capture_id))


def add_reading(connection: sqlite3.Connection, capture_id: int, reading: Reading, *, is_suspect: bool = False) -> int:
    """Add the reading of a capture and return its id; ``is_suspect``: it is held back until another confirms it."""
    names = ("page_kind", "cms", "problem", "extractor", "extractor_version")
    values = {name: getattr(reading, name) for name in names}
    values |= {"capture_id": capture_id, "is_suspect": is_suspect, "options_json": compact(dict(reading.options))}
    return insert(connection, "readings", values)


def confirm_reading(connection: sqlite3.Connection, capture_id: int) -> int:
    """Confirm a reading that was held back, and return its id."""
    row = connection.execute(
        "UPDATE readings SET is_suspect = 0 WHERE capture_id = ? RETURNING id", (capture_id,)
    ).fetchone()
    assert row is not None  # the caller saw it
    reading_id: int = row[0]
    return reading_id


def add_article(
    connection: sqlite3.Connection, url: str, page_id: int, source: str, at: str, *, is_own_page: bool, is_news: bool
) -> int:
    """Add an article, seen on its own page or on another one, and return its id; ``is_news``: False for other pages."""
    values = {
        "key": urls.key(url),
        "page_id": page_id,
        "url": url,
        "source": source,
        "first_seen_at": at,
        "last_seen_at": at,
        "own_page_at": at if is_own_page else None,
        "news_since_at": at if is_news else None,
    }
    return insert(connection, "articles", values)


def become_news(connection: sqlite3.Connection, article_id: int, at: str) -> None:
    """Store that what was another page is read as an article from this instant on."""
    connection.execute("UPDATE articles SET news_since_at = ? WHERE id = ?", (at, article_id))


def move_in(connection: sqlite3.Connection, article_id: int, page_id: int, own_page_at: str | None) -> None:
    """Make a page the one that shows the article; ``own_page_at`` is None if it is not the article's own."""
    connection.execute(
        "UPDATE articles SET page_id = ?, own_page_at = ? WHERE id = ?", (page_id, own_page_at, article_id)
    )


def add_snapshot(
    connection: sqlite3.Connection,
    article_id: int,
    version: int,
    record: ArticleRecord,
    *,
    text_digest: str,
    payload_digest: str,
    capture_id: int,
    reading_id: int,
    at: str,
    cut_json: str | None = None,
) -> int:
    """Add a version of an article with its mentions, index its text, and return its id.

    ``cut_json``: the lines that were cut from its text, with their places and the articles that show them.
    """
    values = {name: getattr(record, name) for name in _RECORD_COLUMNS} | {
        "article_id": article_id,
        "version": version,
        "capture_id": capture_id,
        "last_capture_id": capture_id,
        "payload_digest": payload_digest,
        "first_seen_at": at,
        "last_seen_at": at,
        "structure": compact([dict(block) for block in record.structure]),
        "text_digest": text_digest,
        "reading_id": reading_id,
        "cut_json": cut_json,
    }
    snapshot_id = insert(connection, "snapshots", values)
    _add_mentions(connection, snapshot_id, record.links, at)
    search.add_version(connection, snapshot_id)
    return snapshot_id


def _add_mentions(connection: sqlite3.Connection, snapshot_id: int, links: Sequence[ArticleLink], at: str) -> None:
    for link in links:
        key = urls.key(link.url)
        link_id = connection.execute(
            "INSERT INTO links (url, url_key, host, page_id, first_cited_at)"
            " VALUES (?, ?, ?, (SELECT id FROM pages WHERE url_key = ?), ?)"
            " ON CONFLICT (url) DO UPDATE SET first_cited_at = min(first_cited_at, excluded.first_cited_at)"
            " RETURNING id",
            (link.url, key, urls.host(link.url), key, at),
        ).fetchone()[0]
        connection.execute(
            "INSERT INTO mentions (snapshot_id, link_id, position, href, anchor_text, sentence, role, rel)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (snapshot_id, link_id, link.position, link.href, link.anchor_text, link.sentence, link.role, link.rel),
        )


def extend(connection: sqlite3.Connection, page_id: int, from_capture_id: int, capture_id: int, at: str) -> None:
    """Extend the articles that a page showed at one capture to a later capture, which shows the same."""
    connection.execute(
        "UPDATE snapshots SET last_capture_id = ?, last_seen_at = ? WHERE last_capture_id = ?"
        " AND article_id IN (SELECT id FROM articles WHERE page_id = ?)",
        (capture_id, at, from_capture_id, page_id),
    )
    connection.execute(
        "UPDATE articles SET last_seen_at = ? WHERE page_id = ? AND EXISTS"
        " (SELECT 1 FROM snapshots s WHERE s.article_id = articles.id AND s.last_capture_id = ?)",
        (at, page_id, capture_id),
    )


def extend_snapshot(
    connection: sqlite3.Connection, article_id: int, snapshot_id: int, capture_id: int, at: str
) -> None:
    """Extend a version to a later capture, which shows the same."""
    connection.execute(
        "UPDATE snapshots SET last_capture_id = ?, last_seen_at = ? WHERE id = ?", (capture_id, at, snapshot_id)
    )
    see_article(connection, article_id, at)


def see_article(connection: sqlite3.Connection, article_id: int, at: str) -> None:
    """Store that an article was there at this instant."""
    connection.execute("UPDATE articles SET last_seen_at = ? WHERE id = ?", (at, article_id))


def add_event(
    connection: sqlite3.Connection,
    kind: str,
    article_id: int,
    *,
    after_at: str | None,
    before_at: str,
    proof: Iterable[int],
    rule: str,
    known_at: str | None = None,
    from_snapshot_id: int | None = None,
    to_snapshot_id: int | None = None,
) -> None:
    """Add an event of an article, which happened between ``after_at`` (None: unknown) and ``before_at``.

    ``known_at`` is None if it was known as soon as it was seen. Other pages have no events.
    """
    connection.execute(
        "INSERT INTO events (kind, article_id, source, after_at, before_at, known_at, from_snapshot_id, to_snapshot_id,"
        " proof_json, rule) SELECT ?, id, source, ?, ?, ?, ?, ?, ?, ? FROM articles"
        " WHERE id = ? AND news_since_at IS NOT NULL",
        (
            kind,
            after_at,
            before_at,
            known_at or before_at,
            from_snapshot_id,
            to_snapshot_id,
            compact(list(proof)),
            rule,
            article_id,
        ),
    )


def clear_pages(connection: sqlite3.Connection, page_ids: Sequence[int]) -> None:
    """Delete everything derived from these pages' captures; the facts stay, and wait to be folded again.

    Pages of one group are cleared together, because an article of one may have versions that another showed.
    """
    for page_id in page_ids:
        search.remove_articles_of(connection, page_id)
        keep_former_events(connection, page_id)
    articles = "SELECT id FROM articles WHERE page_id = ?"
    snapshots = f"SELECT id FROM snapshots WHERE article_id IN ({articles})"
    for statement in (
        "INSERT OR IGNORE INTO _works_to_find SELECT source FROM pages WHERE id = ?",
        f"UPDATE articles SET moved_to_id = NULL WHERE moved_to_id IN ({articles})",
        f"UPDATE works SET current_article_id = NULL WHERE current_article_id IN ({articles})",
        f"DELETE FROM work_evidence WHERE article_id IN ({articles})",
        f"DELETE FROM work_evidence WHERE other_article_id IN ({articles})",
        f"DELETE FROM _signs WHERE article_id IN ({articles})",
        f"DELETE FROM events WHERE article_id IN ({articles})",
        f"DELETE FROM comparisons WHERE to_snapshot_id IN ({snapshots})",
        f"DELETE FROM comparisons WHERE from_snapshot_id IN ({snapshots})",  # of what moved from one of them
        f"DELETE FROM events WHERE to_snapshot_id IN ({snapshots})",  # of what moved to one of them
        f"DELETE FROM events WHERE from_snapshot_id IN ({snapshots})",
        f"DELETE FROM mentions WHERE snapshot_id IN ({snapshots})",
        f"DELETE FROM _lines_beside WHERE snapshot_id IN ({snapshots})",
        "DELETE FROM seed_entries WHERE page_id = ?",
        "DELETE FROM seeds WHERE page_id = ?",
        f"DELETE FROM _read_values WHERE article_id IN ({articles})",
        f"DELETE FROM snapshots WHERE article_id IN ({articles})",
        "DELETE FROM articles WHERE page_id = ?",
        "DELETE FROM readings WHERE capture_id IN (SELECT id FROM captures WHERE page_id = ?)",
        "UPDATE links SET page_id = NULL WHERE page_id = ?",
        "UPDATE captures SET page_id = NULL WHERE page_id = ?",
        "DELETE FROM pages WHERE id = ?",
    ):
        connection.executemany(statement, [(page_id,) for page_id in page_ids])


def settle_links(connection: sqlite3.Connection, link_ids: Iterable[int] | None = None) -> None:
    """Delete links that no article cites any more, with what crawls saw of them, and date the others by their citation.

    ``link_ids``: those with a first mention that may be gone; None: all links.
    """
    among = "1" if link_ids is None else "id IN (SELECT value FROM json_each(?))"
    values = () if link_ids is None else (compact(list(link_ids)),)
    forgotten = (
        f"SELECT id FROM links WHERE {among} AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.link_id = links.id)"
        " AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.kind = 'watch' AND d.subject = links.url)"
        " AND NOT EXISTS (SELECT 1 FROM _audited_links a WHERE a.link_url = links.url)"
    )
    connection.execute(f"DELETE FROM events WHERE link_id IN ({forgotten})", values)
    connection.execute(f"DELETE FROM health_changes WHERE link_id IN ({forgotten})", values)
    gone = connection.execute(f"DELETE FROM links WHERE id IN ({forgotten}) RETURNING url", values).fetchall()
    connection.executemany(  # what crawls saw can be made again from their captures, probes stay
        "DELETE FROM link_checks WHERE link_url = ? AND EXISTS"
        f" (SELECT 1 FROM captures c WHERE c.id = capture_id AND c.kind IN {FOLDED_KINDS})",
        gone,
    )
    connection.execute(
        "UPDATE links SET first_cited_at = (SELECT min(at) FROM (SELECT s.first_seen_at AS at FROM mentions m"
        " JOIN snapshots s ON s.id = m.snapshot_id WHERE m.link_id = links.id UNION ALL SELECT d.made_at"
        " FROM decisions d WHERE d.kind = 'watch' AND d.subject = links.url UNION ALL SELECT a.first_seen_at"
        f" FROM _audited_links a WHERE a.link_url = links.url)) WHERE {among}",
        values,
    )
