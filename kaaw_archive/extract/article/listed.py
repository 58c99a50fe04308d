"""List pages that carry whole articles, as Joomla's do: each row is an article under its own address.

Only rows that show all of it count: one that says "Weiterlesen" is a teaser, and its article has to be visited. Only
addresses of the page's own group (``urls.group``) count, too, as an article that is read from two pages must be
derived from both together.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.extract import german_dates
from kaaw_archive.extract.article import anchors, blocks, content, datelines, dates, links, pictures, titles
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.html.trees import base_of, matches_of
from kaaw_archive.extract.language import spoken
from kaaw_archive.extract.metadata import declared_dates
from kaaw_archive.items import ArticleRecord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from kaaw_archive.items import ContentSystem

_HEADINGS = ("h1", "h2", "h3", "td")
_TITLE_CLASS = re.compile(r"\b(?:contentheading|item-title|article-title)\b")
_MORE_CLASS = re.compile(r"(?:^|\s)(?:readmore|readon|read-more)(?:$|\s)")
_MORE = re.compile(r"\A\s*(?:weiterlesen|mehr lesen|read more|lesen sie mehr)\b", re.IGNORECASE)
_IS_CUT = re.compile(r"(?:\.\.\.|…|\[…\])\s*\Z")
_PRINT = re.compile(r"(?<=[?&])(?:tmpl|print|layout|page|Itemid)=[^&]*(?:&|\Z)")
_IS_PRINT = re.compile(r"[?&](?:print=1|tmpl=component)")
# what Joomla calls its days, in 1.5 and since 2.5; the name of the element is the clue
_PUBLISHED = (("published",), ("create", "createdate"))
_MODIFIED = (("modified", "modifydate"),)
_MICRODATA = {"published": ("datePublished", "dateCreated"), "modified": ("dateModified",)}
_DECLARED = 4.5  # what a declared day must be worth: a day of publication or of making, none of a change
_AUTHOR = re.compile(r"\A(?:Geschrieben von|Verfasst von|Written by):?\s+(.{2,100})\Z")
_TAGS = {
    "ul": "list", "ol": "list", "dl": "list", "li": "item", "dt": "item", "dd": "item", "tr": "row", "td": "cell",
    "th": "cell", "br": "lb", "blockquote": "quote", "pre": "code",
}  # fmt: skip
_UNREAD = ("script", "style", "noscript", "form", "button", "iframe", "object", "svg", "img", "figcaption", "input")


class Row(NamedTuple):
    """An entry of a list: the element, and the address of its article."""

    element: HtmlElement
    url: str


def articles(tree: HtmlElement, url: str, system: ContentSystem) -> tuple[ArticleRecord, ...] | None:
    """The whole articles of a list page, in its order; () for a list of teasers, None where the page is no such list.

    The tree stays as it is.
    """
    if urls.group(url) == urls.key(url) or not (elements := _elements(tree, system)):
        return None
    base = base_of(tree, url)
    language = titles.language(tree, None)
    rows = [row for element in elements if (row := _row(element, base, url)) is not None]
    found: dict[str, ArticleRecord] = {}
    for row in rows:
        if not _is_teaser(row) and (record := _record(row, base, system, language)) is not None:
            found.setdefault(urls.key(row.url), record)
    return tuple(found.values()) if rows else None


def article_page(tree: HtmlElement, url: str, system: ContentSystem) -> ArticleRecord | None:
    """The article of a page of its own, where a list may carry it too; None where the page is no such page.

    Read by the same rules as a list's row: read by others, every visit to the list would look like an edit. Only days
    that nothing in the article shows are those that the page declares; from then on the page speaks for the article.
    """
    if urls.group(url) == urls.key(url):
        return None
    for selector in system.page_selectors:
        found = matches_of(selector, tree)
        if len(found) == 1:
            record = _record(Row(found[0], url), base_of(tree, url), system, titles.language(tree, None))
            return _with_declared_days(record, tree, url) if record is not None else None
    return None


def _with_declared_days(record: ArticleRecord, tree: HtmlElement, url: str) -> ArticleRecord:
    if record.published_clue in (None, "text", "image"):
        said = max(declared_dates.of_tree(tree, url), key=lambda one: one.worth, default=None)
        if said is not None and said.worth >= _DECLARED:
            record = replace(record, published_on=said.on, published_clue=said.clue)
    if record.modified_on is None and (changed := dates.modified(tree)) is not None:
        record = replace(record, modified_on=changed.on, modified_clue=changed.clue)
    return record


def _elements(tree: HtmlElement, system: ContentSystem) -> list[HtmlElement]:
    for selector in system.row_selectors:
        found = matches_of(selector, tree)
        if found:
            inner = {id(below) for element in found for below in element.iterdescendants()}
            return [element for element in found if id(element) not in inner]
    return []


def _row(element: HtmlElement, base: str, url: str) -> Row | None:
    for href in _own_addresses(element):
        own = links.resolve(base, urls.without_session(href))
        if own is not None and urls.group(own) == urls.group(url) and urls.key(own) != urls.key(url):
            return Row(element, printed_page(own) or own)
    return None


def _own_addresses(element: HtmlElement) -> Iterable[str]:
    """Where a row's article may be: the link of its heading, then its print view, then its own "Weiterlesen"."""
    heading = _heading(element)
    if heading is not None:
        yield from (a.get("href") or "" for a in heading.iter("a") if a.get("href"))
    everywhere = [a for a in element.iter("a") if a.get("href")]
    yield from (str(a.get("href")) for a in everywhere if _IS_PRINT.search(a.get("href") or ""))
    yield from (str(a.get("href")) for a in everywhere if _says_more(a))


def _heading(element: HtmlElement) -> HtmlElement | None:
    able = [head for head in element.iter(*_HEADINGS) if text_of(head)]
    named = next((head for head in able if _is_title(head)), None)
    if named is not None:
        return named
    first = next((head for head in able if head.tag != "td"), None)
    after = first.getnext() if first is not None and first.tag == "h1" else None
    # the page's heading, which is the menu's, stands right in front of the article's (2.5)
    return after if after is not None and after.tag == "h2" and text_of(after) else first


def _is_title(head: HtmlElement) -> bool:
    return head.get("itemprop") == "headline" or bool(_TITLE_CLASS.search(head.get("class") or ""))


def printed_page(url: str) -> str | None:
    """The address of the page that a print view of Joomla prints; None where the address is no print view.

    >>> printed_page("https://kaaw.example/index.php/aktuelles/159-x?tmpl=component&print=1&layout=default&page=")
    'https://kaaw.example/index.php/aktuelles/159-x'
    """
    if not _IS_PRINT.search(url):
        return None
    address, _, query = url.partition("?")
    query = _PRINT.sub("", f"?{query}").removeprefix("?").rstrip("&")
    return f"{address}?{query}" if query else address


def _is_teaser(row: Row) -> bool:
    return any(_says_more(a) or _MORE_CLASS.search(a.get("class") or "") for a in row.element.iter("a", "p", "div"))


def _says_more(element: HtmlElement) -> bool:
    return element.tag == "a" and bool(_MORE.match(text_of(element) or ""))


def _record(row: Row, base: str, system: ContentSystem, language: str | None) -> ArticleRecord | None:
    heading = _heading(row.element)
    title = text_of(heading) if heading is not None else None
    body, images = _body(row.element, system, base)
    whole = titles.without_title(pictures.put(blocks.of_body(_as_body(body)), images), title)
    whole = content.without_names(whole, row.element.iter("img"))
    parts = datelines.without(whole)
    text = blocks.text_of(parts)
    if not text or _IS_CUT.search(text):
        return None
    title = title or text.splitlines()[0][:120]
    places = anchors.places(body, blocks.pieces_of(parts))
    published, modified = _published(row.element, blocks.text_of(whole)), _said_day(row.element, _MODIFIED, "modified")
    return ArticleRecord(
        url=row.url,
        title=title,
        text=text,
        structure=tuple(parts),
        author=_author(row.element),
        place=titles.place(whole),
        kind=titles.kind(row.url, title, None),
        language=spoken(language, text),
        published_on=published[0] if published else None,
        published_clue=published[1] if published else None,
        modified_on=modified[0] if modified else None,
        modified_clue=modified[1] if modified else None,
        links=tuple(links.of_places(places, base, row.url)),
    )


def _body(element: HtmlElement, system: ContentSystem, base: str) -> tuple[HtmlElement, list[blocks.Block]]:
    """The row alone, without its heading and what the system puts around the text; and its pictures."""
    body = deepcopy(element)
    body.tail = None
    unwanted = [found for selector in system.row_drop_selectors for found in matches_of(selector, body)]
    images = pictures.sign(body, unwanted, base)
    heading = _heading(body)
    heads = [] if heading is None else [*heading.xpath("preceding::h1 | preceding::h2"), heading]
    for found in (*unwanted, *body.iter(*_UNREAD), *heads):
        if found.getparent() is not None:
            found.drop_tree()
    return body, images


def _as_body(row: HtmlElement) -> HtmlElement:
    """A copy with the tags that ``blocks`` knows."""
    body = deepcopy(row)
    for element in body.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            element.tag = "head"
            element.set("rend", tag)
        elif tag in _TAGS:
            element.set("rend", "ol" if tag == "ol" else "")
            element.tag = _TAGS[tag]
    body.tag = "div"
    return body


def _published(element: HtmlElement, text: str) -> tuple[str, str] | None:
    """The day of publication and its clue; where nothing declares one, the first that the text or an image names."""
    if found := _said_day(element, _PUBLISHED, "published"):
        return found
    if day := german_dates.day(text):
        return day, "text"
    for image in element.iter("img"):
        if day := urls.date_hint(image.get("src") or ""):
            return day, "image"
    return None


def _said_day(element: HtmlElement, names: tuple[tuple[str, ...], ...], what: str) -> tuple[str, str] | None:
    for time in element.iter("time"):
        if time.get("itemprop") in _MICRODATA[what] and (day := german_dates.day(time.get("datetime") or "")):
            return day, "itemprop"
    for wanted in names:
        for one in element.iter("dd", "span", "td", "p"):
            classes = set((one.get("class") or "").split())
            if classes.intersection(wanted) and (day := german_dates.day(text_of(one) or "")):
                return day, f"{one.tag}.{next(name for name in wanted if name in classes)}"
    return None


def _author(element: HtmlElement) -> str | None:
    for one in element.iter("dd", "span", "td", "p"):
        if {"createdby", "createby"}.intersection((one.get("class") or "").split()):
            said = text_of(one) or ""
            found = _AUTHOR.match(said)
            return found[1] if found else said or None
    return None
