"""What a run of the demo left, for all tests that ask about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_demo.world import World

Row = dict[str, Any]

# first visits, edits, a withdrawal and a return, every relaunch, the soft 404, and time enough for links to be dead
DAYS = (1, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 21, 24, 30)
EARLY = 4  # a day with first edits, for what takes long on the whole
HALF = 12  # a day amid them, after edits, withdrawals and the first relaunch


@dataclass(frozen=True)
class Crawled:
    """What a run of the demo left: its log, its archive, and the world that it saw.

    Beside the archive at ``path`` lie copies of it as it was at the end of two days, ``early`` and ``half``.
    """

    log: dict[str, Any]
    db: sqlite3.Connection
    world: World
    path: Path

    @property
    def early(self) -> Path:
        return self.path.with_name("early.db")

    @property
    def half(self) -> Path:
        return self.path.with_name("half.db")

    def requested_twice(self) -> dict[tuple[int, str], int]:
        """Return the pages that crawls requested more than once on one day, by day and url key, with their number.

        A request that failed may be repeated, a redirect leads to another spelling of its page, and linkcheck visits
        pages on its own account.
        """
        pages = [seen for seen in self.log["seen"] if 200 <= seen["status"] < 300 and seen["kind"] != "robots"]
        requested = Counter((seen["day"], urls.key(seen["url"])) for seen in pages if seen["visitor"] != "linkcheck")
        return {key: number for key, number in requested.items() if number > 1}

    def rows(self, sql: str, *values: object) -> list[Row]:
        return [dict(row) for row in self.db.execute(sql, values)]

    def versions(self) -> dict[str, int]:
        """How many versions the archive has of each article, by url key."""
        counted = self.rows(
            "SELECT a.key, count(*) AS n FROM articles a JOIN snapshots s ON s.article_id = a.id GROUP BY 1"
        )
        return {row["key"]: row["n"] for row in counted}
