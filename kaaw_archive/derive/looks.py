"""Looks at payloads that the archive has, run in workers: what is stored is read where it is looked at.

A connection a worker: to open one takes longer than the look.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.extract.looks import look

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from kaaw_archive.items import Look
    from kaaw_archive.similarity import MinHash


def look_at_stored(
    path: Path,
    digest: str,
    *,
    url: str,
    content_type: str | None,
    fragments: Sequence[str] = (),
    earlier: MinHash = (),
) -> Look | None:
    """What the payload under this digest shows; None where its bytes are damaged, erased or were never there."""
    body = payloads.read_if_whole(_reader(path), digest)
    if body is None:
        return None
    return look(body, url=url, content_type=content_type, fragments=fragments, earlier=earlier)


@lru_cache(maxsize=1)
def _reader(path: Path) -> sqlite3.Connection:
    return open_for_reading(path)
