"""Plain text: one paragraph for a footnote, and the quotation with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.cite.citation import Citation


def write(citation: Citation) -> str:
    """Return the citation, and in further lines the copy or the name of its bytes, and what is quoted."""
    day = citation.published_on or "n.d"  # the sentence ends behind it
    publisher = "" if citation.creators == (citation.publisher,) else f" {citation.publisher},"
    lines = [
        f"{', '.join(citation.creators)}: {citation.title}.{publisher} {day}. {citation.url} ({citation.provenance}).",
        f"copy: {citation.archive_url}" if citation.archive_url else f"bytes: {citation.bytes_uri}",
    ]
    if quotation := citation.quotation:
        place = f"characters {quotation.start} to {quotation.end} of its text"
        often = f", the first of {quotation.places} places" if quotation.places > 1 else ""
        lines += [
            f"quoted: “{' '.join(quotation.exact.split())}” ({place}{often})",
            f"on the page: {citation.quoted_url}",
        ]
    return "\n".join(lines) + "\n"
