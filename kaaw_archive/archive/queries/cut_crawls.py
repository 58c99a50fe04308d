"""Sources whose crawls a deadline or a signal cut again and again, so that none came to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.crawl_reasons import INTERRUPTED, NOTHING_WAS_DUE
from kaaw_archive.archive.queries.rows import all_rows
from kaaw_archive.items.source_problems import SourceProblem

if TYPE_CHECKING:
    import sqlite3

# The first crawl of a large site takes hours, not more than a day of cut crawls; and one missed night is no sign.
_FEWEST_CRAWLS = 3
_FEWEST_DAYS = 1.0

_CUT = f"""
WITH last_whole AS (
    SELECT spider, source, max(id) AS id FROM crawls WHERE state NOT IN ('running', 'killed')
    AND reason IS NOT '{INTERRUPTED}' AND reason IS NOT '{NOTHING_WAS_DUE}' GROUP BY spider, source
)
SELECT r.spider, r.source, count(*) AS number, min(r.started_at) AS since_at
FROM crawls r LEFT JOIN last_whole w ON w.spider = r.spider AND w.source = r.source
WHERE r.reason = '{INTERRUPTED}' AND r.id > coalesce(w.id, 0) GROUP BY r.spider, r.source
HAVING count(*) >= :crawls AND julianday(max(r.started_at)) - julianday(min(r.started_at)) >= :days
ORDER BY r.source, r.spider
"""


def always_cut(connection: sqlite3.Connection) -> list[SourceProblem]:
    """Return a problem for each source of which the last crawls, three or more in a day or more, were all cut."""
    found = []
    for row in all_rows(connection, _CUT, {"crawls": _FEWEST_CRAWLS, "days": _FEWEST_DAYS}):
        name = row["spider"] if row["source"] == "*" else row["source"]
        sentence = _sentence(name, row["number"], row["since_at"])
        found.append(SourceProblem(row["source"], "always_cut", row["since_at"], sentence))
    return found


def _sentence(name: str, number: int, since_at: str) -> str:
    return (
        f"{name}: each of its last {number} crawls (since {since_at[:10]}) was cut by a deadline or a signal;"
        " give `kaaw run` a longer --deadline, or let more crawls run at a time (--parallel)"
    )
