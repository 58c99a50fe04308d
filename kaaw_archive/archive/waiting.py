"""Waiting for the lock of another program, in short steps, so that Ctrl-C works and a message can be shown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from kaaw_archive import times
from kaaw_archive.errors import ArchiveBusy

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

STEP_S = 0.5  # SQLite waits in C, where no signal is heard: never longer than this at once
SAY_AFTER_S = 2.0
_BETWEEN_S = 0.02  # some locks are refused at once, without SQLite's own waiting


def retry_while_busy(attempt: Callable[[], T], limit_s: float, on_wait: Callable[[], None] | None = None) -> T:
    """Return the result of ``attempt`` once it no longer raises ArchiveBusy, which is raised after ``limit_s`` seconds.

    ``on_wait`` is called once, when the wait has lasted for two seconds.
    """
    began = times.SYSTEM_CLOCK.monotonic()
    while True:
        try:
            return attempt()
        except ArchiveBusy:
            waited = times.SYSTEM_CLOCK.monotonic() - began
            if waited >= limit_s:
                raise
        if on_wait is not None and waited >= SAY_AFTER_S:
            on_wait()
            on_wait = None
        time.sleep(_BETWEEN_S)
