"""Turning of the pages of a list in one crawl: does a page hold news that the pages before it did not show?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive import urls

if TYPE_CHECKING:
    from collections.abc import Collection

    from kaaw_archive.items import FoundAddress


@dataclass(frozen=True, slots=True)
class _Earlier:
    """Url keys of the articles on the earlier pages of a list, and on the last of them."""

    all: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    is_repeated: bool = False  # the last page showed the same as the one before it


@dataclass(slots=True)
class ListPaging:
    """Pages of the lists of one crawl.

    A box of the newest articles stands on every page of a list: without this, one new article would turn all of them.
    """

    _earlier: dict[str, _Earlier] = field(default_factory=dict)  # by the url key of the next page

    def further_articles(self, url: str, found: Collection[FoundAddress]) -> frozenset[str]:
        """Return the url keys of the articles that no earlier page of a list named: new ones turn to its next page.

        ``found`` is all that the page names. One that shows just what the page before it did is that page under another
        address, once.
        """
        earlier = self._earlier.pop(urls.key(url), _Earlier())
        keys = frozenset(urls.key(address.url) for address in found if address.role == "article")
        is_repeated = bool(keys) and keys == earlier.last and not earlier.is_repeated
        for address in found:
            if address.role == "next":
                self._earlier[urls.key(address.url)] = _Earlier(earlier.all | keys, keys, is_repeated)
        return keys if is_repeated else keys - earlier.all
