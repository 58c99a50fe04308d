"""The tree of a page as its readers see it: shadow roots opened, marks for other senses and permalinks removed.

Markup holds text that no reader sees as text of the article: "(opens in a new window)" for screen readers, letters of
icon fonts, signs that link a heading to itself. And it hides what readers see: shadow roots stand in templates (HTML,
4.12.3, "declarative shadow root"), the question of an accordion in a button.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml.etree import XPath

from kaaw_archive.extract.html import hidden_texts, trees
from kaaw_archive.extract.html.formulas import write_formulas
from kaaw_archive.extract.html.line_numbers import remove_line_numbers
from kaaw_archive.extract.html.note_marks import bracket_marks
from kaaw_archive.extract.html.text import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

QUESTION = "data-question"  # attribute of a heading that opens a part of an accordion

_MARK_WORDS = 12  # longer ones are sentences of the article that a style sheet shows
_PERMALINK_WORDS = 5
_NEAREST, _MOST_TEXTS = 20, 60  # siblings, and texts or elements in an element, that are looked at
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_INLINE = frozenset({"a", "span", "i", "em", "b", "small", "strong", "sup", "sub", "abbr", "svg", "font"})
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|hidden-visually|screen-?reader(?:-text|-only)?|element-invisible|invisible|aural"
    r"|off-?screen|assistive-text|a11y-hidden)(?:$|\s)",
    re.IGNORECASE,
)
_UNSEEN_STYLE = re.compile(
    r"clip(?:-path)?:(?:rect\((?:0|1px)|inset\((?:50|100)%)|(?:left|top|text-indent|right):-\d{3,}|display:none"
    r"|visibility:hidden",
    re.IGNORECASE,
)
_ICON_LETTERS = re.compile(r"(?:^|\s)(?:material-(?:icons|symbols)|icon-?font|ligature)", re.IGNORECASE)
_ICON = re.compile(r"(?:^|[\s_-])(?:icon|fa[srlb]?|glyphicon|ext(?:ernal)?|arrow)(?:$|[\s_-])", re.IGNORECASE)
_PERMALINK = re.compile(
    r"(?:^|[\s_-])(?:anchor(?:js)?|permalink|header-?link|heading-?link)(?:$|[\s_-])", re.IGNORECASE
)
_DIVIDES = re.compile(r"[:;,.!?–—|/·-]{1,5}")  # words of readers and of others alike
_LETTER = re.compile(r"\w")
_DECOMPOSED = re.compile("[\u0300-\u036f]")
_MARKS_IN_UTF_8 = (b"\xcc", b"\xcd")
_DECOMPOSED_NUMBER = re.compile(b"&#(?:7[6-9][0-9]|8[0-7][0-9]|[xX]0?3[0-6][0-9a-fA-F]);")

_MARKS = ("span", "i", "em", "b", "small", "strong", "font", "sup")
_NAMES_OF_MARKS = ("sr-only", "idden", "creen", "nvisible", "aural", "assistive", "material-", "icon", "ffscreen")
_ATTRIBUTES_OF_MARKS = frozenset({"aria-hidden", "hidden", "style"})
_WITH_PERMALINKS = tuple(sorted(_HEADINGS - {"summary"}))
_IN_HEADING = " or ".join(f"ancestor::{tag}" for tag in _WITH_PERMALINKS)
_HOLDS_HEADING = " or ".join(f"descendant::h{level}" for level in range(2, 7))
# paths of what may open a part of an accordion, by what the markup has if there is one; attributes of any element
_OPENERS = {
    b"<summary": "descendant::summary",
    b"<button": f"descendant::button[{_IN_HEADING} or ancestor::summary or {_HOLDS_HEADING}]",
}
_OPENING_ATTRIBUTES = {
    b"aria-expanded": "@aria-expanded",
    b"data-toggle": "@data-toggle",
    b"data-bs-toggle": "@data-bs-toggle",
}
_ROLES_OF_BUTTONS = (b'role="button', b"role='button", b"role=button", b"role =")
_WITH_TERMS = frozenset({"p", "li", "dd", "td"})


class SeenTree(NamedTuple):
    """The tree of a page as readers see it, and what was opened to see it (None: nothing).

    ``elements`` are all of the tree. Who reads it several times keeps them: lxml would make each anew whenever it is
    met.
    """

    root: HtmlElement
    opened: str | None
    elements: list[HtmlElement]


def tree_of(text: str) -> SeenTree | None:
    """Return the tree of a decoded page as readers see it; None if nothing can be made of the text."""
    markup = trees.markup_of(text)
    tree = trees.parse_markup(markup)
    if tree is None:
        return None
    elements = list(tree.iter())
    markup = markup.lower()  # what it does not name is not sought in the tree
    source = "shadow_root" if b"shadowroot" in markup and hidden_texts.open_shadow_roots(tree) else None
    if (b"<noscript" in markup or b"text/template" in markup) and hidden_texts.open_fallbacks(tree):
        source = "noscript"
    if b"<pre" in markup:
        remove_line_numbers(list(tree.iter("pre")))
    write_formulas(tree, markup)
    prepare(tree, markup)
    return SeenTree(tree, source, elements)


def prepare(tree: HtmlElement, markup: bytes) -> None:
    """Change a tree to what readers see of it, made from this markup in small letters.

    The order of texts, and their places, stay.
    """
    found = list(tree.iter(*_MARKS, *_WITH_PERMALINKS, "button"))  # one walk
    remove_marks(element for element in found if element.tag in _MARKS)
    bracket_marks(element for element in found if element.tag == "sup" and element.getparent() is not None)
    remove_permalinks(element for element in found if element.tag in _WITH_PERMALINKS)
    open_accordions(tree, markup)
    unwrap_terms(element for element in found if element.tag == "button")


def compose(tree: HtmlElement, markup: bytes) -> None:
    """Compose decomposed letters of texts and descriptions (Unicode NFC); addresses stay as they are."""
    # in UTF-8 the marks of U+0300 to U+036F begin with one of two bytes, which nothing else of a page of Europe has
    if not any(sign in markup for sign in _MARKS_IN_UTF_8) and not _DECOMPOSED_NUMBER.search(markup):
        return
    for element in tree.iter():
        for part in ("text", "tail"):
            text = getattr(element, part)
            if text and not text.isascii() and _DECOMPOSED.search(text):
                setattr(element, part, _composed(text))
        if element.tag == "meta" and (content := element.get("content")) and _DECOMPOSED.search(content):
            element.set("content", _composed(content))


def _composed(text: str) -> str:
    """Return composed text without the control characters that libxml2 reads and refuses to be given."""
    return unicodedata.normalize("NFC", REFUSED.sub("", text))


def remove_marks(elements: Iterable[HtmlElement]) -> None:
    """Remove short inline elements that readers do not see, and icons, from among the text of a block."""
    for element in elements:
        if _may_be_mark(element) and element.getparent() is not None and _is_mark(element) and _is_among_text(element):
            element.drop_tree()


def _may_be_mark(element: HtmlElement) -> bool:
    given = dict(element.items())
    return bool(given) and (_names_mark(given.get("class", "")) or not _ATTRIBUTES_OF_MARKS.isdisjoint(given))


@lru_cache(maxsize=10_000)
def _names_mark(names: str) -> bool:
    return any(name in names for name in _NAMES_OF_MARKS)


def _is_mark(element: HtmlElement) -> bool:
    names = element.get("class") or ""
    text = element.text_content()
    if (
        _DIVIDES.fullmatch(text.strip())
        or len(text.split()) > _MARK_WORDS
        or (len(element) and element.find(".//img") is not None)
    ):
        return False
    if _UNSEEN.search(names) or element.get("hidden") is not None or _ICON_LETTERS.search(names):
        return True
    if _UNSEEN_STYLE.search((element.get("style") or "").replace(" ", "")):
        return True
    return not _LETTER.search(text) and bool(element.get("aria-hidden") == "true" or _ICON.search(names))


def _is_among_text(element: HtmlElement) -> bool:
    """Return True if there is text beside an inline element in its block."""
    while (above := element.getparent()) is not None:
        if any(text and text.strip() for text in (above.text, *_beside(element))):
            return True
        if above.tag not in _INLINE:
            break
        element = above
    return False


def _beside(element: HtmlElement) -> Iterator[str | None]:
    """Yield texts before and behind an element; of broken markup with thousands of siblings only the nearest."""
    yield element.tail
    for is_before in (True, False):
        for sibling in islice(element.itersiblings(preceding=is_before), _NEAREST):
            yield sibling.tail
            yield _text_of(sibling)


def _text_of(element: HtmlElement) -> str:
    """Return the text of an element; of broken markup with thousands of texts in it, the beginning."""
    return "".join(islice(cast("Iterator[str]", element.itertext()), _MOST_TEXTS))


def remove_permalinks(headings: Iterable[HtmlElement]) -> None:
    """Remove links of headings to themselves: their signs (¶, #) are no text, and they lead nowhere else.

    A link to a place of the page around the words of a heading loses its tag alone: it opens what is below.
    """
    anchors = (anchor for heading in headings for anchor in heading.iter("a"))
    for anchor in list(dict.fromkeys(anchors)):
        if anchor.getparent() is None or _leads_away(anchor):
            continue
        text = _text_of(anchor)
        is_named = _PERMALINK.search(anchor.get("class") or "") is not None
        is_sign = not _LETTER.search(text) or (is_named and len(text.split()) <= _PERMALINK_WORDS)
        if is_sign and (_is_among_text(anchor) or not text.strip()):
            anchor.drop_tree()
        elif not is_sign:
            heading = next(above for above in anchor.iterancestors() if above.tag in _HEADINGS)
            if anchor.get("href"):
                heading.set(QUESTION, "")
            if name := anchor.get("id"):
                heading.set("name", name)  # the mark of a footnote leads there
            anchor.drop_tag()


def _leads_away(anchor: HtmlElement) -> bool:
    href = anchor.get("href") or "#"
    return href[0] != "#" and not href.startswith("javascript:")


def open_accordions(tree: HtmlElement, markup: bytes) -> None:
    """Mark the headings that open parts of accordions as ``QUESTION``, and make them headings like others.

    A heading in a button, a button or a link to a place of the page in a heading: the inner element is the question.
    """
    for opener in _openers(tree, markup):
        if opener.getparent() is None or not _text_of(opener).strip():
            continue
        heading = next(_headings_of(opener), None)
        if heading is None:
            continue
        inner = () if QUESTION in heading.attrib else heading.iter("button", "a")
        heading.set(QUESTION, "")
        for part in (*inner, opener):
            is_opener = part.tag == "button" or (part.tag == "a" and not _leads_away(part))
            if part is not heading and is_opener and part.getparent() is not None:
                part.drop_tag()


def _openers(tree: HtmlElement, markup: bytes) -> list[HtmlElement]:
    """Return the elements that may open a part of an accordion, in the order of the page."""
    paths = [path for sign, path in _OPENERS.items() if sign in markup]
    attributes = [test for sign, test in _OPENING_ATTRIBUTES.items() if sign in markup]
    if any(sign in markup for sign in _ROLES_OF_BUTTONS):
        attributes.append("@role='button'")
    if attributes:
        paths.append(f"descendant::*[{' or '.join(attributes)}][not(self::button)]")
    return cast("list[HtmlElement]", _compiled(" | ".join(paths))(tree)) if paths else []


_compiled = lru_cache(maxsize=64)(XPath)


def _headings_of(opener: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the heading in an opener, the one around it, the opener itself if it stands apart from other text."""
    if opener.tag in ("a", "button", "summary") or opener.get("role") == "button":
        yield from (one for one in islice(opener.iter(), _MOST_TEXTS) if one.tag in _HEADINGS - {"summary", "dt"})
    for above in opener.iterancestors():
        if above.tag in _HEADINGS:
            yield above
        elif above.tag not in _INLINE:
            break
    opens = opener.get("aria-controls") or opener.get("aria-expanded")
    if opener.tag in _HEADINGS or (opens and opener.get("role") == "button" and opener.tag in ("div", "p")):
        yield opener


def unwrap_terms(buttons: Iterable[HtmlElement]) -> None:
    """Remove the tags of buttons in the middle of a sentence: they explain a term, and the term is text."""
    parents = [(button, button.getparent()) for button in buttons]
    for button in [one for one, parent in parents if parent is not None and parent.tag in _WITH_TERMS]:
        before = button.getprevious().tail if button.getprevious() is not None else button.getparent().text
        is_within = before and before.strip() and before.rstrip()[-1] not in ".!?:" and (button.tail or "").strip()
        if is_within:
            button.drop_tag()
