"""Citations of versions of articles, one file a format. Pure: a row of an archive in, text out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.cite import bibtex, csl_json, html, ris, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaaw_archive.cite.citation import Citation

FORMATS: dict[str, Callable[[Citation], str]] = {
    "text": text.write,
    "bibtex": bibtex.write,
    "ris": ris.write,
    "csl-json": csl_json.write,
    "html": html.write,
}
