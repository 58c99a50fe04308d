"""Feeds: RSS 0.9 to 2, RSS 1 (RDF) and Atom, with the habits of the systems that write them."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract import written_days
from kaaw_archive.extract.html.text import one_line
from kaaw_archive.items import SeedEntry
from kaaw_archive.seeds.addresses import distinct
from kaaw_archive.seeds.xml import children, name_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from kaaw_archive.seeds.addresses import Addresses

MOST_ENTRIES = 10_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_NO_DAY = re.compile(r"\b0001\b|\b0000-00-00\b")  # the year of an unset time in Go and SQL
_INSTANTS = ("updated", "modified", "pubdate", "published", "issued", "date")  # the latest statement first


def articles(root: _Element, addresses: Addresses) -> tuple[SeedEntry, ...]:
    """Return the entries of a feed that lead to articles, in its order."""
    return distinct(_found(root, addresses))


def of_json(payload: bytes, addresses: Addresses) -> tuple[SeedEntry, ...] | None:
    """Return the entries of a JSON Feed (jsonfeed.org, version 1.1) that lead to articles; None for other JSON."""
    try:
        content = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or "jsonfeed.org" not in str(content.get("version", "")):
        return None
    found = []
    items = content.get("items")
    for item in items[:MOST_ENTRIES] if isinstance(items, list) else ():
        href = str(item.get("url") or item.get("id") or "") if isinstance(item, dict) else ""
        url = addresses.absolute(addresses.url, href) if href else None
        if url is not None and addresses.may_be_entry(url):
            at = written_days.instant(str(item.get("date_modified") or item.get("date_published") or "")[:100])
            found.append(SeedEntry(url, one_line(str(item.get("title") or "")), at))
    return distinct(found)


def next_page(root: _Element, addresses: Addresses) -> str | None:
    """Return the next page of a paged feed (RFC 5005), None if there is none."""
    for element in root.iter("{*}link"):
        if (element.get("rel") or "").lower() == "next" and (href := element.get("href")):
            url = addresses.absolute(_base(root, addresses.url), href)
            return url if url is not None and not addresses.is_trap(url) else None
        parent = element.getparent()
        if parent is not None and name_of(parent) in ("item", "entry"):
            return None
    return None


def undo_escaping(text: str) -> str:
    """Return text with its escaping undone, at most twice, because some feeds escape twice.

    >>> unescaped("M&amp;#252;nchen")
    'München'
    """
    for _ in range(2):
        plain = html.unescape(text)
        if plain == text:
            break
        text = plain
    return text


def _found(root: _Element, addresses: Addresses) -> Iterator[SeedEntry]:
    base = _base(root, addresses.url)
    for count, entry in enumerate(root.iter("{*}item", "{*}entry")):
        if count == MOST_ENTRIES:
            return
        href = _link(entry)
        url = addresses.absolute(_base(entry, base), href) if href else None
        if url is not None and addresses.may_be_entry(url) and not _is_without_day(entry):
            yield SeedEntry(url, _title(entry), _stated_at(entry))


def _is_without_day(entry: _Element) -> bool:
    """Return True for an entry whose day is that of a program's nothing: pages that some systems add to their feeds."""
    days = [text_of(element) for element in children(entry, *_INSTANTS)]
    return any(_NO_DAY.search(day[:100]) for day in days)


def _base(element: _Element, url: str) -> str:
    return urls.join(url, element.get(_XML_BASE) or "") or url


def _link(entry: _Element) -> str | None:
    for link in children(entry, "link"):
        # Atom: the first that is the entry itself, not its comments, pictures or edits
        if (link.get("rel") or "alternate").lower() == "alternate" and (href := link.get("href") or text_of(link)):
            return undo_escaping(href)
    for guid in children(entry, "guid", "id"):
        content = text_of(guid)
        if content.startswith(("http://", "https://")) and (guid.get("isPermaLink") or "true").lower() == "true":
            return undo_escaping(content)
    about = next((value for name, value in entry.items() if str(name).endswith("}about")), None)
    return str(about) if about else None


def _title(entry: _Element) -> str | None:
    title = next(children(entry, "title"), None)
    return one_line(_TAG.sub(" ", undo_escaping(text_of(title))))


def _stated_at(entry: _Element) -> str | None:
    for name in _INSTANTS:
        for element in children(entry, name):
            if at := written_days.instant(text_of(element)[:100]):
                return at
    return None
