"""Days that a page declares for machines, and the day in its address, each with what that is worth."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.metadata.record import ITEMPROP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.extract.metadata.calendars import Calendar
    from kaaw_archive.extract.metadata.record import Metadata

_PUBLISHED_META = {
    "article:published_time": 6.5, "og:article:published_time": 6.5, "datepublished": 6.5,
    "itemprop:datepublished": 6.5, "date": 6.0, "dc.date": 5.5, "dc.date.issued": 6.0, "dcterms.date": 5.5,
    "dcterms.issued": 6.0, "dc.date.created": 5.5, "dcterms.created": 5.5, "article_date_original": 6.0,
    "citation_publication_date": 5.5, "citation_online_date": 5.5, "sailthru.date": 5.5,
    "cxenseparse:recs:publishtime": 5.0,
    "cxenseparse:publishtime": 5.0,
}  # fmt: skip
# the letters of names that sites and systems make of words of publication, with prefixes and joints of their own
_NAMED_PUBLISHED = re.compile(
    r"(?:publish(?:ed)?|publication|pub|release)(?:date|time|datetime|on|at)\Z|published\Z|datepublication\Z"
)
_NAMED_OTHERWISE = re.compile(r"last|latest|modif|updat|expir|unpub|republ")
_NO_LETTER = re.compile(r"[^a-z]+")
_WORTH_OF_NAME = 4.9  # no known name is worth that
_MODIFIED_META = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "last-modified", "dc.date.modified",
    "dcterms.modified", "datemodified", "itemprop:datemodified", "revised",
)  # fmt: skip
_LINKED = {"datePublished": 5.0, "dateCreated": 4.5}
_PUBLISHED_ARTICLE = 7.0  # datePublished of an object that is an article
_ARTICLE_TYPES = ("Article", "Posting", "Report", "News", "Recipe", "Review")
_DESCRIBED = re.compile(r"\w+ vom (.{8,20})")  # "Fachmeldung vom 18.10.2021"
_IN_DATA = re.compile(r'"(?:date|published)"\s*:\s*"([^"]{8,40})"')


class DateClue(NamedTuple):
    """A day (ISO 8601), the clue it is from, and what that clue is worth.

    ``is_declared``: for machines, or labelled as the day of publication; ``is_change``: labelled as a last change;
    ``is_state``: as "Stand", which many bodies write above what they publish, too, or as that of the page.
    """

    on: str
    clue: str
    worth: float = 0.0
    is_declared: bool = False
    is_change: bool = False
    is_state: bool = False


def in_json(metadata: Metadata, calendar: Calendar) -> Iterator[DateClue]:
    """Yield the days of publication in JSON-LD."""
    for entity in metadata.linked:
        is_article = any(word in str(entity.get("@type")) for word in _ARTICLE_TYPES)
        for name, worth in _LINKED.items():
            if (text := entity.get(name)) is not None and (on := calendar.declared_day(str(text))):
                is_best = is_article and name == "datePublished"
                yield DateClue(on, "json-ld", _PUBLISHED_ARTICLE if is_best else worth, is_declared=True)


def in_meta(metadata: Metadata, calendar: Calendar) -> Iterator[DateClue]:
    """Yield the days of publication in meta elements."""
    named: list[DateClue] = []
    for name, content in metadata.meta:
        if (worth := worth_of_name(name)) and (on := calendar.declared_day(content)):
            clue = DateClue(on, f"meta:{name.removeprefix(ITEMPROP)}", worth, is_declared=True)
            if worth != _WORTH_OF_NAME:
                yield clue
            else:
                named.append(clue)
        elif name == "description" and (found := _DESCRIBED.match(content)) and (on := written_days.day(found[1])):
            yield DateClue(on, "meta:description", 4.0)
        elif name == "data-content" and (found := _IN_DATA.search(content)) and (on := written_days.day(found[1])):
            yield DateClue(on, "meta:data-content", 6.0, is_declared=True)
    if named:  # what was published again has two days
        yield min(named)


@lru_cache(maxsize=4_096)
def worth_of_name(name: str) -> float:
    """Return what the day in a meta element of this name is worth; 0 if the name is not that of a publication.

    >>> worth_of_name("w-publish-date"), worth_of_name("last-published-date"), worth_of_name("article:publisher")
    (4.9, 0.0, 0.0)
    """
    if (known := _PUBLISHED_META.get(name)) is not None:
        return known
    letters = _NO_LETTER.sub("", name)
    is_named = _NAMED_PUBLISHED.search(letters) is not None and _NAMED_OTHERWISE.search(letters) is None
    return _WORTH_OF_NAME if is_named else 0.0


def in_url(url: str) -> Iterator[DateClue]:
    """Yield the day in the path of an address; worth less if its year has two digits."""
    if on := urls.date_hint(url):
        yield DateClue(on, "url", 5.5 if on[:4] in url else 4.0, is_declared=True)


def declared_modified_day(metadata: Metadata, calendar: Calendar) -> DateClue | None:
    """Return the declared day of the last change; None if none is declared. Text is not searched."""
    for _, text in metadata.texts("dateModified"):
        if on := calendar.declared_day(text):
            return DateClue(on, "json-ld")
    for wanted in _MODIFIED_META:
        for content in metadata.contents(wanted):
            if on := calendar.declared_day(content):
                return DateClue(on, f"meta:{wanted.removeprefix(ITEMPROP)}")
    return None
