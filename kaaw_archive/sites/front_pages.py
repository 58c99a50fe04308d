"""Reading of the front page of a new site. Pure; runs in a worker process, as a hostile page may take long to read."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaaw_archive import cms, robots_rules, seeds, urls
from kaaw_archive.bounds import TITLE_CHARACTERS
from kaaw_archive.extract.html.decoding import decode
from kaaw_archive.seeds.usual_places import places

if TYPE_CHECKING:
    from kaaw_archive.seeds import SeedRules
    from kaaw_archive.sites.recording import StoredPage

_TITLE = re.compile(rf"<title[^<>]*>([^<]{{1,{TITLE_CHARACTERS}}})", re.IGNORECASE)
_AGENT = "kaaw_archive"  # ROBOTSTXT_USER_AGENT
_MOST_SEEDS = 8  # more than that is a site's whole menu: a person chooses


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Facts from the front page of a site, and from its robots.txt, about its news.

    ``given`` is the address as it was typed, ``url`` that of the page to which it led.
    """

    given: str
    url: str
    seen_on: str
    title: str
    system: str
    evidence: str
    articles: int
    is_listing: bool
    linked: tuple[str, ...]  # feeds and listings, in the order of the page
    closed: int  # feeds and listings that robots.txt closes to us
    sitemaps: tuple[str, ...]  # that robots.txt names
    closed_places: tuple[str, ...] = ()  # usual places of feeds and sitemaps that it closes to us

    @property
    def seeds(self) -> tuple[str, ...]:
        """Return the seeds for a spider of this site, first the address that a person named."""
        distinct: dict[str, str] = {}
        for url in (self.given, *self.linked[:_MOST_SEEDS], *self.sitemaps):
            distinct.setdefault(urls.key(url), url)
        return tuple(distinct.values())


def read(given: str, stored: StoredPage, rules: SeedRules, robots_txt: bytes) -> FrontPage:
    """Return what a front page and robots.txt say of the news; the addresses that they name are not visited.

    ``rules`` are those of a site of no known system.
    """
    system = cms.detect(stored.payload, stored.url)
    rules = rules if system.name == "plain" else replace(rules, system=system.name)
    page = seeds.read(stored.payload, stored.url, stored.content_type, rules)
    robots = robots_rules.parse(robots_txt, _AGENT)
    allowed = [seed.url for seed in page.seeds if robots.can_fetch(seed.url, _AGENT)]
    title = _TITLE.search(decode(stored.payload, stored.content_type))
    return FrontPage(
        given=given,
        url=stored.url,
        seen_on=stored.captured_at[:10],
        title=_one_line(title[1]) if title else urls.site(stored.url),
        system=system.name,
        evidence=_one_line(system.evidence),
        articles=len(page.articles),
        is_listing=page.kind in ("listing", "feed", "sitemap") and bool(page.articles or page.seeds),
        linked=tuple(allowed),
        closed=len(page.seeds) - len(allowed),
        sitemaps=tuple(url for url in robots.sitemaps if urls.site(url) == urls.site(stored.url)),
        closed_places=tuple(url for url in places(stored.url, system.name) if not robots.can_fetch(url, _AGENT)),
    )


def _one_line(text: str) -> str:
    """Return text of a page as a line of printable characters, without those that a string must escape."""
    plain = " ".join(html.unescape(text).split())
    return "".join(sign for sign in plain if sign.isprintable()).replace("\\", "/").replace('"', "'")
