"""The article of an HTML page as an object: each property is a rule of its own."""

from __future__ import annotations

import weakref
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from kaaw_archive.extract.article import (
    anchors,
    article_kinds,
    authors,
    blocks,
    classifier,
    datelines,
    dates,
    day_places,
    entries,
    headlines,
    images,
    kinds,
    leads,
    published,
    selection,
    shown_days,
    titles,
    trafilatura_vote,
)
from kaaw_archive.extract.article.features import Context
from kaaw_archive.extract.article.filters import FILTERS, of_others
from kaaw_archive.extract.article.link_roles import LinkSurroundings
from kaaw_archive.extract.article.links import of_places
from kaaw_archive.extract.article.links_beside import in_order, links_beside
from kaaw_archive.extract.article.teasers import Teasers
from kaaw_archive.extract.html import segments as segmentation
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.metadata import calendars, names
from kaaw_archive.extract.metadata.record import metadata_of
from kaaw_archive.items import ArticleRecord
from kaaw_archive.wordings import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.anchors import AnchorPlace
    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.metadata.dates import DateClue
    from kaaw_archive.items import ArticleLink, ContentSystem

Adjustment: TypeAlias = "Callable[[ArticlePage, Sequence[float], list[bool]], list[bool]]"
Filter: TypeAlias = "Callable[[ArticlePage, list[int]], list[int]]"
BlockFilter: TypeAlias = "Callable[[ArticlePage, list[Block]], list[Block]]"
DateRule: TypeAlias = "Callable[[ArticlePage], Iterator[DateClue]]"
_LONGEST_TITLE = 120  # characters of a first line that stands for a title


class Body:
    """Segments of a page taken together: their blocks, the element that holds them, the links in them.

    It lives as long as its page, and does not hold it: a page is freed at once, not by the collector of cycles.
    """

    def __init__(self, page: ArticlePage, numbers: list[int]) -> None:
        self._page = weakref.ref(page)
        self.numbers = numbers

    @property
    def page(self) -> ArticlePage:
        """Return the page of these segments. Raises ReferenceError if it is gone."""
        page = self._page()
        if page is None:
            raise ReferenceError("the page of this text is gone")
        return page

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the blocks of the text, without lines that have a field of their own."""
        found = blocks.blocks_of(self.page, self.numbers)
        for rule in self.page.block_filters:
            found = rule(self.page, found)
        return found

    @cached_property
    def text(self) -> str:
        """Return the text: one line a block, list item or table row."""
        return blocks.text_of_blocks(self.blocks)

    @cached_property
    def home(self) -> HtmlElement:
        """Return the smallest element that holds all segments."""
        return blocks.common_element_of_segments(self.page.segments, self.numbers)

    @cached_property
    def anchors(self) -> list[AnchorPlace]:
        """Return the places of links in the text."""
        return anchors.places(self)


class ArticlePage:
    """An HTML page read as an article: each property is a rule, most of them a function in a module beside this one.

    The tree is changed: elements that the content system's drop selectors find are removed from it. Rules of which
    there are several in a row are tables, so that a rule can be left out and measured (``bench/rules.py``).
    """

    adjustments: ClassVar[tuple[Adjustment, ...]] = selection.ADJUSTMENTS
    filters: ClassVar[tuple[Filter, ...]] = (*FILTERS, leads.with_lead)
    block_filters: ClassVar[tuple[BlockFilter, ...]] = (
        titles.without_title, datelines.without_date_lines, blocks.without_names_of_images,
    )  # fmt: skip
    date_rules: ClassVar[tuple[DateRule, ...]] = published.DATE_RULES
    keeps_last_pictures: ClassVar[bool] = False  # behind the last segment
    has_dropped = False  # elements of the tree, when it was made

    def __init__(self, tree: HtmlElement, url: str, system: ContentSystem) -> None:
        self.tree = tree
        self.url = url
        self.system = system
        self.metadata = metadata_of(tree)
        self.base = trees.base_among(self.metadata.bases, url)
        # read before elements are removed in which they stand
        self.matched_headline = headlines.match_headline(self)
        self.author = authors.declared_author(self)
        self.lines_above = article_kinds.lines_above(self)
        self.marked_days = list(shown_days.marked_dates(self))
        self.remove_particulars()

    def remove_particulars(self) -> None:
        """Remove what the content system's drop selectors find."""
        self.has_dropped = trees.drop(self.tree, self.system)
        if self.has_dropped:
            self.teasers = Teasers(self.base, self.url)

    def threshold(self, likelihoods: list[float]) -> float:
        """Return the least likelihood with which a segment is taken."""
        return selection.threshold(likelihoods, is_in_part=self.part is not None)

    def picture(self, element: HtmlElement) -> Block | None:
        """Return an ``img`` as a block; None for icons and what has no web address."""
        return images.of_element(element, self.base)

    def picture_scope(self, numbers: list[int]) -> tuple[HtmlElement, HtmlElement | None]:
        """Return the element that holds the pictures of these segments, and the one behind which they begin.

        They begin behind the headline if it stands in front of the text, else with the element that holds the text.
        """
        inner = blocks.common_element_of_segments(self.segments, numbers)
        head = self.segments.all[self.head].element if self.head is not None else None
        if head is None or any(self.segments.all[number].element is head for number in numbers):
            return inner, None
        return blocks.common_element(inner, head), head

    # segments, and which of them are the article
    segments = cached_property(lambda page: segmentation.of_tree(page.tree))
    part = cached_property(lambda page: trees.article_part(page.tree, page.segments, page.system))
    matched_head = cached_property(titles.matched_head)
    judged = cached_property(lambda page: classifier.judge_segments(page.segments, page.context))
    other_reader = cached_property(lambda page: trafilatura_vote.OtherReader(page.tree))
    vote = cached_property(trafilatura_vote.of_page)
    of_others = cached_property(of_others)
    rows = cached_property(entries.entries_within)
    teasers = cached_property(lambda page: Teasers(page.base, page.url))
    problem = cached_property(kinds.problem)

    @cached_property
    def above_headline(self) -> set[HtmlElement]:
        """Return the elements that hold the headline, and the element that shows it."""
        head = self.matched_headline.element if self.matched_headline else None
        return set() if head is None else {head, *head.iterancestors()}

    @cached_property
    def context(self) -> Context:
        """Return the input of the classifier beside the segments."""
        title = self.matched_headline.title if self.matched_headline else None
        running = " ".join(segment.text for segment in self.segments.all if segment.words > 2 * segment.linked + 9)
        language = languages.detect_language(names.language(self.metadata), running)
        is_german = None if language is None else language == "de"
        return Context(title, self.matched_head, self.part.boxes if self.part else None, is_german)

    @cached_property
    def likelihoods(self) -> list[float]:
        """Return the likelihood of each segment to belong to the article, from 0 to 1."""
        vote = self.vote
        return self.judged.values if vote is None else classifier.judge_again(self.judged, self.segments, vote)

    @cached_property
    def selected_segments(self) -> list[int]:
        """Return the numbers of the segments that are the article, teasers of other articles among them."""
        numbers = selection.select_segments(self)
        for rule in self.filters:
            numbers = rule(self, numbers)
        return numbers

    @cached_property
    def whole(self) -> Body:
        """Return the article with teasers of others among its text, as it is judged."""
        return Body(self, self.selected_segments)

    @cached_property
    def body(self) -> Body:
        """Return the article."""
        numbers = entries.without_neighbours(self, self.selected_segments)
        return self.whole if numbers == self.selected_segments else Body(self, numbers)

    # what is said of the article
    nearest_heading = cached_property(titles.nearest_heading)
    headline = cached_property(titles.headline)
    head = cached_property(titles.head)
    kicker = cached_property(titles.kicker)
    marked_lead = cached_property(leads.marked_lead)
    lead = cached_property(leads.lead)
    issuer = cached_property(lambda page: names.issuer(page.metadata, page.url))
    calendar = cached_property(lambda page: calendars.of_page(page.metadata, page.url))
    places_of_days = cached_property(day_places.PlacesOfDays)
    day_clues = cached_property(published.all_clues)
    declared_change = cached_property(dates.declared_change)
    event_days = cached_property(dates.of_events)
    published = cached_property(published.day)
    modified = cached_property(dates.modified_day)
    lines = cached_property(datelines.lines_near)
    place = cached_property(datelines.place)
    byline = cached_property(authors.author)
    kind = cached_property(article_kinds.of_page)
    language = cached_property(lambda page: languages.detect_language(names.language(page.metadata), page.body.text))
    beside = cached_property(blocks.lines_beside)
    surroundings = cached_property(lambda page: LinkSurroundings(page.url))

    @cached_property
    def title(self) -> str:
        """Return the headline, else the first line of the text."""
        return self.headline.title if self.headline else self.body.text.splitlines()[0][:_LONGEST_TITLE]

    @cached_property
    def title_clue(self) -> str:
        """Return the tag of the element that shows the headline, "declared" if none does, "text" for a first line."""
        if self.headline is None:
            return "text"
        return str(self.headline.element.tag) if self.headline.element is not None else "declared"

    @cached_property
    def links(self) -> tuple[ArticleLink, ...]:
        """Return the links of the article's element: those in the text, and those beside it."""
        return tuple(
            of_places(in_order(self, [*self.body.anchors, *links_beside(self)]), self.base, self.url, self.surroundings)
        )

    def options(self) -> dict[str, Any]:
        """Return how the page was read, for ``Reading.options``."""
        options = {"selector": self.part.selector} if self.part else {}
        return options | ({"vote": "trafilatura"} if self.vote is not None else {})

    def record(self) -> ArticleRecord:
        """Return the article with all its fields. Only for a page without a problem."""
        published, modified = self.published, self.modified
        return ArticleRecord(
            url=self.url,
            title=self.title,
            title_clue=self.title_clue,
            text=self.body.text,
            kicker=self.kicker if self.kicker != self.title else None,
            lead=self.lead,
            structure=tuple(self.body.blocks),
            author=self.byline.name if self.byline else None,
            author_clue=self.byline.clue if self.byline else None,
            issuer=self.issuer,
            place=self.place,
            kind=self.kind.kind,
            kind_clue=self.kind.clue,
            language=self.language,
            published_on=published.on if published else None,
            published_clue=published.clue if published else None,
            modified_on=modified.on if modified else None,
            modified_clue=modified.clue if modified else None,
            links=self.links,
            beside=self.beside,
        )
