"""Which spiders are due, in which order."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import frontier, links

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from kaaw_archive.schedule.project import Project, SpiderFacts

CITED = "cited"
LINKCHECK = "linkcheck"
# In this order, one at a time, after the sources, because these find what they need
BEHIND = (CITED, LINKCHECK)

ASKED_FOR = ("asked for",)


@dataclass(frozen=True, slots=True)
class Planned:
    """A spider and why it is due; no reason: it is not. ``last_crawl_at`` is UTC text, None: never."""

    spider: SpiderFacts
    reasons: tuple[str, ...]
    last_crawl_at: str | None = None

    @property
    def is_due(self) -> bool:
        return bool(self.reasons)


def of(project: Project, archive: Path, at: str, only: Sequence[str] = ()) -> list[Planned]:
    """Every spider of the schedule: sources, the one that waited longest first, then those behind them.

    ``only`` names spiders that are run whether or not they are due. Raises WrongArguments for a name that is none.
    """
    if only:
        return [Planned(project.spider(name), ASKED_FOR) for name in dict.fromkeys(only)]
    sources = [spider for spider in project.spiders if spider.is_scheduled]
    behind = [spider for name in BEHIND for spider in project.spiders if spider.name == name]
    if not archive.exists():
        return [Planned(spider, ("never crawled",)) for spider in (*sources, *behind)]
    with closing(open_for_reading(archive)) as connection:
        planned = [_of_source(connection, spider, at) for spider in sources]
        planned.sort(key=lambda one: (one.last_crawl_at or "", one.spider.name))
        return planned + [of_links(connection, spider, at) for spider in behind]


def _of_source(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> Planned:
    found = frontier.source_due(connection, spider.name, spider.source, spider.seeds, spider.rules, at)
    return Planned(spider, tuple(found.reasons), found.last_crawl_at)


def of_links(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> Planned:
    """One of those behind the sources, by what there is for it to visit now."""
    if spider.name == CITED:
        number, what = len(frontier.cited_due(connection, CITED, at)), "cited pages"
    else:
        number, what = len(links.due(connection, at)), "links"
    return Planned(spider, (f"{number} {what}",) if number else ())
