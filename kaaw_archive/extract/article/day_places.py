"""Places at which a day tells of something else than its article: the top of a page, boxes beside it, captions."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.article import day_worth, teasers
from kaaw_archive.extract.article.links import resolve
from kaaw_archive.extract.html.groups import is_caption
from kaaw_archive.extract.metadata import person_names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEVELS_OF_CAPTION = 2
_LINKS_OF_MENU = 3
_BELOW_AUTHOR = 2  # segments below a name in which its line has the day
_MOST_LINKS = 60  # that are looked at


class PlacesOfDays:
    """The elements that hold headline or text of an article, the headings of its page, and which boxes have a menu."""

    def __init__(self, page: ArticlePage) -> None:
        self._page = page
        self._start = page.body.numbers[0]
        self._first = self._start if page.head is None else min(page.head, self._start)
        self._elements = _elements_of_article(page)
        self._headings = [
            number
            for number, one in enumerate(page.segments.all)
            if one.tag in _HEADINGS and not written_days.is_day(one.text)
        ]
        self._menus: dict[HtmlElement, bool] = {}

    def is_of_something_else(self, number: int, element: HtmlElement) -> bool:
        """Return True for a day in the top of the page, in a box of its own with a heading, or in a caption.

        ``number`` is that of the segment, ``element`` holds the day.
        """
        if number >= self._first and _is_in_caption(self._page.segments.all[number]):
            return True
        if (box := self._box_apart(element)) is None:
            return False
        if number < self._first and self._has_menu(box):
            return True
        return not self._first <= number <= self._start and self._has_heading(box, number)

    def _box_apart(self, element: HtmlElement) -> HtmlElement | None:
        """Return the largest element around this one that holds nothing of the article; None if it is part of it."""
        box = None
        for above in (element, *element.iterancestors()):
            if above in self._elements:
                break
            box = above
        return box

    def _has_menu(self, box: HtmlElement) -> bool:
        """Return True for a box with links to several other pages of the site that are no people, topics or parents."""
        if box not in self._menus:
            links = (one.get("href") or "" for one in islice(box.iter("a"), _MOST_LINKS))
            targets = {to for one in links if not teasers.is_of_meta(one) and (to := resolve(self._page.base, one))}
            url, site = self._page.url, urls.site(self._page.url)
            others = [one for one in targets if urls.site(one) == site and not url.startswith(one.rstrip("/"))]
            self._menus[box] = len(others) >= _LINKS_OF_MENU
        return self._menus[box]

    def _has_heading(self, box: HtmlElement, number: int) -> bool:
        """Return True if a heading that is no day stands in a box in front of a segment.

        The name of a person right above a day near the headline is the line of the author, whatever its tag.
        """
        place = bisect_left(self._headings, number)
        if not place:
            return False
        heading = self._page.segments.all[self._headings[place - 1]]
        if (
            number - self._headings[place - 1] <= _BELOW_AUTHOR
            and day_worth.is_beside_headline(self._page, number)
            and person_names.names_in(heading.text)
        ):
            return False
        return heading.element is box or box in heading.element.iterancestors()


def _elements_of_article(page: ArticlePage) -> set[HtmlElement]:
    """Return the elements that hold the headline or text of the article, up to the root."""
    numbers = page.body.numbers if page.head is None else [page.head, *page.body.numbers]
    found = set(page.above_headline)
    for number in numbers:
        for above in (page.segments.all[number].element, *page.segments.all[number].element.iterancestors()):
            if above in found:
                break
            found.add(above)
    return found


def _is_in_caption(segment: Segment) -> bool:
    near = list(islice((segment.element, *segment.element.iterancestors()), _LEVELS_OF_CAPTION))
    return any(one.tag == "figcaption" or is_caption(one.get("class") or "") for one in near)
