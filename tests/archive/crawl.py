"""One open crawl of an archive that is written without a writer thread, and what its captures brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.items import Capture, NewCapture

if TYPE_CHECKING:
    import sqlite3

STARTED_AT = "2016-09-22T12:00:00.000Z"


def begin(connection: sqlite3.Connection, uid: str = "20160922T120000Z-000001") -> crawls.OpenCrawl:
    return crawls.begin(
        connection, uid, spider="site", source="*", arguments={}, software="test", user_agent="test",
        started_at=STARTED_AT,
    )  # fmt: skip


def store(connection: sqlite3.Connection, uid: str = "20160922T120000Z-000001") -> CaptureStore:
    """A store as a new process has it, with nothing remembered."""
    return CaptureStore(begin(connection, uid))


def page(url: str, body: bytes | None, **columns: Any) -> NewCapture:
    """What a request for a page brought; an HTML page with status 200 where nothing else is said."""
    said: dict[str, Any] = {"kind": "page", "captured_at": STARTED_AT, "status": 200, "media_type": "text/html"}
    said |= columns
    return NewCapture(url=url, body=body, **said)


def keep(target: CaptureStore, connection: sqlite3.Connection, new: NewCapture) -> Capture:
    """Kept in a transaction of its own, as the connection commits by itself."""
    connection.execute("BEGIN IMMEDIATE")
    capture = target.keep(connection, new)
    connection.execute("COMMIT")
    return capture
