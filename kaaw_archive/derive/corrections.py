"""Corrections of people, laid over what was read: taken off before pages are folded, and put on again afterwards.

A fold compares new readings with stored ones, so it must see the value that was read. That value is kept beside a
corrected value, and comes back when the correction is lifted. A correction covers the versions that there were when it
was made, and later ones for as long as they read the same there; what the publisher changed since then is shown.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import corrections as queries
from kaaw_archive.archive.store import corrections as store
from kaaw_archive.archive.store import search, works
from kaaw_archive.corrections import COLUMNS, STATE
from kaaw_archive.derive.edits import compare_again

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from kaaw_archive.corrections import Correction


@contextlib.contextmanager
def without_corrections(connection: sqlite3.Connection, group: str, keys: Iterable[str] = ()) -> Iterator[None]:
    """Take the corrections off the articles of a group of pages and of these url keys, and put them on afterwards."""
    corrected = queries.corrections_in_force(connection)
    if not corrected:
        yield
        return
    wanted = frozenset(keys)
    by_key: dict[str, list[Correction]] = {}
    for correction in corrected:
        key = urls.key(correction.url)
        if key in wanted or group in (urls.group(correction.url), queries.group_of_article(connection, key)):
            by_key.setdefault(key, []).append(correction)
    for key in by_key:
        store.restore(connection, key)
    yield
    for key, corrections in by_key.items():
        _put_on(connection, key, corrections)


def renew(connection: sqlite3.Connection, url: str) -> None:
    """Bring an article up to date with the corrections that are in force now."""
    key = urls.key(url)
    store.restore(connection, key)
    _put_on(connection, key, queries.corrections_of(connection, url))
    if (article_id := queries.article_id(connection, key)) is not None:
        compare_again(connection, article_id)  # also where the last correction was lifted
    works.are_changed_articles(connection, [key])


def _put_on(connection: sqlite3.Connection, key: str, corrections: Iterable[Correction]) -> None:
    article_id = queries.article_id(connection, key)
    if article_id is None:
        return
    newest = {correction.field: correction for correction in corrections}  # in the order in which they were made
    if not newest:
        return
    search.remove_article(connection, article_id)
    for correction in newest.values():
        if correction.field == STATE:
            store.correct_state(connection, article_id, str(correction.value))
            continue
        column = COLUMNS[correction.field]
        for snapshot_id in _covered(connection, article_id, column, correction.made_at):
            store.correct_version(connection, article_id, snapshot_id, column, correction.value)
    search.add_article(connection, article_id)
    compare_again(connection, article_id)


def _covered(connection: sqlite3.Connection, article_id: int, column: str, made_at: str) -> list[int]:
    versions = queries.versions(connection, article_id, column)
    first = versions[:1]  # a correction of an article that was derived anew is older than none of its versions
    before = [version for version in versions if version.first_seen_at <= made_at] or first
    later = versions[len(before) :]
    covered = [version.snapshot_id for version in before]
    for version in later:
        if version.value != before[-1].value:
            break
        covered.append(version.snapshot_id)
    return covered
