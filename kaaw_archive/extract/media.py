"""Media of payloads: by their first bytes if these are clear, else by the header."""

from __future__ import annotations

import re
from typing import Literal

from kaaw_archive.http import media_type

Medium = Literal["html", "pdf", "text", "feed", "sitemap", "other"]

_FIRST_BYTES = 1024
# signatures with which no text begins: pictures; office files, archives, fonts, sound
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"\x00\x00\x01\x00", b"II*\x00", b"MM\x00*")
_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"wOFF", b"wOF2", b"\x1f\x8b\x08", b"%!PS", b"{\\rtf1", b"OggS")
# as a browser sniffs (WHATWG MIME Sniffing, 7.1), a comment or an XML declaration in front allowed
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|link|style|div|p|h1|table|a|br)\b|\A<!--", re.I
)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b")
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_XML_TYPES = ("text/xml", "application/xml")


def medium(payload: bytes, content_type: str | None) -> Medium:
    """Return how to read a payload. Bytes win over the header, which servers are known to get wrong for PDF and XML."""
    first = payload[:_FIRST_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    declared = media_type(content_type)
    if b"%PDF-" in payload[:_FIRST_BYTES]:  # readers accept up to 1,024 bytes in front (PDF 1.7, annex H 3.4.1)
        return "pdf"
    if payload.startswith(_PICTURES + _FILES):
        return "other"
    wide = first.replace(b"\x00", b"")  # UTF-16 shows its markup without the zero bytes
    if first.startswith(b"<?xml") or declared in _XML_TYPES or declared.endswith("+xml"):
        return _xml(wide, declared)
    if declared in _HTML_TYPES or (declared in ("", "text/plain", "application/octet-stream") and _HTML.search(wide)):
        return "html"
    if declared == "text/plain" or (not declared and first[:1] not in (b"{", b"[") and _is_text(first)):
        return "text"
    return "other"


def _xml(first: bytes, declared: str) -> Medium:
    if _FEED.search(first):
        return "feed"
    if _SITEMAP.search(first):
        return "sitemap"
    return "html" if declared in _HTML_TYPES or _HTML.search(first) else "other"


def _is_text(first: bytes) -> bool:
    try:
        first.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(first) and b"\x00" not in first  # cut within a character
    return b"\x00" not in first
