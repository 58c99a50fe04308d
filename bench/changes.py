"""The captures over time of the corpus, through the archive and derive, as a crawl would have brought them."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from kaaw_archive import times
from kaaw_archive.archive.store import crawls
from kaaw_archive.archive.store.captures import CaptureStore
from kaaw_archive.archive.store.writer import Writer
from kaaw_archive.derive import derive_all
from kaaw_archive.items import NewCapture

if TYPE_CHECKING:
    from pathlib import Path

_HTML = {"content-type": ["text/html"]}
_SHOWN = """
SELECT captures.captured_at, snapshots.id, readings.id, readings.problem, readings.is_suspect
FROM captures JOIN urls ON urls.id = captures.url_id
LEFT JOIN readings ON readings.capture_id = captures.id
LEFT JOIN snapshots ON snapshots.capture_id = captures.id
WHERE urls.url = ? ORDER BY captures.captured_at, captures.id
"""


def snapshots(corpus: Path, archive: Path) -> dict[str, int | None]:
    """For each capture's file the snapshot that was current then; None where the capture shows no article."""
    documents = json.loads((corpus / "versions" / "truth.json").read_text(encoding="utf-8"))
    for number, document in enumerate(documents.values()):
        _keep(corpus, archive, document, f"20200101T000000Z-{number:06x}")
    derive_all(archive, workers=2, progress=lambda done, total: None)
    with closing(sqlite3.connect(archive)) as connection:
        found: dict[str, int | None] = {}
        for document in documents.values():
            found |= _shown(connection, document)
    return found


def scored(tool: Path, corpus: Path, predictions: Path) -> str:
    """What the scoring program prints."""
    return subprocess.run(
        [sys.executable, "-B", str(tool), str(corpus), str(predictions)], check=True, capture_output=True, text=True
    ).stdout


def _keep(corpus: Path, archive: Path, document: dict[str, Any], uid: str) -> None:
    """One crawl a document, its captures in the order of time."""
    writer = Writer(archive)
    begun_at = times.to_text(times.from_text(_at(document["captures"][0]["time"])))
    crawl = writer.submit(
        lambda c: crawls.begin(
            c, uid, spider="site", source="*", arguments={}, software="bench", user_agent="bench", started_at=begun_at
        )
    ).result()
    store = CaptureStore(crawl)
    for one in document["captures"]:
        body = gzip.decompress((corpus / one["file"]).read_bytes())
        new = NewCapture(
            kind="page", url=document["url"], captured_at=_at(one["time"]), status=200, headers=_HTML,
            media_type="text/html", body=body,
        )  # fmt: skip
        writer.submit(partial(_kept, store, new)).result()
    writer.submit(lambda c: crawls.end(c, crawl.id, "finished", None, _at(document["captures"][-1]["time"]))).result()
    writer.close()


def _kept(store: CaptureStore, new: NewCapture, connection: sqlite3.Connection) -> None:
    store.keep(connection, new)


def _at(time: str) -> str:
    return times.to_text(datetime.fromisoformat(time))


def _shown(connection: sqlite3.Connection, document: dict[str, Any]) -> dict[str, int | None]:
    """The snapshot that each capture shows: a new one, or the last, where nothing that counts had changed.

    A capture with the bytes of the one before it has no reading of its own: it shows what that one showed.
    """
    rows = connection.execute(_SHOWN, (document["url"],)).fetchall()
    current: int | None = None
    is_article = False
    found: dict[str, int | None] = {}
    for one, (_, snapshot, reading, problem, is_suspect) in zip(document["captures"], rows, strict=True):
        current = snapshot if snapshot is not None else current
        if reading is not None:
            is_article = problem is None and not is_suspect
        found[one["file"]] = current if is_article else None
    return found
