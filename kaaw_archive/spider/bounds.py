"""Limits on the addresses that a crawl requests from one host, against crawler traps such as calendars."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive import urls

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class Bounds:
    """Counts, for each host, the addresses that seeds name and this crawl requests.

    Addresses beyond a limit stay in the archive's frontier and wait for the next crawl: a large site is captured in
    parts, and a trap costs every crawl the same.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._host_max = settings.getint("ARCHIVE_HOST_URLS_MAX")
        self._variants_max = settings.getint("ARCHIVE_QUERY_VARIANTS_MAX")
        self._of_host: Counter[str] = Counter()
        self._of_path: Counter[str] = Counter()

    def exceeded_limit(self, url: str) -> str | None:
        """Return the limit that this address exceeds, in words; None if it may be requested, and then count it."""
        host = urls.host(url)
        path, has_query, _ = url.partition("?")
        if self._of_host[host] >= self._host_max:
            return f"{host} names more than {self._host_max} addresses (ARCHIVE_HOST_URLS_MAX)"
        if has_query and self._of_path[path] >= self._variants_max:
            return f"{host} names more than {self._variants_max} variants of one address (ARCHIVE_QUERY_VARIANTS_MAX)"
        self._of_host[host] += 1
        if has_query:
            self._of_path[path] += 1
        return None
