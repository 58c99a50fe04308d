"""Store crawls: begin and end a row, and mark the crawls of dead processes."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kaaw_archive.archive.locks import RunningMark
from kaaw_archive.archive.queries.unread_articles import unread_in_crawl
from kaaw_archive.archive.store.rows import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from kaaw_archive.times import Clock

from kaaw_archive import times

EndState = Literal["finished", "degraded", "failed", "killed"]


@dataclass(frozen=True, slots=True)
class OpenCrawl:
    """Crawl under way. ``source`` is '*' if the site of each page is its source; times are UTC text."""

    id: int
    uid: str
    source: str
    started_at: str


def new_uid(now: datetime) -> str:
    """Return a name for a crawl that sorts by time and is unique among machines: ``20160922T120500Z-3f9c21``."""
    return now.strftime("%Y%m%dT%H%M%SZ-") + secrets.token_hex(3)


def begin(
    connection: sqlite3.Connection,
    uid: str,
    *,
    spider: str,
    source: str,
    arguments: Mapping[str, Any],
    software: str,
    user_agent: str,
    started_at: str,
) -> OpenCrawl:
    """Add the row of a crawl that begins now."""
    values = {
        "uid": uid,
        "spider": spider,
        "source": source,
        "args_json": json.dumps(arguments, ensure_ascii=False),
        "software": software,
        "user_agent": user_agent,
        "started_at": started_at,
        "state": "running",
    }
    return OpenCrawl(insert(connection, "crawls", values), uid, source, started_at)


def start(
    connection: sqlite3.Connection, archive: Path, clock: Clock, **facts: Any
) -> tuple[OpenCrawl, RunningMark | None, list[str]]:
    """Begin a crawl of this process; ``facts`` as for :func:`begin`.

    Return its row, the mark that it runs, which its process holds to the end, and the uids of crawls that were killed.
    """
    killed = mark_killed(connection, archive, clock)
    now = clock.now()
    uid = new_uid(now)
    mark = RunningMark.take(archive, uid)
    return begin(connection, uid, started_at=times.to_text(now), **facts), mark, killed


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of a crawl: requests sent, captures of any kind, new payloads, pages that failed.

    ``articles_not_read``: captured in it, and not read, or without most of their text.
    """

    requests: int
    captures: int
    new_payloads: int
    problems: int
    articles_not_read: int


def end(connection: sqlite3.Connection, crawl_id: int, state: EndState, reason: str | None, ended_at: str) -> Counts:
    """Store the end of a crawl; its counts are taken from its captures, so they are right after a kill, too."""
    row = connection.execute(
        "UPDATE crawls SET state = ?, reason = ?, ended_at = ?, (requests, captures, new_payloads, problems) = ("
        " SELECT count(*) FILTER (WHERE elapsed_ms IS NOT NULL), count(*),"
        "        count(*) FILTER (WHERE payload_digest IS NOT NULL AND revisit IS NULL),"
        "        count(*) FILTER (WHERE kind <> 'robots' AND (error IS NOT NULL OR status >= 400))"
        " FROM captures WHERE crawl_id = crawls.id) WHERE id = ?"
        " RETURNING requests, captures, new_payloads, problems",
        (state, reason, ended_at, crawl_id),
    ).fetchone()
    requests, captures, new_payloads, problems = row
    return Counts(requests, captures, new_payloads, problems, unread_in_crawl(connection, crawl_id))


def mark_killed(connection: sqlite3.Connection, archive: Path, clock: Clock) -> list[str]:
    """End the crawls whose process is gone, at the time of their last capture; return their uids."""
    killed = []
    for crawl_id, uid, started_at in connection.execute(
        "SELECT id, uid, started_at FROM crawls WHERE state = 'running'"
    ).fetchall():
        mark = RunningMark.take(archive, uid)
        if mark is None:
            continue
        last = connection.execute("SELECT max(captured_at) FROM captures WHERE crawl_id = ?", (crawl_id,)).fetchone()[0]
        found_at = times.to_text(clock.now())
        end(
            connection,
            crawl_id,
            "killed",
            f"its process was gone when the next crawl looked at {found_at}",
            last or started_at,
        )
        mark.release()
        killed.append(uid)
    return killed
