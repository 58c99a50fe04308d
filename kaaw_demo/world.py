"""The world: which site answers on which day, what it answers, and a log of what was asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kaaw_archive import urls
from kaaw_demo.answers import Answer, DemoRequest, Kind, LoggedRequest, redirect
from kaaw_demo.articles import Article, articles_of
from kaaw_demo.days import calendar
from kaaw_demo.documents import documents
from kaaw_demo.events import Event, Events
from kaaw_demo.pages import page
from kaaw_demo.systems.era import Era, eras
from kaaw_demo.systems.gsb import GsbClassic, GsbStandard
from kaaw_demo.systems.joomla import Joomla
from kaaw_demo.systems.sitepark import Sitepark
from kaaw_demo.systems.stgb import Stgb, StgbArchive, StgbByYear
from kaaw_demo.systems.typo3 import Typo3
from kaaw_demo.truth import TrueArticle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaaw_demo.systems.site import Site

SYSTEMS: dict[str, type[Site]] = {
    "joomla": Joomla,
    "sitepark": Sitepark,
    "gsb_classic": GsbClassic,
    "gsb_standard": GsbStandard,
    "typo3": Typo3,
    "stgb": Stgb,
    "stgb_by_year": StgbByYear,
    "stgb_archive": StgbArchive,
}
_BUSY_FOR_S = 30
POLICIES = ("/robots.txt", "/.well-known/tdmrep.json")  # what a crawler asks for on its own account


class World:
    """Stands at one day at a time. ``answer`` may be called by another thread than ``set_day``."""

    def __init__(self) -> None:
        self.days = calendar()
        self.day = 1
        self.visitor = ""  # who asks at present, as the runner says; kept with each request
        self.seen: list[LoggedRequest] = []
        self._events = Events()
        self._sites = list(self._build())
        self._by_host: dict[int, dict[str, Site]] = {}
        self._was_busy: set[tuple[int, str]] = set()
        self._counts: Counter[str] = Counter()  # requests of each address

    def set_day(self, day: int) -> None:
        """Go to a day, from 1. Raises ValueError for one that the calendar does not have."""
        if not 1 <= day <= len(self.days):
            raise ValueError(f"the world has no day {day}, only 1 to {len(self.days)}")
        self.day = day

    def answer(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """Answer a request of today, and log it in ``seen``."""
        self._counts[url] += 1
        request = DemoRequest(url, method, headers or {}, self.day, self._counts[url])
        answer = self._answer_of_day(request)
        status = 0 if answer.is_dropped else answer.status
        self.seen.append(LoggedRequest(request.day, url, method, answer.kind, status, self.visitor))
        return answer

    # what was asked

    def requests(self, day: int | None = None, kind: Kind | None = None) -> list[LoggedRequest]:
        """Return the logged requests in order; None: of all days, of all kinds."""
        return [seen for seen in self.seen if (day is None or seen.day == day) and (kind is None or seen.kind == kind)]

    def counts(self, day: int | None = None) -> Counter[Kind]:
        """Return the number of requests of each kind."""
        return Counter(seen.kind for seen in self.requests(day))

    # what is true

    def articles(self, day: int | None = None) -> list[TrueArticle]:
        """Return the articles that exist, at the addresses of the day."""
        day = day or self.day
        return [
            _true(site, article, day, 200)
            for site in self._present(day)
            for article in site.articles
            if article.is_live(day) and self._events.at(site.url_of(article), "", day) is None
        ]

    def withdrawn(self, day: int | None = None) -> list[TrueArticle]:
        """Return the articles that are withdrawn at present, at addresses that are otherwise valid."""
        day = day or self.day
        return [
            _true(site, article, day, absence.status)
            for site in self._present(day)
            for article in site.articles
            if article.version(day) is not None and (absence := article.absence(day)) is not None
        ]

    def unlisted(self, day: int | None = None) -> list[TrueArticle]:
        """Return the articles that exist and that no list of their site names at present."""
        day = day or self.day
        return [
            _true(site, article, day, 200)
            for site in self._present(day)
            for article in site.articles
            if article.is_live(day) and not article.is_listed(day)
        ]

    def successors(self) -> dict[str, str]:
        """Addresses of an era that is over, and the address of the same article in the next, where there is one."""
        found = {}
        for before, after in self._neighbours:
            for article in after.articles:
                old = next((one for one in before.articles if one.key == article.extra.get("adopted")), None)
                if old is not None and old.first_day <= before.era.last:
                    found[before.url_of(old)] = after.url_of(article)
        return found

    def site(self, source: str, day: int | None = None) -> Site:
        """Return the site of a source as it stands on a day. Raises LookupError if there is none."""
        for site in self._present(day or self.day):
            if site.era.source == source:
                return site
        raise LookupError(source)

    # inside

    def _answer_of_day(self, request: DemoRequest) -> Answer:
        site = self._site_of(request)
        event = self._events.at(request.url, request.host, request.day)
        if event is not None:
            answer = self._befall(event, request, site)
            if answer is not None:
                return answer
        if site is None:
            return Answer("missing", is_dropped=True)
        return site.answer(request)

    def _befall(self, event: Event, request: DemoRequest, site: Site | None) -> Answer | None:
        if event.manner == "redirect":
            return redirect(event.to, event.status) if request.path not in POLICIES else Answer("robots", status=404)
        if event.manner == "silent":
            return Answer("event", is_dropped=True)
        if event.manner == "busy":
            key = (request.day, urls.key(request.url))
            if key in self._was_busy:
                return None
            self._was_busy.add(key)
            return Answer("event", b"", status=503, headers={"Retry-After": str(_BUSY_FOR_S)})
        if event.manner == "maintenance":
            return Answer("event", page("maintenance.html", {"host": request.host}))
        if site is None:
            return Answer("missing", status=event.status)
        missing = site.missing(request, 200 if event.manner == "soft404" else event.status)
        return replace(missing, kind="event") if event.manner == "soft404" else missing

    def _site_of(self, request: DemoRequest) -> Site | None:
        if request.day not in self._by_host:
            self._by_host[request.day] = {
                host: site for site in self._present(request.day) for host in (_host(site.era), *site.era.aliases)
            }
        return self._by_host[request.day].get(request.host)

    def _present(self, day: int) -> list[Site]:
        return [site for site in self._sites if site.era.holds(day)]

    @cached_property
    def _neighbours(self) -> list[tuple[Site, Site]]:
        pairs = zip(self._sites, self._sites[1:], strict=False)
        return [(before, after) for before, after in pairs if before.era.source == after.era.source]

    def _build(self) -> Iterator[Site]:
        files = documents()
        before: Site | None = None
        for era in eras():
            own = articles_of(era.articles) if era.articles else []
            inherited = _adopted(before, era) if before is not None and before.era.source == era.source else []
            known = sorted([*own, *inherited], key=lambda article: (article.on, article.key), reverse=True)
            before = SYSTEMS[era.system](era, known, files, self.days)
            yield before


def _adopted(before: Site, era: Era) -> list[Article]:
    """Return the articles that a relaunch took over, their contents counted anew, as their addresses are new."""
    slugs = dict(era.adopts) if era.adopts != "all" else {one.key: one.slug for one in before.articles}
    return [
        _at_new_address(one, slugs[one.key], era) for one in before.articles if one.key in slugs and _stays(one, era)
    ]


def _stays(article: Article, era: Era) -> bool:
    absence = article.absence(era.first)
    return absence is None or bool(absence.until)


def _at_new_address(article: Article, slug: str, era: Era) -> Article:
    past = [version for version in article.versions if version.day <= era.first]
    first = [replace(past[-1], day=era.first)] if past else []
    kept = [*first, *(version for version in article.versions if version.day > era.first)]
    versions = tuple(replace(version, number=number) for number, version in enumerate(kept, 1))
    return replace(article, slug=slug, versions=versions, extra={**article.extra, "adopted": article.key})


def _host(era: Era) -> str:
    return urlsplit(era.origin).hostname or ""


def _true(site: Site, article: Article, day: int, status: int) -> TrueArticle:
    version = article.version(day)
    assert version is not None
    return TrueArticle(
        source=site.era.source,
        url=site.url_of(article),
        title=version.title,
        text=version.plain,
        version=version.number,
        published_on=article.on.isoformat(),
        status=status,
    )
