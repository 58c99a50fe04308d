"""Asks whether exactly this URL has changed, at every hop, and only where its bytes can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.queries.captures import validators
from kaaw_archive.session import Session, session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_HEADERS = ("If-None-Match", "If-Modified-Since")


class Conditional:
    """Sets the validators of a URL; those that a redirect carried over from another one are taken off.

    ``request.meta["archive_unconditional"]`` asks for the whole answer. ``request.meta["archive_validated"]`` is the
    digest of the payload that a 304 would confirm.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditional:
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        for name in _HEADERS:
            request.headers.pop(name, None)
        request.meta.pop("archive_validated", None)
        if request.method != "GET" or request.meta.get("archive_unconditional"):
            return
        known = validators(self._session.reader, request.url)
        if known is None:
            return
        request.meta["archive_validated"] = known.payload_digest
        for name, value in zip(_HEADERS, (known.etag, known.last_modified), strict=True):
            if value is not None:
                request.headers[name] = value
