"""Compression of payloads: keyframes, deltas to a keyframe, and a dictionary for each site.

A page's first payload is a keyframe, compressed alone or with the trained dictionary of its site. Later ones are deltas
to that keyframe, some 60 bytes if only noise has changed; one whose delta would be large is the next keyframe. A chain
has two payloads at most. Every read checks the digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import zstandard

from kaaw_archive.errors import DamagedPayload

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

LEVEL = 6  # zstd; above it a page takes twice the time for 2 % less
DELTA_LEVEL = 3
DELTA_MAX_BYTES = 8 * 1024 * 1024  # of either side: the window must hold both
NEW_KEYFRAME_SHARE = 0.25  # a delta larger than this share of its keyframe's stored size starts a new keyframe
DICTIONARY_BYTES = 110 * 1024
DICTIONARY_MIN_SAMPLES = 24
_RAW_BELOW_BYTES = 64
_MAX_SIZE_BYTES = 2**31


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A trained dictionary of one site, ready to use."""

    id: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Keyframe:
    """Payload that others may be compressed against: its digest, its bytes, and its size on the disk."""

    digest: str
    body: bytes
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class CompressedPayload:
    """Stored form of a payload: columns of ``payloads``."""

    codec: str
    data: bytes
    base_digest: str | None = None
    dictionary_id: int | None = None


def digest(body: bytes) -> str:
    """Return ``sha256:`` and the hexadecimal digest of the bytes.

    >>> digest(b"")[:15]
    'sha256:e3b0c442'
    """
    return "sha256:" + hashlib.sha256(body).hexdigest()


def compress(
    body: bytes, *, keyframe: Keyframe | None = None, dictionary: Dictionary | None = None
) -> CompressedPayload:
    """Return the smallest sensible form of the bytes; a delta only if it is much smaller than the keyframe."""
    if len(body) < _RAW_BELOW_BYTES:
        return CompressedPayload("raw", body)
    if keyframe is not None and max(len(body), len(keyframe.body)) <= DELTA_MAX_BYTES:
        delta = _delta_compressor(keyframe.body, len(body)).compress(body)
        if len(delta) <= keyframe.stored_bytes * NEW_KEYFRAME_SHARE:
            return CompressedPayload("zstd-delta", delta, base_digest=keyframe.digest)
    if dictionary is not None:
        trained = zstandard.ZstdCompressionDict(dictionary.data)
        data = zstandard.ZstdCompressor(level=LEVEL, dict_data=trained).compress(body)
        return CompressedPayload("zstd-dictionary", data, dictionary_id=dictionary.id)
    data = zstandard.ZstdCompressor(level=LEVEL).compress(body)
    return CompressedPayload("zstd", data) if len(data) < len(body) else CompressedPayload("raw", body)


def read(connection: sqlite3.Connection, wanted: str) -> bytes:
    """Return the exact bytes of a payload.

    Raises KeyError if the archive has no bytes under this digest or they were left out, DamagedPayload if the stored
    bytes do not give the digest.
    """
    try:
        body = _decompress(connection, wanted)
    except zstandard.ZstdError as error:
        if "memory" in str(error).lower():
            raise MemoryError(f"payload {wanted}: {error}") from error
        raise DamagedPayload(f"payload {wanted} is damaged ({error}): restore the archive from a backup") from error
    if digest(body) != wanted:
        raise DamagedPayload(f"payload {wanted} is damaged (other digest): restore the archive from a backup")
    return body


def read_if_whole(connection: sqlite3.Connection, wanted: str) -> bytes | None:
    """Return the bytes of a payload; None if they are damaged or left out, for callers that can go on without them."""
    try:
        return read(connection, wanted)
    except (KeyError, DamagedPayload):
        return None


def train(samples: Sequence[bytes]) -> bytes:
    """Return a dictionary for pages like these. Raises ValueError if they are too few or too different."""
    if len(samples) < DICTIONARY_MIN_SAMPLES:
        raise ValueError(f"{len(samples)} samples, at least {DICTIONARY_MIN_SAMPLES} are needed")
    try:
        trained = zstandard.train_dictionary(DICTIONARY_BYTES, list(samples), d=8, k=1024, level=LEVEL)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    return trained.as_bytes()


def _delta_compressor(base: bytes, size: int) -> zstandard.ZstdCompressor:
    window_log = max(zstandard.WINDOWLOG_MIN, (len(base) + size).bit_length())
    parameters = zstandard.ZstdCompressionParameters.from_level(
        DELTA_LEVEL, source_size=size, dict_size=len(base), window_log=window_log, write_dict_id=False
    )
    prefix = zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(dict_data=prefix, compression_params=parameters)


def _decompress(connection: sqlite3.Connection, wanted: str, *, is_base: bool = False) -> bytes:
    row = connection.execute(
        "SELECT codec, data, base_digest, dictionary_id, size_bytes FROM payloads WHERE digest = ?", (wanted,)
    ).fetchone()
    if row is None or row[1] is None:
        raise KeyError(wanted)
    codec, data, base_digest, dictionary_id, size_bytes = row
    if codec == "raw":
        return bytes(data)
    prepared = None
    if codec == "zstd-delta":
        if is_base:
            raise DamagedPayload(f"payload {wanted} is compressed against another one, and others against it")
        base = _decompress(connection, base_digest, is_base=True)
        prepared = zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    elif codec == "zstd-dictionary":
        trained = connection.execute("SELECT data FROM dictionaries WHERE id = ?", (dictionary_id,)).fetchone()
        if trained is None:
            raise DamagedPayload(f"payload {wanted} needs dictionary {dictionary_id}, which is missing")
        prepared = zstandard.ZstdCompressionDict(trained[0])
    if size_bytes > _MAX_SIZE_BYTES:
        raise DamagedPayload(f"payload {wanted} is damaged (says that it has {size_bytes:,} bytes): none is so large")
    if zstandard.frame_content_size(data) != size_bytes:  # this size would be allocated
        raise DamagedPayload(f"payload {wanted} is damaged (other size): restore the archive from a backup")
    decompressor = zstandard.ZstdDecompressor(dict_data=prepared, max_window_size=_MAX_SIZE_BYTES)
    return decompressor.decompress(data, max_output_size=size_bytes)
