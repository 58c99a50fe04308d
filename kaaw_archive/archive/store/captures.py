"""Keeps captures: one attempt to fetch one URL, with its headers, its payload and what the server said of rights."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from kaaw_archive import urls
from kaaw_archive.archive.content import is_content
from kaaw_archive.archive.queries.folding import last_content_digest
from kaaw_archive.archive.store.headers import HeaderShelf
from kaaw_archive.archive.store.payloads import PayloadStore
from kaaw_archive.items import Capture, NewCapture

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from kaaw_archive.archive.store.crawls import OpenCrawl

_OWN_COLUMNS = ("etag", "last-modified")

_INSERT = """
INSERT INTO captures (crawl_id, seq, kind, url_id, via_id, captured_at, method, status, error, error_text,
    payload_digest, revisit, headers_id, headers_rest_json, etag, last_modified, wire_bytes, content_encoding,
    elapsed_ms, ip, tls_error, cert_sha256, robots, robots_capture_id, rights_json)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class CaptureStore:
    """Writes the captures of one crawl; used in the writer thread only. ``train_later`` as in PayloadStore."""

    def __init__(self, crawl: OpenCrawl, train_later: Callable[[str], None] | None = None) -> None:
        self._crawl = crawl
        self._train_later = train_later
        self._seq = 0
        self._headers = HeaderShelf()
        self._payloads = PayloadStore(train_later)

    def keep(self, connection: sqlite3.Connection, new: NewCapture) -> Capture:
        """Adds the capture and its payload; what it returns counts once the transaction is committed."""
        try:
            return self._keep(connection, new)
        except Exception:
            # what the caches remember may be undone with this job
            self._headers, self._payloads = HeaderShelf(), PayloadStore(self._train_later)
            raise

    def _keep(self, connection: sqlite3.Connection, new: NewCapture) -> Capture:
        self._seq += 1
        url_id = url_row(connection, new.url)
        digest, revisit, is_erased = self._payload(connection, new, url_id)
        fields = {name: list(values) for name, values in new.headers.items()}
        etag, last_modified = (_single(fields, name) for name in _OWN_COLUMNS)
        host = urls.host(new.url)
        certificate = _new_certificate(connection, host, new)
        headers_id, rest = self._headers.put(connection, host, new.status, fields)
        cursor = connection.execute(
            _INSERT,
            (
                self._crawl.id, self._seq, new.kind, url_id, new.via_id, new.captured_at, new.method, new.status,
                new.error, new.error_text, digest, revisit, headers_id, rest, etag, last_modified, new.wire_bytes,
                new.content_encoding, new.elapsed_ms, new.ip, new.tls_error, certificate, new.robots,
                new.robots_capture_id, json.dumps(new.rights) if new.rights else None,
            ),
        )  # fmt: skip
        assert cursor.lastrowid is not None
        content_type = new.headers.get("content-type")
        return Capture(
            id=cursor.lastrowid,
            uid=f"{self._crawl.uid}-{self._seq}",
            kind=new.kind,
            url=new.url,
            captured_at=new.captured_at,
            status=new.status,
            error=new.error,
            payload_digest=digest,
            revisit=revisit,
            content_type=content_type[0] if content_type else None,
            needs_reading=self._needs_reading(connection, new, digest),
            is_erased=is_erased,
        )

    def _payload(
        self, connection: sqlite3.Connection, new: NewCapture, url_id: int
    ) -> tuple[str | None, Literal["digest", "304"] | None, bool]:
        """The digest, how it is a revisit, and whether the bytes under it were erased."""
        if new.body is not None:
            added = self._payloads.add(
                connection, new.body, url=new.url, url_id=url_id, media_type=new.media_type, at=new.captured_at,
                # a dictionary takes 110 KB and saves some 8 a page: of a site whose pages are only looked at, 24 and 14
                # more would have to be cited for that, and what comes of them later is pressed against them anyway
                may_train=new.kind != "probe",
            )  # fmt: skip
            return added.digest, None if added.is_new else "digest", added.is_erased
        return new.not_modified_digest, "304" if new.not_modified_digest else None, False

    @staticmethod
    def _needs_reading(connection: sqlite3.Connection, new: NewCapture, digest: str | None) -> bool:
        if not is_content(new.kind, new.status, new.error, digest):
            return False
        return last_content_digest(connection, urls.key(new.url)) != digest


def _new_certificate(connection: sqlite3.Connection, host: str, new: NewCapture) -> str | None:
    """The certificate where it is not the host's last one: said with each capture, it would be a third of a row."""
    if new.cert_sha256 is None:
        return None
    changed = connection.execute(
        "INSERT INTO _last_certificates (host, cert_sha256) VALUES (?, ?)"
        " ON CONFLICT (host) DO UPDATE SET cert_sha256 = excluded.cert_sha256"
        " WHERE cert_sha256 <> excluded.cert_sha256 RETURNING cert_sha256",
        (host, new.cert_sha256),
    ).fetchone()
    return None if changed is None else str(changed[0])


def url_row(connection: sqlite3.Connection, url: str) -> int:
    """The id of this very address, added when it is new."""
    row = connection.execute("SELECT id FROM urls WHERE url = ?", (url,)).fetchone()
    if row is None:
        row = connection.execute("INSERT INTO urls (url) VALUES (?) RETURNING id", (url,)).fetchone()
    return int(row[0])


def _single(fields: dict[str, list[str]], name: str) -> str | None:
    """The one value of a field that has a column of its own, taken out of the others; several stay where they are."""
    if len(fields.get(name, ())) != 1:
        return None
    return fields.pop(name)[0]
