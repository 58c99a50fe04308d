"""Texts that markup keeps apart from the page that shows them: in shadow roots, and for browsers without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import lxml.html
from lxml.etree import XPath

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FALLBACK_WORDS = 40
_TAG = re.compile(r"<[^<>]{0,500}>")
_templates = XPath("descendant::template[@shadowrootmode or @shadowroot]")
_fallbacks = XPath("descendant::noscript[descendant::p or descendant::h1] | descendant::script[@type='text/template']")
_shown_texts = XPath(
    "descendant::text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::head)]",
    smart_strings=False,
)


def open_shadow_roots(tree: HtmlElement) -> bool:
    """Put the contents of declarative shadow roots in their place; return True if there were any.

    The children of the host go where the slots of the root are.
    """
    templates = cast("list[HtmlElement]", _templates(tree))
    for template in templates:
        host = template.getparent()
        if host is None:
            continue
        light = [child for child in host if child is not template]
        slots = {slot.get("name") or "": slot for slot in template.iter("slot")}
        for child in light:
            if (slot := slots.get(child.get("slot") or "")) is not None:
                slot.append(child)
        template.drop_tag()
    return bool(templates)


def open_fallbacks(tree: HtmlElement) -> bool:
    """Show what a page has for browsers without scripts, if it is most of its text; return True if it is.

    It stands in ``noscript``, or as markup in a script that is a template.
    """
    fallbacks = [one for one in cast("list[HtmlElement]", _fallbacks(tree)) if _words(one) >= _FALLBACK_WORDS]
    if not fallbacks or sum(map(_words, fallbacks)) <= _words(tree):
        return False
    for fallback in fallbacks:
        if fallback.tag == "script":
            shown = lxml.html.fragment_fromstring(fallback.text or "", create_parent="div")
            fallback.addnext(shown)
        else:
            fallback.drop_tag()
    return True


def _words(element: HtmlElement) -> int:
    """Return how many words an element shows; of a script or a fallback, how many it holds."""
    if element.tag in ("script", "noscript"):
        return len(_TAG.sub(" ", " ".join(cast("list[str]", element.xpath("descendant::text()")))).split())
    return sum(len(text.split()) for text in cast("list[str]", _shown_texts(element)))
