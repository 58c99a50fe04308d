"""Decisions of people that are in force."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kaaw_archive import follows
from kaaw_archive.archive.queries.rows import Row, all_rows
from kaaw_archive.blocks import Block
from kaaw_archive.json_text import compact

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_BLOCKS = """
SELECT subject, reason, made_by, made_at, until_at FROM decisions
WHERE kind = 'block' AND (until_at IS NULL OR until_at > ?) ORDER BY made_at, id
"""

_FOLLOWS = """
SELECT subject, value_json, reason, made_by, made_at FROM decisions
WHERE kind = 'follow' AND (until_at IS NULL OR until_at > ?) ORDER BY made_at, id
"""

# Sources that no follow in force names, and that no crawl has visited since the last one ended
_UNFOLLOWED = """
SELECT source FROM (SELECT value_json ->> '$.source' AS source, max(coalesce(until_at, '9')) AS ended_at
                    FROM decisions WHERE kind = 'follow' GROUP BY 1) f
WHERE f.ended_at <= :now AND NOT EXISTS (SELECT 1 FROM crawls r WHERE r.source = f.source AND r.started_at > f.ended_at)
"""

_QUOTES = """
SELECT id, subject AS url, value_json ->> '$.text' AS text, reason, made_by, made_at FROM decisions
WHERE kind = 'quote' AND (until_at IS NULL OR until_at > :now) AND (:url IS NULL OR subject = :url) ORDER BY made_at, id
"""

_ALL_QUOTES = """
SELECT subject AS url, value_json ->> '$.text' AS text, made_at, until_at FROM decisions
WHERE kind = 'quote' ORDER BY made_at, id
"""

_ALL = """
SELECT kind, subject, value_json, reason, made_by, made_at, until_at FROM decisions
WHERE kind IN (SELECT value FROM json_each(:kinds)) AND instr(subject, :part) > 0
      AND (:with_ended OR until_at IS NULL OR until_at > :now)
ORDER BY made_at DESC, id DESC
"""


def all_decisions(
    connection: sqlite3.Connection, now: str, *, kinds: Sequence[str], with_ended: bool, part: str
) -> list[Row]:
    """Return decisions of these kinds whose subject contains ``part``, newest first.

    ``value`` is what was decided, in words, None if the kind says all. ``with_ended``: also those that
    ended before ``now`` (UTC text).
    """
    values = {"kinds": compact(list(kinds)), "part": part, "with_ended": with_ended, "now": now}
    return [row | {"value": _in_words(row)} for row in all_rows(connection, _ALL, values)]


def quotes_in_force(connection: sqlite3.Connection, now: str, url: str | None) -> list[Row]:
    """Return the quotations that are watched now (UTC text): id, url, text, reason, made_by, made_at.

    ``url``: only those of this article; None: all.
    """
    return all_rows(connection, _QUOTES, {"now": now, "url": url})


def all_quotes(connection: sqlite3.Connection) -> list[Row]:
    """Return all quotations that people watch or watched: url, text, made_at, and until_at, None if they still do."""
    return all_rows(connection, _ALL_QUOTES, {})


def _in_words(row: Row) -> str | None:
    value = json.loads(row["value_json"] or "{}")
    if row["kind"] == "correct":
        return f"{value['field']}: {value['value'] or 'none'}"
    if row["kind"] == "quote":
        return str(value["text"])
    if row["kind"] == "follow":
        return str(value["name"])
    return None


def follows_in_force(connection: sqlite3.Connection, at: str) -> list[follows.Follow]:
    """Return the sites that are followed at ``at`` (UTC text), by the instant of their last decision.

    A site that people follow again has a new decision, and comes last.
    """
    return [follows.of_decision(*row) for row in connection.execute(_FOLLOWS, (at,))]


def unfollowed_sources(connection: sqlite3.Connection, now: str) -> set[str]:
    """Return the sources that were followed, are not at ``now`` (UTC text), and were not crawled since then."""
    return {row[0] for row in connection.execute(_UNFOLLOWED, {"now": now})}


def blocks_in_force(connection: sqlite3.Connection, at: str) -> list[Block]:
    """Return the blocks that end after ``at`` (UTC text), or never.

    When a block was made plays no part: a clock that is late must not open what a person closed.
    """
    return [Block(*row) for row in connection.execute(_BLOCKS, (at,))]


def is_in_force(connection: sqlite3.Connection, kind: str, subject: str, now: str) -> bool:
    """Return True if there is a decision of this kind about an address that ends after ``now``, or never."""
    row = connection.execute(
        "SELECT 1 FROM decisions WHERE kind = ? AND subject = ? AND (until_at IS NULL OR until_at > ?) LIMIT 1",
        (kind, subject, now),
    )
    return row.fetchone() is not None
