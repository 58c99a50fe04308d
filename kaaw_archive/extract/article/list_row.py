"""Articles that lists show whole: a row of a list, or the page of its own of such an article, read as an article."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.article import authors, dates, published, shown_days
from kaaw_archive.extract.article.headlines import Headline
from kaaw_archive.extract.article.images import of_element
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.article.published import in_address, in_json, in_meta
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata.dates import DateClue
from kaaw_archive.extract.results import ReadingProblem

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.metadata.record import Metadata
    from kaaw_archive.items import ContentSystem

_IS_CUT = re.compile(r"(?:\.\.\.|…|\[…\])\s*\Z")
_UNREAD = ("form", "button", "figcaption")
_AROUND_PICTURE = re.compile(r"caption|image|figure", re.IGNORECASE)  # in what a system puts around it; not icons
_KEPT_WHOLE = frozenset(
    {"a", "b", "em", "figure", "i", "li", "ol", "p", "picture", "span", "strong", "table", "tbody", "td"}
    | {"th", "tr", "ul", "h2", "h3", "h4"}
)
_DECLARED = 4.5  # what a declared day must be worth: a day of publication or of making, none of a change
_DECLARED_RULES = (in_json, in_meta, in_address)


class ListRow(ArticlePage):
    """An article in an element that holds nothing else: all that it shows is its text.

    A row of a list and the page of its own are read by the same rules: else every visit to the list would look like an
    edit. So nothing is read that one of them cannot have: no kicker, lead, issuer, attachments and lines beside. Only
    days that nothing in the article shows are those that its own page declares (``is_own_page``).
    """

    keeps_last_pictures = True

    def __init__(
        self,
        element: HtmlElement,
        url: str,
        *,
        system: ContentSystem,
        base: str,
        metadata: Metadata,
        is_own_page: bool = False,
    ) -> None:
        self.shown = element
        self.url = url
        self.system = system
        self.base = base
        self.metadata = metadata
        self.is_own_page = is_own_page
        self.marked_days = []
        self.lines_above = []
        self.tree = deepcopy(element)
        self.tree.tail = None
        self.pictures: dict[HtmlElement, Block] = {}
        head = heading(element, system)
        self.matched_headline = Headline(text_of(head) or "", None, None) if head is not None else None
        self.author = next(authors.in_row(element, base, url), None)
        self.remove_particulars()

    def remove_particulars(self) -> None:
        """Remove the headings and what the content system puts around the text; pictures in it stay."""
        unwanted = [found for one in self.system.row_drop_selectors for found in trees.matches_of(one, self.tree)]
        for shown, copy in zip(list(self.shown.iter("img")), list(self.tree.iter("img")), strict=True):
            place = _picture_place(copy, self.tree, unwanted)
            picture = of_element(shown, self.base) if place is not None else None
            if place is not None and picture is not None:
                sign = self.tree.makeelement("img")
                place.addprevious(sign)
                self.pictures[sign] = picture
        head = heading(self.tree, self.system)
        heads = [] if head is None else [*head.xpath("preceding::h1 | preceding::h2"), head]
        for element in (*unwanted, *self.tree.iter(*_UNREAD), *heads):
            if element.getparent() is not None:
                element.drop_tree()

    def picture(self, element: HtmlElement) -> Block | None:
        return self.pictures.get(element)

    def picture_scope(self, numbers: list[int]) -> tuple[HtmlElement, HtmlElement | None]:
        return self.tree, None

    # nothing in the row announces another page: it is the box of this one
    above_headline = cached_property(lambda row: {row.tree})
    nearest_heading = head = kicker = lead = issuer = None
    title_clue = "heading"
    headline = cached_property(lambda row: row.matched_headline)
    beside = ()
    selected_segments = cached_property(lambda row: list(range(len(row.segments.all))))
    body = cached_property(lambda row: row.whole)
    problem = cached_property(lambda row: row.own_problem())
    shown_days = cached_property(lambda row: list(shown_days.in_texts(row)))
    published = cached_property(lambda row: row.day_of_publication())
    modified = cached_property(lambda row: row.day_of_change())

    def own_problem(self) -> ReadingProblem | None:
        """Return why the row is no whole article; None if it is one."""
        if not self.selected_segments or not self.body.text:
            return ReadingProblem.NO_TEXT
        return ReadingProblem.LISTING if _IS_CUT.search(self.body.text) else None

    def day_of_publication(self) -> DateClue | None:
        """Return the day that the system marks, else that of a date line of the text, or of a picture's name."""
        if (marked := self._marked(self.system.date_selectors)) is not None:
            return marked
        found = published.shown_day(self.shown_days)
        if found is None and (
            on := next(filter(None, (urls.date_hint(one.get("src") or "") for one in self.shown.iter("img"))), None)
        ):
            found = DateClue(on, "image")
        if not self.is_own_page:
            return found
        best = max((clue for rule in _DECLARED_RULES for clue in rule(self)), key=lambda one: one.worth, default=None)
        return best if best is not None and best.worth >= _DECLARED else found

    def day_of_change(self) -> DateClue | None:
        """Return the day that the system marks, else a declared one, else that of a line of the text."""
        declared = self.declared_change if self.is_own_page else None
        return self._marked(self.system.modified_selectors) or declared or dates.labelled_change(self.shown_days)

    def _marked(self, selectors: tuple[str, ...]) -> DateClue | None:
        """Return the first day in an element that these selectors find; its clue is the selector, or "itemprop"."""
        for selector in selectors:
            for element in trees.matches_of(selector, self.shown):
                if on := written_days.day(element.get("datetime") or text_of(element) or ""):
                    return DateClue(on, "itemprop" if "[itemprop" in selector else selector)
        return None


def heading(element: HtmlElement, system: ContentSystem) -> HtmlElement | None:
    """Return the heading of a row: the one that the content system marks, else the first; None if it has none."""
    for selector in system.row_title_selectors:
        for head in trees.matches_of(selector, element):
            if text_of(head):
                return head
    return next((head for head in element.iter("h1", "h2", "h3") if text_of(head)), None)


def _picture_place(element: HtmlElement, body: HtmlElement, unwanted: Collection[HtmlElement]) -> HtmlElement | None:
    """Return the element in front of which a picture is kept: outside paragraphs, and of what is removed.

    None for a picture in an unwanted element that is not its own.
    """
    place = element
    for above in element.iterancestors():
        if above is body:
            break
        if above in unwanted:
            if not _AROUND_PICTURE.search(above.get("class") or ""):
                return None
            place = above
        elif above.tag in _KEPT_WHOLE:
            place = above
    return place
