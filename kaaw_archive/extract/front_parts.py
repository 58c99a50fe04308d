"""Parts of a page that may stand in front of another: its lines, fields, labels, headlines, links; menus aside.

A cookie layer is not the page, unless there is nothing else; nor is what the markup itself hides.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.bounds import HEADING_CHARACTERS
from kaaw_archive.extract.front_frames import cookie_notices, is_called_consent, is_menu
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.wordings.frames import TOOL_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

SHOWN_CHARACTERS = 4_000  # of the main part with its forms
_LABEL_CHARACTERS, _MOST_LABELS = 100, 20
_MOST_LINKS = 40
_AROUND = frozenset({"nav", "header", "footer", "aside", "dialog"})
_ROLES = frozenset({"navigation", "search", "contentinfo", "banner", "complementary", "alertdialog"})
_MENU = re.compile(
    r"\bnav(?:bar|igation)?\b|menu\b|breadcrumb|globalnav|footer|sidebar|newsletter|skip-?link|\brelated\b", re.I
)
_EDGES = re.compile(
    r"(?:\A|-)(?:footer|header|nav|navbar|toolbar|menu|sidebar|breadcrumbs?)(?:-|\Z)"
)  # names of custom elements
_MOST_RUN = 3  # lines that are links and stand together: a menu, or other news
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "title", "datalist"})
_LINES = frozenset(
    {"p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "blockquote", "tr",
     "pre", "dd", "dt", "ul", "ol", "table", "body", "br", "form", "button", "label", "fieldset", "details", "small"}
)  # fmt: skip
_LAYER = re.compile(r"cookie|consent|privacy-?layer|\bcc-|\bcmp\b|banner", re.IGNORECASE)
_WITHHELD = re.compile(
    r"pay-?wall|reg-?wall|meter(?:ed|-?wall)|fade-?out|(?:text|teaser|content|article)-?fade|\bfade\b|gradient|blur|subscri(?:ber|ption)-(?:only|wall|gate)"
    r"|abo-?(?:wall|schranke|only)|bezahlschranke|\blocked\b|premium-?(?:wall|gate|box|teaser)|truncat|content-?gate",
    re.IGNORECASE,
)
_WHOLES = frozenset({"body", "html", "main", "article"})  # never an edge, whatever they are called
_HIDES = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_OF_SEARCH = re.compile(
    r"\W*(?:suchen?|search|find(?:en)?|recherche[rn]?|go|los|zoeken?|cerca|buscar|szukaj|søg|hledat|sök)?\W*\Z",
    re.IGNORECASE,
)  # every site has one
_OF_CHOICE = re.compile(r"\b(?:btn|button|cta)\b", re.IGNORECASE)


class Front(NamedTuple):
    """Content of a page's main part; ``lines`` are in order, each with True if a form holds it.

    ``presses`` are labels of buttons, ``links`` elements outside of menus, ``hidden`` fields that nobody sees,
    ``forms`` and ``pictures`` elements. ``is_marked``: the markup calls a part of it withheld, faded out or locked.
    """

    lines: tuple[tuple[str, bool], ...]
    fields: tuple[HtmlElement, ...]
    presses: tuple[str, ...]
    heads: tuple[str, ...]
    links: tuple[HtmlElement, ...] = ()
    hidden: tuple[HtmlElement, ...] = ()
    forms: tuple[HtmlElement, ...] = ()
    pictures: int = 0
    is_marked: bool = False


def read_front(tree: HtmlElement, notices: frozenset[HtmlElement] | None = None) -> Front:
    """Return what the main part of a page shows, its forms included, its menus not; layers if there is nothing else.

    ``notices`` are those on cookies beside the text; None: not looked for yet.
    """
    main = _main_of(tree)
    if notices is None:
        notices = cookie_notices(tree)
    if is_called_consent(tree):
        return _shown(tree, with_layers=True)
    front = _shown(main, with_layers=False, but=notices)
    if not front.lines and not front.fields and main is not tree:
        front = _shown(tree, with_layers=False, but=notices)
    return front if front.lines or front.fields else _shown(tree, with_layers=True)


def _main_of(tree: HtmlElement) -> HtmlElement:
    """Return the only element that is marked as the main part; the tree if there is none, or several."""
    found = [element for element in tree.iter() if element.tag == "main" or element.get("role") == "main"]
    return found[0] if len(found) == 1 else tree


def _shown(tree: HtmlElement, *, with_layers: bool, but: frozenset[HtmlElement] = frozenset()) -> Front:
    lines: list[_OpenLine] = [_OpenLine()]
    found: dict[str, list[HtmlElement]] = {"fields": [], "hidden": [], "forms": [], "img": []}
    heads: list[str] = []
    is_marked = False
    for element, text, is_formed, is_linked in _walk(tree, with_layers=with_layers, but=but):
        if element is None:
            lines[-1].add(text, is_formed=is_formed, is_linked=is_linked)
            continue
        is_marked = is_marked or _WITHHELD.search(element.get("class") or "") is not None
        if element.tag in _LINES:
            lines.append(_OpenLine(is_formed=is_formed))
        if (kind := _kind_of(element)) in found:
            found[kind].append(element)
        if kind in ("press", "links"):
            lines[-1].ways.append(element)
        elif element.tag in ("h1", "h2", "h3", "h4"):
            heads.append(text_of(element) or "")
    own = [line for line in lines if not line.is_menu()]
    ways = [element for line in own for element in line.ways]
    return Front(
        _whole(own),
        tuple(found["fields"]),
        tuple(_presses(ways)[:_MOST_LABELS]),
        tuple([head[:HEADING_CHARACTERS] for head in heads][:_MOST_LABELS]),
        tuple([element for element in ways if _kind_of(element) == "links"][:_MOST_LINKS]),
        tuple(found["hidden"][:_MOST_LINKS]),
        tuple(found["forms"]),
        len(found["img"]),
        is_marked,
    )


def _presses(ways: list[HtmlElement]) -> list[str]:
    """Return the labels of buttons and of links that look so, but for those of a search and of tools."""
    labels = [
        element.get("value") or text_of(element) or ""
        for element in ways
        if _kind_of(element) == "press" or _OF_CHOICE.search(element.get("class") or "")
    ]
    return [one[:_LABEL_CHARACTERS] for one in labels if not (_OF_SEARCH.match(one) or TOOL_LABEL.match(one))]


def _kind_of(element: HtmlElement) -> str:
    """Return ``fields``, ``hidden``, ``press``, ``links``, ``forms`` or the tag."""
    if element.tag in ("input", "select", "textarea"):
        kind = (element.get("type") or "").lower()
        return "press" if kind in ("submit", "button", "image") else "hidden" if kind == "hidden" else "fields"
    kinds = {"button": "press", "form": "forms"}
    if element.tag == "a" and element.get("href"):
        return "links"
    return kinds.get(str(element.tag), str(element.tag))


class _OpenLine:
    """A line that is being read: its words, and if a form or nothing but links hold them."""

    def __init__(self, *, is_formed: bool = False) -> None:
        self.parts: list[str] = []
        self.ways: list[HtmlElement] = []  # buttons and links
        self.is_formed = is_formed
        self.is_linked = True

    def add(self, text: str, *, is_formed: bool, is_linked: bool) -> None:
        self.parts.append(text)
        self.is_formed |= is_formed
        self.is_linked &= is_linked or not any(map(str.isalnum, text))

    def is_menu(self) -> bool:
        """Return True if the line is nothing but the links that a site has on each page."""
        if not self.is_linked or not self.ways:
            return False
        labels = [" ".join((one.text_content() or "").split()) for one in self.ways if one.tag == "a"]
        return is_menu(labels, sum(len(part.strip()) for part in self.parts))


def _whole(lines: list[_OpenLine]) -> tuple[tuple[str, bool], ...]:
    """Return the lines that are neither blank nor of a menu, up to a bound: forms may be as long as they like."""
    texts = [(" ".join("".join(line.parts).split()), line) for line in lines]
    whole: list[tuple[str, bool]] = []
    left = SHOWN_CHARACTERS
    for is_linked, run in groupby((one for one in texts if one[0]), key=lambda one: one[1].is_linked):
        together = list(run)
        if is_linked and len(together) >= _MOST_RUN:
            continue
        for text, line in together:
            if left > 0:
                whole.append((text[:left], line.is_formed))
            left -= len(text)
    return tuple(whole)


def _walk(
    tree: HtmlElement, *, with_layers: bool, but: frozenset[HtmlElement]
) -> Iterator[tuple[HtmlElement | None, str, bool, bool]]:
    waiting: list[tuple[HtmlElement | str, bool, bool]] = [(tree, False, False)]
    while waiting:
        element, is_formed, is_linked = waiting.pop()
        if isinstance(element, str):
            yield None, element, is_formed, is_linked
            continue
        tag = element.tag
        if (
            not isinstance(tag, str)
            or tag in _UNSEEN
            or is_hidden(element)
            or _is_edge(element, with_layers)
            or element in but
        ):
            continue
        yield element, "", is_formed, is_linked
        is_within = is_formed or tag in ("form", "button", "label", "select")
        for child in reversed(element):
            if child.tail:
                waiting.append((child.tail, is_formed, is_linked))
            waiting.append((child, is_within, is_linked or tag == "a"))
        if element.text:
            waiting.append((element.text, is_within, is_linked or tag == "a"))


def _is_edge(element: HtmlElement, with_layers: bool) -> bool:
    """Return True for what stands around the main part, and for layers."""
    if element.tag in _WHOLES:
        return False
    if element.tag in _AROUND or ("-" in element.tag and _EDGES.search(element.tag)):
        return not (with_layers and element.tag == "dialog")
    names = " ".join(element.get(key) or "" for key in ("id", "class"))
    if element.get("role") in _ROLES - ({"alertdialog"} if with_layers else set()) or _MENU.search(names):
        return True
    return not with_layers and _LAYER.search(f"{names} {element.get('aria-label') or ''}") is not None


def is_hidden(element: HtmlElement) -> bool:
    """Return True for what the markup itself hides; a whole body is shown by a script."""
    if element.tag in _WHOLES:
        return False
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDES.search(style) is not None)


def is_shown(element: HtmlElement) -> bool:
    """Return True if nothing that holds the element is hidden by the markup."""
    return not is_hidden(element) and not any(map(is_hidden, element.iterancestors()))
