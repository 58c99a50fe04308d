"""The page as a row of segments: each block of text once, with its place in the tree and what stands around it.

A segment is the text of one block (paragraph, heading, list item, table row, loose text in a ``div``) and what can be
said of it without judging it: words, linked words, the tags and class names above it. One walk over the tree makes
them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive.extract.decoding import visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BREAK = "\u2028"  # a line break of the page's own, until blanks are squeezed: newlines in markup are only blanks
CELLS = " | "  # between the cells of a row
_SHORT_CELL = 1_500  # characters: longer ones hold an article
MOST_SEGMENTS = 6_000  # the largest page of the corpus has 3,400
MOST_BOXES = 30_000
_BLANKS = re.compile(r"[^\S\u2028]+")
_AROUND_BREAK = re.compile(r"\s*\u2028\s*")
_PARAGRAPH_BREAK = re.compile(r"\u2028[^\S\u2028]*\u2028[\s]*")

SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "select", "option", "textarea", "object", "embed"}
    | {"head", "title", "meta", "link", "map", "canvas", "datalist", "math", "dialog"}
)
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"}
    | {"img", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time"}
    | {"tt", "u", "var", "wbr", "label", "picture", "source", "input", "strike", "center_", "br"}
)
# What a tag or a class name says of the text below it; numbers are the places in ``Segment.nearest``.
TAG_GROUPS: tuple[tuple[str, ...], ...] = (
    ("nav", "menu"),
    ("aside",),
    ("footer",),
    ("header", "hgroup"),
    ("form", "fieldset", "button"),
    ("figure", "figcaption", "caption"),
    ("article",),
    ("main",),
    ("section",),
    ("table",),
    ("ul", "ol", "dl"),
    ("blockquote", "q"),
    ("a",),
)
CLASS_GROUPS: tuple[str, ...] = (
    r"nav|menu|menü|breadcrumb|pagination|pager|skip|sitemap|toolbar|topbar|tab(?:s|bar)?\b",
    r"sidebar|aside|marginal|right|left|widget|infobox|box\b|spalte|column|supplement|secondary",
    r"foot|head(?:er)?\b|masthead|impressum|logo|brand|site-?info|colophon",
    r"shar(?:e|ing)|social|bookmark|twitter|facebook|whatsapp|print|mail|recommend|follow|like|druck|empfehl",
    r"comment|kommentar|disqus|discussion|reply|respond|leserbrief|trackback|pingback",
    r"related|teaser|\bmore|weitere|similar|mehr|popular|trending|most|latest|recent|archive?|card|tile|grid|carousel"
    r"|slider|recirc|readmore|next|prev|list",
    r"date|time|datum|author|byline|autor|meta|published|categor|tags?\b|topic|kicker|topline|credit|dachzeile|info",
    r"caption|image|img|bild|foto|photo|figure|galler|video|audio|slideshow|media|copyright|legend|player|thumb",
    r"\bads?\b|advert|anzeige|werbung|promo|sponsor|outbrain|taboola|newsletter|subscri|paywall|abo\b|donat|spende",
    r"cookie|consent|gdpr|popup|modal|overlay|banner|login|privacy|datenschutz|alert|notice|disclaimer",
    r"text|body|content|article|artikel|entry|post|story|main|rich|rte\b|paragraph|copy|absatz|news",
    r"lead|intro|abstract|teaser-?text|summary|vorspann|subtitle|standfirst|dek\b|excerpt|description|untertitel|sub-?head",
    r"headline|title|heading|ueberschrift|überschrift|titel",
    r"contact|kontakt|download|file|attach|ansprech|service|links?\b|anhang|press-?contact|about|profile|bio\b",
    r"hidden|sr-only|visually|aural|invisible|screen-?reader|print-?only|nojs|offscreen",
)
# in line with its picture, in paragraphs of GSB and others
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|bildunterschrift|bildbeschreibung|picinfo|copyright)(?:$|[\s_-])", re.IGNORECASE
)
_OVERLAY = re.compile(
    r"(?:cookie|consent)-?_?(?:banner|consent|layer|notice|bar|box|overlay|hinweis|manager|modal|popup|wrapper|message|info)"
    r"|overlay-consent|usercentrics|borlabs|cmplz|klaro|didomi|onetrust|sp_message_container|qc-cmp"
)
GROUPS = len(TAG_GROUPS) + len(CLASS_GROUPS)
_OF_TAG = {tag: number for number, tags in enumerate(TAG_GROUPS) for tag in tags}
_OF_CLASS = [(len(TAG_GROUPS) + number, re.compile(words)) for number, words in enumerate(CLASS_GROUPS)]
_HIDDEN = GROUPS - 1
_NEVER = -99  # as the depth of a group that is not above


@dataclass(slots=True)
class Box:
    """An element that holds segments: where it hangs, and sums over all segments below it."""

    parent: int
    element: HtmlElement
    signature: str
    depth: int
    end: int = 0  # the number of the first box behind it that is not below it
    words: int = 0
    linked: int = 0
    segments: int = 0
    sentences: int = 0


@dataclass(slots=True)
class Segment:
    """One block of text. ``words`` and ``linked`` count words; ``nearest`` says how deep each group was last seen."""

    tag: str
    text: str
    words: int
    linked: int
    element: HtmlElement
    box: int
    depth: int
    nearest: tuple[int, ...]
    signature: str


@dataclass(slots=True)
class Segments:
    """All segments of a tree in the order of reading, and the boxes that hold them (the first is the root)."""

    all: list[Segment] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    numbers: dict[HtmlElement, int] = field(default_factory=dict)  # of the boxes, by their elements

    def below(self, element: HtmlElement) -> range | None:
        """The boxes of an element and of all below it; None where it is no block. Boxes stand in document order."""
        number = self.numbers.get(element)
        return None if number is None else range(number, self.boxes[number].end)

    def characters(self, boxes: range) -> int:
        """How many characters the segments in these boxes have."""
        return sum(len(segment.text) for segment in self.all if segment.box in boxes)


@lru_cache(maxsize=20_000)
def _groups_of_name(name: str) -> tuple[int, ...]:
    return tuple(number for number, pattern in _OF_CLASS if pattern.search(name))


@lru_cache(maxsize=20_000)
def _groups_of(tag: str, names: str, role: str) -> tuple[int, ...]:
    found: set[int] = set()
    for name in f"{names} {role}".split():
        found.update(_groups_of_name(name.rstrip("0123456789-_")[:40]))
    if (group := _OF_TAG.get(tag)) is not None:
        found.add(group)
    return tuple(sorted(found))


def _is_overlay(element: HtmlElement, names: str) -> bool:
    """Whether an element asks for consent or lies over the page: its text is long, comes first and is nobody's news."""
    if element.get("role") in ("dialog", "alertdialog") or element.get("aria-modal") == "true":
        return True
    return bool(names and _OVERLAY.search(names))


def _nearer(element: HtmlElement, tag: str, names: str, depth: int, nearest: tuple[int, ...]) -> tuple[int, ...]:
    """How deep each group was last seen, with what this element's tag and names say."""
    role = element.get("itemprop") or element.get("role")
    groups = _groups_of(tag, names, role.lower()[:40] if role else "") if names or role or tag in _OF_TAG else ()
    style = element.get("style")
    is_hidden = element.get("hidden") is not None or (style is not None and "display:none" in style.replace(" ", ""))
    if not groups and not is_hidden:
        return nearest
    changed = list(nearest)
    for group in groups:
        changed[group] = depth
    if is_hidden:
        changed[_HIDDEN] = depth
    return tuple(changed)


def of_tree(tree: HtmlElement) -> Segments:
    """The segments of a tree; at most ``MOST_SEGMENTS``."""
    found = Segments()
    body = tree.find("body") if tree.tag == "html" else None
    walk = _Walk(found)
    walk.block(tree if body is None else body, -1, 0, (_NEVER,) * GROUPS, "body", False)
    for box in reversed(found.boxes[1:]):  # a box stands behind its parent
        above = found.boxes[box.parent]
        above.words += box.words
        above.linked += box.linked
        above.segments += box.segments
        above.sentences += box.sentences
    return found


class _Buffer:
    """Inline text as it comes: pieces of text, and how much of it is linked."""

    __slots__ = ("linked", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0


class _Walk:
    """One pass over a tree."""

    def __init__(self, found: Segments) -> None:
        self.found = found

    def block(
        self, element: HtmlElement, parent: int, depth: int, nearest: tuple[int, ...], tag: str, in_link: bool
    ) -> None:
        """Collect what is below a block element."""
        found = self.found
        if len(found.all) >= MOST_SEGMENTS or len(found.boxes) >= MOST_BOXES:
            return
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200].strip().lower()
        if parent >= 0 and _is_overlay(element, names):
            return
        number = len(found.boxes)
        found.boxes.append(Box(parent, element, f"{tag}.{names[:80]}", depth))
        found.numbers[element] = number
        nearest = _nearer(element, tag, names, depth, nearest)
        if tag == "tr" and (not _holds_block(element, 3) or _has_short_cells(element)):
            self.row(element, number, depth, nearest)
        else:
            self.children(element, number, depth, nearest, tag, in_link)
        found.boxes[number].end = len(found.boxes)

    def children(
        self, element: HtmlElement, number: int, depth: int, nearest: tuple[int, ...], tag: str, in_link: bool
    ) -> None:
        """Collect inline text until a block begins or ends."""
        buffer = _Buffer()
        parts = buffer.parts
        text = element.text
        if text and not text.isspace():
            self.text(buffer, text, in_link)
        for child in element:
            inner = child.tag
            if inner.__class__ is not str or inner in SKIPPED:
                pass
            elif inner in INLINE and (inner == "dfn" or not (len(child) and _holds_block(child, 12))):
                self.inline(child, buffer, in_link)
            else:
                if parts:
                    self.flush(buffer, element, tag, number, depth, nearest)
                self.block(child, number, depth + 1, nearest, inner, in_link or inner == "a")
            text = child.tail
            if text and (parts or not text.isspace()):
                self.text(buffer, text, in_link)
        if parts:
            self.flush(buffer, element, tag, number, depth, nearest)

    def text(self, buffer: _Buffer, text: str, is_linked: bool) -> None:
        """Add a piece of text."""
        buffer.parts.append(text)
        if is_linked:
            buffer.linked += len(text.split())

    def inline(self, element: HtmlElement, buffer: _Buffer, in_link: bool) -> None:
        """Add what an inline element holds."""
        tag = element.tag
        if tag == "br":
            buffer.parts.append(BREAK)
            return
        if tag == "dfn":
            self.text(buffer, _term(element), in_link)
            return
        if tag == "span" and (names := element.get("class")) and _CAPTION.search(names):
            return
        in_link = in_link or tag == "a"
        if element.text:
            self.text(buffer, element.text, in_link)
        for child in element:
            inner = child.tag
            if inner.__class__ is str and inner not in SKIPPED:
                self.inline(child, buffer, in_link)
            if child.tail:
                self.text(buffer, child.tail, in_link)

    def row(self, element: HtmlElement, number: int, depth: int, nearest: tuple[int, ...]) -> None:
        """A table row whose cells hold nothing but inline text is one segment."""
        buffer = _Buffer()
        for cell in element:
            if cell.tag in ("td", "th"):
                if any(part.strip() for part in buffer.parts):
                    buffer.parts.append(CELLS)
                self.inline(cell, buffer, False)
        self.flush(buffer, element, "tr", number, depth, nearest)

    def flush(
        self, buffer: _Buffer, element: HtmlElement, tag: str, number: int, depth: int, nearest: tuple[int, ...]
    ) -> None:
        """Make segments of the text that was collected: two line breaks in a row end a paragraph."""
        raw = "".join(buffer.parts)
        linked = buffer.linked
        buffer.parts.clear()
        buffer.linked = 0
        if not raw or raw.isspace():
            return
        boxes = self.found.boxes
        for piece in _PARAGRAPH_BREAK.split(raw) if BREAK in raw else (raw,):
            text = squeezed(piece)
            words = text.count(" ") + text.count("\n") + 1
            if not text:
                continue
            part = min(linked, words)
            linked -= part
            signature = boxes[number].signature
            self.found.all.append(Segment(tag, text, words, part, element, number, depth, nearest, signature))
            is_sentence = words >= 8 and text[-1] in '.!?…"“”»«:)'
            box = boxes[number]
            box.words += words
            box.linked += part
            box.segments += 1
            box.sentences += is_sentence


def squeezed(text: str) -> str:
    """Visible text with single blanks, line breaks of the page's own kept."""
    text = " ".join(visible(text).replace(BREAK, "\x00").split()) if BREAK in text else " ".join(visible(text).split())
    return re.sub(r" ?\x00 ?", "\n", text).strip() if "\x00" in text else text


def _has_short_cells(row: HtmlElement) -> bool:
    """Whether each of several cells holds one short paragraph at most, as editors make them; layouts hold more."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return False
    for cell in cells:
        blocks = [b.tag for b in cell.iterdescendants() if b.tag.__class__ is str and b.tag not in INLINE]
        if blocks not in ([], ["p"]) or sum(map(len, cell.itertext())) > _SHORT_CELL:
            return False
    return True


def _term(element: HtmlElement) -> str:
    """What a ``dfn`` defines: its text without the explanation in a button of it, else its title, as HTML has it."""
    texts = element.xpath(".//text()[not(ancestor::button)]")
    return "".join(texts) if any(text.strip() for text in texts) else element.get("title") or ""


def _holds_block(element: HtmlElement, most: int) -> bool:
    """Whether a block element is below; at most ``most`` levels are looked at."""
    for below in element.iterdescendants():
        tag = below.tag
        if (
            tag.__class__ is str
            and tag not in INLINE
            and tag not in SKIPPED
            and not (most == 3 and tag in ("td", "th"))
        ):
            return True
    return False
