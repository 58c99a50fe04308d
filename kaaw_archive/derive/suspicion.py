"""Collapses: a page whose text shrinks to a rest is doubted until a second capture shows the same.

Servers send shells, notices of maintenance in their own words and half pages with status 200, and send the page again
an hour later. So a reading that collapses is kept and marked, and what it would change waits: for a second capture
that collapses too, with the same bytes or others. What is decided at a capture depends on those before it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import readings

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import Reading

# less than this share of what the article had is left; articles shorter than that are edited, not lost
LEFT_SHARE = 0.2
LONG_ENOUGH = 500  # characters


def is_collapse(connection: sqlite3.Connection, reading: Reading) -> bool:
    """Whether an article of the page has lost nearly all of its text in this reading."""
    return any(_has_collapsed(connection, record.url, len(record.text)) for record in reading.articles)


def is_doubtful(connection: sqlite3.Connection, reading: Reading, page_id: int) -> bool:
    """Whether this reading is to be held back: it collapses, and the last one with a text was not held back for that.

    A maintenance page between the two says nothing about the text.
    """
    return is_collapse(connection, reading) and not readings.is_last_text_suspect(connection, page_id)


def _has_collapsed(connection: sqlite3.Connection, url: str, characters: int) -> bool:
    known = readings.article_by_key(connection, urls.key(url))
    if known is None:
        return False
    before = readings.text_characters(connection, known["snapshot_id"])
    return before >= LONG_ENOUGH and characters < LEFT_SHARE * before
