"""Frames that neither element nor class gives away: a cookie notice beside the text, a line of legal links."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.extract.html.text import text_of
from kaaw_archive.wordings import access, barriers, phrases
from kaaw_archive.wordings.frames import ALLOWS_OR_REFUSES, LEGAL_LABEL, NAMES_COOKIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_NOTICE_CHARACTERS = 600  # of a notice with its labels
_MOST_LABELS, _MOST_CHOICES = 2_000, 12  # elements that may be labels, and labels that allow or refuse, of a page
_FEWEST_LINKS = 3  # of a line that is a menu
_TEXT_WORDS, _SENTENCE_WORDS = 8, 5  # of the sentences beside a notice, in all and each
_WHOLES = frozenset({"html", "body", "main", "article"})


def cookie_notices(tree: HtmlElement) -> frozenset[HtmlElement]:
    """Return the elements of a page that ask for cookies beside a text; none where they are all that it says."""
    if is_called_consent(tree):
        return frozenset()
    found: dict[HtmlElement, None] = {}
    count = 0
    for label in islice(tree.iter("button", "a", "input"), _MOST_LABELS):
        words = label.get("value") if label.tag == "input" else text_of(label)
        if not words or not ALLOWS_OR_REFUSES.match(words) or label.get("href", "#")[:1] not in ("#", "j"):
            continue
        count += 1
        if count <= _MOST_CHOICES and (notice := _notice_around(label)) is not None:
            found[notice] = None
    return frozenset(found) if found and _has_text_beside(tree, frozenset(found)) else frozenset()


def is_called_consent(tree: HtmlElement) -> bool:
    """Return True if title or headline are those of a page that asks for consent: its layer is the page."""
    names = [tree.findtext(".//title") or "", *(text_of(head) or "" for head in tree.iter("h1"))]
    return any(barriers.CONSENT.names.match(part) for name in names for part in phrases.parts(phrases.plain(name)))


def is_menu(labels: Sequence[str], characters: int) -> bool:
    """Return True for a line of ``characters`` that is nothing but links, of which one is legal."""
    own = [label for label in labels if label]
    is_all = sum(map(len, own)) >= 0.8 * characters
    legal = sum(LEGAL_LABEL.match(label) is not None for label in own)
    return is_all and legal > 0 and (len(own) >= _FEWEST_LINKS or 2 * legal >= len(own))


def _notice_around(label: HtmlElement) -> HtmlElement | None:
    """Return the largest element around a label that is a notice on cookies; None if there is none."""
    notice = None
    for above in label.iterancestors():
        if (
            above.tag in _WHOLES
            or above.find(".//h1") is not None
            or above.find(".//input[@type='password']") is not None
        ):
            break
        text = text_of(above) or ""
        if len(text) > _NOTICE_CHARACTERS:
            break
        if NAMES_COOKIES.search(text):
            notice = above
    return notice


def _has_text_beside(tree: HtmlElement, notices: frozenset[HtmlElement]) -> bool:
    count = 0
    for block in tree.iter("p", "li", "td", "dd", "div", "h1", "h2"):
        if block in notices or any(
            above in notices or above.tag in ("nav", "footer", "header") for above in block.iterancestors()
        ):
            continue
        own = (block.text or "") + "".join(child.tail or "" for child in block)
        if len(own.split()) >= _SENTENCE_WORDS and not access.MATTERS["consent"].search(own):
            count += len(own.split())
        if count >= _TEXT_WORDS:
            return True
    return False
