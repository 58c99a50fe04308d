"""Names that a page declares: its author, the issuing body; its description and language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.extract.html.text import one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.metadata.record import Metadata

_AUTHOR_META = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_ISSUER_META = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name", "copyright")
_DESCRIPTION_META = ("description", "og:description", "dc.description", "twitter:description")
_LANGUAGE_META = ("content-language", "dc.language", "og:locale")
_AUTHOR_PLACES = re.compile(
    r"(?:^|[\s_-])(?:(?:document)?author|byline|autor|verfasser|creator|created?by)(?:$|[\s_-]|name)", re.IGNORECASE
)
_BY = re.compile(
    r"\A(?:(?:ein\s++)?(?:beitrag|text|artikel|geschrieben|verfasst|erstellt)?\s*+von|by|autor(?:in|en)?)\b\s*+(?::\s*+)?",
    re.I,
)
_NO_NAME = re.compile(r"https?:|www\.|@|\b(?:admin(?:istrator)?|redaktion|user|webmaster)\b|\d{3}", re.IGNORECASE)
_MOST_WORDS = 8
_LONGEST_CLASS = 500  # characters
_LANGUAGE = re.compile(r"\A([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*\Z", re.IGNORECASE)


def author(metadata: Metadata, tree: HtmlElement) -> str | None:
    """Return the names of the authors with a comma between; None if none is stated.

    JSON-LD comes first, then meta elements, then a short line of the page that markup calls the author's.
    """
    named = (names for one in metadata.linked if (names := _usable_names(one.get("author"))))
    return next(named, None) or _usable(_first(metadata, _AUTHOR_META)) or author_line(tree)


def author_line(tree: HtmlElement) -> str | None:
    """Return the names in a short line called author or byline, in microdata or by its class; None if there is none."""
    for element in tree.iter("a", "span", "p", "div", "dd", "address", "strong"):
        is_marked = element.get("itemprop") == "author" or element.get("rel") == "author"
        if is_marked or ((names := element.get("class")) and _is_author_place(names[:_LONGEST_CLASS])):
            name = _usable(_BY.sub("", text_of(element) or ""))
            if name:
                return name
    return None


def issuer(metadata: Metadata, url: str) -> str | None:
    """Return the name of the publishing body; None if the page states none but its host."""
    publishers = (name for one in metadata.linked for name in _names(one.get("publisher")))
    name = _first(metadata, _ISSUER_META) or next(publishers, None)
    return None if name and name.lower() in (urls.host(url), urls.site(url)) else name


def description(metadata: Metadata) -> str | None:
    """Return the description that the page gives of itself; None if it gives none."""
    return _first(metadata, _DESCRIPTION_META)


def language(metadata: Metadata) -> str | None:
    """Return the primary language subtag (ISO 639) that the page declares; None if it declares none."""
    found = _LANGUAGE.match((metadata.language or _first(metadata, _LANGUAGE_META) or "").strip())
    return found[1].lower() if found else None


def _first(metadata: Metadata, names: tuple[str, ...]) -> str | None:
    texts = (text for name in names for content in metadata.contents(name) if (text := one_line(content)))
    return next(texts, None)


def _usable_names(value: Any) -> str | None:
    return ", ".join(dict.fromkeys(name for name in _names(value) if _usable(name))) or None


def _names(value: Any) -> Iterator[str]:
    """Yield the names in a property of JSON-LD: a text, an object with a name, or a list of such."""
    if isinstance(value, list):
        for one in value[:20]:
            yield from _names(one)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))
    elif isinstance(value, str) and (line := one_line(value)):
        yield line


@lru_cache(maxsize=2_000)
def _is_author_place(names: str) -> bool:
    return _AUTHOR_PLACES.search(names) is not None


def _usable(name: str | None) -> str | None:
    name = _BY.sub("", name or "").strip(" ,;|–-")
    return name if name and len(name.split()) <= _MOST_WORDS and not _NO_NAME.search(name) else None
