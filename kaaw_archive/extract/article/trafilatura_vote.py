"""Another extractor's opinion: which segments of a page trafilatura keeps."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

import trafilatura
from lxml.etree import XPath
from trafilatura.settings import Document

from kaaw_archive.extract.article import selection
from kaaw_archive.extract.html.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment, Segments

# beyond it trafilatura takes seconds: its time grows faster than the page; no page of the corpus has half as many
_MOST_ELEMENTS = 20_000
_FEWEST_LETTERS = 12  # of a segment
_FEWEST_KEPT = 100  # letters of a page, below which nothing was found
_LITTLE = 0.35  # of the running text
_RUNNING_WORDS = 9
_count = XPath("count(.//*)")
_WORD = re.compile(r"\w+")


class Vote(NamedTuple):
    """Text that another extractor keeps of a page: all its letters in a row, and those of each line and cell."""

    kept: str
    lines: frozenset[str]
    share: float  # letters that are kept, of those of the page's running text

    def on(self, segment: Segment) -> float:
        """Return 1 where the words of a segment are kept, else 0.

        A few letters stand in any text: they must be a line or cell of their own.
        """
        letters = compact(segment.text)
        return 1.0 if (letters in self.kept if len(letters) >= _FEWEST_LETTERS else letters in self.lines) else 0.0


class OtherReader:
    """Trafilatura, asked for its text of one tree; each mode once. The tree stays as it is."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree

    @cached_property
    def is_too_large(self) -> bool:
        """Return True for a tree that it would take seconds for."""
        return cast("float", _count(self._tree)) > _MOST_ELEMENTS

    @cached_property
    def quick(self) -> str:
        """Return the text that its quick mode keeps; an empty one if it fails."""
        return _text_of(self._tree, is_quick=True)

    @cached_property
    def thorough(self) -> str:
        """Return the text that it keeps with its fallbacks, which take twice the time."""
        return _text_of(self._tree, is_quick=False)


def of_page(page: ArticlePage) -> Vote | None:
    """Return the vote on a page; None if our own judgement is sure enough without it."""
    if page.part is not None or not selection.is_unsure(page.segments, page.judged.values):
        return None
    return of_trafilatura(page.other_reader, page.segments, page.judged.values)


def of_trafilatura(reader: OtherReader, found: Segments, likelihoods: Sequence[float] | None = None) -> Vote | None:
    """Return what trafilatura keeps of a page; None if it keeps next to nothing, or the page is too large to ask it.

    Its fallbacks are asked only where the quick mode keeps little of the running text: of both what agrees better with
    our likelihoods, or without them the longer text.
    """
    if reader.is_too_large:
        return None
    running = sum(len(segment.text) for segment in found.all if segment.words > _RUNNING_WORDS + 2 * segment.linked)
    vote = _vote_of(reader.quick, running)
    if vote.share < _LITTLE:
        other = _vote_of(reader.thorough, running)
        if likelihoods is None:
            vote = max(vote, other, key=lambda one: len(one.kept))
        else:
            vote = max(vote, other, key=lambda one: _agreement(one, found, likelihoods))
    return vote if len(vote.kept) >= _FEWEST_KEPT else None


def _vote_of(text: str, running: int) -> Vote:
    lines = frozenset(compact(part) for line in text.splitlines() for part in line.split("|"))
    return Vote(compact(text), lines - {""}, min(1.0, len(text) / max(1, running)))


def _agreement(vote: Vote, found: Segments, likelihoods: Sequence[float]) -> float:
    """Return how many words a vote and our likelihoods are expected to judge alike."""
    judged = ((segment, value) for segment, value in zip(found.all, likelihoods, strict=True) if value > 0)
    return sum(segment.words * (value if vote.on(segment) else 1 - value) for segment, value in judged)


def _text_of(tree: HtmlElement, *, is_quick: bool) -> str:
    try:
        document = trafilatura.bare_extraction(  # of a copy, which it makes itself
            tree, fast=is_quick, include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception:  # whatever a defect of the library makes it raise: it has no vote then
        return ""
    return document.text or "" if isinstance(document, Document) else ""


@lru_cache(maxsize=2_000)
def compact(text: str) -> str:
    """Return the letters and digits of a text alone; the same segments are asked for by several rules."""
    return "".join(_WORD.findall(visible(text)))
