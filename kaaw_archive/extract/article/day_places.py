"""Places at which a day tells of something else than its article: the top of a page, boxes beside it, captions."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.article import teasers
from kaaw_archive.extract.article.links import resolve
from kaaw_archive.extract.html.groups import is_caption
from kaaw_archive.extract.html.text import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEVELS_OF_CAPTION = 2
_LINKS_OF_MENU = 3
_MOST_LINKS = 60  # that are looked at


def elements_of_article(page: ArticlePage) -> set[HtmlElement]:
    """Return the elements that hold the headline or text of the article, up to the root."""
    numbers = page.body.numbers if page.head is None else [page.head, *page.body.numbers]
    found = set(page.above_headline)
    for number in numbers:
        for above in (page.segments.all[number].element, *page.segments.all[number].element.iterancestors()):
            if above in found:
                break
            found.add(above)
    return found


def is_of_something_else(page: ArticlePage, number: int, element: HtmlElement) -> bool:
    """Return True for a day in the top of the page, in a box of its own with a heading, or in a caption.

    ``number`` is that of the segment, ``element`` holds the day.
    """
    start = page.body.numbers[0]
    first = start if page.head is None else min(page.head, start)
    if number >= first and _is_in_caption(page.segments.all[number]):
        return True
    box = _box_apart(page, element)
    if box is None:
        return False
    if number < first and _has_menu(page, box):
        return True
    return not first <= number <= start and _has_heading_before(box, element)


def _is_in_caption(segment: Segment) -> bool:
    near = list(islice((segment.element, *segment.element.iterancestors()), _LEVELS_OF_CAPTION))
    return any(one.tag == "figcaption" or is_caption(one.get("class") or "") for one in near)


def _box_apart(page: ArticlePage, element: HtmlElement) -> HtmlElement | None:
    """Return the largest element around this one that holds nothing of the article; None if it is part of it."""
    box = None
    for above in (element, *element.iterancestors()):
        if above in page.elements_of_article:
            break
        box = above
    return box


def _has_menu(page: ArticlePage, box: HtmlElement) -> bool:
    """Return True for a box with links to several other pages of the site that are no people, categories or parents."""
    links = (one.get("href") or "" for one in islice(box.iter("a"), _MOST_LINKS))
    targets = {target for one in links if not teasers.is_of_meta(one) and (target := resolve(page.base, one))}
    site = urls.site(page.url)
    others = [one for one in targets if urls.site(one) == site and not page.url.startswith(one.rstrip("/"))]
    return len(others) >= _LINKS_OF_MENU


def _has_heading_before(box: HtmlElement, element: HtmlElement) -> bool:
    """Return True if a heading that is no day stands in a box in front of an element, and does not hold it."""
    above = set(element.iterancestors())
    for one in box.iter(*_HEADINGS, element.tag):
        if one is element:
            return False
        if one.tag in _HEADINGS and one not in above and not written_days.is_day(text_of(one) or ""):
            return True
    return False
