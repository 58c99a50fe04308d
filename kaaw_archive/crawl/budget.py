"""The budget of a crawl for documents and assets: so many bytes for each source, never at the expense of pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries.frontier import known_kind

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.items import NewCapture

_MB = 1_000_000
_PAGE = re.compile(r"text/|application/(?:[a-z.-]+\+)?(?:xml|json)\b", re.IGNORECASE)


class Budget:
    """Bytes that documents and assets took on the wire; with ``most_mb`` 0 there is no limit.

    A document is recognised before the request by its address or an earlier visit; others are fetched, and count.
    ``left`` are requests that were not sent.
    """

    def __init__(self, most_mb: float) -> None:
        self.left = 0
        self._source = "*"
        self._most_bytes = most_mb * _MB
        self._spent: Counter[str] = Counter()
        self._reached: set[str] = set()

    def begin(self, source: str) -> None:
        """Count for one source; '*': each site is a source of its own."""
        self._source = source

    def count(self, new: NewCapture) -> None:
        """Count a capture."""
        if self._most_bytes and new.kind == "page" and new.wire_bytes and not _PAGE.match(new.media_type):
            self._spent[self._source_of(new.url)] += new.wire_bytes

    def forbids(self, connection: sqlite3.Connection, url: str, kind: str) -> bool:
        """Return True for a request for a further document of a source whose budget is spent, and count it."""
        if not self._most_bytes or kind != "page":
            return False
        source = self._source_of(url)
        if self._spent[source] < self._most_bytes:
            return False
        if not _is_file(connection, url):
            return False
        self._reached.add(source)
        self.left += 1
        return True

    def reason(self) -> str | None:
        """Return what was left for the next crawl, in words; None if nothing was."""
        if not self.left:
            return None
        sources = ", ".join(sorted(self._reached)[:3])
        return (
            f"documents and assets of {sources} took {self._most_bytes / _MB:g} MB (ARCHIVE_BUDGET_DOCUMENTS_MB):"
            f" {self.left} more are left for the next crawl"
        )

    def _source_of(self, url: str) -> str:
        return self._source if self._source != "*" else urls.site(url)


def _is_file(connection: sqlite3.Connection, url: str) -> bool:
    known = known_kind(connection, url)
    return known in ("document", "asset") or (known not in ("article", "listing") and urls.is_file(url))
