"""Home pages to which addresses of articles lead: one that fails, or that a wall hides, says nothing of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import crawl_checks as queries
from kaaw_archive.derive.site_faults import home_led
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.http import ABSENT, redirect_target
from kaaw_archive.linkrot.probe import as_requested

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.derive.site_faults import SignRow

_MOST_HOPS = 20  # as REDIRECT_MAX_TIMES
_LAST = 2**62  # behind every capture
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
    end = queries.chain(connection, capture_id)[-1]
    for _ in range(_MOST_HOPS):
        target = None if end["error"] else redirect_target(end["url"], end["status"], end["headers"])
        if target is None:
            return _hides(connection, end)
        following = queries.fetched_before(connection, as_requested(target), end["crawl_id"], _LAST)
        if following is None:
            return False  # not known
        end = following
    return False


def _hides(connection: sqlite3.Connection, end: Row) -> bool:
    if end["error"] is not None or end["status"] is None:
        return True
    if end["status"] >= 400:
        return end["status"] not in ABSENT
    reading = queries.reading_at(connection, end)
    return (
        reading is not None and reading["page_kind"] == "error" and reading["problem"] != ReadingProblem.NOT_FOUND_PAGE
    )
