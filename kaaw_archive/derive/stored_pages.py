"""Read and inspect stored pages in the workers, which load the payloads themselves: no bytes wait in memory.

Each worker keeps one connection: to open it takes longer than an inspection.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.derive.reading import read_payload, unread
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.extract.page_features import inspect_page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kaaw_archive.items import PageFeatures, Reading
    from kaaw_archive.similarity import MinHash


P = ParamSpec("P")
T = TypeVar("T")


def stored_payload(path: Path, digest: str) -> bytes | None:
    """Return a stored payload; None if its bytes are damaged, left out or were never stored."""
    return payloads.read_if_whole(_reader(path), digest)


def read_stored(path: Path, digest: str, url: str, content_type: str | None, is_seed: bool) -> Reading:
    """Return the reading of a stored payload; its problem is damaged_payload if there are no whole bytes to read."""
    body = stored_payload(path, digest)
    if body is None:
        return unread(ReadingProblem.DAMAGED_PAYLOAD)
    return read_payload(body, url, content_type, is_seed=is_seed)


def on_payload(
    path: Path, digest: str, function: Callable[Concatenate[bytes, P], T], *args: P.args, **named: P.kwargs
) -> T | None:
    """Return the result of a function for a stored payload; None if there are no whole bytes."""
    body = stored_payload(path, digest)
    return None if body is None else function(body, *args, **named)


def inspect_stored(
    path: Path,
    digest: str,
    *,
    url: str,
    content_type: str | None,
    fragments: Sequence[str] = (),
    earlier: MinHash = (),
) -> PageFeatures | None:
    """Return the features of a stored payload; None if its bytes are damaged, left out or were never stored."""
    return on_payload(
        path,
        digest,
        inspect_page,
        url=url,
        content_type=content_type,
        fragments=fragments,
        earlier=earlier,
    )


@lru_cache(maxsize=1)
def _reader(path: Path) -> sqlite3.Connection:
    return open_for_reading(path)
