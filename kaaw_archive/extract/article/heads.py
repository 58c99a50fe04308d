"""The segment that shows the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.extract.article.headlines import Headline

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segments

_SAME_TITLE = 0.5  # of the words in common, for a segment to be the headline that no heading was found for
_LONGEST_HEADLINE = 40  # words
_BEFORE_TEXT = 5  # segments in front of the text in which its heading is looked for
_FAR_BEFORE_TEXT = 15  # its first heading
_LONGEST_TITLE = 25  # words


def matched(page: ArticlePage) -> int | None:
    """Return the number of the segment with the matched headline; None if no segment shows it."""
    headline = page.matched_headline
    if headline is None:
        return None
    if (above := headline.element) is not None:
        for number, segment in enumerate(page.segments.all):
            if segment.element is above or above is segment.element.getparent():
                return number
    return _most_like(page.segments, headline.title)


def headline(page: ArticlePage) -> Headline | None:
    """Return the heading that matches a declared title, else the one before the text, else the declared title."""
    if page.nearest_heading is None:
        return page.matched_headline
    segment = page.segments.all[page.nearest_heading]
    return Headline(segment.text, segment.element, None)


def head(page: ArticlePage) -> int | None:
    """Return the number of the segment with the headline, or of the first of the text if none shows it."""
    if page.nearest_heading is not None:
        return page.nearest_heading
    is_shown = page.matched_headline is not None and page.matched_headline.element is not None
    return page.matched_head if is_shown or page.matched_head is not None else page.selected[0]


def _most_like(segments: Segments, title: str) -> int | None:
    wanted = set(title.lower().split())
    best, number_of_best = _SAME_TITLE, None
    for number, segment in enumerate(segments.all):
        if segment.words > _LONGEST_HEADLINE:
            continue
        words = set(segment.text.lower().split())
        same = len(words & wanted) / max(len(words), len(wanted), 1)
        same += {"h1": 0.3, "h2": 0.2, "h3": 0.2}.get(segment.tag, 0.0)
        if same > best:
            best, number_of_best = same, number
    return number_of_best


def nearest_heading(page: ArticlePage) -> int | None:
    """Return the number of the heading right before the text; None if there is none, or another matches a title.

    Of a page that only declares the name of its site or section, this is what its reader sees as the title.
    """
    if page.matched_headline is not None and page.matched_headline.element is not None:
        return None
    first = page.selected[0]
    for number in range(first, max(-1, first - _FAR_BEFORE_TEXT), -1):
        segment = page.segments.all[number]
        if (
            (segment.tag == "h1" or number > first - _BEFORE_TEXT)
            and segment.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
            and 2 <= segment.words <= _LONGEST_TITLE
            and not segment.linked
        ):
            return number
    return None
