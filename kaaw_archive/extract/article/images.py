"""The pictures of an article: where they are, what stands for them, under them, and who made them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from kaaw_archive.extract.article.links import resolve
from kaaw_archive.extract.html.text import one_line, text_of
from kaaw_archive.urls import cut_if_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_CREDIT = re.compile(r"(?:©|\(c\)|(?:Foto|Bild|Quelle|Grafik|Photo|Credit|Copyright)s?\s*:)\s*.{2,120}", re.IGNORECASE)
_CREDIT_CLASS = re.compile(
    r"copyright|credit|(?:image|caption|media|bild|foto|photo)-?_?source|quelle|fotograf|photographer", re.I
)
_CREDIT_ATTRIBUTES = ("data-copyright", "data-credit")
_CREDIT_CHARACTERS = 150
_CAPTION = re.compile(r"caption|bildunterschrift|bildbeschreibung|picinfo|legend", re.IGNORECASE)
_SMALLEST = 60  # pixels: what is smaller is an icon
_CAPTION_CHARACTERS = 600
_LEVELS_TO_CAPTION = 4


def of_element(element: HtmlElement, base: str) -> dict[str, Any] | None:
    """Return an ``img`` as a block; None for icons and for images without a web address."""
    src = element.get("data-src") or element.get("src") or ""
    url = resolve(base, src)
    if url is None or any(_is_small(element.get(side)) for side in ("width", "height")):
        return None
    boxes = list(_boxes(element))
    caption = _caption(boxes)
    return {
        "type": "image",
        "url": cut_if_long(url),
        "alt": one_line(element.get("alt")),
        "caption": caption,
        "credit": _credit(element, boxes, caption),
    }


def _is_small(size: str | None) -> bool:
    return size is not None and size.isdecimal() and int(size) < _SMALLEST


def _caption(boxes: Iterable[HtmlElement]) -> str | None:
    """Return the caption that belongs to an image: of its figure, or what is called one next to it."""
    for box in boxes:
        for below in box.iter("figcaption", "span", "div", "p", "dd", "small"):
            if below.tag == "figcaption" or _is_caption(below.get("class") or ""):
                text = text_of(below, with_captions=True)
                if text and len(text) <= _CAPTION_CHARACTERS:
                    return text
    return None


def _credit(element: HtmlElement, boxes: Iterable[HtmlElement], caption: str | None) -> str | None:
    """Return the credit of a picture: from its markup, from a line of its box that is called one, or from its texts."""
    for name in _CREDIT_ATTRIBUTES:
        if (text := one_line(element.get(name))) and len(text) <= _CREDIT_CHARACTERS:
            return text
    for box in boxes:
        for below in box.iter("span", "div", "p", "small", "cite", "figcaption", "dd"):
            if _is_credit(below.get("class") or ""):
                text = text_of(below, with_captions=True)
                if text and 2 < len(text) <= _CREDIT_CHARACTERS:
                    return text
    lines = "\n".join(text for text in (caption, element.get("title"), one_line(element.get("alt"))) if text)
    found = _CREDIT.search(lines)
    return found[0].strip() if found else None


@lru_cache(maxsize=2_000)
def _is_caption(names: str) -> bool:
    return _CAPTION.search(names) is not None


@lru_cache(maxsize=2_000)
def _is_credit(names: str) -> bool:
    return _CREDIT_CLASS.search(names) is not None


def _boxes(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that hold this picture and no other one, up to its figure."""
    for level, above in enumerate(element.iterancestors()):
        if level == _LEVELS_TO_CAPTION or above.tag in ("body", "article", "main"):
            return
        if len(list(islice(above.iter("img"), 2))) > 1:
            return
        yield above
        if above.tag == "figure":
            return
