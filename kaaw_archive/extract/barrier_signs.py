"""Signs in markup that a page stands in front of another: something to press, hardly a link, kept out of indexes."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEW_LINKS = 8  # pages of a site have a menu
_AROUND = frozenset({"header", "nav", "footer", "aside"})
_SEARCH = re.compile(r"such|search|query", re.IGNORECASE)
_OFFER = re.compile(
    r"abo\b|abos?[/?-]|login|log-in|anmeld|plus\b|pur\b|subscri|regist|angebot|account|offer|premium|konto|sign-?(?:in|up)",
    re.IGNORECASE,
)


def of_tree(tree: HtmlElement) -> int:
    """Return how many of three signs a page has."""
    is_bare = sum(1 for _ in islice((one for one in tree.iter("a") if one.get("href")), _FEW_LINKS + 1)) <= _FEW_LINKS
    return is_bare + _has_control(tree) + _is_kept_out(tree)


def has_offer(tree: HtmlElement) -> bool:
    """Return True if a link outside of menus leads to a subscription or a login, or there is something to press."""
    links = (one for one in tree.iter("a") if _OFFER.search(one.get("href") or ""))
    return any(not _is_around(link) for link in links) or _has_control(tree)


def _has_control(tree: HtmlElement) -> bool:
    for element in tree.iter("button", "input", "select"):
        name = " ".join(element.get(key) or "" for key in ("name", "type", "id", "class"))
        if element.get("type") != "hidden" and not _SEARCH.search(name) and not _is_around(element):
            return True
    return False


def _is_around(element: HtmlElement) -> bool:
    return any(above.tag in _AROUND for above in element.iterancestors())


def _is_kept_out(tree: HtmlElement) -> bool:
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            return True
        if (element.get("name") or "").lower() == "robots" and "noindex" in (element.get("content") or "").lower():
            return True
    return False
