"""Certainty about a page at an instant: the captures around it, and if they show the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries import pages
from kaaw_archive.archive.queries.comparisons import bad_times
from kaaw_archive.errors import DamagedPayload
from kaaw_archive.http import ABSENT, REDIRECTS, shows_content

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kaaw_archive.archive.queries.rows import Row

_WEB_PAGE = "web_page"
_COLUMNS = ("uid", "captured_at", "url", "status", "error", "problem", "payload_digest")


def certainty(connection: sqlite3.Connection, address: str, at: str | None) -> Row:
    """Return the captures around an instant (UTC text; None: the end of the archive).

    ``last_capture`` is the newest until then, ``last_good`` the newest that is a good capture, ``next_capture`` the
    first one later; None if there is none. ``is_shown``: False if the last capture is no good one. ``is_certain``: the
    last capture and the next one are good and have the same bytes.
    """
    captures = _telling(_without_web_pages(connection, pages.history(connection, address)))
    until = [capture for capture in captures if at is None or capture["captured_at"] <= at]
    later = captures[len(until) :]
    good = good_captures(captures, bad_times(connection, address))
    last, following = (until[-1] if until else None), (later[0] if later else None)
    last_good = next((capture for capture in reversed(until) if capture["uid"] in good), None)
    is_same = last is not None and following is not None and last["payload_digest"] == following["payload_digest"]
    return {
        "at": at,
        "is_shown": last is not None and last is last_good,
        "is_certain": is_same and last is last_good and following is not None and following["uid"] in good,
        "last_good": _short(last_good),
        "last_capture": _short(last),
        "next_capture": _short(following),
    }


def good_captures(captures: Sequence[Row], bad: Sequence[tuple[str, str]] = ()) -> set[str]:
    """Return the uids of the captures that show what the page says: content, and neither an error, wall nor login.

    ``bad`` are the times, first and last, of versions on which no edit stands: they were cut off, unreadable, or of
    another page. A capture of the same bytes as an earlier one has no reading of its own. Of what is never read, such
    as robots.txt, status and bytes say it.
    """
    kinds = {row["payload_digest"]: row["page_kind"] for row in captures if row["page_kind"] is not None}
    return {
        row["uid"]
        for row in captures
        if shows_content(row["status"], row["error"])
        and row["payload_digest"] is not None
        and row["problem"] != _WEB_PAGE
        and kinds.get(row["payload_digest"]) != "error"
        and not any(first <= row["captured_at"] <= last for first, last in bad)
    }


def _telling(captures: list[Row]) -> list[Row]:
    """Return the captures that say what stood at an address: those of crawls, and checks of links that say as much.

    A check stops where it has learnt enough, so its bytes count if a crawl has the same ones, as after a 304. That a
    page is not there, or leads elsewhere, its status says. All count for an address that no crawl asked for.
    """
    crawled = [capture for capture in captures if capture["kind"] != "probe"]
    digests = {capture["payload_digest"] for capture in crawled} - {None}
    return [
        capture
        for capture in captures
        if not crawled
        or capture["kind"] != "probe"
        or capture["payload_digest"] in digests
        or capture["status"] in ABSENT | REDIRECTS
    ]


def _without_web_pages(connection: sqlite3.Connection, captures: list[Row]) -> list[Row]:
    """Return captures of which those of robots.txt that brought a web page, such as one of maintenance, say so."""
    digests = {
        row["payload_digest"] for row in captures if row["kind"] == "robots" and "html" in (row["media_type"] or "")
    }
    web_pages = {digest for digest in digests if _begins_as_markup(connection, digest)}
    return [row | {"problem": _WEB_PAGE} if row["payload_digest"] in web_pages else row for row in captures]


def _begins_as_markup(connection: sqlite3.Connection, digest: str) -> bool:
    """Return if a payload begins with a tag; a robots.txt may be called HTML by its server and be none."""
    try:
        body = payloads.read(connection, digest)
    except (KeyError, DamagedPayload):  # left out, or not what it was: the caller's own reading says so
        return False
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _short(capture: Row | None) -> Row | None:
    return None if capture is None else {name: capture[name] for name in _COLUMNS}
