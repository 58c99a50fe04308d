"""Marks in the lock file of a host: when it was asked, may be asked again, and was last wanted.

A mark is the identity of a boot, 36 characters, and seconds of the machine's monotonic clock, which begins anew with
each boot. A file holds three of them, each written in one call.
"""

from __future__ import annotations

import math
import re
import struct
from functools import lru_cache
from pathlib import Path

_MARK = struct.Struct("=36sd")
SIZE = _MARK.size  # bytes
SENT_AT = 0  # where the time of the last request stands
NOT_BEFORE = SIZE  # the end of a pause
WANTED_AT = 2 * SIZE  # the time at which a process last found the host locked
MOST_BYTES = 3 * SIZE
_NOT_WRITTEN = bytes(36)
_BOOT = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|- {35}")


def mark_of(instant: float) -> bytes:
    """Return the mark of this boot for an instant of the monotonic clock (seconds)."""
    return _MARK.pack(_boot(), instant)


def instant_of(raw: bytes) -> float:
    """Return seconds of the monotonic clock; minus infinity if these bytes are no mark of this boot."""
    if len(raw) != SIZE:
        return -math.inf
    boot, instant = _MARK.unpack(raw)
    return float(instant) if boot == _boot() and math.isfinite(instant) else -math.inf


def are_marks(content: bytes) -> bool:
    """Return True for the whole content of a lock file of ours: at least one mark, and nothing else.

    >>> are_marks(mark_of(1.0)), are_marks(b""), are_marks(b"[[package]]")
    (True, False, False)
    """
    if not 0 < len(content) <= MOST_BYTES or len(content) % SIZE:
        return False
    boots = [boot for boot, _ in _MARK.iter_unpack(content) if boot != _NOT_WRITTEN]
    return bool(boots) and all(_BOOT.fullmatch(boot) for boot in boots)


@lru_cache(maxsize=1)
def _boot() -> bytes:
    """Return the identity of this boot, 36 characters; a fixed one if the system does not report it."""
    try:
        text = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        text = "-"
    return text.encode("ascii")[:36].ljust(36)
