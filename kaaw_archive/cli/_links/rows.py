"""Rows of links with their candidates, for the list, the explanation and the report."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.queries import link_checks, link_list
from kaaw_archive.derive.successors import candidates
from kaaw_archive.verdicts import ANY_PAGE, BROKEN, BROKEN_HEALTH, NEEDING_MENDING, LinkHealth, Verdict

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.link_list import LinkFilter
    from kaaw_archive.archive.queries.rows import Row

_LED_ELSEWHERE = NEEDING_MENDING & ANY_PAGE  # to be mended, though the address answers


def with_candidates(connection: sqlite3.Connection, wanted: LinkFilter, now: str) -> list[Row]:
    """Return the links of a filter with their ``candidates``, best first (see :func:`candidates_of`)."""
    rows = link_list.list_links(connection, wanted, now)
    for row in rows:
        row["candidates"] = candidates_of(connection, row)
    return rows


def candidates_of(connection: sqlite3.Connection, row: Row) -> list[dict[str, Any]]:
    """Return the candidates of one link: url, confidence, reason, kind, is_proposed, and the copy's capture."""
    check = link_checks.row(connection, row["check_id"])
    return [asdict(one) | {"is_proposed": one.is_proposed} for one in candidates(connection, row, check)]


def is_broken(row: Row) -> bool:
    """Return True for a link that is failing or dead."""
    return row["health"] in BROKEN_HEALTH


def is_worth_a_line(row: Row) -> bool:
    """Return True for a link that a report names: broken, or leading to other content than before."""
    return (
        is_broken(row)
        or row["verdict"] in _LED_ELSEWHERE
        or (row["verdict"] in BROKEN and row["health"] != LinkHealth.ALIVE)
    )


def said_of(row: Row) -> str:
    """Return the state of a link as reports name it; while it stays the same, nothing has changed."""
    return f"{row['health']} {row['verdict']} {row['final_url'] if row['verdict'] == Verdict.MOVED else ''}".strip()


def is_silenced(row: Row, decided: dict[str, Row]) -> bool:
    """Return True if a person silenced it: for good, for a time, or until something changes."""
    decision = decided.get(row["url"])
    if decision is None:
        return False
    if decision["kind"] == "acknowledge":
        return bool(json.loads(decision["value_json"] or "{}").get("said") == said_of(row))
    return True
