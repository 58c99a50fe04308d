"""Texts without the lines of their pages at both ends, and what those lines state: which page of a text, which day."""

from __future__ import annotations

import re

from kaaw_archive.changes import marks, noise
from kaaw_archive.changes.plain import words
from kaaw_archive.extract import written_days
from kaaw_archive.wordings import page_words

_MOST_LINES = 20  # at each end
_EDGE = 400  # characters at each end in which a day or the number of a page is looked for
_ADDRESS = re.compile(r"\bhttps?://|\bwww\.\w")
_MOST_ADDRESS_WORDS = 24  # and signs of a line with an address: it says where the page was printed or kept
_AGENCY = re.compile(
    r"\A[A-ZÄÖÜ][\w ./-]{1,40} \([a-z]{2,5}\)\s{1,2}[-–—]{1,2}\s{1,2}"
)  # place and portal, as in "Aue (ots) - "
_LINE = 400  # characters of a line in which a page's number is looked for
_PAGE = r"(?:seite|page|blatt|teil|part) (?P<page>\d{1,3})(?: ?(?:von|of|sur|/) ?(?P<pages>\d{1,3}))?"
_LAST_PAGE = re.compile(rf"\s?[(\[]{_PAGE}[)\]]\s?\Z", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:(?:presse|medien)?(?:meldung|mitteilung|information)|(?:press|news) release|news|communique(?: de presse)?)"
    r" (?:vom|of|from|du) (?:\w{2,10}, )?\d{1,2}\W{0,2}[\w.]{1,12}[ .]{0,2}\d{2,4}\W?"
)
_IS_NUMBER = re.compile(rf"\s?[-–—(\[]?\s?{_PAGE}\s?[-–—)\]]?\s?", re.IGNORECASE)  # a line between two pages
_PAGE_OF = re.compile(
    r"\b(?:seite|page|blatt|teil|part) \d{1,3} ?(?:von|of|sur|/) ?(?P<pages>\d{1,3})\b", re.IGNORECASE
)


def bare_text(text: str) -> str:
    """Return a text without the lines of its page at both ends and without a page's number behind it.

    >>> bare_text("Startseite > Presse\\nDer Rat tagt. (Seite 1)\\nDrucken | Teilen")
    'Der Rat tagt.'
    """
    lines = text.split("\n")
    first, last = 0, len(lines)
    while first < min(last, _MOST_LINES) and _is_of_page(lines[first]):
        first += 1
    while last > max(first, len(lines) - _MOST_LINES) and _is_of_page(lines[last - 1]):
        last -= 1
    last -= noise.contact_box(lines[first:last])
    lines = [line for line in lines[first:last] if not _IS_NUMBER.fullmatch(line)] or lines
    lines[0] = _AGENCY.sub("", lines[0], count=1)
    lines[-1] = lines[-1][:-_LINE] + _LAST_PAGE.sub("", lines[-1][-_LINE:])
    return "\n".join(lines)


def is_numbered_page(text: str) -> bool:
    """Return True if a text states at one of its ends that it is a page of several.

    >>> is_numbered_page("Der Rat tagt.\\nSeite 1 von 2"), is_numbered_page("Der Rat tagt.\\nSeite 1 von 1")
    (True, False)
    """
    if _LAST_PAGE.search(text[-_LINE:].rstrip()):
        return True
    found = (found for edge in (text[:_EDGE], text[-_EDGE:]) for found in _PAGE_OF.finditer(edge))
    return any(int(one["pages"]) > 1 for one in found)


def days_at_ends(text: str) -> frozenset[str]:
    """Return the days (ISO 8601) that a text names at its ends."""
    edges = (text[:_EDGE], text[-_EDGE:])
    return frozenset(found.on for edge in edges for found in written_days.days(edge))


def _is_of_page(line: str) -> bool:
    if not line.strip() or noise.rule_of(line) is not None or marks.is_mark(line):
        return True
    text = noise.as_matched(line[:_LINE])
    found = [word for word in words(text) if word[0].isalnum()]
    if _HEADING.fullmatch(text):
        return True
    return page_words.is_time(found) or (len(found) <= _MOST_ADDRESS_WORDS and _ADDRESS.search(line) is not None)
