"""Words of a page that a reader sees: all, those of its main part, and those of it that stand outside of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.front_frames import cookie_notices
from kaaw_archive.extract.front_parts import is_hidden

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "select", "datalist", "title"})
_AROUND = frozenset({"nav", "header", "footer", "aside", "form", "button", "dialog"})
_BLOCKS = frozenset(
    {"p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "blockquote",
     "pre", "dd", "dt", "figcaption", "caption", "tr", "ul", "ol", "table", "body", "br", "nav", "header", "footer",
     "aside"}
)  # fmt: skip
_LITTLE_CHARACTERS = 600  # below which what is hidden is no text of its own


class VisibleTexts:
    """Words of a page that a reader sees, in order: ``visible`` are all of them, ``main`` those of the main part.

    ``own`` are the lines of the main part outside of links and of cookie notices beside it, whose elements are
    ``notices``; ``in_links`` is the number of characters in links. The walk is not recursive, because markup may be
    nested deeper than Python calls.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._visible: list[str] = []
        self._main: list[str] = []
        self._own: list[str] = []
        self._shown: list[str] = []
        self._in_links: list[str] = []
        self.notices = cookie_notices(tree)
        waiting: list[tuple[HtmlElement | str, _Place]] = [(tree, _Place())]
        while waiting:
            element, place = waiting.pop()
            if isinstance(element, str):
                self._add(element, place)
                continue
            tag = element.tag
            if not isinstance(tag, str) or tag in _UNSEEN:
                continue
            if tag in _BLOCKS:
                self._add("\n", place)
            inside = place.within(element, is_notice=element in self.notices)
            for child in reversed(element):
                if child.tail:
                    waiting.append((child.tail, inside))
                waiting.append((child, inside))
            if element.text:
                self._add(element.text, inside)
        self.visible, self.main = " ".join(self._visible).split(), " ".join(self._main).split()
        self.in_links = len(" ".join(" ".join(self._in_links).split()))
        own, shown = _lines(self._own), _lines(self._shown)
        # what a script shows later may be all that there is
        self.own = shown if shown or len(own) < _LITTLE_CHARACTERS else own

    def _add(self, text: str, place: _Place) -> None:
        self._visible.append(text)
        if place.is_linked:
            self._in_links.append(text)
        if place.is_around:
            return
        self._main.append(text)
        if not place.is_linked and not place.is_notice:
            own = text if text == "\n" else text.replace("\n", " ")
            self._own.append(own)
            if not place.is_hidden:
                self._shown.append(own)


class _Place(NamedTuple):
    """Place of a text: around the main part, in a link, hidden by the markup, in a notice on cookies."""

    is_around: bool = False
    is_linked: bool = False
    is_hidden: bool = False
    is_notice: bool = False

    def within(self, element: HtmlElement, *, is_notice: bool) -> _Place:
        inside = (
            self.is_around or _stands_around(element),
            self.is_linked or element.tag == "a",
            self.is_hidden or is_hidden(element),
            self.is_notice or is_notice,
        )
        is_same = inside == self
        return self if is_same else _Place(*inside)


def _lines(texts: list[str]) -> str:
    lines = (" ".join(line.split()) for line in " ".join(texts).split("\n"))
    return "\n".join(line for line in lines if line)


def _stands_around(element: HtmlElement) -> bool:
    """Return True for menus, margins and forms; a form with the headline in it holds the whole page (ASP.NET)."""
    return element.tag in _AROUND and (element.tag != "form" or element.find(".//h1") is None)
