"""What a page consists of before anything is judged: its segments, its headline, its system's article element."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.article import headlines
from kaaw_archive.extract.article.features import Context
from kaaw_archive.extract.article.headlines import Headline
from kaaw_archive.extract.html import segments, trees
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata import declared_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.html.segments import Segments
    from kaaw_archive.extract.html.trees import Part
    from kaaw_archive.items import ContentSystem

_SAME_TITLE = 0.5  # of the words in common, for a segment to be the headline that no heading was found for
_LONGEST_HEADLINE = 40  # words
_BEFORE_TEXT = 5  # segments in front of the text in which its heading is looked for
_FAR_BEFORE_TEXT = 15  # its first heading
_LONGEST_TITLE = 25  # words


class Layout(NamedTuple):
    """A page as it is given to the judges. ``head`` is the number of the segment with the headline."""

    found: Segments
    declared: list[str]  # what the page calls itself
    headline: Headline | None
    head: int | None
    part: Part | None
    dates: list[str]  # what the elements say that the system's date selectors found
    leads: list[HtmlElement]  # what the system's lead selectors found

    @property
    def context(self) -> Context:
        """What the features need to know beside the segments."""
        return Context(
            title=self.headline.title if self.headline else None,
            head=self.head,
            part=self.part.boxes if self.part else None,
        )


def of_tree(tree: HtmlElement, host: str, system: ContentSystem) -> Layout:
    """The layout of a page. What the system's drop selectors find is taken out of the tree, its dates read before."""
    selected = (element for selector in system.title_selectors for element in trees.matches_of(selector, tree))
    declared = declared_titles.of_tree(tree)
    headline = headlines.of_tree(tree, declared, host, list(selected)[:3])
    marked = [element for selector in system.date_selectors for element in trees.matches_of(selector, tree)[:1]]
    days = [element.get("datetime") or text_of(element) or "" for element in marked]
    trees.drop(tree, system)
    found = segments.of_tree(tree)
    marked_leads = next((m for selector in system.lead_selectors if (m := trees.matches_of(selector, tree))), [])
    part = trees.article_part(tree, found, system)
    return Layout(found, declared, headline, _head(found, headline), part, days, marked_leads[:1])


def _head(found: Segments, headline: Headline | None) -> int | None:
    if headline is None:
        return None
    if headline.element is not None:
        above = headline.element
        for number, segment in enumerate(found.all):
            if segment.element is above or above in (segment.element.getparent(), segment.element):
                return number
    return _like(found, headline.title)


def _like(found: Segments, title: str) -> int | None:
    """The segment most like a title; None where none is like it."""
    wanted = set(title.lower().split())
    best, number_of_best = _SAME_TITLE, None
    for number, segment in enumerate(found.all):
        if segment.words > _LONGEST_HEADLINE:
            continue
        words = set(segment.text.lower().split())
        same = len(words & wanted) / max(len(words), len(wanted), 1)
        same += {"h1": 0.3, "h2": 0.2, "h3": 0.2}.get(segment.tag, 0.0)
        if same > best:
            best, number_of_best = same, number
    return number_of_best


def with_nearest_heading(page: Layout, numbers: Sequence[int]) -> Layout:
    """The layout with another headline, where no heading is like the declared title: the one right before the text.

    Where a page only declares the name of its site or section, this is what its reader sees as the title.
    """
    if page.headline is not None and page.headline.element is not None:
        return page
    for number in range(numbers[0], max(-1, numbers[0] - _FAR_BEFORE_TEXT), -1):
        segment = page.found.all[number]
        if (
            (segment.tag == "h1" or number > numbers[0] - _BEFORE_TEXT)
            and segment.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
            and 2 <= segment.words <= _LONGEST_TITLE
            and not segment.linked
        ):
            return page._replace(headline=Headline(segment.text, segment.element, None), head=number)
    return page if page.head is not None else page._replace(head=numbers[0])
