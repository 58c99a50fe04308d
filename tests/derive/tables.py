"""The derived tables without surrogate ids: what must be the same however often and in any order it is derived."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.queries import integrity
from kaaw_archive.derive.works import find_works

if TYPE_CHECKING:
    import sqlite3

TABLES = ("pages", "readings", "articles", "works", "work_evidence", "_signs", "snapshots", "links", "mentions",
          "events", "incidents", "health_changes", "comparisons", "_boilerplate",
          "_lines_beside", "seeds", "seed_entries")  # fmt: skip

# How a row is called where another one points to it.
_NAMES = {
    "captures": "SELECT c.id, r.uid || '-' || c.seq FROM captures c JOIN crawls r ON r.id = c.crawl_id",
    "pages": "SELECT id, url_key FROM pages",
    "articles": "SELECT id, key FROM articles",
    "snapshots": "SELECT s.id, a.key || ' v' || s.version FROM snapshots s JOIN articles a ON a.id = s.article_id",
    "works": "SELECT id, key FROM works",
    "links": "SELECT id, url FROM links",
    "seeds": "SELECT page_id, url_key FROM seeds JOIN pages ON pages.id = page_id",
    "readings": "SELECT g.id, r.uid || '-' || c.seq FROM readings g JOIN captures c ON c.id = g.capture_id"
    " JOIN crawls r ON r.id = c.crawl_id",
    "link_checks": "SELECT id, link_url || ' ' || checked_at FROM link_checks",
}

Rows = list[tuple[tuple[str, Any], ...]]


def derived(connection: sqlite3.Connection) -> dict[str, Rows]:
    """Every derived row with all its columns, ids replaced by the names of what they point to, sorted."""
    find_works(connection)
    names = {table: {row[0]: row[1] for row in connection.execute(sql)} for table, sql in _NAMES.items()}
    found = {table: _rows(connection, table, names) for table in TABLES}
    found["link_checks"] = _rows(connection, "link_checks", names)
    folded = "SELECT c.id, c.page_id FROM captures c"
    found["captures.page_id"] = sorted(
        (("capture", names["captures"][capture]), ("page", names["pages"].get(page)))
        for capture, page in connection.execute(folded)
    )
    return found


def _rows(connection: sqlite3.Connection, table: str, names: dict[str, dict[int, str]]) -> Rows:
    points_to = {
        column: parent
        for parent, column in connection.execute('SELECT "table", "from" FROM pragma_foreign_key_list(?)', (table,))
        if parent in names
    }
    # what was said meanwhile is no derivation, and neither is when it was found
    kept = " WHERE NOT is_superseded" if table == "events" else ""
    cursor = connection.execute(f"SELECT * FROM {table}{kept}")
    columns = [column[0] for column in cursor.description]
    rows = []
    for row in cursor:
        plain = []
        for column, value in zip(columns, row, strict=True):
            if column == "is_reread":
                continue
            if column in points_to and value is not None:
                value = names[points_to[column]][value]
            elif column == "proof_json":
                is_of_link = "kind" in columns and str(row[columns.index("kind")]).startswith("link_")
                proofs = names["link_checks" if is_of_link else "captures"]
                value = [proofs[proof] for proof in json.loads(value)]
            if column != "id":
                plain.append((column, value))
        rows.append(tuple(plain))
    return sorted(rows, key=repr)


def assert_same(one: dict[str, Rows], other: dict[str, Rows]) -> None:
    """Table by table, so that a difference is short enough to read."""
    for table, rows in one.items():
        assert rows == other[table], table
    assert one.keys() == other.keys()


def assert_sound(connection: sqlite3.Connection) -> None:
    """Assert that the file, its references, the proofs of its events and its search index are whole."""
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert integrity.unproven_events(connection) == []
    assert integrity.versions_not_searched(connection) == []
    for index in ("search_index", "snapshots_fts"):
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
