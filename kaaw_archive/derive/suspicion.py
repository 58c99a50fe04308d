"""Collapses: a page whose text shrinks to a rest is doubted until a second capture shows the same.

Servers send shells, notices of maintenance in their own words and half pages with status 200, and send the page again
an hour later. So a reading that collapses is kept and marked, and what it would change waits: for a second capture
that collapses too, with the same bytes or others. What is decided at a capture depends on those before it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import readings
from kaaw_archive.archive.queries.unread_articles import LEFT_SHARE, LONG_ENOUGH
from kaaw_archive.derive.articles import owns

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.folding import CaptureFact, PageRow
    from kaaw_archive.items import ArticleRecord, Reading


def is_doubtful(connection: sqlite3.Connection, page: PageRow, fact: CaptureFact, reading: Reading) -> bool:
    """Return True if a reading must be held back: it collapses, and the last one with a text was not held back.

    A maintenance page between the two does not count. Raises OutOfOrder.
    """
    has_collapsed = [_has_collapsed(connection, page, fact, record) for record in reading.articles]
    return any(has_collapsed) and not readings.is_last_text_suspect(connection, page.id)


def _has_collapsed(connection: sqlite3.Connection, page: PageRow, fact: CaptureFact, record: ArticleRecord) -> bool:
    stored = readings.article_by_key(connection, urls.key(record.url))
    if stored is None or not owns(connection, page, stored, fact):
        return False
    before = readings.text_characters(connection, stored["snapshot_id"])
    return before >= LONG_ENOUGH and len(record.text) < LEFT_SHARE * before
