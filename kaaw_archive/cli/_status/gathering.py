"""Report of ``kaaw status``: one document, with the alerts that follow from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.disk_space import MB, file_bytes, free_bytes
from kaaw_archive.archive.queries import boilerplate, looks, recall, status, unread_articles
from kaaw_archive.archive.queries.backlog import backlog
from kaaw_archive.archive.queries.decisions import blocks_in_force, follows_in_force
from kaaw_archive.archive.queries.source_problems import source_problems
from kaaw_archive.archive.queries.unverified import unverified_near_us
from kaaw_archive.derive.outdated import outdated_parts
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_CRAWLS_SHOWN = 5
_FULL_SOON_DAYS = 14


def gather(connection: sqlite3.Connection, archive: Path, now: datetime, reserve_mb: int) -> Row:
    """Return the report. Keys are column names; ``alerts`` is a list of sentences, empty if all is well."""
    size = file_bytes(archive)
    report: Row = {
        "archive": str(archive.absolute()),
        "file_bytes": size,
        "room": _room(connection, archive, now, reserve_mb),
        "counts": status.counts(connection),
        "backlog": _work_left(connection, now),
        "outdated": str(outdated_parts(connection, archive)) or None,
        "crawls": status.last_crawls(connection, _CRAWLS_SHOWN),
        "last_crawl_of_each": status.last_crawl_of_each(connection),
        "sources": _sources(connection, now),
        "articles_not_read": unread_articles.unread_articles(connection),
        "yields": unread_articles.yields(connection, now),
        "problems": status.problems_of_last_crawl(connection),
        "source_problems": [asdict(problem) for problem in source_problems(connection, now)],
        "blocks": [asdict(block) for block in blocks_in_force(connection, times.to_text(now))],
    }
    alerts = _alerts(report) + _without_spider(connection, times.to_text(now))
    if unverified := unverified_near_us(connection):
        alerts.append(unverified)
    if boilerplate.is_half_derived(connection):
        alerts.append("kaaw derive is at work, or ended early: the next kaaw run goes on, or run it again")
    return report | {"alerts": alerts}


def _work_left(connection: sqlite3.Connection, now: datetime) -> Row:
    """Return what is left to do; the project, whose own spiders run, too, is read only if it matters."""
    left = backlog(connection, now)
    if not left["unscheduled"]:
        return left
    from kaaw_archive import project

    try:
        own = {spider.source for spider in project.in_force().spiders if spider.is_scheduled}
    except WrongArguments:  # _without_spider names a fault that matters
        return left
    return backlog(connection, now, own) if own else left


def _without_spider(connection: sqlite3.Connection, at: str) -> list[str]:
    """Return a sentence for each follow of a spider that is not there; the project is read only if it matters."""
    if all(follow.url is not None for follow in follows_in_force(connection, at)):
        return []
    from kaaw_archive import project
    from kaaw_archive.schedule import followed

    try:
        return followed.without_spider(connection, project.in_force(), at)
    except WrongArguments as error:
        return [f"the followed spiders cannot be looked for: {error}"]


def _room(connection: sqlite3.Connection, archive: Path, now: datetime, reserve_mb: int) -> Row:
    grows = status.growth(connection, now, file_bytes(archive))
    free = free_bytes(archive)
    usable = max(0, free - reserve_mb * MB)
    return {
        "free_bytes": free,
        "reserve_bytes": reserve_mb * MB,
        "growth_bytes_per_day": None if grows is None else round(grows),
        "days_until_full": round(usable / grows, 1) if grows else None,
    }


def _sources(connection: sqlite3.Connection, now: datetime) -> list[Row]:
    silences = status.silences(connection, now)
    named = recall.recall(connection)
    rows = status.sources(connection)
    gaps = looks.gaps(connection, [row["source"] for row in rows])
    return [
        row
        | silences.get(row["source"], status.NO_NEWS)
        | {"named_by": named.get(row["source"], {})}
        | gaps.get(row["source"], looks.NO_LOOK)
        for row in rows
    ]


def _alerts(report: Row) -> list[str]:
    room = report["room"]
    alerts = []
    if room["free_bytes"] < room["reserve_bytes"]:
        alerts.append("less is free on the disk than ARCHIVE_DISK_RESERVE_MB keeps: no crawl begins")
    elif room["days_until_full"] is not None and room["days_until_full"] < _FULL_SOON_DAYS:
        alerts.append(f"the disk is full in {room['days_until_full']:.0f} days")
    alerts += [problem["sentence"] for problem in report["source_problems"]]
    if report["backlog"]["captures_not_read"]:
        number = report["backlog"]["captures_not_read"]
        alerts.append(f"{number:,} {'capture' if number == 1 else 'captures'} not read yet: the next crawl does it")
    if report["backlog"]["read_in_vain"]:
        number = report["backlog"]["read_in_vain"]
        pages = f"{number:,} {'page' if number == 1 else 'pages'}"
        alerts.append(f"{pages} not read for lack of time or memory: the next crawl tries again")
    return alerts
