"""Parts of an archive that other versions of the program made; known without what derives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries.derive_due import outdated_rows
from kaaw_archive.archive.queries.search_index import is_index_current
from kaaw_archive.derive.reading_file import path_beside
from kaaw_archive.derive.versions import MADE_BY
from kaaw_archive.extract.versions import EXTRACTOR, EXTRACTOR_VERSION
from kaaw_archive.linkrot.version import RULES_VERSION

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class OutdatedParts:
    """Parts of an archive that other versions made, each as a phrase; None: it is as today's versions make it."""

    derivations: str | None
    verdicts: str | None
    index: str | None

    def __bool__(self) -> bool:
        return any((self.derivations, self.verdicts, self.index))

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.derivations, self.verdicts, self.index)))


def outdated_parts(connection: sqlite3.Connection, path: Path) -> OutdatedParts:
    """Return the parts of an archive that other versions than those of today made, or that wait for a derive."""
    rows = outdated_rows(
        connection,
        extractor=EXTRACTOR,
        extractor_version=EXTRACTOR_VERSION,
        key_version=urls.KEY_VERSION,
        rules_version=RULES_VERSION,
    )
    derivations = []
    if rows.derived_by != MADE_BY:  # else nothing would be different
        if rows.readings:
            derivations.append(f"{rows.readings:,} readings by another extractor")
        if rows.pages:
            derivations.append(f"{rows.pages:,} pages with other url keys")
        if rows.derived_by is not None and not derivations:
            derivations.append("pages by other rules")
    if rows.is_half_derived or path_beside(path).exists():
        derivations.append("a derive that has begun")
    return OutdatedParts(
        derivations=", ".join(derivations) or None,
        verdicts=f"{rows.checks:,} verdicts by other rules" if rows.checks else None,
        index=None if is_index_current(connection) else "the search index by another analysis",
    )
