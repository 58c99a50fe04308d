"""Estimate how similar two texts are by MinHash: few enough hashes to be stored and compared. Pure.

A MinHash holds the smallest hashes of all shingles (runs of five words) of a text (Broder 1997, "On the resemblance and
containment of documents"): a random sample of them that is the same for the same text. With 128 hashes the standard
error of a resemblance is below 0.045.
"""

from __future__ import annotations

import re
import struct
from hashlib import sha256
from zlib import crc32

SHINGLE_WORDS = 5
MINHASH_SIZE = 128
_MOST_WORDS = 20_000  # of one text; the longest articles of the corpus have half of it
_WORD = re.compile(r"\w+")
_HASH_BYTES = 4
# Version of the way in which shingles are hashed. A stored MinHash names it, because MinHashes of two versions have
# nothing in common, whatever the texts.
FORM = 2

MinHash = tuple[int, ...]


def shingles(text: str) -> set[int]:
    """Return the hashes (32 bits) of all runs of five words; of a shorter text the hash of the whole.

    >>> len(shingles("eins zwei drei vier fünf sechs")), len(shingles("eins")), len(shingles("..."))
    (2, 1, 0)
    """
    words = _WORD.findall(text.lower())[:_MOST_WORDS]
    if not words:
        return set()
    # words first and then runs of their hashes: each word is hashed once, not five times
    encoded = " ".join(words).encode("utf-8", "replace").split(b" ")
    hashed = struct.pack(f"<{len(encoded)}I", *map(crc32, encoded))
    ends = range(0, max(1, len(words) - SHINGLE_WORDS + 1) * _HASH_BYTES, _HASH_BYTES)
    return {crc32(hashed[at : at + SHINGLE_WORDS * _HASH_BYTES]) for at in ends}


def minhash(text: str) -> MinHash:
    """Return the smallest hashes of a text, in order; empty for a text without words."""
    return minhash_of(shingles(text))


def minhash_of(hashes: set[int]) -> MinHash:
    """Return the MinHash of shingles that are known already."""
    return tuple(sorted(hashes)[:MINHASH_SIZE])


def resemblance(one: MinHash, other: MinHash) -> float | None:
    """Return the estimated share of common shingles in all shingles of two texts; None if one of them has no words.

    >>> resemblance(minhash("a b c d e f"), minhash("a b c d e f"))
    1.0
    """
    if not one or not other:
        return None
    smallest = sorted({*one, *other})[:MINHASH_SIZE]
    return len(set(one).intersection(other).intersection(smallest)) / len(smallest)


def containment(earlier: MinHash, now: set[int]) -> float | None:
    """Return the estimated share of an earlier text in the shingles of a later one, from 0 to 1; None without words."""
    return sum(value in now for value in earlier) / len(earlier) if earlier else None


def plain_line(text: str) -> str:
    """Return a line as it is compared with others: in lower case, with single blanks.

    >>> plain_line(" Der  Rat hat")
    'der rat hat'
    """
    return " ".join(text.lower().split())


def line_digest(text: str) -> int:
    """Return 32 bits that stand for a line among those of one page."""
    return crc32(plain_line(text).encode("utf-8", "replace"))


def text_digest(text: str) -> str:
    """Return the digest of a text; blanks and line ends make no difference."""
    return "sha256:" + sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()
