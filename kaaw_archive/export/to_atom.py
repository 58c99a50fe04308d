"""Atom: a feed with an entry for each version, for readers and aggregators (RFC 4287)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from kaaw_archive.control_characters import escape_controls

if TYPE_CHECKING:
    from typing import BinaryIO

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.export.selection import Selection

_EMPTY_AT = "1970-01-01T00:00:00Z"  # a feed must have a time, also without entries


def write(selection: Selection, file: BinaryIO) -> None:
    """Write the feed. Its time is that of its newest entry, so that the same archive gives the same file."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{selection.chosen} {selection.words}")
    begin = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>urn:uuid:{name}</id>",
        f"<title>{_text(selection.words or 'Articles')}</title>",
        f"<updated>{selection.newest_at() or _EMPTY_AT}</updated>",
        "<author><name>kaaw_archive</name></author>",
    ]
    file.write(("\n".join(begin) + "\n").encode())
    for row in selection.rows():
        file.write(_entry(row).encode())
    file.write(b"</feed>\n")


def _entry(row: Row) -> str:
    summary = row["lead"] or (row["text"] or "")[:500]
    parts = [
        f"<id>{_text(row['url'])}</id>",
        f"<title>{_text(row['title'])}</title>",
        f"<updated>{row['version_first_seen_at']}</updated>",
        f"<published>{row['published_on']}T00:00:00Z</published>" if row["published_on"] else "",
        f"<link href={quoteattr(_line(row['url']))}/>" if row["url"].startswith(("http://", "https://")) else "",
        f"<author><name>{_text(row['author'] or row['issuer'] or row['source'])}</name></author>",
        f"<category term={quoteattr(_line(row['kind']))}/>",
        f"<rights>{_text(row['reserved_by'])}</rights>" if row["reserved_by"] else "",
        f"<summary>{_text(summary)}</summary>" if summary else "",
        f'<content type="text">{_text(row["text"])}</content>' if row["text"] else "",
    ]
    return "<entry>\n" + "".join(f"{part}\n" for part in parts if part) + "</entry>\n"


def _text(value: str) -> str:
    return escape(escape_controls(value, keep_lines=True))


def _line(value: str) -> str:
    return escape_controls(value)
