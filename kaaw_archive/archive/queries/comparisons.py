"""Contents of versions that are compared, and the comparisons that were made or wait."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from kaaw_archive import urls
from kaaw_archive.archive.queries.rows import Row, all_rows, as_list
from kaaw_archive.items import Edit, EditKind, NoEdit, VersionComparison
from kaaw_archive.similarity import plain_line
from kaaw_archive.typography import search_form

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_VERSION = """
SELECT s.title, s.kicker, coalesce(s.author, s.issuer) AS author, s.published_on, s.modified_on, s.language, a.url,
       s.text, s.cut_json
FROM snapshots s JOIN articles a ON a.id = s.article_id WHERE s.id = ?
"""

_MENTIONS = """
SELECT m.role, m.anchor_text, l.url, l.url_key, (SELECT key FROM articles WHERE id = s.article_id) AS article_key
FROM mentions m JOIN links l ON l.id = m.link_id JOIN snapshots s ON s.id = m.snapshot_id
WHERE m.snapshot_id = :snapshot_id ORDER BY m.position
"""

_OF_ARTICLE = """
SELECT new.version AS to_version, old.version AS from_version, k.kinds_json, k.significance, k.sentence, k.is_silent,
       k.no_edit
FROM comparisons k
JOIN snapshots new ON new.id = k.to_snapshot_id
JOIN snapshots old ON old.id = k.from_snapshot_id
WHERE new.article_id = :article_id AND (k.kinds_json IS NOT NULL OR k.no_edit IS NOT NULL)
ORDER BY new.version
"""


# Texts that moved: the version with which each left its address, and the first one at the new address, if the old
# address was not seen any more by then. Of several addresses that led there, the one that was seen last. Another
# extractor makes other texts, which are no edits.
_MOVED = """
SELECT from_id, to_id, known_at FROM (
    SELECT f.id AS from_id, t.id AS to_id, max(e.known_at) AS known_at,
           row_number() OVER (PARTITION BY t.id ORDER BY f.last_seen_at DESC, f.id DESC) AS place
    FROM events e JOIN snapshots came ON came.id = e.to_snapshot_id AND came.article_id <> e.article_id
    JOIN snapshots t ON t.article_id = came.article_id
         AND t.version = (SELECT min(version) FROM snapshots WHERE article_id = came.article_id)
    JOIN snapshots f ON f.article_id = e.article_id
         AND f.version = (SELECT max(version) FROM snapshots WHERE article_id = e.article_id)
    JOIN readings was ON was.id = f.reading_id
    JOIN readings now ON now.id = t.reading_id
         AND (now.extractor, now.extractor_version) = (was.extractor, was.extractor_version)
    WHERE e.kind = 'moved' AND NOT e.is_superseded AND e.source IN (SELECT value FROM json_each(:sources))
      AND f.last_seen_at < t.first_seen_at AND (f.title <> t.title OR f.text_digest <> t.text_digest)
      AND min(length(f.text), length(t.text)) >= :lengths * max(length(f.text), length(t.text))
    GROUP BY f.id, t.id
) WHERE place = 1
"""
_STORED_OF_MOVES = """
SELECT k.from_snapshot_id, k.to_snapshot_id FROM comparisons k
JOIN snapshots t ON t.id = k.to_snapshot_id JOIN snapshots f ON f.id = k.from_snapshot_id
JOIN articles a ON a.id = t.article_id
WHERE f.article_id <> t.article_id AND a.source IN (SELECT value FROM json_each(?))
"""
# The version at another address with which the first one of an article was compared; else, as a text that moved as it
# was is not compared, the last one at the address from which it came.
_CAME_FROM = """
SELECT f.id, f.article_id, f.version FROM comparisons k JOIN snapshots f ON f.id = k.from_snapshot_id
JOIN snapshots t ON t.id = k.to_snapshot_id
WHERE t.article_id = :article_id AND t.version = :version AND f.article_id <> t.article_id
"""
_MOVED_HERE = """
SELECT f.id, f.article_id, f.version FROM articles old JOIN snapshots f ON f.article_id = old.id
WHERE old.moved_to_id = :article_id AND :version = (SELECT min(version) FROM snapshots WHERE article_id = :article_id)
ORDER BY f.last_seen_at DESC, f.id DESC LIMIT 1
"""
_JUDGED = """
SELECT from_snapshot_id, to_snapshot_id FROM comparisons
WHERE (kinds_json IS NULL) = (no_edit IS NOT NULL) AND coalesce(no_edit, 'noise') = 'noise'
  AND (to_snapshot_id IN (SELECT id FROM snapshots WHERE article_id = :article_id)
       OR from_snapshot_id IN (SELECT id FROM snapshots WHERE article_id = :article_id))
ORDER BY to_snapshot_id
"""
_PICTURES = """
SELECT b.value ->> '$.url', b.value ->> '$.caption' FROM snapshots s, json_each(s.structure) b
WHERE s.id = ? AND b.value ->> '$.type' = 'image' ORDER BY b.key
"""
_LENGTHS_FROM = 0.6  # the shorter text by the longer: a teaser or a page of a text was not edited by its move

_EDITS = """
SELECT k.to_snapshot_id, k.from_snapshot_id, a.key, a.source, a.work_id, t.first_seen_at, k.sentence,
       k.kinds_json, k.no_edit IS NOT NULL
FROM comparisons k JOIN snapshots t ON t.id = k.to_snapshot_id JOIN snapshots f ON f.id = k.from_snapshot_id
JOIN articles a ON a.id = t.article_id
WHERE k.kinds_json IS NOT NULL AND f.article_id = t.article_id AND a.source IN (SELECT value FROM json_each(?))
"""

# A text that a version has and the newest one of its article has not.
_EARLIER = """
SELECT min(a.id) AS id, a.url FROM snapshots s JOIN articles a ON a.id = s.article_id
WHERE EXISTS (SELECT 1 FROM articles o JOIN snapshots later ON later.article_id = o.id
              WHERE (o.id = a.id OR o.work_id = a.work_id) AND later.first_seen_at > s.first_seen_at)
  AND instr(search_form(s.text), :text) > 0
GROUP BY coalesce(a.work_id, -a.id) ORDER BY 1
"""
_WITHDRAWN = """
SELECT a.url FROM latest l JOIN articles a ON a.id = l.article_id
WHERE l.state = 'withdrawn' AND instr(search_form(l.text), :text) > 0 ORDER BY a.id
"""


# The versions of an article that are no good captures, as their comparisons say.
_BAD = """
SELECT s.version, s.first_seen_at, s.last_seen_at FROM articles a JOIN snapshots s ON s.article_id = a.id
JOIN comparisons k ON s.id = iif(k.is_new_bad, k.to_snapshot_id, k.from_snapshot_id) AND k.is_new_bad IS NOT NULL
WHERE {} = ?
"""


class StoredVersion(NamedTuple):
    """Columns of a version that are compared; ``cut`` are the lines of boilerplate around its text."""

    columns: dict[str, Any]
    lines: list[str]
    cut: list[str]
    mentions: list[Row]

    def lines_without(self, cut: set[str]) -> list[str]:
        """Return the lines that are not among these, which are given as ``similarity.plain_line`` has them."""
        return [line for line in self.lines if plain_line(line) not in cut]


class StoredEdit(NamedTuple):
    """Edit of an article by the snapshots before and after. ``is_noise``: True if it is noise beside its likes."""

    to_id: int
    from_id: int
    key: str
    source: str
    work_id: int | None
    seen_at: str
    sentence: str
    kinds: frozenset[str]
    is_noise: bool


def stored_edits(connection: sqlite3.Connection, sources: Iterable[str]) -> list[StoredEdit]:
    """Return the edits of the articles of these sources, also those that are noise beside their likes."""
    rows = connection.execute(_EDITS, (as_list(sources),))
    return [StoredEdit._make((*row[:-2], frozenset(json.loads(row[-2])), bool(row[-1]))) for row in rows]


def version(connection: sqlite3.Connection, snapshot_id: int) -> StoredVersion:
    """Return what is compared of a version. Raises LookupError if there is none."""
    row = connection.execute(_VERSION, (snapshot_id,)).fetchone()
    if row is None:
        raise LookupError(f"no snapshot {snapshot_id}")
    names = ("title", "kicker", "author", "published_on", "modified_on", "language", "url")
    *columns, text, cut_json = row
    return StoredVersion(
        dict(zip(names, columns, strict=True)),
        text.split("\n"),
        [line["text"] for line in json.loads(cut_json or "[]")],
        all_rows(connection, _MENTIONS, {"snapshot_id": snapshot_id}),
    )


def good_version(connection: sqlite3.Connection, snapshot_id: int) -> int:
    """Return this version, or the one before that was known as a good capture if this one was not."""
    row = connection.execute(
        "SELECT k.from_snapshot_id FROM comparisons k JOIN snapshots t ON t.id = k.to_snapshot_id"
        " JOIN snapshots f ON f.id = k.from_snapshot_id AND f.article_id = t.article_id"
        " WHERE k.to_snapshot_id = ? AND k.is_new_bad",
        (snapshot_id,),
    ).fetchone()
    return snapshot_id if row is None else int(row[0])


def between(connection: sqlite3.Connection, from_id: int, to_id: int) -> VersionComparison | None:
    """Return the comparison of these two versions; None if they were not compared with each other."""
    row = connection.execute(
        "SELECT kinds_json, significance, sentence, is_silent, no_edit FROM comparisons WHERE from_snapshot_id = ?"
        " AND to_snapshot_id = ? AND (kinds_json IS NOT NULL OR no_edit IS NOT NULL)",
        (from_id, to_id),
    ).fetchone()
    if row is None:
        return None
    kinds_json, significance, sentence, is_silent, no_edit = row
    if no_edit is not None:
        return VersionComparison(no_edit=NoEdit(no_edit))
    return VersionComparison(
        Edit(tuple(map(EditKind, json.loads(kinds_json))), significance, sentence, bool(is_silent))
    )


def moved_pairs(connection: sqlite3.Connection, sources: Iterable[str]) -> dict[tuple[int, int], str]:
    """Return when it is known that texts of these sources moved, by the snapshots with which they left and came."""
    rows = connection.execute(_MOVED, {"sources": as_list(sources), "lengths": _LENGTHS_FROM})
    return {(from_id, to_id): known_at for from_id, to_id, known_at in rows}


def stored_of_moves(connection: sqlite3.Connection, sources: Iterable[str]) -> set[tuple[int, int]]:
    """Return the snapshots before and after of the comparisons that were made because a text moved."""
    return {(row[0], row[1]) for row in connection.execute(_STORED_OF_MOVES, (as_list(sources),))}


def are_of_two(connection: sqlite3.Connection, from_id: int, to_id: int) -> bool:
    """Return True if these snapshots are of two articles."""
    of = "SELECT count(DISTINCT article_id) FROM snapshots WHERE id IN (?, ?)"
    return bool(connection.execute(of, (from_id, to_id)).fetchone()[0] > 1)


def came_from(connection: sqlite3.Connection, article_id: int, version: int) -> tuple[int, int] | None:
    """Return article and version at another address as which the text came with this version; None if unknown."""
    given = {"article_id": article_id, "version": version}
    if (row := connection.execute(_CAME_FROM, given).fetchone()) is None:
        moved = connection.execute(_MOVED_HERE, given).fetchone()
        if moved is None:
            return None
        of = "SELECT id, article_id, version FROM snapshots WHERE id = ?"
        row = connection.execute(of, (good_version(connection, moved[0]),)).fetchone()
    return row[1], row[2]


def judged_pairs(connection: sqlite3.Connection, article_id: int) -> list[tuple[int, int]]:
    """Return the versions before and after of comparisons of good captures, one of which is of this article."""
    rows = connection.execute(_JUDGED, {"article_id": article_id})
    return [(row[0], row[1]) for row in rows]


def pictures(connection: sqlite3.Connection, snapshot_id: int) -> list[tuple[str, str | None]]:
    """Return addresses and captions of the pictures in the text of a version, in their order."""
    return [(row[0], row[1]) for row in connection.execute(_PICTURES, (snapshot_id,))]


def bad_versions(connection: sqlite3.Connection, article_id: int) -> set[int]:
    """Return the numbers of the versions of an article that are no good captures, as their comparisons say."""
    return {row[0] for row in connection.execute(_BAD.format("a.id"), (article_id,))}


def bad_times(connection: sqlite3.Connection, address: str) -> list[tuple[str, str]]:
    """Return the times, first and last, in which the article at this address had a version that is no good capture."""
    return [tuple(row[1:]) for row in connection.execute(_BAD.format("a.key"), (urls.key(address),))]


def capture_of(connection: sqlite3.Connection, article_id: int, version: int) -> int:
    """Return the capture (``captures.id``) that showed a version first."""
    row = connection.execute(
        "SELECT capture_id FROM snapshots WHERE article_id = ? AND version = ?", (article_id, version)
    )
    return int(row.fetchone()[0])


def articles_that_had(connection: sqlite3.Connection, text: str) -> list[Row]:
    """Return id and url of the first article of each work of which a version before the newest one has this text.

    Capitals and typography count for nothing. Every such text of the archive is looked through.
    """
    connection.create_function("search_form", 1, search_form, deterministic=True)
    return all_rows(connection, _EARLIER, {"text": search_form(text)})


def withdrawn_that_have(connection: sqlite3.Connection, text: str) -> list[str]:
    """Return the addresses of the withdrawn articles of which the newest version has this text."""
    connection.create_function("search_form", 1, search_form, deterministic=True)
    return [row["url"] for row in all_rows(connection, _WITHDRAWN, {"text": search_form(text)})]


def snapshot_ids(connection: sqlite3.Connection, article_id: int) -> dict[int, int]:
    """Return the versions of an article by their numbers, in order."""
    rows = connection.execute("SELECT version, id FROM snapshots WHERE article_id = ? ORDER BY version", (article_id,))
    return dict(rows.fetchall())


def waiting(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return the versions before and after of comparisons that are still to be made."""
    return list(
        connection.execute(
            "SELECT from_snapshot_id, to_snapshot_id FROM comparisons WHERE kinds_json IS NULL AND no_edit IS NULL"
            " ORDER BY to_snapshot_id"
        )
    )


def of_article(connection: sqlite3.Connection, article_id: int) -> list[Row]:
    """Return the comparisons of the versions of an article, the oldest first; ``kinds`` is a list."""
    rows = all_rows(connection, _OF_ARTICLE, {"article_id": article_id})
    return [row | {"kinds": json.loads(row.pop("kinds_json") or "[]")} for row in rows]
