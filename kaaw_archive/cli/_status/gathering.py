"""Report of ``kaaw status``: one document, with the alerts that follow from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.disk_space import MB, file_bytes, free_bytes
from kaaw_archive.archive.queries import boilerplate, follow_troubles, recall, status, unread_articles
from kaaw_archive.archive.queries.decisions import blocks_in_force
from kaaw_archive.archive.queries.frontier import UNFINISHED
from kaaw_archive.derive.upgrade import outdated_parts

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_CRAWLS_SHOWN = 5
_FULL_SOON_DAYS = 14
_FEWEST_PAGES = 10  # of a source and system, in the last days and before, for a comparison
_FALLEN = 0.5  # of the share of pages that used to give an article


def gather(connection: sqlite3.Connection, archive: Path, now: datetime, reserve_mb: int) -> Row:
    """Return the report. Keys are column names; ``alerts`` is a list of sentences, empty if all is well."""
    size = file_bytes(archive)
    report: Row = {
        "archive": str(archive.absolute()),
        "file_bytes": size,
        "room": _room(connection, archive, now, reserve_mb),
        "counts": status.counts(connection),
        "backlog": status.backlog(connection, now),
        "outdated": str(outdated_parts(connection, archive)) or None,
        "crawls": status.last_crawls(connection, _CRAWLS_SHOWN),
        "last_crawl_of_each": status.last_crawl_of_each(connection),
        "sources": _sources(connection, now),
        "articles_not_read": unread_articles.unread_articles(connection),
        "yields": unread_articles.yields(connection, now),
        "problems": status.problems_of_last_crawl(connection),
        "blocks": [asdict(block) for block in blocks_in_force(connection, times.to_text(now))],
    }
    alerts = _alerts(report) + follow_troubles.troubles(connection, times.to_text(now))
    if boilerplate.is_half_derived(connection):
        alerts.append("kaaw derive is at work, or ended early: the next kaaw run goes on, or run it again")
    return report | {"alerts": alerts}


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
    return [
        row | silences.get(row["source"], status.NO_NEWS) | {"named_by": named.get(row["source"], {})}
        for row in status.sources(connection)
    ]


def _alerts(report: Row) -> list[str]:
    room = report["room"]
    alerts = []
    if room["free_bytes"] < room["reserve_bytes"]:
        alerts.append("less is free on the disk than ARCHIVE_DISK_RESERVE_MB keeps: no crawl begins")
    elif room["days_until_full"] is not None and room["days_until_full"] < _FULL_SOON_DAYS:
        alerts.append(f"the disk is full in {room['days_until_full']:.0f} days")
    for crawl in report["last_crawl_of_each"]:
        if crawl["state"] in UNFINISHED:
            is_only_source = crawl["source"] in ("*", crawl["spider"])
            name = crawl["spider"] if is_only_source else f"{crawl['spider']} {crawl['source']}"
            alerts.append(f"the last crawl of {name} is {crawl['state']}: {crawl['reason'] or 'its process died'}")
    alerts += [
        f"{source['source']} is silent: nothing new since {source['last_new_at'][:10]}"
        for source in report["sources"]
        if source["is_silent"]
    ]
    alerts += [
        f"{source['source']}: not all that was named is held ({recall.sentence(source['named_by'])})"
        for source in report["sources"]
        if any(_is_short(kind, figures) for kind, figures in source["named_by"].items())
    ]
    alerts += _unread_alerts(report["articles_not_read"])
    alerts += [
        f"{row['source']} ({row['cms']}): {row['articles']} of {row['pages']} pages gave an article in the last"
        f" {unread_articles.YIELD_DAYS} days, {row['past_articles']} of {row['past_pages']} before"
        for row in report["yields"]
        if _has_fallen(row)
    ]
    if report["backlog"]["captures_not_read"]:
        number = report["backlog"]["captures_not_read"]
        alerts.append(f"{number:,} {'capture' if number == 1 else 'captures'} not read yet: the next crawl does it")
    if report["backlog"]["read_in_vain"]:
        number = report["backlog"]["read_in_vain"]
        pages = f"{number:,} {'page' if number == 1 else 'pages'}"
        alerts.append(f"{pages} not read for lack of time or memory: the next crawl tries again")
    return alerts


def _unread_alerts(articles: list[Row]) -> list[str]:
    """Return a sentence for each source and problem, with the first of its articles."""
    by_problem: dict[tuple[str, str], list[Row]] = {}
    for article in articles:
        by_problem.setdefault((article["source"], article["problem"]), []).append(article)
    return [
        f"{source}: {len(found):,} {'article' if len(found) == 1 else 'articles'} not read ({problem}) since"
        f" {min(one['since_at'] for one in found)[:10]}, such as {found[0]['url']}"
        for (source, problem), found in by_problem.items()
    ]


def _is_short(kind: str, figures: Row) -> bool:
    """Return True if less than half of what a feed or listing named is held; sitemaps name other pages, too."""
    return bool(kind != "sitemap" and figures["named"] >= _FEWEST_PAGES and figures["held"] * 2 < figures["named"])


def _has_fallen(row: Row) -> bool:
    if min(row["pages"], row["past_pages"]) < _FEWEST_PAGES:
        return False
    return bool(row["share"] < _FALLEN * row["past_share"])
