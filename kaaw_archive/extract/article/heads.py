"""The segment that shows the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.extract.article.headlines import Headline
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segments

_SAME_TITLE = 0.5  # of the words in common, for a segment to be the headline that no heading was found for
_LONGEST_HEADLINE = 40  # words
_BEFORE_TEXT = 5  # segments in front of the text in which its heading is looked for
_FAR_BEFORE_TEXT = 15  # its first heading
_LONGEST_TITLE = 25  # words


def head(segments: Segments, headline: Headline | None) -> int | None:
    """Return the number of the segment with the headline; None if no segment shows it."""
    if headline is None:
        return None
    if headline.element is not None:
        above = headline.element
        for number, segment in enumerate(segments.all):
            if segment.element is above or above in (segment.element.getparent(), segment.element):
                return number
    return _most_like(segments, headline.title)


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
    """Return the number of the heading right before the text; None if there is none.

    Of a page that only declares the name of its site or section, this is what its reader sees as the title.
    """
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
