"""Clocks and times: the only module that reads a clock. Times are UTC, aware, and stored with milliseconds and Z."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

TEXT_LENGTH = 24  # "2016-09-22T12:05:00.000Z"
LATEST = "9999-12-31T23:59:59.999Z"  # no stored time is later


class Clock(Protocol):
    """Source of the present time; the demo and the tests inject their own."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that never go backwards, the same for all processes of the machine."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


SYSTEM_CLOCK = SystemClock()


def to_text(moment: datetime) -> str:
    """Return the text by which a time is stored, always 24 characters.

    >>> to_text(datetime(2016, 9, 22, 12, 5, tzinfo=UTC))
    '2016-09-22T12:05:00.000Z'
    """
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment!r}")
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_text(text: str) -> datetime:
    """Return the instant of a stored time; shorter ISO 8601 forms count too, as UTC if they name no zone.

    Raises ValueError for anything else.

    >>> from_text("2016-09-22T12:05:00.000Z")
    datetime.datetime(2016, 9, 22, 12, 5, tzinfo=datetime.timezone.utc)
    >>> from_text("2016-09-22")
    datetime.datetime(2016, 9, 22, 0, 0, tzinfo=datetime.timezone.utc)
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def start_of_day(day: str) -> str:
    """Return the first instant of a day (``YYYY-MM-DD``, UTC) as a time is stored.

    >>> start_of_day("2016-09-22")
    '2016-09-22T00:00:00.000Z'
    """
    return f"{day}T00:00:00.000Z"


def end_of_day(day: str) -> str:
    """Return the last instant of a day (``YYYY-MM-DD``, UTC) as a time is stored.

    >>> end_of_day("2016-09-22")
    '2016-09-22T23:59:59.999Z'
    """
    return f"{day}T23:59:59.999Z"


def digits(text: str) -> str:
    """Return a stored time as the 14 digits by which web archives name an instant in their addresses.

    >>> digits("2016-09-22T12:05:00.000Z")
    '20160922120500'
    """
    return "".join(filter(str.isdigit, text))[:14]
