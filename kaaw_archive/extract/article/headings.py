"""What stands in a heading: the title itself, and the day, number and kicker that some systems write around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract import german_dates
from kaaw_archive.extract.html.text import one_line, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# children of a heading that are no part of the title: Government Site Builder's families, Sitepark
_BESIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datum|topline|kicker|dachzeile|aural|sr-only|visually-hidden)(?:$|[\s_-])", re.I
)
_BESIDE_TAGS = frozenset({"small", "time"})
# "…, Datum: 14.11.2019, Format: Interview, Bereich: Behörde" (BAMF), "… : Datum: 26.01.2022 Pressemitteilung: 6/2022"
_LABEL = r"(?:Typ|Datum|Format|Bereich|Erscheinungsdatum|Pressemitteilung|Meldung|Nummer|Nr\.)\s?:\s"
_TAIL = re.compile(rf"[\s,:;|–-]*(?<![\w]){_LABEL}.*\Z", re.DOTALL)
_NUMBER = re.compile(r"(?:Pressemitteilung|Meldung|Nummer|Nr\.?)\s?:?\s*(\d{1,4}(?:[/.-]\d{2,4})?)(?![\d.])")


class Heading(NamedTuple):
    """A heading taken apart. ``on`` is an ISO day, ``number`` as it is written ("6/2022"); None: not there."""

    title: str
    on: str | None = None
    number: str | None = None
    beside: str | None = None  # what stood around the title: kicker, labels, day


def heading(element: HtmlElement) -> Heading | None:
    """What a heading says; None where nothing of it is a title. The element stays as it is."""
    title: list[str] = []
    beside: list[str] = []
    _collect(element, title, beside)
    return split(one_line("".join(title)), one_line(" ".join(beside)))


def split(title: str | None, beside: str | None = None) -> Heading | None:
    """A heading's text taken apart; ``beside`` is what is known not to be its title."""
    text = title or ""
    if tail := _TAIL.search(text):
        beside = one_line(f"{tail[0]} {beside or ''}")
        text = text[: tail.start()]
    text = text.strip(" :,;|–-") if beside else text.strip()
    if not text:
        return None
    number = _NUMBER.search(beside or "")
    return Heading(text, german_dates.day(beside) if beside else None, number[1] if number else None, beside)


def _collect(element: HtmlElement, title: list[str], beside: list[str]) -> None:
    """The texts of a heading in two heaps; inline elements join without a blank, as they may be part of a word."""
    title.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            pass  # a comment
        elif child.tag in _BESIDE_TAGS or _BESIDE_CLASS.search(child.get("class") or ""):
            beside.append(text_of(child) or "")
            title.append(" ")
        elif child.tag == "br":
            title.append(" ")
        else:
            _collect(child, title, beside)
        title.append(child.tail or "")
