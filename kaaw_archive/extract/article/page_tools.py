"""Tools of a page among the text of its article: to print, to share, to rate, to read on elsewhere; who to call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_MOST_WORDS = 12
_MOST_UNLINKED = 2  # words or signs between the links of tools
_TOOL = re.compile(
    r"\A\W*(?:(?:geschätzte )?lese(?:zeit|dauer)|reading time)\b.{0,30}\Z|\A\W*\d{1,3} min(?:ute)?s? read\W*\Z"
    r"|\A\W*(?:war|ist|hat|fanden|was|is|did)\b.{0,30}\b(?:seite|artikel|beitrag|information(?:en)?|page|article)\b.{0,30}"
    r"\b(?:hilfreich|nützlich|geholfen|gefallen|helpful|useful)\W*\Z",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\A\W*(?:mehr (?:zum thema|dazu|lesen)|lesen sie (?:auch|dazu|mehr)|auch interessant|siehe auch|see also"
    r"|read (?:also|more)|related)\b[^:]{0,20}:?",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\A\W*(?:(?:presse)?kontakt|ansprechpartner(?:in)?|rückfragen|press contact)\b.{0,40}?:.{0,200}"
    r"(?:\b(?:tel|fon|fax|phone)|@)",
    re.IGNORECASE | re.DOTALL,
)
_MOST_OF_CONTACT = 40  # words


def without_tools(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Remove lines that are tools of the page, lead elsewhere, or name behind the text who answers the press."""
    segments = page.segments.all
    rest = [number for number in numbers if not _is_tool(segments[number])]
    while len(rest) > 1 and _is_contact(segments[rest[-1]]):
        rest.pop()
    return rest or numbers


def leads_elsewhere(heading: str) -> bool:
    """Return True for the heading of links to other pages: "Auch interessant", "Read also".

    >>> leads_elsewhere("Auch interessant"), leads_elsewhere("Mehr Geld für Kitas beschließt der Rat der Stadt")
    (True, False)
    """
    return _ELSEWHERE.fullmatch(heading.strip()) is not None


def _is_tool(segment: Segment) -> bool:
    if segment.words <= _MOST_WORDS and _TOOL.match(segment.text):
        return True
    if not segment.linked:
        return False
    if (label := _ELSEWHERE.match(segment.text)) is not None:
        return segment.linked >= segment.words - len(label[0].split())
    if segment.words > _MOST_WORDS or segment.words - segment.linked > _MOST_UNLINKED:
        return False
    targets = [anchor.get("href") or "" for anchor in segment.element.iter("a")]
    return bool(targets) and all(target in ("", "#") or target.startswith("javascript:") for target in targets)


def _is_contact(segment: Segment) -> bool:
    return segment.words <= _MOST_OF_CONTACT and _CONTACT.match(segment.text) is not None
