"""Tries again as Scrapy does, after the pause that a server asked for (429, 503; RFC 9110, 10.2.3)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.retry import RetryMiddleware

from kaaw_archive import urls
from kaaw_archive.download.handler import gate_of
from kaaw_archive.session import session_of

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Request
    from scrapy.http import Response

_PAUSING = frozenset({429, 503})
BACK_OFF_S = 5.0  # where a server that is busy names no pause; doubled with every attempt


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After field asks for: a number, or a date; None where there is none that makes sense.

    >>> from datetime import UTC, datetime
    >>> retry_after_s("120", datetime(2016, 9, 22, tzinfo=UTC))
    120.0
    >>> retry_after_s("Thu, 22 Sep 2016 00:00:30 GMT", datetime(2016, 9, 22, tzinfo=UTC))
    30.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError):
        return None


class Retries(RetryMiddleware):
    """Pauses the host before it tries again; a pause that is too long for this run ends in a refusal of the handler."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if response.status in _PAUSING:
            self._pause(request, response)
        return super().process_response(request, response)

    def _pause(self, request: Request, response: Response) -> None:
        gate = gate_of(self.crawler)
        if gate is None:
            return
        field = response.headers.get("Retry-After")
        asked = retry_after_s(field.decode("latin-1") if field else None, session_of(self.crawler).clock.now())
        if asked is None:
            delay_s = self.crawler.settings.getfloat("ARCHIVE_BACK_OFF_S", BACK_OFF_S)
            asked = delay_s * 2 ** request.meta.get("retry_times", 0)
        gate.pause(urls.host(request.url), asked)
