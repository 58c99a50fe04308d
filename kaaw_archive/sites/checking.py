"""What a crawl of a site would ask for, told from the archive alone, and how that differs from the last one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive import seeds, urls
from kaaw_archive.archive.queries import frontier
from kaaw_archive.errors import DamagedPayload
from kaaw_archive.sites.recording import Stored, stored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kaaw_archive.seeds import SeedPage
    from kaaw_archive.spider import NewsSpider

_ALL = "9999-12-31T23:59:59.999Z"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that a crawl would make, and why."""

    url: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class SeedLook:
    """What a stored seed names by the rules of today; ``captured_at`` None: it is not in the archive.

    ``unknown`` of the ``named`` articles the archive knows nothing of: the rules have changed since it was looked
    through, or nobody has done so yet.
    """

    url: str
    captured_at: str | None
    kind: str | None = None
    problem: str | None = None
    named: int = 0
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class SiteCheck:
    """``added`` the last crawl did not ask for; ``left_out`` it asked for, and this one would not (``why``: it is not
    due, or no seed names it any more)."""

    spider: str
    last_crawl: str | None
    requests: list[Wanted] = field(default_factory=list)
    seeds: list[SeedLook] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    left_out: list[Wanted] = field(default_factory=list)


def check(connection: sqlite3.Connection, spider: NewsSpider, at: str, *, takes_all: bool = False) -> SiteCheck:
    """As a crawl beginning at ``at`` (UTC text) would find things; ``takes_all`` as with `-a all=1`."""
    source = spider.frontier_source or spider.source
    looks, named = _look(connection, spider, source)
    last, asked = frontier.requested_by_last_crawl(connection, str(spider.name), spider.source)
    found = SiteCheck(str(spider.name), last, seeds=looks)
    wanted: dict[str, Wanted] = {}
    for one in _wanted(connection, spider, source, _ALL if takes_all else at, looks):
        wanted.setdefault(urls.key(one.url), one)
    found.requests = list(wanted.values())
    before = {urls.key(url): url for url in asked}
    found.added = [one.url for key, one in wanted.items() if key not in before] if last else []
    found.left_out = [
        Wanted(url, "page", "not due" if key in named else "no seed names it any more")
        for key, url in before.items()
        if key not in wanted
    ]
    return found


def _wanted(
    connection: sqlite3.Connection, spider: NewsSpider, source: str, at: str, looks: Iterable[SeedLook]
) -> Iterable[Wanted]:
    captured = {urls.key(look.url): look.captured_at for look in looks}
    waiting = frontier.not_due(connection, spider.seeds, at) if at != _ALL else set()
    for url in spider.seeds:
        if url not in waiting:
            yield Wanted(url, "seed", "due" if captured.get(urls.key(url)) else "never captured")
    for one in frontier.never_visited(connection, source):
        yield Wanted(one.url, one.role, "named by a seed, never visited")
    for one in frontier.due_pages(connection, source, at):
        yield Wanted(one.url, one.role, "due")
    for look in looks:
        for url in look.unknown:
            yield Wanted(url, "article", f"named by {look.url}")


def _look(connection: sqlite3.Connection, spider: NewsSpider, source: str) -> tuple[list[SeedLook], set[str]]:
    """Every seed as it was stored last, by the rules of today, and the url keys of all that they name."""
    known = frontier.known_keys(connection, source)
    addresses = {urls.key(url): url for url in (*frontier.found_seeds(connection, source), *spider.seeds)}
    looks: list[SeedLook] = []
    named = set(addresses)
    for url in addresses.values():
        found = _stored(connection, url)
        if found is None:
            looks.append(SeedLook(url, None))
            continue
        page = seeds.read(found.payload, found.url, found.content_type, spider.rules)
        named |= {urls.key(one.url) for one in page.articles}
        looks.append(_seed_look(url, found, page, known))
    return looks, named


def _seed_look(url: str, found: Stored, page: SeedPage, known: set[str]) -> SeedLook:
    unknown = tuple(one.url for one in page.articles if urls.key(one.url) not in known)
    return SeedLook(url, found.captured_at, page.kind, page.problem, len(page.articles), unknown)


def _stored(connection: sqlite3.Connection, url: str) -> Stored | None:
    try:
        return stored(connection, url)
    except DamagedPayload:
        return None
