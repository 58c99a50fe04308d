"""Marks of footnotes: a raised number behind a word is none of its letters, and stands in brackets as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_NUMBER = re.compile(r"\d{1,3}")
# a word, not a unit ("km"), with the sign behind it
_WORD_BEFORE = re.compile(r"[^\W\d_]{3}[a-zà-ÿ][.,;:!?…”“\"’)]{0,3}\Z")
_LETTER = re.compile(r"\w")


def bracket_marks(raised: Iterable[HtmlElement]) -> None:
    """Put brackets around the numbers of ``sup`` elements that stand right behind a word: "Mieten[1]"."""
    for element in raised:
        number = "".join(str(text) for text in element.itertext()).strip()
        if not _NUMBER.fullmatch(number) or _LETTER.match(_behind(element)):
            continue
        if _WORD_BEFORE.search(_before(element)):
            inner = list(element)
            element.text = f"[{(element.text or '').lstrip()}"
            if inner:
                inner[-1].tail = f"{(inner[-1].tail or '').rstrip()}]"
            else:
                element.text += "]"


def _before(element: HtmlElement) -> str:
    """Return the text right in front of an element, or of the link around it if the element begins it."""
    previous = element.getprevious()
    if previous is not None:
        return previous.tail or "".join(str(text) for text in previous.itertext())
    above = element.getparent()
    if above is None or above.text or above.tag != "a":
        return (above.text or "") if above is not None else ""
    return _before(above)


def _behind(element: HtmlElement) -> str:
    above = element.getparent()
    return element.tail or (above.tail if above is not None and above.tag == "a" else None) or ""
