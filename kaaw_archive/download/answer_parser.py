"""Parser of answers that reads what browsers read, against the letter of HTTP too, and notes each header line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.scrapy_private import HEADER, ChunkedDecoder, ClientParser, ParseError

if TYPE_CHECKING:
    from kaaw_archive.download.request_context import Exchange

_FIELD_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.1 and 5.6.2
_LINE_BYTES = 65_536  # of a head; policies about content take more than Twisted's 16 KB
_CHUNK_LINE_BYTES = 1_024  # as Twisted takes at most


class HeadTooLarge(Exception):
    """The head of an answer, with all interim answers before it, or a line of it has more bytes than are taken."""


class _Decoder(ChunkedDecoder):
    """Takes blanks behind the length of a chunk, and a last chunk without the empty line behind it."""

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802 - Twisted's name
        end = self._buffer.find(b"\r\n", 0, _CHUNK_LINE_BYTES)
        if end > 0 and self._buffer[end - 1] in b" \t":
            self._buffer[:end] = self._buffer[:end].rstrip(b" \t")
            self._start = 0
        return super()._dataReceived_CHUNK_LENGTH()

    def noMoreData(self) -> None:  # noqa: N802 - Twisted's name
        if self.state == "TRAILER":  # the last chunk has come: nothing of the body is missing
            self.state = "FINISHED"
            self.finishCallback(b"")
        super().noMoreData()


class AnswerParser(ClientParser):
    """Parser of one answer; ``exchange`` gets its reason phrase and its header lines as they were sent."""

    MAX_LENGTH = _LINE_BYTES
    exchange: Exchange
    _transferDecoders: dict[bytes, type[ChunkedDecoder]] = {b"chunked": _Decoder}  # noqa: N815, RUF012 - as in Twisted

    def statusReceived(self, status: bytes) -> None:  # noqa: N802 - Twisted's name
        super().statusReceived(status)  # type: ignore[no-untyped-call]
        self.exchange.reason_phrase = self.response.phrase
        self.exchange.response_lines.clear()  # of an interim answer

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        if self.state == HEADER and self._partialHeader is None and line[:1] in (b" ", b"\t"):
            return  # a line that continues none (RFC 9112, 2.2: ignore it)
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Raise HeadTooLarge; Twisted would close the connection as if the server had."""
        raise HeadTooLarge(f"a header line of more than {self.MAX_LENGTH} bytes")

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        self.exchange.response_lines.append((name, value))
        name = name.rstrip(b" \t")  # RFC 9112, 5.1
        if _FIELD_NAME.fullmatch(name) and not _is_ignored(name.lower(), value):
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        """Begin with the body. Raises ParseError if the head says two lengths, or names an unknown coding."""
        try:
            super().allHeadersReceived()  # type: ignore[no-untyped-call]
        except (KeyError, ValueError) as error:
            raise ParseError(f"the head contradicts itself: {error}", b"") from error  # type: ignore[no-untyped-call]


def _is_ignored(name: bytes, value: bytes) -> bool:
    """Return True for a field that browsers ignore, and for which Twisted would refuse the whole answer."""
    if name == b"content-length":
        return not all(part.strip().isdigit() for part in value.split(b","))
    return name == b"transfer-encoding" and value.strip().lower() == b"identity"  # of RFC 2616, 3.6
