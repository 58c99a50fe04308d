"""The days that a page declares to machines, and the one in its address, each with what that is worth."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from kaaw_archive.extract import german_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_META = {
    "article:published_time": 6.5, "og:article:published_time": 6.5, "og:published_time": 6.0, "datepublished": 6.5,
    "date": 6.0, "dc.date": 5.5, "dc.date.issued": 6.0, "dcterms.date": 5.5, "dcterms.issued": 6.0,
    "dc.date.created": 5.5,
    "dcterms.created": 5.5, "pubdate": 6.0, "publishdate": 6.0, "publish-date": 6.0, "publication_date": 6.0,
    "article.published": 6.0, "sailthru.date": 5.5, "parsely-pub-date": 6.0, "cxenseparse:recs:publishtime": 5.0,
    "last-modified": 1.0, "og:updated_time": 1.5, "article:modified_time": 1.5, "revised": 1.0, "dcterms.modified": 1.0,
    "datemodified": 1.0,
}  # fmt: skip
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])[-_/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_DAY_LAST = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.]((?:19|20)\d\d)(?!\d)")
_URL_SHORT = re.compile(r"(?<!\d)([012]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[-_]")
_URL_US = re.compile(r"(?<!\d)(0[1-9]|1[0-2])_(0[1-9]|[12]\d|3[01])_((?:19|20)\d\d)(?!\d)")


class Said(NamedTuple):
    """A day (ISO 8601), the clue it is from, and how much that clue is worth."""

    on: str
    clue: str
    worth: float


def of_tree(tree: HtmlElement, url: str) -> Iterator[Said]:
    """What JSON-LD, meta and the address say."""
    is_german = speaks_german(tree)
    yield from _in_json(tree, is_german)
    yield from _in_meta(tree, is_german)
    yield from _in_data(tree)
    yield from _in_url(url)


def speaks_german(tree: HtmlElement) -> bool:
    """Whether a page says that it is German: an instant in UTC is of the day that it is in Berlin then."""
    return (tree.get("lang") or "").lower().startswith("de")


def day_of(text: str, *, is_german: bool) -> str | None:
    """The day of an instant or a day that machines read."""
    return german_dates.day_in_berlin(text) if is_german else german_dates.day(text)


def _in_json(tree: HtmlElement, is_german: bool) -> Iterator[Said]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > 500_000:
            continue
        try:
            said = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            for name, worth in (("datePublished", 6.5), ("dateCreated", 4.0), ("dateModified", 1.5)):
                if (text := re.search(rf'"{name}"\s*:\s*"([^"]{{8,40}})"', script.text)) and (
                    on := day_of(text[1], is_german=is_german)
                ):
                    yield Said(on, "json-ld", worth)
            continue
        yield from _of_json(said, 0, is_german)


def _of_json(said: Any, depth: int, is_german: bool) -> Iterator[Said]:
    if depth > 4:
        return
    if isinstance(said, list):
        for one in said[:50]:
            yield from _of_json(one, depth + 1, is_german)
    elif isinstance(said, dict):
        kind = str(said.get("@type"))
        is_article = any(word in kind for word in ("Article", "Posting", "Report", "News", "Recipe", "Review"))
        for name, worth in (("datePublished", 7.0 if is_article else 5.0), ("dateCreated", 4.5), ("dateModified", 1.5)):
            if isinstance(text := said.get(name), str) and (on := day_of(text[:60], is_german=is_german)):
                yield Said(on, "json-ld", worth)
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if name in said:
                yield from _of_json(said[name], depth + 1, is_german)


def _in_meta(tree: HtmlElement, is_german: bool) -> Iterator[Said]:
    for element in tree.iter("meta"):
        name = (
            element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
        )
        name = name.strip().lower()[:60]
        if (worth := _META.get(name)) and (on := day_of((element.get("content") or "")[:60], is_german=is_german)):
            yield Said(on, f"meta:{name}", worth)
        elif name == "description":  # "Fachmeldung vom 18.10.2021"
            vom = re.match(r"\w+ vom (.{8,20})", element.get("content") or "")
            if vom and (on := german_dates.day(vom[1])):
                yield Said(on, "meta:description", 4.0)


def _in_data(tree: HtmlElement) -> Iterator[Said]:
    """What Sitepark says of a page in ``meta[name=application-name]``, as JSON in an attribute of its own."""
    for element in tree.iterfind(".//meta[@data-content]"):
        said = re.search(r'"(?:date|published)"\s*:\s*"([^"]{8,40})"', element.get("data-content") or "")
        if said and (on := german_dates.day(said[1])):
            yield Said(on, "meta:data-content", 6.0)


def _in_url(url: str) -> Iterator[Said]:
    path = url.partition("://")[2].partition("/")[2]
    for pattern, order in (
        (_URL_DAY, (1, 2, 3)),
        (_URL_DAY_LAST, (3, 2, 1)),
        (_URL_US, (3, 1, 2)),
        (_URL_SHORT, (1, 2, 3)),
    ):
        if found := pattern.search(path):
            year, month, number = (found[group] for group in order)
            text = f"{'20' if len(year) == 2 else ''}{year}-{month}-{number}"
            if on := german_dates.day(text):
                yield Said(on, "url", 5.5 if pattern is not _URL_SHORT else 4.0)
