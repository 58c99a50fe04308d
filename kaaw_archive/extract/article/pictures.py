"""The pictures of an article that is read as a row of a list: signs in their places, until there are blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.extract.article.images import of_element

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.blocks import Block

_SIGN = "\ufffc"  # the object replacement character
_NUMBERED = re.compile(rf"{_SIGN}(\d+){_SIGN}\Z")
_AROUND = re.compile(r"caption|image|figure", re.IGNORECASE)  # in what a system puts around a picture; icons have none
_WHOLE = frozenset(
    {"a", "b", "em", "figure", "i", "li", "ol", "p", "picture", "span", "strong", "table", "tbody", "td"}
)
_WHOLE_TOO = frozenset({"th", "tr", "ul", "h2", "h3", "h4"})


def sign(body: HtmlElement, unwanted: Collection[HtmlElement], base: str) -> list[Block]:
    """Puts a sign in front of each picture's paragraph; the pictures as blocks, in the order of the signs.

    ``unwanted`` are the elements that will be taken out of ``body`` after this.
    """
    found: list[Block] = []
    for element in list(body.iter("img")):
        place = _place(element, body, unwanted)
        image = of_element(element, base) if place is not None else None
        if place is not None and image is not None:
            paragraph = body.makeelement("p")
            paragraph.text = f"{_SIGN}{len(found)}{_SIGN}"
            place.addprevious(paragraph)
            found.append(image)
    return found


def put(blocks: Sequence[Block], images: Sequence[Block]) -> list[Block]:
    """The blocks with the pictures where their signs are."""
    return [_of_sign(block, images) or block for block in blocks]


def _of_sign(block: Block, images: Sequence[Block]) -> Block | None:
    found = _NUMBERED.match(block.get("text", ""))
    return images[int(found[1])] if found and int(found[1]) < len(images) else None


def _place(element: HtmlElement, body: HtmlElement, unwanted: Collection[HtmlElement]) -> HtmlElement | None:
    """The element that a sign is put in front of: no paragraph is split, and nothing that is taken out takes it along.

    None for what stands in an unwanted element that is not the picture's own.
    """
    place = element
    for above in element.iterancestors():
        if above is body:
            break
        if above in unwanted:
            if not _AROUND.search(above.get("class") or ""):
                return None
            place = above
        elif above.tag in _WHOLE or above.tag in _WHOLE_TOO:
            place = above
    return place if place.getparent() is not None else None
