"""The order in which hosts get their turn: no host may occupy more than a few of the downloader's places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scrapy.pqueues import DownloaderAwarePriorityQueue

if TYPE_CHECKING:
    from scrapy import Request

PLACES_A_HOST = 2  # beyond its concurrency: one that waits for the delay, one that waits behind it


class FairPriorityQueue(DownloaderAwarePriorityQueue):
    """As Scrapy's, but a host that has its share under way is passed over until one of its requests is done.

    Otherwise one slow host fills CONCURRENT_REQUESTS with requests that wait, and all others wait with it. Scrapy
    counts those in a slot; those that still wait for the host's robots.txt occupy a place, too.
    """

    def pop(self) -> Request | None:
        interface = self._downloader_interface
        limit = self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + PLACES_A_HOST
        under_way = Counter(interface.get_slot_key(request) for request in interface.downloader.active)
        stats = [(under_way[slot], slot) for slot in self.pqueues if under_way[slot] < limit]
        if not stats:
            return None
        slot = self._next_slot(stats, update_state=True)
        queue = self.pqueues[slot]
        request = queue.pop()
        if len(queue) == 0:
            del self.pqueues[slot]
            queue.close()
        return request
