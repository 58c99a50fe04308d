"""Inspect stored pages in the workers, which read the payloads themselves.

Each worker keeps one connection: to open it takes longer than an inspection.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.extract.page_features import inspect_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from kaaw_archive.items import PageFeatures
    from kaaw_archive.similarity import MinHash


def inspect_stored(
    path: Path,
    digest: str,
    *,
    url: str,
    content_type: str | None,
    fragments: Sequence[str] = (),
    earlier: MinHash = (),
) -> PageFeatures | None:
    """Return the features of a stored payload; None if its bytes are damaged, erased or were never stored."""
    body = payloads.read_if_whole(_reader(path), digest)
    if body is None:
        return None
    return inspect_page(body, url=url, content_type=content_type, fragments=fragments, earlier=earlier)


@lru_cache(maxsize=1)
def _reader(path: Path) -> sqlite3.Connection:
    return open_for_reading(path)
