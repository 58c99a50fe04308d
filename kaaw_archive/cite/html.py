"""HTML: a paragraph with a robust link, which leads to the copy when the page is gone, and a quotation."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kaaw_archive.control_characters import escape_controls
from kaaw_archive.robust_links import robust_link

if TYPE_CHECKING:
    from kaaw_archive.cite.citation import Citation


def write(citation: Citation) -> str:
    """Return markup for a page; what a site wrote is escaped, and only addresses of the web are links."""
    link = robust_link(
        citation.url,
        citation.title,
        version=citation.archive_url,
        day=citation.captured_at[:10],
    )
    publisher = "" if citation.creators == (citation.publisher,) else f" {_safe(citation.publisher)},"
    day = f"<time>{citation.published_on}</time>" if citation.published_on else "n.d."
    lines = [
        f"<p>{_safe(', '.join(citation.creators))}: <cite>{link}</cite>.{publisher} {day}"
        f" <small>({_safe(citation.provenance)}; {_safe(citation.archive_url or citation.bytes_uri)})</small></p>"
    ]
    if quotation := citation.quotation:
        place = _safe(citation.quoted_url or citation.url)
        lines.insert(0, f'<blockquote cite="{place}"><p>{_safe(quotation.exact)}</p></blockquote>')
    return "\n".join(lines) + "\n"


def _safe(text: str) -> str:
    return escape(escape_controls(text), quote=True)
