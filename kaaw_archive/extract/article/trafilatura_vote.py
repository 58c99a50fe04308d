"""Another extractor's opinion: which segments of a page trafilatura keeps."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple, cast

import trafilatura
from lxml.etree import XPath
from trafilatura.settings import Document

from kaaw_archive.extract.article import selection
from kaaw_archive.extract.html.text import visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

# beyond it trafilatura takes seconds: its time grows faster than the page; no page of the corpus has half as many
_MOST_ELEMENTS = 20_000
_count = XPath("count(.//*)")
_WORD = re.compile(r"\w+")


class Vote(NamedTuple):
    """The letters of what another extractor keeps of a page."""

    kept: str

    def on(self, segment: Segment) -> float:
        """1 where the words of a segment are kept, else 0."""
        return 1.0 if compact(segment.text) in self.kept else 0.0


def of_page(page: ArticlePage) -> Vote | None:
    """Return the vote on a page; None if our own judgement is sure enough without it."""
    if page.part is not None or not selection.is_unsure(page.segments, page.judged.values):
        return None
    return of_trafilatura(page.tree)


def of_trafilatura(tree: HtmlElement) -> Vote | None:
    """Return the text that trafilatura's quick mode keeps of a page; None if the page is too large to ask it.

    The tree stays as it is. Its fallbacks are not asked: they take twice the time, and the model decides better.
    """
    if cast("float", _count(tree)) > _MOST_ELEMENTS:
        return None
    try:
        document = trafilatura.bare_extraction(
            deepcopy(tree), fast=True, include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception:  # whatever a defect of the library makes it raise: it has no vote then
        return Vote("")
    return Vote(compact(document.text or "") if isinstance(document, Document) else "")


def compact(text: str) -> str:
    """The letters and digits of a text alone."""
    return "".join(_WORD.findall(visible(text)))
