"""Health of links as it was known at the end of a day: it follows from the checks until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import link_checks
from kaaw_archive.linkrot import health

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from kaaw_archive.archive.queries.rows import Row


def links_on_a_day(
    connection: sqlite3.Connection, rows: Iterable[Row], day: str, wanted: Collection[str]
) -> Iterator[Row]:
    """Yield rows of links with health, verdict and checked_at of that day (UTC), of these healths; none: all."""
    known: dict[str, Row] = {}
    for row in rows:
        url = row["link_url"]
        if url not in known:
            known[url] = _state(connection, url, f"{day}T23:59:59.999Z")
        if not wanted or known[url]["health"] in wanted:
            yield row | known[url]


def _state(connection: sqlite3.Connection, url: str, until: str) -> Row:
    checks = [health.DatedVerdict(*one) for one in link_checks.of_link(connection, url)]
    checks = [check for check in checks if check.checked_at <= until]
    last = checks[-1] if checks else None
    return {
        "health": str(health.of_checks(checks).state),
        "verdict": last.verdict if last else None,
        "checked_at": last.checked_at if last else None,
    }
