"""Which page speaks for an article: its own, or the list that showed it last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def articles_that_go_with(connection: sqlite3.Connection, page_id: int) -> list[tuple[int, str, str]]:
    """Id, state and last_seen_at of a page's articles; those of a list that have their own pages outlive it."""
    return list(
        connection.execute(
            "SELECT a.id, a.state, a.last_seen_at FROM articles a JOIN pages p ON p.id = a.page_id"
            " WHERE p.id = ? AND (p.fold_group IS NULL OR a.key = p.url_key)",
            (page_id,),
        )
    )


def taken_over_since(connection: sqlite3.Connection, page_id: int, capture_id: int) -> list[str]:
    """The url keys of the pages that speak now for articles which this page showed last, at this capture."""
    rows = connection.execute(
        "SELECT DISTINCT p.url_key FROM snapshots s JOIN articles a ON a.id = s.article_id"
        " JOIN pages p ON p.id = a.page_id WHERE s.last_capture_id = ? AND a.page_id <> ?",
        (capture_id, page_id),
    )
    return [row[0] for row in rows]
