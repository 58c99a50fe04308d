"""Save facts and decisions of a damaged archive into a new one, row by row; the rest is derived again."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.archive import payloads, row_digests
from kaaw_archive.archive.connect import named_errors, open_as_it_is, open_for_writing
from kaaw_archive.archive.kinds import DECISIONS, FACTS, INTERNAL
from kaaw_archive.archive.queries import integrity
from kaaw_archive.archive.queries.integrity import Gap, readable_rows
from kaaw_archive.archive.queries.values import NOT_OF_ROW_DIGEST, row_faults
from kaaw_archive.archive.schema_differences import views_for_tables
from kaaw_archive.archive.store import salvage as store
from kaaw_archive.errors import ArchiveError, DamagedPayload

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_AS_IT_IS = "surrogateescape"  # a text that is no UTF-8 any more must not hide the rest of its row
_STAND_INS = ("crawls", "urls", "payloads")  # tables whose rows captures cannot do without
# Tables whose rows are kept if their digest is wrong: bytes of payloads that give their digest prove what they need.
_PROVEN_BY_BYTES = ("dictionaries", "payloads")
# Tables that an index holds whole: what the table has lost may be there.
_HELD_BY_AN_INDEX = {"urls": ("id", "url"), "headers": ("id", "json")}


@dataclass(frozen=True, slots=True)
class Loss:
    """Rows that are not in the new archive: ``table``, ``number`` of rows or ids, reason, and example addresses."""

    table: str
    number: int
    text: str
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Salvage:
    """Rows that were saved, by table; rows in which a changed bit was turned back; and what was not saved."""

    saved: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)


def salvage(
    old: Path,
    new: Path,
    progress: Callable[[int, int], None],
    finish: Callable[[Path], object] = lambda part: None,
) -> Salvage:
    """Make a new archive of what can be read of the old one, which stays as it is; ``finish`` derives the rest.

    The new file has its name only when ``finish``, which gets the path of the part that is not yet named so, has ended
    and all is on the disk: if it is killed before, the same can be done again. ``progress`` gets the number of tables
    done and the total. Raises ArchiveError if there is a file at ``new``, and the named errors.
    """
    if new.exists():
        raise ArchiveError(f"there is a file at {new}: name one that is not there yet")
    part = new.with_name(f"{new.name}.part")
    _remove(part)  # of a run that was killed
    report = Salvage()
    with closing(open_as_it_is(old)) as source, closing(open_for_writing(part)) as target, named_errors(part):
        source.execute("BEGIN")  # one instant, while others may write
        if views := views_for_tables(source):
            raise ArchiveError(
                f"{old}: somebody put a view in the place of the table {views[0]}, nothing is read from it"
            )
        source.text_factory = lambda text: text.decode("utf-8", _AS_IT_IS)
        target.execute("PRAGMA foreign_keys = OFF")  # what a row points to may be lost; mended below
        tables = (*FACTS, *DECISIONS, *INTERNAL)
        for done, table in enumerate(tables):
            progress(done, len(tables))
            _copy(source, target, table, report)
        _mend(target, report)
        progress(len(tables), len(tables))
    finish(part)
    _into_place(part, new)
    return report


def _remove(part: Path) -> None:
    """Remove an unfinished archive with its log and locks."""
    with named_errors(part):
        for left in (part, *(Path(f"{part}{ending}") for ending in ("-wal", "-shm", ".derive"))):
            left.unlink(missing_ok=True)
        _remove_locks(part)


def _remove_locks(part: Path) -> None:
    folder = Path(f"{part}.locks")
    if folder.is_dir():
        shutil.rmtree(folder)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, report: Salvage) -> None:
    there = store.columns_of(source, table)
    columns = [name for name in store.columns_of(target, table) if name in there]
    if not columns:
        return  # of an older schema
    saved = 0
    gaps: list[Gap] = []
    lost: list[tuple[str, str]] = []  # id, why
    changed: Counter[str] = Counter()  # columns
    optional = store.optional_columns(target, table)
    covered = {name: kind for name, kind in row_digests.digest_columns(source, table).items() if name in columns}
    mended = 0
    target.execute("BEGIN IMMEDIATE")
    for found in _rows(source, table, columns):
        if isinstance(found, Gap):
            gaps.append(found)
            continue
        whole = _as_digested(found, covered)
        kept, why = _without_changed(table, whole or found, optional)
        if whole is None and why is None and table not in _PROVEN_BY_BYTES and kept == found:
            why = NOT_OF_ROW_DIGEST
        mended += whole is not None and whole != found
        why = why or store.add_row(target, table, _as_fact(table, kept)) or _damage(target, table, kept)
        changed.update(name for name in kept if why is None and kept[name] is not (whole or found)[name])
        saved += why is None
        if why is not None:
            lost.append((str(next(iter(found.values()))), why))  # the first column names the row
    target.execute("COMMIT")
    report.saved[table] = saved
    if mended:
        report.mended[table] = mended
    report.losses += _losses(source, table, gaps, lost)
    report.losses += [
        Loss(table, number, f"{table}.{name}: values that changed since they were stored, left out")
        for name, number in changed.items()
    ]


def _rows(source: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[dict[str, Any] | Gap]:
    """Yield every row by column, and once more those that an index holds too, if the table has gaps."""
    gaps: list[Gap] = []
    for found in readable_rows(source, table, columns):
        if isinstance(found, Gap):
            gaps.append(found)
        else:
            yield dict(zip(columns, found[1:], strict=True))
    held = _HELD_BY_AN_INDEX.get(table)
    if gaps and held is not None:
        with suppress(sqlite3.DatabaseError):
            for row in integrity.rows_in_index(source, table, held):
                yield dict(zip(held, row[1:], strict=True))
    yield from gaps


def _as_digested(row: dict[str, Any], covered: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the row as it gives its digest, if need be with a turned bit turned back; None if it cannot be had.

    A row without a digest, which another program wrote or which comes from an index, stays as it is.
    """
    digest = row.get(row_digests.COLUMN)
    if not isinstance(digest, bytes) or digest == row_digests.MISSING_DIGEST:
        return row
    values = {name: _stored(row[name]) for name in covered}
    mended = row_digests.undo_bit_flip(values, digest)
    if mended is None:
        return None
    changed = {name: value for name, value in mended.items() if value != values[name]}
    texts = {
        name: value.decode() for name, value in changed.items() if isinstance(value, bytes) and covered[name] == "TEXT"
    }
    return row | changed | texts


def _stored(value: Any) -> Any:
    return value.encode("utf-8", _AS_IT_IS) if isinstance(value, str) else value


def _without_changed(table: str, row: dict[str, Any], optional: Collection[str]) -> tuple[dict[str, Any], str | None]:
    """Return a row without the optional values that changed since they were stored, and why it cannot be kept."""
    texts = {name: _stored(value) for name, value in row.items() if isinstance(value, str)}
    if table == "certificates":
        texts["der"] = row["der"]
    kept = dict(row)
    for name, reason in row_faults(table, texts):
        if name not in optional:
            return row, f"{name}: {reason}"
        kept[name] = None
    return kept, None


def _damage(target: sqlite3.Connection, table: str, row: dict[str, Any]) -> str | None:
    """Remove a payload that does not give its digest and return the reason; None if it is sound.

    Asked of the new archive, whose indexes are whole; what a payload is compressed against was added before it.
    """
    if table != "payloads" or row["data"] is None:
        return None
    try:
        payloads.read(target, row["digest"])
    except KeyError as error:
        why = f"compressed against {error.args[0]}, which is lost"
    except (DamagedPayload, MemoryError) as error:
        why = str(error)
    else:
        return None
    store.drop_payload(target, row["digest"])
    return why


def _as_fact(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return the row without its one derived column, and with the site of an address that only an index has."""
    if table == "captures":
        return row | {"page_id": None}
    return row | {"site": urls.site(row["url"]) or None} if table == "urls" else row


def _losses(
    source: sqlite3.Connection, table: str, gaps: Sequence[Gap], lost: Sequence[tuple[str, str]]
) -> Iterator[Loss]:
    if gaps:
        where = ", ".join(f"{gap.first_id} to {gap.last_id}" for gap in gaps[:10])
        number = sum(gap.last_id - gap.first_id + 1 for gap in gaps)
        yield Loss(table, number, f"{table}: ids in damaged pages ({where})")
    if lost and table == "payloads":
        shown: list[str] = []
        with suppress(sqlite3.DatabaseError):
            shown = [f"{url} ({at[:19]}Z)" for url, at, _ in integrity.shown_by(source, [digest for digest, _ in lost])]
        yield Loss(table, len(lost), "payloads: bytes that do not give their digest", tuple(shown))
    elif lost:
        yield Loss(table, len(lost), f"{table}: rows that are none any more", tuple(f"{i}: {why}" for i, why in lost))


def _mend(target: sqlite3.Connection, report: Salvage) -> None:
    """Nothing may point to nothing: what is lost gets a stand-in, or is no longer pointed to."""
    target.execute("BEGIN IMMEDIATE")
    for table in _STAND_INS:
        made = store.stand_in(target, table)
        if made:
            report.losses.append(Loss(table, made, f"{table}: rows that captures point to; stand-ins take their place"))
    for column, number in store.untie(target).items():
        if number:
            report.losses.append(Loss(column, number, f"{column}: named rows that are lost"))
    target.execute("COMMIT")


def _into_place(part: Path, new: Path) -> None:
    with named_errors(new):
        fd = os.open(part, os.O_RDONLY)
        os.fsync(fd)
        os.close(fd)
        part.rename(new)
        _remove_locks(part)
