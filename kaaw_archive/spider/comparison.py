"""Comparison of the seeds of one crawl with what they named before: articles to look at now, due or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.items import FoundAddress
from kaaw_archive.seeds.changes import retitled_entries, retracted_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.seeds import SeedPage

MOST_RETRACTED = 20  # of one seed: where more are gone at once, the list was built anew, and each page has its due date


class SeedComparison:
    """Comparison of each seed of a crawl with its earlier payload."""

    def __init__(self) -> None:
        self._named: set[str] = set()  # url keys that a seed of this crawl names

    def to_look_at(self, before: SeedPage | None, now: SeedPage, found: Sequence[FoundAddress]) -> list[FoundAddress]:
        """Return the articles that a seed names no more, or under another title, since its payload ``before``.

        ``found`` is all that it names now. What another seed of this crawl names is not gone: a list's next page loses
        the entries that moved to the page before it.
        """
        self._named.update(urls.key(address.url) for address in found)
        if before is None:
            return []
        gone = [entry for entry in retracted_entries(before, now) if urls.key(entry.url) not in self._named]
        renamed = retitled_entries(before, now)
        entries = (gone if len(gone) <= MOST_RETRACTED else []) + (renamed if len(renamed) <= MOST_RETRACTED else [])
        return [FoundAddress(entry.url, "article") for entry in entries]
