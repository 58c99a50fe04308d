"""Shadow tables: temporary tables and views that hide those of the archive, with what was known at the end of a day.

SQLite finds a name among the temporary tables first, so that every statement asks the archive of that day. The file
itself is not written. Facts and versions are views; what has a state of its own is copied in the state of that day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.archive.content import ABSENT_STATUSES, FOLDED_KINDS, MOVED_STATUSES, SHOWS_ARTICLE, SHOWS_CONTENT

if TYPE_CHECKING:
    import sqlite3

# Rows of main that were there at :end, which stands for the literal of an instant.
_VIEWS = {
    "crawls": "SELECT * FROM main.crawls WHERE started_at <= :end",
    "captures": "SELECT * FROM main.captures WHERE captured_at <= :end",
    "payloads": "SELECT * FROM main.payloads WHERE first_seen_at <= :end"
    " OR digest IN (SELECT base_digest FROM main.payloads WHERE first_seen_at <= :end)",
    "readings": "SELECT g.* FROM main.readings g JOIN main.captures c ON c.id = g.capture_id"
    " WHERE c.captured_at <= :end",
    "mentions": "SELECT m.* FROM main.mentions m JOIN main.snapshots s ON s.id = m.snapshot_id"
    " WHERE s.first_seen_at <= :end",
    "comparisons": "SELECT k.* FROM main.comparisons k JOIN main.snapshots s ON s.id = k.to_snapshot_id"
    " JOIN main.snapshots f ON f.id = k.from_snapshot_id WHERE s.first_seen_at <= :end AND (f.article_id = s.article_id"
    " OR EXISTS (SELECT 1 FROM main.events e WHERE e.to_snapshot_id = s.id AND e.kind = 'edited'"
    " AND e.known_at <= :end))",
    "link_checks": "SELECT * FROM main.link_checks WHERE checked_at <= :end",
    "health_changes": "SELECT * FROM main.health_changes WHERE before_at <= :end",
    "incidents": "SELECT * FROM main.incidents WHERE started_at <= :end",
    "_boilerplate": "SELECT b.* FROM main._boilerplate b JOIN main.captures c ON c.id = b.capture_id"
    " WHERE c.captured_at <= :end",
    "_lines_beside": "SELECT b.* FROM main._lines_beside b JOIN main.snapshots s ON s.id = b.snapshot_id"
    " WHERE s.first_seen_at <= :end",
    # what people corrected later than that is laid over the values of all days
    "decisions": "SELECT * FROM main.decisions WHERE made_at <= :end AND kind <> 'correct'",
}

# The last capture until then that shows a version: of the article's own page, or of the list that showed it first.
_SHOWN_TO = f"""
SELECT c.id FROM captures c WHERE c.page_id = iif(a.own_page_at <= :end, a.page_id, f.page_id)
  AND c.captured_at >= s.first_seen_at AND {SHOWS_ARTICLE}
  AND (a.own_page_at <= :end OR NOT EXISTS (
       SELECT 1 FROM seed_entries n JOIN captures gone ON gone.id = n.gone_capture_id
       WHERE n.page_id = c.page_id AND n.url_key = a.key AND gone.captured_at <= c.captured_at))
ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
"""
_SHOWN = f"""
CREATE TEMP TABLE _last_shown AS
SELECT p.snapshot_id, p.last_capture_id, c.captured_at AS last_seen_at FROM (
    SELECT s.id AS snapshot_id, coalesce(({_SHOWN_TO}), s.capture_id) AS last_capture_id
    FROM main.snapshots s JOIN main.articles a ON a.id = s.article_id JOIN main.captures f ON f.id = s.capture_id
    WHERE s.first_seen_at <= :end AND s.last_seen_at > :end
) p JOIN main.captures c ON c.id = p.last_capture_id
"""
_OF_DAY = "(SELECT d.{0} FROM temp._last_shown d WHERE d.snapshot_id = s.id)"
_OF_SEEDS = {
    "seeds": (
        {"last_capture_id": "(SELECT c.id FROM captures c WHERE c.page_id = s.page_id AND c.kind = 'seed'"
                            f" AND {SHOWS_CONTENT} ORDER BY c.captured_at DESC, c.id DESC LIMIT 1)"},
        "main.seeds s WHERE s.first_capture_id IN (SELECT id FROM captures)",
    ),
    "seed_entries": (
        dict.fromkeys(("gone_capture_id", "confirmed_capture_id"), "(SELECT c.id FROM captures c WHERE c.id = s.{0})")
        | dict.fromkeys(("last_capture_id", "departure", "witness_key"),
                        "iif(s.gone_capture_id IN (SELECT id FROM captures), s.{0}, NULL)"),
        "main.seed_entries s WHERE s.first_capture_id IN (SELECT id FROM captures)",
    ),
}  # fmt: skip

# Tables that are copied: columns that are not as they are today, and which rows there were.
_NEWEST = "(SELECT c.id FROM captures c WHERE c.page_id = t.id AND {0} ORDER BY c.captured_at DESC, c.id DESC LIMIT 1)"
_NEWEST_READING = (
    "(SELECT g.{0} FROM captures c JOIN main.readings g ON g.capture_id = c.id WHERE c.page_id = t.id"
    " ORDER BY c.captured_at DESC, c.id DESC LIMIT 1)"
)
_SPELL_END = """
(SELECT c.id FROM captures c WHERE c.page_id = (SELECT page_id FROM main.articles WHERE id = t.article_id)
 AND c.captured_at >= t.before_at AND c.id NOT IN (SELECT k.id FROM captures k WHERE k.id = t.returned_id)
 ORDER BY c.captured_at DESC, c.id DESC LIMIT 1)
"""
_HEALTH = "(SELECT h.{0} FROM health_changes h WHERE h.link_id = t.id ORDER BY h.before_at DESC, h.id DESC LIMIT 1)"
_COPIES: dict[str, tuple[dict[str, str], str]] = {
    "pages": (
        {
            "last_capture_id": _NEWEST.format(f"c.kind IN {FOLDED_KINDS}"),
            "last_seen_at": "coalesce((SELECT max(c.captured_at) FROM captures c WHERE c.page_id = t.id"
            f" AND {SHOWS_CONTENT}), t.first_seen_at)",
            "cms": _NEWEST_READING.format("cms"),
            "kind": f"coalesce({_NEWEST_READING.format('page_kind')},"
            " iif(EXISTS (SELECT 1 FROM captures c WHERE c.page_id = t.id"
            " AND (c.error IS NOT NULL OR c.status >= 400)), 'error', 'other'))",
            "state": f"coalesce((SELECT CASE WHEN {SHOWS_CONTENT} THEN 'live' WHEN c.status IN {ABSENT_STATUSES}"
            f" THEN 'gone' ELSE 'moved' END FROM captures c WHERE c.page_id = t.id AND c.kind IN {FOLDED_KINDS} AND"
            f" ({SHOWS_CONTENT} OR c.status IN {ABSENT_STATUSES} OR c.status IN {MOVED_STATUSES})"
            " ORDER BY c.captured_at DESC, c.id DESC LIMIT 1), 'live')",
            "due_at": "NULL",
            "interval_s": "NULL",
        },
        "t.first_seen_at <= :end",
    ),
    "articles": (
        {
            "page_id": "iif(t.own_page_at > :end, (SELECT c.page_id FROM snapshots s JOIN captures c ON c.id ="
            " s.capture_id WHERE s.article_id = t.id ORDER BY s.version DESC LIMIT 1), t.page_id)",
            "last_seen_at": "(SELECT max(s.last_seen_at) FROM snapshots s WHERE s.article_id = t.id)",
            "own_page_at": "iif(t.own_page_at > :end, NULL, t.own_page_at)",
            "news_since_at": "iif(t.news_since_at > :end, NULL, t.news_since_at)",
        },
        "t.first_seen_at <= :end",
    ),
    "links": (
        {
            "health": f"coalesce({_HEALTH.format('to_health')}, 'unchecked')",
            "health_since_at": _HEALTH.format("before_at"),
            "last_check_id": "(SELECT k.id FROM link_checks k WHERE k.link_url = t.url"
            " ORDER BY k.checked_at DESC, k.id DESC LIMIT 1)",
            "next_check_at": "NULL",
            "incident_id": "(SELECT i.id FROM incidents i WHERE i.id = t.incident_id)",
        },
        "t.first_cited_at <= :end",
    ),
    "_signs": (
        dict.fromkeys(("confirmed_id", "returned_id"), "(SELECT c.id FROM captures c WHERE c.id = t.{0})")
        | {"last_id": f"coalesce((SELECT c.id FROM captures c WHERE c.id = t.last_id), {_SPELL_END}, t.capture_id)"},
        "t.before_at <= :end",
    ),
    "works": ({}, "t.first_seen_at <= :end"),
    "work_evidence": ({}, "0"),
    "events": ({}, "t.known_at <= :end AND (t.article_id IS NULL OR t.kind IN ('edited', 'quotation_changed'))"),
    "_works_to_find": ({}, "0"),
    "_former_events": ({}, "0"),
    "_state": ({}, "t.name <> 'named_events'"),
}


def make(connection: sqlite3.Connection, end: str) -> None:
    """Hide the tables of the archive behind those of ``end`` (UTC text); works are to be found anew for all sources."""
    literal = "'" + end.replace("'", "''") + "'"
    for name, sql in _VIEWS.items():
        _make_view(connection, name, sql.replace(":end", literal))
    for name, (changed, source) in _OF_SEEDS.items():
        _make_view(connection, name, f"SELECT {_columns(connection, name, changed, 's')} FROM {source}")
    connection.execute(_SHOWN.replace(":end", literal))
    connection.execute("CREATE INDEX temp._last_shown_by_snapshot ON _last_shown (snapshot_id)")
    shown = {
        name: f"iif(s.last_seen_at <= {literal}, s.{name}, {_OF_DAY.format(name)})"
        for name in ("last_capture_id", "last_seen_at")
    }
    columns = _columns(connection, "snapshots", shown, "s")
    _make_view(connection, "snapshots", f"SELECT {columns} FROM main.snapshots s WHERE s.first_seen_at <= {literal}")
    for name, (changed, condition) in _COPIES.items():
        _copy(connection, name, changed, condition, literal)
    connection.execute("INSERT INTO _works_to_find SELECT DISTINCT source FROM articles")
    _make_views_of_archive(connection)


def finish(connection: sqlite3.Connection) -> None:
    """Lay over what stays of today once the works are found: states that people gave, and marks of second readings."""
    connection.execute(
        "UPDATE articles SET state = (SELECT m.state FROM main.articles m WHERE m.id = articles.id)"
        " WHERE id IN (SELECT article_id FROM main._read_values WHERE name = 'state')"
    )
    connection.execute(
        "UPDATE events SET is_reread = 1 WHERE uid IN (SELECT uid FROM main.events WHERE is_reread AND uid IS NOT NULL)"
    )


def _columns(connection: sqlite3.Connection, table: str, changed: dict[str, str], alias: str) -> str:
    names = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?, 'main')", (table,))]
    return ", ".join(
        f"{changed[name].format(name)} AS {name}" if name in changed else f"{alias}.{name}" for name in names
    )


def _make_view(connection: sqlite3.Connection, name: str, sql: str) -> None:
    connection.execute(f"CREATE TEMP VIEW {name} AS {sql}")


def _copy(connection: sqlite3.Connection, name: str, changed: dict[str, str], condition: str, literal: str) -> None:
    """Copy a table with its indexes; the names of its columns in the order of the archive."""
    for kind, sql in connection.execute(
        "SELECT type, sql FROM main.sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')"
        " AND sql IS NOT NULL ORDER BY type = 'index'",
        (name,),
    ).fetchall():
        if kind == "table":
            connection.execute(re.sub(r"^CREATE TABLE ", "CREATE TEMP TABLE ", sql, count=1))
            columns = _columns(connection, name, changed, "t").replace(":end", literal)
            where = condition.replace(":end", literal)
            connection.execute(f"INSERT INTO temp.{name} SELECT {columns} FROM main.{name} t WHERE {where}")
        else:
            connection.execute(re.sub(r"^CREATE (UNIQUE )?INDEX ", r"CREATE \1INDEX temp.", sql, count=1))


def _make_views_of_archive(connection: sqlite3.Connection) -> None:
    """Make the views of the archive once more: a view of the file sees its tables only."""
    for (sql,) in connection.execute("SELECT sql FROM main.sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(re.sub(r"^CREATE VIEW ", "CREATE TEMP VIEW ", sql, count=1))
