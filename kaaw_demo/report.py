"""Report of the demo: the requests and events of each day, and the content of the archive at the end."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import articles, link_checks, links, status
from kaaw_demo.answers import TRAPS
from kaaw_demo.truth import cited_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kaaw_demo.days import Day
    from kaaw_demo.truth import CitedLink
    from kaaw_demo.world import World


@dataclass(frozen=True)
class CrawlReport:
    """End of one crawl; ``state`` is that of its row in ``crawls``, None if the row could not be written."""

    spider: str
    state: str | None
    reason: str | None
    requests: int


@dataclass(frozen=True)
class DayReport:
    """One day: a line about its changes, the number of requests, and the events that became known, by kind."""

    number: int
    on: str
    says: str
    seconds: float
    requests: int
    crawls: Sequence[CrawlReport]
    events: Mapping[str, int]


@dataclass(frozen=True)
class Stage:
    """Consecutive checks of a link with the same verdict and final URL; ``checks`` is their number."""

    since: str
    until: str
    verdict: str
    reason: str
    status: int | None
    final_url: str | None
    checks: int


@dataclass(frozen=True)
class LinkReport:
    """History of a link. ``is_right``: its last verdict is the true one."""

    url: str
    anchor: str
    health: str
    stages: Sequence[Stage]
    truth: str
    is_right: bool


@dataclass(frozen=True)
class Report:
    """Report of the whole run."""

    archive: str
    seconds: float
    days: Sequence[DayReport]
    counts: Mapping[str, Any]
    events: Mapping[str, int]
    sources: Sequence[Mapping[str, Any]]
    links: Sequence[LinkReport]
    asked: Mapping[str, int] = field(default_factory=dict)  # requests by kind of address
    trapped: int = 0  # requests that no crawler should make
    articles_true: int = 0  # that existed at some time


def day_report(world: World, archive: Path, day: Day, seconds: float, crawls: Sequence[CrawlReport]) -> DayReport:
    since, before = _instants(world, day)
    with closing(open_for_reading(archive)) as connection:
        counted = articles.event_counts(connection, since, before)
    requests = len(world.requests(day.number))
    return DayReport(day.number, day.on.isoformat(), day.says, round(seconds, 2), requests, crawls, counted)


def report(world: World, archive: Path, days: Sequence[DayReport], seconds: float) -> Report:
    """Return the report of a run; ``days`` are those that were crawled."""
    last = days[-1].number if days else 1
    asked = world.counts()
    with closing(open_for_reading(archive)) as connection:
        return Report(
            archive=str(archive),
            seconds=round(seconds, 1),
            days=days,
            counts=status.counts(connection),
            events=articles.event_counts(connection, "", "9999"),
            sources=articles.by_source(connection),
            links=[_link(connection, link, last) for link in cited_links()],
            asked={str(kind): count for kind, count in asked.items()},
            trapped=sum(count for kind, count in asked.items() if kind in TRAPS),
            articles_true=len({article.url for day in days for article in world.articles(day.number)}),
        )


def _instants(world: World, day: Day) -> tuple[str, str]:
    """Return the morning of a day and that of the next one, as UTC text."""
    following = world.days[day.number : day.number + 1]
    return times.to_text(day.begins_at), times.to_text(following[0].begins_at) if following else "9999"


def _link(connection: Any, link: CitedLink, day: int) -> LinkReport:
    known = links.by_url(connection, link.url)
    stages = _stages(link_checks.rows_of_link(connection, link.url))
    fate = link.fate(day)
    return LinkReport(
        url=link.url,
        anchor=link.anchor,
        health=known["health"] if known is not None else "not cited",
        stages=stages,
        truth=fate.says if fate is not None else "not cited yet",
        is_right=(stages[-1].verdict if stages else None) == (fate.verdict if fate is not None else None),
    )


def _stages(checks: Sequence[Mapping[str, Any]]) -> list[Stage]:
    stages: list[Stage] = []
    for check in checks:
        last = stages[-1] if stages else None
        is_same = last is not None and (last.verdict, last.final_url) == (check["verdict"], check["final_url"])
        begun = stages.pop() if is_same and last is not None else None
        stages.append(
            Stage(
                since=begun.since if begun else check["checked_at"],
                until=check["checked_at"],
                verdict=check["verdict"],
                reason=check["reason"],
                status=check["status"],
                final_url=check["final_url"],
                checks=begun.checks + 1 if begun else 1,
            )
        )
    return stages
