"""Files that belong to an article but stand in no line of its text: lists of downloads behind it, buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.article import links
from kaaw_archive.extract.article.anchors import AnchorPlace
from kaaw_archive.extract.html.text import one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage

_MOST = 50  # a page with more is a catalogue
_MOST_LEVELS = 8  # from the text up to the element that is the article's
_WHOLE = frozenset({"article", "main"})
_OTHERS = frozenset({"nav", "aside", "footer", "header", "body", "html"})


def beside(page: ArticlePage) -> list[AnchorPlace]:
    """Return the links to files in the article's element that no line of the text has; none of other entries.

    The article's element is the nearest ``article`` or ``main`` above the text, or ``#content``.
    """
    home, rows, base = page.body.home, page.rows, page.base
    taken = {links.resolve(base, place.href) for place in page.body.anchors}
    found: list[AnchorPlace] = []
    for anchor in _scope(home).iter("a"):
        href = anchor.get("href") or ""
        target = links.resolve(base, href)
        if target is None or target in taken or not urls.names_document(target):
            continue
        text = text_of(anchor) or one_line(anchor.get("title"))
        if text is None:
            continue
        if any(above.tag in _OTHERS or above in rows for above in _up_to(anchor, home)):
            continue
        taken.add(target)
        found.append(AnchorPlace(href, anchor.get("rel"), text, text, 0))
    return found if len(found) <= _MOST else []


def _scope(home: HtmlElement) -> HtmlElement:
    for level, above in enumerate((home, *home.iterancestors())):
        if above.tag in _OTHERS or level == _MOST_LEVELS:
            break
        if above.tag in _WHOLE or (above.get("id") or "").lower() in ("content", "inhalt"):
            return above
    return home


def _up_to(anchor: HtmlElement, home: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements above an anchor that are not above the text."""
    shared = {home, *home.iterancestors()}
    for above in anchor.iterancestors():
        if above in shared:
            return
        yield above
