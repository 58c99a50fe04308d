"""Store checks of links, their verdicts, the health of links with its changes and events, and control pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.verdicts import LinkHealth

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

_FACTS = (
    "checked_at method status error hops_json final_url title media_type page_kind text_digest similarity tls_error"
    " requests elapsed_ms evidence_json"
).split()
VERDICT_COLUMNS = ("verdict", "rule", "reason", "rules_version")
_COLUMNS = ("link_url", "crawl_id", "capture_id", *_FACTS, *VERDICT_COLUMNS)
_ADD = (
    f"INSERT INTO link_checks ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"
    " ON CONFLICT (link_url, capture_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_FACTS, *VERDICT_COLUMNS))
    + " RETURNING id"
)
_EVENTS = {
    LinkHealth.FAILING: "link_failing",
    LinkHealth.DEAD: "link_dead",
    LinkHealth.RETURNED: "link_returned",
}

# after_at, before_at, from_health, to_health, check_id, reason
Change = tuple[str | None, str, LinkHealth, LinkHealth, int, str]


def add_check(connection: sqlite3.Connection, values: Mapping[str, Any]) -> int:
    """Store a check and return its id; ``values`` has every column. It replaces the check of the same capture."""
    return int(connection.execute(_ADD, values).fetchone()[0])


def drop_checks(connection: sqlite3.Connection, check_ids: Iterable[int]) -> None:
    """Delete checks that were made of captures, with the changes of health and the events that they prove.

    The caller must update the health of their links.
    """
    ids = json.dumps(list(check_ids))
    among = "IN (SELECT value FROM json_each(?))"
    changed = f"SELECT link_id FROM health_changes WHERE check_id {among}"
    proof = f"SELECT 1 FROM json_each(events.proof_json) WHERE value {among}"
    connection.execute(f"UPDATE links SET last_check_id = NULL WHERE last_check_id {among}", (ids,))
    connection.execute(f"DELETE FROM events WHERE link_id IN ({changed}) AND EXISTS ({proof})", (ids, ids))
    connection.execute(f"DELETE FROM health_changes WHERE check_id {among}", (ids,))
    connection.execute(f"DELETE FROM link_checks WHERE id {among}", (ids,))


def set_verdict(
    connection: sqlite3.Connection, check_id: int, verdict: str, rule: str, reason: str, version: str
) -> None:
    """Replace the verdict of a check by that of the rules of today."""
    connection.execute(
        "UPDATE link_checks SET verdict = ?, rule = ?, reason = ?, rules_version = ? WHERE id = ?",
        (verdict, rule, reason, version, check_id),
    )


def set_health(
    connection: sqlite3.Connection,
    link_id: int,
    *,
    health: str,
    since_at: str | None,
    last_check_id: int | None,
    next_check_at: str | None,
) -> None:
    """Store the health of a link after all its checks, and when it is due again."""
    connection.execute(
        "UPDATE links SET health = ?, health_since_at = ?, last_check_id = ?, next_check_at = ? WHERE id = ?",
        (health, since_at, last_check_id, next_check_at, link_id),
    )


def set_changes(connection: sqlite3.Connection, link_id: int, changes: Sequence[Change]) -> None:
    """Store the changes of a link's health, in order, with their events; rows that stay the same are not touched."""
    known = connection.execute(
        "SELECT after_at, before_at, from_health, to_health, check_id, reason FROM health_changes WHERE link_id = ?"
        " ORDER BY before_at, id",
        (link_id,),
    ).fetchall()
    kept = len(known)
    if [tuple(row) for row in known] != list(changes[:kept]):
        forget_health(connection, link_id)
        kept = 0
    for after_at, before_at, before, after, check_id, reason in changes[kept:]:
        connection.execute(
            "INSERT INTO health_changes (link_id, after_at, before_at, from_health, to_health, check_id, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (link_id, after_at, before_at, before, after, check_id, reason),
        )
        kind = _EVENTS.get(after)
        if kind is not None:
            connection.execute(
                "INSERT INTO events (kind, link_id, source, after_at, before_at, known_at, proof_json, rule)"
                " SELECT ?, ?, '', ?, ?, ?, ?, rule FROM link_checks WHERE id = ?",
                (kind, link_id, after_at, before_at, before_at, json.dumps([check_id]), check_id),
            )
    set_event_sources(connection, link_id)


def set_event_sources(connection: sqlite3.Connection, link_id: int) -> None:
    """Attribute the events of a link to the source of the article that cited it last before each of them.

    To the first article that cites it if none did before, to the link's own site if none does.
    """
    citing = (
        "SELECT a.source FROM mentions m JOIN snapshots s ON s.id = m.snapshot_id"
        " JOIN articles a ON a.id = s.article_id WHERE m.link_id = events.link_id"
    )
    connection.execute(
        "UPDATE events SET source = coalesce("
        f"({citing} AND s.first_seen_at <= events.before_at ORDER BY s.first_seen_at DESC, a.key LIMIT 1),"
        f" ({citing} ORDER BY s.first_seen_at, a.key LIMIT 1),"
        " (SELECT iif(host LIKE 'www.%', substr(host, 5), host) FROM links WHERE id = link_id)) WHERE link_id = ?",
        (link_id,),
    )


def forget_health(connection: sqlite3.Connection, link_id: int) -> None:
    """Delete the changes of a link's health and their events."""
    connection.execute("DELETE FROM health_changes WHERE link_id = ?", (link_id,))
    connection.execute("DELETE FROM events WHERE link_id = ?", (link_id,))


def add_watched(connection: sqlite3.Connection, at: str) -> list[str]:
    """Add a row of ``links`` for each watched address that has none, and return these addresses."""
    rows = connection.execute(
        "SELECT d.subject, min(d.made_at) FROM decisions d"
        " WHERE d.kind = 'watch' AND (d.until_at IS NULL OR d.until_at > ?)"
        " AND NOT EXISTS (SELECT 1 FROM links l WHERE l.url = d.subject) GROUP BY d.subject",
        (at,),
    ).fetchall()
    for subject, made_at in rows:
        key = urls.key(subject)
        connection.execute(
            "INSERT OR IGNORE INTO links (url, url_key, host, page_id, first_cited_at)"
            " VALUES (?, ?, ?, (SELECT id FROM pages WHERE url_key = ?), ?)",
            (subject, key, urls.host(subject), key, made_at),
        )
    return [subject for subject, _ in rows]


def set_control_page(connection: sqlite3.Connection, values: Mapping[str, Any]) -> None:
    """Store a control page in place of an older one of its kind and scope; ``values`` has every column."""
    names = ("kind", "scope", "url", "final_url", "status", "error", "title", "minhash_json", "capture", "seen_at")
    marks = ", ".join(f":{name}" for name in names)
    connection.execute(f"INSERT OR REPLACE INTO _control_pages ({', '.join(names)}) VALUES ({marks})", values)


def set_reported(
    connection: sqlite3.Connection, reports: Mapping[str, str], at: str, readers: str | None = None
) -> None:
    """Store what a report has just written of links, by address; ``readers``: to whom it is limited (LinkFilter)."""
    connection.executemany(
        "INSERT OR REPLACE INTO _reported_links (link_url, said, reported_at) VALUES (?, ?, ?)",
        [(f"{url} {readers}" if readers else url, text, at) for url, text in reports.items()],
    )
