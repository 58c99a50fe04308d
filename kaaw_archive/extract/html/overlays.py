"""Overlays: boxes that lie over a page and ask for consent. Their names alone say too little: states bear them, too."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from lxml.etree import XPath

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST = 0.5  # of the words of a page: what holds more is the page

_texts = XPath("descendant::text()[not(parent::script or parent::style or parent::noscript)]", smart_strings=False)
_main = XPath("boolean(descendant-or-self::main or descendant-or-self::*[@role='main'])")
_is_in_main = XPath("boolean(ancestor::main or ancestor::article or ancestor::*[@role='main'])")
_asks = XPath(
    "boolean(descendant::button or descendant::input or descendant::*[@role='button']"
    " or descendant::a[not(@href) or starts-with(@href, '#') or starts-with(@href, 'javascript:')])"
)


class Overlays:
    """Judge of the elements of a page whose names speak of consent, or that are dialogs."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root

    @cached_property
    def _words(self) -> int:
        return _count(self._root)

    @cached_property
    def _first_heads(self) -> list[HtmlElement]:
        return list(self._root.iter("h1"))

    def is_overlay(self, element: HtmlElement) -> bool:
        """Return True if an element with such a name is an overlay.

        It is none if it holds the main part of the page, its only ``h1`` or most of its words, or stands in the main
        part and has nothing to click on.
        """
        if cast("bool", _main(element)):
            return False
        heads = self._first_heads
        if len(heads) == 1 and any(above is element for above in heads[0].iterancestors()):
            return False
        if _count(element) > _MOST * self._words:
            return False
        return not cast("bool", _is_in_main(element)) or cast("bool", _asks(element))


def _count(element: HtmlElement) -> int:
    return sum(len(text.split()) for text in cast("list[str]", _texts(element)))
