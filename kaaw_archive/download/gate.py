"""One request at a time a host name, across all processes of the machine, and the pauses that a host asked for.

A ``flock`` on one small file a host, in a folder beside the archive. The kernel frees it when its holder dies, however
it dies. The files stay: to delete one that another process is about to lock would let two in.
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
import struct
from collections import OrderedDict
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive.download.refusals import RunEnded
from kaaw_archive.errors import ArchiveReadOnly, DiskFull
from kaaw_archive.times import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# A file holds three marks, each written in one call: when the last request was sent, before when none may be, and when
# a process last looked in vain. A mark is the boot that it belongs to and seconds of the machine's monotonic clock,
# which begins anew with each boot.
_MARK = struct.Struct("=36sd")
_SENT_AT = 0
_NOT_BEFORE = _MARK.size
_WANTED_AT = 2 * _MARK.size
_OPEN_FILES = 256  # at most, and an eighth of what this process may have: connections and the archive need theirs
_FIRST_LOOK_S = 0.005
_SLOWEST_LOOK_S = 0.05
_LONGEST_SLEEP_S = 0.5
_LONGEST_PAUSE_S = 86_400.0  # a Retry-After of a year is a mistake
_SAFE_NAME = re.compile(r"[a-z0-9_][a-z0-9._-]{0,99}")


class HostPaused(Exception):
    """The host asked for a pause that is longer than the caller waits; ``seconds`` of it are left."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked not to be visited for another {seconds:.0f} s")
        self.host = host
        self.seconds = seconds


class Turn:
    """The right to ask one host, while it is held."""

    def __init__(self, place: _Place, sent_before: float) -> None:
        self._place = place
        self._sent_before = sent_before

    def note_not_sent(self) -> None:
        """Nothing was asked after all: who comes next need not wait for it."""
        self._place.write(_SENT_AT, self._sent_before)

    def note_sent(self, instant: float) -> None:
        """Correct when the request went out (monotonic seconds): a new connection takes its time before that."""
        self._place.write(_SENT_AT, instant)


class _Place:
    """The file of one host, open in this process, and the queue of this process before it."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.queue = asyncio.Lock()
        self.users = 0
        self.was_ours = False

    def read(self, offset: int) -> float:
        """Seconds of the monotonic clock; minus infinity where nothing is written, or by another boot."""
        raw = os.pread(self.descriptor, _MARK.size, offset)
        if len(raw) != _MARK.size:
            return -math.inf
        boot, instant = _MARK.unpack(raw)
        return float(instant) if boot == _boot() and math.isfinite(instant) else -math.inf

    def write(self, offset: int, instant: float) -> None:
        try:
            os.pwrite(self.descriptor, _MARK.pack(_boot(), instant), offset)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull("the lock of a host cannot be written, the disk is full; make room") from error
            raise ArchiveReadOnly(f"the lock of a host cannot be written: {error.strerror}") from error

    def try_lock(self) -> bool:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self.descriptor)


class HostGate:
    """The gate before all hosts; one object a process and archive is enough.

    ``folder`` is made when it is first needed. Every method raises ArchiveReadOnly when it cannot be written, and
    DiskFull when there is no room.
    """

    def __init__(self, folder: Path, clock: Clock = SYSTEM_CLOCK) -> None:
        self._folder = folder
        self._clock = clock
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self._is_ending = False
        may_have, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self._most_open = min(_OPEN_FILES, may_have // 8) if may_have != resource.RLIM_INFINITY else _OPEN_FILES

    @asynccontextmanager
    async def hold(self, host: str, *, delay_s: float = 0.0, max_pause_s: float | None = None) -> AsyncIterator[Turn]:
        """Wait for the turn, ``delay_s`` after the last request of any process and for a pause; then hold the host.

        Raises HostPaused at once where a pause is longer than ``max_pause_s`` seconds (None: wait as long as it takes),
        RunEnded after :meth:`end`.
        """
        place = self._place(host)
        place.users += 1
        try:
            async with place.queue:
                await self._lock(place, host, max_pause_s)
                try:
                    await self._wait(place, host, delay_s, max_pause_s)
                    turn = Turn(place, place.read(_SENT_AT))
                    place.write(_SENT_AT, self._clock.monotonic())
                    yield turn
                finally:
                    place.unlock()
        finally:
            place.users -= 1

    async def wait_for_pause(self, host: str, *, max_pause_s: float | None = None) -> None:
        """Wait for the end of a pause without holding the host; raises HostPaused as :meth:`hold` does."""
        place = self._place(host)
        place.users += 1
        try:
            await self._wait(place, host, 0.0, max_pause_s)
        finally:
            place.users -= 1

    def pause(self, host: str, seconds: float) -> None:
        """Let no process ask this host for so many seconds (Retry-After); a longer pause that is on stays."""
        place = self._place(host)
        until = self._clock.monotonic() + min(max(seconds, 0.0), _LONGEST_PAUSE_S)
        if until > place.read(_NOT_BEFORE):
            place.write(_NOT_BEFORE, until)

    def paused_for(self, host: str) -> float:
        """Seconds for which the host must still be left alone; 0 where it may be asked."""
        return self._pause_left(self._place(host))

    def end(self) -> None:
        """Let nobody wait any longer: within half a second all who do, and all who come, get RunEnded."""
        self._is_ending = True

    def close(self) -> None:
        """Close the files; a host that is held stays held until its holder leaves."""
        for host in [host for host, place in self._places.items() if not place.users]:
            self._places.pop(host).close()

    async def _lock(self, place: _Place, host: str, max_pause_s: float | None) -> None:
        # Whoever had the last turn lets a process that waits go first: it would else never find the host free.
        if place.was_ours and self._clock.monotonic() - place.read(_WANTED_AT) < 2 * _SLOWEST_LOOK_S:
            await asyncio.sleep(1.2 * _SLOWEST_LOOK_S)
        place.was_ours = place.try_lock()
        if place.was_ours:
            return
        look_again_s = _FIRST_LOOK_S
        while not place.try_lock():
            self._check_pause(place, host, max_pause_s)
            place.write(_WANTED_AT, self._clock.monotonic())
            await asyncio.sleep(look_again_s)
            look_again_s = min(look_again_s * 1.5, _SLOWEST_LOOK_S)
        place.was_ours = True
        place.write(_WANTED_AT, -math.inf)

    async def _wait(self, place: _Place, host: str, delay_s: float, max_pause_s: float | None) -> None:
        delay_ends = place.read(_SENT_AT) + delay_s if delay_s > 0 else -math.inf
        # a mark that lies in the future is a mistake of somebody's and costs one delay, not more
        delay_ends = min(delay_ends, self._clock.monotonic() + delay_s)
        while True:
            paused_s = self._check_pause(place, host, max_pause_s)
            left_s = max(delay_ends - self._clock.monotonic(), paused_s)
            if left_s <= 0:
                return
            await asyncio.sleep(min(left_s, _LONGEST_SLEEP_S))

    def _check_pause(self, place: _Place, host: str, max_pause_s: float | None) -> float:
        """Seconds of the pause that are left."""
        if self._is_ending:
            raise RunEnded(f"the run ends: {host} is not asked any more")
        left_s = self._pause_left(place)
        if max_pause_s is not None and left_s > max_pause_s:
            raise HostPaused(host, left_s)
        return left_s

    def _pause_left(self, place: _Place) -> float:
        left_s = place.read(_NOT_BEFORE) - self._clock.monotonic()
        return max(0.0, min(left_s, _LONGEST_PAUSE_S))

    def _place(self, host: str) -> _Place:
        place = self._places.get(host)
        if place is None:
            self._make_room()
            place = self._places[host] = _Place(self._open(host))
        self._places.move_to_end(host)
        return place

    def _make_room(self) -> None:
        if len(self._places) >= self._most_open:
            unused = next((host for host, place in self._places.items() if not place.users), None)
            if unused is not None:
                self._places.pop(unused).close()

    def _open(self, host: str) -> int:
        path = self._folder / _file_name(host)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise ArchiveReadOnly(
                f"{path}: the lock of a host cannot be written ({error.strerror}); "
                f"make the folder writable, or put the archive into one that is"
            ) from error


def _file_name(host: str) -> str:
    if _SAFE_NAME.fullmatch(host):
        return f"{host}.lock"
    return f"~{hashlib.sha256(host.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.lock"


@lru_cache(maxsize=1)
def _boot() -> bytes:
    """The identity of this boot, 36 characters; a fixed one where the system does not tell."""
    try:
        text = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        text = "-"
    return text.encode("ascii")[:36].ljust(36)
