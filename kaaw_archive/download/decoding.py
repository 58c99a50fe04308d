"""Decoding of Content-Encoding that accepts whole streams alone: end marks and checksums are verified.

The decoders of crawlers and browsers return what a damaged stream gave so far; an archive would keep that as a page.
Brotli, deflate without its zlib frame, and zstd without the optional checksum hold no checksum: of these, a changed bit
is found only if the stream is no longer legal.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kaaw_archive.scrapy_private import brotli, zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CHUNK_BYTES = 65_536
_GZIP, _ZLIB, _RAW = 31, 15, -15  # wbits of zlib
_MEMBER_MIN_BYTES = 18  # of gzip (RFC 1952, 2.3): no shorter rest can be another member
_ZSTD_WINDOW_LOG_MAX = 23  # 8 MB, the most that a server may ask of a client (RFC 9659, 3)


class DamagedEncoding(ValueError):
    """The body is not one whole stream of its Content-Encoding."""


class DecodedTooLarge(ValueError):
    """The body is larger than the limit once its Content-Encoding is off."""


@dataclass(frozen=True, slots=True)
class DecodedBody:
    """A body without the encodings that are known; ``encodings`` are those that it still has, the first applied first.

    ``remark`` is None if each stream ends as it should. It names a missing or cut checksum behind the end mark, or
    bytes behind the end of a verified stream.
    """

    body: bytes
    encodings: tuple[str, ...] = ()
    remark: str | None = None


def decode(body: bytes, fields: Iterable[str], max_bytes: int) -> DecodedBody:
    """Return a body without the encodings that the values of Content-Encoding name, the last applied first.

    Raises DamagedEncoding, and DecodedTooLarge beyond ``max_bytes`` (0: no limit).
    """
    names = (name.strip().lower() for field in fields for name in field.split(","))
    encodings = [name for name in names if name not in ("", "identity")]
    remarks: list[str] = []
    while encodings and encodings[-1] in _DECODERS:
        encoding = encodings.pop()
        out = _Output(max_bytes)
        try:
            remark = _DECODERS[encoding](body, out)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise DamagedEncoding(f"{encoding}: {error}") from error
        body = out.value
        if remark:
            remarks.append(f"{encoding}: {remark}")
    return DecodedBody(body, tuple(encodings), "; ".join(remarks) or None)


class _Output:
    """Decoded bytes, counted while they come."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._stream = BytesIO()

    def add(self, chunk: bytes) -> None:
        self._stream.write(chunk)
        if self._max_bytes and self._stream.tell() > self._max_bytes:
            raise DecodedTooLarge(f"more than {self._max_bytes} bytes without Content-Encoding")

    @property
    def value(self) -> bytes:
        return self._stream.getvalue()

    def since(self, start: int) -> memoryview:
        return self._stream.getbuffer()[start:]

    @property
    def size(self) -> int:
        return self._stream.tell()


def _gunzip(body: bytes, out: _Output) -> str | None:
    rest = body
    while True:
        start = out.size
        stream = _inflate(rest, out, _GZIP)
        if not stream.eof:
            member = out.since(start)
            trailer = zlib.crc32(member).to_bytes(4, "little") + (len(member) & 0xFFFFFFFF).to_bytes(4, "little")
            return _without_trailer(stream, trailer)
        rest = stream.unused_data.lstrip(b"\0")  # RFC 1952 allows several members, and tapes pad the last
        if not rest.startswith(b"\x1f"):
            return _behind_the_end(rest)


def _deflate(body: bytes, out: _Output) -> str | None:
    """Decode zlib's format, which RFC 9110 means by deflate, or the bare stream that some servers send instead."""
    if not _has_zlib_header(body):
        stream = _inflate(body, out, _RAW)
        if not stream.eof or stream.unused_data:
            raise DamagedEncoding("deflate: the end mark is not at the end")
        return None
    stream = _inflate(body, out, _ZLIB)
    if not stream.eof:
        return _without_trailer(stream, zlib.adler32(out.since(0)).to_bytes(4, "big"))
    return _behind_the_end(stream.unused_data)


def _has_zlib_header(body: bytes) -> bool:
    """Return True if the first two bytes are a header of zlib (RFC 1950, 2.2)."""
    return len(body) > 1 and body[0] & 0x8F == 8 and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(body: bytes, out: _Output, wbits: int) -> Any:
    stream = zlib.decompressobj(wbits)
    rest = body
    while rest and not stream.eof:
        out.add(stream.decompress(rest, _CHUNK_BYTES))
        rest = stream.unconsumed_tail
    while not stream.eof and (chunk := stream.decompress(b"", _CHUNK_BYTES)):  # what zlib still holds
        out.add(chunk)
    return stream


def _without_trailer(stream: Any, trailer: bytes) -> str:
    """Return the remark on a stream that lacks only bytes of its trailer; raise DamagedEncoding if it lacks more.

    ``trailer`` are the bytes that belong there: the stream ends exactly if its end mark was the last thing it has read.
    """
    for missing in range(1, len(trailer) + 1):
        attempt = stream.copy()
        try:
            attempt.decompress(trailer[-missing:])
        except zlib.error:
            continue
        if attempt.eof and not attempt.unused_data:
            return f"the checksum at the end lacks {missing} bytes"
    raise DamagedEncoding("gzip or deflate: the stream ends early")


def _behind_the_end(rest: bytes) -> str | None:
    if len(rest) >= _MEMBER_MIN_BYTES:
        raise DamagedEncoding(f"{len(rest)} bytes behind the end that belong to no stream")
    return f"{len(rest)} bytes behind the end" if rest else None


def _unbrotli(body: bytes, out: _Output) -> None:
    stream = brotli.Decompressor()
    chunk = stream.process(body, output_buffer_limit=_CHUNK_BYTES)
    while chunk:
        out.add(chunk)
        chunk = stream.process(b"", output_buffer_limit=_CHUNK_BYTES)
    if not stream.is_finished():
        raise DamagedEncoding("br: the stream ends early")


def _unzstd(body: bytes, out: _Output) -> None:
    rest = body
    while True:
        stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG_MAX})
        chunk = stream.decompress(rest, _CHUNK_BYTES)
        while chunk or not (stream.eof or stream.needs_input):
            out.add(chunk)
            chunk = b"" if stream.eof else stream.decompress(b"", _CHUNK_BYTES)
        if not stream.eof:
            raise DamagedEncoding("zstd: the stream ends early")
        rest = stream.unused_data
        if not rest:
            return


_DECODERS: dict[str, Callable[[bytes, _Output], str | None]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
