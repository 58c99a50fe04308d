"""Edits: what the fold took as another version is compared with the last good one before.

A pair of usual length is compared where it is folded, in milliseconds. A longer one waits for a worker, whose time and
memory have limits: a differ may need any amount of both.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
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
    from collections.abc import Iterable

    from kaaw_archive.archive.queries.comparisons import StoredVersion
    from kaaw_archive.archive.store.writer import Writer
    from kaaw_archive.derive.workers import ReadingPool

_COMPARED_HERE = 40_000  # characters of both texts; longer articles are one in a thousand


def add_edit(connection: sqlite3.Connection, before_id: int, to_snapshot_id: int) -> None:
    """Compare a new version with the last good one up to ``before_id``; add the event if it is an edit.

    The comparison of a long pair waits for :func:`compare_waiting`.
    """
    from_id = comparisons.good_version(connection, before_id)
    _add(connection, from_id, to_snapshot_id, *contents(connection, from_id, to_snapshot_id))


def compare_moved(connection: sqlite3.Connection, sources: Iterable[str]) -> None:
    """Compare the texts of these sources that moved to another address with the last good version at the old one."""
    moved = comparisons.moved_pairs(connection, sources)
    good = {(comparisons.good_version(connection, old), new): at for (old, new), at in moved.items()}
    stored = comparisons.stored_of_moves(connection, sources)
    store.forget_moved(connection, sorted(stored - good.keys()))
    for from_id, to_id in sorted(good.keys() - stored):
        _add(connection, from_id, to_id, *_compared_contents(connection, from_id, to_id))
    store.date_moved(connection, good)


def compare_again(connection: sqlite3.Connection, article_id: int) -> None:
    """Make the comparisons of an article's versions again, whose title, day or author a person corrected or gave back.

    Those of long pairs stay as they are.
    """
    for from_id, to_id in comparisons.judged_pairs(connection, article_id):
        old, new = _compared_contents(connection, from_id, to_id)
        if _is_long(old, new):
            continue
        result = compare(old, new)
        if result.edit is not None or result.no_edit is NoEdit.NOISE:
            store.replace(connection, from_id, to_id, result)


def _compared_contents(
    connection: sqlite3.Connection, from_id: int, to_id: int
) -> tuple[VersionContent, VersionContent]:
    """Return two versions as they are compared, also if they are at two addresses."""
    old, new = contents(connection, from_id, to_id)
    return _without_system(old, new) if comparisons.are_of_two(connection, from_id, to_id) else (old, new)


def _without_system(old: VersionContent, new: VersionContent) -> tuple[VersionContent, VersionContent]:
    """Return two versions at two addresses without what comes with the content system and its addresses.

    A day that only one of them states says nothing either.
    """
    says_day = None not in (old.published_on, new.published_on)
    old, new = (
        replace(side, kicker=None, author=None, modified_on=None, links=(), attachments=(), images=())
        for side in (old, new)
    )
    return (old, new) if says_day else (replace(old, published_on=None), replace(new, published_on=None))


def _add(
    connection: sqlite3.Connection, from_id: int, to_snapshot_id: int, old: VersionContent, new: VersionContent
) -> None:
    if _is_long(old, new):
        store.add_waiting(connection, from_id, to_snapshot_id)
    else:
        store.store(connection, from_id, to_snapshot_id, compare(old, new))


def _is_long(old: VersionContent, new: VersionContent) -> bool:
    return sum(len(paragraph) for side in (old, new) for paragraph in side.paragraphs) > _COMPARED_HERE


def compare_waiting(writer: Writer, pool: ReadingPool) -> None:
    """Make the comparisons that wait, in workers. Raises PoolClosed."""
    for from_id, to_id in writer.submit(comparisons.waiting).result():
        old, new = writer.submit(partial(_compared_contents, from_id=from_id, to_id=to_id)).result()
        try:
            result = pool.run(compare, old, new)
        except LimitHit:
            result = VersionComparison(no_edit=NoEdit.LIMIT)
        keep = partial(store.store, from_snapshot_id=from_id, to_snapshot_id=to_id, result=result)
        writer.submit(keep).result()


def comparison_of(connection: sqlite3.Connection, before: tuple[int, int], after: tuple[int, int]) -> VersionComparison:
    """Return the comparison of two versions, each an article's id and a number, as it is stored, or make it."""
    from_id, to_id = (
        comparisons.snapshot_ids(connection, article_id)[version] for article_id, version in (before, after)
    )
    stored = comparisons.between(connection, from_id, to_id)
    return stored or compare(*_compared_contents(connection, from_id, to_id))


def version_contents(connection: sqlite3.Connection, snapshot_ids: Iterable[int]) -> list[VersionContent]:
    """Return versions of one text in the order given, without the boilerplate that any of them has."""
    versions = [comparisons.version(connection, one) for one in snapshot_ids]
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
