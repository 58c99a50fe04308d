"""Plan of a run: the spiders that are due, in order."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import follows, times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import frontier, links
from kaaw_archive.archive.queries.decisions import follows_in_force
from kaaw_archive.schedule.followed import spiders as spiders_of_follows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from kaaw_archive.project import Project, SpiderFacts

LINKCHECK = "linkcheck"
# In this order, one at a time, after the sources, because these find what they need
BEHIND = (frontier.CITED, LINKCHECK)

ASKED_FOR = ("asked for",)


@dataclass(frozen=True, slots=True)
class PlannedSpider:
    """A spider with its reasons to run; without one it is not due. ``due``: the work that it would have."""

    spider: SpiderFacts
    reasons: tuple[str, ...]
    due: frontier.SourceDue = frontier.NOTHING_DUE

    @property
    def last_crawl_at(self) -> str | None:
        """Return the start of its last crawl (UTC text), None if there was none."""
        return self.due.last_crawl_at

    @property
    def next_due_at(self) -> str | None:
        """Return the time (UTC text) when its next page is due, and not before its next crawl is wanted."""
        earliest = _wanted_at(self.spider, self.due)
        both = [self.due.next_due_at, None if earliest is None else times.to_text(earliest)]
        return max((at for at in both if at is not None), default=None)

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
        planned = [of_source(connection, spider, at) for spider in sources.values()]
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


def of_source(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> PlannedSpider:
    """Return the spider of a source, due if a page of it is and its next crawl is wanted."""
    due = frontier.source_due(connection, spider.name, spider.source, spider.seeds, spider.rules, at)
    wanted_at = _wanted_at(spider, due)
    is_early = wanted_at is not None and times.from_text(at) < wanted_at
    return PlannedSpider(spider, () if is_early or due.is_degraded_alone else tuple(due.reasons), due)


def _wanted_at(spider: SpiderFacts, due: frontier.SourceDue) -> datetime | None:
    return follows.next_wanted_at(spider.every_s, due.last_crawl_at, due.last_state, due.last_reason)


def of_links(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> PlannedSpider:
    """Return a spider behind the sources, due if there is something for it to visit now."""
    if spider.name == frontier.CITED:
        number, what = len(frontier.cited_due(connection, frontier.CITED, at)), "cited page"
    else:
        number, what = len(links.due(connection, at)), "link"
    return PlannedSpider(spider, (f"{number} {what}{'' if number == 1 else 's'}",) if number else ())
