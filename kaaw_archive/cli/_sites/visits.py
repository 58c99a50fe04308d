"""Visits of `kaaw sites new`: the page that a person names, and the seeds that a site may have."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive.cli.terminal import options
from kaaw_archive.derive.workers import ReadingPool
from kaaw_archive.errors import ArchiveError
from kaaw_archive.project import facts
from kaaw_archive.schedule.crawls import run_one
from kaaw_archive.sites import making, recording, visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kaaw_archive.project import Project
    from kaaw_archive.schedule.crawls import CrawlResult
    from kaaw_archive.sites.evidence import SeedEvidence
    from kaaw_archive.sites.front_pages import FrontPage
    from kaaw_archive.sites.recording import StoredPage


def visit_page(current: Project, archive: Path, url: str, settings: dict[str, str]) -> StoredPage:
    """Return the page behind the address, after a visit if it is due. Raises ArchiveError if there is none."""
    result = _visit_addresses(current, archive, (url,), settings)
    with options.reading(archive) as connection:
        page = recording.stored_after_redirects(connection, url)
    if page is None or page.status is None or page.status >= 400:
        raise ArchiveError(f"{url} could not be had: {result.reason or result.state} (kaaw history {shlex.quote(url)})")
    return page


def _visit_addresses(
    current: Project, archive: Path, addresses: Iterable[str], settings: dict[str, str]
) -> CrawlResult:
    """Visit those of these addresses that are due."""
    spider = replace(facts(visit.VisitSpider), arguments={"url": ",".join(addresses)})
    # only this module, because a project of the user need not have it among its own
    return run_one(current, spider, archive, {**settings, "SPIDER_MODULES": visit.__name__})


def evidence_of_seeds(
    current: Project, archive: Path, front: FrontPage, settings: dict[str, str]
) -> list[SeedEvidence]:
    """Return what the seeds of a site name that answer, of a sitemap's index its children too."""
    found: dict[str, SeedEvidence] = {}
    wanted = [front.given, *making.likely_seeds(front)]
    while wanted:
        if tried := [url for url in wanted if url != front.given]:
            _visit_addresses(current, archive, tried, settings)
        with options.reading(archive) as connection, workers() as pool:
            read = making.evidence_of(connection, front, wanted, pool)
        found |= {one.url: one for one in read}
        wanted = [url for one in read for url in one.children if url not in found]
    return list(found.values())


@contextmanager
def workers() -> Iterator[ReadingPool]:
    """Yield workers: what a site sends may be made to be slow, or to take all memory."""
    pool = ReadingPool(1)
    try:
        yield pool
    finally:
        pool.close()
