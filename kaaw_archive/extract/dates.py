"""The days on which an article was published and changed, each with the clue that gave it away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# htmldate would take the present day; a reading must not depend on when it is made.
LATEST = "2049-12-31"
_DAY = re.compile(r"\b(1[89]\d\d|20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
_JSON_MODIFIED = re.compile(r"\"dateModified\"\s*:\s*\"([^\"]{8,40})\"")
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


def published(found: str | None, tree: HtmlElement, url: str) -> Day | None:
    """The day that htmldate found, with its clue: the first place where the page says that day.

    Clues, from the surest: ``json-ld``, ``meta:<name>``, ``time``, ``url``, and ``text`` for all else.
    """
    if found is None or not _DAY.fullmatch(found):
        return None
    return Day(found, _clue(found, tree, url))


def modified(tree: HtmlElement) -> Day | None:
    """The day of the last change as the page's markup declares it; text is not searched."""
    for script in tree.xpath(".//script[@type='application/ld+json']"):
        if (said := _JSON_MODIFIED.search(script.text or "")) and (day := _DAY.search(said[1])):
            return Day(day[0], "json-ld")
    for element in tree.iter("meta"):
        name = _meta_name(element)
        if name in _MODIFIED_META and (day := _DAY.search(element.get("content") or "")):
            return Day(day[0], f"meta:{name}")
    for element in tree.xpath(".//*[@itemprop='dateModified']"):
        if day := _DAY.search(element.get("datetime") or element.get("content") or ""):
            return Day(day[0], "itemprop")
    return None


def _clue(found: str, tree: HtmlElement, url: str) -> str:
    for script in tree.xpath(".//script[@type='application/ld+json']"):
        if f'"{found}' in (script.text or ""):
            return "json-ld"
    for element in tree.iter("meta"):
        if found in (element.get("content") or "") and (name := _meta_name(element)):
            return f"meta:{name}"
    if any(found in (element.get("datetime") or "") for element in tree.iter("time")):
        return "time"
    year, month, day = found.split("-")
    if re.search(rf"{year}[-_/]?{month}[-_/]?{day}(?!\d)", url):
        return "url"
    return "text"


def _meta_name(element: HtmlElement) -> str:
    name = element.get("name") or element.get("property") or element.get("itemprop") or element.get("http-equiv") or ""
    return name.strip().lower()[:60]
