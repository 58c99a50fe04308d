"""Groups of tags, class names and roles by what they say of the text below them, whatever the site."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
_OVERLAY = (
    r"cookie-?_?(?:{0})|consent-?_?(?:{0})|overlay-consent|usercentrics|borlabs|cmplz|klaro|didomi|onetrust"
    r"|sp_message_container|qc-cmp"
).format("banner|consent|layer|notice|bar|box|overlay|hinweis|manager|modal|popup|wrapper|message|info")
GROUPS = len(TAG_GROUPS) + len(CLASS_GROUPS)
_OF_TAG = {tag: 1 << number for number, tags in enumerate(TAG_GROUPS) for tag in tags}
_HIDDEN = GROUPS - 1
_OVERLAY_BIT = 1 << GROUPS
_LONGEST = 200  # characters of names that are looked at
_SIGNED = 80  # characters of names in a signature
_RARE = frozenset({"role", "itemprop", "aria-modal", "hidden", "style"})


def tag_group(tag: str) -> int:
    """Return the group of a tag. Raises StopIteration if it has none."""
    return next(number for number, tags in enumerate(TAG_GROUPS) if tag in tags)


def class_group(first: str) -> int:
    """Return the group of class names whose list begins with this word. Raises StopIteration if none does."""
    return len(TAG_GROUPS) + next(
        number for number, words in enumerate(CLASS_GROUPS) if words.removeprefix(r"\b").startswith(first)
    )


class ElementNames(NamedTuple):
    """Names of an element (class and id, in one line), behind its tag and cut at a length; their groups; if they are
    those of an overlay.
    """

    signature: str
    groups: tuple[int, ...]
    is_overlay: bool


def element_names(tag: str, attributes: Sequence[tuple[str, str]]) -> ElementNames:
    """Return the names and groups of an element.

    An overlay asks for consent or lies over the page: its text is long, comes first and is nobody's news.
    """
    if not attributes:
        return _of_names(tag, "", "")
    given = dict(attributes)
    names_of_element = _of_names(tag, given.get("class", "")[:_LONGEST], given.get("id", "")[:_LONGEST])
    return names_of_element if _RARE.isdisjoint(given) else _with_rare(names_of_element, given)


@lru_cache(maxsize=20_000)
def _of_names(tag: str, classes: str, name: str) -> ElementNames:
    names = f"{classes} {name}"[:_LONGEST].strip().lower()
    found = _OF_TAG.get(tag, 0)
    for one in names.split():
        found |= _of_name(one)
    return ElementNames(f"{tag}.{names[:_SIGNED]}", _groups(found & ~_OVERLAY_BIT), found >= _OVERLAY_BIT)


def _with_rare(names_of_element: ElementNames, given: Mapping[str, str]) -> ElementNames:
    role = given.get("role")
    found = 0
    for name in (given.get("itemprop") or role or "").lower()[:40].split():
        found |= _of_name(name)
    if "hidden" in given or "display:none" in given.get("style", "").replace(" ", ""):
        found |= 1 << _HIDDEN
    for group in names_of_element.groups:
        found |= 1 << group
    is_dialog = role in ("dialog", "alertdialog") or given.get("aria-modal") == "true"
    return ElementNames(
        names_of_element.signature, _groups(found & ~_OVERLAY_BIT), names_of_element.is_overlay or is_dialog
    )


@lru_cache(maxsize=20_000)
def _of_name(name: str) -> int:
    """Return the groups of a name as bits; names with numbers in them are a page's own, and are many."""
    return _of_stem(name.rstrip("0123456789-_")[:40])


@lru_cache(maxsize=20_000)
def _of_stem(stem: str) -> int:
    found = 0
    starts = _STARTS.intersection([stem[at : at + 3] for at in range(len(stem) - 2)])
    for start in (*starts, *[one for one in _SHORT_STARTS if one in stem]):
        for bit, pattern in _BY_START[start]:
            if not found & bit and pattern.search(stem):
                found |= bit
    return found


def _by_start() -> dict[str, list[tuple[int, re.Pattern[str]]]]:
    """Return the words of the groups of names by their first three letters, or two, which makes a search faster."""
    found: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for number, words in enumerate((*CLASS_GROUPS, _OVERLAY), len(TAG_GROUPS)):
        for word in re.split(r"\|(?![^(]*\))", words):
            letters = _FIRST_LETTERS.match(word.removeprefix(r"\b"))
            assert letters is not None  # each word begins with two letters
            found.setdefault(letters[0], []).append((1 << number, re.compile(word)))
    return found


_FIRST_LETTERS = re.compile(r"[^\W\d_]{2}(?:[^\W\d_](?![?*{]))?(?![?*{])")
_BY_START = _by_start()
_STARTS = frozenset(start for start in _BY_START if len(start) == 3)
_SHORT_STARTS = tuple(start for start in _BY_START if len(start) < 3)


@lru_cache(maxsize=2_000)
def _groups(bits: int) -> tuple[int, ...]:
    return tuple(group for group in range(GROUPS) if bits >> group & 1)


@lru_cache(maxsize=2_000)
def is_caption(names: str) -> bool:
    """Return True if an inline element of this class is the caption of a picture, in line with a paragraph's text."""
    return _CAPTION.search(names) is not None
