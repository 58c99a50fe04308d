"""Store captures: one attempt to fetch one URL, with its headers, its payload and the rights that the server states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from kaaw_archive import urls
from kaaw_archive.archive.content import is_content
from kaaw_archive.archive.headers import HeaderBlock, own_values
from kaaw_archive.archive.queries.folding import last_content_digest
from kaaw_archive.archive.store.headers import HeaderShelf
from kaaw_archive.archive.store.payloads import PayloadStore
from kaaw_archive.archive.store.rows import insert
from kaaw_archive.http import Headers
from kaaw_archive.items import Capture, NewCapture

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from kaaw_archive.archive.store.crawls import OpenCrawl

_SAME_NAMES = (  # fields of NewCapture that are columns
    "kind via_id captured_at method status error error_text wire_bytes content_encoding elapsed_ms ip tls_error robots"
    " robots_capture_id"
).split()


class CaptureStore:
    """Store of the captures of one crawl; used in the writer thread only. ``train_later`` as in PayloadStore."""

    def __init__(self, crawl: OpenCrawl, train_later: Callable[[str], None] | None = None) -> None:
        self._crawl = crawl
        self._train_later = train_later
        self._seq = 0
        self._forget()

    def keep(self, connection: sqlite3.Connection, new: NewCapture) -> Capture:
        """Add the capture and its payload; the result is valid after the transaction is committed."""
        try:
            return self._add_capture(connection, new)
        except Exception:
            self._forget()  # what the caches remember may be undone with this job
            raise

    def _forget(self) -> None:
        self._headers, self._request_headers = HeaderShelf("headers_id"), HeaderShelf("request_headers_id")
        self._payloads = PayloadStore(self._train_later)

    def _add_capture(self, connection: sqlite3.Connection, new: NewCapture) -> Capture:
        self._seq += 1
        url_id = url_row(connection, new.url)
        digest, revisit, is_left_out = self._payload(connection, new, url_id)
        etag, last_modified = _single(new, "etag"), _single(new, "last-modified")
        own = own_values(etag, last_modified)
        host = urls.host(new.url)
        response = self._headers.put(connection, _response_block(new), host, url_id, own)
        request = self._request_headers.put(connection, HeaderBlock(new.request_headers), host, url_id, own)
        values = {name: getattr(new, name) for name in _SAME_NAMES} | {
            "crawl_id": self._crawl.id,
            "seq": self._seq,
            "url_id": url_id,
            "payload_digest": digest,
            "revisit": revisit,
            "headers_id": response[0],
            "headers_rest_json": response[1],
            "request_headers_id": request[0],
            "request_headers_rest_json": request[1],
            "etag": etag,
            "last_modified": last_modified,
            "certificate_id": _certificate_row(connection, new),
            "rights_json": json.dumps(new.rights) if new.rights else None,
        }
        return Capture(
            id=insert(connection, "captures", values),
            uid=f"{self._crawl.uid}-{self._seq}",
            kind=new.kind,
            url=new.url,
            captured_at=new.captured_at,
            status=new.status,
            error=new.error,
            payload_digest=digest,
            revisit=revisit,
            content_type=Headers.of_fields(new.headers).first("content-type"),
            needs_reading=self._needs_reading(connection, new, digest),
            is_left_out=is_left_out,
            server_address=new.ip,
        )

    def _payload(
        self, connection: sqlite3.Connection, new: NewCapture, url_id: int
    ) -> tuple[str | None, Literal["digest", "304"] | None, bool]:
        """Return the digest, the kind of revisit, and True if the bytes under the digest were left out."""
        if new.body is not None:
            added = self._payloads.add(
                connection,
                new.body,
                url=new.url,
                url_id=url_id,
                media_type=new.media_type,
                at=new.captured_at,
                # a dictionary takes 110 KB and saves some 8 KB a page, so it does not pay for the few cited pages of a
                # foreign site; their later payloads are compressed against them anyway
                may_train=new.kind != "probe",
            )
            return added.digest, None if added.is_new else "digest", added.is_left_out
        return new.not_modified_digest, "304" if new.not_modified_digest else None, False

    @staticmethod
    def _needs_reading(connection: sqlite3.Connection, new: NewCapture, digest: str | None) -> bool:
        if not is_content(new.kind, new.status, new.error, digest):
            return False
        return last_content_digest(connection, urls.key(new.url)) != digest


def _response_block(new: NewCapture) -> HeaderBlock:
    if new.header_lines:
        return HeaderBlock(new.header_lines, new.http_version, new.reason_phrase)
    lines = tuple((name, value) for name, values in new.headers.items() for value in values)
    return HeaderBlock(lines, new.http_version, new.reason_phrase, is_as_received=False)


def _certificate_row(connection: sqlite3.Connection, new: NewCapture) -> int | None:
    """Return the id of the server's certificate, added if it is new; None if there was none."""
    if new.cert_sha256 is None:
        return None
    row = connection.execute("SELECT id FROM certificates WHERE sha256 = ?", (new.cert_sha256,)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO certificates (sha256, der) VALUES (?, ?) RETURNING id", (new.cert_sha256, new.certificate)
        ).fetchone()
    return int(row[0])


def url_row(connection: sqlite3.Connection, url: str) -> int:
    """Return the id of this very address, added if it is new."""
    row = connection.execute("SELECT id FROM urls WHERE url = ?", (url,)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO urls (url, site) VALUES (?, ?) RETURNING id", (url, urls.site(url) or None)
        ).fetchone()
    return int(row[0])


def _single(new: NewCapture, name: str) -> str | None:
    """Return the value of a field that occurs once; None if it is missing or occurs several times."""
    values = new.headers.get(name, ())
    return values[0] if len(values) == 1 else None
