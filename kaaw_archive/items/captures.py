"""Records of captures: what one attempt to fetch one URL brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CaptureKind = Literal["page", "seed", "robots", "probe"]
RobotsState = Literal["allowed", "denied", "unknown"]


@dataclass(frozen=True, slots=True)
class NewCapture:
    """The result of one attempt to fetch one URL, before it is stored.

    ``body`` are the bytes without transfer and content encoding; None if no body belongs to the attempt (an error,
    a 304, a refusal). ``not_modified_digest`` is the payload that a 304 confirms. Times are UTC text of 24 characters.

    ``headers`` has names in lower case and the values of each in the order of arrival (``http.Headers``).
    ``http_version`` ("HTTP/1.1"), ``reason_phrase`` and ``header_lines`` (names and values of the response header in
    the order and case of arrival) are of the response, ``request_headers`` of the request as sent; both without
    secrets such as cookies. ``certificate`` is the server's certificate (DER), ``cert_sha256`` its digest in
    hexadecimal. None or () if the HTTP client does not report it; the add-on leaves request headers out, because
    those of foreign projects may hold keys under any name.
    """

    kind: CaptureKind
    url: str
    captured_at: str
    robots: RobotsState = "unknown"
    method: str = "GET"
    via_id: int | None = None
    status: int | None = None
    error: str | None = None
    error_text: str | None = None
    body: bytes | None = field(default=None, repr=False)
    media_type: str = "application/octet-stream"
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    wire_bytes: int | None = None
    content_encoding: str | None = None
    elapsed_ms: int | None = None
    ip: str | None = None
    tls_error: str | None = None
    cert_sha256: str | None = None
    robots_capture_id: int | None = None
    rights: Mapping[str, Any] | None = None
    not_modified_digest: str | None = None
    http_version: str | None = None
    reason_phrase: str | None = None
    header_lines: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    request_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    certificate: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Capture:
    """A committed capture; the context of its request refers to it.

    ``server_address`` is the IP address of the server that answered, None where our proxy stands between.
    """

    id: int
    uid: str
    kind: CaptureKind
    url: str
    captured_at: str
    status: int | None
    error: str | None
    payload_digest: str | None
    revisit: Literal["digest", "304"] | None
    content_type: str | None
    needs_reading: bool
    is_left_out: bool = False  # its bytes came again, and they were left out of this archive
    server_address: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Item of our pipelines: a capture, whose payload a worker loads when it is its turn."""

    capture: Capture
