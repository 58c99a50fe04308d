"""Decoding of Content-Encoding that accepts whole streams alone: end marks and checksums are verified.

The decoders of crawlers and browsers return what a damaged stream gave so far; an archive would keep that as a page.
Brotli, deflate without its zlib frame, and zstd without the optional checksum hold no checksum: of these, a changed bit
is found only if the stream is no longer legal.

The work grows with the bytes that go in and come out, not with their square: streams are fed in pieces, as each
decompressor copies what it has not used, and the numbers of encodings and of streams in one body are bounded.
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
ENCODINGS_MAX = 5  # over one another; servers use one
STREAMS_MAX = 1_000  # members of gzip or frames of zstd behind one another, which may be empty; pages have one
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
    if len(encodings) > ENCODINGS_MAX:
        raise DamagedEncoding(f"{len(encodings)} encodings over one another, more than {ENCODINGS_MAX}")
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


class _Input:
    """A body that is read in pieces, which are not copied, from ``position`` on."""

    def __init__(self, body: bytes) -> None:
        self._view = memoryview(body)
        self.position = 0
        self._streams = 0

    def begin_stream(self) -> None:
        """Count a stream; raise DamagedEncoding if there are too many."""
        self._streams += 1
        if self._streams > STREAMS_MAX:
            raise DamagedEncoding(f"more than {STREAMS_MAX} streams behind one another")

    def take(self) -> memoryview:
        """Return the next piece; an empty one at the end."""
        piece = self._view[self.position : self.position + _CHUNK_BYTES]
        self.position += len(piece)
        return piece

    def give_back(self, unused: int) -> None:
        self.position -= unused

    def skip(self, padding: bytes) -> None:
        """Go past bytes of this value."""
        while piece := bytes(self.take()):
            rest = piece.lstrip(padding)
            if rest:
                self.give_back(len(rest))
                return

    @property
    def next_byte(self) -> bytes:
        return bytes(self._view[self.position : self.position + 1])

    @property
    def left(self) -> int:
        return len(self._view) - self.position


def _gunzip(body: bytes, out: _Output) -> str | None:
    source = _Input(body)
    while True:
        start = out.size
        source.begin_stream()
        stream = _inflate(source, out, _GZIP)
        if not stream.eof:
            member = out.since(start)
            trailer = zlib.crc32(member).to_bytes(4, "little") + (len(member) & 0xFFFFFFFF).to_bytes(4, "little")
            return _without_trailer(stream, trailer)
        source.skip(b"\0")  # RFC 1952 allows several members, and tapes pad the last
        if source.next_byte != b"\x1f":
            return _behind_the_end(source.left)


def _deflate(body: bytes, out: _Output) -> str | None:
    """Decode zlib's format, which RFC 9110 means by deflate, or the bare stream that some servers send instead."""
    source = _Input(body)
    if not _has_zlib_header(body):
        stream = _inflate(source, out, _RAW)
        if not stream.eof or source.left:
            raise DamagedEncoding("deflate: the end mark is not at the end")
        return None
    stream = _inflate(source, out, _ZLIB)
    if not stream.eof:
        return _without_trailer(stream, zlib.adler32(out.since(0)).to_bytes(4, "big"))
    return _behind_the_end(source.left)


def _has_zlib_header(body: bytes) -> bool:
    """Return True if the first two bytes are a header of zlib (RFC 1950, 2.2)."""
    return len(body) > 1 and body[0] & 0x8F == 8 and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(source: _Input, out: _Output, wbits: int) -> Any:
    stream = zlib.decompressobj(wbits)
    while not stream.eof and (piece := source.take()):
        out.add(stream.decompress(piece, _CHUNK_BYTES))
        while not stream.eof and stream.unconsumed_tail:
            out.add(stream.decompress(stream.unconsumed_tail, _CHUNK_BYTES))
    while not stream.eof and (chunk := stream.decompress(b"", _CHUNK_BYTES)):  # what zlib still holds
        out.add(chunk)
    source.give_back(len(stream.unused_data))
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


def _behind_the_end(left: int) -> str | None:
    if left >= _MEMBER_MIN_BYTES:
        raise DamagedEncoding(f"{left} bytes behind the end that belong to no stream")
    return f"{left} bytes behind the end" if left else None


def _unbrotli(body: bytes, out: _Output) -> None:
    source, stream = _Input(body), brotli.Decompressor()
    while piece := source.take():
        chunk = stream.process(piece, output_buffer_limit=_CHUNK_BYTES)
        while chunk or not stream.can_accept_more_data():
            out.add(chunk)
            chunk = stream.process(b"", output_buffer_limit=_CHUNK_BYTES)
    if not stream.is_finished():
        raise DamagedEncoding("br: the stream ends early")


def _unzstd(body: bytes, out: _Output) -> None:
    source = _Input(body)
    while True:
        source.begin_stream()
        stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG_MAX})
        while not stream.eof and (piece := source.take()):
            out.add(stream.decompress(piece, _CHUNK_BYTES))
            while not (stream.eof or stream.needs_input):
                out.add(stream.decompress(b"", _CHUNK_BYTES))
        if not stream.eof:
            raise DamagedEncoding("zstd: the stream ends early")
        source.give_back(len(stream.unused_data))
        if not source.left:
            return


_DECODERS: dict[str, Callable[[bytes, _Output], str | None]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
