"""What tags, class names and roles say of the text below them, whatever the site: kinds of names, not names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_OF_TAG = {tag: 1 << number for number, tags in enumerate(TAG_GROUPS) for tag in tags}
_OF_CLASS = [(len(TAG_GROUPS) + number, re.compile(words)) for number, words in enumerate(CLASS_GROUPS)]
_HIDDEN = GROUPS - 1
_OVERLAY_BIT = 1 << GROUPS


class Said(NamedTuple):
    """What the attributes of an element say: its names in one line, the groups of these, whether it is an overlay."""

    names: str
    groups: tuple[int, ...]
    is_overlay: bool


def said_by(tag: str, attributes: Sequence[tuple[str, str]]) -> Said:
    """What an element says of the text below it.

    An overlay asks for consent or lies over the page: its text is long, comes first and is nobody's news.
    """
    names, found = "", _OF_TAG.get(tag, 0)
    if not attributes:
        return Said(names, _groups(found), False)
    given = dict(attributes)
    if "class" in given or "id" in given:
        names = f"{given.get('class', '')} {given.get('id', '')}"[:200].strip().lower()
        for name in names.split():
            found |= _of_name(name)
    role = given.get("role")
    if role is not None or "itemprop" in given or "aria-modal" in given:
        for name in (given.get("itemprop") or role or "").lower()[:40].split():
            found |= _of_name(name) & ~_OVERLAY_BIT
        if role in ("dialog", "alertdialog") or given.get("aria-modal") == "true":
            found |= _OVERLAY_BIT
    if "hidden" in given or ("style" in given and "display:none" in given["style"].replace(" ", "")):
        found |= 1 << _HIDDEN
    return Said(names, _groups(found & ~_OVERLAY_BIT), found >= _OVERLAY_BIT)


@lru_cache(maxsize=20_000)
def _of_name(name: str) -> int:
    """The groups of a name as bits; names with numbers in them are a page's own, and are many."""
    found = _OVERLAY_BIT if _OVERLAY.search(name) else 0
    return found | _of_stem(name.rstrip("0123456789-_")[:40])


@lru_cache(maxsize=20_000)
def _of_stem(stem: str) -> int:
    return sum(1 << group for group, pattern in _OF_CLASS if pattern.search(stem))


@lru_cache(maxsize=2_000)
def _groups(bits: int) -> tuple[int, ...]:
    return tuple(group for group in range(GROUPS) if bits >> group & 1)


@lru_cache(maxsize=2_000)
def is_caption(names: str) -> bool:
    """Whether an inline element of this class is the caption of a picture, in line with a paragraph's text."""
    return _CAPTION.search(names) is not None
