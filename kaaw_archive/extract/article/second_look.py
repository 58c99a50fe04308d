"""A second look at a page with little text: cuts are undone one kind at a time, and another reader is asked.

Rules that know what stands around an article may take the article itself away. Where what is left is much less than
the running text of the page, trafilatura says how much it would keep. If that is far more, the page is read again
without each kind of cut, and the reading that agrees best with trafilatura is taken. If none agrees, and the first
reading has next to nothing, the segments that trafilatura keeps are taken.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.article import selection, trafilatura_vote
from kaaw_archive.extract.article.filters import without_headline
from kaaw_archive.extract.article.page import ArticlePage, Body
from kaaw_archive.extract.article.trafilatura_vote import compact
from kaaw_archive.extract.html import segments as segmentation
from kaaw_archive.extract.html.groups import class_group, tag_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.trafilatura_vote import Vote

_AROUND = (*map(tag_group, ("nav", "aside", "footer", "form")), class_group("comment"))
_RUNNING_WORDS = 10
_LITTLE = 0.4  # of the running text of a page
_FEWEST_LETTERS = 250  # of a reading, below which it says nothing
_FEWEST_WORDS = 40  # of a text that was not found at first
_FAR_MORE = 2.0  # times what we have
_AGREES = 0.7  # of the letters of two readings


class _WithoutArticleElement(ArticlePage):
    part = cached_property(lambda page: None)


class _WithOverlays(ArticlePage):
    segments = cached_property(lambda page: segmentation.of_tree(page.tree, with_overlays=True))


class _WithOthers(ArticlePage):
    of_others = cached_property(lambda page: [False] * len(page.segments.all))


class _Unfiltered(ArticlePage):
    filters = (without_headline,)


class _WithEntries(ArticlePage):
    @cached_property
    def body(self) -> Body:
        return self.whole


class _WithDropped(ArticlePage):
    def remove_particulars(self) -> None:
        """Leave all in the page that the content system's drop selectors find."""


class _AsVoted(ArticlePage):
    """A page read as trafilatura reads it."""

    @cached_property
    def selected_segments(self) -> list[int]:
        """Return the numbers of the segments that trafilatura keeps."""
        vote = _opinion(self)
        kept = [number for number, one in enumerate(self.segments.all) if vote is not None and vote.on(one)]
        return without_headline(self, kept)


class Cut(NamedTuple):
    """A kind of cut: the page read without it, and a test if it took anything away."""

    without: type[ArticlePage]
    was_made: Callable[[ArticlePage], bool]


# by the names that the options of a reading have
CUTS: dict[str, Cut] = {
    "article_element": Cut(_WithoutArticleElement, lambda page: page.part is not None),
    "dropped_elements": Cut(_WithDropped, lambda page: page.has_dropped),
    "overlays": Cut(_WithOverlays, lambda page: page.segments.has_overlays),
    "comments": Cut(_WithOthers, lambda page: any(page.of_others)),
    "entries": Cut(_WithEntries, lambda page: bool(page.selected_segments) and page.body is not page.whole),
    "filters": Cut(_Unfiltered, lambda page: page.selected_segments != _unfiltered(page)),
}

# trafilatura may take readers' comments and teasers for the text: they are asked for only where nothing else is left
_OF_OTHERS = frozenset({"comments", "entries"})


class SecondLook(NamedTuple):
    """The page as it is read at last, and what was done to read it so, as options of the reading."""

    page: ArticlePage
    options: dict[str, str]


def look_again(page: ArticlePage, fresh: Callable[[], HtmlElement | None]) -> SecondLook:
    """Return the page, or another reading of it where this one lost most of its text.

    ``fresh`` parses the page anew, as the first reading took elements out of its tree.
    """
    if not _is_little(page):
        return SecondLook(page, {})
    vote, mine = _opinion(page), _letters(page)
    if vote is None or len(vote.kept) < max(_FEWEST_LETTERS, _FAR_MORE * mine):
        return SecondLook(page, {})
    best, best_agreement, undone = page, 0.0, ""
    for name, cut in CUTS.items():
        if (name in _OF_OTHERS and mine >= _FEWEST_LETTERS) or not cut.was_made(page):
            continue
        other = _read_again(page, cut.without, fresh)
        if other is None:
            break
        agreement = _agreement(other, vote)
        if agreement > best_agreement and other.problem is None:
            best, best_agreement, undone = other, agreement, name
    if best_agreement >= _AGREES:
        return SecondLook(best, {"undone_cut": undone})
    voted = _of_same_tree(page, _AsVoted)
    if mine >= _FEWEST_LETTERS or not _is_running(voted) or voted.problem is not None:
        return SecondLook(page, {})
    return SecondLook(voted, {"second_opinion": "trafilatura"})


def _unfiltered(page: ArticlePage) -> list[int]:
    return without_headline(page, selection.select_segments(page))


def _read_again(
    page: ArticlePage, kind: type[ArticlePage], fresh: Callable[[], HtmlElement | None]
) -> ArticlePage | None:
    """Return the page read otherwise; None if it cannot be parsed again."""
    if not page.has_dropped:
        return _of_same_tree(page, kind)
    tree = fresh()
    return None if tree is None else kind(tree, page.url, page.system)


def _of_same_tree(page: ArticlePage, kind: type[ArticlePage]) -> ArticlePage:
    """Return the tree of a page read otherwise; what trafilatura says of it is known."""
    other = kind(page.tree, page.url, page.system)
    other.other_reader = page.other_reader
    return other


def _is_little(page: ArticlePage) -> bool:
    """Return True if much less was taken than the running text that stands outside menus, margins and comments."""
    running = sum(
        segment.words
        for segment in page.segments.all
        if segment.words >= _RUNNING_WORDS
        and segment.linked * 3 < segment.words
        and all(segment.nearest[group] < 0 for group in _AROUND)
    )
    taken = sum(page.segments.all[number].words for number in _numbers(page))
    return not taken or taken < _LITTLE * running


def _is_running(page: ArticlePage) -> bool:
    """Return True if what was taken is text for the most part, and no list of links."""
    taken = [page.segments.all[number] for number in page.selected_segments]
    words = sum(segment.words for segment in taken)
    return words >= _FEWEST_WORDS and 2 * sum(segment.linked for segment in taken) < words


def _numbers(page: ArticlePage) -> list[int]:
    return page.body.numbers if page.selected_segments else []


def _letters(page: ArticlePage) -> int:
    return sum(len(compact(page.segments.all[number].text)) for number in _numbers(page))


def _opinion(page: ArticlePage) -> Vote | None:
    return page.vote if page.vote is not None else trafilatura_vote.of_trafilatura(page.other_reader, page.segments)


def _agreement(page: ArticlePage, vote: Vote) -> float:
    """Return the F1 of the letters of a reading and of those that trafilatura keeps."""
    segments = [page.segments.all[number] for number in _numbers(page)]
    mine = sum(len(compact(segment.text)) for segment in segments)
    common = sum(len(compact(segment.text)) for segment in segments if vote.on(segment))
    return 2 * common / (mine + len(vote.kept)) if mine else 0.0
