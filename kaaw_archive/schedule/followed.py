"""Followed sites as spiders of the schedule."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.decisions import follows_in_force
from kaaw_archive.errors import WrongArguments
from kaaw_archive.project import facts, spider_class
from kaaw_archive.spider.site import SiteSpider

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.follows import Follow
    from kaaw_archive.project import Project, SpiderFacts


def spiders(project: Project, follows: Iterable[Follow]) -> list[SpiderFacts]:
    """Return a spider for each followed site; a followed spider that the project does not have is left out."""
    found = [_spider(project, follow) for follow in follows]
    return [spider for spider in found if spider is not None]


def without_spider(connection: sqlite3.Connection, project: Project, at: str) -> list[str]:
    """Return a sentence for each follow of a spider that the project does not have (any more)."""
    return [
        f"{follow.name}: the project has no spider {follow.subject}; do this in the folder of its project, or end it:"
        f" kaaw unfollow {shlex.quote(follow.name)}"
        for follow in follows_in_force(connection, at)
        if _spider(project, follow) is None
    ]


def _spider(project: Project, follow: Follow) -> SpiderFacts | None:
    if follow.url is None:
        try:
            named = project.spider(follow.subject)
        except WrongArguments:  # the project has changed since
            return None
        return replace(named, is_scheduled=True, label=follow.name, every_s=follow.every_s)
    spider = spider_class(project.spider(SiteSpider.name))(url=follow.url)
    return replace(
        facts(spider),
        is_scheduled=True,
        label=follow.name,
        arguments={"url": follow.url},
        every_s=follow.every_s,
    )
