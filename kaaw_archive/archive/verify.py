"""Verification: find damage in a whole archive, and tell lost data from data that can be derived again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import BUSY_TIMEOUT_S, named_errors, open_as_it_is
from kaaw_archive.archive.connections import connect
from kaaw_archive.archive.kinds import DECISIONS, FACTS, INTERNAL, SEARCH
from kaaw_archive.archive.queries import integrity
from kaaw_archive.archive.queries.integrity import Gap, readable_rows
from kaaw_archive.archive.queries.values import faults
from kaaw_archive.archive.schema import SCHEMA_VERSION
from kaaw_archive.archive.schema_differences import schema_differences, views_for_tables
from kaaw_archive.archive.store.search import check_index
from kaaw_archive.errors import ArchiveError, DamagedPayload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

# lost: facts or decisions that cannot be had from this file. derived: `kaaw derive` makes it again.
# unharmed: damaged is only what repeats something else. foreign: somebody changed the schema.
Fate = Literal["lost", "derived", "unharmed", "foreign"]
What = Literal[
    "damaged_pages",
    "damaged_payload",
    "missing_base",
    "capture_without_payload",
    "points_to_nothing",
    "derived_without_fact",
    "unproven_event",
    "search_index",
    "unreadable",
    "changed_value",
    "foreign_schema",
]
_EXAMPLES = 10
_MOST_NAMED = 100  # of foreign triggers, views and tables: each counts


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of damage in one table. ``number`` of rows or ids; ``examples``: addresses, ids or SQLite's words."""

    what: What
    table: str
    fate: Fate
    number: int
    text: str
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Verification:
    """Result of a verification."""

    payloads: int = 0
    payloads_checked: int = 0
    payloads_erased: int = 0
    search_checked: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_file_damaged(self) -> bool:
        return any(finding.what in ("damaged_pages", "unreadable") for finding in self.findings)

    @property
    def is_anything_lost(self) -> bool:
        return any(finding.fate == "lost" for finding in self.findings)


def verify(path: Path, *, is_quick: bool, progress: Callable[[int, int], None]) -> Verification:
    """Everything is looked at, but with ``is_quick`` neither payloads nor values, nor whether indexes agree with their
    tables.

    ``progress`` is told how many payloads of how many are done. Changes nothing. Raises the named errors of
    :func:`open_as_it_is`.
    """
    report = Verification()
    with closing(open_as_it_is(path)) as connection:
        is_current = integrity.schema_version(connection) == SCHEMA_VERSION
        connection.execute("BEGIN")  # all of it at one instant, whoever writes meanwhile
        report.findings += _foreign(connection)
        if views_for_tables(connection):
            return report  # to read one may never end
        report.findings += _damaged_pages(connection, is_quick=is_quick)
        looks = (_dangling, _unproven, _not_searched) if is_quick else (_dangling, _unproven, _not_searched, _values)
        for look in looks:
            report.findings += _guarded(look, connection)
        try:
            report.payloads, report.payloads_erased = integrity.payload_numbers(connection)
            if not is_quick:
                report.findings += _payload_findings(connection, report, progress)
        except sqlite3.DatabaseError as error:
            report.findings.append(Finding("unreadable", "payloads", "lost", 0, f"payloads cannot be read: {error}"))
    if is_current and not report.is_file_damaged and not is_quick:
        report.findings += _search_index(path, report)
    return report


def _foreign(connection: sqlite3.Connection) -> Iterator[Finding]:
    found = [*schema_differences(connection, integrity.schema_version(connection))]
    if found:
        text = "parts of the schema are not as this program makes them"
        shown = tuple(f"{one.change}: {one.type} {one.name}" for one in found[:_MOST_NAMED])
        yield Finding("foreign_schema", "sqlite_master", "foreign", len(found), text, shown)


def _damaged_pages(connection: sqlite3.Connection, *, is_quick: bool) -> Iterator[Finding]:
    messages = integrity.file_messages(connection, is_quick=is_quick)
    if not messages:
        return
    is_explained = False
    for table in integrity.tables(connection):
        messages = integrity.file_messages(connection, table)
        if messages:
            is_explained = True
            yield _damaged_table(connection, table, messages)
    if not is_explained:
        text = "pages that no table uses are damaged, or the list of free ones"
        yield Finding("damaged_pages", "", "unharmed", len(messages), text, tuple(messages[:_EXAMPLES]))


def _damaged_table(connection: sqlite3.Connection, table: str, messages: Sequence[str]) -> Finding:
    examples = tuple(messages[:_EXAMPLES])
    if table.startswith(SEARCH):
        text = "the search index is damaged: it is made again from what it indexes"
        return Finding("damaged_pages", table, "derived", len(messages), text, examples)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    gaps = [found for found in readable_rows(connection, table, columns) if isinstance(found, Gap)]
    if not gaps:
        text = f"{table}: every row can be read, only its indexes are damaged"
        return Finding("damaged_pages", table, "unharmed", len(messages), text, examples)
    lost = sum(gap.last_id - gap.first_id + 1 for gap in gaps)
    fate: Fate = "lost" if table in (*FACTS, *DECISIONS, *INTERNAL) else "derived"
    where = ", ".join(f"{gap.first_id} to {gap.last_id}" for gap in gaps[:_EXAMPLES])
    return Finding("damaged_pages", table, fate, lost, f"{table}: rows cannot be read (ids {where})", examples)


def _dangling(connection: sqlite3.Connection) -> Iterator[Finding]:
    for found in integrity.dangling(connection):
        number = len(found.row_ids)
        ids = tuple(map(str, found.row_ids[:_EXAMPLES]))
        of = f"{found.table}.{found.columns} names {found.parent} that are not there"
        if (found.table, found.parent) == ("captures", "payloads"):
            examples = tuple(integrity.addresses_of_captures(connection, found.row_ids)[:_EXAMPLES])
            text = "captures without their payload: what was shown is lost, that it was asked for is not"
            yield Finding("capture_without_payload", "captures", "lost", number, text, examples)
        elif (found.table, found.parent) == ("payloads", "payloads"):
            yield Finding("missing_base", "payloads", "lost", number, f"{of}: they cannot be unpressed", ids)
        elif found.table in FACTS and found.columns == "page_id":
            yield Finding("derived_without_fact", found.table, "derived", number, of, ids)
        elif found.table in FACTS:
            yield Finding("points_to_nothing", found.table, "lost", number, of, ids)
        else:
            yield Finding("derived_without_fact", found.table, "derived", number, of, ids)


def _unproven(connection: sqlite3.Connection) -> Iterator[Finding]:
    if ids := integrity.unproven_events(connection):
        text = "events whose proof is not there"
        yield Finding("unproven_event", "events", "derived", len(ids), text, tuple(map(str, ids[:_EXAMPLES])))


def _not_searched(connection: sqlite3.Connection) -> Iterator[Finding]:
    if ids := integrity.versions_not_searched(connection):
        text = "versions that the search does not know"
        yield Finding("search_index", "snapshots", "derived", len(ids), text, tuple(map(str, ids[:_EXAMPLES])))


def _values(connection: sqlite3.Connection) -> Iterator[Finding]:
    for table in integrity.strict_tables(connection):
        for fault in faults(connection, table):
            fate: Fate = "lost" if table in (*FACTS, *DECISIONS, *INTERNAL) else "derived"
            place = table if fault.column is None else f"{table}.{fault.column}"
            text = f"{place} changed since it was stored: {fault.reason}"
            ids = tuple(map(str, fault.row_ids[:_EXAMPLES]))
            yield Finding("changed_value", table, fate, len(fault.row_ids), text, ids)


def _guarded(
    look: Callable[[sqlite3.Connection], Iterator[Finding]], connection: sqlite3.Connection
) -> Iterator[Finding]:
    """Yield the findings of one check up to a damaged page, which another check has found already."""
    try:
        yield from look(connection)
    except sqlite3.DatabaseError as error:
        name = look.__name__.strip("_")
        yield Finding("unreadable", "", "unharmed", 0, f"cannot look further ({name}): {error}")


def _payload_findings(
    connection: sqlite3.Connection, report: Verification, progress: Callable[[int, int], None]
) -> Iterator[Finding]:
    damaged: list[str] = []
    without_base: list[str] = []
    digests = integrity.payload_digests(connection)
    for number, digest in enumerate(digests, 1):
        try:
            payloads.read(connection, digest)
        except KeyError:  # of the one that it is compressed against: left out, or not there
            without_base.append(digest)
        except (DamagedPayload, sqlite3.DatabaseError, MemoryError):
            damaged.append(digest)
        report.payloads_checked = number
        if number % 50 == 0 or number == len(digests):
            progress(number, len(digests))
    words = "payloads whose bytes do not give their digest"
    yield from _lost_payloads(connection, "damaged_payload", damaged, words)
    words = "payloads that are compressed against one that is lost"
    yield from _lost_payloads(connection, "missing_base", without_base, words)


def _lost_payloads(connection: sqlite3.Connection, what: What, digests: Sequence[str], words: str) -> Iterator[Finding]:
    if not digests:
        return
    shown = list(integrity.shown_by(connection, digests))
    captures = sum(number for _, _, number in shown)
    examples = tuple(f"{url} ({at[:19]}Z)" for url, at, _ in shown[:_EXAMPLES]) or tuple(digests[:_EXAMPLES])
    yield Finding(what, "payloads", "lost", len(digests), f"{words}; {captures} captures showed them", examples)


def _search_index(path: Path, report: Verification) -> Iterator[Finding]:
    """FTS5 compares its index with the texts for those only who may write."""
    try:
        with named_errors(path), closing(connect(path, "rw", BUSY_TIMEOUT_S)) as connection:
            message = check_index(connection)
    except ArchiveError:
        return
    report.search_checked = True
    if message is not None:
        text = f"the search index does not agree with the texts ({message})"
        yield Finding("search_index", "search_index", "derived", 1, text)
