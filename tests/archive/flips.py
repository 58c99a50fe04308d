"""Files with a turned bit or a zeroed sector: what changed in them, whether verify names it, and what recover saves."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.kinds import DECISIONS, FACTS
from kaaw_archive.archive.row_digests import digest_columns
from kaaw_archive.archive.salvage import salvage
from kaaw_archive.archive.verify import verify
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    Damage = Callable[[bytes, Random], tuple[int, bytes]]

SECTOR_BYTES = 512
Rows = dict[str, dict[int, tuple[object, ...]] | str]  # by table and rowid; a text: it cannot be read


@dataclass(frozen=True, slots=True)
class Outcome:
    """``is_named`` by verify; ``wrong``: rows of the recovered archive that differ from the sound one, by table."""

    place: int
    changed: frozenset[str]  # tables whose rows, read as they are, differ
    is_named: bool
    saved: int | None  # rows of facts and decisions; None: recover refused the file with one line
    wrong: tuple[str, ...]


def turned_bit(sound: bytes, random: Random) -> tuple[int, bytes]:
    place, bit = random.randrange(len(sound)), random.randrange(8)
    return place, sound[:place] + bytes([sound[place] ^ (1 << bit)]) + sound[place + 1 :]


def zeroed_sector(sound: bytes, random: Random) -> tuple[int, bytes]:
    place = random.randrange(len(sound) // SECTOR_BYTES) * SECTOR_BYTES
    return place, sound[:place] + bytes(SECTOR_BYTES) + sound[place + SECTOR_BYTES :]


def facts(path: Path) -> Rows:
    """Return the values of facts and decisions without those that are derived, as they stand in the tables."""
    found: Rows = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        for table in (*FACTS, *DECISIONS):
            try:
                names = [*digest_columns(db, table)] + (["data"] if table == "payloads" else [])
                db.text_factory = bytes
                rows = db.execute(f"SELECT rowid, {', '.join(names)} FROM {table} NOT INDEXED").fetchall()
                found[table] = {row[0]: tuple(row[1:]) for row in rows}
            except sqlite3.Error as error:
                found[table] = str(error)
            finally:
                db.text_factory = str
    return found


def outcome(sound: Path, place: int, damaged: bytes, folder: Path) -> Outcome:
    """Look at a damaged copy as verify and recover do. Raises what they should not raise."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path, new = folder / "archive.db", folder / "new.db"
    path.write_bytes(damaged)
    before, now = facts(sound), facts(path)
    changed = frozenset(table for table in before if now[table] != before[table])
    try:
        is_named = bool(verify(path, is_quick=False, progress=_none).findings)
    except ArchiveError:
        is_named = True
    try:
        salvage(path, new, _none)
    except ArchiveError:
        return Outcome(place, changed, is_named, None, ())
    after = facts(new)
    wrong = tuple(
        f"{table} {row_id}"
        for table, rows in after.items()
        for row_id, row in (rows.items() if isinstance(rows, dict) else [])
        if not _is_the_same_or_less(table, row, before[table], row_id)
    )
    saved = sum(len(rows) for rows in after.values())
    shutil.rmtree(folder)
    return Outcome(place, changed, is_named, saved, wrong)


def _is_the_same_or_less(table: str, row: tuple[object, ...], before: object, row_id: int) -> bool:
    """Return True if a recovered row has no value that the sound one has not; it may lack some, or be a stand-in."""
    assert isinstance(before, dict)
    known = before.get(row_id)
    if table == "dictionaries":
        return known is not None  # kept for the payloads that still give their digest with it
    if table == "payloads":  # by digest: ids and stand-ins are new
        known = next((each for each in before.values() if each[0] == row[0]), None)
        return known is not None and (row[-1] is None or row[0] == known[0])
    if known is None or b"lost" in row or any(str(value).startswith("b'lost:") for value in row):
        return known is not None
    return all(value is None or value == was for value, was in zip(row, known, strict=True))


def _none(_done: int, _of: int) -> None:
    pass
