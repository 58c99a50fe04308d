"""BibTeX: an ``@online`` entry as biblatex defines it, with the fields by which classic styles read a ``@misc``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.cite.citation import Citation

# a brace has a name: BibTeX counts those behind a backslash, too
_MARKS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
_SPECIAL = re.compile(r"[\\~^{}$&%#_]")


def write(citation: Citation) -> str:
    """Return one entry; its key is the uid of the capture. Names stand in braces: they are never split by guess."""
    fields = {
        "author": " and ".join(f"{{{_text(name)}}}" for name in citation.creators),
        "title": f"{{{_text(citation.title)}}}",
        "organization": _text(citation.publisher),
        "date": citation.published_on,
        "year": citation.published_on and citation.published_on[:4],
        "month": citation.published_on and citation.published_on[5:7].lstrip("0"),
        "url": _address(citation.url),
        "urldate": citation.captured_at[:10],
        "langid": _text(citation.language or ""),
        "note": _text(f"{citation.provenance}; {citation.archive_url or citation.bytes_uri}"),
        "annotation": _text(citation.quotation.exact) if citation.quotation else None,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@online{" + citation.capture_uid + ",\n" + ",\n".join(lines) + "\n}\n"


def _text(value: str) -> str:
    return _SPECIAL.sub(lambda found: _MARKS.get(found[0], "\\" + found[0]), " ".join(value.split()))


def _address(url: str) -> str:
    """Return an address in which no brace or backslash can end the field."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", url)
