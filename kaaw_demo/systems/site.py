"""Base of all sites of the world; a content system overrides what differs."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

from kaaw_demo.answers import Answer, DemoRequest, redirect
from kaaw_demo.markup import http_date
from kaaw_demo.noise import Noise
from kaaw_demo.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kaaw_demo.articles import Article
    from kaaw_demo.days import Day
    from kaaw_demo.documents import Document
    from kaaw_demo.systems.era import Era, StaticPage, Trap

_PIXEL = bytes.fromhex(
    "47494638396101000100800000dededeffffff21f90401000000002c00000000010001000002024401003b"
)  # a grey GIF
_LISTED = frozenset({"facet", "sort", "limit"})  # traps that show the listing once more
_FEED_ITEMS = 10
_MEDIA_TYPES = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "rss_twice.xml": "text/xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "text/xml; charset=utf-8",
    "sitemap_index.xml": "text/xml; charset=utf-8",
}


class Site:
    """One site in one era. A system defines addresses: ``path_of``, ``article_of``, ``list_href``, ``list_number``."""

    templates: ClassVar[tuple[str, ...]]  # folders of templates/: the first that has a template
    feeds: ClassVar[Mapping[str, str]] = {}  # target behind the listing's path, or a path of its own: template

    def __init__(self, era: Era, articles: Sequence[Article], files: Sequence[Document], days: Sequence[Day]) -> None:
        self.era = era
        self.articles = articles
        self._days = days
        host = urlsplit(era.origin).hostname
        self.documents = {file.path: file for file in files if file.host == host}
        self._traps = [(re.compile(trap.match), trap) for trap in era.traps]

    # what a system says of itself

    def path_of(self, article: Article) -> str:
        """Return path and query under which an article is linked."""
        raise NotImplementedError

    def article_of(self, request: DemoRequest) -> Article | None:
        """Return the article of an address, also one that is not shown today; None if there is none."""
        return self._by_path.get(unquote(request.path))

    def list_href(self, number: int) -> str:
        """Return path and query of the n-th page of the listing, from 1."""
        raise NotImplementedError

    def list_number(self, request: DemoRequest) -> int | None:
        """Return the number of this page of the listing; None if it is another page."""
        raise NotImplementedError

    def link(self, path: str, noise: Noise) -> str:
        """Return a path as it is written into a page."""
        return path

    # what all do alike

    def url_of(self, article: Article) -> str:
        """Return the full address of an article, as people cite it."""
        return self.era.origin + self.path_of(article)

    def date_of(self, day: int) -> date:
        return self._days[day - 1].on

    def listed(self, day: int) -> list[Article]:
        """Return the articles that the lists of the site name on a day, newest first."""
        return [article for article in self.articles if article.is_listed(day)]

    def answer(self, request: DemoRequest) -> Answer:
        upgrade = self._moved_origin(request)
        if upgrade is not None:
            return upgrade
        for find in (self._policy, self._trap, self._feed, self._listing, self._static, self._news, self._file):
            answer = find(request)
            if answer is not None:
                return answer
        return self.missing(request)

    def missing(self, request: DemoRequest, status: int = 404) -> Answer:
        body = self.render("error.html", request, title="Seite nicht gefunden")
        return Answer("missing", body, status=status)

    def render(self, template: str, request: DemoRequest, **words: Any) -> bytes:
        noise = Noise(request.url, request.number)
        known: dict[str, Any] = {
            "site": self,
            "era": self.era,
            "asked": request,
            "day": request.day,
            "noise": noise,
            "today": self.date_of(request.day),
            "link": lambda path: self.link(path, noise),
            "where": "page",
            "doors": [],
        }
        known |= words
        known["doors"] = self._doors(known["where"], request, noise)
        return page(template, known, self.templates)

    def show_list(self, request: DemoRequest, number: int, shown: Sequence[Article] | None = None) -> Answer:
        """Answer with the n-th page of the listing, or with these articles as its only content."""
        listed = self.listed(request.day)
        size = self.era.page_size
        pages = max(1, -(-len(listed) // size))
        number = min(max(1, number), pages)
        if shown is None:
            shown = listed[(number - 1) * size : number * size]
        words = {"articles": shown, "number": number, "pages": pages, "title": self.era.list_title, "where": "list"}
        return Answer("list", self.render("list.html", request, **words))

    def show_article(self, request: DemoRequest, article: Article, template: str = "article.html") -> Answer:
        version = article.version(request.day)
        if version is None:
            return self.missing(request)
        absence = article.absence(request.day)
        if absence is not None:
            return self.missing(request, absence.status)
        words = {"article": article, "version": version, "title": version.title, "where": "article"}
        return Answer("article", self.render(template, request, **words))

    @cached_property
    def _by_path(self) -> dict[str, Article]:
        return {unquote(self.path_of(article).partition("?")[0]): article for article in self.articles}

    @cached_property
    def _static_pages(self) -> dict[str, StaticPage]:
        return {unquote(static.path): static for static in self.era.pages}

    def _moved_origin(self, request: DemoRequest) -> Answer | None:
        origin = urlsplit(self.era.origin)
        is_upgrade = self.era.is_https_only and request.scheme != origin.scheme
        if not is_upgrade and request.host not in self.era.aliases:
            return None
        scheme = origin.scheme if self.era.is_https_only else request.scheme
        return redirect(f"{scheme}://{origin.hostname}{request.target}")

    def _policy(self, request: DemoRequest) -> Answer | None:
        if request.path == "/robots.txt":
            return Answer("robots", self.era.robots.encode(), media_type="text/plain; charset=utf-8", etag=True)
        part = self.era.options.get("sitemap_part")
        if request.target == self.era.sitemap:
            return self._document("sitemap", "sitemap_index.xml" if part else "sitemap.xml", request)
        return self._document("sitemap", "sitemap.xml", request) if request.target == part else None

    def _trap(self, request: DemoRequest) -> Answer | None:
        for pattern, trap in self._traps:
            if not pattern.search(request.target):
                continue
            if trap.kind == "print" and (article := self.article_of(request)) is not None:
                return Answer("print", self.show_article(request, article, "print.html").body)
            if trap.kind in _LISTED:
                return Answer(trap.kind, self.show_list(request, 1, self._rearranged(trap, request)).body)
            body = self.render("page.html", request, title=trap.label, static=None, news=[])
            return Answer(trap.kind, body)
        return None

    def _rearranged(self, trap: Trap, request: DemoRequest) -> Sequence[Article]:
        listed = self.listed(request.day)
        if trap.kind == "sort":
            return sorted(listed, key=lambda article: article.slug)[: self.era.page_size]
        return listed[: self.era.page_size] if trap.kind == "facet" else listed[:30]

    def _feed(self, request: DemoRequest) -> Answer | None:
        template = self.feeds.get(request.target) or self.feeds.get(
            f"?{request.query}" if self._is_list(request) else ""
        )
        return self._document("feed", template, request) if template else None

    def _is_list(self, request: DemoRequest) -> bool:
        return request.path in (self.era.list_path, f"{self.era.list_path}index.php")

    def _document(self, kind: Any, template: str, request: DemoRequest) -> Answer:
        """Answer with a feed or sitemap: a file that changes with an article, and is confirmed by 304 otherwise."""
        listed = self.listed(request.day)
        words = {"site": self, "era": self.era, "articles": listed, "items": listed[:_FEED_ITEMS], "day": request.day}
        return Answer(kind, page(template, words), media_type=_MEDIA_TYPES[template], etag=True)

    def _listing(self, request: DemoRequest) -> Answer | None:
        number = self.list_number(request)
        return None if number is None else self.show_list(request, number)

    def _static(self, request: DemoRequest) -> Answer | None:
        static = self._static_pages.get(unquote(request.path))
        if static is None:
            return None
        news = self.listed(request.day)[:3] if static.shows_news else []
        return Answer("page", self.render("page.html", request, title=static.title, static=static, news=news))

    def _news(self, request: DemoRequest) -> Answer | None:
        article = self.article_of(request)
        return None if article is None else self.show_article(request, article)

    def _file(self, request: DemoRequest) -> Answer | None:
        document = self.documents.get(unquote(request.path))
        if document is not None:
            modified = http_date(document.on)
            return Answer("document", document.pdf(), media_type="application/pdf", etag=True, modified=modified)
        if re.search(r"\.(?:jpe?g|gif|png|css|js|ico)$", request.path):
            is_picture = not request.path.endswith(("css", "js"))
            media_type = "image/gif" if is_picture else "text/plain; charset=utf-8"
            return Answer("asset", _PIXEL if is_picture else b"/* */", media_type=media_type, etag=True)
        return None

    def _doors(self, where: str, request: DemoRequest, noise: Noise) -> list[Trap]:
        """Return the traps with links on a page, with their addresses filled in."""
        numbers = re.findall(r"\d+", request.query)
        following = int(numbers[-1][:6]) + 1 if numbers else 1
        words = {"path": request.path, "target": request.target, "token": noise.token(40), "next": following}
        return [
            type(trap)(trap.kind, trap.label, trap.href.format(**words), trap.match, trap.on, trap.rel)
            for trap in self.era.traps
            if trap.on in ("every", where)
        ]
