"""How much of a run may go into documents and assets: of each source so many bytes, never at the expense of pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive import seeds, urls
from kaaw_archive.archive.queries.frontier import known_kind

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import NewCapture

_MB = 1_000_000
_PAGE = re.compile(r"text/|application/(?:[a-z.-]+\+)?(?:xml|json)\b", re.IGNORECASE)


class Budget:
    """Counts what documents and assets took on the wire; with ``most_mb`` 0 there is no bound.

    ``source`` is that of the run; '*': each site is a source of its own. A document is known before it is asked for by
    its address or from an earlier visit; one that is not known so is fetched, and counts.
    """

    def __init__(self, most_mb: float) -> None:
        self.source = "*"
        self.left = 0  # requests that were not made
        self._most_bytes = most_mb * _MB
        self._spent: Counter[str] = Counter()
        self._reached: set[str] = set()

    def count(self, new: NewCapture) -> None:
        """Takes one more capture into account."""
        if self._most_bytes and new.kind in ("page", "asset") and new.wire_bytes and not _PAGE.match(new.media_type):
            self._spent[self._source_of(new.url)] += new.wire_bytes

    def forbids(self, connection: sqlite3.Connection, url: str, kind: str) -> bool:
        """Whether this request would bring a further document of a source whose budget is spent; then it is counted."""
        if not self._most_bytes or kind not in ("page", "asset"):
            return False
        source = self._source_of(url)
        if self._spent[source] < self._most_bytes:
            return False
        if kind != "asset" and not _is_file(connection, url):
            return False
        self._reached.add(source)
        self.left += 1
        return True

    def said(self) -> str | None:
        """What was left for the next run, in words; None: nothing."""
        if not self.left:
            return None
        sources = ", ".join(sorted(self._reached)[:3])
        return (
            f"documents and assets of {sources} took {self._most_bytes / _MB:g} MB (ARCHIVE_BUDGET_DOCUMENTS_MB):"
            f" {self.left} more are left for the next run"
        )

    def _source_of(self, url: str) -> str:
        return self.source if self.source != "*" else urls.site(url)


def _is_file(connection: sqlite3.Connection, url: str) -> bool:
    known = known_kind(connection, url)
    return known in ("document", "asset") or (known not in ("article", "listing") and seeds.is_file(url))
