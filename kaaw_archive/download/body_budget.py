"""Budget of a process for bodies whose Content-Encoding is off, from their decoding until they are in the archive.

Forty answers of 60 KB may be forty bodies of 64 MB: each is within its limit, all together they fill the memory.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kaaw_archive.bounds import BODIES_IN_HAND_BYTES, SMALL_BODY_BYTES
from kaaw_archive.download.decoding import DecodedBody, DecodedTooLarge, decode

if TYPE_CHECKING:
    from collections.abc import Sequence


class BodyBudget:
    """Decodes large bodies one after the other in a thread, while all that are in hand take at most so many bytes.

    One that does not fit waits until no other is in hand, and is decoded again then. Small ones, as nearly all pages
    are, are decoded at once and not counted: there is one for each request at most. Small are those that are so before
    and after: a large body that gives few bytes takes as long as one that gives many.
    """

    def __init__(self, most_bytes: int = BODIES_IN_HAND_BYTES, small_bytes: int = SMALL_BODY_BYTES) -> None:
        self._most_bytes = most_bytes
        self._small_bytes = small_bytes
        self._in_hand_bytes = 0
        self._turn = asyncio.Lock()
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    async def decode(self, body: bytes, fields: Sequence[str], max_bytes: int) -> DecodedBody:
        """Return what :func:`decoding.decode` returns; the caller releases it. Raises the same errors."""
        small = min(self._small_bytes, max_bytes or self._small_bytes)
        if len(body) <= self._small_bytes:
            try:
                return decode(body, fields, small)
            except DecodedTooLarge:
                if small == max_bytes:
                    raise
        async with self._turn:
            decoded = await self._large(body, fields, max_bytes)
            if len(decoded.body) > self._small_bytes:
                self._in_hand_bytes += len(decoded.body)
                self._is_empty.clear()
            return decoded

    async def _large(self, body: bytes, fields: Sequence[str], max_bytes: int) -> DecodedBody:
        room = self._most_bytes - self._in_hand_bytes
        try:
            return await asyncio.to_thread(decode, body, fields, min(room, max_bytes or room) or 1)
        except DecodedTooLarge:
            if 0 < max_bytes <= room:
                raise
            await self._is_empty.wait()
            return await asyncio.to_thread(decode, body, fields, max_bytes)

    def release(self, decoded: DecodedBody) -> None:
        """Note that a body is no longer in hand."""
        if len(decoded.body) > self._small_bytes:
            self._in_hand_bytes -= len(decoded.body)
            if self._in_hand_bytes == 0:
                self._is_empty.set()
