"""Addresses of a seed page that count: the site's own, no traps, articles by pattern; each once by its url key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.bounds import ADDRESS_CHARACTERS
from kaaw_archive.cms import is_trap
from kaaw_archive.cms import system_by_name as system_named
from kaaw_archive.items import SeedEntry
from kaaw_archive.wordings import sections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaaw_archive.cms import System
    from kaaw_archive.seeds.records import SeedRules

_DOCUMENT = re.compile(r"\.pdf(?:$|[?;])|[?&]__blob=publicationFile\b", re.IGNORECASE)
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+[a-z0-9])(?:[/?]|\Z)", re.IGNORECASE)  # no port, user or umlaut
# a name of three words or more, a day, or a number that counts something: what titles become in addresses
_SLUG = re.compile(r"[^\W_]+[-_][^\W_]+[-_][^\W_]+")
# pages that each site must have; some systems put all pages into their feeds
_BOILERPLATE = re.compile(
    r"/(?:impressum|imprint|datenschutz\w*|privacy[\w-]*|kontakt|contact|agb|terms[\w-]*|cookies?|barrierefreiheit)"
    r"(?:\.\w{3,5})?/?(?:$|[?#])",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?<!\d)\d{4,}(?!\d)")


class Addresses:
    """Judge of the addresses of one seed page, by the rules of its site and of its content system."""

    def __init__(self, url: str, rules: SeedRules, system: System) -> None:
        self.url = url
        self.key = urls.key(url)
        self.rules = rules
        self._wants_documents = rules.wants_documents
        self._sites = {urls.site(f"//{host}") for host in rules.hosts} or {urls.site(url)}
        self.system = system
        self.is_system_given = rules.system is not None or bool(rules.articles)
        self._has_own_articles = bool(rules.articles)
        self._articles = tuple(map(re.compile, rules.articles)) or system.articles
        self.knows_articles = bool(self._articles)
        self._plain = system_named("plain").not_articles
        of_system = system.not_articles if system.name != "plain" else ()
        self._not_articles = (*map(re.compile, rules.not_articles), *of_system)

    def absolute(self, base: str, href: str) -> str | None:
        """Return the target of a link without fragment and session id; None if it is not of this site."""
        absolute = (urls.join(base, href) or "").partition("#")[0]
        if len(absolute) > ADDRESS_CHARACTERS or not self._is_own(absolute):
            return None
        return urls.without_session(absolute)

    def _is_own(self, url: str) -> bool:
        host = _PLAIN_HOST.match(url)
        if host is not None:
            return host[1].lower().removeprefix("www.") in self._sites
        return urls.is_web(url) and urls.site(url) in self._sites

    def is_trap(self, url: str) -> bool:
        return is_trap(url, self.system)

    def is_listing(self, url: str) -> bool:
        return any(pattern.search(url) for pattern in self.system.listings)

    def is_wanted_document(self, url: str) -> bool:
        """Return True for the address of a PDF if the site's rules want these."""
        return self._wants_documents and _DOCUMENT.search(url) is not None and not self.is_trap(url)

    def has_article_address(self, url: str) -> bool:
        """Return True if an address has the form of an article of this site."""
        return any(pattern.search(url) for pattern in self._articles) and not self._is_excluded(url)

    def is_article(self, url: str) -> bool:
        """Return True if the address alone shows that it is an article, and it may be requested."""
        return any(pattern.search(url) for pattern in self._articles) and self._may_be(url)

    def may_be_article(self, url: str) -> bool:
        """Return True if an address in a row or feed may be an article; the rules of the site have precedence."""
        if self._has_own_articles:
            return self.is_article(url)
        if urls.is_file(url) and not self.is_article(url):
            return self.is_wanted_document(url)
        return self._may_be(url)

    def may_be_entry(self, url: str) -> bool:
        """Return True if an address that a feed names may be an article: a feed is a list of these by itself.

        Its word counts more than the form of an address: a number, one long word, a folder of topics.
        """
        if self._has_own_articles:
            return self.is_article(url)
        if urls.is_file(url):
            return self.is_wanted_document(url)
        if urls.is_home(url) or self.is_trap(url) or urls.key(url) == self.key or self.is_listing(url):
            return False
        return _BOILERPLATE.search(url) is None or _is_of_news(url)

    def looks_like_article(self, url: str) -> bool:
        """Return True if an address in a sitemap, of which nothing else is known, looks like an article."""
        if self.is_article(url):
            return True
        if self._articles or not self.may_be_article(url):
            return False
        name = url.partition("?")[0].rstrip("/").rpartition("/")[2]
        return bool(_SLUG.search(name) or _COUNTED.search(name) or urls.date_hint(url))

    def _may_be(self, url: str) -> bool:
        return not self._is_excluded(url) and not self.is_trap(url) and urls.key(url) != self.key

    def _is_excluded(self, url: str) -> bool:
        if urls.is_home(url) or self.is_listing(url) or any(pattern.search(url) for pattern in self._not_articles):
            return True
        return any(pattern.search(url) for pattern in self._plain) and not _is_of_news(url)


def _is_of_news(url: str) -> bool:
    """Return True for an address in a folder of news, where one word such as "anmeldung" names an article."""
    folders = urls.path_of(url).rstrip("/").split("/")[:-1]
    return bool(folders) and sections.kind_of(folders[-1]) == "news"


def distinct(found: Iterable[SeedEntry]) -> tuple[SeedEntry, ...]:
    """Return each page once, in order; a later mention adds the title or the instant that an earlier one lacks."""
    by_key: dict[str, SeedEntry] = {}
    for address in found:
        key = urls.key(address.url)
        first = by_key.get(key)
        if first is not None:
            address = SeedEntry(first.url, first.title or address.title, first.stated_at or address.stated_at)
        by_key[key] = address
    return tuple(by_key.values())
