"""Edits: what the fold took as another version is compared with the last good one before.

A pair of usual length is compared where it is folded, in milliseconds. A longer one waits for a worker, whose time and
memory have limits: a differ may need any amount of both.
"""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import boilerplate, comparisons
from kaaw_archive.archive.store import comparisons as store
from kaaw_archive.changes import compare
from kaaw_archive.derive.comparing import is_content
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.items import ContentImage, ContentLink, NoEdit, VersionComparison, VersionContent
from kaaw_archive.similarity import line_digest, plain_line

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.comparisons import StoredVersion
    from kaaw_archive.archive.store.writer import Writer
    from kaaw_archive.derive.workers import ReadingPool

_COMPARED_HERE = 40_000  # characters of both texts; longer articles are one in a thousand


def add_edit(connection: sqlite3.Connection, before_id: int, to_snapshot_id: int) -> None:
    """Compare a new version with the last good one up to ``before_id``; add the event if it is an edit.

    The comparison of a long pair waits for :func:`compare_waiting`.
    """
    from_id = comparisons.good_version(connection, before_id)
    old, new = contents(connection, from_id, to_snapshot_id)
    if sum(len(paragraph) for side in (old, new) for paragraph in side.paragraphs) > _COMPARED_HERE:
        store.add_waiting(connection, from_id, to_snapshot_id)
    else:
        store.store(connection, from_id, to_snapshot_id, compare(old, new))


def compare_waiting(writer: Writer, pool: ReadingPool) -> None:
    """Make the comparisons that wait, in workers. Raises PoolClosed."""
    for from_id, to_id in writer.submit(comparisons.waiting).result():
        old, new = writer.submit(partial(contents, from_id=from_id, to_id=to_id)).result()
        try:
            result = pool.run(compare, old, new)
        except LimitHit:
            result = VersionComparison(no_edit=NoEdit.LIMIT)
        keep = partial(store.store, from_snapshot_id=from_id, to_snapshot_id=to_id, result=result)
        writer.submit(keep).result()


def comparison_of(
    connection: sqlite3.Connection, article_id: int, from_version: int, to_version: int
) -> VersionComparison:
    """Return the comparison of two versions of an article as it is stored, or make it."""
    ids = comparisons.snapshot_ids(connection, article_id)
    from_id, to_id = ids[from_version], ids[to_version]
    return comparisons.between(connection, from_id, to_id) or compare(*contents(connection, from_id, to_id))


def version_contents(connection: sqlite3.Connection, article_id: int) -> list[VersionContent]:
    """Return all versions of an article, the first one first, without the boilerplate that any of them has."""
    versions = [
        comparisons.version(connection, one) for one in comparisons.snapshot_ids(connection, article_id).values()
    ]
    cut = {plain_line(line) for version in versions for line in version.cut}
    return [_content(version, version.lines_without(cut)) for version in versions]


def contents(connection: sqlite3.Connection, from_id: int, to_id: int) -> tuple[VersionContent, VersionContent]:
    """Return two versions as they are compared: without lines that are boilerplate in, or stand beside, the other."""
    old, new = (comparisons.version(connection, snapshot_id) for snapshot_id in (from_id, to_id))
    beside = [array("I", boilerplate.lines_beside(connection, snapshot_id)) for snapshot_id in (from_id, to_id)]
    return _content(old, _compared(old, new, frozenset(beside[1]))), _content(
        new, _compared(new, old, frozenset(beside[0]))
    )


def _compared(version: StoredVersion, other: StoredVersion, beside_other: frozenset[int]) -> list[str]:
    """Return the lines of a version that are in the other, or are neither cut from it nor beside it."""
    cut, kept = set(map(plain_line, other.cut)), set(map(plain_line, other.lines))
    return [
        line
        for line in version.lines
        if (plain := plain_line(line)) in kept or (plain not in cut and line_digest(line) not in beside_other)
    ]


def _content(version: StoredVersion, paragraphs: list[str]) -> VersionContent:
    links = [m for m in version.mentions if is_content(m["role"], m["url_key"], m["article_key"])]
    return VersionContent(
        **version.columns,
        paragraphs=tuple(paragraphs),
        links=tuple(ContentLink(m["url"], m["anchor_text"]) for m in links if m["role"] != "attachment"),
        attachments=tuple(ContentLink(m["url"], m["anchor_text"]) for m in links if m["role"] == "attachment"),
        images=tuple(
            ContentImage(m["url"], m["anchor_text"] or None) for m in version.mentions if m["role"] == "image"
        ),
    )
