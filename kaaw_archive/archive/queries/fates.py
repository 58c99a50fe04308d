"""How links fared, check by check; and what the archive's crawls called themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.rows import Row, all_rows, first_row

if TYPE_CHECKING:
    import sqlite3

_CHECKS = """
SELECT checked_at, verdict, rule, reason, status, error, hops_json, final_url FROM link_checks
WHERE link_url = :url ORDER BY checked_at, id
"""

_HEALTH = "SELECT url, health, health_since_at, first_cited_at FROM links WHERE url = :url"


def checks(connection: sqlite3.Connection, url: str) -> list[Row]:
    """Every check of a link, the first one first; ``hops`` are the addresses that it passed."""
    return [row | {"hops": _hops(row.pop("hops_json"))} for row in all_rows(connection, _CHECKS, {"url": url})]


def health(connection: sqlite3.Connection, url: str) -> Row | None:
    """What all checks of a link together say; None where no article points to it."""
    return first_row(connection, _HEALTH, {"url": url})


def user_agents(connection: sqlite3.Connection) -> set[str]:
    """How the archive's crawls introduced themselves."""
    return {row[0] for row in connection.execute("SELECT DISTINCT user_agent FROM crawls")}


def _hops(hops_json: str) -> list[str]:
    return [hop["url"] for hop in json.loads(hops_json) if isinstance(hop, dict)]
