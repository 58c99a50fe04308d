"""Exit codes of `kaaw` and `scrapy crawl`; docs/operators/exit-codes.md and the help of the commands explain them."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Result of a program, for the shell, cron and other programs that start it."""

    DONE = 0
    FAILED = 1
    WRONG_ARGUMENTS = 2
    DEGRADED = 3  # theirs: a crawl was blocked, limited or found nothing; `kaaw status --check` has alerts
    ARCHIVE_UNUSABLE = 4
    DISK_FULL = 5
    DAMAGED_PAYLOAD = 6
    RUN_UNDER_WAY = 7
    NEW_BROKEN_LINKS = 8
    OWN_FAULT = 9  # ours: network, resolver or proxy failed; nothing was judged, and all is due at once
    NOT_SHOWN = 10  # the last capture before the instant that was asked for did not show what is printed
    INTERRUPTED = 130  # as shells report SIGINT
    BROKEN_PIPE = 141  # as shells report SIGPIPE: the reader of our output has stopped
