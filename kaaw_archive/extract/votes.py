"""Another extractor's opinion: which segments of a page trafilatura keeps."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, cast

import trafilatura
from lxml.etree import XPath
from trafilatura.settings import Document

from kaaw_archive.extract.decoding import visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.segments import Segments

# beyond it trafilatura takes seconds: its time grows faster than the page; no page of the corpus has half as many
_MOST_ELEMENTS = 20_000
_count = XPath("count(.//*)")
_WORD = re.compile(r"\w+")


def of_trafilatura(tree: HtmlElement, found: Segments) -> list[float] | None:
    """One number a segment: 1 where its words stand in what trafilatura's quick mode makes of the page.

    None where the page is so large that it is not asked.

    The tree stays as it is. Its fallbacks are not asked: they take twice the time, and the model decides better.
    """
    if cast("float", _count(tree)) > _MOST_ELEMENTS:
        return None
    try:
        document = trafilatura.bare_extraction(
            deepcopy(tree), fast=True, include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception:  # whatever a defect of the library makes it raise: it has no vote then
        return [0.0] * len(found.all)
    kept = compact(document.text or "") if isinstance(document, Document) else ""
    return [1.0 if compact(segment.text) in kept else 0.0 for segment in found.all]


def compact(text: str) -> str:
    """The letters and digits of a text alone."""
    return "".join(_WORD.findall(visible(text)))
