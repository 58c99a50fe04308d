"""Locks and delays of hosts: one request at a time to a host name, across all processes of the machine.

Each host has a small file with a ``flock`` in a folder of the machine (``lock_folder``). The kernel frees the lock when
its holder dies, however it dies. A crawl removes at its end the files that nothing depends on any more. It holds their
lock meanwhile, and a process that has taken a lock looks if the file is still the one in the folder: otherwise two
could hold a host.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import hashlib
import math
import os
import re
import resource
from collections import OrderedDict
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from kaaw_archive.archive.locks import open_lock_file, try_lock
from kaaw_archive.download import lock_marks
from kaaw_archive.download.refusals import CrawlEndedError, HostPausedError
from kaaw_archive.errors import ArchiveError, ArchiveReadOnly, DiskFull
from kaaw_archive.times import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_OPEN_FILES = 256  # at most, and an eighth of what this process may have: connections and the archive need theirs
_FIRST_TRY_S = 0.005
_SLOWEST_TRY_S = 0.05
_LONGEST_SLEEP_S = 0.5
_LONGEST_PAUSE_S = 86_400.0  # a Retry-After of a year is a mistake
_KEPT_S = 3_600.0  # after the last request: no delay between two requests is as long
_SUFFIX = ".lock"
_SAFE_NAME = re.compile(r"[a-z0-9_][a-z0-9._-]{0,99}")


class HostSlot:
    """The right to request from one host, while its lock is held."""

    def __init__(self, lock_file: _LockFile, sent_before: float) -> None:
        self._lock_file = lock_file
        self._sent_before = sent_before

    def note_not_sent(self) -> None:
        """Undo the delay that the slot caused, because no request was sent."""
        self._lock_file.write(lock_marks.SENT_AT, self._sent_before)

    def note_sent(self, instant: float) -> None:
        """Correct the time at which the request was sent (monotonic seconds): a new connection takes time before."""
        self._lock_file.write(lock_marks.SENT_AT, instant)


class _LockFile:
    """The open lock file of one host, and the queue of this process for it. Raises ArchiveReadOnly, DiskFull."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.descriptor = self._open()
        if not os.fstat(self.descriptor).st_size:
            self.write(lock_marks.WANTED_AT, -math.inf)  # which says whose file it is, and is true: nobody waits
        self.queue = asyncio.Lock()
        self.users = 0
        self.was_ours = False

    def read(self, offset: int) -> float:
        """Return seconds of the monotonic clock; minus infinity if nothing is written, or by another boot."""
        with _named_errors():
            raw = os.pread(self.descriptor, lock_marks.SIZE, offset)
        return lock_marks.instant_of(raw)

    def write(self, offset: int, instant: float) -> None:
        with _named_errors():
            os.pwrite(self.descriptor, lock_marks.mark_of(instant), offset)

    def try_lock(self) -> bool:
        """Take the lock; False if another process holds it."""
        with _named_errors():
            while try_lock(self.descriptor):
                if self.is_in_folder():
                    return True
                self.reopen()
        return False

    def is_in_folder(self) -> bool:
        """Return False if the file was removed since it was opened: its lock keeps no other process out."""
        try:
            return os.path.samestat(os.fstat(self.descriptor), self._path.lstat())
        except FileNotFoundError:
            return False

    def reopen(self) -> None:
        """Open the file that is in the folder now, made if it is missing."""
        old, self.descriptor = self.descriptor, self._open()
        os.close(old)

    def remove_if_unused(self, now: float) -> None:
        """Remove the file unless it is locked, a pause is on, or its host was asked in the last hour."""
        if self.try_lock():
            if now - self.read(lock_marks.SENT_AT) > _KEPT_S and self.read(lock_marks.NOT_BEFORE) <= now:
                self._path.unlink()
            self.unlock()

    def unlock(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self.descriptor)

    def _open(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return open_lock_file(self._path)
        except OSError as error:
            raise ArchiveReadOnly(
                f"{self._path}: the lock of a host cannot be written ({error.strerror}); "
                f"make the folder writable, or name another in ARCHIVE_HOST_LOCKS"
            ) from error


class HostLocks:
    """The locks of all hosts; a process needs one object for each crawl.

    ``folder`` is made when it is first needed. Every method raises ArchiveReadOnly if it cannot be written, and
    DiskFull if there is no room.
    """

    def __init__(self, folder: Path, clock: Clock = SYSTEM_CLOCK) -> None:
        self._folder = folder
        self._clock = clock
        self._files: OrderedDict[str, _LockFile] = OrderedDict()
        self._is_ending = False
        may_have, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self._most_open = min(_OPEN_FILES, may_have // 8) if may_have != resource.RLIM_INFINITY else _OPEN_FILES

    @asynccontextmanager
    async def hold(
        self, host: str, *, delay_s: float = 0.0, max_pause_s: float | None = None
    ) -> AsyncIterator[HostSlot]:
        """Wait for the lock, for ``delay_s`` since the last request of any process and for a pause; then hold the host.

        Raises HostPausedError at once if a pause is longer than ``max_pause_s`` seconds (None: wait for its end),
        CrawlEndedError after :meth:`end`.
        """
        file = self._file_of(host)
        file.users += 1
        try:
            async with file.queue:
                await self._lock(file, host, max_pause_s)
                try:
                    await self._wait(file, host, delay_s, max_pause_s)
                    slot = HostSlot(file, file.read(lock_marks.SENT_AT))
                    file.write(lock_marks.SENT_AT, self._clock.monotonic())
                    yield slot
                finally:
                    file.unlock()
        finally:
            file.users -= 1

    async def wait_for_pause(self, host: str, *, max_pause_s: float | None = None) -> None:
        """Wait for the end of a pause without holding the host; raises HostPausedError as :meth:`hold` does."""
        file = self._file_of(host)
        file.users += 1
        try:
            await self._wait(file, host, 0.0, max_pause_s)
        finally:
            file.users -= 1

    def pause(self, host: str, seconds: float) -> None:
        """Let no process ask this host for so many seconds (Retry-After); a longer pause that is on stays."""
        file = self._file_of(host)
        until = self._clock.monotonic() + min(max(seconds, 0.0), _LONGEST_PAUSE_S)
        if until > file.read(lock_marks.NOT_BEFORE):
            file.write(lock_marks.NOT_BEFORE, until)

    def end(self) -> None:
        """Raise CrawlEndedError in all that wait, within half a second, and in all later calls."""
        self._is_ending = True

    def close(self) -> None:
        """Close the files; a host that is held stays held until its holder leaves.

        Removes the files of all hosts, of earlier crawls too, on which nothing depends any more.
        """
        for host in [host for host, file in self._files.items() if not file.users]:
            self._files.pop(host).close()
        remove_unused(self._folder, self._clock)

    async def _lock(self, file: _LockFile, host: str, max_pause_s: float | None) -> None:
        # The last holder lets a waiting process go first, which otherwise would never find the host free.
        if file.was_ours and self._clock.monotonic() - file.read(lock_marks.WANTED_AT) < 2 * _SLOWEST_TRY_S:
            await asyncio.sleep(1.2 * _SLOWEST_TRY_S)
        file.was_ours = file.try_lock()
        if file.was_ours:
            return
        try_again_s = _FIRST_TRY_S
        while not file.try_lock():
            self._check_pause(file, host, max_pause_s)
            file.write(lock_marks.WANTED_AT, self._clock.monotonic())
            await asyncio.sleep(try_again_s)
            try_again_s = min(try_again_s * 1.5, _SLOWEST_TRY_S)
        file.was_ours = True
        file.write(lock_marks.WANTED_AT, -math.inf)

    async def _wait(self, file: _LockFile, host: str, delay_s: float, max_pause_s: float | None) -> None:
        delay_ends = file.read(lock_marks.SENT_AT) + delay_s if delay_s > 0 else -math.inf
        # a mark in the future is a mistake and costs one delay, not more
        delay_ends = min(delay_ends, self._clock.monotonic() + delay_s)
        while True:
            paused_s = self._check_pause(file, host, max_pause_s)
            left_s = max(delay_ends - self._clock.monotonic(), paused_s)
            if left_s <= 0:
                return
            await asyncio.sleep(min(left_s, _LONGEST_SLEEP_S))

    def _check_pause(self, file: _LockFile, host: str, max_pause_s: float | None) -> float:
        """Return the seconds of the pause that are left."""
        if self._is_ending:
            raise CrawlEndedError(f"the crawl ends: {host} is not asked any more")
        left_s = max(0.0, min(file.read(lock_marks.NOT_BEFORE) - self._clock.monotonic(), _LONGEST_PAUSE_S))
        if max_pause_s is not None and left_s > max_pause_s:
            raise HostPausedError(f"{host} asked not to be visited for another {left_s:.0f} s", left_s)
        return left_s

    def _file_of(self, host: str) -> _LockFile:
        file = self._files.get(host)
        if file is None:
            self._make_room()
            file = self._files[host] = _LockFile(self._folder / _file_name(host))
        elif not file.users and not file.is_in_folder():
            file.reopen()
        self._files.move_to_end(host)
        return file

    def _make_room(self) -> None:
        if len(self._files) >= self._most_open:
            unused = next((host for host, file in self._files.items() if not file.users), None)
            if unused is not None:
                self._files.pop(unused).close()


def remove_unused(folder: Path, clock: Clock) -> None:
    """Remove our lock files of hosts that no process requests from or pauses; others may stay."""
    now, oldest = clock.monotonic(), clock.now().timestamp() - _KEPT_S
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.endswith(_SUFFIX) and entry.stat(follow_symlinks=False).st_mtime < oldest:
                path = Path(entry.path)
                with suppress(OSError, ArchiveError):
                    if _is_ours(path):
                        with closing(_LockFile(path)) as file:
                            file.remove_if_unused(now)


def _is_ours(path: Path) -> bool:
    """Return True for a file that holds marks of ours and nothing else: the folder may be that of other programs."""
    if not S_ISREG(path.lstat().st_mode):
        return False
    with path.open("rb") as file:
        return lock_marks.are_marks(file.read(lock_marks.MOST_BYTES + 1))


@contextmanager
def _named_errors() -> Iterator[None]:
    """Raise a failure of the system with a lock file as an error of ours: it shows nothing about the host."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("the lock of a host cannot be written, the disk is full; make room") from error
        raise ArchiveReadOnly(f"the lock of a host cannot be used: {error.strerror}") from error


def _file_name(host: str) -> str:
    if _SAFE_NAME.fullmatch(host):
        return f"{host}{_SUFFIX}"
    return f"~{hashlib.sha256(host.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}{_SUFFIX}"
