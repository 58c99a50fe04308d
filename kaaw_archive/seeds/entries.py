"""Entries of a listing: a row or a link as the address of an article, with its title and day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import times, urls
from kaaw_archive.extract.article.titles import heading
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.html.trees import matches_of
from kaaw_archive.items import SeedEntry
from kaaw_archive.seeds import stated_days
from kaaw_archive.seeds.lists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.seeds.addresses import Addresses
    from kaaw_archive.seeds.anchors import Anchor
    from kaaw_archive.seeds.rows import Row

_HEADLINE = re.compile(r"(?:^|(?<!sub)[\s_-])(?:headline|heading|title|titel)(?=$|\s)", re.IGNORECASE)
_SENTENCE = re.compile(r"\w\W{1,20}\w+[.!?…\])\"”“]{1,4}\Z")
_FEWEST_WORDS = 2  # of a title
_CARD_LEVELS = 5
_ROW_TAGS = frozenset({"li", "tr", "article", "dd", "dt", "section"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# links that lead to an article and do not say to which
_MUTE = re.compile(
    r"\A(?:weiter(?:lesen)?|mehr(?: (?:lesen|erfahren|infos?\w*|dazu))?|zu[mr] \w+|lesen sie mehr|details?|hier"
    r"|read more|link)\b[\s.:…»›→>]*.{0,3}\Z",
    re.IGNORECASE,
)


def of_selected_rows(tree: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> Iterator[SeedEntry]:
    """Yield the articles of rows, by the first selector of the content system that finds any."""
    by_element = {anchor.element: anchor for anchor in anchors}
    for selector in addresses.system.row_selectors:
        rows = (_of_row(row, _within(row, by_element), addresses) for row in matches_of(selector, tree))
        if articles := [article for article in rows if article is not None]:
            yield from articles
            return


def of_repeated_row(row: Row, anchors: Sequence[Anchor]) -> SeedEntry:
    """Return the article of a repeated row: title from its link or heading, day from the row."""
    same = [anchor for anchor in anchors if anchor.url == row.anchor.url] if row.anchor.text is None else []
    texts = [text for anchor in (row.anchor, *same) if (text := title_of(anchor))]
    heads = [head for head in row.element.iter(*_HEADINGS) if text_of(head)]
    head = heading(heads[0]) if len(heads) == 1 else None
    title = head.title if head and not row.is_title else max(texts, key=len, default=None)
    day = (head.on if head else None) or stated_days.of_row(row.element) or stated_days.of_lines(row.beside)
    return SeedEntry(row.anchor.url, title, times.start_of_day(day) if day else None)


def _within(row: HtmlElement, by_element: dict[HtmlElement, Anchor]) -> list[Anchor]:
    inside = [by_element[a] for a in row.iter("a") if a in by_element]
    return inside or [by_element[a] for a in row.iterancestors("a") if a in by_element]  # the whole row is one link


def _of_row(row: HtmlElement, anchors: Sequence[Anchor], addresses: Addresses) -> SeedEntry | None:
    """Return the article of one row: the link of its heading, else its first; title and day are taken from the row."""
    candidates = [anchor for anchor in anchors if addresses.may_be_article(anchor.url)]
    if not candidates:  # a title without a link, but with one to its print view
        printed = [a._replace(url=page, text=None) for a in anchors if (page := urls.printed_page(a.url))]
        candidates = [anchor for anchor in printed if addresses.may_be_article(anchor.url)]
    if not candidates:
        return None
    heads = [head for head in row.iter(*_HEADINGS) if text_of(head)]
    of_head = {a for head in heads for a in (*head.iter("a"), *head.iterancestors("a"))}
    chosen = next((anchor for anchor in candidates if anchor.element in of_head), None) or _with_title(candidates)
    key = urls.key(chosen.url)
    head = heading(heads[0]) if heads else None
    texts = [text for a in candidates if urls.key(a.url) == key and (text := title_of(a))]
    title = head.title if head else max(texts, key=len, default=None)
    day = (head.on if head else None) or stated_days.of_row(row)
    return SeedEntry(chosen.url, title, times.start_of_day(day) if day else None)


def _with_title(anchors: Sequence[Anchor]) -> Anchor:
    return next((anchor for anchor in anchors if title_of(anchor)), anchors[0])


def entry_of_anchor(anchor: Anchor) -> SeedEntry:
    """Return an article that is linked outside a known row, with the day of the list item or table row around it."""
    for element in (anchor.element, *anchor.element.iterancestors()):
        if element.tag in _ROW_TAGS:
            day = stated_days.of_row(element)
            return SeedEntry(anchor.url, title_of(anchor), times.start_of_day(day) if day else None)
    return SeedEntry(anchor.url, title_of(anchor))


def title_of(anchor: Anchor) -> str | None:
    """Return the title that an anchor gives its target; None for a text such as "weiterlesen"."""
    if anchor.text is None:
        return None
    inner = next(anchor.element.iter(*_HEADINGS), None)
    if inner is None and len(anchor.element):  # a whole teaser is one link
        inner = _headline(anchor.element)
    head = heading(inner if inner is not None else anchor.element)
    text = head.title if head else None
    return text if text and not _MUTE.match(text) else None


def _headline(link: HtmlElement) -> HtmlElement | None:
    """Return the part of a card that is named a headline or is bold, else the line in front of its teaser."""
    for element in link.iterdescendants():
        if _HEADLINE.search(element.get("class") or "") and text_of(element):
            return element
    bold = next(link.iter("strong", "b"), None) if len(link) > 1 else None
    return bold if bold is not None else _line_before_teaser(link)


def _line_before_teaser(link: HtmlElement) -> HtmlElement | None:
    """Return the element in front of sentences, if the text of a link is in its elements alone; else None."""
    parts: list[HtmlElement] = [link]
    for _ in range(_CARD_LEVELS):
        if len(parts) != 1:
            break
        above = parts[0]
        if any((text or "").strip() for text in (above.text, *(element.tail for element in above))):
            return None
        parts = [element for element in above if text_of(element)]
    titles = [part for part in parts[:-1] if words(text_of(part)) >= _FEWEST_WORDS]
    is_card = len(titles) == 1 and _SENTENCE.search(text_of(parts[-1]) or "") is not None
    return titles[0] if is_card else None
