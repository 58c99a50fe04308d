"""The segment that shows the headline, the lines around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract import written_days
from kaaw_archive.extract.article.headlines import Headline, split
from kaaw_archive.extract.article.selection import HEADINGS
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata.titles import declared_titles, parts, split_particulars

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segments

_LONGEST_KICKER = 200  # characters
_KICKER_CLASS = re.compile(r"(?:^|[\s_-])(?:kicker|topline|dachzeile|overline|spitzmarke|roofline)(?:$|[\s_-])", re.I)
_SAME_TITLE = 0.5  # of the words in common, for a segment to be the headline that no heading was found for
_LONGEST_HEADLINE = 40  # words
_BEFORE_TEXT = 5  # segments in front of the text in which its heading is looked for
_FAR_BEFORE_TEXT = 15  # its first heading
_LONGEST_TITLE = 25  # words
_FEWEST_OF_TITLE = 3  # words of a line that is one
_NUMBER = re.compile(r"(?:Pressemitteilung|Meldung|Nummer|Nr\.?)\s?:?\s*(\d{1,4}(?:[/.-]\d{2,4})?)(?![\d.])")


class Heading(NamedTuple):
    """A heading taken apart. ``on`` is an ISO day, ``number`` as it is written ("6/2022"); None: not there."""

    title: str
    on: str | None = None
    number: str | None = None


def matched_head(page: ArticlePage) -> int | None:
    """Return the number of the segment with the matched headline; None if no segment shows it."""
    headline = page.matched_headline
    if headline is None:
        return None
    if (above := headline.element) is not None:
        for number, segment in enumerate(page.segments.all):
            if segment.element is above or above is segment.element.getparent():
                return number
    shown = _first_line(page)
    return _most_like(page.segments, headline.title) if shown is None else shown


def _first_line(page: ArticlePage) -> int | None:
    """Return the number of the first segment that begins with a line which is a part of a declared title."""
    shown = {part for title in declared_titles(page.metadata) for part in parts(title)}
    for number, segment in enumerate(page.segments.all):
        line = segment.text.partition("\n")[0].strip()
        if line in shown and not segment.linked and segment.tag != "li" and len(line.split()) >= _FEWEST_OF_TITLE:
            return number
    return None


def headline(page: ArticlePage) -> Headline | None:
    """Return the heading that matches a declared title, else the one before the text, else the declared title."""
    if page.nearest_heading is None:
        return _shown_part(page) or page.matched_headline
    segment = page.segments.all[page.nearest_heading]
    return Headline(segment.text, segment.element, None)


def _shown_part(page: ArticlePage) -> Headline | None:
    """Return the part of a declared title that a line shows, of a page without headings; None if none does."""
    if page.matched_headline is None or page.matched_headline.element is not None or page.matched_head is None:
        return None
    segment = page.segments.all[page.matched_head]
    line = segment.text.split("\n")[0].strip()
    shown = {part for title in declared_titles(page.metadata) for part in parts(title)}
    is_title = line in shown and len(line.split()) >= _FEWEST_OF_TITLE and not segment.linked
    return Headline(line, segment.element, None) if is_title else None


def head(page: ArticlePage) -> int | None:
    """Return the number of the segment with the headline, or of the first of the text if none shows it."""
    if page.nearest_heading is not None:
        return page.nearest_heading
    is_shown = page.matched_headline is not None and page.matched_headline.element is not None
    return page.matched_head if is_shown or page.matched_head is not None else page.selected_segments[0]


def _most_like(segments: Segments, title: str) -> int | None:
    wanted = set(title.lower().split())
    best, number_of_best = _SAME_TITLE, None
    for number, segment in enumerate(segments.all):
        if segment.words > _LONGEST_HEADLINE:
            continue
        words = set(segment.text.lower().split())
        same = len(words & wanted) / max(len(words), len(wanted), 1)
        same += {"h1": 0.3, "h2": 0.2, "h3": 0.2}.get(segment.tag, 0.0)
        if same > best:
            best, number_of_best = same, number
    return number_of_best


def nearest_heading(page: ArticlePage) -> int | None:
    """Return the number of the heading right before the text; None if there is none, or another matches a title.

    Of a page that only declares the name of its site or section, this is what its reader sees as the title. A heading
    below a line that has the words of a declared title is that of a section.
    """
    if page.matched_headline is not None and page.matched_headline.element is not None:
        return None
    first = page.selected_segments[0]
    for number in range(first, max(-1, first - _FAR_BEFORE_TEXT), -1):
        segment = page.segments.all[number]
        if (
            (segment.tag == "h1" or number > first - _BEFORE_TEXT)
            and segment.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
            and 2 <= segment.words <= _LONGEST_TITLE
            and not segment.linked
            and not written_days.is_day(segment.text)
        ):
            is_below_title = page.matched_head is not None and page.matched_head < number and _shown_part(page)
            return None if is_below_title else number
    return None


def kicker(page: ArticlePage) -> str | None:
    """Return the short line above or in the headline; None if no class shows that there is one."""
    for head in page.tree.iter("h1"):
        for element in (*head.iterchildren(), head.getprevious()):
            if element is not None and _KICKER_CLASS.search(element.get("class") or ""):
                text = text_of(element)
                if text and len(text) <= _LONGEST_KICKER:
                    return text
    return page.headline.kicker if page.headline else None


def without_title(page: ArticlePage, blocks: list[Block]) -> list[Block]:
    """Remove the first blocks that only repeat the title or the kicker, which have fields of their own."""
    head = page.segments.all[page.head] if page.head is not None else None
    shown = head.text if head is not None and head.tag in HEADINGS else None
    named = (page.headline.title if page.headline else None, page.kicker, shown)
    rest, place = list(blocks), 0
    while place < len(rest) - 1:
        if rest[place]["type"] == "image":
            place += 1
        elif rest[place].get("text") in [name for name in named if name]:
            del rest[place]
        else:
            break
    return rest


def heading(element: HtmlElement) -> Heading | None:
    """Return title, day and number in a heading; None if nothing of it is a title. The element stays as it is."""
    text, topline = split(element)
    title, particulars = split_particulars(text)
    if not title:
        return None
    beside = " ".join(filter(None, (particulars, topline)))
    number = _NUMBER.search(beside)
    return Heading(title, written_days.day(beside), number[1] if number else None)
