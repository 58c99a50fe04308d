"""The text of elements as readers see it: blocks and line breaks divide words, inline elements do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from lxml.etree import XPath

from kaaw_archive.extract.html import groups

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NO_TEXT = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff"  # as in a regular expression
REFUSED = re.compile(f"[{NO_TEXT}]")  # libxml2 reads these characters and refuses to be given them
_UNSEEN = re.compile(f"[{NO_TEXT}\u00ad\u200b\u200c\u200d\u2060\ufeff]")
BREAK = "\u2028"  # a line break of the page's own, until blanks are squeezed: newlines in markup are only blanks
SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "select", "option", "textarea", "object", "embed"}
    | {"head", "title", "meta", "link", "map", "canvas", "datalist", "math", "dialog"}
)
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"}
    | {"img", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time"}
    | {"tt", "u", "var", "wbr", "label", "picture", "source", "input", "strike", "br"}
)
_LONG_WORD = 12  # letters a word, hardly reached by scripts with blanks
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WITHIN_WORDS = INLINE - {"a"}


class LinkMark(str):
    """Empty text in the place where a link begins; ``LINK_END`` where it ends."""

    __slots__ = ("anchor",)
    anchor: HtmlElement


LINK_END = LinkMark()


def link_mark(anchor: HtmlElement) -> LinkMark:
    """Return the mark of a link."""
    mark = LinkMark()
    mark.anchor = anchor
    return mark


def text_of(element: HtmlElement, *, with_captions: bool = False) -> str | None:
    """Return the text of an element in one line; None if it has none. Captions are those in line with a paragraph."""
    parts: list[str] = []
    collect(element, "", False, parts, with_captions=with_captions)
    return collapse_blanks("".join(parts)).replace("\n", " ") or None


def collect(element: HtmlElement, tag: str, in_link: bool, parts: list[str], *, with_captions: bool = False) -> int:
    """Add the texts of an element to ``parts`` and return how many words of them are linked."""
    if tag == "br":
        parts.append(BREAK)
        return 0
    if tag == "dfn":
        text = _term(element)
        parts.append(text)
        return len(text.split()) if in_link else 0
    if tag == "span" and not with_captions and (names := element.get("class")) and groups.is_caption(names[:200]):
        return 0
    in_link = in_link or tag == "a"
    linked = 0
    if text := element.text:
        parts.append(text)
        if in_link:
            linked = len(text.split())
    if not len(element):  # most are leaves
        return linked
    for child in element:
        inner = child.tag
        if inner not in SKIPPED and inner.__class__ is str:
            if inner in _WITHIN_WORDS:
                linked += collect(child, inner, in_link, parts, with_captions=with_captions)
            else:
                parts.append(link_mark(child) if inner == "a" else " ")
                linked += collect(child, inner, in_link, parts, with_captions=with_captions)
                parts.append(LINK_END if inner == "a" else " ")
        if text := child.tail:
            parts.append(text)
            if in_link:
                linked += len(text.split())
    return linked


_texts_of_term = XPath(".//text()[not(ancestor::button)]", smart_strings=False)


def _term(element: HtmlElement) -> str:
    """Return the term of a ``dfn``: its text without that of buttons in it, else its title (HTML, 4.5.8)."""
    texts = cast("list[str]", _texts_of_term(element))  # the stubs know every result an XPath may have
    return "".join(texts) if any(text.strip() for text in texts) else element.get("title") or ""


def collapse_blanks(text: str) -> str:
    """Return visible text with single blanks; line breaks of the page's own (``BREAK``) become newlines."""
    if BREAK in text:
        return "\n".join(collapse_blanks(line) for line in text.split(BREAK)).strip()
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(visible(text).split())


def count_words(text: str) -> int:
    """Return how many words a text with single blanks has: two letters each of scripts that write no blanks.

    >>> count_words("Der Rat tagt"), count_words("委員会が開かれ、予算案を可決した。")
    (3, 8)
    """
    words = text.count(" ") + text.count("\n") + 1
    if len(text) > _LONG_WORD * words and not text.isascii():
        return words + len(_WITHOUT_BLANKS.findall(text)) // 2
    return words


def letters(text: str) -> str:
    """Return a visible text without blanks."""
    return "".join(visible(text).split())


def visible(text: str) -> str:
    """Return a text without soft hyphens, zero-width characters and controls: the form in which text is stored.

    >>> visible("Mes\\u00adsen\\u00adger")
    'Messenger'
    """
    # what is printable has nothing invisible in it: known in a hundredth of the time that it takes to search for it
    return text if text.isprintable() else _UNSEEN.sub("", text)


def one_line(text: str | None) -> str | None:
    """Return visible text with single blanks; None if nothing is left."""
    return " ".join(visible(text).split()) or None if text else None
