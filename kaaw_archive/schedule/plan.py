"""Plan of a run: the spiders that are due, in order."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kaaw_archive import own_faults, times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import frontier, links
from kaaw_archive.archive.queries.decisions import follows_in_force
from kaaw_archive.schedule.followed import spiders as spiders_of_follows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from kaaw_archive.project import Project, SpiderFacts

CITED = "cited"
LINKCHECK = "linkcheck"
# In this order, one at a time, after the sources, because these find what they need
BEHIND = (CITED, LINKCHECK)

# In a run its turn comes sooner or later: a daily run crawls daily what is wanted once a day
_EARLY_SHARE = 0.1
_EARLY_MAX = timedelta(minutes=50)

ASKED_FOR = ("asked for",)


@dataclass(frozen=True, slots=True)
class PlannedSpider:
    """A spider with its reasons to run; without one it is not due. ``last_crawl_at`` is UTC text, None: never."""

    spider: SpiderFacts
    reasons: tuple[str, ...]
    last_crawl_at: str | None = None

    @property
    def is_due(self) -> bool:
        return bool(self.reasons)


def of(project: Project, archive: Path, at: str, only: Sequence[str] = ()) -> list[PlannedSpider]:
    """Return every spider of the schedule: the sources, longest wait first, then those behind them.

    Sources are the sites of the project's own folder and those that the archive follows. ``only`` names spiders and
    followed sites that are run even if they are not due. Raises WrongArguments for an unknown name.
    """
    if not archive.exists():
        return _of_new_archive(project, only)
    with closing(open_for_reading(archive)) as connection:
        followed = spiders_of_follows(project, follows_in_force(connection, at))
        if only:
            return [PlannedSpider(_named(project, followed, name), ASKED_FOR) for name in dict.fromkeys(only)]
        own = [spider for spider in project.spiders if spider.is_scheduled]
        sources = {(spider.name, spider.source): spider for spider in (*own, *followed)}
        planned = [_of_source(connection, spider, at) for spider in sources.values()]
        planned.sort(key=lambda source: (source.last_crawl_at or "", source.spider.label))
        return planned + [of_links(connection, spider, at) for spider in _behind(project)]


def _of_new_archive(project: Project, only: Sequence[str]) -> list[PlannedSpider]:
    if only:
        return [PlannedSpider(project.spider(name), ASKED_FOR) for name in dict.fromkeys(only)]
    sources = [spider for spider in project.spiders if spider.is_scheduled]
    return [PlannedSpider(spider, ("never crawled",)) for spider in (*sources, *(_behind(project) if sources else ()))]


def _behind(project: Project) -> list[SpiderFacts]:
    return [spider for name in BEHIND for spider in project.spiders if spider.name == name]


def _named(project: Project, followed: Sequence[SpiderFacts], name: str) -> SpiderFacts:
    return next((spider for spider in followed if spider.label == name), None) or project.spider(name)


def _of_source(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> PlannedSpider:
    source = frontier.source_due(connection, spider.name, spider.source, spider.seeds, spider.rules, at)
    is_left = _is_early(spider, source, at) or source.is_degraded_alone
    return PlannedSpider(spider, () if is_left else tuple(source.reasons), source.last_crawl_at)


def _is_early(spider: SpiderFacts, source: frontier.SourceDue, at: str) -> bool:
    """Return True if the site was crawled a shorter time ago than a person wants it to be."""
    if spider.every_s is None or source.last_crawl_at is None or source.last_state not in ("finished", "degraded"):
        return False
    if (source.last_reason or "").startswith(own_faults.REASON):
        return False
    every = timedelta(seconds=spider.every_s)
    return times.from_text(at) - times.from_text(source.last_crawl_at) < every - min(every * _EARLY_SHARE, _EARLY_MAX)


def of_links(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> PlannedSpider:
    """Return a spider behind the sources, due if there is something for it to visit now."""
    if spider.name == CITED:
        number, what = len(frontier.cited_due(connection, CITED, at)), "cited pages"
    else:
        number, what = len(links.due(connection, at)), "links"
    return PlannedSpider(spider, (f"{number} {what}",) if number else ())
