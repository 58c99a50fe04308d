"""The title of an article: the heading most like what the page calls itself, without what only stands beside it.

A declared title (``og:title``, ``<title>``, ``headline`` of JSON-LD) is certain to be there and certain to be dressed
up: the site's name behind it, words for search engines in it. A heading is what the reader saw. So headings are
candidates, declared titles are the measure.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract import written_days
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.text import SKIPPED, one_line, text_of
from kaaw_archive.extract.metadata import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage

_WORD = re.compile(r"\w+")
# how alike a heading that is no h1, or an h1, must be to what the page declares, to be taken for its title
_ALIKE = (0.75, 0.6)
_SURE_WEIGHT = 0.45  # of a heading in its place
_MOST_KICKER_WORDS = 12
_WHOLE_TITLE = 5  # words that are hardly a site's or a section's name
_MOST_WORDS = 30  # of a headline: more are a paragraph
_SHORTEST, _LONGEST = 3, 300  # characters of a heading
_MOST_ELEMENTS = 500  # in one
_MOST_HEADINGS = 80
_MOST_SELECTED = 3
_WEIGHTS = {"h1": 0.5, "h2": 0.25, "h3": 0.12, "h4": 0.05}
# beside the headline, in the same element: topline, date, category, marks for screen readers
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:topline|kicker|overline|dachzeile|spitzmarke|roofline|supertitle|sup(?:er)?headline|pretitle|preline"
    r"|eyebrow|rubrik|ressort|tagline|subline|subtitle|subheadline|untertitel|date|datum|time|label|badge|category"
    r"|kategorie|aural|sr-only|visually-?hidden|hidden|screen-reader\w*|comment\w*|prefix)(?:$|[\s_-])",
    re.I,
)
_TITLE_NAME = re.compile(r"(?:^|[\s_-])(?:head(?:line)?|title|titel|ueberschrift)(?:$|[\s_-])", re.I)
# names the site, the section or a box, never the article
_OTHER_NAME = re.compile(
    r"(?:^|[\s_-])(?:aural|navskip|logo|sr-only|visually-hidden|c-buehne__headline|site-title|site-name|blog-title"
    r"|widget-?title|screen-reader-text)(?:$|[\s_-])",
    re.I,
)
_OUTSIDE = frozenset({"nav", "aside", "footer"})
_BESIDE_TAGS = frozenset({"small", "time", "button", "sup"})
_BLOCKS = frozenset({"div", "p", "span", "br", "h1", "h2", "h3", "h4", "a", "strong", "em"})


class Headline(NamedTuple):
    """A title, the heading that shows it (None: declared only), and the kicker that stands in the heading."""

    title: str
    element: HtmlElement | None
    kicker: str | None


class _HeadlineCandidate(NamedTuple):
    text: str
    element: HtmlElement
    weight: float
    kicker: str | None


def match_headline(page: ArticlePage) -> Headline | None:
    """Return the heading most like a declared title, or the declared title; None if the page has neither.

    Headings that the content system's selectors find are sure to be headlines, one that is the host's name names the
    site.
    """
    declared = titles.declared_titles(page.metadata)
    measure = _measure(declared)
    best: _HeadlineCandidate | None = None
    best_score = best_likeness = 0.0
    candidates = list(title_candidates(page))
    first_heads = {candidate.element for candidate in candidates if candidate.element.tag == "h1"}
    for candidate in candidates:
        for reading in (candidate, *without_kicker(candidate, measure)):
            likeness = _likeness(reading.text, measure)
            if best is None or reading.weight + likeness > best_score + 1e-9:
                best, best_score, best_likeness = reading, reading.weight + likeness, likeness
    if best is not None and len(first_heads) == 1 and best.element.tag != "h1" and not _is_whole(best.text, declared):
        first = next(candidate for candidate in candidates if candidate.element.tag == "h1")
        likeness = _likeness(first.text, measure)
        if likeness and _is_instead(first, best, candidates, measure):
            best, best_score, best_likeness = first, first.weight + likeness, likeness
    if best is not None and _is_enough(best, best_score, best_likeness, len(first_heads), declared):
        shown = titles.without_site(best.text, titles.site_names(page.metadata, page.url))
        return Headline(titles.strip_date(shown), best.element, best.kicker)
    if declared:
        return Headline(titles.strip_date(titles.strip_site_name(declared)), None, None)
    return Headline(titles.strip_date(best.text), best.element, best.kicker) if best is not None else None


def _is_enough(
    best: _HeadlineCandidate, score: float, likeness: float, first_heads: int, declared: Sequence[str]
) -> bool:
    """Return True if a heading is trusted more than the titles that the page declares."""
    if not declared:
        return score > 0.3
    # of a page that declares one title in one part that may be its site's: a short heading says more
    is_bare = len(declared) == 1 and titles.SEPARATOR.search(declared[0]) is None
    if (
        best.element.tag == "h1"
        and best.weight >= _SURE_WEIGHT
        and first_heads == 1
        and (len(best.text.split()) > 2 or likeness > 0.25 or is_bare)
    ):
        return True
    return likeness >= _ALIKE[best.element.tag == "h1"]


def _is_instead(
    first: _HeadlineCandidate,
    best: _HeadlineCandidate,
    candidates: Sequence[_HeadlineCandidate],
    measure: Iterable[tuple[str, ...]],
) -> bool:
    """Return True if the only ``h1`` of a page is its title, and a heading below it is that of a section.

    It has the words of a title, and no part of the declared one, which would be the name of the site.
    """
    elements = [candidate.element for candidate in candidates]
    if elements.index(first.element) > elements.index(best.element) or first.weight < _SURE_WEIGHT:
        return False
    text = f" {' '.join(_WORD.findall(first.text.lower()))} "
    return len(first.text.split()) >= _WHOLE_TITLE and not any(f" {' '.join(part)} " in text for part in measure)


def _is_whole(text: str, declared: Sequence[str]) -> bool:
    """Return True if a heading has the words of a whole declared title."""
    words = _WORD.findall(text.lower())
    return any(words == _WORD.findall(one.lower()) for one in declared)


def _measure(declared: Sequence[str]) -> dict[tuple[str, ...], float]:
    """Return the words of every declared title and of its parts, with the weight of a likeness to them."""
    measure: dict[tuple[str, ...], float] = {}
    for rank, text in enumerate(declared):
        for number, part in enumerate(titles.parts(text)):
            words = tuple(_WORD.findall(part.lower()))
            worth = 1.0 + (0.2 if rank == 0 and number == 0 else 0.0) + 0.03 * min(len(words), 8)
            if len(words) == 1 and rank and number:
                worth = 0.3  # a section of the site, in a path of sections
            if words:
                measure[words] = max(worth, measure.get(words, 0.0))
    return measure


def without_kicker(candidate: _HeadlineCandidate, measure: Iterable[tuple[str, ...]]) -> Iterator[_HeadlineCandidate]:
    """Yield a heading without the kicker before the title, if it ends in a declared title."""
    found = list(_WORD.finditer(candidate.text))
    words = [word[0].lower() for word in found]
    for wanted in measure:
        more = len(words) - len(wanted)
        if len(wanted) >= 3 and 0 < more <= _MOST_KICKER_WORDS and words[more:] == list(wanted):
            start = found[more].start()
            is_of_line = candidate.text[start - 1 : start] == " " and candidate.text[start - 2].isalnum()
            if more == 1 and is_of_line:
                continue  # "Most", "Neue": no kicker has one word and no sign behind it
            if (
                found[more - 1][0][0].islower()
                and is_of_line
                and not (len(wanted) > _WHOLE_TITLE and candidate.text[start].isupper())
            ):
                continue  # the words before it belong to its sentence
            while start and candidate.text[start - 1] in "\"„“»«'‚([":
                start -= 1
            kicker = candidate.text[:start].strip(" /|:·–-•")
            yield _HeadlineCandidate(candidate.text[start:], candidate.element, candidate.weight, kicker or None)


def title_candidates(page: ArticlePage) -> Iterator[_HeadlineCandidate]:
    """Yield the headings of a page, each with what its place is worth."""
    found = (element for one in page.system.title_selectors for element in trees.matches_of(one, page.tree))
    for element in islice(found, _MOST_SELECTED):
        yield from _readings(element, 0.9)
    of_site = titles.site_names(page.metadata, page.url)
    for number, element in enumerate(page.tree.iter("h1", "h2", "h3", "h4")):
        if number == _MOST_HEADINGS:
            break
        names = _names(element)
        if _OTHER_NAME.search(names):
            continue
        weight = _WEIGHTS[element.tag] + _place(element) - 0.002 * number
        if _TITLE_NAME.search(names) or element.get("itemprop") == "headline":
            weight += 0.05
        for candidate in _readings(element, weight):
            name = "".join(_WORD.findall(candidate.text.lower()))
            is_site = name in of_site or any(
                a.get("href") in ("/", "./", "/index.php", "/de/") for a in element.iter("a")
            )
            yield candidate._replace(weight=candidate.weight - 0.7) if is_site else candidate
    for element in page.metadata.items("headline"):
        if element.tag not in _WEIGHTS and element.tag != "meta":
            yield from _readings(element, 0.4)


def _readings(element: HtmlElement, weight: float) -> Iterator[_HeadlineCandidate]:
    """Yield a heading without other text beside the headline; a child of it if that is called a title."""
    if len(list(islice(element.iter(), _MOST_ELEMENTS))) == _MOST_ELEMENTS:
        return  # broken markup: the rest of the page is in it
    without, beside = split(element)
    without = html.unescape(without)  # of a text that was escaped twice
    if written_days.is_day(without) or not _SHORTEST <= len(without) <= _LONGEST or without.count(" ") >= _MOST_WORDS:
        return
    children = [child for child in element if child.tag in _BLOCKS]
    for child in children:
        if len(children) > 1 and _TITLE_NAME.search(child.get("class") or "") and (text := split(child)[0]):
            kicker = one_line(without.replace(text, " ")) if text != without else None
            yield _HeadlineCandidate(text, element, weight + 0.06, kicker or beside)
    yield _HeadlineCandidate(without, element, weight, beside)


def split(element: HtmlElement) -> tuple[str, str | None]:
    """Return the headline in a heading, and what stands beside it: topline, day, marks for screen readers."""
    parts: tuple[list[str], list[str]] = ([], [])  # of the headline; beside it
    _collect(element, False, parts)
    beside = one_line("".join(parts[True]))
    rest = (one_line("".join(parts[False])) or "").strip(" /|:·–-•")
    if beside and _WORD.search(beside) and len(rest) >= _SHORTEST:
        return rest, beside
    return text_of(element) or "", None  # a colon alone is no topline


def _collect(element: HtmlElement, is_beside: bool, parts: tuple[list[str], list[str]]) -> None:
    if element.text:
        parts[is_beside].append(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in SKIPPED:
            is_apart = is_beside or tag in _BESIDE_TAGS or _BESIDE.search(_names(child)) is not None
            if tag in ("br", "div", "p", "img"):
                parts[is_apart].append(" ")
            _collect(child, is_apart, parts)
            if is_apart and not is_beside:
                parts[True].append(" ")
        if child.tail:
            parts[is_beside].append(child.tail)


def _place(element: HtmlElement) -> float:
    """Return a lower weight for a heading in navigation, a margin, a teaser or a link to elsewhere."""
    weight = 0.0
    for level, above in enumerate(element.iterancestors()):
        tag = above.tag
        if tag in _OUTSIDE:
            weight -= 0.3
        elif tag == "li":  # a breadcrumb may end in an h1
            weight -= 0.4
        elif tag == "a":
            weight -= 0.15
        elif tag in ("main", "article") and level < 12:
            weight += 0.05
        elif tag == "header" and above.find(".//p") is None and level < 4:
            weight -= 0.02
    return max(weight, -0.5)


def _likeness(text: str, measure: Mapping[tuple[str, ...], float]) -> float:
    """Return how alike a heading and the declared title closest to it are: the worth of this for the same words."""
    mine = tuple(_WORD.findall(text.lower()))
    if not mine:
        return 0.0
    own, line = set(mine), f" {' '.join(mine)} "
    likeness = 0.0
    for wanted, worth in measure.items():
        common = len(own.intersection(wanted))
        likely = 1.9 * common / (len(mine) + len(wanted)) if common > 1 else 0.0
        if mine == wanted:
            likely = worth
        elif len(mine) >= 2 and line in f" {' '.join(wanted)} ":
            likely = max(likely, 0.75 + 0.02 * len(mine))
        likeness = max(likeness, likely)
    return likeness


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
