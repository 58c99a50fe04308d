"""Forms: labels and buttons of fields to fill in are no text of an article. They make a form of themselves alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_HEADING = re.compile(r"h[1-6]\Z")
_FORM_SHARE = 0.8  # of the words, in labels


def is_form(segments: Sequence[Segment]) -> bool:
    """Return True if a text is labels and buttons: a recommendation by mail, a contact form."""
    segments = [segment for segment in segments if not _HEADING.match(segment.tag)]
    words_of_labels = cache(_words_of_labels)  # one element may hold thousands
    labels = sum(min(segment.words, words_of_labels(segment.element)) for segment in segments)
    return labels > _FORM_SHARE * sum(segment.words for segment in segments)


def without_labels(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Remove labels and buttons of a form within the text: to order a newsletter, to rate the page."""
    words_of_labels = cache(_words_of_labels)
    segments = page.segments.all
    if is_form([segments[number] for number in numbers]):
        return numbers
    return [n for n in numbers if words_of_labels(segments[n].element) < segments[n].words]


def _words_of_labels(element: HtmlElement) -> int:
    """Return how many words of an element are labels: all of a button, those of labels that stand beside a field."""
    labels = [element] if element.tag in ("label", "legend", "button") else []
    if not labels and len(element) and any(True for _ in element.iter("input", "select", "textarea")):
        labels = list(element.iter("label"))
    return sum(len(label.text_content().split()) for label in labels)
