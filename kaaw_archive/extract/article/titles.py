"""Lines around the title of an article: headlines, kicker; and the kind of the article."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.extract.article.selection import HEADINGS
from kaaw_archive.extract.html.text import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.items import ArticleKind

_MOST_HEADINGS = 80
_LONGEST_KICKER = 200  # characters
_KICKER_CLASS = re.compile(r"(?:^|[\s_-])(?:kicker|topline|dachzeile|overline|spitzmarke|roofline)(?:$|[\s_-])", re.I)
# how public bodies name their folders and headings; the address speaks first
_KINDS: tuple[tuple[ArticleKind, re.Pattern[str]], ...] = (
    (
        "press release",
        re.compile(r"presse(?:mitteilung|information|meldung)|press-?releases?\b|communiques?-de-presse", re.I),
    ),
    ("interview", re.compile(r"\binterviews?\b", re.I)),
    ("speech", re.compile(r"\b(?:reden?|ansprachen?|speech(?:es)?|discours)\b", re.I)),
    ("event", re.compile(r"\b(?:termine?|veranstaltung(?:en)?|events?|kalender)\b", re.I)),
    ("notice", re.compile(r"(?:kurz|fach)?meldung(?:en)?|\b(?:aktuelles|news|nachrichten?|mitteilung(?:en)?)\b", re.I)),
)


def headlines(tree: HtmlElement) -> list[str]:
    """The texts of the page's ``h1`` in order, without those that only name the site or are for screen readers."""
    found = []
    is_bare = cache(_is_bare)  # a heading, or a thousand, stand in it
    for element in islice(tree.iter("h1"), _MOST_HEADINGS):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if re.search(r"\b(?:aural|navSkip|logo|sr-only|visually-hidden|c-buehne__headline)\b", names):
            continue
        if any(is_bare(above) for above in element.iterancestors("header", "footer", "nav")):
            continue
        if text := text_of(element):
            found.append(text)
    return found


def _is_bare(element: HtmlElement) -> bool:
    return element.find(".//p") is None


def kicker(page: ArticlePage) -> str | None:
    """Return the short line above or in the headline; None if no class shows that there is one."""
    for head in page.tree.iter("h1"):
        for element in (*head.iterchildren(), head.getprevious()):
            if element is not None and _KICKER_CLASS.search(element.get("class") or ""):
                text = text_of(element)
                if text and len(text) <= _LONGEST_KICKER:
                    return text
    return page.headline.kicker if page.headline else None


def without_title(page: ArticlePage, blocks: list[Block]) -> list[Block]:
    """Remove the first blocks that only repeat the title or the kicker, which have fields of their own."""
    head = page.segments.all[page.head] if page.head is not None else None
    shown = head.text if head is not None and head.tag in HEADINGS else None
    named = (page.headline.title if page.headline else None, page.kicker, shown)
    rest, place = list(blocks), 0
    while place < len(rest) - 1:
        if rest[place]["type"] == "image":
            place += 1
        elif rest[place].get("text") in [name for name in named if name]:
            del rest[place]
        else:
            break
    return rest


def kind(url: str, called: str, above: str | None) -> ArticleKind:
    """Return the kind of an article that its address, kicker or title name, in this order."""
    for said in (re.sub(r"[_+]|%20", "-", url.partition("?")[0]), above or "", called):
        for name, words in _KINDS:
            if words.search(said):
                return name
    return "other"
