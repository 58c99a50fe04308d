"""Pauses that a busy server asks for (429 and 503 with Retry-After; RFC 9110, 10.2.3). Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

PAUSING = frozenset({429, 503})
_LONGEST_NUMBER = 9  # digits; what is longer is as good as for ever


def asked_pause_s(status: int, retry_after: str | None, now: datetime, back_off_s: float) -> float | None:
    """Return the seconds of the pause that an answer asks for; None if it asks for none.

    ``retry_after`` is the header field as it came. Where a busy server names no pause that makes sense, it is
    ``back_off_s``.

    >>> asked_pause_s(429, "120", datetime(2016, 9, 22, tzinfo=UTC), 5.0)
    120.0
    >>> asked_pause_s(503, "Thu, 22 Sep 2016 00:00:30 GMT", datetime(2016, 9, 22, tzinfo=UTC), 5.0)
    30.0
    >>> asked_pause_s(503, "soon", datetime(2016, 9, 22, tzinfo=UTC), 5.0)
    5.0
    """
    if status not in PAUSING:
        return None
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:_LONGEST_NUMBER])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return back_off_s
    if moment.tzinfo is None:  # the asctime form (RFC 9110, 5.6.7) names no zone and means UTC
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
