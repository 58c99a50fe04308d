"""Articles that moved away, linked with the articles at their targets, from all captures and articles of today.

What a link leads to changes with captures of both pages and with the articles that the target owns: it is looked up
again after each of them, so that it does not depend on the order of captures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import captures, readings
from kaaw_archive.archive.store import derivations

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.archive.queries.folding import CaptureFact


def join_moved(connection: sqlite3.Connection, page_id: int, fact: CaptureFact) -> None:
    """Link moved articles with the article at their target, after a capture of either page."""
    _join_moved(connection, {page_id, *captures.pages_before(connection, fact.id)})


def join_moved_to(connection: sqlite3.Connection, page_id: int) -> None:
    """Link articles that moved to this page with its first article, after a change of the articles that it owns."""
    _join_moved(connection, captures.pages_leading_to(connection, page_id))


def _join_moved(connection: sqlite3.Connection, origins: Iterable[int]) -> None:
    for origin in origins:
        if readings.has_moved_articles(connection, origin):
            derivations.join_moved(connection, origin, captures.moved_to_page(connection, origin))
