"""What the markup of a page says of its article beside its text: author, issuing body, description, language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.extract.html.text import one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_AUTHOR_META = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_ISSUER_META = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name", "copyright")
_DESCRIPTION_META = ("description", "og:description", "dc.description", "twitter:description")
_AUTHOR_PLACES = re.compile(
    r"(?:^|[\s_-])(?:(?:document)?author|byline|autor|verfasser|creator|created?by)(?:$|[\s_-]|name)", re.IGNORECASE
)
_BY = re.compile(
    r"\A(?:(?:ein\s+)?(?:beitrag|text|artikel|geschrieben|verfasst|erstellt)?\s*von|by|autor(?:in|en)?)\b\s*:?\s*", re.I
)
_NO_NAME = re.compile(r"https?:|www\.|@|\b(?:admin(?:istrator)?|redaktion|user|webmaster)\b|\d{3}", re.IGNORECASE)
_MOST_WORDS = 8
_MOST_DEPTH = 4
_LONGEST_CLASS = 500  # characters


@dataclass(frozen=True, slots=True)
class About:
    """Each None where the page does not say. ``author``: names with a comma between."""

    author: str | None
    issuer: str | None
    description: str | None
    language: str | None


def of_tree(tree: HtmlElement, url: str) -> About:
    """What is declared in the head, in JSON-LD and in microdata; of the body only a line that is named the author's."""
    named = _meta(tree)
    linked = list(_json_ld(tree))
    issuer = _first(named, _ISSUER_META) or next(_publishers(linked), None)
    return About(
        author=next(_authors(linked), None) or _usable(_first(named, _AUTHOR_META)) or _author_line(tree),
        # its own host is no name
        issuer=None if issuer and issuer.lower() in (urls.host(url), urls.site(url)) else issuer,
        description=_first(named, _DESCRIPTION_META),
        language=_first(named, ("content-language", "dc.language", "og:locale")),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or ""
        if text := one_line(element.get("content")):
            named.setdefault(name.strip().lower(), text)
    return named


def _first(named: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((named[name] for name in names if name in named), None)


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text and len(script.text) < 500_000:
            try:
                said = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _objects(said, 0)


def _objects(said: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(said, list):
        for one in said[:50]:
            yield from _objects(one, depth + 1)
    elif isinstance(said, dict):
        yield said
        for name in ("@graph", "mainEntity"):
            yield from _objects(said.get(name), depth + 1)


def _authors(linked: list[dict[str, Any]]) -> Iterator[str]:
    for one in linked:
        names = [name for name in _names(one.get("author")) if _usable(name)]
        if names:
            yield ", ".join(dict.fromkeys(names))


def _publishers(linked: list[dict[str, Any]]) -> Iterator[str]:
    for one in linked:
        yield from _names(one.get("publisher"))


def _names(said: Any) -> list[str]:
    if isinstance(said, list):
        return [name for one in said[:20] for name in _names(one)]
    if isinstance(said, dict):
        return _names(said.get("name"))
    line = one_line(said) if isinstance(said, str) else None
    return [line] if line else []


def _author_line(tree: HtmlElement) -> str | None:
    """A short line called author or byline, marked as such in microdata or by its class."""
    for element in tree.iter("a", "span", "p", "div", "dd", "address", "strong"):
        is_marked = element.get("itemprop") == "author" or element.get("rel") == "author"
        if is_marked or ((names := element.get("class")) and _is_author_place(names[:_LONGEST_CLASS])):
            name = _usable(_BY.sub("", text_of(element) or ""))
            if name:
                return name
    return None


@lru_cache(maxsize=2_000)
def _is_author_place(names: str) -> bool:
    return _AUTHOR_PLACES.search(names) is not None


def _usable(name: str | None) -> str | None:
    name = _BY.sub("", name or "").strip(" ,;|–-")
    return name if name and len(name.split()) <= _MOST_WORDS and not _NO_NAME.search(name) else None
