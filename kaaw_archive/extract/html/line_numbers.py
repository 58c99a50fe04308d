"""Numbers of lines in front of the lines of a listing, which are no part of it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_MOST_ELEMENTS = 5_000  # of a listing
_FEWEST = 2  # numbers of lines
_DIGITS = 5


def remove_line_numbers(listings: Iterable[HtmlElement]) -> None:
    """Remove the numbers of lines from ``pre`` elements: those in front of lines, and a cell of numbers beside them."""
    for listing in listings:
        if listing.getparent() is None:
            continue
        cell = listing.getparent()
        beside = cell.getnext() if cell.tag == "td" else None
        if beside is not None and _counts(_text(listing).split(), 1) and next(beside.iter("pre"), None) is not None:
            cell.drop_tree()
            continue
        numbers = _at_begins_of_lines(listing)
        texts = [_text(one).strip() for one in numbers]
        if len(numbers) >= _FEWEST and _counts(texts, int(texts[0])):
            for one in numbers:
                one.drop_tree()


def _counts(texts: list[str], first: int) -> bool:
    """Return True for numbers that follow each other."""
    return bool(texts) and texts == [str(first + number) for number in range(len(texts))]


def _at_begins_of_lines(listing: HtmlElement) -> list[HtmlElement]:
    """Return the numbers with which lines begin; none if the first line begins with something else."""
    found: list[HtmlElement] = []
    is_begin = True
    for event, element in islice(iterwalk(listing, events=("start", "end")), _MOST_ELEMENTS):
        text = (element.text if event == "start" else element.tail if element is not listing else None) or ""
        if event == "start" and element.tag == "br":
            is_begin = True
        elif event == "start" and is_begin and _is_number(element):
            found.append(element)
            is_begin = False
        elif "\n" in text or text.strip():
            if is_begin and text.strip() and not found:
                return []
            is_begin = "\n" in text and not text.rpartition("\n")[2].strip()
    return found


def _is_number(element: HtmlElement) -> bool:
    text = (element.text or "").strip()
    return not len(element) and text.isdecimal() and len(text) <= _DIGITS


def _text(element: HtmlElement) -> str:
    return "".join(str(text) for text in islice(element.itertext(), _MOST_ELEMENTS))
