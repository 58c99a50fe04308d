"""The day of first publication: everything on a page that says a day, weighed by where it says it.

What stands next to the headline is what the publisher shows as the date; what machines declare (JSON-LD, meta) is
often the day on which the page was made or made again. A day that several say gains by it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from kaaw_archive.extract import german_dates, trees
from kaaw_archive.extract.groups import CLASS_GROUPS, TAG_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.segments import Segment, Segments

_YEAR = re.compile(r"\d\.\s?(?:\d\d?\.\s?\d\d|\s?[A-Za-zä]{3,9}\.?\s\d{4})|(?:19|20)\d\d")
_CHANGED = re.compile(
    r"aktualisiert|ge[äa]ndert|\bstand\b|updated?\b|modified|überarbeitet|bearbeitet|revised|edited"
    r"|letzte.? änderung",
    re.I,
)
_SAID = re.compile(
    r"veröffentlicht|erschienen|publiziert|published|posted|erstellt|verfasst|datum|pressemitteilung|vom\b", re.I
)
_ELSEWHEN = re.compile(
    r"kommentar|comment|antwort|copyright|©|\bbis\b|\bab\b|termin|veranstaltung|anmeldeschluss|seit|geboren|\buhr bis"
    r"|quelle|abgerufen|gültig|fassung|beginn|einsendeschluss|registr|mitglied seit|joined",
    re.I,
)
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
_ISO = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d")
_DATE_GROUP = len(TAG_GROUPS) + next(n for n, words in enumerate(CLASS_GROUPS) if words.startswith("date"))
_AWAY = [0, 1, 2]  # nav, aside, footer
_BESIDE = _AWAY[:2]
_FOOT = 2
_ARTICLE = 6
_OF_ELSEWHERE = -1.0
_COMMENT_GROUP = len(TAG_GROUPS) + next(n for n, words in enumerate(CLASS_GROUPS) if words.startswith("comment"))
_RELATED_GROUP = len(TAG_GROUPS) + next(n for n, words in enumerate(CLASS_GROUPS) if words.startswith("related"))
_LIST = 10
_NEAR_START, _LINE_WORDS = 4, 15
_SHORT_YEAR = 5.0  # what a day needs whose year has two digits: software has such numbers too
_LONG_TITLE = 20  # characters
_NEAR_BEFORE, _NEAR_AFTER = 8, 24  # segments around the headline
_LATEST = "2049-12-31"  # a reading must not depend on when it is made
_EARLIEST = "1990-01-01"  # before it there were no pages


class Said(NamedTuple):
    """A day (ISO 8601), the clue it is from, and how much that clue is worth."""

    on: str
    clue: str
    worth: float


class Place(NamedTuple):
    """Where on a page the article is. ``head``: the headline's segment; ``marked``: what a system's dates say."""

    head: int | None
    title: str | None
    marked: Sequence[str] = ()
    start: int | None = None  # the segment with which the text begins


def day(tree: HtmlElement, found: Segments, place: Place, url: str) -> Said | None:
    """The day of publication; None where nothing on the page says one."""
    said = [one for one in all_said(tree, found, place, url) if _EARLIEST <= one.on <= _LATEST]
    if not said:
        return None
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, Said] = {}
    for one in sorted(said, key=lambda one: -one.worth):
        if one.on not in best:
            best[one.on] = one
            sums[one.on] = one.worth
        elif one.clue != best[one.on].clue:
            sums[one.on] += max(0.0, 0.2 * one.worth)
    winner = max(best.values(), key=lambda one: (sums[one.on], one.on))
    return winner if winner.worth > 0.5 else None


def all_said(tree: HtmlElement, found: Segments, place: Place, url: str) -> Iterator[Said]:
    """Every day that is said, in markup, in the address and in short texts."""
    yield from _in_marked(place.marked)
    yield from _in_json(tree)
    yield from _in_meta(tree)
    yield from _in_data(tree)
    yield from _in_times(tree, found, place)
    yield from _in_texts(found, place)
    yield from _in_url(url)


def _in_json(tree: HtmlElement) -> Iterator[Said]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > 500_000:
            continue
        try:
            said = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            for name, worth in (("datePublished", 6.5), ("dateCreated", 4.0), ("dateModified", 1.5)):
                if (text := re.search(rf'"{name}"\s*:\s*"([^"]{{8,40}})"', script.text)) and (
                    on := german_dates.day(text[1])
                ):
                    yield Said(on, "json-ld", worth)
            continue
        yield from _of_json(said, 0)


def _of_json(said: Any, depth: int) -> Iterator[Said]:
    if depth > 4:
        return
    if isinstance(said, list):
        for one in said[:50]:
            yield from _of_json(one, depth + 1)
    elif isinstance(said, dict):
        kind = str(said.get("@type"))
        is_article = any(word in kind for word in ("Article", "Posting", "Report", "News", "Recipe", "Review"))
        for name, worth in (("datePublished", 7.0 if is_article else 5.0), ("dateCreated", 4.5), ("dateModified", 1.5)):
            if isinstance(text := said.get(name), str) and (on := german_dates.day(text[:60])):
                yield Said(on, "json-ld", worth)
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if name in said:
                yield from _of_json(said[name], depth + 1)


def _in_meta(tree: HtmlElement) -> Iterator[Said]:
    for element in tree.iter("meta"):
        name = (
            element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
        )
        name = name.strip().lower()[:60]
        if (worth := _META.get(name)) and (on := german_dates.day((element.get("content") or "")[:60])):
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


def _in_times(tree: HtmlElement, found: Segments, place: Place) -> Iterator[Said]:
    """``time`` and ``itemprop=datePublished``, worth more the nearer they are to the headline."""
    numbers = {segment.element: number for number, segment in reversed(list(enumerate(found.all)))}
    marked = [element for element in trees.with_itemprop(tree) if element.get("itemprop") in _ITEMPROPS]
    for element in [*tree.iter("time"), *marked]:
        text = element.get("datetime") or element.get("content") or element.text_content()
        on = german_dates.day(text[:60])
        if on is None or element.tag == "meta":
            continue
        number = next((numbers[above] for above in (element, *element.iterancestors()) if above in numbers), None)
        around = found.all[number].text if number is not None else ""
        worth = 4.0 if number is None else _worth_of_place(found, number, place) + 2.0
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if element.get("itemprop") == "datePublished":
            worth += 1.5
        if "odified" in names or "pdate" in names or _CHANGED.search(around[:80]):
            worth -= 3.0
        yield Said(on, "time" if element.tag == "time" else "itemprop", worth)


_ITEMPROPS = ("datePublished", "dateCreated", "dateModified")


def _in_marked(marked: Sequence[str]) -> Iterator[Said]:
    """The elements in which a content system shows the date, the first that says a day."""
    for text in marked:
        if (on := german_dates.day(text[:80])) and not _CHANGED.search(text[:80]):
            yield Said(on, "selector", 9.0)
            return


def _in_texts(found: Segments, place: Place) -> Iterator[Said]:
    title = (place.title or "").lower()
    for number, segment in enumerate(found.all):
        if not _YEAR.search(segment.text, 0, 200):
            continue
        worth = _worth_of_place(found, number, place)
        text = segment.text
        is_named = number != place.head and len(title) > _LONG_TITLE and title in text.lower() and segment.words < 40
        if is_named and not _is_foot_of_page(segment):
            worth = max(worth, 5.5)  # its own row in a list of the newest
        for order, said in enumerate(german_dates.days(text[:200])):
            if order == 3:
                break
            before = text[max(0, said.begin - 40) : said.begin]
            rest = len(text) - (said.end - said.begin)
            value = worth - 0.3 * order
            # a line that says little else is a date line; a sentence speaks of something
            value += 1.5 if rest <= 12 else 0.8 if rest <= 30 else 0.0 if rest <= 90 else -2.0
            if segment.words > 25:
                # "Berlin, 26. Januar 2022 – Der ...": the dateline of a release
                value += (
                    1.0
                    if said.begin < 40 and re.match(r"\s*(?:\([\w/ ]{2,12}\))?\s*[-–—:|.)]", text[said.end :])
                    else -2.5
                )
            if changed := _CHANGED.search(before):
                value -= 1.0 if changed[0].lower() == "stand" else 2.5
            elif _SAID.search(before):
                value += 1.0
            if _ELSEWHEN.search(text[max(0, said.begin - 25) : said.end + 12]):
                value -= 2.0
            if value < _SHORT_YEAR and not re.search(r"\d{4}", text[said.begin : said.end]):
                continue  # "Version 11.9.03"
            yield Said(said.on, "text", value)


def _worth_of_place(found: Segments, number: int, place: Place) -> float:
    """What a day at this place is worth: next to the headline most."""
    segment = found.all[number]
    head = place.head
    worth = 3.0
    if place.start is not None and place.start - _NEAR_START <= number < place.start and segment.words < _LINE_WORDS:
        worth = 7.0
    if head is not None:
        offset = number - head
        if -_NEAR_BEFORE <= offset <= _NEAR_AFTER:
            worth = max(worth, 7.5 - (0.15 if offset > 0 else 0.3) * abs(offset))
        elif offset < 0:
            worth = min(worth, 2.0)
        if (
            segment.box == found.all[head].box
            or found.boxes[segment.box].parent == found.boxes[found.all[head].box].parent
        ):
            worth += 0.7
    if _group(segment, _DATE_GROUP) <= 2:
        worth += 0.8
    if any(_group(segment, group) < 30 for group in _AWAY):
        worth -= 2.5
    if _group(segment, _COMMENT_GROUP) <= 6:
        worth -= 3.0
    if _group(segment, _RELATED_GROUP) <= 3:
        worth -= 1.5
    if segment.nearest[_LIST] >= 0 and segment.depth - segment.nearest[_LIST] <= 4:
        worth -= 0.8
    if segment.linked:
        worth -= 1.0
    # of a page without a date of its own the foot would be next to the headline; it says when the page was sent
    return min(worth, _OF_ELSEWHERE) if is_elsewhere(segment) else worth


def _is_foot_of_page(segment: Segment) -> bool:
    return _group(segment, _FOOT) < 30 and segment.nearest[_ARTICLE] < 0


def is_elsewhere(segment: Segment) -> bool:
    """Whether a segment is in the foot of the page, or a link to another page beside the article."""
    if _is_foot_of_page(segment):
        return True
    return segment.linked >= segment.words and any(_group(segment, group) < 30 for group in _BESIDE)


def _group(segment: Segment, group: int) -> int:
    return segment.depth - segment.nearest[group]


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
