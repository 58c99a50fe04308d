"""Headings taken apart: the title, and the day and number that some content systems write around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract import german_dates
from kaaw_archive.extract.article import headlines
from kaaw_archive.extract.metadata import titles

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NUMBER = re.compile(r"(?:Pressemitteilung|Meldung|Nummer|Nr\.?)\s?:?\s*(\d{1,4}(?:[/.-]\d{2,4})?)(?![\d.])")


class Heading(NamedTuple):
    """A heading taken apart. ``on`` is an ISO day, ``number`` as it is written ("6/2022"); None: not there."""

    title: str
    on: str | None = None
    number: str | None = None


def heading(element: HtmlElement) -> Heading | None:
    """Return title, day and number in a heading; None if nothing of it is a title. The element stays as it is."""
    text, topline = headlines.split(element)
    title, particulars = titles.parted(text)
    if not title:
        return None
    beside = " ".join(filter(None, (particulars, topline)))
    number = _NUMBER.search(beside)
    return Heading(title, german_dates.day(beside), number[1] if number else None)
