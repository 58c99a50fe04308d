"""Teasers: boxes that announce another page, by the link that is their title; what they hold is not the article's."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.article.links import resolve
from kaaw_archive.extract.html.text import text_of

if TYPE_CHECKING:
    from collections.abc import Container

    from lxml.html import HtmlElement

_MOST_CHARACTERS = 700  # of a teaser
_MOST_ELEMENTS = 80
_LEVELS = 7
_TITLE_WORDS = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OF_META = re.compile(
    r"/(?:authors?|autor(?:en|inn?en)?|profile?s?|people|person(?:en)?|staff|contributors?|users?|redaktion|team|tags?|topics?"
    r"|themen?|categor(?:y|ies)|kategorien?|rubriken?|schlagwort\w*|by|writers?|editors?)/|/@|#|\A(?:mailto|javascript|tel):",
    re.IGNORECASE,
)


class Teasers:
    """The boxes of a tree that announce other pages; each is looked at once, as many lines stand in one."""

    def __init__(self, base: str, url: str) -> None:
        self._base, self._url = base, url
        self._targets: dict[tuple[HtmlElement, bool], frozenset[str | None] | None] = {}

    def is_in_teaser(
        self, element: HtmlElement, article: Container[HtmlElement], *, needs_heading: bool = False
    ) -> bool:
        """Return True if an element stands in a teaser: a small box with a title that leads to another page.

        ``article``: the elements that hold the headline; none of them, and nothing above one, is a teaser.
        ``needs_heading``: only a heading is a title, as lines beside a headline have links of other kinds, too.
        """
        for level, above in enumerate((element, *element.iterancestors())):
            if above in article or level == _LEVELS or above.tag in ("body", "main", "html"):
                return False
            place = above, needs_heading
            if place not in self._targets:
                self._targets[place] = self._targets_of(above, needs_heading=needs_heading)
            targets = self._targets[place]
            if targets is None:
                return False
            if targets:
                # several are a list beside the line, which is none of its entries
                return not needs_heading or len(targets) == 1
        return False

    def _targets_of(self, box: HtmlElement, *, needs_heading: bool) -> frozenset[str | None] | None:
        """Return the addresses that titles in a box lead to; None if it is too large for a teaser."""
        elements = list(islice(box.iter(), _MOST_ELEMENTS + 1))
        if len(elements) > _MOST_ELEMENTS or len(text_of(box) or "") > _MOST_CHARACTERS:
            return None
        anchors = (one for one in elements if one.tag == "a")
        titles = (one for one in anchors if _is_title(one, self._base, self._url, needs_heading=needs_heading))
        return frozenset(one.get("href") for one in titles)


@lru_cache(maxsize=4_096)
def is_of_meta(href: str) -> bool:
    """Return True for a link to a person, a category or comments, which stand in the lines around a headline, too."""
    return _OF_META.search(href) is not None


def _is_title(anchor: HtmlElement, base: str, url: str, *, needs_heading: bool) -> bool:
    is_heading = anchor.getparent() is not None and any(one.tag in _HEADINGS for one in (anchor.getparent(), *anchor))
    if needs_heading and not is_heading:
        return False
    href = anchor.get("href") or ""
    if not href or is_of_meta(href) or anchor.get("rel") in ("author", "tag", "category tag"):
        return False
    text = text_of(anchor) or ""
    if len(text.split()) < (1 if is_heading else _TITLE_WORDS) or written_days.is_day(text):
        return False
    target = resolve(base, href)
    if target is None or urls.is_print_or_share(target, of=url):
        return False
    # a link up the path leads to the page's own section or home page
    return urls.key(target) != urls.key(url) and not url.startswith(target.rstrip("/"))
