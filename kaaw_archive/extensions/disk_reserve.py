"""Ends a crawl in order before the disk is full: what is under way is still kept, nothing further is asked for."""

from __future__ import annotations

import asyncio
import logging

from kaaw_archive.archive.disk_space import check_disk_space
from kaaw_archive.crawl import crawl_of
from kaaw_archive.errors import DiskFull
from kaaw_archive.extensions.watch import Watch

logger = logging.getLogger(__name__)

_LOOK_EVERY_S = 2.0  # in which a crawl brings a few megabytes


class DiskReserve(Watch):
    """``ARCHIVE_DISK_RESERVE_MB``: what other programs of the machine, and a migration, will need; 0: all is ours."""

    async def look(self) -> None:
        crawl = crawl_of(self.crawler)
        reserve_mb = self.crawler.settings.getint("ARCHIVE_DISK_RESERVE_MB")
        while True:
            try:
                check_disk_space(crawl.path, reserve_mb)
            except DiskFull as full:
                logger.error("%s", full)
                crawl.fail(full)
                return
            await asyncio.sleep(_LOOK_EVERY_S)
