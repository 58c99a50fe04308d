"""Captures made from responses and failures of Scrapy: for crawls of ours, and for the add-on in other projects."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kaaw_archive.download.answers import (
    certificate_of,
    header_lines,
    headers_of,
    is_worth_a_payload,
    request_lines,
    text_of,
)
from kaaw_archive.extract import rights
from kaaw_archive.http import NO_BODY, UNKNOWN_MEDIA_TYPE, Headers
from kaaw_archive.items import NewCapture
from kaaw_archive.urls import without_userinfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request
    from scrapy.http import Response

    from kaaw_archive.download.request_context import RequestContext
    from kaaw_archive.errors import Problem


def has_body(request: Request, response: Response) -> bool:
    """Return True if the answer has a body, which may be empty (RFC 9110, 6.4.1)."""
    return response.status not in NO_BODY and request.method != "HEAD"


def from_response(request: Request, response: Response, context: RequestContext, *, now: str) -> NewCapture:
    """Return the capture of an answer, without payload and rights, which :func:`with_body` adds after decoding.

    ``now`` (UTC text) is the time of the capture if the handler did not note one.
    """
    headers = headers_of(response)
    certificate = certificate_of(response)
    phrase = context.exchange.reason_phrase
    return replace(
        _from_request(request.url, request.method, context, now),
        status=response.status,
        media_type=headers.media_type or UNKNOWN_MEDIA_TYPE,
        headers=headers,
        wire_bytes=len(response.body) if has_body(request, response) else None,
        content_encoding=", ".join(headers.get("content-encoding", ())) or None,
        ip=str(response.ip_address) if response.ip_address and not request.meta.get("proxy") else None,
        certificate=certificate,
        cert_sha256=hashlib.sha256(certificate).hexdigest() if certificate is not None else None,
        http_version=response.protocol,
        reason_phrase=text_of(phrase) if phrase is not None else None,
        header_lines=header_lines(context.exchange.response_lines),
    )


def with_body(
    new: NewCapture,
    body: bytes | None,
    *,
    error: Problem | None = None,
    error_text: str | None = None,
    tdm: Mapping[str, Any] | None = None,
) -> NewCapture:
    """Add the decoded body, or the error that decoding gave, and what the answer declares about rights.

    ``tdm`` are the signals of the site's tdmrep.json; those of the answer override them, their absence resets nothing.
    """
    payload = body if is_worth_a_payload(body, new.status or 0) else None
    content_type = Headers.of_fields(new.headers).first("content-type")
    signals = {**(tdm or {}), **(rights.signals(new.headers, payload, content_type) or {})}
    return replace(new, body=payload, error=error, error_text=error_text, rights=signals or None)


def from_failure(
    url: str, context: RequestContext, problem: Problem, text: str | None, *, now: str, method: str = "GET"
) -> NewCapture:
    """Return the capture of a request without an answer; ``now`` as for :func:`from_response`."""
    return replace(_from_request(url, method, context, now), error=problem, error_text=text or None)


def _from_request(url: str, method: str, context: RequestContext, now: str) -> NewCapture:
    exchange = context.exchange
    return NewCapture(
        kind=context.kind,
        url=without_userinfo(url.partition("#")[0]),  # a fragment is never sent (RFC 9110, 7.1)
        captured_at=exchange.started_at or now,
        robots=context.robots,
        robots_capture_id=context.robots_capture_id,
        method=method,
        via_id=context.via_id,
        elapsed_ms=exchange.elapsed_ms,
        tls_error=exchange.tls_error,
        request_headers=request_lines(exchange.request_lines),
    )
