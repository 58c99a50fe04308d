"""Fetches of crawls with the redirects that they followed.

The target of a redirect that a crawl had fetched before was not fetched again: the earlier capture stands for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import crawl_checks as queries
from kaaw_archive.http import redirect_target
from kaaw_archive.linkrot.probe import as_requested

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kaaw_archive.archive.queries.rows import Row

_MOST_HOPS = 20  # as REDIRECT_MAX_TIMES


def whole_fetch(connection: sqlite3.Connection, hops: Sequence[Row], *, is_before: bool) -> list[Row]:
    """Return these captures of a crawl and those of the targets behind them, with the end; [] if no end is known.

    ``is_before``: only captures of targets that were made before the redirect to them; else all of the crawl.
    """
    fetch = list(hops)
    for _ in range(_MOST_HOPS):
        last = fetch[-1]
        target = _target(last)
        if target is None:
            return fetch
        before = last["id"] if is_before else None
        known = queries.last_fetch(connection, as_requested(target), last["crawl_id"], before)
        if known is None:
            break
        fetch.append(known)
    return []


def _target(capture: Row) -> str | None:
    """Return the target of a redirect; its capture, also a refusal, ends the fetch. None for other answers."""
    return None if capture["error"] else redirect_target(capture["url"], capture["status"], capture["headers"])
