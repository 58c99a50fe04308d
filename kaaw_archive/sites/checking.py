"""Check of a site: the requests that a crawl would make, by the archive alone, beside those of the last crawl."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive import seeds, times, urls
from kaaw_archive.archive.queries import frontier
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.errors import DamagedPayload
from kaaw_archive.sites.recording import StoredPage, stored_after_redirects, stored_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.derive.workers import ReadingPool
    from kaaw_archive.spider import NewsSpider


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """Request that a crawl would make, and the reason for it."""

    url: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class SeedCheck:
    """Content of a stored seed by the rules of today; ``captured_at`` None: it is not in the archive.

    ``unknown`` are those of its ``named`` articles that the archive does not know, because the rules have changed
    since the seed was read, or because no crawl has read it yet.
    """

    url: str
    captured_at: str | None
    kind: str | None = None
    problem: str | None = None
    named: int = 0
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """Article that a seed names, with its title and its day (ISO 8601) there; None: the seed says none."""

    url: str
    title: str | None
    day: str | None


@dataclass(slots=True)
class SiteCheck:
    """Requests of a crawl that begins now, beside the last crawl, which did not request those in ``added``.

    ``named`` are the articles of the stored seeds, the newest first.

    ``left_out`` were requested by the last crawl and would not be now: they are not due, or no seed names them.
    """

    spider: str
    last_crawl: str | None
    requests: list[PlannedRequest] = field(default_factory=list)
    seeds: list[SeedCheck] = field(default_factory=list)
    named: list[NamedArticle] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    left_out: list[PlannedRequest] = field(default_factory=list)


def check(
    connection: sqlite3.Connection, spider: NewsSpider, at: str, pool: ReadingPool, *, takes_all: bool = False
) -> SiteCheck:
    """Return the check of a site for a crawl that begins at ``at`` (UTC text); ``takes_all`` as with `-a all=1`.

    Seeds are read by the workers of ``pool``.
    """
    source = spider.frontier_source or spider.source
    checked_seeds, named, articles = _check_seeds(connection, spider, source, pool)
    last, last_urls = frontier.requested_by_last_crawl(connection, str(spider.name), source)
    planned: dict[str, PlannedRequest] = {}
    for request in _planned(connection, spider, source, times.LATEST if takes_all else at, checked_seeds):
        planned.setdefault(urls.key(request.url), request)
    before = {urls.key(url): url for url in last_urls}
    return SiteCheck(
        spider=str(spider.name),
        last_crawl=last,
        requests=list(planned.values()),
        seeds=checked_seeds,
        named=sorted(articles.values(), key=lambda one: one.day or "", reverse=True),
        added=[request.url for key, request in planned.items() if key not in before] if last else [],
        left_out=[
            PlannedRequest(url, "page", "not due" if key in named else "no seed names it any more")
            for key, url in before.items()
            if key not in planned
        ],
    )


def _planned(
    connection: sqlite3.Connection, spider: NewsSpider, source: str, at: str, checked_seeds: Iterable[SeedCheck]
) -> Iterable[PlannedRequest]:
    captured = {urls.key(seed.url): seed.captured_at for seed in checked_seeds}
    waiting = frontier.not_due(connection, spider.seeds, at) if at != times.LATEST else set()
    for url in spider.seeds:
        if url not in waiting:
            yield PlannedRequest(url, "seed", "due" if captured.get(urls.key(url)) else "never captured")
    for address in frontier.unvisited_pages(connection, source):
        yield PlannedRequest(address.url, address.role, "named by a seed, never visited")
    for address in frontier.due_pages(connection, source, at):
        yield PlannedRequest(address.url, address.role, "due")
    for seed in checked_seeds:
        for url in seed.unknown:
            yield PlannedRequest(url, "article", f"named by {seed.url}")


def _check_seeds(
    connection: sqlite3.Connection, spider: NewsSpider, source: str, pool: ReadingPool
) -> tuple[list[SeedCheck], set[str], dict[str, NamedArticle]]:
    """Return every seed as it was stored last, by the rules of today, the url keys of all addresses that they name, and
    their articles by url key.
    """
    known = frontier.known_keys(connection, source)
    addresses = {urls.key(url): url for url in (*frontier.found_seeds(connection, source), *spider.seeds)}
    checked_seeds: list[SeedCheck] = []
    named = set(addresses)
    by_key: dict[str, NamedArticle] = {}
    for url in addresses.values():
        payload = _stored(connection, url)
        if payload is None:
            checked_seeds.append(SeedCheck(url, None))
            continue
        try:
            page = pool.run(seeds.read, payload.payload, payload.url, payload.content_type, spider.rules)
        except LimitHit as hit:
            checked_seeds.append(SeedCheck(url, payload.captured_at, problem=hit.problem))
            continue
        for entry in page.articles:
            day = entry.stated_at and entry.stated_at[:10]
            by_key.setdefault(urls.key(entry.url), NamedArticle(entry.url, entry.title, day))
        articles = [entry.url for entry in page.articles]
        named |= set(map(urls.key, articles))
        unknown = tuple(article for article in articles if urls.key(article) not in known)
        checked_seeds.append(SeedCheck(url, payload.captured_at, page.kind, page.problem, len(articles), unknown))
    return checked_seeds, named, by_key


def _stored(connection: sqlite3.Connection, url: str) -> StoredPage | None:
    try:
        return stored_page(connection, url) or stored_after_redirects(connection, url)
    except DamagedPayload:
        return None
