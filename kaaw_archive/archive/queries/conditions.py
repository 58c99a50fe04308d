"""Condition of each source (well, degraded, silent), and the one that people were notified of last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kaaw_archive import times
from kaaw_archive.archive.queries import status
from kaaw_archive.archive.queries.cut_crawls import always_cut
from kaaw_archive.archive.queries.decisions import unfollowed_sources
from kaaw_archive.archive.queries.frontier import NOT_WELL

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

Condition = Literal["well", "degraded", "silent"]


@dataclass(frozen=True, slots=True)
class SourceCondition:
    """Condition of a source, with a sentence that says why."""

    source: str
    condition: Condition
    text: str


def conditions(connection: sqlite3.Connection, now: datetime) -> list[SourceCondition]:
    """Return the condition of each source at ``now`` (UTC): by its last crawl, else by how long it has had no news.

    A source is degraded if its last crawl is degraded, failed or killed, or if each deadline cuts it. One that is
    followed no more has no condition.
    """
    found: dict[str, SourceCondition] = {}
    for source, silence in status.silences(connection, now).items():
        text = f"{source} is silent: nothing new since {silence['last_new_at'][:10]}"
        found[source] = SourceCondition(source, "silent", text) if silence["is_silent"] else _well(source)
    for crawl in status.last_whole_crawl_of_each(connection):
        source, reason = crawl["source"], crawl["reason"] or "its process died"
        if source == "*":
            continue
        if crawl["state"] in NOT_WELL:
            text = f"{source}: the last crawl is {crawl['state']}: {reason}"
            found[source] = SourceCondition(source, "degraded", text)
        else:
            found.setdefault(source, _well(source))
    for problem in always_cut(connection):
        if problem.source != "*":
            found[problem.source] = SourceCondition(problem.source, "degraded", problem.sentence)
    ended = unfollowed_sources(connection, times.to_text(now))
    return sorted((one for one in found.values() if one.source not in ended), key=lambda one: one.source)


def unnotified_conditions(connection: sqlite3.Connection, now: datetime) -> list[SourceCondition]:
    """Return the conditions that people were not notified of yet; a new source that is well needs no message."""
    notified = dict(map(tuple, connection.execute("SELECT source, condition FROM _notified_conditions")))
    return [one for one in conditions(connection, now) if one.condition != notified.get(one.source, "well")]


def _well(source: str) -> SourceCondition:
    return SourceCondition(source, "well", f"{source} is well again")
