"""Untrusted XML: parsed without entities, without a network, within a bound of memory."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from kaaw_archive.extract.html.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MOST_BYTES = 52_428_800  # of a sitemap, by its protocol (sitemaps.org); pressed or not
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|RDF|urlset|sitemapindex|html)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SNIFFED_BYTES = 65_536  # comments of some pages in front of the first element
_BARE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_START = re.compile(r"<\?xml\b|<(?:[\w.-]{1,40}:)?(?:rss|feed|RDF|urlset|sitemapindex)\b", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:url|sitemap|item|entry)\s*>", re.IGNORECASE)
_ROOT_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|feed|RDF|urlset|sitemapindex)\s*>\s*\Z", re.IGNORECASE)
_END_CHARACTERS = 1_000


class Document(NamedTuple):
    """Root of a document, None with a problem that makes it unreadable; a root with a problem is its readable part."""

    root: _Element | None
    problem: str | None = None


def decompress(payload: bytes) -> bytes | None:
    """Return the payload without gzip, which sitemaps use; empty if that is broken, None if it is too large."""
    if not payload.startswith(_GZIP):
        return payload if len(payload) <= MOST_BYTES else None
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(payload, MOST_BYTES + 1)
    except zlib.error:
        return b""
    return plain if len(plain) <= MOST_BYTES else None


def _without_comments(start: bytes) -> bytes:
    """Return the bytes without their comments; a comment that is not closed stays. In linear time, unlike a pattern."""
    parts, begin = [], 0
    while (opened := start.find(b"<!--", begin)) >= 0 and (closed := start.find(b"-->", opened + 4)) >= 0:
        parts.append(start[begin:opened])
        begin = closed + 3
    return b"".join((*parts, start[begin:]))


def root_name(payload: bytes) -> str | None:
    """Return the name of the first element: rss, feed, rdf, urlset, sitemapindex or html; None if it is another."""
    start = payload[:_SNIFFED_BYTES]
    if b"\x00" in start[:4]:
        start = start.replace(b"\x00", b"")  # UTF-16
    found = _ROOT.search(_without_comments(start))
    return found[1].decode("ascii").lower() if found else None


def parse_document(payload: bytes, content_type: str | None) -> Document:
    """Parse any bytes; entities that a document declares are never expanded."""
    if b"<!ENTITY" in payload[:100_000].replace(b"\x00", b""):
        return Document(None, "entities")
    try:
        return Document(etree.fromstring(payload.strip(), _parser(recover=False)))
    except (etree.XMLSyntaxError, ValueError):
        text = _mended(_text(payload, content_type))
    try:
        root = etree.fromstring(text.encode(), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return Document(root, "broken_xml")


def _mended(text: str) -> str:
    """Return what can be read of a broken document.

    What stands in front of it (a warning of PHP) and an entry that was cut off are left out, as half an address is
    another one; a bare ``&`` is a sign of its address and begins no entity.
    """
    found = _START.search(text)
    text = _DECLARATION.sub("", text[found.start() if found else 0 :].strip())
    if not _ROOT_END.search(text[-_END_CHARACTERS:]):
        ends = [end.end() for end in _ENTRY_END.finditer(text)]
        text = text[: ends[-1]] if ends else text
    return _BARE_AMPERSAND.sub("&amp;", text)


def _text(payload: bytes, content_type: str | None) -> str:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        # what says UTF-8 and is not is windows-1252 here; a guess from a few titles would be worse than that
        if b"\x00" not in payload[:4]:
            return payload.decode("cp1252", "replace")
    return decode(payload, content_type, is_html=False)


def name_of(element: _Element) -> str:
    """Return the local name of an element in lower case; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: _Element, *names: str) -> Iterator[_Element]:
    """Return the children with one of these local names, in order."""
    return (child for child in element if name_of(child) in names)


def text_of(element: _Element | None) -> str:
    """Return all text within an element, without blanks at its ends."""
    return "".join(cast("Iterator[str]", element.itertext())).strip() if element is not None else ""


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, recover=recover
    )
