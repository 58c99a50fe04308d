"""The order in which hosts get their turn: no host may occupy more than a few of the downloader's places."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scrapy.pqueues import DownloaderAwarePriorityQueue

if TYPE_CHECKING:
    from scrapy import Request

PLACES_A_HOST = 2  # beyond its concurrency: one that waits for the delay, one that waits behind it


class FairPriorityQueue(DownloaderAwarePriorityQueue):
    """Hosts by turns, but one that has its share under way is passed over until one of its requests is done.

    Otherwise one slow host fills CONCURRENT_REQUESTS with requests that wait, and all others wait with it. Scrapy
    counts those in a slot; those that still wait for the host's robots.txt occupy a place, too. To find the next
    host takes as long as there are busy ones, not hosts.
    """

    @cached_property
    def _limit(self) -> int:
        return PLACES_A_HOST + int(self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    def pop(self) -> Request | None:
        interface, limit = self._downloader_interface, self._limit
        under_way: dict[str, int] = {}
        for active in interface.downloader.active:  # the downloader has noted the slot of most of them
            name = active.meta.get("download_slot") or interface.get_slot_key(active)
            under_way[name] = under_way.get(name, 0) + 1
        slot = next((name for name in self.pqueues if under_way.get(name, 0) < limit), None)
        if slot is None:
            return None
        queue = self.pqueues.pop(slot)
        request = queue.pop()
        if len(queue) > 0:
            self.pqueues[slot] = queue  # at the end of the line
        else:
            queue.close()
        return request
