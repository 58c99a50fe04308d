"""Small sites of invented towns, by eight content systems, that change from day to day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from tests.german_pages import sentence
from tests.local_site import NOT_FOUND, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

EDIT_DAY, REMOVAL_DAY = 4, 5
_AN_OLD_ARTICLE_EVERY = 3  # days
_XML = {"Content-Type": "application/xml; charset=utf-8"}


@dataclass(frozen=True)
class Style:
    """Addresses and markup of a content system. ``article`` is filled with number, day and words of the address;
    ``feed`` and ``listing`` may be empty, then there is none; ``row`` is a row of the listing."""

    name: str
    generator: str
    article: str
    listing: str
    row: str
    body: str
    feed: str = ""
    has_sitemap: bool = False
    next_page: str = ""  # is filled with the number of the page, from 1 on


_TEASER = '<article class="{c}"><h2><a href="{href}">{title}</a></h2><time datetime="{iso}">{german}</time><p>{lead}</p></article>'  # noqa: E501
_ARTICLE = (
    '<article class="{c}"><h1>{title}</h1><p class="date"><time datetime="{iso}">{german}</time></p>{text}</article>'
)
STYLES = (
    Style("wordpress", "WordPress 6.6", "/{day:%Y/%m/%d}/{slug}/", "/",
          _TEASER.replace("{c}", "post type-post"), _ARTICLE.replace("{c}", "post type-post"), feed="/feed/",
          has_sitemap=True),
    Style("hugo", "Hugo 0.128.0", "/news/{slug}/", "/", _TEASER.replace("{c}", "teaser"),
          _ARTICLE.replace("{c}", "news"), feed="/index.xml", has_sitemap=True),
    Style("jekyll", "Jekyll v4.3.3", "/{day:%Y/%m/%d}/{slug}.html", "/", _TEASER.replace("{c}", "post-preview"),
          _ARTICLE.replace("{c}", "post"), feed="/feed.xml"),
    Style("typo3", "TYPO3 CMS", "/aktuelles/detail/{slug}", "/aktuelles",
          '<div class="news-list-item"><span class="news-list-date">{german}</span>'
          '<h3><a href="{href}">{title}</a></h3><p>{lead}</p></div>',
          '<div class="news-single">' + _ARTICLE.replace("{c}", "article") + "</div>",
          next_page="/aktuelles/seite-{number}"),
    Style("drupal", "Drupal 10 (https://www.drupal.org)", "/nachrichten/{slug}", "/nachrichten",
          '<div class="views-row"><span class="field-content"><a href="{href}">{title}</a></span>'
          '<span class="views-field-created">{german}</span></div>', _ARTICLE.replace("{c}", "node node--type-news"),
          next_page="/nachrichten?page={number}"),
    Style("joomla", "Joomla! - Open Source Content Management", "/aktuelles/{number}-{slug}", "/aktuelles",
          '<div class="blog-item"><h2><a href="{href}">{title}</a></h2><dd class="published">{german}</dd>{lead}</div>',
          '<div class="item-page">' + _ARTICLE.replace("{c}", "com-content-article") + "</div>",
          next_page="/aktuelles?start={number}0"),
    Style("pelican", "Pelican", "/{slug}.html", "/", _TEASER.replace("{c}", "hentry"),
          _ARTICLE.replace("{c}", "hentry"), feed="/feeds/all.atom.xml"),
    Style("by hand", "", "/texte/{slug}.htm", "/aktuell.htm", '<li>{german}: <a href="{href}">{title}</a></li>',
          '<h1>{title}</h1><p>{german}</p>{text}'),
)  # fmt: skip
_PER_PAGE = 10
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", ",": "", ";": ""})


@dataclass(frozen=True)
class Notice:
    """An article; ``born`` and ``gone_on`` are days, 0 is the first."""

    number: int
    born: int
    href: str
    title: str
    at: datetime
    gone_on: int | None = None
    edited_on: int | None = None

    def stands_on(self, day: int) -> bool:
        return self.born <= day and (self.gone_on is None or day < self.gone_on)


class Town:
    """A town's site. ``start`` is day 0; the same number always gives the same site."""

    def __init__(self, number: int, start: datetime, days: int) -> None:
        self.number, self.start = number, start
        self.style = STYLES[number % len(STYLES)]
        self.host = f"www.stadt-{number:02}.example"
        self.url = f"http://{self.host}{self.style.listing or '/'}"
        old = range(-_AN_OLD_ARTICLE_EVERY * (8 + number % 7), 0, _AN_OLD_ARTICLE_EVERY)
        new = (day for day in range(1, days) if (day + number) % 4 == 0)
        born = [*old, *new]
        self.notices = [self._notice(n, day, day == old[-1]) for n, day in enumerate(born, 1)]
        self._by_path = {notice.href: notice for notice in self.notices}

    @property
    def source(self) -> str:
        return self.host.removeprefix("www.")

    def _notice(self, number: int, born: int, is_newest_old: bool) -> Notice:
        chance = random.Random(f"{self.number} {number}")
        title = sentence(chance).rstrip(".")
        at = self.start + timedelta(days=born, hours=-1)
        slug = f"{'-'.join(title.lower().split()[-3:])}-{self.number}-{number}"
        slug = slug.translate(
            {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss", ord(","): "", ord(";"): ""}
        )
        href = self.style.article.format(number=number, slug=slug, day=at)
        edited = EDIT_DAY if is_newest_old and self.number % 5 == 0 else None
        gone = REMOVAL_DAY if number == 3 and self.number % 7 == 0 else None
        return Notice(number, born, href, title, at, gone, edited)

    def standing(self, day: int) -> list[Notice]:
        """Return what stands on a day, the newest first."""
        return [notice for notice in reversed(self.notices) if notice.stands_on(day)]

    def answer(self, path: str, day: int, *, has_feed: bool = True) -> Answer:
        """Return the answer on a day."""
        style = self.style
        if path in self._by_path:
            notice = self._by_path[path]
            return self._html(notice.title, self._article(notice, day)) if notice.stands_on(day) else NOT_FOUND
        if style.feed and path == style.feed and has_feed:
            return Answer(self._feed(day).encode(), headers=_XML, etag=True)
        if style.has_sitemap and path == "/sitemap.xml":
            return Answer(self._sitemap(day).encode(), headers=_XML, etag=True)
        if path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /intern/\n", headers={"Content-Type": "text/plain"})
        return self._listing(path, day, has_feed=has_feed)

    def _listing(self, path: str, day: int, *, has_feed: bool) -> Answer:
        pages = {self.style.listing: 0}
        standing = self.standing(day)
        if self.style.next_page:
            count = -(-len(standing) // _PER_PAGE)
            pages |= {self.style.next_page.format(number=number): number for number in range(1, count)}
        if path not in pages:
            if path == "/":
                return self._html("Startseite", f'<p><a href="{self.style.listing}">Aktuelles</a></p>')
            return NOT_FOUND
        at = pages[path]
        shown = standing[at * _PER_PAGE : (at + 1) * _PER_PAGE] if self.style.next_page else standing
        rows = "".join(self._filled(self.style.row, notice, day) for notice in shown)
        following = next((other for other, number in pages.items() if number == at + 1), None)
        link = f'<a class="next" rel="next" href="{following}">weiter</a>' if following else ""
        head = f'<link rel="alternate" type="application/rss+xml" href="{self.style.feed}">' if self.style.feed else ""
        return self._html("Aktuelles", f"<h1>Aktuelles</h1><ul>{rows}</ul>{link}", head if has_feed else "")

    def _article(self, notice: Notice, day: int) -> str:
        return self._filled(self.style.body, notice, day)

    def _filled(self, template: str, notice: Notice, day: int) -> str:
        chance = random.Random(f"text {self.number} {notice.number}")
        sentences = [sentence(chance) for _ in range(24)]
        if notice.edited_on is not None and day >= notice.edited_on:
            sentences.append("Der Rat hat dazu am Dienstag einen neuen Beschluss gefasst.")
        text = "".join(f"<p>{escape(' '.join(sentences[at : at + 4]))}</p>" for at in range(0, len(sentences), 4))
        return template.format(
            href=notice.href, title=escape(notice.title), iso=notice.at.isoformat(), german=f"{notice.at:%d.%m.%Y}",
            lead=escape(sentences[0]), text=text,
        )  # fmt: skip

    def _html(self, title: str, main: str, head: str = "") -> Answer:
        generator = f'<meta name="generator" content="{self.style.generator}">' if self.style.generator else ""
        page = (
            f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{escape(title)} | Stadt {self.number}'
            f'</title>{generator}{head}</head><body><header><nav><a href="/">Stadt {self.number}</a> <a href="'
            f'{self.style.listing}">Aktuelles</a></nav></header><main>{main}</main><footer>Rathaus, Marktplatz 1'
            "</footer></body></html>"
        )
        return Answer(page.encode(), etag=True)

    def _feed(self, day: int) -> str:
        entries = "".join(self._entries(day, is_atom="atom" in self.style.feed or self.style.name == "jekyll"))
        if "atom" in self.style.feed or self.style.name == "jekyll":
            return (
                f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Stadt</title>{entries}</feed>'
            )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Stadt</title>{entries}</channel></rss>'

    def _entries(self, day: int, *, is_atom: bool) -> Iterator[str]:
        for notice in self.standing(day)[:_PER_PAGE]:
            url, title = f"http://{self.host}{notice.href}", escape(notice.title)
            if is_atom:
                yield f'<entry><title>{title}</title><link href="{url}"/><id>{url}</id><updated>{notice.at.isoformat()}</updated></entry>'  # noqa: E501
            else:
                at = format_datetime(notice.at.astimezone(UTC))
                yield f"<item><title>{title}</title><link>{url}</link><pubDate>{at}</pubDate></item>"

    def _sitemap(self, day: int) -> str:
        rows = "".join(f"<url><loc>http://{self.host}{notice.href}</loc></url>" for notice in self.standing(day))
        return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
