"""Hops of a visit: one for each request that a link check sends, with what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.download.request_context import context_of
from kaaw_archive.items import Hop

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.items import Capture
    from kaaw_archive.linkrot.visit import Visit


def note_hop(visit: Visit, message: Request | Response, capture: Capture, target: str | None) -> None:
    """Add an answer, or a request that had none, to the hops of a visit; ``target`` is where a redirect leads."""
    exchange = context_of(message).exchange
    visit.note(
        Hop(
            url=message.url,
            status=capture.status,
            location=target,
            capture=capture.uid,
            error=capture.error,
            elapsed_ms=exchange.elapsed_ms,
        ),
        capture_id=capture.id,
        was_sent=exchange.elapsed_ms is not None,
        tls_error=exchange.tls_error,
    )
