"""A body without its Content-Encoding is the exact bytes, or it is damaged; half a stream is never a page."""

from __future__ import annotations

import gzip
import random
import zlib
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from kaaw_archive.download.decoding import (
    ENCODINGS_MAX,
    STREAMS_MAX,
    DamagedEncoding,
    DecodedBody,
    DecodedTooLarge,
    decode,
)
from kaaw_archive.scrapy_private import brotli, zstd
from tests.german_pages import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 10_000_000


def bare_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


def zstd_with_checksum(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(body)


def zstd_unsized(body: bytes) -> bytes:
    """As servers send it that compress while they make the page."""
    stream = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    return stream.compress(body[:1000]) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) + stream.compress(
        body[1000:]
    ) + stream.flush()  # fmt: skip


def members(body: bytes) -> bytes:
    return gzip.compress(body[:100]) + gzip.compress(body[100:])


# content coding, compressor, bytes of a trailer that may be missing, whether a checksum finds changed bits
CODINGS: dict[str, tuple[str, Callable[[bytes], bytes], int, bool]] = {
    "gzip": ("gzip", gzip.compress, 8, True),
    "gzip members": ("gzip", members, 8, True),
    "stored gzip": ("x-gzip", lambda body: gzip.compress(body, 0), 8, True),
    "zlib": ("deflate", zlib.compress, 4, True),
    "quick zlib": ("deflate", lambda body: zlib.compress(body, 1), 4, True),
    "bare deflate": ("deflate", bare_deflate, 0, False),
    "br": ("br", brotli.compress, 0, False),
    "quick br": ("br", lambda body: brotli.compress(body, quality=1), 0, False),
    "zstd": ("zstd", zstandard.ZstdCompressor().compress, 0, False),
    "zstd with checksum": ("zstd", zstd_with_checksum, 0, True),
    "unsized zstd": ("zstd", zstd_unsized, 0, False),
}
BODIES = {"nothing": b"", "a sign": b"x", "page": page(1), "large": page(2) * 8}


def places(length: int, most: int = 300) -> Iterator[int]:
    """All places of a short stream; of a long one those at both ends and some between."""
    if length <= most:
        yield from range(length)
        return
    yield from range(40)
    yield from range(40, length - 40, (length - 80) // (most - 80) + 1)
    yield from range(length - 40, length)


@pytest.mark.parametrize("name", CODINGS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_whole_stream_gives_the_exact_bytes(name: str, body: bytes) -> None:
    encoding, compress, _, _ = CODINGS[name]
    assert decode(compress(body), [encoding], LIMIT) == DecodedBody(body)


@pytest.mark.parametrize("name", CODINGS)
@pytest.mark.parametrize("body", [BODIES["a sign"], BODIES["page"], BODIES["large"]], ids=["a sign", "page", "large"])
def test_a_cut_stream_is_damaged_wherever_it_is_cut(name: str, body: bytes) -> None:
    encoding, compress, trailer_bytes, _ = CODINGS[name]
    stream = compress(body)
    second_member = len(gzip.compress(body[:100])) if name == "gzip members" else None
    for place in places(len(stream)):
        missing = len(stream) - place
        if missing <= trailer_bytes:
            remark = f"{encoding}: the checksum at the end lacks {missing} bytes"
            assert decode(stream[:place], [encoding], LIMIT) == DecodedBody(body, remark=remark)
        elif second_member is not None and 0 <= second_member - place <= 8:
            assert decode(stream[:place], [encoding], LIMIT).body == body[:100]  # cut between members: one is whole
        else:
            with pytest.raises(DamagedEncoding):
                decode(stream[:place], [encoding], LIMIT)


@pytest.mark.parametrize("name", [name for name, coding in CODINGS.items() if coding[3]])
@pytest.mark.parametrize("body", [BODIES["page"], BODIES["large"]], ids=["page", "large"])
def test_a_changed_bit_never_changes_the_bytes(name: str, body: bytes) -> None:
    """A few bits say nothing about the bytes: the time in the header of gzip, those that fill the last byte."""
    encoding, compress, _, _ = CODINGS[name]
    stream = compress(body)
    harmless = 0
    for number, place in enumerate(places(len(stream))):
        damaged = bytearray(stream)
        damaged[place] ^= 1 << number % 8
        try:
            result = decode(bytes(damaged), [encoding], LIMIT)
        except (DamagedEncoding, DecodedTooLarge):
            continue
        assert result.body == body
        harmless += 1
    assert harmless <= 12


@pytest.mark.parametrize("name", [name for name, coding in CODINGS.items() if not coding[3]])
def test_a_changed_bit_of_a_stream_without_checksum_raises_nothing_else(name: str) -> None:
    encoding, compress, _, _ = CODINGS[name]
    stream = compress(page(1))
    for number, place in enumerate(places(len(stream))):
        damaged = bytearray(stream)
        damaged[place] ^= 1 << number % 8
        try:
            decode(bytes(damaged), [encoding], LIMIT)
        except (DamagedEncoding, DecodedTooLarge):
            continue


@pytest.mark.parametrize("fields", [["gzip, br"], ["GZIP", "br"], ["identity, gzip , ,br,"], ["gzip", "br, identity"]])
def test_several_encodings_come_off_in_their_order(fields: list[str]) -> None:
    assert decode(brotli.compress(gzip.compress(b"Rat")), fields, LIMIT) == DecodedBody(b"Rat")


def test_an_unknown_encoding_stays_with_all_below_it() -> None:
    assert decode(gzip.compress(b"Rat"), ["br, compress, gzip"], LIMIT) == DecodedBody(b"Rat", ("br", "compress"))


@pytest.mark.parametrize("name", CODINGS)
def test_a_bomb_is_named_before_it_is_whole(name: str) -> None:
    encoding, compress, _, _ = CODINGS[name]
    with pytest.raises(DecodedTooLarge):
        decode(compress(bytes(1_000_000)), [encoding], 100_000)


@pytest.mark.parametrize(("rest", "is_whole"), [(b"\0" * 512, True), (b"\r\n", True), (b"<p>" * 9, False),
                                                (b"\x1f", False)])  # fmt: skip
def test_what_stands_behind_a_verified_stream(rest: bytes, is_whole: bool) -> None:
    stream = gzip.compress(page(1)) + rest
    if is_whole:
        assert decode(stream, ["gzip"], LIMIT).body == page(1)
        return
    with pytest.raises(DamagedEncoding):
        decode(stream, ["gzip"], LIMIT)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate"])
def test_what_is_no_stream_at_all_is_damaged(encoding: str) -> None:
    with pytest.raises(DamagedEncoding):
        decode(page(1), [encoding], LIMIT)


def test_a_window_that_no_server_may_ask_for_is_refused() -> None:
    """RFC 9659: 8 MB; more would be taken before the first byte comes out."""
    parameters = zstandard.ZstdCompressionParameters(window_log=25)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    with pytest.raises(DamagedEncoding):
        decode(stream.compress(bytes(100)) + stream.flush(), ["zstd"], LIMIT)


STREAMS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "zstd": zstandard.ZstdCompressor().compress,
    "br": lambda body: brotli.compress(body, quality=1),
    "deflate": lambda body: zlib.compress(body, 1),
}


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_so_many_streams_in_one_body_and_no_more(encoding: str) -> None:
    """Empty ones give no byte, so that no limit on bytes ends them."""
    empty, full = STREAMS[encoding](b""), STREAMS[encoding](b"Rat")
    assert decode(empty * (STREAMS_MAX - 1) + full, [encoding], LIMIT).body == b"Rat"
    with pytest.raises(DamagedEncoding, match=f"more than {STREAMS_MAX} streams"):
        decode(empty * STREAMS_MAX + full, [encoding], LIMIT)


def test_so_many_encodings_over_one_another_and_no_more() -> None:
    body = b"Rat"
    for _ in range(ENCODINGS_MAX):
        body = gzip.compress(body)
    assert decode(body, ["gzip"] * ENCODINGS_MAX, LIMIT).body == b"Rat"
    with pytest.raises(DamagedEncoding, match=f"more than {ENCODINGS_MAX}"):
        decode(gzip.compress(body), ["gzip"] * (ENCODINGS_MAX + 1), LIMIT)


class Counted:
    """A decompressor that counts the bytes that it is handed, and those that it hands back as not used."""

    handed = 0

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._stream, name)
        if name in ("unused_data", "unconsumed_tail"):
            Counted.handed += len(value)
        if name not in ("decompress", "process"):
            return value

        def count(data: Any, *rest: Any, **named: Any) -> Any:
            Counted.handed += len(data)
            return value(data, *rest, **named)

        return count


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> type[Counted]:
    for module, maker in ((zlib, "decompressobj"), (brotli, "Decompressor"), (zstd, "ZstdDecompressor")):
        make: Any = getattr(module, maker)
        monkeypatch.setattr(module, maker, lambda *args, make=make, **named: Counted(make(*args, **named)))
    monkeypatch.setattr(Counted, "handed", 0)
    return Counted


@pytest.mark.parametrize("encoding", STREAMS)
def test_the_work_grows_with_the_bytes_and_not_with_their_square(encoding: str, handed: type[Counted]) -> None:
    random_bytes, blanks = random.Random(14).randbytes(3_000_000), bytes(3_000_000)
    has_streams = encoding in ("gzip", "zstd")
    body = STREAMS[encoding](b"") * 20 * has_streams + STREAMS[encoding](random_bytes + blanks)
    assert len(body) > 3_000_000
    assert decode(body, [encoding], LIMIT).body == random_bytes + blanks
    assert handed.handed < 4 * len(body) + 40 * 65_536 * has_streams
