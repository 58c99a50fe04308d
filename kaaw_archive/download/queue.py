"""The order in which hosts get their turn: no host, and no owner of hosts, may occupy all places of the downloader."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from scrapy.pqueues import DownloaderAwarePriorityQueue

from kaaw_archive.urls import registrable_domain

if TYPE_CHECKING:
    from scrapy import Request

PLACES_A_HOST = 2  # beyond its concurrency: one that waits for the delay, one that waits behind it
DOMAIN_SHARE = 4  # a quarter of all places for the hosts of one registrable domain, who can make names without end


class FairPriorityQueue(DownloaderAwarePriorityQueue):
    """Hosts by turns, but one that has its share under way is passed over until one of its requests is done.

    Otherwise one slow host, or one owner of many, fills CONCURRENT_REQUESTS with requests that wait, and all others
    wait with it. Scrapy counts those in a slot; those that still wait for the host's robots.txt occupy a place, too. To
    find the next host takes as long as there are busy ones, not hosts; those of a busy domain count as busy.
    """

    @cached_property
    def _host_limit(self) -> int:
        return PLACES_A_HOST + int(self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    @cached_property
    def _domain_limit(self) -> int:
        places = int(self.crawler.settings.getint("CONCURRENT_REQUESTS")) or sys.maxsize  # 0: no limit
        return max(self._host_limit, places // DOMAIN_SHARE)

    def pop(self) -> Request | None:
        slot = self._next_free()
        if slot is None:
            return None
        queue = self.pqueues.pop(slot)
        request = queue.pop()
        if len(queue) > 0:
            self.pqueues[slot] = queue  # at the end of the line
        else:
            queue.close()
        return request

    def _next_free(self) -> str | None:
        """Return the first slot in the line whose host and domain have not their share under way; None if all have."""
        interface = self._downloader_interface
        hosts: Counter[str] = Counter()
        for active in interface.downloader.active:  # the downloader has noted the slot of most of them
            hosts[active.meta.get("download_slot") or interface.get_slot_key(active)] += 1
        domains: Counter[str] = Counter()
        for name, requests in hosts.items():
            domains[registrable_domain(name)] += requests
        host_limit, domain_limit = self._host_limit, self._domain_limit
        return next(
            (
                name
                for name in self.pqueues
                if hosts[name] < host_limit and domains[registrable_domain(name)] < domain_limit
            ),
            None,
        )
