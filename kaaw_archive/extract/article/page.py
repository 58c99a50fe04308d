"""The article of an HTML page as an object: each property is a rule of its own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from kaaw_archive.extract import language
from kaaw_archive.extract.article import (
    anchors,
    attachments,
    blocks,
    classifier,
    content,
    datelines,
    dates,
    entries,
    filters,
    headlines,
    heads,
    images,
    kinds,
    leads,
    links,
    published,
    selection,
    titles,
    trafilatura_vote,
)
from kaaw_archive.extract.article.features import Context
from kaaw_archive.extract.html import segments, trees
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata import names, record
from kaaw_archive.extract.metadata import titles as declared_titles
from kaaw_archive.items import ArticleRecord
from kaaw_archive.similarity import line_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.anchors import AnchorPlace
    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.article.headlines import Headline
    from kaaw_archive.extract.metadata.dates import DateClue
    from kaaw_archive.extract.problems import ReadingProblem
    from kaaw_archive.items import ArticleLink, ContentSystem

Adjustment: TypeAlias = "Callable[[ArticlePage, Sequence[float], list[bool]], list[bool]]"
Filter: TypeAlias = "Callable[[ArticlePage, list[int]], list[int]]"
BlockFilter: TypeAlias = "Callable[[ArticlePage, list[Block]], list[Block]]"
DateRule: TypeAlias = "Callable[[ArticlePage], Iterator[DateClue]]"
_FEWEST_WORDS = 3  # of a line that is remembered beside the text
_LONGEST_TITLE = 120  # characters of a first line that stands for a title
_LINES_BEFORE, _LINES_OF_TEXT = 6, 4  # in which place and author are looked for


class Body:
    """Segments of a page taken together: their blocks, the element that holds them, the links in them."""

    def __init__(self, page: ArticlePage, numbers: list[int]) -> None:
        self.page = page
        self.numbers = numbers

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of the text, without lines that have a field of their own."""
        found = content.blocks_of(self.page, self.numbers)
        for rule in self.page.block_filters:
            found = rule(self.page, found)
        return found

    @cached_property
    def text(self) -> str:
        return blocks.text_of(self.blocks)

    @cached_property
    def home(self) -> HtmlElement:
        """The smallest element that holds all segments."""
        return content.home(self.page.segments, self.numbers)

    @cached_property
    def anchors(self) -> list[AnchorPlace]:
        """The places of links in the text."""
        return anchors.places(self.home, blocks.pieces_of(self.blocks))


class ArticlePage:
    """An HTML page read as an article.

    The tree is changed: elements that the content system's drop selectors find are removed from it. Rules of which
    there are several in a row are tables, so that a rule can be left out and measured (``bench/rules.py``).
    """

    adjustments: ClassVar[tuple[Adjustment, ...]] = selection.ADJUSTMENTS
    filters: ClassVar[tuple[Filter, ...]] = (*filters.FILTERS, leads.with_lead)
    block_filters: ClassVar[tuple[BlockFilter, ...]] = (
        titles.without_title, datelines.without_date_lines, content.without_names_of_images,
    )  # fmt: skip
    date_rules: ClassVar[tuple[DateRule, ...]] = published.DATE_RULES
    keeps_last_pictures: ClassVar[bool] = False  # behind the last segment

    def __init__(self, tree: HtmlElement, url: str, system: ContentSystem) -> None:
        self.tree = tree
        self.url = url
        self.system = system
        self.base = trees.base_of(tree, url)
        self.metadata = record.of_tree(tree)
        self.declared_titles = declared_titles.declared(self.metadata)
        # read before elements are removed in which they stand
        self.author = names.author(self.metadata, tree)
        self.matched_headline = headlines.matched(self)
        self.marked_days = [
            element.get("datetime") or text_of(element) or ""
            for selector in system.date_selectors
            for element in trees.matches_of(selector, tree)[:1]
        ]
        self.remove_particulars()

    def picture(self, element: HtmlElement) -> Block | None:
        """Return an ``img`` as a block; None for icons and what has no web address."""
        return images.of_element(element, self.base)

    def picture_scope(self, numbers: list[int]) -> tuple[HtmlElement, HtmlElement | None]:
        """Return the element that holds the pictures of these segments, and the one behind which they begin.

        They begin behind the headline if it stands in front of the text, else with the element that holds the text.
        """
        inner = content.home(self.segments, numbers)
        head = self.segments.all[self.head].element if self.head is not None else None
        if head is None or any(self.segments.all[number].element is head for number in numbers):
            return inner, None
        return content.common(inner, head), head

    def threshold(self, likelihoods: list[float]) -> float:
        """Return the least likelihood with which a segment is taken."""
        return selection.threshold(likelihoods, is_in_part=self.part is not None)

    @cached_property
    def of_others(self) -> list[bool]:
        """Return for each segment if it is a reader's comment or another post."""
        return filters.of_others(self)

    def remove_particulars(self) -> None:
        """Remove what the content system's drop selectors find."""
        trees.drop(self.tree, self.system)

    # segments, and which of them are the article

    @cached_property
    def segments(self) -> segments.Segments:
        return segments.of_tree(self.tree)

    @cached_property
    def part(self) -> trees.Part | None:
        """The article element that the content system's selectors find; None: the whole page is read."""
        return trees.article_part(self.tree, self.segments, self.system)

    @cached_property
    def leads(self) -> list[HtmlElement]:
        """The elements that the content system marks as the lead: one or none."""
        found = (trees.matches_of(selector, self.tree) for selector in self.system.lead_selectors)
        return next((matches for matches in found if matches), [])[:1]

    @cached_property
    def matched_head(self) -> int | None:
        """The segment that shows the matched headline; None if none does."""
        return heads.head(self.segments, self.matched_headline)

    @cached_property
    def context(self) -> Context:
        """The input of the classifier beside the segments."""
        title = self.matched_headline.title if self.matched_headline else None
        return Context(title, self.matched_head, self.part.boxes if self.part else None)

    @cached_property
    def judged(self) -> classifier.Judged:
        return classifier.of_segments(self.segments, self.context)

    @cached_property
    def vote(self) -> trafilatura_vote.Vote | None:
        """The opinion of trafilatura; None if it is not asked, as our own is sure enough."""
        if self.part is not None or not selection.is_unsure(self.segments, self.judged.values):
            return None
        return trafilatura_vote.of_trafilatura(self.tree)

    @cached_property
    def likelihoods(self) -> list[float]:
        """How likely each segment belongs to the article, from 0 to 1."""
        if self.vote is None:
            return self.judged.values
        return classifier.again(self.judged, self.segments, self.vote)

    @cached_property
    def selected(self) -> list[int]:
        """The numbers of the segments that are the article, teasers of other articles among them."""
        numbers = selection.chosen(self)
        for rule in self.filters:
            numbers = rule(self, numbers)
        return numbers

    @cached_property
    def whole(self) -> Body:
        """The article with teasers of others among its text, as it is judged."""
        return Body(self, self.selected)

    @cached_property
    def rows(self) -> list[HtmlElement]:
        """The entries of lists within the article."""
        return entries.within(self)

    @cached_property
    def body(self) -> Body:
        """The article."""
        numbers = entries.without_neighbours(self, self.selected)
        return self.whole if numbers == self.selected else Body(self, numbers)

    @cached_property
    def problem(self) -> ReadingProblem | None:
        """Why the page is no article; None if it is one."""
        return kinds.problem(self)

    # what is said of the article

    @cached_property
    def nearest_heading(self) -> int | None:
        """The heading right before the text, if no heading matches the declared title."""
        is_shown = self.matched_headline is not None and self.matched_headline.element is not None
        return None if is_shown else heads.nearest_heading(self)

    @cached_property
    def headline(self) -> Headline | None:
        if self.nearest_heading is None:
            return self.matched_headline
        segment = self.segments.all[self.nearest_heading]
        return headlines.Headline(segment.text, segment.element, None)

    @cached_property
    def head(self) -> int | None:
        """The segment with the headline, or the first of the text."""
        if self.nearest_heading is not None:
            return self.nearest_heading
        is_shown = self.matched_headline is not None and self.matched_headline.element is not None
        return self.matched_head if is_shown or self.matched_head is not None else self.selected[0]

    @cached_property
    def title(self) -> str:
        return self.headline.title if self.headline else self.body.text.splitlines()[0][:_LONGEST_TITLE]

    @cached_property
    def kicker(self) -> str | None:
        """The short line above or in the headline."""
        return titles.kicker(self.tree) or (self.headline.kicker if self.headline else None)

    @cached_property
    def lead(self) -> str | None:
        return leads.lead(self)

    @cached_property
    def issuer(self) -> str | None:
        return names.issuer(self.metadata, self.url)

    @cached_property
    def published(self) -> DateClue | None:
        return dates.published(self)

    @cached_property
    def guessed_day(self) -> DateClue | None:
        """The day of publication that htmldate finds."""
        return dates.guessed(self)

    @cached_property
    def modified(self) -> DateClue | None:
        return dates.modified(self)

    @cached_property
    def lines(self) -> list[str]:
        """The lines around the headline and at the beginning of the text, in which place and author stand."""
        numbers = self.body.numbers
        before = range(self.head + 1, numbers[0])[:_LINES_BEFORE] if self.head is not None else ()
        near = (*before, *numbers[:_LINES_OF_TEXT])
        return [*self.marked_days, *(self.segments.all[number].text for number in near)]

    @cached_property
    def place(self) -> str | None:
        """The place of a dateline."""
        return next((place for line in self.lines if (place := titles.place(line))), None)

    @cached_property
    def byline(self) -> str | None:
        """The author: declared, or named in a line of its own."""
        return self.author or next((name for line in self.lines if (name := datelines.byline(line))), None)

    @cached_property
    def language(self) -> str | None:
        return language.spoken(names.language(self.metadata), self.body.text)

    @cached_property
    def links(self) -> tuple[ArticleLink, ...]:
        files = attachments.beside(self)
        return tuple(links.of_places([*self.body.anchors, *files], self.base, self.url))

    @cached_property
    def beside(self) -> tuple[int, ...]:
        """Digests of the lines that the page shows outside the text: if one is in it later, it was not written then."""
        shown = {
            line_digest(line)
            for segment in self.segments.all
            if segment.words >= _FEWEST_WORDS
            for line in segment.text.splitlines()
        }
        return tuple(sorted(shown.difference(map(line_digest, self.body.text.splitlines()))))

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
            text=self.body.text,
            kicker=self.kicker if self.kicker != self.title else None,
            lead=self.lead,
            structure=tuple(self.body.blocks),
            author=self.byline,
            issuer=self.issuer,
            place=self.place,
            kind=titles.kind(self.url, self.title, self.kicker),
            language=self.language,
            published_on=published.on if published else None,
            published_clue=published.clue if published else None,
            modified_on=modified.on if modified else None,
            modified_clue=modified.clue if modified else None,
            links=self.links,
            beside=self.beside,
        )
