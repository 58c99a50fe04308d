"""Days that a page declares for machines, and the day in its address, each with what that is worth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.extract import german_dates
from kaaw_archive.extract.metadata.record import ITEMPROP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.extract.metadata.record import Metadata

_META = {
    "article:published_time": 6.5, "og:article:published_time": 6.5, "og:published_time": 6.0, "datepublished": 6.5,
    "itemprop:datepublished": 6.5, "itemprop:datemodified": 1.0,
    "date": 6.0, "dc.date": 5.5, "dc.date.issued": 6.0, "dcterms.date": 5.5, "dcterms.issued": 6.0,
    "dc.date.created": 5.5,
    "dcterms.created": 5.5, "pubdate": 6.0, "publishdate": 6.0, "publish-date": 6.0, "publication_date": 6.0,
    "article.published": 6.0, "sailthru.date": 5.5, "parsely-pub-date": 6.0, "cxenseparse:recs:publishtime": 5.0,
    "last-modified": 1.0, "og:updated_time": 1.5, "article:modified_time": 1.5, "revised": 1.0, "dcterms.modified": 1.0,
    "datemodified": 1.0,
}  # fmt: skip
_MODIFIED_META = frozenset(
    {"article:modified_time", "og:article:modified_time", "og:updated_time", "last-modified", "dc.date.modified"}
)
_LINKED = {"datePublished": 5.0, "dateCreated": 4.5, "dateModified": 1.5}
_PUBLISHED_ARTICLE = 7.0  # datePublished of an object that is an article
_ARTICLE_TYPES = ("Article", "Posting", "Report", "News", "Recipe", "Review")
_INSTANT_CHARACTERS = 60
_DESCRIBED = re.compile(r"\w+ vom (.{8,20})")  # "Fachmeldung vom 18.10.2021"
_IN_DATA = re.compile(r'"(?:date|published)"\s*:\s*"([^"]{8,40})"')


class DateClue(NamedTuple):
    """A day (ISO 8601), the clue it is from, and what that clue is worth."""

    on: str
    clue: str
    worth: float = 0.0


def day_of(metadata: Metadata, instant: str) -> str | None:
    """Return the day of an instant or a day that machines read; of a German page that in Berlin; None if it is none."""
    text = instant[:_INSTANT_CHARACTERS]
    return german_dates.day_in_berlin(text) if is_german(metadata) else german_dates.day(text)


def is_german(metadata: Metadata) -> bool:
    """Return True if a page declares that it is German."""
    return (metadata.language or "").lower().startswith("de")


def in_json(metadata: Metadata) -> Iterator[DateClue]:
    """Yield the days of JSON-LD."""
    for entity in metadata.linked:
        is_article = any(word in str(entity.get("@type")) for word in _ARTICLE_TYPES)
        for name, worth in _LINKED.items():
            if isinstance(text := entity.get(name), str) and (on := day_of(metadata, text)):
                is_best = is_article and name == "datePublished"
                yield DateClue(on, "json-ld", _PUBLISHED_ARTICLE if is_best else worth)


def in_meta(metadata: Metadata) -> Iterator[DateClue]:
    """Yield the days of meta elements."""
    for name, content in metadata.meta:
        if (worth := _META.get(name)) and (on := day_of(metadata, content)):
            yield DateClue(on, f"meta:{name.removeprefix(ITEMPROP)}", worth)
        elif name == "description" and (found := _DESCRIBED.match(content)) and (on := german_dates.day(found[1])):
            yield DateClue(on, "meta:description", 4.0)
        elif name == "data-content" and (found := _IN_DATA.search(content)) and (on := german_dates.day(found[1])):
            yield DateClue(on, "meta:data-content", 6.0)


def in_url(url: str) -> Iterator[DateClue]:
    """Yield the day in the path of an address; worth less if its year has two digits."""
    if on := urls.date_hint(url):
        yield DateClue(on, "url", 5.5 if on[:4] in url else 4.0)


def modified(metadata: Metadata) -> DateClue | None:
    """Return the declared day of the last change; None if none is declared. Text is not searched."""
    for _, text in metadata.texts("dateModified"):
        if on := day_of(metadata, text):
            return DateClue(on, "json-ld")
    for name, content in metadata.meta:
        if name in _MODIFIED_META and (on := day_of(metadata, content)):
            return DateClue(on, f"meta:{name}")
    return None
