"""Heads of versions in formats for people: origin, days, and why a text is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.rows import Row


def head(row: Row) -> list[tuple[str, str]]:
    """Return names and values, without those that are not known."""
    values = {
        "address": row["url"],
        "source": row["source"],
        "author": row["author"],
        "issuer": row["issuer"],
        "published": row["published_on"] or f"unknown, first seen {row['first_seen_at'][:10]}",
        "version": f"{row['version']}, captured {row['captured_at']}",
        "capture": row["capture_uid"],
        "payload": row["payload_digest"],
        "reserved": row["reserved_by"],
        "text": "left out, as its publisher reserved it" if row["is_left_out"] else None,
    }
    return [(name, value) for name, value in values.items() if value]
