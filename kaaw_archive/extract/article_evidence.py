"""Evidence that a page is an article, against which its notices count little: a day at its headline, markup."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.written_days import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_DAY, _MARKUP, _DECLARED = 2, 1, 1
_MOST_HEADS = 3  # a box for logins may have one of its own in front
_REACH = 12  # elements behind the headline in which its day stands
_ENDS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "form", "nav", "aside", "footer"})
_DATE_LINE = 60  # characters
_TYPES = re.compile(r"(?:Article|BlogPosting|NewsItem|Report)\b")
_DECLARES = re.compile(r'"datePublished"|"@type"\s*:\s*"\w*(?:Article|BlogPosting)"')
_PAID = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_OUTSIDE = frozenset({"nav", "footer", "aside"})
_DIALOGS = ("dialog", "alertdialog")


def of_tree(tree: HtmlElement) -> int:
    """Return how much speaks for an article; ``notices.ENOUGH_EVIDENCE`` outweighs a notice that the page may state."""
    heads = islice((head for head in tree.iter("h1") if not is_apart(head)), _MOST_HEADS)
    return _DECLARED * _declares(tree) + max(map(_worth, heads), default=0)


def _worth(head: HtmlElement) -> int:
    is_marked = any(above.tag == "article" or _is_typed(above) for above in head.iterancestors())
    return _MARKUP * is_marked + _DAY * _has_day(head)


def is_apart(element: HtmlElement) -> bool:
    """Return True for what stands in a dialog, a menu, a margin or a footer."""
    return is_in_dialog(element) or any(above.tag in _OUTSIDE for above in element.iterancestors())


def is_in_dialog(element: HtmlElement) -> bool:
    """Return True for what stands in a dialog."""
    return any(
        above.tag == "dialog" or above.get("role") in _DIALOGS or above.get("aria-modal") == "true"
        for above in element.iterancestors()
    )


def _is_typed(element: HtmlElement) -> bool:
    return _TYPES.search(element.get("itemtype") or "") is not None


def _has_day(head: HtmlElement) -> bool:
    """Return True if a day stands alone right above a headline, or below it in front of another heading or a form."""
    above = head.getprevious()
    if above is not None and _is_day(above):
        return True
    return any(map(_is_day, islice(takewhile(lambda one: one.tag not in _ENDS, _following(head)), _REACH)))


def _is_day(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return False
    text = text_of(element) or ""
    return element.tag == "time" or (len(text) <= _DATE_LINE and day(text) is not None)


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements behind one, in the order of the page."""
    for around in (element, *element.iterancestors()):
        for sibling in around.itersiblings():
            yield from sibling.iter()


def _declares(tree: HtmlElement) -> bool:
    for element in tree.iter("meta"):
        name, content = element.get("property") or element.get("name") or "", element.get("content") or ""
        if name == "article:published_time" or (name == "og:type" and content.strip().lower() == "article"):
            return True
    scripts = (one.text or "" for one in tree.iter("script") if "ld+json" in (one.get("type") or ""))
    return any(_DECLARES.search(text) for text in scripts)


def is_paid(tree: HtmlElement) -> bool:
    """Return True if the page declares that its text is not for free (schema.org ``isAccessibleForFree``)."""
    tiers = (one.get("content") or "" for one in tree.iter("meta") if one.get("property") == "article:content_tier")
    scripts = (one.text or "" for one in tree.iter("script") if "ld+json" in (one.get("type") or ""))
    return any(tier in ("locked", "metered") for tier in tiers) or any(map(_PAID.search, scripts))
