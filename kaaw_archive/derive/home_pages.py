"""Home pages to which addresses of articles lead: one that fails, or that a wall hides, says nothing of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import crawl_checks as queries
from kaaw_archive.derive.fetches import whole_fetch
from kaaw_archive.derive.site_faults import home_led
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.http import ABSENT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.archive.queries.rows import Row
from kaaw_archive.derive.site_faults import SignRow

_LOOKS = ("capture_id", "confirmed_id", "last_id")


def signs_of_hidden_homes(connection: sqlite3.Connection, signs: Iterable[SignRow]) -> set[int]:
    """Return the ids of the signs of addresses that lead to a home page which none of their looks could see."""
    return {
        sign["id"]
        for sign in home_led(signs)
        if all(_is_hidden(connection, capture_id) for capture_id in {sign[name] for name in _LOOKS})
    }


def _is_hidden(connection: sqlite3.Connection, capture_id: int) -> bool:
    """Return True if the crawl of a redirect got a failure, or a page in front of another, where it leads."""
    fetch = whole_fetch(connection, queries.chain(connection, capture_id), is_before=False)
    return bool(fetch) and _hides(connection, fetch[-1])


def _hides(connection: sqlite3.Connection, end: Row) -> bool:
    if end["error"] is not None or end["status"] is None:
        return True
    if end["status"] >= 400:
        return end["status"] not in ABSENT
    reading = queries.reading_at(connection, end)
    return (
        reading is not None and reading["page_kind"] == "error" and reading["problem"] != ReadingProblem.NOT_FOUND_PAGE
    )
