"""Plan of a run: the spiders that are due, in order."""

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

    from kaaw_archive.project import Project, SpiderFacts

CITED = "cited"
LINKCHECK = "linkcheck"
# In this order, one at a time, after the sources, because these find what they need
BEHIND = (CITED, LINKCHECK)

ASKED_FOR = ("asked for",)


@dataclass(frozen=True, slots=True)
class Planned:
    """A spider with its reasons to run; without one it is not due. ``last_crawl_at`` is UTC text, None: never."""

    spider: SpiderFacts
    reasons: tuple[str, ...]
    last_crawl_at: str | None = None

    @property
    def is_due(self) -> bool:
        return bool(self.reasons)


def of(project: Project, archive: Path, at: str, only: Sequence[str] = ()) -> list[Planned]:
    """Return every spider of the schedule: the sources, longest wait first, then those behind them.

    ``only`` names spiders that are run even if they are not due. Raises WrongArguments for an unknown name.
    """
    if only:
        return [Planned(project.spider(name), ASKED_FOR) for name in dict.fromkeys(only)]
    sources = [spider for spider in project.spiders if spider.is_scheduled]
    behind = [spider for name in BEHIND for spider in project.spiders if spider.name == name]
    if not archive.exists():
        return [Planned(spider, ("never crawled",)) for spider in (*sources, *behind)]
    with closing(open_for_reading(archive)) as connection:
        planned = [_of_source(connection, spider, at) for spider in sources]
        planned.sort(key=lambda source: (source.last_crawl_at or "", source.spider.name))
        return planned + [of_links(connection, spider, at) for spider in behind]


def _of_source(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> Planned:
    source = frontier.source_due(connection, spider.name, spider.source, spider.seeds, spider.rules, at)
    return Planned(spider, tuple(source.reasons), source.last_crawl_at)


def of_links(connection: sqlite3.Connection, spider: SpiderFacts, at: str) -> Planned:
    """Return a spider behind the sources, due if there is something for it to visit now."""
    if spider.name == CITED:
        number, what = len(frontier.cited_due(connection, CITED, at)), "cited pages"
    else:
        number, what = len(links.due(connection, at)), "links"
    return Planned(spider, (f"{number} {what}",) if number else ())
