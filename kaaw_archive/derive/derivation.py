"""Passes of a derivation of the whole archive: read every payload, learn from all of them, then fold every page.

Reading takes most of the time and changes nothing in the archive; only then is what is derived replaced. Each pass may
stop between two pages, and goes on there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import folding, links
from kaaw_archive.archive.queries.boilerplate import half_derived_by
from kaaw_archive.archive.store import boilerplate as learned
from kaaw_archive.archive.store import derivations, search
from kaaw_archive.derive.checks import judge_again
from kaaw_archive.derive.crawl_checks import make_all_again
from kaaw_archive.derive.deriver import Deriver, submit_readings
from kaaw_archive.derive.fold import learn_from, reading_keys
from kaaw_archive.derive.incidents import find_incidents
from kaaw_archive.derive.refold import PageFacts, facts_at, replace_page
from kaaw_archive.derive.versions import MADE_BY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from kaaw_archive.archive.store.writer import Writer
    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.derive.reading_file import ReadingFile
    from kaaw_archive.derive.workers import ReadingPool, WorkerTask
    from kaaw_archive.items import Reading

_LINKS_AT_ONCE = 100  # in one transaction
_IN_FLIGHT = 32  # payloads with the workers or waiting for their page's turn, and as many pages


class DerivationStopped(Exception):
    """The derivation has no more time; the next one goes on."""


@dataclass(frozen=True, slots=True)
class _PendingGroup:
    page: PageFacts
    tasks: dict[ReadingKey, WorkerTask[Reading]]


@dataclass(frozen=True, slots=True)
class Derivation:
    """Derivation of a whole archive. ``progress`` gets the steps done and in all: each page is read, and folded.

    Once ``is_over`` returns True, :meth:`run` raises DerivationStopped.
    """

    connection: sqlite3.Connection
    path: Path
    writer: Writer
    pool: ReadingPool
    file: ReadingFile
    progress: Callable[[int, int], None]
    is_over: Callable[[], bool]

    def run(self) -> None:
        """Run all passes that are left. Raises DerivationStopped, and the named errors of the archive."""
        if half_derived_by(self.connection) != self.file.token:
            self._read_all()
            self._begin()
        self._learn_all()
        deriver = Deriver(self.path, self.writer, self.pool)
        self._fold_all(deriver)
        deriver.left_over(lambda _done, _total: self._stop_if_over())
        self.writer.submit(derivations.settle_links).result()
        self._check_all()
        for step in (judge_again, find_incidents):
            self._stop_if_over()
            self.writer.submit(step).result()
        while self.writer.submit(search.make_next).result():
            self._stop_if_over()
        self.writer.submit(partial(learned.end_derivation, made_by=MADE_BY)).result()

    def _stop_if_over(self) -> None:
        if self.is_over():
            raise DerivationStopped

    def _begin(self) -> None:
        """Forget what is derived anew."""
        self.file.begin_again()
        self.writer.submit(search.mend_index).result()  # a damaged one takes no deletion
        self.writer.submit(_forget_pages).result()
        self.writer.submit(partial(learned.begin_derivation, token=self.file.token)).result()

    def _read_all(self) -> None:
        """Read every payload into the file."""
        newest_id = folding.newest_capture_id(self.connection)
        groups = self._groups()
        pending: deque[_PendingGroup] = deque()
        in_flight = done = 0

        def finish() -> None:
            nonlocal in_flight, done
            group = pending.popleft()
            for key, task in group.tasks.items():
                self.file.store(key, self.pool.result(task))
            in_flight -= len(group.tasks)
            self.file.note("read", group.page.group)
            done += 1
            self.progress(done, 2 * len(groups))

        for name, url_ids in groups.items():
            if self.file.is_done("read", name):
                done += 1
                continue
            if self.is_over():
                break
            page = facts_at(self.connection, name, url_ids, newest_id)
            pending.append(_PendingGroup(page, self._submit_missing(page)))
            in_flight += len(pending[-1].tasks)
            while pending and max(in_flight, len(pending)) > _IN_FLIGHT:
                finish()
        while pending:
            finish()
        if done < len(groups):
            raise DerivationStopped

    def _submit_missing(self, page: PageFacts) -> dict[ReadingKey, WorkerTask[Reading]]:
        keys = [key for key in reading_keys(page.facts).values() if key not in self.file]
        return submit_readings(self.path, self.pool, keys)

    def _learn_all(self) -> None:
        """Learn from all captures what each page is folded by; what was captured since the reading is read, too."""
        newest_id = folding.newest_capture_id(self.connection)
        for group, url_ids in self._groups().items():
            if self.file.is_done("learned", group):
                continue
            self._stop_if_over()
            page = facts_at(self.connection, group, url_ids, newest_id)
            for key, task in self._submit_missing(page).items():
                self.file.store(key, self.pool.result(task))
            readings = {key: self.file.load(key) for key in set(reading_keys(page.facts).values())}
            self.writer.submit(partial(learn_from, facts=page.facts, readings=readings)).result()
            self.file.note("learned", group)

    def _fold_all(self, deriver: Deriver) -> None:
        """Fold every page from nothing; a page that was captured since it was read is read again."""
        # before the addresses: later captures are searched for then
        newest_id = folding.newest_capture_id(self.connection)
        groups = self._groups()
        for done, (group, url_ids) in enumerate(groups.items(), start=1):
            if self.file.is_done("folded", group):
                continue
            self._stop_if_over()
            page = facts_at(self.connection, group, url_ids, newest_id)
            keys = set(reading_keys(page.facts).values())
            readings = {key: self.file.load(key) for key in keys if key in self.file}
            is_whole = len(readings) == len(keys)
            if not is_whole or not self.writer.submit(partial(replace_page, page=page, readings=readings)).result():
                deriver.refold(group)
            self.file.note("folded", group)
            self.progress(len(groups) + done, 2 * len(groups))

    def _check_all(self) -> None:
        """Make the checks of links from the captures of crawls, some at a time, so that crawls can write meanwhile."""
        with closing(open_for_reading(self.path)) as connection:
            link_urls = links.all_urls(connection)
        for start in range(0, len(link_urls), _LINKS_AT_ONCE):
            self._stop_if_over()
            self.writer.submit(partial(make_all_again, link_urls=link_urls[start : start + _LINKS_AT_ONCE])).result()

    def _groups(self) -> dict[str, list[int]]:
        """Return for each group of pages that are folded together by the rules of today the ids of its addresses."""
        groups: dict[str, list[int]] = defaultdict(list)
        for url_id, url in folding.captured_urls(self.connection):
            groups[urls.group(url)].append(url_id)
        return groups


def _forget_pages(connection: sqlite3.Connection) -> None:
    """Delete the pages that no page of today replaces; their captures, if any, may belong to another page."""
    derivations.clear_pages(connection, folding.page_ids_to_forget(connection, urls.KEY_VERSION))
