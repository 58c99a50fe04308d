"""Dictionaries of sites, trained beside the crawl: training one takes as long as reading ten pages."""

from __future__ import annotations

import asyncio
import queue
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.store.payloads import add_dictionary, train_dictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from kaaw_archive.archive.store.writer import Writer


class DictionaryTrainer:
    """Trains one site at a time, because training takes a core. ``now`` returns UTC text."""

    def __init__(self, path: Path, writer: Writer, now: Callable[[], str]) -> None:
        self._path = path
        self._writer = writer
        self._now = now
        self._sites: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._lock = asyncio.Lock()

    def request(self, site: str) -> None:
        """Ask for the dictionary of a site; safe from any thread."""
        self._sites.put(site)

    def training_work(self) -> Iterator[Coroutine[Any, Any, None]]:
        """Yield the work for each site that was asked for since the last call. The work raises ArchiveError."""
        while not self._sites.empty():
            yield self._train(self._sites.get_nowait())

    async def _train(self, site: str) -> None:
        async with self._lock:
            data = await asyncio.to_thread(self._trained, site)
            if data is not None:
                await self._writer.write(partial(add_dictionary, site=site, at=self._now(), data=data))

    def _trained(self, site: str) -> bytes | None:
        with closing(open_for_reading(self._path)) as connection:
            return train_dictionary(connection, site)
