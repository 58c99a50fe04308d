"""The days on which an article was published and changed, each with the clue that gave it away."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

import htmldate

from kaaw_archive.extract.article import published as said
from kaaw_archive.extract.html import trees

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.analysis import Layout

# htmldate would take the present day; a reading must not depend on when it is made.
LATEST = "2049-12-31"
_DAY = re.compile(r"\b(1[89]\d\d|20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
_JSON_MODIFIED = re.compile(r"\"dateModified\"\s*:\s*\"([^\"]{8,40})\"")
# any day in the forms in which htmldate's find must stand
_SHOWN_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}\D{1,3}\d{1,2}\D{1,3}\d{4}|\d{4}\D?\d\d\D?\d\d"
    r"|\b\d{1,2}\W{1,3}\w{3,9}\W{1,3}\d{4}|\w{3,9} \d{1,2}\W{1,3}\d{4})(?!\d)"
)
_SHORT_WORDS = 60  # of the segments in which htmldate's find must stand
_MODIFIED_META = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "last-modified",
    "dc.date.modified",
)


class Day(NamedTuple):
    """A day (ISO 8601) and the clue it is from."""

    on: str
    clue: str


def published(tree: HtmlElement, page: Layout, start: int, url: str) -> Day | None:
    """The day of publication, with the clue it is from: what is said on the page, else what htmldate digs up.

    ``start`` is the segment with which the text begins.
    """
    title = page.headline.title if page.headline else None
    if found := said.day(tree, page.found, said.Place(page.head, title, page.dates, start), url):
        return Day(found.on, found.clue)
    return _dug_up(tree, page, url)


def _dug_up(tree: HtmlElement, page: Layout, url: str) -> Day | None:
    """What htmldate finds, where a reader would find it too: in scripts it takes parts of tokens for days.

    Not in the foot of the page, which says when the page was sent, nor in links to others.
    """
    short = (one.text for one in page.found.all if one.words < _SHORT_WORDS and not said.is_elsewhere(one))
    shown = " ".join(short) + url
    if not _SHOWN_DAY.search(shown):
        return None  # whatever it found, no reader would
    # its extensive search makes patterns of 200 languages: three seconds once a process, for one date of the corpus
    guessed = htmldate.find_date(deepcopy(tree), extensive_search=False, original_date=True, max_date=LATEST, url=url)
    # a page that only names a year is given its first day
    if guessed is None or not _DAY.fullmatch(guessed) or guessed.endswith("-01-01"):
        return None
    year, month, day = guessed.split("-")
    numbers = rf"0?{int(day)}\D{{1,3}}0?{int(month)}\D{{1,3}}{year}|{year}\D?{month}\D?{day}"
    words = rf"\b0?{int(day)}\W{{1,3}}\w{{3,9}}\W{{1,3}}{year}|\w{{3,9}} 0?{int(day)}\W{{1,3}}{year}"
    return Day(guessed, "htmldate") if re.search(rf"(?<!\d)(?:{numbers}|{words})(?!\d)", shown) else None


def modified(tree: HtmlElement) -> Day | None:
    """The day of the last change as the page's markup declares it; text is not searched."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        if (said := _JSON_MODIFIED.search(script.text or "")) and (day := _DAY.search(said[1])):
            return Day(day[0], "json-ld")
    for element in tree.iter("meta"):
        name = _meta_name(element)
        if name in _MODIFIED_META and (day := _DAY.search(element.get("content") or "")):
            return Day(day[0], f"meta:{name}")
    for element in trees.with_itemprop(tree):
        if element.get("itemprop") != "dateModified":
            continue
        if day := _DAY.search(element.get("datetime") or element.get("content") or ""):
            return Day(day[0], "itemprop")
    return None


def _meta_name(element: HtmlElement) -> str:
    name = element.get("name") or element.get("property") or element.get("itemprop") or element.get("http-equiv") or ""
    return name.strip().lower()[:60]
