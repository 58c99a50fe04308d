"""CSL-JSON: what citeproc, Zotero and Pandoc read (Citation Style Language 1.0.2, csl-data.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaaw_archive.control_characters import json_text

if TYPE_CHECKING:
    from kaaw_archive.cite.citation import Citation


def write(citation: Citation) -> str:
    """Return a list with one item; its id is the uid of the capture."""
    item: dict[str, Any] = {
        "id": citation.capture_uid,
        "type": "webpage",
        "title": citation.title,
        "author": [{"literal": name} for name in citation.creators],
        "publisher": citation.publisher,
        "issued": _day(citation.published_on) if citation.published_on else None,
        "accessed": _day(citation.captured_at[:10]),
        "URL": citation.url,
        "language": citation.language,
        "archive": citation.archive_url or citation.bytes_uri,
        "archive_location": citation.capture_uid,
        "version": str(citation.version),
        "note": citation.provenance,
    }
    if citation.quotation:
        item["custom"] = {"selectors": citation.quotation.selectors()}
    return json_text([{name: value for name, value in item.items() if value}], indent=2) + "\n"


def _day(day: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}
