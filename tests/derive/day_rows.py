"""What an archive says that people ask for, without surrogate ids: to compare one that has grown with one of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

_ROWS = {
    "articles": "SELECT a.url, a.source, a.state, a.first_seen_at, a.last_seen_at, a.news_since_at, a.own_page_at,"
    " (SELECT m.url FROM articles m WHERE m.id = a.moved_to_id), (SELECT key FROM works w WHERE w.id = a.work_id)"
    " FROM articles a",
    "snapshots": "SELECT a.url, s.version, s.title, s.published_on, s.first_seen_at, s.last_seen_at, s.text_digest,"
    " l.captured_at FROM snapshots s JOIN articles a ON a.id = s.article_id"
    " JOIN captures l ON l.id = s.last_capture_id",
    "works": "SELECT work_key, source, title, state, published_on, current_url, first_seen_at, last_seen_at, addresses,"
    " addresses_json FROM works_view",
    "events": "SELECT e.kind, coalesce(a.url, l.url), e.source, e.after_at, e.before_at, e.known_at, e.rule"
    " FROM events e LEFT JOIN articles a ON a.id = e.article_id"
    " LEFT JOIN links l ON l.id = e.link_id WHERE NOT e.is_superseded",
    "latest": "SELECT url, state, is_current, version, kind, title, first_seen_at, last_seen_at, captured_url"
    " FROM latest",
    "links": "SELECT url, health, health_since_at, first_cited_at,"
    " (SELECT checked_at FROM link_checks k WHERE k.id = last_check_id) FROM links",
    "link_days": "SELECT link_url, health, first_bad_at, dead_since_at, last_good_at FROM link_days",
    "citations": "SELECT article_url, version, link_url, role, is_latest, health, verdict, checked_at FROM citations",
    "edits": "SELECT article_url, from_version, to_version, last_seen_old_at, edit_kind, is_silent FROM edits",
    "pages": "SELECT p.url_key, p.source, p.kind, p.cms, p.state, p.first_seen_at, p.last_seen_at, c.captured_at"
    " FROM pages p JOIN captures c ON c.id = p.last_capture_id",
    "signs": "SELECT a.url, s.kind, s.after_at, s.before_at, k.captured_at, r.captured_at, l.captured_at FROM _signs s"
    " JOIN articles a ON a.id = s.article_id JOIN captures l ON l.id = s.last_id"
    " LEFT JOIN captures k ON k.id = s.confirmed_id LEFT JOIN captures r ON r.id = s.returned_id",
    "seed_history": "SELECT seed_url, url, after_at, first_seen_at, last_seen_at, gone_at, departure FROM seed_history",
}  # fmt: skip


def day_rows(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted((tuple(row) for row in connection.execute(sql)), key=repr) for name, sql in _ROWS.items()}
