"""The lead: the short paragraph between headline and text, which extractors take for a link box and lose.

The rule is the field's (measured there at 0.4 to 0.8 points of F1): outside lists, navigation, margins and footers; 10
to 200 words; under a quarter of them linked; its class at most twice on the page, unless it names a lead and the model
takes the paragraph; right behind the headline.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.groups import class_group, tag_group
from kaaw_archive.extract.metadata import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_FEWEST_WORDS, _MOST_WORDS = 10, 200
_FEWEST_NAMED_WORDS = 7  # of one that its class calls a lead
_MOST_LINKED = 0.25
_MOST_ALIKE = 2
_LIKELY = 0.5
_NEAR_HEAD = 3  # segments right behind the headline
_REACH = 8  # segments between headline and text, where a lead may be
_LEAD, _COMMENT = class_group("lead"), class_group("comment")
_AWAY = (*map(tag_group, ("nav", "aside", "footer", "ul", "form", "figure")), _COMMENT)
_WORD = re.compile(r"\w+")
_SAME_BEGINNING = 40  # characters in common with the page's own description


def with_lead(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Add the lead in front of the segments, if it was left out.

    It stands near the headline or near the text; above the headline only what the page describes itself by.
    """
    head = page.matched_head
    if head is None or not numbers or numbers[0] <= head:
        return numbers
    behind, before = range(head + 1, min(numbers[0], head + 1 + _NEAR_HEAD)), range(head + 1, numbers[0])[-_REACH:]
    found = [number for number in sorted({*behind, *before}) if _is_lead(page, number)]
    found = found or [
        n for n in _behind_the_same_headline(page, head) if _is_named(page.segments.all[n]) and _is_lead(page, n)
    ]
    if not found:
        above = range(max(0, head - _REACH), head)
        found = [number for number in above if _is_described(page, page.segments.all[number].text)][:1]
        if found and any(_is_described(page, page.segments.all[number].text) for number in numbers[:_REACH]):
            return numbers
    return [*found, *numbers]


def _behind_the_same_headline(page: ArticlePage, head: int) -> Sequence[int]:
    """Return the numbers right behind the headline where it stands a first time, in a box above the article."""
    segments = page.segments.all
    first = next(n for n in range(max(0, head - _REACH), head + 1) if segments[n].text == segments[head].text)
    return range(first + 1, min(head, first + 1 + _NEAR_HEAD))


def marked_lead(page: ArticlePage) -> HtmlElement | None:
    """Return the element that the content system marks as the lead; None if there is none."""
    found = (trees.matches_of(selector, page.tree) for selector in page.system.lead_selectors)
    return next((matches[0] for matches in found if matches), None)


def lead(page: ArticlePage) -> str | None:
    """Return the first paragraph if markup calls it a lead or the page describes itself by it; else None."""
    found = page.body.blocks
    if marked := _marked_text(page, found):
        return marked
    first = next((block for block in found if block["type"] != "image"), None)
    if first is None or first["type"] not in ("paragraph", "heading", "quote"):
        return None
    text: str = first["text"]
    if _is_described(page, text):
        return text
    segment = next((segment for segment in page.segments.all if segment.text == text), None)
    is_named = segment is not None and segment.depth - segment.nearest[_LEAD] <= 2
    return text if is_named and len(text.split()) <= _MOST_WORDS and len(found) > 1 else None


def _is_described(page: ArticlePage, text: str) -> bool:
    """Return True if a text begins as the page's own description does."""
    described = " ".join(_WORD.findall((names.description(page.metadata) or "").lower()))[:_SAME_BEGINNING]
    return len(described) == _SAME_BEGINNING and " ".join(_WORD.findall(text.lower())).startswith(described)


def _marked_text(page: ArticlePage, found: Sequence[Block]) -> str | None:
    """Return the blocks at the beginning of the text that the content system marks as its lead."""
    if page.marked_lead is None:
        return None
    marked = {segment.text for segment in page.segments.all if _is_marked(page, segment)}
    texts = takewhile(marked.__contains__, (block.get("text", "") for block in found if block["type"] != "image"))
    return "\n".join(texts) or None


def _is_marked(page: ArticlePage, segment: Segment) -> bool:
    return any(above is page.marked_lead for above in (segment.element, *segment.element.iterancestors()))


def _is_lead(page: ArticlePage, number: int) -> bool:
    segment = page.segments.all[number]
    if page.marked_lead is not None and _is_marked(page, segment):
        return True
    fewest = _FEWEST_NAMED_WORDS if _is_named(segment) else _FEWEST_WORDS
    if not fewest <= segment.words <= _MOST_WORDS or segment.linked > _MOST_LINKED * segment.words:
        return False
    if any(segment.nearest[group] >= 0 for group in _AWAY):
        return False
    is_expected = _is_named(segment) and page.likelihoods[number] >= _LIKELY  # teasers of a site may have its class
    if not is_expected and sum(one.signature == segment.signature for one in page.segments.all) > _MOST_ALIKE:
        return False
    return _is_named(segment) or (segment.text[-1] in ".!?…" and segment.tag in ("p", "div", "span", "h2", "h3"))


def _is_named(segment: Segment) -> bool:
    return segment.depth - segment.nearest[_LEAD] <= 3
