"""Base of all sites of the world; a content system overrides what differs."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

from kaaw_demo.answers import Answer, Asked, redirect
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

    def article_of(self, asked: Asked) -> Article | None:
        """Return the article of an address, also one that is not shown today; None if there is none."""
        return self._by_path.get(unquote(asked.path))

    def list_href(self, number: int) -> str:
        """Return path and query of the n-th page of the listing, from 1."""
        raise NotImplementedError

    def list_number(self, asked: Asked) -> int | None:
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

    def live(self, day: int) -> list[Article]:
        """Return the articles that the site shows on a day, newest first."""
        return [article for article in self.articles if article.is_live(day)]

    def answer(self, asked: Asked) -> Answer:
        upgrade = self._moved_origin(asked)
        if upgrade is not None:
            return upgrade
        for find in (self._policy, self._trap, self._feed, self._listing, self._static, self._news, self._file):
            answer = find(asked)
            if answer is not None:
                return answer
        return self.missing(asked)

    def missing(self, asked: Asked, status: int = 404) -> Answer:
        body = self.render("error.html", asked, title="Seite nicht gefunden")
        return Answer("missing", body, status=status)

    def render(self, template: str, asked: Asked, **words: Any) -> bytes:
        noise = Noise(asked.url, asked.number)
        known: dict[str, Any] = {
            "site": self,
            "era": self.era,
            "asked": asked,
            "day": asked.day,
            "noise": noise,
            "today": self.date_of(asked.day),
            "link": lambda path: self.link(path, noise),
            "where": "page",
            "doors": [],
        }
        known |= words
        known["doors"] = self._doors(known["where"], asked, noise)
        return page(template, known, self.templates)

    def show_list(self, asked: Asked, number: int, shown: Sequence[Article] | None = None) -> Answer:
        """Answer with the n-th page of the listing, or with these articles as its only content."""
        live = self.live(asked.day)
        size = self.era.page_size
        pages = max(1, -(-len(live) // size))
        number = min(max(1, number), pages)
        if shown is None:
            shown = live[(number - 1) * size : number * size]
        words = {"articles": shown, "number": number, "pages": pages, "title": self.era.list_title, "where": "list"}
        return Answer("list", self.render("list.html", asked, **words))

    def show_article(self, asked: Asked, article: Article, template: str = "article.html") -> Answer:
        version = article.version(asked.day)
        if version is None:
            return self.missing(asked)
        absence = article.absence(asked.day)
        if absence is not None:
            return self.missing(asked, absence.status)
        words = {"article": article, "version": version, "title": version.title, "where": "article"}
        return Answer("article", self.render(template, asked, **words))

    @cached_property
    def _by_path(self) -> dict[str, Article]:
        return {unquote(self.path_of(article).partition("?")[0]): article for article in self.articles}

    @cached_property
    def _static_pages(self) -> dict[str, StaticPage]:
        return {unquote(static.path): static for static in self.era.pages}

    def _moved_origin(self, asked: Asked) -> Answer | None:
        origin = urlsplit(self.era.origin)
        is_upgrade = self.era.is_https_only and asked.scheme != origin.scheme
        if not is_upgrade and asked.host not in self.era.aliases:
            return None
        scheme = origin.scheme if self.era.is_https_only else asked.scheme
        return redirect(f"{scheme}://{origin.hostname}{asked.target}")

    def _policy(self, asked: Asked) -> Answer | None:
        if asked.path == "/robots.txt":
            return Answer("robots", self.era.robots.encode(), media_type="text/plain; charset=utf-8", etag=True)
        part = self.era.options.get("sitemap_part")
        if asked.target == self.era.sitemap:
            return self._document("sitemap", "sitemap_index.xml" if part else "sitemap.xml", asked)
        return self._document("sitemap", "sitemap.xml", asked) if asked.target == part else None

    def _trap(self, asked: Asked) -> Answer | None:
        for pattern, trap in self._traps:
            if not pattern.search(asked.target):
                continue
            if trap.kind == "print" and (article := self.article_of(asked)) is not None:
                return Answer("print", self.show_article(asked, article, "print.html").body)
            if trap.kind in _LISTED:
                return Answer(trap.kind, self.show_list(asked, 1, self._rearranged(trap, asked)).body)
            body = self.render("page.html", asked, title=trap.label, static=None, news=[])
            return Answer(trap.kind, body)
        return None

    def _rearranged(self, trap: Trap, asked: Asked) -> Sequence[Article]:
        live = self.live(asked.day)
        if trap.kind == "sort":
            return sorted(live, key=lambda article: article.slug)[: self.era.page_size]
        return live[: self.era.page_size] if trap.kind == "facet" else live[:30]

    def _feed(self, asked: Asked) -> Answer | None:
        template = self.feeds.get(asked.target) or self.feeds.get(f"?{asked.query}" if self._is_list(asked) else "")
        return self._document("feed", template, asked) if template else None

    def _is_list(self, asked: Asked) -> bool:
        return asked.path in (self.era.list_path, f"{self.era.list_path}index.php")

    def _document(self, kind: Any, template: str, asked: Asked) -> Answer:
        """Answer with a feed or sitemap: a file that changes with an article, and is confirmed by 304 otherwise."""
        live = self.live(asked.day)
        words = {"site": self, "era": self.era, "articles": live, "items": live[:_FEED_ITEMS], "day": asked.day}
        return Answer(kind, page(template, words), media_type=_MEDIA_TYPES[template], etag=True)

    def _listing(self, asked: Asked) -> Answer | None:
        number = self.list_number(asked)
        return None if number is None else self.show_list(asked, number)

    def _static(self, asked: Asked) -> Answer | None:
        static = self._static_pages.get(unquote(asked.path))
        if static is None:
            return None
        news = self.live(asked.day)[:3] if static.shows_news else []
        return Answer("page", self.render("page.html", asked, title=static.title, static=static, news=news))

    def _news(self, asked: Asked) -> Answer | None:
        article = self.article_of(asked)
        return None if article is None else self.show_article(asked, article)

    def _file(self, asked: Asked) -> Answer | None:
        document = self.documents.get(unquote(asked.path))
        if document is not None:
            modified = http_date(document.on)
            return Answer("document", document.pdf(), media_type="application/pdf", etag=True, modified=modified)
        if re.search(r"\.(?:jpe?g|gif|png|css|js|ico)$", asked.path):
            is_picture = not asked.path.endswith(("css", "js"))
            media_type = "image/gif" if is_picture else "text/plain; charset=utf-8"
            return Answer("asset", _PIXEL if is_picture else b"/* */", media_type=media_type, etag=True)
        return None

    def _doors(self, where: str, asked: Asked, noise: Noise) -> list[Trap]:
        """Return the traps with links on a page, with their addresses filled in."""
        numbers = re.findall(r"\d+", asked.query)
        following = int(numbers[-1][:6]) + 1 if numbers else 1
        words = {"path": asked.path, "target": asked.target, "token": noise.token(40), "next": following}
        return [
            type(trap)(trap.kind, trap.label, trap.href.format(**words), trap.match, trap.on, trap.rel)
            for trap in self.era.traps
            if trap.on in ("every", where)
        ]
