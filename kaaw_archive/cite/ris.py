"""RIS: a record of type ELEC, as reference managers read it (RIS Format Specifications)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.cite.citation import Citation


def write(citation: Citation) -> str:
    """Return one record; its lines end in CR and LF."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(citation))


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC"
    for name in citation.creators:
        yield "AU", name
    yield "TI", citation.title
    yield "PB", citation.publisher
    if citation.published_on:
        yield "PY", citation.published_on[:4]
        yield "DA", citation.published_on.replace("-", "/")
    yield "UR", citation.url
    if citation.archive_url:
        yield "L2", citation.archive_url
    yield "Y2", citation.captured_at[:10].replace("-", "/")
    if citation.language:
        yield "LA", citation.language
    yield "AN", citation.capture_uid
    yield "N1", f"{citation.provenance}; {citation.bytes_uri}"
    if citation.quotation:
        yield "N1", " ".join(citation.quotation.exact.split())
    yield "ER", ""
