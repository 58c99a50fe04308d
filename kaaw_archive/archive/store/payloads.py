"""Store payloads, each once under its digest, and the dictionary of a site once it has enough pages."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.store.rows import insert
from kaaw_archive.errors import DamagedPayload

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

_CACHE_BYTES = 32 * 1024 * 1024
_TRAIN_AT_MULTIPLE = 8  # of new keyframes a site without a dictionary; looking costs a query over its addresses
_SAMPLE_MAX_BYTES = 512 * 1024


class StoredPayload(NamedTuple):
    """Digest under which bytes are stored; they may be new to the archive, or left out of it."""

    digest: str
    is_new: bool
    is_left_out: bool


class PayloadStore:
    """Store of payloads, with a cache of the keyframes and dictionaries used last (32 MB at most).

    ``train_later`` gets the sites that may have enough pages for a dictionary now; without it all other writes wait
    while a dictionary is trained.
    """

    def __init__(self, train_later: Callable[[str], None] | None = None) -> None:
        self._train_later = train_later
        self._keyframes: OrderedDict[str, payloads.Keyframe] = OrderedDict()
        self._cached_bytes = 0
        self._dictionaries: dict[int, payloads.Dictionary] = {}
        self._keyframes_without_dictionary: dict[str, int] = {}

    def add(
        self,
        connection: sqlite3.Connection,
        body: bytes,
        *,
        url: str,
        url_id: int,
        media_type: str,
        at: str,
        may_train: bool = True,
    ) -> StoredPayload:
        """Add these bytes if they are new. Bytes that were left out stay so when they come again.

        ``may_train``: they count as a page of their site, for its dictionary.
        """
        digest = payloads.digest(body)
        row = connection.execute("SELECT data IS NULL FROM payloads WHERE digest = ?", (digest,)).fetchone()
        if row is not None:
            return StoredPayload(digest, is_new=False, is_left_out=bool(row[0]))
        site = urls.site(url)
        dictionary = self._dictionary(connection, site)
        compressed = payloads.compress(body, keyframe=self._keyframe_of(connection, url_id), dictionary=dictionary)
        values = {
            "digest": digest,
            "size_bytes": len(body),
            "media_type": media_type,
            "codec": compressed.codec,
            "base_digest": compressed.base_digest,
            "dictionary_id": compressed.dictionary_id,
            "data": compressed.data,
            "first_seen_at": at,
        }
        insert(connection, "payloads", values)
        if compressed.codec == "zstd" and may_train:
            self._count_keyframe(connection, site, media_type, at)
        return StoredPayload(digest, is_new=True, is_left_out=False)

    def _keyframe_of(self, connection: sqlite3.Connection, url_id: int) -> payloads.Keyframe | None:
        row = connection.execute(
            "SELECT coalesce(p.base_digest, p.digest) FROM captures c JOIN payloads p ON p.digest = c.payload_digest"
            " WHERE c.url_id = ? ORDER BY c.id DESC LIMIT 1",
            (url_id,),
        ).fetchone()
        if row is None:
            return None
        digest: str = row[0]
        if digest in self._keyframes:
            self._keyframes.move_to_end(digest)
            return self._keyframes[digest]
        stored = connection.execute("SELECT length(data) FROM payloads WHERE digest = ?", (digest,)).fetchone()
        if stored is None or stored[0] is None:
            return None
        try:
            keyframe = payloads.Keyframe(digest, payloads.read(connection, digest), stored[0])
        except (KeyError, DamagedPayload):
            return None  # what is damaged keeps no later payload out
        self._remember(keyframe)
        return keyframe

    def _remember(self, keyframe: payloads.Keyframe) -> None:
        if len(keyframe.body) > _CACHE_BYTES // 4:
            return
        self._keyframes[keyframe.digest] = keyframe
        self._cached_bytes += len(keyframe.body)
        while self._cached_bytes > _CACHE_BYTES:
            _, dropped = self._keyframes.popitem(last=False)
            self._cached_bytes -= len(dropped.body)

    def _dictionary(self, connection: sqlite3.Connection, site: str) -> payloads.Dictionary | None:
        row = connection.execute(
            "SELECT id FROM dictionaries WHERE site = ? ORDER BY id DESC LIMIT 1", (site,)
        ).fetchone()
        if row is None:
            return None
        if row[0] not in self._dictionaries:
            data = connection.execute("SELECT data FROM dictionaries WHERE id = ?", (row[0],)).fetchone()[0]
            self._dictionaries[row[0]] = payloads.Dictionary(row[0], data)
        return self._dictionaries[row[0]]

    def _count_keyframe(self, connection: sqlite3.Connection, site: str, media_type: str, at: str) -> None:
        if not media_type.startswith("text/"):
            return
        count = self._keyframes_without_dictionary.get(site, 0) + 1
        self._keyframes_without_dictionary[site] = count
        if count % _TRAIN_AT_MULTIPLE:
            return
        if self._train_later is not None:
            self._train_later(site)
        elif (data := train_dictionary(connection, site)) is not None:
            add_dictionary(connection, site, at, data)


def train_dictionary(connection: sqlite3.Connection, site: str) -> bytes | None:
    """Return a dictionary for a site with enough pages (takes about 50 ms); None without them, or if it has one.

    Writes nothing.
    """
    if connection.execute("SELECT 1 FROM dictionaries WHERE site = ?", (site,)).fetchone() is not None:
        return None  # it came meanwhile
    digests = _sample_digests(connection, site)
    if len(digests) < payloads.DICTIONARY_MIN_SAMPLES:
        return None
    try:
        return payloads.train([payloads.read(connection, digest) for digest in digests])
    except (ValueError, KeyError, DamagedPayload):
        return None  # pages too unlike each other, or one of them damaged: they stay compressed alone


def add_dictionary(connection: sqlite3.Connection, site: str, at: str, data: bytes) -> None:
    """Add the dictionary by which the pages of a site are compressed from now on."""
    connection.execute("INSERT INTO dictionaries (site, made_at, data) VALUES (?, ?, ?)", (site, at, data))


def _sample_digests(connection: sqlite3.Connection, site: str) -> list[str]:
    """Return digests of text payloads of a site, of all its ports, from the index over its addresses."""
    ranges = [f"{scheme}://{www}{site}" for scheme in ("https", "http") for www in ("www.", "")]
    found: list[str] = []
    for start in ranges:
        rows = connection.execute(
            "SELECT DISTINCT p.digest FROM urls u JOIN captures c ON c.url_id = u.id"
            " JOIN payloads p ON p.digest = c.payload_digest"
            " WHERE u.url >= ? || '/' AND u.url < ? || ';' AND p.codec = 'zstd' AND p.media_type LIKE 'text/%'"
            " AND p.size_bytes < ? LIMIT ?",
            (start, start, _SAMPLE_MAX_BYTES, payloads.DICTIONARY_MIN_SAMPLES * 2),
        )
        found += [row[0] for row in rows]
    return found[: payloads.DICTIONARY_MIN_SAMPLES * 2]
